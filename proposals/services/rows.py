"""Changing rows of a list: one in several respects at once, or many by the same move."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from proposals.errors import RefusedError
from proposals.models import Proposal
from proposals.rights import Actor
from proposals.services.moves import MoveRequest, hindrances, move, way_back
from proposals.services.proposals import edit
from proposals.services.recording import recording
from proposals.status import OPEN, Move


@dataclass(frozen=True)
class Forecast:
    """What a move would do to a proposal: nothing hinders it, or this does."""

    proposal: Proposal
    hindrances: list[str]


@dataclass(frozen=True)
class Outcome:
    """What became of a move on a proposal: done, or refused with why."""

    proposal: Proposal
    refused: list[str]
    can_be_undone: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it was made."""
        return not self.refused


def change_row(
    *,
    proposal: Proposal,
    values: Mapping[str, Any],
    move_key: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Proposal:
    """Change fields of a proposal and make a move, both or neither; an empty key is no move."""
    with recording(by=by, at=at):
        current = edit(proposal=proposal, values=values, by=by, at=at, version=version)
        if move_key:
            request = MoveRequest.of(move_key)
            current = move(proposal=current, request=request, by=by, at=at, version=current.version)
    return current


def forecast(proposals: Iterable[Proposal], wanted: Move, by: Actor) -> list[Forecast]:
    """Tell for each proposal whether the move could be made now, and else why not."""
    return [Forecast(one, hindrances(one, wanted, by)) for one in proposals]


def move_each(
    *,
    proposals: Iterable[Proposal],
    versions: Mapping[int, int],
    request: MoveRequest,
    by: Actor,
    at: datetime,
) -> list[Outcome]:
    """Make the same move on each proposal; what one is refused for keeps no other back.

    ``versions`` gives the state of each that the actor saw.
    """
    return [_move_one(one, versions[one.pk], request, by, at) for one in proposals]


def _move_one(
    proposal: Proposal, version: int, request: MoveRequest, by: Actor, at: datetime
) -> Outcome:
    try:
        moved = move(proposal=proposal, request=request, by=by, at=at, version=version)
    except RefusedError as refused:
        return Outcome(proposal, refused.messages)
    # The way back leads to an open status; one that was at rest before would not find its own.
    can_be_undone = proposal.status in OPEN and way_back(moved, by) is not None
    return Outcome(moved, [], can_be_undone)


def undo_each(
    *, proposals: Iterable[Proposal], versions: Mapping[int, int], by: Actor, at: datetime
) -> list[Outcome]:
    """Lead each proposal back to the status that it left, unless somebody changed it meanwhile."""
    return [_undo_one(one, versions[one.pk], by, at) for one in proposals]


def _undo_one(proposal: Proposal, version: int, by: Actor, at: datetime) -> Outcome:
    back = way_back(proposal, by)
    if back is None:
        return Outcome(proposal, [_("There is no way back from where it stands.")])
    request = MoveRequest(back, _("Taken back right after it was done."))
    return _move_one(proposal, version, request, by, at)
