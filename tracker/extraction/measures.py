"""Tells whether a clause holds a concrete measure, of what kind, and where another begins."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.extraction.document import Document
from tracker.extraction.scan import Hit
from tracker.extraction.sentences import Sentence

_REACH = 12  # words after which a concept counts half
_AGAIN = 0.35  # what a second concept of the same kind counts, and a third of it
_KIND_MATTERS = 1.0  # a kind whose score is less is no more than "other"
_LOFTY = 4.5  # a rank of ties that is itself the measure weighs as much
_DOCUMENT = 3.0  # an agreement without a subject weighs no more
_FORMS = ("joint_body", "legal_judicial", "training_capacity", "agreement_mou")
_SPLIT_FORM = 4.0  # what a noun must weigh to open a measure of its own
_SPLIT_KIND = 2.4  # what the kinds of two measures in one clause must weigh
_OPENING = 4  # words
_FOR_NEAR = 4  # words from "for" to the "and" that adds another
_ROOM = 3  # words of a first measure before a second can begin


@dataclass(frozen=True)
class Measure:
    """A stretch of words that may be a measure: its kind, the scores, the signs."""

    first: int
    last: int
    kind: str
    scores: dict[str, float]
    concepts: tuple[Hit, ...] = ()
    actions: int = 0
    details: int = 0
    has_number: bool = False
    is_general: bool = False  # its head is general talk, whatever follows
    chance: float = 0.0  # how likely the kind is right
    signs: dict[str, float] = field(default_factory=dict)  # what weighed for the kind, in log-odds

    @property
    def is_bare(self) -> bool:
        """Tell whether it is an agreement or document and nothing says on what."""
        return bool(self.concepts) and all(
            hit.entry.label == "agreement_mou" and hit.entry.weight <= _DOCUMENT
            for hit in self.concepts
        )

    @property
    def strength(self) -> float:
        """Give the weight of the kind that won."""
        return max(self.scores.values(), default=0.0)


def assess(document: Document, sentence: Sentence, first: int, last: int) -> Measure:
    """Weigh a stretch of words as a measure."""
    concepts = tuple(
        hit
        for hit in _within(document.hits(sentence, "kinds"), first, last)
        if not _is_ground(document, hit)
    )
    worth = _within(document.hits(sentence, "measures"), first, last)
    scores = _scores(concepts)
    kind = max(scores, key=lambda name: scores[name], default="other")
    return Measure(
        first=first,
        last=last,
        kind=kind if scores.get(kind, 0) >= _KIND_MATTERS else "other",
        scores=scores,
        concepts=concepts,
        actions=sum(hit.entry.label == "action" for hit in worth),
        details=sum(hit.entry.label == "detail" for hit in worth),
        has_number=document.has_number(first, last),
        is_general=_is_general(concepts, worth),
    )


def _within(hits: list[Hit], first: int, last: int) -> list[Hit]:
    return [hit for hit in hits if first <= hit.start and hit.end <= last]


def _is_ground(document: Document, hit: Hit) -> bool:
    """Tell an agreement under which something is done from one that is made."""
    if hit.entry.label != "agreement_mou":
        return False
    before = (document.word(hit.start - 1), document.word(hit.start - 2))
    return any(document.is_of(word, "ground") for word in before)


def _scores(concepts: tuple[Hit, ...]) -> dict[str, float]:
    """Weigh the kinds: a concept counts less far from the head, and after others of its kind."""
    if len(concepts) == 1:
        return {concepts[0].entry.label: concepts[0].entry.weight}
    weights: dict[str, list[float]] = defaultdict(list)
    for hit in concepts:
        distance = hit.start - concepts[0].start
        weights[hit.entry.label].append(hit.entry.weight / (1 + distance / _REACH))
    return {
        kind: sum(weight * _AGAIN**rank for rank, weight in enumerate(sorted(own, reverse=True)))
        for kind, own in weights.items()
    }


def _is_general(concepts: tuple[Hit, ...], worth: list[Hit]) -> bool:
    """Tell whether general talk comes before any concept: "cooperation on border security"."""
    vague = min((hit.start for hit in worth if hit.entry.label == "vague"), default=None)
    return vague is not None and all(vague < hit.start and not _is_lofty(hit) for hit in concepts)


def _is_lofty(hit: Hit) -> bool:
    """Tell a rank of ties that is itself the measure: "strategic partnership"."""
    return hit.entry.label == "other" and hit.entry.weight >= _LOFTY


def split(document: Document, sentence: Sentence, measure: Measure) -> list[Measure]:
    """Cut a stretch that holds several measures into one for each."""
    joints = _joints(document, sentence, measure)
    cuts = [cut for cut in joints if _stands_alone(document, sentence, measure, cut)]
    if not cuts:
        return [measure]
    edges = [measure.first, *cuts, measure.last]
    parts = [assess(document, sentence, a, b) for a, b in pairwise(edges)]
    if any(part.strength < _KIND_MATTERS for part in parts):
        return [measure]
    return parts


def _joints(document: Document, sentence: Sentence, measure: Measure) -> list[int]:
    """Give the places where a conjunction opens what may be a measure of its own."""
    inside = range(measure.first + _ROOM, measure.last - 1)
    if not inside:
        return []
    starts = {hit.start for hit in document.hits(sentence, "measures", ("action",))}
    forms = document.hits(sentence, "kinds", _FORMS)
    starts |= {hit.start for hit in forms if hit.entry.weight >= _SPLIT_FORM}
    if document.language == "ar":
        return [at for at in sorted(starts) if at in inside and document.word(at).startswith("و")]
    conjunctions = document.classes.get("conjunction", frozenset())
    return [
        at + 1
        for at, word in enumerate(document.texts[inside.start : inside.stop], inside.start)
        if word in conjunctions and _head(document, at + 1) in starts
    ]


def _head(document: Document, index: int) -> int:
    """Give the first word that is no article or particle."""
    while document.is_of(document.word(index), "light"):
        index += 1
    return index


def _stands_alone(document: Document, sentence: Sentence, measure: Measure, cut: int) -> bool:
    """Tell whether what follows a cut is a measure of another kind that leans on nothing before."""
    after = assess(document, sentence, cut, measure.last)
    before = assess(document, sentence, measure.first, cut)
    opening = document.words(cut, min(cut + _OPENING, measure.last))
    leans = any(document.is_of(word, "leaning") for word in opening)
    weighs = min(after.strength, before.strength) >= _SPLIT_KIND
    is_new = weighs and not leans and after.kind != before.kind
    return is_new and not _is_another_of_them(document, cut)


def _is_another_of_them(document: Document, cut: int) -> bool:
    """Tell one more of those whom a measure is for: "courses for officers and judges"."""
    if document.language == "ar":
        return document.word(cut - 1).startswith("لل")
    near = document.texts[max(cut - _FOR_NEAR, 0) : cut - 1]
    is_listed = any(document.is_of(word, "for_whom") for word in near)
    return is_listed and not document.is_of(document.word(cut), "article")
