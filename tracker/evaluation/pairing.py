"""Pairs labels with findings: as many as can be, each with at most one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.evaluation.claims import Claim
from tracker.matching import PROPOSAL, UPDATE, Article

TYPES = (PROPOSAL, UPDATE)
# A finding may be so many times as long as its label, or so many characters, if that is more.
_TIMES_AS_LONG, _LENGTH = 3, 300


@dataclass(frozen=True)
class Paired:
    """The labels of one type in one article, set beside its findings."""

    together: list[tuple[Claim, Claim]]
    missed: list[Claim]
    unfounded: list[Claim]


def set_beside(article: Article, found: Sequence[Claim]) -> dict[str, Paired]:
    """Pair an article's labels and labelled updates with what was found in it, by type."""
    given: dict[str, Sequence[Mapping[str, Any]]] = {
        PROPOSAL: article.labels,
        UPDATE: article.updates,
    }
    return {
        type_: pair(
            [Claim.of_label(label, type_) for label in given[type_]],
            [one for one in found if one.type == type_],
        )
        for type_ in TYPES
    }


def fits(label: Claim, found: Claim) -> bool:
    """Tell whether a finding holds half of a label at least, and is not much longer."""
    longest = max(_TIMES_AS_LONG * label.length, _LENGTH)
    return 2 * found.shares(label) >= label.length and found.length <= longest


def pair(labels: Sequence[Claim], found: Sequence[Claim]) -> Paired:
    """Pair labels with findings so that no other way would pair more of them.

    Labels take their findings in turn, the one that shares most with them first; a label whose
    findings are all taken asks their owners to move to another one (augmenting paths).
    """
    wanted = [_wanted(label, found) for label in labels]
    owners: dict[int, int] = {}
    for number in range(len(labels)):
        _seat(number, wanted, owners, set())
    seated = {label: place for place, label in owners.items()}
    return Paired(
        together=[(labels[label], found[place]) for label, place in sorted(seated.items())],
        missed=[label for number, label in enumerate(labels) if number not in seated],
        unfounded=[one for place, one in enumerate(found) if place not in owners],
    )


def _wanted(label: Claim, found: Sequence[Claim]) -> list[int]:
    """Give the numbers of the findings that a label may have, the best first."""
    places = [place for place, one in enumerate(found) if fits(label, one)]
    return sorted(places, key=lambda place: -found[place].shares(label))


def _seat(label: int, wanted: list[list[int]], owners: dict[int, int], tried: set[int]) -> bool:
    for place in wanted[label]:
        if place in tried:
            continue
        tried.add(place)
        if place not in owners or _seat(owners[place], wanted, owners, tried):
            owners[place] = label
            return True
    return False
