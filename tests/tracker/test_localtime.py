"""Local time: hours that clocks skip or repeat, days that a country leaves out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tracker.localtime import last_day, moment, zone_named


@pytest.mark.parametrize(
    ("zone", "day", "hour", "expected"),
    [
        ("UTC", date(2026, 3, 11), 8, "2026-03-11T08:00"),
        ("Asia/Baghdad", date(2026, 3, 11), 8, "2026-03-11T05:00"),
        ("Asia/Tehran", date(2026, 3, 11), 8, "2026-03-11T04:30"),
        # Clocks go back: 02:00 comes twice, the first counts.
        ("Europe/Paris", date(2026, 10, 25), 2, "2026-10-25T00:00"),
        ("America/New_York", date(2026, 11, 1), 1, "2026-11-01T05:00"),
        # Clocks go forward: 02:00 does not come, 03:00 is the first minute after.
        ("Europe/Paris", date(2027, 3, 28), 2, "2027-03-28T01:00"),
        ("America/New_York", date(2027, 3, 14), 2, "2027-03-14T07:00"),
        # Midnight does not come.
        ("America/Sao_Paulo", date(2018, 11, 4), 0, "2018-11-04T03:00"),
        ("Africa/Cairo", date(2026, 4, 24), 0, "2026-04-23T22:00"),
        ("Asia/Beirut", date(2026, 3, 29), 0, "2026-03-28T22:00"),
        # No daylight saving.
        ("Asia/Aden", date(2026, 10, 25), 2, "2026-10-24T23:00"),
        # Samoa had no 30 December 2011 at all.
        ("Pacific/Apia", date(2011, 12, 30), 8, "2011-12-30T10:00"),
        ("Pacific/Apia", date(2011, 12, 31), 8, "2011-12-30T18:00"),
    ],
)
def test_an_hour_comes_once_and_at_its_first_valid_minute(
    zone: str, day: date, hour: int, expected: str
) -> None:
    assert moment(day, hour, ZoneInfo(zone)) == datetime.fromisoformat(expected + "+00:00")


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../etc/passwd", "America", "\x00"])
def test_a_zone_that_there_is_none_of_is_utc(name: str) -> None:
    assert zone_named(name) is UTC


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_named("Asia/Tehran") == ZoneInfo("Asia/Tehran")


def test_the_last_day_begins_with_its_hour() -> None:
    zone = ZoneInfo("Asia/Baghdad")
    eight = datetime(2026, 3, 11, 5, tzinfo=UTC)

    assert last_day(8, zone, eight) == date(2026, 3, 11)
    assert last_day(8, zone, eight - timedelta(seconds=1)) == date(2026, 3, 10)
