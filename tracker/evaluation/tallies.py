"""Counts of pairs, and the figures that they make."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from tracker.evaluation.claims import COUNTED, RECORD
from tracker.evaluation.pairing import Paired


@dataclass(frozen=True)
class Tally:
    """How many labels and findings there were of a type, how many met, and what they agreed on."""

    type: str
    labels: int = 0
    found: int = 0
    matched: int = 0
    records: int = 0
    right: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, type: str, paired: Paired) -> Self:  # noqa: A002  # a claim's word
        """Count one article's pairs."""
        right: Counter[str] = Counter()
        for label, found in paired.together:
            wrong = label.differs(found, COUNTED[type])
            right.update(name for name in COUNTED[type] if name not in wrong)
        matched = len(paired.together)
        return cls(
            type=type,
            labels=matched + len(paired.missed),
            found=matched + len(paired.unfounded),
            matched=matched,
            records=sum(not one.differs(other, RECORD[type]) for one, other in paired.together),
            right=right,
        )

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.type,
            self.labels + other.labels,
            self.found + other.found,
            self.matched + other.matched,
            self.records + other.records,
            self.right + other.right,
        )

    def figures(self) -> dict[str, float | int | None]:
        """Give the figures by name; one that divides by nothing is None."""
        both = self.labels + self.found
        return {
            "labels": self.labels,
            "found": self.found,
            "matched": self.matched,
            "precision": _share(self.matched, self.found),
            "recall": _share(self.matched, self.labels),
            "f1": _share(2 * self.matched, both),
            **{name: _share(self.right[name], self.matched) for name in COUNTED[self.type]},
            "record_f1": _share(2 * self.records, both),
        }


def total(type: str, tallies: Iterable[Tally]) -> Tally:  # noqa: A002  # a claim's word
    """Add up tallies of one type."""
    return sum(tallies, Tally(type))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
