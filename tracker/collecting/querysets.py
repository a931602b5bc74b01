"""The ways to ask how feeds fare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.collecting.models import Watch


class WatchQuerySet(models.QuerySet["Watch"]):
    """Watches."""

    def due(self, *, at: datetime) -> Self:
        """Keep those of feeds that are to be polled now and that nobody polls."""
        wanted = self.filter(feed__is_active=True, pause="", next_at__lte=at)
        return wanted.filter(Q(leased_until=None) | Q(leased_until__lt=at)).order_by("next_at")

    def paused(self) -> Self:
        """Keep those that wait for a person."""
        return self.filter(feed__is_active=True).exclude(pause="")
