"""What a change of owner leaves behind: the handover of which the new one is told."""

from datetime import datetime

from proposals.announcements import handed_over
from proposals.models import HandedOver, Handover, Proposal, User
from proposals.rights import Actor
from proposals.services.recording import act_and_reason


def note_new_owner(*, proposal: Proposal, former: User | None, by: Actor, at: datetime) -> None:
    """Note that a person put a proposal into somebody else's hands; call it inside ``recording``.

    What one act gives to one person is one handover. Nobody is told of what they took themselves,
    or of what a part of Mithaq or nobody's leaving did.
    """
    receiver = proposal.owner
    if receiver is None or not by.is_staff or by.user_id == receiver.pk:
        return
    act, why = act_and_reason()
    handover, is_new = Handover.objects.get_or_create(
        context_id=act,
        receiver=receiver,
        defaults={"actor": by.key, "actor_name": by.name, "note": why, "at": at},
    )
    HandedOver.objects.update_or_create(
        handover=handover,
        proposal=proposal,
        defaults={"version": proposal.version},
        create_defaults={"version": proposal.version, "former": former},
    )
    if is_new:
        handed_over.send(sender=None, handover_id=handover.pk)
