"""Gathers what articles tell into clusters, one for each proposal, in the order of their dates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from tracker.matching import matching
from tracker.matching.articles import Told
from tracker.matching.matching import Match
from tracker.matching.model import Weights
from tracker.matching.statements import Candidate

# Log-odds, against its being something new, from which a statement joins a cluster. Below even:
# measured on articles that the weights didn't know, what lies between is more often right.
JOIN_ODDS = -1.0


@dataclass(frozen=True)
class Placed:
    """A statement in its cluster.

    ``score`` is the probability that it speaks of the same proposal as the cluster that it joined;
    where it opened one of its own, as the likeliest cluster that it didn't join.
    """

    told: Told
    cluster: int
    is_new: bool
    score: float
    why: dict[str, Any]


@dataclass
class _Cluster:
    number: int
    members: list[Told] = field(default_factory=list)

    def candidate(self) -> Candidate[int]:
        """Give it as what a statement may speak of."""
        statements = tuple(one.statement for one in self.members)
        return Candidate(self.number, statements[0].parties, statements)


def cluster(told: Iterable[Told], weights: Weights | None = None) -> Iterator[Placed]:
    """Give each statement its cluster: articles by date, then by id; statements as they stand."""
    clusters: list[_Cluster] = []
    ordered = sorted(told, key=lambda one: (str(one.statement.told_on), one.article, one.start))
    for _, own in groupby(ordered, key=lambda one: one.article):
        yield from _place(_groups(own), clusters, weights)


def _groups(told: Iterable[Told]) -> list[list[Told]]:
    """Join what an article says in the same words: a proposal and the report that it is agreed."""
    groups: list[list[Told]] = []
    for one in told:
        same = next((group for group in groups if any(map(one.overlaps, group))), None)
        if same is None:
            groups.append([one])
        else:
            same.append(one)
    return groups


def _place(
    groups: list[list[Told]], clusters: list[_Cluster], weights: Weights | None
) -> Iterator[Placed]:
    """Place one article's statements; no two groups of them join the same cluster."""
    known = [one.candidate() for one in clusters]
    matches = [_matches(group, known, weights) for group in groups]
    chosen = _choose(matches)
    for number, group in enumerate(groups):
        match = chosen.get(number)
        is_new = match is None
        if match is None:
            joined = _Cluster(len(clusters))
            clusters.append(joined)
        else:
            joined = clusters[match.candidate.key]
        joined.members.extend(group)
        shown = match or next(iter(matches[number]), None)
        for one in group:
            yield Placed(
                told=one,
                cluster=joined.number,
                is_new=is_new,
                score=shown.score if shown else 0.0,
                why=shown.why if shown else {},
            )


def _matches(
    group: list[Told], known: list[Candidate[int]], weights: Weights | None
) -> list[Match[int]]:
    """Give how well a group matches each cluster: as its best statement does."""
    best: dict[int, Match[int]] = {}
    for one in group:
        for match in matching.match(one.statement, known, weights):
            key = match.candidate.key
            if key not in best or match.odds > best[key].odds:
                best[key] = match
    return matching.ranked(best.values())


def _choose(matches: list[list[Match[int]]]) -> dict[int, Match[int]]:
    """Give each group its cluster, the surest first; none twice."""
    ranked = sorted(
        ((match, number) for number, own in enumerate(matches) for match in own),
        key=lambda pair: -pair[0].odds,
    )
    chosen: dict[int, Match[int]] = {}
    taken: set[int] = set()
    for match, number in ranked:
        if match.odds < JOIN_ODDS:
            break
        if number not in chosen and match.candidate.key not in taken:
            chosen[number] = match
            taken.add(match.candidate.key)
    return chosen
