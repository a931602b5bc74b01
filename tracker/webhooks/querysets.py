"""The ways to ask for endpoints and notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from datetime import datetime

    from proposals.rights import Actor
    from tracker.webhooks.models import Endpoint, Notice

UNFINISHED = ("queued", "calling")


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    """Endpoints."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: a client its own; of staff, administrators all."""
        return self if actor.sees_everything else self.filter(client=actor.client_id or 0)

    def listening(self) -> Self:
        """Keep those that are told what happens."""
        return self.filter(is_enabled=True, client__is_active=True)

    def with_due(self, *, at: datetime) -> Self:
        """Keep those that may be called now and for which something has come due."""
        from tracker.webhooks.models import Notice  # noqa: PLC0415  # the models' managers come from here

        rested = Q(rests_until__isnull=True) | Q(rests_until__lte=at)
        due = Notice.objects.filter(endpoint=OuterRef("pk"), state="queued", not_before__lte=at)
        return self.listening().filter(rested, Exists(due))


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices."""

    def unsettled(self) -> Self:
        """Keep those that are owed or that a person should look at."""
        return self.filter(state__in=(*UNFINISHED, "failed"))

    def callable(self, *, at: datetime) -> Self:
        """Keep those whose endpoint may be called now."""
        rested = Q(endpoint__rests_until__isnull=True) | Q(endpoint__rests_until__lte=at)
        return self.filter(rested, endpoint__is_enabled=True, endpoint__client__is_active=True)

    def late(self, *, at: datetime) -> Self:
        """Keep those that could have been sent and lie; one that waits for another try does not."""
        forgotten = Q(state="calling", leased_until__lte=at)
        return self.callable(at=at).filter(Q(state="queued", not_before__lte=at) | forgotten)

    def due(self, endpoint_id: int, *, at: datetime) -> Self:
        """Keep those of an endpoint that may be sent now, in the order in which things happened.

        One waits for all that happened to the same proposal before and isn't finished.
        """
        mine = self.callable(at=at).filter(endpoint=endpoint_id)
        waiting = mine.filter(state="queued", not_before__lte=at)
        before = Q(transaction__lt=OuterRef("transaction")) | Q(
            transaction=OuterRef("transaction"), change_id__lt=OuterRef("change_id")
        )
        earlier = self.model._default_manager.filter(  # noqa: SLF001  # Django's own word for it
            before,
            endpoint=endpoint_id,
            proposal_id=OuterRef("proposal_id"),
            state__in=UNFINISHED,
        )
        return waiting.exclude(Exists(earlier)).order_by("transaction", "change_id")
