"""What of the messages waits for a person, for the first page; nothing where all is well."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.admin.overview import Waiting
from proposals.rights import Actor, may
from tracker.models import BadAddress, Delivery


def troubles(actor: Actor) -> Iterator[Waiting]:
    """Give the messages in trouble, and the addresses that mail came back from."""
    if not may(actor, "change", "delivery"):
        return
    messages = Delivery.objects.visible_to(actor).troubled().count()
    if messages:
        address = f"{reverse('admin:tracker_delivery_changelist')}?attention=needed"
        yield Waiting(_("Messages in trouble"), messages, address, "failed")
    addresses = BadAddress.objects.count()
    if addresses:
        address = reverse("admin:tracker_badaddress_changelist")
        yield Waiting(_("Refused addresses"), addresses, address, "failed")
