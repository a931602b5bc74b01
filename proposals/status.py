"""The status of a proposal: the one table of statuses, moves, who may make them, what each needs.

The services, the admin's buttons, the API, the documents' diagram and the database's guard are all
drawn from ``MOVES``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.vocabulary import AGREEING_STANCES


class Status(TextChoices):
    """What people decided about a proposal. Lateness is computed from dates, never stored here."""

    PROPOSED = "proposed", _("Proposed")
    UNDER_DISCUSSION = "under_discussion", _("Under discussion")
    AGREED = "agreed", _("Agreed")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    POSTPONED = "postponed", _("Postponed")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Superseded")
    LAPSED = "lapsed", _("Lapsed")


OPEN = (Status.PROPOSED, Status.UNDER_DISCUSSION, Status.AGREED, Status.IN_PROGRESS)
CLOSED = (
    Status.COMPLETED,
    Status.REJECTED,
    Status.WITHDRAWN,
    Status.SUPERSEDED,
    Status.LAPSED,
)
# Statuses from which a proposal remembers the open one that it left.
LEFT = (Status.POSTPONED, *CLOSED)


class Mover(Enum):
    """Who makes a move: the weakest right that is enough."""

    OFFICER = "officer"
    HEAD = "head"


class Need(Enum):
    """Something a move can't be made without; its value is the API's word for it."""

    POSITIONS = "positions"
    PROOF = "proof"
    REASON = "reason"
    SUCCESSOR = "successor"


NEED_MESSAGES: dict[Need, Promise] = {
    Need.POSITIONS: _("Every party must have proposed or accepted it; still missing: %(parties)s."),
    Need.PROOF: _("It needs at least one confirmed evidence, or the minutes of a meeting."),
    Need.REASON: _("It needs a reason."),
    Need.SUCCESSOR: _("It needs the proposal that takes its place."),
}


@dataclass(frozen=True)
class Move:
    """One allowed move. ``target`` is None when it leads back to the status that was left."""

    key: str
    label: Promise
    sources: tuple[Status, ...]
    target: Status | None
    mover: Mover = Mover.OFFICER
    needs: tuple[Need, ...] = ()

    def pairs(self) -> Iterable[tuple[Status, Status]]:
        """Give each (from, to) that the move allows."""
        targets = OPEN if self.target is None else (self.target,)
        return ((source, target) for source in self.sources for target in targets)


MOVES = (
    Move("discuss", _("Take up"), (Status.PROPOSED,), Status.UNDER_DISCUSSION),
    Move(
        "agree",
        _("Record agreement"),
        (Status.UNDER_DISCUSSION,),
        Status.AGREED,
        needs=(Need.POSITIONS,),
    ),
    Move("start", _("Set in motion"), (Status.AGREED,), Status.IN_PROGRESS),
    Move("complete", _("Complete"), (Status.IN_PROGRESS,), Status.COMPLETED, needs=(Need.PROOF,)),
    Move("postpone", _("Postpone"), OPEN, Status.POSTPONED, needs=(Need.REASON,)),
    Move("resume", _("Resume"), (Status.POSTPONED,), None),
    Move("reject", _("Reject"), (*OPEN, Status.POSTPONED), Status.REJECTED, needs=(Need.REASON,)),
    Move(
        "withdraw",
        _("Withdraw"),
        (*OPEN, Status.POSTPONED),
        Status.WITHDRAWN,
        needs=(Need.REASON,),
    ),
    Move(
        "supersede",
        _("Supersede"),
        (*OPEN, Status.POSTPONED),
        Status.SUPERSEDED,
        needs=(Need.SUCCESSOR,),
    ),
    Move("lapse", _("Let lapse"), (*OPEN, Status.POSTPONED), Status.LAPSED, needs=(Need.REASON,)),
    Move("reopen", _("Reopen"), CLOSED, None, mover=Mover.HEAD, needs=(Need.REASON,)),
)
BY_KEY = {move.key: move for move in MOVES}


def moves_from(status: str) -> list[Move]:
    """Give the moves that leave this status, in the table's order."""
    return [move for move in MOVES if status in move.sources]


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def guard_sql() -> str:
    """Give the body of the trigger that holds every change of status to this table.

    The services refuse first and kindly; this refuses whatever comes by another way.
    """
    pairs = sorted({pair for move in MOVES for pair in move.pairs()})
    allowed = ", ".join(f"('{source}', '{target}')" for source, target in pairs)
    with_reason = [move.target for move in MOVES if move.target and Need.REASON in move.needs]
    return f"""
        IF (OLD.status, NEW.status) NOT IN ({allowed}) THEN
            RAISE EXCEPTION 'status % can not become %', OLD.status, NEW.status
                USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.left_status <> '' AND NEW.status IN ({_listed(OPEN)})
           AND NEW.status <> OLD.left_status THEN
            RAISE EXCEPTION 'status % leads back to %, not to %',
                OLD.status, OLD.left_status, NEW.status USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.status IN ({_listed(LEFT)})
           AND NEW.left_status <> coalesce(nullif(OLD.left_status, ''), OLD.status) THEN
            RAISE EXCEPTION 'status % has to remember %', NEW.status,
                coalesce(nullif(OLD.left_status, ''), OLD.status)
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.status_reason = '' AND (NEW.status IN ({_listed(with_reason)})
           OR OLD.status IN ({_listed(CLOSED)})) THEN
            RAISE EXCEPTION 'status % needs a reason', NEW.status
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.status = 'agreed' AND OLD.left_status = '' AND (
            NOT EXISTS (SELECT FROM proposals_position p WHERE p.proposal_id = NEW.id)
            OR EXISTS (SELECT FROM proposals_position p WHERE p.proposal_id = NEW.id
                       AND p.stance NOT IN ({_listed(AGREEING_STANCES)}))) THEN
            RAISE EXCEPTION 'agreed needs every party to have proposed or accepted'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.status = 'completed' AND NOT EXISTS (
            SELECT FROM proposals_evidence e WHERE e.proposal_id = NEW.id
            AND e.confirmed_at IS NOT NULL) THEN
            RAISE EXCEPTION 'completed needs a confirmed evidence'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """  # noqa: S608  # built from this module's own constants
