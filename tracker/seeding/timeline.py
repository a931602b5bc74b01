"""The order of the demo's story: what was done on which day, and at what hour."""

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from proposals.vocabulary import Precision

# The hours, in UTC, over which the work of a day is spread.
FROM_HOUR, TO_HOUR = 7, 15
# What is done today was done in the last minutes: the story never reaches into the future.
TODAY = timedelta(minutes=45)
MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}


@dataclass(frozen=True)
class Event:
    """Something done so many days ago; it is told its moment when it is done."""

    ago: int
    do: Callable[[datetime], object]


def play(events: Iterable[Event], *, at: datetime) -> None:
    """Do the events in the order of their days, and those of one day in the order given."""
    in_order = sorted(events, key=lambda event: -event.ago)
    for ago, todays in groupby(in_order, key=lambda event: event.ago):
        whole_day = list(todays)
        for moment, event in zip(moments(ago, len(whole_day), at=at), whole_day, strict=True):
            event.do(moment)


def moments(ago: int, count: int, *, at: datetime) -> Iterator[datetime]:
    """Give so many moments, in order, spread over the working hours of a day."""
    start, length = at - TODAY, TODAY
    if ago:
        start, length = opening(ago, at=at), timedelta(hours=TO_HOUR - FROM_HOUR)
    return (start + length * number / (count + 1) for number in range(1, count + 1))


def opening(ago: int, *, at: datetime) -> datetime:
    """Give the moment at which the work of a day began."""
    return datetime.combine(day(-ago, at=at), time(FROM_HOUR, tzinfo=UTC))


def day(ahead: int, *, at: datetime) -> date:
    """Give the day so many days ahead of the day of seeding, or behind it."""
    return at.astimezone(UTC).date() + timedelta(days=ahead)


def last_day(within: date, precision: Precision) -> date:
    """Give the last day of the month, quarter or year in which a day lies, or the day itself."""
    length = MONTHS.get(precision)
    if length is None:
        return within
    month = (within.month - 1) // length * length + length
    return date(within.year, month, calendar.monthrange(within.year, month)[1])
