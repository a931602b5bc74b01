"""The file of what somebody holds: each proposal with its next date, what waits, its latest proof.

The page of a handover and the message of it tell the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from proposals.models import Evidence, Milestone, Proposal
from proposals.querysets import ProposalQuerySet


@dataclass(frozen=True)
class Held:
    """One proposal of a file, as it stands on a day."""

    proposal: Proposal
    next_on: date | None
    step: Milestone | None
    latest: Evidence | None
    unconfirmed: int
    is_undecided: bool

    @property
    def waits(self) -> bool:
        """Whether something about it waits for its owner."""
        return bool(self.unconfirmed) or self.is_undecided


def file_of(proposals: ProposalQuerySet) -> list[Held]:
    """Give what is open of these proposals by its next date, and after it what is at rest."""
    undecided = Proposal.objects.with_undecided_progress()
    reading = proposals.for_reading().prefetch_related(
        "milestones__party", "evidence__article__outlet", "evidence__meeting__committee"
    )
    rows = reading.annotate(is_undecided=Exists(undecided.filter(pk=OuterRef("pk"))))
    held = [_held(proposal) for proposal in rows.order_by("reference")]
    return sorted(held, key=_by_next_date)


def _held(proposal: Proposal) -> Held:
    evidence = list(proposal.evidence.all())
    steps = [step for step in proposal.milestones.all() if step.done_on is None]
    return Held(
        proposal,
        min(_dates(proposal, steps), default=None) if proposal.is_open else None,
        steps[0] if steps else None,
        evidence[-1] if evidence else None,
        sum(one.confirmed_at is None for one in evidence),
        bool(getattr(proposal, "is_undecided", False)),
    )


def _dates(proposal: Proposal, steps: list[Milestone]) -> Iterator[date]:
    """Give the days that lie before the owner: the last one, that of a review, those of steps."""
    days = (proposal.due_on, proposal.review_on, *(step.due_on for step in steps))
    return (day for day in days if day is not None)


def _by_next_date(held: Held) -> tuple[bool, bool, date]:
    return not held.proposal.is_open, held.next_on is None, held.next_on or date.max
