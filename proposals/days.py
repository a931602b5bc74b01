"""How days are written and read: in the reader's calendar, with another beside it.

What a machine reads stays ISO 8601. Solar Hijri days are converted by persiantools, Hijri ones
(Umm al-Qura) by hijridate, which knows the years 1343 to 1500; the months' names are our own, since
they are translated like every other word.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Self

from babel.dates import format_date, format_time
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

from proposals.passages import DIGITS
from proposals.vocabulary import Calendar, Numerals

if TYPE_CHECKING:
    from proposals.models import User

# No day of the record lies before it; such a year was meant in another calendar.
FIRST_GREGORIAN_YEAR = 1700
# The Gregorian months as the CLDR names them; a ministry's own Arabic is a setting.
LOCALES = {"fa": "fa", "en": "en_GB"}
LATIN = "0123456789"
# The years of which the first days are known, as far as the record may reach.
YEARS = {Calendar.SOLAR_HIJRI.value: (1250, 1500), Calendar.HIJRI.value: (1343, 1500)}
WRITTEN: dict[str, str] = {
    Numerals.LATIN: LATIN,
    Numerals.ARABIC: "٠١٢٣٤٥٦٧٨٩",
    Numerals.PERSIAN: "۰۱۲۳۴۵۶۷۸۹",
}
_TO_LATIN = str.maketrans(DIGITS)
_PARTS = re.compile(r"\s*(\d{4})\s*[-/.،]\s*(\d{1,2})\s*[-/.،]\s*(\d{1,2})\s*", re.ASCII)

MONTHS: dict[str, tuple[str | Promise, ...]] = {
    Calendar.SOLAR_HIJRI: (
        gettext_lazy("Farvardin"),
        gettext_lazy("Ordibehesht"),
        gettext_lazy("Khordad"),
        gettext_lazy("Tir"),
        gettext_lazy("Mordad"),
        gettext_lazy("Shahrivar"),
        gettext_lazy("Mehr"),
        gettext_lazy("Aban"),
        gettext_lazy("Azar"),
        gettext_lazy("Dey"),
        gettext_lazy("Bahman"),
        gettext_lazy("Esfand"),
    ),
    Calendar.HIJRI: (
        gettext_lazy("Muharram"),
        gettext_lazy("Safar"),
        gettext_lazy("Rabi al-Awwal"),
        gettext_lazy("Rabi al-Thani"),
        gettext_lazy("Jumada al-Ula"),
        gettext_lazy("Jumada al-Akhira"),
        gettext_lazy("Rajab"),
        gettext_lazy("Shaban"),
        gettext_lazy("Ramadan"),
        gettext_lazy("Shawwal"),
        gettext_lazy("Dhu al-Qadah"),
        gettext_lazy("Dhu al-Hijjah"),
    ),
}


@dataclass(frozen=True)
class Manner:
    """How a reader has days written: the calendar, another beside it, and the numerals.

    Whoever reads another calendar than the Gregorian has that one beside it at least.
    """

    calendar: str = Calendar.GREGORIAN
    beside: str = ""
    numerals: str = ""

    @classmethod
    def of(cls, user: "User") -> Self:
        """Give what a person prefers."""
        return cls(user.calendar, user.calendar_beside, user.numerals)

    @property
    def other(self) -> str:
        """The calendar beside the first; empty for none."""
        wanted = self.beside or Calendar.GREGORIAN.value
        return "" if wanted == self.calendar else wanted


_manner: ContextVar[Manner | None] = ContextVar("manner", default=None)


def manner() -> Manner:
    """Give how days are written just now."""
    return _manner.get() or Manner()


@contextmanager
def written_for(wanted: Manner) -> Iterator[None]:
    """Write days in this manner within the block."""
    token = _manner.set(wanted)
    try:
        yield
    finally:
        _manner.reset(token)


def numerals(value: object) -> str:
    """Write digits as the reader prefers; as they are where the reader has no preference."""
    wanted = manner().numerals
    if not wanted:
        return str(value)
    return str(value).translate(_TO_LATIN).translate(str.maketrans(LATIN, WRITTEN[wanted]))


def parts_of(day: date, calendar: str) -> tuple[int, int, int] | None:
    """Give year, month and day in a calendar; None where its tables don't reach."""
    if calendar == Calendar.GREGORIAN:
        return day.year, day.month, day.day
    try:
        if calendar == Calendar.SOLAR_HIJRI:
            solar = JalaliDate(day)  # type: ignore[no-untyped-call]  # its own form
            return solar.year, solar.month, solar.day
        return Gregorian.fromdate(day).to_hijri().datetuple()
    except (ValueError, OverflowError):
        return None


