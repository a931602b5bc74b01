"""Telling the administrators that a partner's system is not called any more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from proposals.models import User
from proposals.vocabulary import Role
from tracker.messages import Entry, Letter, NotOwedError, Section, absolute
from tracker.models import Delivery
from tracker.notices import by_each_way
from tracker.webhooks.models import Endpoint

if TYPE_CHECKING:
    from datetime import datetime

TOLD_WITHIN = timedelta(days=7)


def owe(*, endpoint: Endpoint, at: datetime) -> None:
    """Owe every administrator a message about an endpoint that was disabled."""
    administrators = User.objects.filter(
        Q(role=Role.ADMINISTRATOR) | Q(is_superuser=True), is_active=True
    )
    owed = [
        Delivery(
            key=f"webhook {endpoint.pk} disabled:{at.isoformat()}:user {person.pk}",
            kind=Delivery.Kind.WEBHOOK,
            recipient=person,
            about={"endpoint": endpoint.pk},
            owed_at=at,
            not_before=at,
            stale_after=at + TOLD_WITHIN,
        )
        for person in administrators
    ]
    Delivery.objects.bulk_create(
        [one for delivery in owed for one in by_each_way(delivery)], ignore_conflicts=True
    )


def letter(*, delivery: Delivery, at: datetime) -> Letter:  # noqa: ARG001  # as all letters are written
    """Write the message as things stand now, within ``read_by`` its recipient.

    Raises NotOwedError where the endpoint is gone or called again.
    """
    found = Endpoint.objects.select_related("client").filter(pk=delivery.about.get("endpoint"))
    endpoint = found.filter(is_enabled=False).first()
    if endpoint is None:
        raise NotOwedError(Delivery.WhyNot.NOTHING_NEW)
    name = endpoint.client.name
    entry = Entry(
        title=endpoint.address,
        address=absolute(reverse("admin:tracker_endpoint_change", args=[endpoint.pk])),
        mark=endpoint.get_disabled_reason_display(),
        tone="late",
    )
    return Letter(
        subject=_("%(name)s is not called any more") % {"name": name},
        heading=_("A webhook was disabled"),
        lead=_("The system of %(name)s did not take what it was told.") % {"name": name},
        sections=[Section(_("Webhook"), [entry], 1)],
        footnote=_("What it is owed waits, and is sent when the webhook is enabled again."),
        about={"endpoint": endpoint.pk},
    )
