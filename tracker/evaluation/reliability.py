"""Sets confidence beside what came true, and tells what folding away the unsure findings costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.evaluation.pairing import Paired

BINS = 10
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)

Outcome = tuple[float, bool]  # a finding's confidence, and whether a label confirms it


@dataclass(frozen=True)
class Bin:
    """The findings whose confidence lies from `low` up to `high`: how many, and how many right."""

    low: float
    high: float
    found: int
    mean: float | None
    right: float | None


@dataclass(frozen=True)
class Folding:
    """What is left on show where findings below a threshold are folded away."""

    threshold: float
    shown: float | None
    precision: float | None
    recall: float | None


def outcomes(paired: Iterable[Paired]) -> list[Outcome]:
    """Give each finding's confidence and whether it was right."""
    found = []
    for one in paired:
        found += [(finding.confidence, True) for _, finding in one.together]
        found += [(finding.confidence, False) for finding in one.unfounded]
    return found


def table(told: Sequence[Outcome], bins: int = BINS) -> list[Bin]:
    """Give the bins of equal width from 0 to 1, the last with its end."""
    groups: list[list[Outcome]] = [[] for _ in range(bins)]
    for confidence, is_right in told:
        groups[min(int(confidence * bins), bins - 1)].append((confidence, is_right))
    return [
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            found=len(group),
            mean=_share(sum(confidence for confidence, _ in group), len(group)),
            right=_share(sum(is_right for _, is_right in group), len(group)),
        )
        for number, group in enumerate(groups)
    ]


def gap(told: Sequence[Outcome], bins: int = BINS) -> float | None:
    """Give by how much, in the mean over findings, confidence and truth differ in their bins."""
    off = sum(
        one.found * abs(one.mean - one.right)
        for one in table(told, bins)
        if one.mean is not None and one.right is not None
    )
    return _share(off, len(told))


def folding(told: Sequence[Outcome], labels: int) -> list[Folding]:
    """Give what each threshold leaves on show, of findings set beside so many labels."""
    rows = []
    for threshold in THRESHOLDS:
        shown = [is_right for confidence, is_right in told if confidence >= threshold]
        rows.append(
            Folding(
                threshold=threshold,
                shown=_share(len(shown), len(told)),
                precision=_share(sum(shown), len(shown)),
                recall=_share(sum(shown), labels),
            )
        )
    return rows


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
