"""What of messages, addresses and feeds waits on the first page."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from proposals.admin.waiting import Waiting, listing, waits_too
from proposals.rights import Actor, may
from tracker.models import BadAddress, Delivery, Watch


@waits_too
def messages_in_trouble(actor: Actor, at: datetime) -> Iterator[Waiting]:  # noqa: ARG001  # one form for all
    """Count the messages that a person should look at, by the list's own condition."""
    count = Delivery.objects.visible_to(actor).troubled().count()
    address = listing("delivery", app="tracker", attention="needed")
    yield Waiting(_("Messages in trouble"), count, address, "failed")


@waits_too
def refused_addresses(actor: Actor, at: datetime) -> Iterator[Waiting]:  # noqa: ARG001
    """Count the addresses that mail came back from, for those who can mend them."""
    if may(actor, "change", "delivery") and (count := BadAddress.objects.count()):
        yield Waiting(_("Refused addresses"), count, listing("badaddress", app="tracker"), "failed")


@waits_too
def feeds_in_trouble(actor: Actor, at: datetime) -> Iterator[Waiting]:  # noqa: ARG001
    """Count the feeds that were paused because they failed, for those who can mend them."""
    if may(actor, "change", "feed"):
        count = Watch.objects.paused().count()
        yield Waiting(_("Paused feeds"), count, listing("feed", health="paused"), "failed")
