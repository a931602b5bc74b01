"""Finds what speaks against a cue: it is negated, denied, past, at home, discussed, hearsay."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.extraction.cues import Cue
from tracker.extraction.document import Document
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_NEAR = {"past": 16, "dated": 10, "domestic": 60, "outsider": 60}  # words from the cue
_JUST_BEFORE = {"negated": 3, "aim": 3, "hypothetical": 25}  # words before the cue
_NEAR_OPEN = 4  # words from an offer to the year that it was made in
# Words before the clause in which a reason may stand: "of his own government" in Persian.
_OUTSIDE = {("domestic", "fa"): 6, ("outsider", "fa"): 6}
_YEAR = re.compile(r"(?:19|20|13|14)\d\d")  # Gregorian or Solar Hijri
_AHEAD = 5  # words around a year that tell it to be still to come
_DATED_OUTSIDE = 8  # words: "in 2019 the two sides agreed"
_OPEN_ACTS = frozenset(("proposes", "offers", "calls_for"))
_PERFECT_BEFORE = frozenset(("had", "كان", "كانت", "كانا", "وكان", "وكانت", "وكانا", "قد", "وقد"))
_PERFECT_AFTER = frozenset(("بود", "بودند"))


class Exclusion(NamedTuple):
    """A reason against a finding, and the words that give it."""

    reason: str
    start: int
    end: int


def find(document: Document, sentence: Sentence, cue: Cue) -> Iterator[Exclusion]:
    """Give the reasons against a cue."""
    for hit in document.hits(sentence, "exclusions"):
        if _holds(document, sentence, cue, hit) and _touches(cue, hit, hit.entry.label):
            yield Exclusion(hit.entry.label, hit.start, hit.end)
    if _is_pluperfect(document, cue):
        yield Exclusion("past", cue.hit.start, cue.hit.end)


def _holds(document: Document, sentence: Sentence, cue: Cue, hit: Hit) -> bool:
    """Tell whether an excluding word means what it excludes.

    A year may be still to come, an offer is made at one's own cost, "why not" proposes, and what is
    negated before a "but" is not what follows.
    """
    reason = hit.entry.label
    if reason == "dated":
        return _is_bygone(document, sentence, hit)
    if reason == "domestic":
        return cue.act != "offers"
    if reason == "negated" and hit.end <= cue.hit.start:
        between = range(hit.end, cue.hit.start + 1)
        return not any(document.is_of(document.word(at), "contrast") for at in between)
    is_its_own = hit.end - hit.start == 1 and cue.hit.start <= hit.start < cue.hit.end
    return reason != "negated" or not is_its_own


def _is_bygone(document: Document, sentence: Sentence, hit: Hit) -> bool:
    """Tell a year that is over from any other number, and from a year that is still to come."""
    around = range(max(sentence.first, hit.start - _AHEAD), min(sentence.last, hit.end + _AHEAD))
    is_year = any(_YEAR.fullmatch(word) for word in document.texts[hit.start : hit.end])
    return is_year and not any(document.is_of(document.word(at), "ahead") for at in around)


def _touches(cue: Cue, hit: Hit, reason: str) -> bool:
    """Tell whether an excluding word has to do with the cue."""
    if reason == "negated" and cue.hit.end <= hit.start <= cue.first + 1:
        return True
    if reason == "negated" and hit.start <= cue.hit.start < hit.end:
        return True  # «پیشنهاد تشکیل کمیته نداد»: from the noun to its verb
    if reason in _JUST_BEFORE:
        return 0 <= cue.hit.start - hit.end < _JUST_BEFORE[reason]
    if reason in {"discussed", "denied"}:
        return hit.start < (cue.last if reason == "denied" else cue.hit.start)
    return reason == "anonymous" or _is_inside(cue, hit, reason)


def _is_inside(cue: Cue, hit: Hit, reason: str) -> bool:
    """Tell whether an excluding word stands in the cue's clause and near enough to it."""
    reach = _NEAR_OPEN if reason == "dated" and cue.act in _OPEN_ACTS else _NEAR[reason]
    language = cue.hit.entry.language
    outside = _DATED_OUTSIDE if reason == "dated" else _OUTSIDE.get((reason, language), 1)
    first = cue.clause_first - outside
    is_inside = first <= hit.start and hit.end <= cue.clause_last + 2
    return is_inside and abs(hit.start - cue.hit.start) <= reach


def _is_pluperfect(document: Document, cue: Cue) -> bool:
    """Tell the tense in which English, Arabic and Persian give background."""
    at = cue.hit.start
    if document.language == "fa":
        is_future = document.word(cue.hit.end - 1).startswith("خواه")  # «خواهد بود»
        return document.word(cue.hit.end) in _PERFECT_AFTER and not is_future
    reach = 2 if document.language == "en" else 1  # "had already asked"
    return any(document.word(at - back) in _PERFECT_BEFORE for back in range(1, reach + 1))
