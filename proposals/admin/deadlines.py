"""How a deadline reads: the day, how long is left, and how much it presses."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.days import numerals

SOON_DAYS = 7
# Past this many days, weeks say more than days; past that many, months do.
COUNT_WEEKS_FROM, COUNT_MONTHS_FROM = 21, 90
WEEK, MONTH = 7, 30


@dataclass(frozen=True)
class TimeLeft:
    """How long is left until a day, in words, and whether that is late, soon or far."""

    words: str
    tone: str


def time_left(due_on: date, *, on: date) -> TimeLeft:
    """Tell how long is left from one day until another."""
    days = (due_on - on).days
    if days < 0:
        return TimeLeft(numerals(_late(-days)), "late")
    tone = "soon" if days <= SOON_DAYS else "far"
    return TimeLeft(_("today") if days == 0 else numerals(_ahead(days)), tone)


def _late(days: int) -> str:
    if days < COUNT_WEEKS_FROM:
        return ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}
    if days < COUNT_MONTHS_FROM:
        weeks = days // WEEK
        return ngettext("%(count)d week late", "%(count)d weeks late", weeks) % {"count": weeks}
    months = days // MONTH
    return ngettext("%(count)d month late", "%(count)d months late", months) % {"count": months}


def _ahead(days: int) -> str:
    if days < COUNT_WEEKS_FROM:
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    if days < COUNT_MONTHS_FROM:
        weeks = days // WEEK
        return ngettext("in %(count)d week", "in %(count)d weeks", weeks) % {"count": weeks}
    months = days // MONTH
    return ngettext("in %(count)d month", "in %(count)d months", months) % {"count": months}