def day_in(calendar: str, year: int, month: int, day: int) -> date:
    """Give the Gregorian day of a day in a calendar; ValueError where there is no such day."""
    if calendar == Calendar.SOLAR_HIJRI:
        solar = JalaliDate(year, month, day)  # type: ignore[no-untyped-call]  # its own form
        return date.fromordinal(solar.to_gregorian().toordinal())
    if calendar == Calendar.HIJRI:
        try:
            return date.fromordinal(Hijri(year, month, day).to_gregorian().toordinal())
        except OverflowError as error:
            raise ValueError(str(error)) from error
    return date(year, month, day)


@cache
def new_years(calendar: str) -> tuple[int, list[date]]:
    """Give the first year of a calendar's tables, and the first day of each year from it on."""
    first, last = YEARS[calendar]
    return first, [day_in(calendar, year, 1, 1) for year in range(first, last + 1)]


def in_figures(day: date, calendar: str | None = None) -> str:
    """Write a day as year, month and day in figures, as a form's field has it: 1405-09-03."""
    found = parts_of(day, manner().calendar if calendar is None else calendar)
    year, month, day_of_month = found or (day.year, day.month, day.day)
    return f"{year:04}-{month:02}-{day_of_month:02}"


def day_read(words: str) -> date:
    """Read a day in figures of any script, in the reader's calendar or as a Gregorian one.

    ValueError where there is no such day. The year tells the calendars apart: what lies before
    1700 is not a Gregorian year of this record.
    """
    found = _PARTS.fullmatch(words.translate(_TO_LATIN))
    if found is None:
        raise ValueError(words)
    year, month, day = map(int, found.groups())
    calendar = manner().calendar
    if year >= FIRST_GREGORIAN_YEAR:
        return date(year, month, day)
    if calendar == Calendar.GREGORIAN:
        raise ValueError(words)
    return day_in(calendar, year, month, day)


def in_calendar(day: date, calendar: str) -> str:
    """Write a day with the name of its month in a calendar; empty where its tables don't reach."""
    if calendar == Calendar.GREGORIAN:
        return numerals(format_date(day, "d MMMM y", locale=_locale()))
    found = parts_of(day, calendar)
    if found is None:
        return ""
    year, month, day_of_month = found
    words = _("%(day)s %(month)s %(year)s")
    parts = {"day": day_of_month, "month": MONTHS[calendar][month - 1], "year": year}
    return numerals(words % parts)


def day_and_month(day: date) -> str:
    """Write a day without its year in the reader's calendar."""
    calendar = manner().calendar
    found = parts_of(day, calendar)
    if calendar == Calendar.GREGORIAN or found is None:
        return numerals(format_date(day, "d MMMM", locale=_locale()))
    _year, month, day_of_month = found
    words = _("%(day)s %(month)s")
    return numerals(words % {"day": day_of_month, "month": MONTHS[calendar][month - 1]})


def day_in_words(day: date) -> str:
    """Write a day in the reader's calendar."""
    return in_calendar(day, manner().calendar) or in_calendar(day, Calendar.GREGORIAN)


def day_beside(day: date) -> str:
    """Write a day in the reader's other calendar; empty for none."""
    wanted = manner()
    if not wanted.other or not in_calendar(day, wanted.calendar):
        return ""
    return in_calendar(day, wanted.other)


def whole_day(day: date) -> str:
    """Write a day in the reader's calendar with the other in brackets, for plain text."""
    first, other = day_in_words(day), day_beside(day)
    return _("%(day)s (%(other)s)") % {"day": first, "other": other} if other else first


def moment_in_words(at: datetime) -> str:
    """Write a moment of the reader's time zone: the day and the hour."""
    local = timezone.localtime(at)
    parts = {"day": day_in_words(local.date()), "time": _hour(local)}
    return _("%(day)s, %(time)s") % parts


def shown_day(day: date | None) -> SafeString | str:
    """Give a day as pages show it: in the reader's calendar, the other beside it, ISO beneath."""
    if not day:  # a template passes "" where a name leads nowhere
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return _shown(day.isoformat(), day_in_words(day), day_beside(day))


def shown_moment(at: datetime | None) -> SafeString | str:
    """Give a moment as pages show it, in the reader's calendar and time zone."""
    if not at:
        return ""
    local = timezone.localtime(at)
    return _shown(local.isoformat(), moment_in_words(at), day_beside(local.date()))


def _shown(iso: str, words: str, other: str) -> SafeString:
    beside = format_html(' <small class="other-calendar">{}</small>', other) if other else ""
    return format_html('<time datetime="{}">{}{}</time>', iso, words, beside)


def _hour(local: datetime) -> str:
    return numerals(format_time(local, "HH:mm", locale="en"))


def _locale() -> str:
    language = (get_language() or "en")[:2]
    return settings.ARABIC_LOCALE if language == "ar" else LOCALES.get(language, "en_GB")
