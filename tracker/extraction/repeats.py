"""Sees to it that one measure told twice is one finding, at its fullest mention."""

from collections import defaultdict

from tracker.extraction.candidates import Candidate
from tracker.extraction.document import Document

_CUE_COUNTS = 3.0
_SHARED_WORDS = 3
_SHARED_PART = 0.6  # of the shorter mention's words
_STEM = 5  # letters that tell a word from another
_LONG_WORD = 4  # letters
_REMEMBERED = 40  # measures of a kind that a reader still has in mind

Told = list[tuple[Candidate, frozenset[str]]]


def apart(candidates: list[Candidate]) -> list[Candidate]:
    """Keep of candidates that share words in the text the one that speaks most for itself."""
    kept: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in sorted(candidates, key=_rank):
        own = kept[candidate.scene.sentence.number]
        if not any(_overlap(candidate, other) for other in own):
            own.append(candidate)
    return sorted((one for own in kept.values() for one in own), key=lambda one: one.first)


def _rank(candidate: Candidate) -> float:
    """Rank by what speaks for a candidate, and once more by how surely its cue means its act."""
    return -candidate.score - _CUE_COUNTS * candidate.cue.weight


def _overlap(one: Candidate, two: Candidate) -> bool:
    shared = min(one.last, two.last) - max(one.first, two.first)
    return 3 * shared > min(one.last - one.first, two.last - two.first)


def once(document: Document, candidates: list[Candidate]) -> list[Candidate]:
    """Keep the fullest of the candidates that tell one measure again."""
    told: dict[str, Told] = defaultdict(list)
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: (one.first - one.last, one.first)):
        words = _words(document, candidate)
        own = told[candidate.measure.kind]
        if not any(_is_same(candidate, words, *other) for other in own[-_REMEMBERED:]):
            own.append((candidate, words))
            kept.append(candidate)
    return sorted(kept, key=lambda one: one.first)


def _is_same(one: Candidate, mine: frozenset[str], two: Candidate, others: frozenset[str]) -> bool:
    """Tell whether two measures of a kind are from one side, and told in nearly the same words."""
    if len({one.whose.proposer, two.whose.proposer} - {None}) > 1:
        return False
    shared = len(mine & others)
    return shared >= _SHARED_WORDS and shared >= _SHARED_PART * min(len(mine), len(others))


def _words(document: Document, one: Candidate) -> frozenset[str]:
    """Give the stems of a measure's long words."""
    words = document.words(one.measure.first, one.measure.last)
    return frozenset(word.removeprefix("ال")[:_STEM] for word in words if len(word) >= _LONG_WORD)
