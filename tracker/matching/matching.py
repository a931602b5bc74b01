"""Tells which of the proposals that are known a statement speaks of."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tracker.matching import comparing, model, whys
from tracker.matching.model import Weights
from tracker.matching.statements import UPDATE, Candidate, Statement

_PAIR = 2
TOO_EARLY = "too_early"  # the sign that a report is older than the proposal


@dataclass(frozen=True)
class Match[Key: Hashable]:
    """A proposal that a statement may speak of.

    ``score`` is the probability that it does; ``nearest`` is what is said of the proposal that is
    most like the statement, and ``weighed`` what each sign that the two share adds to the log-odds.
    """

    statement: Statement
    candidate: Candidate[Key]
    nearest: Statement
    weighed: Mapping[str, float]
    score: float = 0.0

    @property
    def odds(self) -> float:
        """Give the log-odds that it is this proposal, against its being something new."""
        return sum(self.weighed.values())

    @property
    def why(self) -> dict[str, Any]:
        """Give the reasons, in a form that a screen can show and JSON can hold."""
        return whys.why(self.statement, self.nearest, self.weighed)


def match[Key: Hashable](
    statement: Statement, candidates: Iterable[Candidate[Key]], weights: Weights | None = None
) -> list[Match[Key]]:
    """Give the proposals between the statement's parties, the likeliest first."""
    used = weights or model.standard_weights()
    comparable = (one for one in candidates if are_comparable(statement, one))
    return ranked(compare(statement, one, used) for one in comparable)


def ranked[Key: Hashable](matches: Iterable[Match[Key]]) -> list[Match[Key]]:
    """Give rival matches with their probabilities, the likeliest first."""
    rivals = sorted(matches, key=lambda one: (-one.odds, str(one.candidate.key)))
    scores = model.probabilities([one.odds for one in rivals])
    return [replace(one, score=score) for one, score in zip(rivals, scores, strict=True)]


def are_comparable(statement: Statement, candidate: Candidate[Any]) -> bool:
    """Tell whether a proposal is one between the two parties that a statement is about."""
    is_pair = len(statement.parties) == _PAIR
    return is_pair and statement.parties <= candidate.parties and bool(candidate.statements)


def compare[Key: Hashable](
    statement: Statement, candidate: Candidate[Key], weights: Weights
) -> Match[Key]:
    """Compare a statement with what is said of a proposal; what is most like it counts."""
    return max(
        (
            Match(statement, candidate, one, model.weighed(signs, weights))
            for one in candidate.statements
            for signs in [_signs(statement, one, candidate)]
        ),
        key=lambda one: one.odds,
    )


def _signs(statement: Statement, other: Statement, candidate: Candidate[Any]) -> dict[str, float]:
    signs = comparing.signs(statement, other)
    since = candidate.known_since
    if statement.type == UPDATE and statement.told_on and since and statement.told_on < since:
        signs[TOO_EARLY] = 1.0
    return signs
