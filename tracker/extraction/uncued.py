"""Finds measures that no cue introduces, in clauses that a report of two states may still mean."""

from collections.abc import Iterator

from tracker.extraction import spans
from tracker.extraction.cues import Cue
from tracker.extraction.document import Document
from tracker.extraction.entries import Entry
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_HEAVY = 2.4  # a concept's weight from which it may be a measure by itself
_FEWEST = 6  # words of a clause that tells a measure without a cue
_NO_ENTRY = ("after", "speaker")


def find(document: Document, sentence: Sentence, cues: list[Cue]) -> Iterator[Cue]:
    """Give a stand-in cue for each clause with a heavy concept that no cue's clause holds."""
    reached = sentence.first
    for hit in document.hits(sentence, "kinds"):
        if hit.entry.weight < _HEAVY or hit.start < reached or _is_covered(hit, cues):
            continue
        first = max(spans.start_of_clause(document, sentence, hit.end), reached)
        last = spans.end_of_clause(document, sentence, hit.start)
        reached = last
        if last - first >= _FEWEST:
            yield _standing_in(hit, first, last)


def _is_covered(hit: Hit, cues: list[Cue]) -> bool:
    return any(cue.clause_first <= hit.start < cue.clause_last for cue in cues)


def _standing_in(hit: Hit, first: int, last: int) -> Cue:
    """Give a cue without weight that stands where its concept does."""
    entry = Entry("kinds", hit.entry.line, hit.entry.language, "announces", "", 0.0, _NO_ENTRY)
    standing = Hit(entry, first, first, ((first, first),))
    return Cue(standing, first, last, first, last)
