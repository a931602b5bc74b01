"""A span of days as an address names it, such as ``2026-01-01..2026-03-31``; both ends count."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Q
from django.utils.translation import gettext as _

from proposals.days import day_in_words

BETWEEN = ".."


@dataclass(frozen=True)
class Span:
    """From one day until another; either may be left open."""

    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, text: str) -> Self | None:
        """Read a span as an address names it; None for what is none."""
        first, between, last = text.partition(BETWEEN)
        if not between or not (first or last):
            return None
        try:
            return cls(*(date.fromisoformat(day) if day else None for day in (first, last)))
        except ValueError:
            return None

    def __str__(self) -> str:
        days = (day.isoformat() if day else "" for day in (self.since, self.until))
        return BETWEEN.join(days)

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    @property
    def words(self) -> str:
        """The span as a reader says it."""
        since, until = (day and day_in_words(day) for day in (self.since, self.until))
        if since and until:
            return _("%(since)s to %(until)s") % {"since": since, "until": until}
        if since:
            return _("From %(since)s") % {"since": since}
        return _("Until %(until)s") % {"until": until}

    def on(self, field: str) -> Q:
        """Give the condition that a day, named by its field, lies in the span."""
        lower = Q(**{f"{field}__gte": self.since}) if self.since else Q()
        return lower & (Q(**{f"{field}__lte": self.until}) if self.until else Q())

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return (self.since or day) <= day <= (self.until or day)
