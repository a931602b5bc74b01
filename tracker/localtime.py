"""Local time: when an hour of a person's own day comes, whatever their clocks do meanwhile."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def zone_named(name: str) -> tzinfo:
    """Give the time zone of this name (IANA); UTC for a name that there is none of."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def moment(day: date, hour: int, zone: tzinfo) -> datetime:
    """Give the instant, in UTC, at which an hour of a local day comes.

    Where clocks skip the hour, it is the first minute after the gap; where they repeat it, the
    first of the two. A day that is skipped whole gives the beginning of the next one.
    """
    wall = datetime.combine(day, time(hour))
    while not _exists(wall, zone):
        wall += MINUTE
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _exists(wall: datetime, zone: tzinfo) -> bool:
    """Tell whether clocks in the zone ever show this."""
    back = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None) == wall


def last_day(hour: int, zone: tzinfo, at: datetime) -> date:
    """Give the newest local day whose hour has come."""
    today = at.astimezone(zone).date()
    return today if moment(today, hour, zone) <= at else today - DAY
