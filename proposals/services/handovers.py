"""Handing proposals over to a new owner, many at once, and taking that back."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from proposals.announcements import announce, proposal_changed
from proposals.errors import InvalidInputError, RefusedError
from proposals.models import HandedOver, Handover, Proposal, User
from proposals.rights import Actor, require, require_giving, require_taking_back
from proposals.services.proposals import edit
from proposals.services.recording import recording
from proposals.services.rows import Outcome
from proposals.vocabulary import Role


def hand_over(
    *,
    proposals: Iterable[Proposal],
    versions: Mapping[int, int],
    receiver: User,
    by: Actor,
    at: datetime,
    note: str = "",
) -> list[Outcome]:
    """Give each proposal to its new owner; what one is refused for keeps no other back.

    ``versions`` gives the state of each that the actor saw; the note stands in the history of each.
    """
    require(by, "change", "proposal")
    if not receiver.is_active or receiver.role == Role.READER:
        message = _("%(name)s can't look after proposals.") % {"name": receiver}
        raise InvalidInputError(message, fields={"receiver": [message]})
    with recording(by=by, at=at, why=note):
        return [_hand_over_one(one, versions[one.pk], receiver, by, at) for one in proposals]


def hindrance(proposal: Proposal, by: Actor) -> str:
    """Say why the actor can't hand a proposal over; empty where they can."""
    try:
        require_giving(by, proposal)
    except RefusedError as refused:
        return str(refused)
    return ""


def _hand_over_one(
    proposal: Proposal, version: int, receiver: User, by: Actor, at: datetime
) -> Outcome:
    try:
        require_giving(by, proposal)
        values = {"owner": receiver}
        given = edit(proposal=proposal, values=values, by=by, at=at, version=version)
    except RefusedError as refused:
        return Outcome(proposal, refused.messages)
    return Outcome(given, [], can_be_undone=True)


def take_back(*, handover: Handover, by: Actor, at: datetime) -> list[Outcome]:
    """Give each proposal of a handover back to whom it was taken from, if nobody acted on it."""
    require_taking_back(by, handover)
    with recording(by=by, at=at, why=_("The handover was taken back.")):
        current = Handover.objects.select_for_update().get(pk=handover.pk)
        if current.taken_back_at is not None:
            raise RefusedError(_("It was taken back already."))
        items = current.items.select_related("former", "proposal")
        outcomes = [_give_back(item) for item in items]
        if not any(one.is_done for one in outcomes):
            raise RefusedError(_("Somebody has acted on it already; nothing can be taken back."))
        current.taken_back_at = at
        current.save()
    return outcomes


def _give_back(item: HandedOver) -> Outcome:
    current = Proposal.objects.select_for_update(of=("self",)).get(pk=item.proposal_id)
    if current.version != item.version:
        return Outcome(current, [_("Somebody has acted on it since.")])
    current.owner = item.former
    current.save()
    announce(proposal_changed, proposal_id=current.pk)
    current.refresh_from_db(fields=["version", "updated_at"])
    return Outcome(current, [])
