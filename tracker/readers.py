"""Readers: members of staff and outside subscribers, as whoever gets a message."""

from proposals.models import User
from proposals.rights import PARTNER, Actor
from proposals.vocabulary import Visibility
from tracker.models import BadAddress, Channel, Delivery, Subscriber

type Reader = User | Subscriber

# No client of a partner has this number: what partners sent in is not an outsider's to see.
NO_CLIENT = 0


def actor_of(reader: Reader) -> Actor:
    """Give the actor as whom a reader sees the record."""
    if isinstance(reader, User):
        return Actor.of_user(reader)
    return Actor(
        key=f"subscriber:{reader.pk}",
        name=str(reader),
        role=PARTNER,
        client_id=NO_CLIENT,
        committees=frozenset(reader.committees.values_list("pk", flat=True)),
        visibilities=frozenset({Visibility.SHARED.value}),
    )


def called(reader: Reader) -> str:
    """Give how a message addresses its reader."""
    return (reader.first_name if isinstance(reader, User) else reader.name) or str(reader)


def reply_to(reader: Reader) -> str:
    """Give the address to which the reader's answers go: their desk's; empty for none."""
    return reader.desk.email if reader.desk else ""


def refused_addresses(*only: str) -> frozenset[str]:
    """Give the addresses that mail came back from, of these or of all."""
    found = BadAddress.objects.filter(address__in=[one.casefold() for one in only])
    known = found if only else BadAddress.objects.all()
    return frozenset(known.values_list("address", flat=True))


def why_not(reader: Reader, delivery: Delivery, refused: frozenset[str]) -> Delivery.WhyNot | None:
    """Give the reason for which this reader is not sent such a message now; None for none."""
    if isinstance(reader, Subscriber):
        is_wanted = reader.confirmed_at is not None or delivery.kind == Delivery.Kind.INVITATION
        if not (reader.is_active and is_wanted):
            return Delivery.WhyNot.UNWANTED
    elif not reader.is_active:
        return Delivery.WhyNot.RECIPIENT_LEFT
    if delivery.channel != Channel.Name.EMAIL:
        return None
    if not reader.email:
        return Delivery.WhyNot.NO_ADDRESS
    if reader.email.casefold() in refused:
        return Delivery.WhyNot.BAD_ADDRESS
    return None
