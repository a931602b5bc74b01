"""What waits on the first page because of what is owed: messages that did not go out."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from proposals.admin.waiting import Waiting, listing, waits_too
from proposals.rights import Actor
from tracker.models import Delivery


@waits_too
def messages_in_trouble(actor: Actor, at: datetime) -> Iterator[Waiting]:  # noqa: ARG001  # one form for all
    """Count the messages that a person should look at, by the list's own condition."""
    count = Delivery.objects.visible_to(actor).troubled().count()
    address = listing("delivery", app="tracker", attention="needed")
    yield Waiting(_("Messages in trouble"), count, address, "failed")
