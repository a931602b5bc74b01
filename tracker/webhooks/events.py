"""What a change of the record is to a partner's system, and how it is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import translation

from proposals.api import history
from proposals.api.serializers.history import HistoryEntrySerializer
from proposals.models import Change, Proposal
from proposals.rights import Actor
from tracker.messages import absolute
from tracker.webhooks.models import TEST, EventType, Notice

if TYPE_CHECKING:
    from proposals.models import Client

READ = "proposals:read"
BELONGING = {
    "position": EventType.POSITION_CHANGED,
    "milestone": EventType.MILESTONE_CHANGED,
    "evidence": EventType.EVIDENCE_CHANGED,
}


class NothingToTellError(Exception):
    """A notice that isn't sent: what it tells is out of the client's sight, or is nothing."""


def type_of(change: Change, actor: Actor) -> EventType | None:
    """Give what a change is to the actor's system; None where it is nothing."""
    if change.subject in BELONGING:
        return BELONGING[change.subject]
    if change.subject != "proposal" or change.operation == "delete":
        return None
    if change.operation == "insert":
        return EventType.PROPOSAL_RECORDED
    if _comes_into_sight(change, actor):
        return EventType.PROPOSAL_SHOWN
    return EventType.PROPOSAL_MOVED if "status" in change.fields else EventType.PROPOSAL_EDITED


def _comes_into_sight(change: Change, actor: Actor) -> bool:
    """Tell whether the change leads from a circle or a committee that the actor doesn't see."""
    seen = {"visibility": actor.visibilities, "committee_id": actor.committees or frozenset()}
    return any(
        change.fields[column][0] not in known
        for column, known in seen.items()
        if column in change.fields
    )


def may_hear(client: Client) -> bool:
    """Tell whether the client may be told of proposals at all, as its grants stand now."""
    return client.is_active and READ in client.granted


def body_of(notice: Notice) -> bytes:
    """Write what the notice says, to the rights that its client has now.

    Raises NothingToTellError where that is nothing.
    """
    told = {} if notice.type == TEST else _told(notice)
    moment = notice.happened_at.isoformat().replace("+00:00", "Z")
    body = {"type": notice.type, "timestamp": moment, "data": told}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _told(notice: Notice) -> dict[str, Any]:
    client = notice.endpoint.client
    actor = Actor.of_client(client)
    proposal = Proposal.objects.visible_to(actor).filter(pk=notice.proposal_id or 0).first()
    if proposal is None or not may_hear(client):
        raise NothingToTellError
    shown = notice.type == EventType.PROPOSAL_SHOWN
    return {
        "reference": proposal.reference,
        "url": absolute(reverse("api:proposal", args=[proposal.reference])),
        "change": None if shown else _change(notice, proposal, actor),
    }


def _change(notice: Notice, proposal: Proposal, actor: Actor) -> Any:
    """Give the entry of the history, as the interface itself shows it."""
    seen = Change.objects.of_proposal_for(actor, proposal).filter(pk=notice.change_id)
    with translation.override("en"):
        entries = history.entries(seen, actor)
        if not entries:
            raise NothingToTellError
        return HistoryEntrySerializer(entries[0]).data
