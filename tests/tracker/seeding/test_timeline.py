"""The order of the story: its days, its hours, and what a deadline's words mean."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.vocabulary import Precision
from tracker.seeding.timeline import Event, day, last_day, moments, opening, play

AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)


def played(*agos: int, at: datetime = AT) -> list[tuple[int, datetime]]:
    """Give the places of the events in the order in which they were done, with their moments."""
    done: list[tuple[int, datetime]] = []

    def note(place: int) -> Event:
        return Event(agos[place], lambda moment: done.append((place, moment)))

    play([note(place) for place in range(len(agos))], at=at)
    return done


def test_what_is_longer_ago_is_done_first() -> None:
    assert [place for place, _moment in played(3, 40, 0, 7)] == [1, 3, 0, 2]


def test_one_day_keeps_the_order_given() -> None:
    done = played(5, 5, 9, 5)

    assert [place for place, _moment in done] == [2, 0, 1, 3]
    assert done[1][1] < done[2][1] < done[3][1]


def test_work_is_done_in_working_hours() -> None:
    (_place, moment), *_ = played(5)

    assert moment.date() == date(2026, 3, 6)
    assert 7 <= moment.hour < 15


def test_todays_work_was_done_in_the_last_minutes() -> None:
    at = datetime(2027, 1, 1, 0, 5, tzinfo=UTC)

    done = [moment for _place, moment in played(0, 0, 0, at=at)]

    assert at - timedelta(hours=1) < done[0] < done[1] < done[2] < at


@given(
    st.lists(st.integers(0, 800), min_size=1, max_size=40),
    st.datetimes(
        min_value=datetime(2024, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
        max_value=datetime(2040, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
)
def test_the_story_runs_forward_and_never_into_the_future(agos: list[int], at: datetime) -> None:
    done = [moment for _place, moment in played(*agos, at=at)]

    assert done == sorted(done)
    assert len(set(done)) == len(done)
    assert done[-1] < at


def test_a_day_has_as_many_moments_as_it_needs() -> None:
    found = list(moments(3, 200, at=AT))

    assert len(found) == 200
    assert {moment.date() for moment in found} == {date(2026, 3, 8)}


def test_days_are_counted_in_one_zone() -> None:
    in_tokyo = datetime(2026, 3, 12, 3, 0, tzinfo=timezone(timedelta(hours=9)))

    assert day(0, at=in_tokyo) == date(2026, 3, 11)
    assert opening(2, at=in_tokyo) == datetime(2026, 3, 9, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("within", "precision", "last"),
    [
        (date(2026, 3, 11), Precision.DAY, date(2026, 3, 11)),
        (date(2026, 3, 11), Precision.EVENT, date(2026, 3, 11)),
        (date(2026, 2, 1), Precision.MONTH, date(2026, 2, 28)),
        (date(2028, 2, 29), Precision.MONTH, date(2028, 2, 29)),
        (date(2026, 1, 1), Precision.QUARTER, date(2026, 3, 31)),
        (date(2026, 6, 30), Precision.QUARTER, date(2026, 6, 30)),
        (date(2026, 7, 1), Precision.QUARTER, date(2026, 9, 30)),
        (date(2026, 1, 1), Precision.YEAR, date(2026, 12, 31)),
    ],
)
def test_a_period_is_due_on_its_last_day(within: date, precision: Precision, last: date) -> None:
    assert last_day(within, precision) == last
