"""Claiming: which rows a sender takes, for how long, and what it gives back.

A sender takes a few rows at once, each with a lease of its own, and comes to them one after
another. A row that was tried before is taken alone: should it be what kills its senders, it takes
no other along.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from tracker.models import Channel, Delivery
from tracker.models.subscriptions import TO_PEOPLE

# How many rows a sender has in hand at once.
BATCH = 20
# What a sender looks up with a row.
NAMED = ("recipient__desk", "outsider__desk", "subscription__committee")

State = Delivery.State


def claim(*, at: datetime) -> Delivery | None:
    """Take the delivery that has waited longest and that nobody holds; None where there is none."""
    return next(iter(claim_some(1, at=at)), None)


def claim_some(
    count: int = BATCH, *, at: datetime, ways: Collection[Channel.Name] = TO_PEOPLE
) -> list[Delivery]:
    """Take up to so many deliveries that nobody holds, the longest waiting first.

    The attempt is counted before the work, so that a row that kills its worker is given up.
    """
    with transaction.atomic():
        due = Delivery.objects.due(at=at).filter(channel__in=ways)
        free = due.select_for_update(of=("self",), skip_locked=True)
        taken = _that_go_together(list(free.select_related(*NAMED)[:count]))
        token, until = uuid.uuid4(), at + timedelta(seconds=settings.LEASE_SECONDS)
        held = Delivery.objects.filter(pk__in=[delivery.pk for delivery in taken])
        if taken:
            held.update(
                state=State.SENDING,
                lease_token=token,
                leased_until=until,
                data_started_at=None,
                attempts=F("attempts") + 1,
            )
    for delivery in taken:
        delivery.state, delivery.lease_token, delivery.leased_until = State.SENDING, token, until
        delivery.data_started_at, delivery.attempts = None, delivery.attempts + 1
        if delivery.subscription is not None:  # whose reader is the delivery's own
            delivery.subscription.user = delivery.recipient
            delivery.subscription.outsider = delivery.outsider
    return taken


def _that_go_together(found: list[Delivery]) -> list[Delivery]:
    """Give those that are tried for the first time; or the first alone, where it isn't."""
    if found and found[0].attempts:
        return found[:1]
    return [delivery for delivery in found if not delivery.attempts]


def give_back(held: Sequence[Delivery]) -> None:
    """Let go of rows that a sender took and did not come to; they are due as before."""
    for token in {delivery.lease_token for delivery in held}:
        ours = Delivery.objects.filter(
            pk__in=[one.pk for one in held], lease_token=token, state=State.SENDING
        )
        ours.update(
            state=State.QUEUED, attempts=F("attempts") - 1, lease_token=None, leased_until=None
        )
