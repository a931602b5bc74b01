"""Persian word forms: what a word may be without its endings, and a verb's forms."""

import re
from collections.abc import Iterator

_ENDINGS = (
    "هايشان", "هايمان", "هايي", "هايش", "هاي", "هايم", "ها", "گان", "يان", "ان", "اي", "ايي", "يي",
    "شان", "مان", "اش", "ش", "ام", "م", "اند", "ند", "ايم", "يم", "ست", "ي", "تري", "ترين", "تر",
    "را",
)  # fmt: skip
_PLURAL = ("ها", "ان", "يان", "ات")
_SHORTEST = 2
_PAST_PERSONS = (("م", "1s"), ("", ""), ("يم", "1p"), ("يد", ""), ("ند", ""))
_PRESENT_PERSONS = (("م", "1s"), ("د", ""), ("يم", "1p"), ("يد", ""), ("ند", ""))
_GUESS = re.compile(r"(ن?مي|ب|بي|خواه)\w{1,}?(يم|ند|د)")
_WILL = re.compile(r"خواه(يم|ند|د)")


def bases(word: str) -> set[str]:
    """Give what the word may be in a dictionary: itself, and without its endings, twice over."""
    once = {word} | set(_without_ending(word))
    twice = {base for stem in once if stem.endswith(_PLURAL) for base in _without_ending(stem)}
    return once | twice


def name_bases(word: str) -> set[str]:
    """Give what the word may be as a name: itself, and without the «ی» of ezafe and adjective."""
    return {word, word.removesuffix("ي")} if len(word) > _SHORTEST + 1 else {word}


def _without_ending(word: str) -> Iterator[str]:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            yield word[: -len(ending)]
            if ending == "گان":
                yield word[: -len(ending)] + "ه"


def verb_bases(word: str) -> set[str]:
    """Give what the word may be as a verb: the word as it stands."""
    return {word}


def conjugate(past: str, present: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each form of a verb with its features, from its past and present stems."""
    for stem in past.split():
        yield from _past_forms(stem)
    for stem in present.split():
        yield from _present_forms(stem)


def _past_forms(stem: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield stem + "ن", ("inf",)
    yield stem + "ه", ("past", "part")
    yield "ن" + stem + "ه", ("past", "neg")
    for ending, person in _PAST_PERSONS:
        yield stem + ending, _features("past", person)
        yield "مي" + stem + ending, _features("past", person)
        yield "ن" + stem + ending, ("past", "neg")
        yield "نمي" + stem + ending, ("past", "neg")
    for ending in ("اند", "است", "ايم", "ام"):
        yield stem + "ه" + ending, ("past",)
        yield "ن" + stem + "ه" + ending, ("past", "neg")


def _present_forms(stem: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for ending, person in _PRESENT_PERSONS:
        for joined in (
            {stem + ending, stem + "ي" + ending} if stem.endswith(("ا", "و")) else {stem + ending}
        ):
            yield "مي" + joined, _features("pres", person)
            yield "نمي" + joined, ("pres", "neg")
            yield joined, _features("subj", person)
            yield "ب" + joined, _features("subj", person)
            yield "ن" + joined, ("subj", "neg")
            if joined.startswith("ا"):
                yield "بي" + joined, _features("subj", person)
                yield "بي" + joined[1:], _features("subj", person)


def _features(tense: str, person: str) -> tuple[str, ...]:
    return (tense, person, tense + person) if person else (tense,)


def guess(word: str) -> tuple[str, ...]:
    """Give the features that the shape alone shows: the present's «می», the future's «خواهد»."""
    if found := _WILL.fullmatch(word):
        return _features("fut", "1p" if found[1] == "يم" else "")
    found = _GUESS.fullmatch(word)
    if found is None or not found[1].endswith("مي"):
        return ()
    if found[1].startswith("ن"):
        return ("neg",)
    return _features("pres", "1p" if found[2] == "يم" else "")
