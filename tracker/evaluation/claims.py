"""What a label or a finding claims of a stretch of text, in one form for both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from tracker.extraction import Finding
from tracker.matching import PROPOSAL, UPDATE

FIELDS = ("kind", "act", "proposer", "addressee")
# What is counted beside the span, and what must all be right for a record to be right, by type.
COUNTED = {PROPOSAL: FIELDS, UPDATE: ("status",)}
RECORD = {PROPOSAL: ("kind", "act", "proposer"), UPDATE: ("status",)}


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of a text and what is said of it; a label is sure, a finding as far as it says."""

    type: str
    start: int
    end: int
    kind: str | None = None
    act: str | None = None
    proposer: str | None = None
    addressee: str | None = None
    status: str | None = None
    confidence: float = 1.0

    @classmethod
    def of_label(cls, label: Mapping[str, Any], type: str) -> Self:  # noqa: A002  # a claim's word
        """Give what a label or a labelled update says."""
        told: dict[str, Any] = {name: label.get(name) for name in (*FIELDS, "status")}
        return cls(type, label["start"], label["end"], **told)

    @classmethod
    def of_finding(cls, finding: Finding) -> Self:
        """Give what a finding says."""
        told = {name: getattr(finding, name) for name in (*FIELDS, "status", "confidence")}
        return cls(finding.type, finding.start, finding.end, **told)

    @property
    def length(self) -> int:
        """Give how many characters it takes up."""
        return self.end - self.start

    def shares(self, other: "Claim") -> int:
        """Give how many characters two have in common; below zero, how far apart they are."""
        return min(self.end, other.end) - max(self.start, other.start)

    def differs(self, other: "Claim", names: Iterable[str]) -> list[str]:
        """Give those of the named fields in which two do not agree."""
        return [name for name in names if getattr(self, name) != getattr(other, name)]
