"""English word forms: what a word may be without plural and possessive, and a verb's forms."""

from collections.abc import Iterator

_SIBILANTS = ("sses", "shes", "ches", "xes", "zes")
_NO_PLURAL = ("ss", "us", "sis", "xis")
_SHORTEST = 3
_VOWELS = "aeiou"


def bases(word: str) -> set[str]:
    """Give what the word may be in a dictionary: itself, without possessive, in the singular."""
    bare = word.removesuffix("'s").removesuffix("'")
    return {word, bare, _singular(bare)}


def name_bases(word: str) -> set[str]:
    """Give what the word may be as a name: itself, and without its possessive."""
    return {word, word.removesuffix("'s").removesuffix("'")}


def _singular(word: str) -> str:
    if len(word) <= _SHORTEST or not word.endswith("s") or word.endswith(_NO_PLURAL):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(_SIBILANTS) else word[:-1]


def verb_bases(word: str) -> set[str]:
    """Give what the word may be as a verb: the word as it stands."""
    return {word}


def conjugate(past: str, present: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each form of a verb with its features, from its base and its irregular past forms.

    `present` is the base ("undertake"); `past` is empty for a regular verb, else the past and the
    participle ("undertook undertaken"), or "+" for one that doubles its consonant ("commit").
    """
    double = present[-1] if past == "+" else ""
    yield present, ("base",)
    yield _third_person(present), ("pres",)
    yield _participle(present, double), ("ing",)
    irregular = () if past == "+" else past.split()
    if not irregular:
        yield _regular_past(present, double), ("past", "part")
        return
    yield irregular[0], ("past",) if len(irregular) > 1 else ("past", "part")
    for form in irregular[1:]:
        yield form, ("part",)


def _third_person(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _participle(base: str, double: str) -> str:
    if base.endswith("e") and not base.endswith(("ee", "oe")):
        return base[:-1] + "ing"
    return base + double + "ing"


def _regular_past(base: str, double: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + double + "ed"


def guess(word: str) -> tuple[str, ...]:
    """Give the features that the shape alone shows: a form in -ing."""
    return ("ing",) if word.endswith("ing") and len(word) > len("bring") else ()
