"""Finds act cues in a sentence and the words in which each one's measure stands."""

from collections.abc import Iterator
from typing import NamedTuple

from tracker.extraction import spans
from tracker.extraction.document import Document
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_FEWEST = 2  # words of a measure
_ROOM = 3  # words after a cue that make room for its measure
_COLON_NEAR = 3  # words from a cue to the colon that its measure follows


class Cue(NamedTuple):
    """An act cue with the words of its measure and of its whole clause.

    The measure of an `is_item` stands in a list that the cue opened, in a sentence of its own.
    """

    hit: Hit
    first: int
    last: int
    clause_first: int
    clause_last: int
    is_item: bool = False

    @property
    def act(self) -> str:
        """Give the act that the cue stands for."""
        return self.hit.entry.label

    @property
    def who(self) -> str:
        """Give whose act it is: see the lexicon's column of that name."""
        return self.hit.entry.options[1]

    @property
    def weight(self) -> float:
        """Give how surely the cue means its act."""
        return self.hit.entry.weight


def find(document: Document, sentence: Sentence) -> Iterator[Cue]:
    """Give the cues of a sentence that leave room for a measure."""
    hits = [hit for hit in document.hits(sentence, "cues") if _is_act(document, sentence, hit)]
    for hit in hits:
        first, last = _room(document, sentence, hit, hits)
        if last - first < _FEWEST and len(hit.stretches) > 1:
            first, last = hit.stretches[0][1], _end(document, sentence, hit, hits)
        if last - first >= _FEWEST:
            yield Cue(hit, first, last, min(hit.start, first), max(hit.end, last))


def _is_act(document: Document, sentence: Sentence, hit: Hit) -> bool:
    """Tell an act from an adjective or a noun that only looks like one: "the proposed unit"."""
    if not hit.entry.pattern.startswith("~") or hit.entry.options[1] == "owner":
        return True
    if document.language == "ar":
        before = document.word(hit.start - 1)
        return not document.is_of(before, "noun_mark") and not before[:1].isdigit()
    if document.language == "fa":
        return document.word(hit.end) != "را" or len(hit.stretches) > 1
    first, last = hit.stretches[0]
    is_passive = last == first + 1 and document.is_of(document.word(last), "passive_mark")
    is_adjective = document.is_of(document.word(hit.start - 1), "determiner")
    return hit.start > sentence.first and not (is_passive or is_adjective)


def _room(document: Document, sentence: Sentence, hit: Hit, hits: list[Hit]) -> tuple[int, int]:
    """Give the words in which a cue's measure stands."""
    argument = hit.entry.options[0]
    for colon in range(hit.end, min(hit.end + _COLON_NEAR, sentence.last)):
        if document.word(colon) == ":":
            return colon + 1, spans.end_of_clause(document, sentence, colon + 1)
    if argument == "gap":
        first, last = hit.stretches[0][1], hit.stretches[-1][0]
        if last - first >= _FEWEST and not _is_hollow(document, sentence, first, last):
            return first, last
        argument = "after"
    start = hit.stretches[0][1] if argument == "within" else hit.end
    after = start, _end(document, sentence, hit, hits)
    if argument in {"after", "within"} or (
        argument == "around" and _is_roomy(document, hit, after)
    ):
        return after
    before = max(
        spans.start_of_clause(document, sentence, hit.start), _told(document, sentence, hit)
    )
    return before, after[1] if argument == "clause" else hit.start


def _is_hollow(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether words only name somebody: «از میزبان خود خواست …» asks for what follows."""
    told = (*document.hits(sentence, "kinds"), *document.hits(sentence, "measures"))
    return not any(first <= hit.start < last for hit in told)


def _told(document: Document, sentence: Sentence, hit: Hit) -> int:
    """Give the word after the last verb of saying before a cue: what is told begins there."""
    return max(
        (
            h.end
            for h in document.hits(sentence, "grammar", ("speech",))
            if h.end <= hit.start - _FEWEST
        ),
        default=0,
    )


def _end(document: Document, sentence: Sentence, hit: Hit, hits: list[Hit]) -> int:
    last = spans.end_of_clause(document, sentence, hit.end)
    following = spans.next_cue(document, hits, hit)
    return last if following is None else max(hit.end, min(last, following))


def _is_roomy(document: Document, hit: Hit, after: tuple[int, int]) -> bool:
    """Tell whether a measure follows a Persian verb, and does not stand before it."""
    words = list(document.words(*after))
    if len(words) < _ROOM:
        return False
    if document.language == "en":
        return document.word(hit.end) not in {",", "."} and not document.is_of(
            words[0], "afterthought"
        )
    is_object_before = "را" in document.words(max(hit.start - 3, 0), hit.start)
    return words[0] == "كه" or not is_object_before
