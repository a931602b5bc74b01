"""Ranks what went wrong, the worst first, so that the next one knows where to dig."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from tracker.evaluation.claims import COUNTED, Claim
from tracker.evaluation.pairing import Paired
from tracker.extraction import explain
from tracker.matching import Article

MISSED, UNFOUNDED, MISREAD = "missed", "unfounded", "misread"
# The odds given to what was not even weighed, and the least and the most that a finding can give.
_UNSEEN, _LEAST = 0.01, 0.001
_AROUND = 60  # characters shown before and after


@dataclass(frozen=True)
class Mistake:
    """Something that the labels and the findings of an article don't agree on.

    ``surprise`` is in nats: how little the extractor held the truth to be possible.
    """

    sort: str
    article: str
    language: str
    type: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    told: str
    surprise: float


def worst(judged: Iterable[tuple[Article, Sequence[Paired]]], number: int) -> list[Mistake]:
    """Give the worst mistakes of each sort in turn, so that one sort doesn't hide the others."""
    by_sort: dict[str, list[Mistake]] = {MISSED: [], UNFOUNDED: [], MISREAD: []}
    for article, paired in judged:
        for one in _of_article(article, paired):
            by_sort[one.sort].append(one)
    for own in by_sort.values():
        own.sort(key=lambda one: (-one.surprise, one.article, one.start))
    turns = zip_longest(*by_sort.values())
    return [one for one in chain.from_iterable(turns) if one is not None][:number]


def _of_article(article: Article, paired: Sequence[Paired]) -> Iterator[Mistake]:
    if any(one.missed for one in paired):
        weighed = explain(article.text, article.language)
        for label in chain.from_iterable(one.missed for one in paired):
            believed = _believed(label, weighed)
            told = f"weighed, held for {believed:.0%} likely" if believed else "not weighed at all"
            yield _mistake(MISSED, article, label, told, believed or _UNSEEN)
    for one in paired:
        for found in one.unfounded:
            told = f"held for {found.confidence:.0%} likely, {_summary(found)}"
            yield _mistake(UNFOUNDED, article, found, told, 1 - found.confidence)
        for label, found in one.together:
            if wrong := label.differs(found, COUNTED[label.type]):
                yield _misread(article, label, found, wrong)


def _misread(article: Article, label: Claim, found: Claim, wrong: Sequence[str]) -> Mistake:
    told = ", ".join(
        f"{name} {getattr(found, name) or 'none'} for {getattr(label, name) or 'none'}"
        for name in wrong
    )
    share = len(wrong) / len(COUNTED[label.type])
    return _mistake(MISREAD, article, label, told, 1 - found.confidence * share)


def _believed(label: Claim, weighed: Iterable[dict[str, object]]) -> float | None:
    """Give the confidence of the likeliest clause that was weighed at a label's place."""
    return max(
        (
            float(str(one["confidence"]))
            for one in weighed
            if label.shares(Claim("", int(str(one["start"])), int(str(one["end"])))) > 0
        ),
        default=None,
    )


def _mistake(sort: str, article: Article, claim: Claim, told: str, believed: float) -> Mistake:
    text = article.text
    return Mistake(
        sort=sort,
        article=article.id,
        language=article.language,
        type=claim.type,
        start=claim.start,
        end=claim.end,
        before=text[max(claim.start - _AROUND, 0) : claim.start],
        quote=text[claim.start : claim.end],
        after=text[claim.end : claim.end + _AROUND],
        told=told,
        surprise=round(-math.log(min(max(believed, _LEAST), 1.0)), 2),
    )


def _summary(found: Claim) -> str:
    parts = (found.status, found.kind, found.act, found.proposer)
    return " ".join(part for part in parts if part)
