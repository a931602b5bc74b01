"""Fits the weights of the signs to labelled articles, and checks them on events left out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.matching import comparing, model
from tracker.matching.articles import Article, Told, extracted, given, pair_of
from tracker.matching.model import Signs, Weights
from tracker.matching.scoring import align

# Signs that the labelled articles don't show: their weights are judged, not fitted.
JUDGED: dict[str, float] = {"same_committee": 0.5, "other_committee": -0.7, "too_early": -3.0}

_START: Weights = {model.BIAS: -4.0, "concepts": 2.0, "alike": 2.0, "names": 2.0, "reported": 2.0}
_RIDGE = 0.0003  # what the square of a weight costs
_STEPS, _RATE, _MOMENTUM = 400, 1.0, 0.9
_ROUNDS = 3  # of choosing anew which of a proposal's statements is nearest
_TINY = 1e-7  # a share in the slope that is not worth its time
# What cases that are made from the labelled ones count for: the right proposal isn't tracked; only
# one of the earlier articles is known.
_UNTRACKED, _ONE_ARTICLE = 0.35, 0.5


@dataclass(frozen=True)
class Choice:
    """A choice that a statement poses: its candidates, and which of them is right, if any.

    Each candidate is given by the signs that the statement shares with each thing said of it.
    """

    candidates: Sequence[Sequence[Signs]]
    right: int | None
    weight: float = 1.0


@dataclass(frozen=True)
class _Earlier:
    """Something said earlier: in which article, of which proposal, with what signs."""

    article: str
    proposal: str
    signs: Signs


def events(articles: Iterable[Article]) -> dict[frozenset[str], list[Article]]:
    """Give the articles of each pair of parties by date; what is told of two pairs never mixes."""
    found: dict[frozenset[str], list[Article]] = defaultdict(list)
    for article in sorted(articles, key=lambda one: (one.published, one.id)):
        found[pair_of(article)].append(article)
    return dict(found)


def choices(
    articles: Sequence[Article], statements: Callable[[Article], list[Told]] = given
) -> Iterator[Choice]:
    """Give the choices that one pair's articles pose, in the order of their dates."""
    earlier: list[tuple[str, Told]] = []
    for article in articles:
        own = [(span["pid"], told) for span, told in align(article, statements(article)) if told]
        for proposal, told in own:
            seen = [
                _Earlier(other.article, pid, comparing.signs(told.statement, other.statement))
                for pid, other in earlier
            ]
            yield from _variants(seen, proposal)
        earlier += own


def all_choices(articles: Sequence[Article]) -> list[Choice]:
    """Give the choices as the labels pose them, and as what extraction finds of them does."""
    return [*choices(articles, given), *choices(articles, extracted)]


def _variants(earlier: list[_Earlier], right: str) -> Iterator[Choice]:
    """Give the choice as it stood, and what it would have been with less known."""
    yield from _choice(earlier, right, 1.0)
    if any(one.proposal == right for one in earlier):
        yield from _choice([one for one in earlier if one.proposal != right], right, _UNTRACKED)
    articles = {one.article for one in earlier}
    if len(articles) > 1:
        for article in sorted(articles):
            yield from _choice([o for o in earlier if o.article == article], right, _ONE_ARTICLE)


def _choice(earlier: list[_Earlier], right: str, weight: float) -> Iterator[Choice]:
    ordered = sorted(earlier, key=lambda one: one.proposal)
    grouped = {
        proposal: [one.signs for one in own]
        for proposal, own in groupby(ordered, key=lambda one: one.proposal)
    }
    if grouped:
        names = list(grouped)
        yield Choice(
            list(grouped.values()), names.index(right) if right in grouped else None, weight
        )


def fit(cases: Sequence[Choice], start: Weights | None = None) -> dict[str, float]:
    """Give the weights under which the right choices are likeliest, by gradient descent.

    ``start`` is where a fit to almost the same cases ended; from there the way is short.
    """
    weights = dict(start or _START)
    for _ in range(1 if start else _ROUNDS):
        near = [_nearest(case, weights) for case in cases]
        weights = _descend(near, weights, _STEPS // 4 if start else _STEPS)
    return weights


def _nearest(case: Choice, weights: Weights) -> Choice:
    """Keep of each candidate what is nearest to the statement under these weights."""
    kept = [[max(said, key=lambda signs: _odds(signs, weights))] for said in case.candidates]
    return Choice(kept, case.right, case.weight)


def _odds(signs: Signs, weights: Weights) -> float:
    return weights[model.BIAS] + sum(weights.get(sign, 0.0) * signs[sign] for sign in signs)


def _descend(cases: Sequence[Choice], weights: Weights, steps: int) -> dict[str, float]:
    signs = {sign for case in cases for said in case.candidates for sign in said[0]}
    current = dict.fromkeys(sorted(signs), 0.0) | dict(weights)
    speed = dict.fromkeys(current, 0.0)
    for _ in range(steps):
        slope = _slope(cases, current)
        for sign in current:
            speed[sign] = _MOMENTUM * speed[sign] - _RATE * slope[sign]
            current[sign] += speed[sign]
    return current


def _slope(cases: Sequence[Choice], weights: Weights) -> dict[str, float]:
    """Give how the mean surprise at the right choices, and the ridge, grow with each weight."""
    slope = {sign: 2 * _RIDGE * weight for sign, weight in weights.items()}
    slope[model.BIAS] = 0.0
    whole = sum(case.weight for case in cases)
    for case in cases:
        odds = [_odds(said[0], weights) for said in case.candidates]
        for number, probability in enumerate(model.probabilities(odds)):
            surplus = (probability - (number == case.right)) * case.weight / whole
            if abs(surplus) < _TINY:
                continue
            slope[model.BIAS] += surplus
            for sign, value in case.candidates[number][0].items():
                slope[sign] += surplus * value
    return slope


def left_out(articles: Iterable[Article]) -> Iterator[tuple[list[Article], dict[str, float]]]:
    """Give each pair's articles with weights that were fitted without them."""
    by_pair = events(articles)
    cases = {pair: all_choices(own) for pair, own in by_pair.items()}
    whole = fit([case for own in cases.values() for case in own])
    for pair, own in by_pair.items():
        others = [case for other in cases if other != pair for case in cases[other]]
        yield own, fit(others, whole) | JUDGED if cases[pair] else whole | JUDGED
