"""Arabic word forms: what a word may be without its clitics and endings, and a verb's forms."""

import re
from collections.abc import Iterator

# Conjunction, preposition, article; «لل» is the preposition and the article in one.
_PREFIXES = re.compile(r"([وف]?)(لل|[بكل]?)(ال)?")
_OBJECTS = ("هما", "ها", "هم", "نا", "كم", "ه", "ك")
_ENDINGS = (
    # An ending, and what the base has in its place: duals, plurals, tanwin, construct state.
    ("تين", ("ه",)), ("تان", ("ه",)), ("تي", ("ه",)), ("تا", ("ه",)),
    ("ات", ("", "ه")), ("ون", ("", "ي")), ("ين", ("", "ي")), ("ان", ("",)), ("يه", ("ي",)),
    ("ت", ("ه",)), ("ه", ("",)), ("ا", ("",)), ("ي", ("",)),
)  # fmt: skip
_SHORTEST = 2
_PAST = (("", ""), ("ت", ""), ("ا", ""), ("تا", ""), ("وا", ""), ("نا", "1p"))
_PRESENT = (
    ("ي", "", ""), ("ت", "", ""), ("ن", "", "1p"), ("ا", "", "1s"),
    ("ي", "ون", ""), ("ي", "وا", ""), ("ي", "ان", ""), ("ي", "ا", ""),
    ("ت", "ون", ""), ("ت", "وا", ""), ("ت", "ان", ""), ("ت", "ا", ""),
)  # fmt: skip
_FUTURE = re.compile(r"[وف]?س([يتن])\w{3,}")
# The preposition "with", which leads from a proposal to what is proposed: «مقترح بإنشاء».
_WITH = re.compile(r"و?ب(?:ال)?\w{3,}")
# Nouns and adjectives whose first letters only look like the future.
_NOT_FUTURE = re.compile(
    r"[وف]?(?:سيا[حجسر]\w*|سياد\w{1,2}|سيد(?:ه|ات|ي)?|سيره|سينا\w*|سيطره?|ستين\w*|ستار\w*|ستراتيج\w*"
    r"|سند\w*|سنو\w*|سنت\w*|سنغ\w*|سيول\w*|سيف\w*|ستوكهولم)",
)


def bases(word: str) -> set[str]:
    """Give what the word may be in a dictionary: itself, without clitics, without endings."""
    stems = {stem for stem in _unprefixed(word) if len(stem) >= _SHORTEST}
    stems |= {
        stem[: -len(tail)]
        for stem in tuple(stems)
        for tail in _OBJECTS
        if stem.endswith(tail) and len(stem) - len(tail) >= _SHORTEST
    }
    return stems | {base for stem in stems for base in _without_ending(stem)}


def name_bases(word: str) -> set[str]:
    """Give what the word may be as a name: itself, and without its prefixes; «عراقة» is no Iraq."""
    return {stem for stem in _unprefixed(word) if len(stem) >= _SHORTEST}


def verb_bases(word: str) -> set[str]:
    """Give what the word may be as a verb: without "and" or "to" before it or an object after."""
    stems = {word, word[1:]} if word.startswith(("و", "ف", "ل")) else {word}
    stems |= {stem[1:] for stem in stems if stem.startswith("ل")}
    return stems | {
        stem[: -len(tail)]
        for stem in stems
        for tail in _OBJECTS
        if stem.endswith(tail) and len(stem) > len(tail) + 1
    }


def _unprefixed(word: str) -> Iterator[str]:
    yield word
    found = _PREFIXES.match(word)
    if found is not None:
        for group in range(1, 4):
            if found[group]:
                yield word[found.end(group) :]
        if found[2] == "لل":
            yield word[found.start(2) + 1 :]


def _without_ending(stem: str) -> Iterator[str]:
    for ending, replacements in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST:
            for replacement in replacements:
                yield stem[: -len(ending)] + replacement


def conjugate(past: str, present: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each form of a verb with its features, from its past and present stems.

    A stem that ends in a hyphen is regular and takes every ending; one without is a form as it is.
    """
    for stem in past.split():
        if stem.endswith("-"):
            for ending, person in _PAST:
                yield stem[:-1] + ending, _features("past", person)
        else:
            yield stem, _features("past", "1p" if stem.endswith("نا") else "")
    for stem in present.split():
        if stem.startswith("-"):
            yield from _present_forms(stem.strip("-"))
        else:
            yield from _with_future(stem, "1p" if stem.startswith("ن") else "")


def _present_forms(stem: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for prefix, ending, person in _PRESENT:
        yield from _with_future(prefix + stem + ending, person)


def _with_future(form: str, person: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield form, _features("pres", person)
    yield "س" + form, _features("fut", person)


def _features(tense: str, person: str) -> tuple[str, ...]:
    return (tense, person, tense + person) if person else (tense,)


def guess(word: str) -> tuple[str, ...]:
    """Give what the shape alone shows: a preposition's prefix, or the future's and its person."""
    if _WITH.fullmatch(word):
        return ("with",)
    found = _FUTURE.fullmatch(word)
    if found is None or _NOT_FUTURE.fullmatch(word):
        return ()
    return _features("fut", "1p" if found[1] == "ن" else "")
