"""Moving the status of a proposal, by the one table in ``proposals.status``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils.translation import gettext as _

from proposals.announcements import announce, proposal_changed
from proposals.errors import InvalidInputError, MoveRefusedError, NotAllowedError
from proposals.models import Proposal
from proposals.rights import MOVERS, Actor, may_change
from proposals.services.proposals import leads_back, locked, read_version
from proposals.services.recording import recording
from proposals.status import BY_KEY, LEFT, NEED_MESSAGES, Move, Need, Status, moves_from
from proposals.vocabulary import AGREEING_STANCES
from proposals.wording import listed

# What the mover gives with the move; all else the record must hold.
GIVEN = frozenset({Need.REASON, Need.SUCCESSOR})


@dataclass(frozen=True)
class MoveRequest:
    """A move that somebody wants to make, with what they give for it."""

    move: Move
    reason: str = ""
    successor: Proposal | None = None

    @classmethod
    def of(cls, key: str, *, reason: str = "", successor: Proposal | None = None) -> Self:
        """Give the request for this move; raises InvalidInputError for an unknown key."""
        if key not in BY_KEY:
            message = _("There is no such move: %(key)s.") % {"key": key}
            raise InvalidInputError(message, code="no_such_move")
        return cls(BY_KEY[key], reason.strip(), successor)


@dataclass(frozen=True)
class OfferedMove:
    """A move that the actor may make on a proposal, and what the record still lacks for it."""

    move: Move
    lacks: Sequence[str]

    @property
    def asks_for(self) -> set[str]:
        """What the mover has to give: a reason, a successor."""
        return {need.value for need in GIVEN.intersection(self.move.needs)}


def move(
    *, proposal: Proposal, request: MoveRequest, by: Actor, at: datetime, version: int | None = None
) -> Proposal:
    """Make a move on a proposal, or refuse it with all that is missing; nothing is half done."""
    with recording(by=by, at=at, why=request.reason):
        current = locked(proposal=proposal, by=by, version=version)
        _require_possible(current, request, by)
        _apply(current, request, at)
        current.save()
        announce(proposal_changed, proposal_id=current.pk)
        read_version(current)
    return current


def offered_moves(proposal: Proposal, by: Actor) -> list[OfferedMove]:
    """Give the moves for which the actor gets a button, each with what it still lacks."""
    if not may_change(by, proposal):
        return []
    return [
        OfferedMove(move, [
            message for need, message in _unmet(proposal, MoveRequest(move))
            if need not in GIVEN
        ])
        for move in moves_from(proposal.status)
        if by.role in MOVERS[move.mover]
    ]  # fmt: skip


def hindrances(proposal: Proposal, move: Move, by: Actor) -> list[str]:
    """Give why the actor can't make a move now, but for what they would give for it."""
    if not may_change(by, proposal):
        return [_("This proposal belongs to another desk.")]
    if proposal.status not in move.sources:
        return [_impossible(proposal, move)]
    if by.role not in MOVERS[move.mover]:
        return [_for_a_head(move)]
    return [message for need, message in _unmet(proposal, MoveRequest(move)) if need not in GIVEN]


def way_back(proposal: Proposal, by: Actor) -> Move | None:
    """Give the move by which the actor may lead a proposal back to the status that it left."""
    for move in moves_from(proposal.status):
        if move.target is None and not hindrances(proposal, move, by):
            return move
    return None


def _impossible(proposal: Proposal, move: Move) -> str:
    return _("“%(move)s” isn't possible while it is “%(status)s”.") % {
        "move": move.label,
        "status": proposal.get_status_display(),
    }


def _for_a_head(move: Move) -> str:
    return _("“%(move)s” is for a head of desk.") % {"move": move.label}


def _require_possible(proposal: Proposal, request: MoveRequest, by: Actor) -> None:
    if proposal.status not in request.move.sources:
        raise MoveRefusedError(_impossible(proposal, request.move), missing=["status"])
    if by.role not in MOVERS[request.move.mover]:
        raise NotAllowedError(_for_a_head(request.move))
    unmet = list(_unmet(proposal, request))
    if unmet:
        raise MoveRefusedError(
            *(message for _need, message in unmet), missing=[need.value for need, _text in unmet]
        )


def _apply(proposal: Proposal, request: MoveRequest, at: datetime) -> None:
    target = request.move.target or Status(proposal.left_status)
    if target not in LEFT:
        proposal.left_status = ""
    elif not proposal.left_status:
        proposal.left_status = proposal.status
    proposal.status, proposal.status_reason, proposal.status_since = target, request.reason, at
    proposal.successor = request.successor if Need.SUCCESSOR in request.move.needs else None


def _unmet(proposal: Proposal, request: MoveRequest) -> list[tuple[Need, str]]:
    """Give each need of the move that isn't met, with a message that says what is missing."""
    found = []
    for need in request.move.needs:
        missing = _CHECKS[need](proposal, request)
        if missing is not None:
            found.append((need, str(NEED_MESSAGES[need]) % missing))
    return found


def _positions(proposal: Proposal, _request: MoveRequest) -> dict[str, str] | None:
    others = [
        position.party.name
        for position in proposal.positions.select_related("party")
        if position.stance not in AGREEING_STANCES
    ]
    return {"parties": listed(others)} if others else None


def _proof(proposal: Proposal, _request: MoveRequest) -> dict[str, str] | None:
    return None if proposal.evidence.filter(confirmed_at__isnull=False).exists() else {}


def _reason(_proposal: Proposal, request: MoveRequest) -> dict[str, str] | None:
    return None if request.reason else {}


def _successor(proposal: Proposal, request: MoveRequest) -> dict[str, str] | None:
    successor = request.successor
    return {} if successor is None or leads_back(proposal, successor, "successor") else None


_CHECKS: dict[Need, Callable[[Proposal, MoveRequest], dict[str, str] | None]] = {
    Need.POSITIONS: _positions,
    Need.PROOF: _proof,
    Need.REASON: _reason,
    Need.SUCCESSOR: _successor,
}
