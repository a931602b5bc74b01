"""What the demo's story has recorded so far, by the names that its files use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from proposals.models import (
    Client,
    Committee,
    Desk,
    Finding,
    Meeting,
    Outlet,
    Party,
    Proposal,
    User,
)
from proposals.rights import Actor
from proposals.vocabulary import Precision
from tracker.seeding import timeline

SEEDING = Actor.of_system("demo")
PARTNER = "partner"


@dataclass
class Known:
    """What is recorded so far. ``at`` is the moment of seeding, the present of the story."""

    at: datetime
    parties: dict[str, Party] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    outlets: dict[str, Outlet] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)
    meetings: dict[tuple[str, int], Meeting] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    client: Client | None = None

    def actor(self, name: str) -> Actor:
        """Give the actor of this name: one of the people, or the partner's system."""
        if name == PARTNER and self.client is not None:
            return Actor.of_client(self.client)
        return Actor.of_user(self.people[name])

    def day(self, ahead: int) -> date:
        """Give the day so many days ahead of the day of seeding."""
        return timeline.day(ahead, at=self.at)

    def deadline(self, due: Mapping[str, Any], committee: str, *, said_on: date) -> dict[str, Any]:
        """Give the fields of a deadline that was set on a day: what last day its words mean."""
        precision = Precision(due.get("precision", Precision.EVENT))
        due_on: date | None = None
        if "meeting" in due:
            due_on = self.meetings[committee, due["meeting"]].starts_on
        elif precision != Precision.EVENT:
            within = self.day(due["in"]) if "in" in due else said_on
            due_on = timeline.last_day(within, precision)
        return {
            "due_on": due_on,
            "due_wording": due.get("wording", ""),
            "due_precision": precision,
        }
