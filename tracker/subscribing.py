"""Subscribing from outside: the invitation, and the confirmation by the address itself."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError
from proposals.models import Committee
from proposals.rights import Actor, require
from proposals.wording import listed
from tracker import digests
from tracker.messages import Letter, Link, NotOwedError, Section, absolute, isolated
from tracker.models import Delivery, Subscriber, Subscription
from tracker.readers import called

SALT = "tracker.invitation"
# How long an invitation may be confirmed; afterwards staff invite again.
GOOD_FOR = timedelta(days=14)


def invite(*, outsider: Subscriber, committees: list[Committee], by: Actor, at: datetime) -> None:
    """Keep an outside subscriber; who is new, or has a new address, is asked to confirm it."""
    require(by, "change" if outsider.pk else "add", "subscriber")
    if not committees:
        message = _("Choose the committees of which they hear.")
        raise InvalidInputError(message, fields={"committees": [message]})
    known = Subscriber.objects.filter(pk=outsider.pk or 0).values_list("email", flat=True).first()
    is_new = known is None or known.casefold() != outsider.email.casefold()
    with transaction.atomic():
        if is_new:
            outsider.invited_at, outsider.confirmed_at = at, None
        outsider.save()
        outsider.committees.set(committees)
        if is_new:
            Delivery.objects.create(
                key=f"invitation:subscriber {outsider.pk}:{at.isoformat()}",
                kind=Delivery.Kind.INVITATION,
                outsider=outsider,
                owed_at=at,
                not_before=at,
                stale_after=at + GOOD_FOR,
            )


def invitation_key(outsider: Subscriber) -> str:
    """Give the key that confirms an address, and no other."""
    return signing.dumps([outsider.pk, outsider.email], salt=SALT)


def invited_by(key: str) -> Subscriber | None:
    """Give the subscriber whom a key lets confirm; None for one that is forged or too old."""
    try:
        pk, email = signing.loads(key, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(pk=pk, email=email, is_active=True).first()


def confirm(*, outsider: Subscriber, at: datetime) -> None:
    """Note that they want digests at this address; a weekly one if they have none."""
    with transaction.atomic():
        waiting = Subscriber.objects.filter(pk=outsider.pk, confirmed_at__isnull=True)
        if waiting.update(confirmed_at=at) and not outsider.subscriptions.exists():
            digests.keep(subscription=Subscription(outsider=outsider), at=at)
    outsider.confirmed_at = outsider.confirmed_at or at


def invitation(*, delivery: Delivery, at: datetime) -> Letter:  # noqa: ARG001  # every letter's form
    """Write the message that asks an outsider whether they want digests."""
    outsider = delivery.outsider
    if outsider is None or outsider.confirmed_at is not None:
        raise NotOwedError(Delivery.WhyNot.NOTHING_NEW)
    address = absolute(reverse("confirm", args=[invitation_key(outsider)]))
    heading = _("Do you want digests from Mithaq?")
    names = [isolated(committee.name) for committee in outsider.committees.all()]
    return Letter(
        subject=heading,
        heading=heading,
        lead=_("%(name)s, you were proposed as a reader of digests about: %(committees)s.")
        % {"name": isolated(called(outsider)), "committees": listed(names)},
        sections=[Section(_("Nothing is sent to you until you confirm."), [], 0)],
        ways=[Link(_("Yes, send me digests"), address)],
        footnote=_("If this is not for you, do nothing: you will not hear from us again."),
    )
