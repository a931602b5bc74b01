"""The ways to ask for deliveries and subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from datetime import datetime

    from proposals.rights import Actor
    from tracker.models import Delivery, Subscription

WAITING = ("queued", "sending", "uncertain")
TROUBLED = ("failed", "quarantined", "uncertain", "expired")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: a message shows what its recipient may see, so it is theirs.

        Administrators see all.
        """
        return self if actor.sees_everything else self.filter(recipient=actor.user_id)

    def due(self, *, at: datetime) -> Self:
        """Keep those that may be sent now, the longest waiting first."""
        waiting = self.filter(state="queued", not_before__lte=at, stale_after__gt=at)
        return waiting.order_by("not_before", "id")

    def notices_of(self, user_id: int) -> Self:
        """Keep what the site shows a person, until its words are removed."""
        shown = self.filter(channel="notice", state="sent", content_cut_at__isnull=True)
        return shown.filter(recipient=user_id)

    def unread(self) -> Self:
        """Keep the notices that nobody has read."""
        return self.filter(read_at__isnull=True)

    def owed(self) -> Self:
        """Keep those that have not come to an end."""
        return self.filter(state__in=WAITING)

    def unsettled(self) -> Self:
        """Keep those that are owed or that a person should look at."""
        return self.filter(state__in={*WAITING, *TROUBLED})

    def troubled(self) -> Self:
        """Keep those that a person should look at."""
        return self.filter(state__in=TROUBLED)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: their own, and for administrators all."""
        return self if actor.sees_everything else self.filter(user=actor.user_id)

    def due(self, *, at: datetime) -> Self:
        """Keep those whose next digest has come due."""
        staff = Q(user__is_active=True)
        outside = Q(outsider__is_active=True, outsider__confirmed_at__isnull=False)
        wanted = self.filter(staff | outside, is_active=True)
        return wanted.filter(next_at__lte=at).order_by("next_at", "id")
