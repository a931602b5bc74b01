"""The tick: it owes, takes up what was left lying, and rings for what waits."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tracker import deliveries, ticking
from tracker.models import Delivery

type Make = Callable[..., Any]


@pytest.fixture
def tick(at: datetime) -> Callable[..., list[str]]:
    """Give a function that lets the tick come by, and gives what it rang for."""

    def run(**later: float) -> list[str]:
        rung: list[str] = []
        ticking.tick(at=at + timedelta(**later), ring=lambda task, **_: rung.append(task))
        return rung

    return run


def test_nothing_is_rung_for_where_nothing_waits(db: None, tick: Callable[..., list[str]]) -> None:
    assert tick() == []


def test_a_reminder_that_comes_due_is_owed_and_rung_for(
    tick: Callable[..., list[str]], make_rule: Make, make_due: Make
) -> None:
    make_rule("before_due", 7)
    make_due(date(2026, 3, 18))

    assert tick() == ["send_due"]
    assert tick(minutes=1) == ["send_due"]
    assert Delivery.objects.count() == 1


def test_what_a_crash_left_lying_is_rung_for_again(
    tick: Callable[..., list[str]], owed: Delivery, at: datetime
) -> None:
    deliveries.claim(at=at)

    assert tick(minutes=1) == []
    assert tick(minutes=3) == ["send_due"]


def test_what_came_to_an_end_is_not_rung_for(
    tick: Callable[..., list[str]], owed: Delivery
) -> None:
    Delivery.objects.update(state="failed")

    assert tick() == []
