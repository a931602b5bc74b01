"""What extraction gives: findings, each with its exact words and the reasons for it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """A proposal that a text makes, or the progress that it reports on an earlier one.

    `start` and `end` index the text as it was given: ``text[start:end] == quote``.
    """

    type: str  # "proposal" or "update"
    start: int
    end: int
    quote: str
    kind: str
    act: str
    proposer: str | None = None  # an ISO code, "both", or None
    addressee: str | None = None
    parties: tuple[str, ...] = ()
    status: str | None = None  # of an update
    voice: str = "official"  # official, joint, third_party, unnamed
    speaker: str | None = None
    confidence: float = 0.0
    why: dict[str, object] = field(default_factory=dict, compare=False)
