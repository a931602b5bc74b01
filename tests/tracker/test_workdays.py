"""Working time: quiet hours, weekends per country, holidays, by a person's own clock."""

from datetime import UTC, date, datetime

import pytest

from proposals.models import User
from tracker.workdays import is_free, next_open

# A Wednesday, a Thursday, ... of December 2025, without a holiday in these countries.
DAYS = {"WED": 10, "THU": 11, "FRI": 12, "SAT": 13, "SUN": 14, "MON": 15}


@pytest.mark.parametrize(
    ("country", "weekend"),
    [
        ("IQ", {"FRI", "SAT"}),
        ("JO", {"FRI", "SAT"}),
        ("IR", {"THU", "FRI"}),
        ("TR", {"SAT", "SUN"}),
        ("MR", {"SAT", "SUN"}),
        ("", set()),
        ("XX", set()),
    ],
)
def test_each_country_has_its_weekend(country: str, weekend: set[str]) -> None:
    assert {name for name, day in DAYS.items() if is_free(date(2025, 12, day), country)} == weekend


@pytest.mark.parametrize(
    ("country", "day"),
    [("IR", date(2026, 3, 21)), ("TR", date(2026, 10, 29)), ("IQ", date(2027, 1, 6))],
)
def test_public_holidays_are_free(country: str, day: date) -> None:
    assert is_free(day, country)


def person(**values: object) -> User:
    return User(time_zone="Asia/Baghdad", **values)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Give a moment of March 2026 in Baghdad, three hours ahead of UTC."""
    return datetime(2026, 3, day, hour - 3, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (at(4, 9), at(4, 9)),
        (at(4, 19, 59), at(4, 19, 59)),
        (at(4, 20), at(5, 7)),
        (at(5, 3), at(5, 7)),
        (at(5, 7), at(5, 7)),
        (at(5, 23), at(8, 7)),  # over Friday and Saturday
        (at(6, 12), at(8, 7)),
    ],
)
def test_the_night_and_the_weekend_are_quiet(asked: datetime, told: datetime) -> None:
    assert next_open(person(country="IQ"), at=asked) == told


def test_quiet_hours_may_lie_within_the_day() -> None:
    early = person(quiet_from=0, quiet_until=9)

    assert next_open(early, at=at(4, 4)) == at(4, 9)
    assert next_open(early, at=at(4, 22)) == at(4, 22)


def test_the_same_hour_twice_is_never_quiet() -> None:
    assert next_open(person(quiet_from=5, quiet_until=5), at=at(4, 5)) == at(4, 5)


def test_holidays_in_a_row_are_passed_over() -> None:
    """Nowruz 2026: Saturday 21 March to Tuesday 24, after a weekend of Thursday and Friday."""
    tehran = User(time_zone="Asia/Tehran", country="IR")
    asked = datetime(2026, 3, 18, 18, tzinfo=UTC)  # Wednesday evening

    told = next_open(tehran, at=asked)

    assert told.date() >= date(2026, 3, 25)
    assert not is_free(told.date(), "IR")
