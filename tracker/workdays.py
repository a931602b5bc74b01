"""Working time: when a person may be told, by their own clock, weekend, holidays and absence.

Weekends and public holidays come from the ``holidays`` library, which needs no network. Holidays
that follow the moon are its estimates.
"""

from datetime import date, datetime, timedelta
from functools import cache

from django.utils import timezone
from holidays import HolidayBase, country_holidays

from proposals.models import User
from tracker.localtime import DAY, moment, zone_named

# Where offices keep other days than the library's shops and schools. Monday is 0.
OFFICE_WEEKENDS = {"IR": {3, 4}, "MR": {5, 6}}
# Longer than any row of free days; whoever never works is told all the same.
PATIENCE_DAYS = 30


def is_free(day: date, country: str) -> bool:
    """Tell whether offices of a country (ISO 3166-1) are closed on a day; of none, never."""
    calendar = _calendar(country)
    if calendar is None:
        return False
    weekend = OFFICE_WEEKENDS.get(country, calendar.weekend)
    return day.weekday() in weekend or day in calendar


@cache
def _calendar(country: str) -> HolidayBase | None:
    try:
        return country_holidays(country) if country else None
    except NotImplementedError:  # a country that the library does not know
        return None


def next_open(person: User, *, at: datetime) -> datetime:
    """Give the first moment from ``at`` on at which the person may be told."""
    zone = zone_named(person.time_zone)
    when = at
    for _ in range(PATIENCE_DAYS):
        local = timezone.localtime(when, zone)
        if is_free(local.date(), person.country):
            when = moment(local.date() + DAY, _wakes(person), zone)
        elif _is_quiet(local.hour, person):
            is_evening = local.hour >= _wakes(person)
            day = local.date() + (DAY if is_evening else timedelta())
            when = moment(day, _wakes(person), zone)
        else:
            break
    return when


def _wakes(person: User) -> int:
    """Give the hour from which the person may be told on a working day."""
    return 0 if person.quiet_from == person.quiet_until else person.quiet_until


def _is_quiet(hour: int, person: User) -> bool:
    begins, ends = person.quiet_from, person.quiet_until
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends
