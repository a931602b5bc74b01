"""The tick: it owes, takes up what was left lying, and rings for what waits."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from proposals.models import SignIn, User
from tracker import claiming, deliveries, ticking
from tracker.models import Delivery, TickStep

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
    claiming.claim(at=at)

    assert tick(minutes=1) == []
    assert tick(minutes=3) == ["send_due"]


def test_what_came_to_an_end_is_not_rung_for(
    tick: Callable[..., list[str]], owed: Delivery
) -> None:
    Delivery.objects.update(state="failed")

    assert tick() == []


@pytest.mark.parametrize("name", ["owe reminders", "owe digests", "sweep deliveries"])
def test_a_step_that_fails_stops_no_other(
    tick: Callable[..., list[str]],
    owed: Delivery,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(ticking.STEPS, name, fail)

    assert tick() == ["send_due"]
    assert tick() == ["send_due"]
    failed = TickStep.objects.get(name=name)
    assert (failed.failures, failed.last_error) == (2, "ZeroDivisionError: ")
    assert not TickStep.objects.exclude(name=name).filter(failures__gt=0).exists()


def test_every_step_says_how_long_it_took_and_when(
    db: None, tick: Callable[..., list[str]], at: datetime
) -> None:
    tick()

    assert set(TickStep.objects.values_list("name", flat=True)) == set(ticking.STEPS)
    assert all(step.ended_at == at and step.seconds > 0 for step in TickStep.objects.all())


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
def test_the_words_of_a_message_are_removed_after_a_while(
    tick: Callable[..., list[str]], owed: Delivery, settings: Settings, days: int, is_kept: bool
) -> None:
    settings.MESSAGE_DAYS = 30
    deliveries.send_due(at=lambda: owed.owed_at)
    tick(days=days)

    owed.refresh_from_db()
    assert bool(owed.html) is bool(owed.text) is is_kept
    assert owed.subject
    assert (owed.content_cut_at is None) is is_kept


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
def test_sign_ins_are_forgotten_after_a_while(
    tick: Callable[..., list[str]], owner: User, settings: Settings, at: datetime,
    days: int, is_kept: bool,
) -> None:  # fmt: skip
    settings.SIGN_IN_DAYS = 30
    SignIn.objects.create(user=owner, at=at, step="signed_in")
    tick(days=days)

    assert SignIn.objects.exists() is is_kept


def test_what_is_still_owed_keeps_its_words(tick: Callable[..., list[str]], owed: Delivery) -> None:
    far = owed.owed_at + timedelta(days=900)
    Delivery.objects.update(html="<p>", state="uncertain", not_before=far)
    tick(days=400)

    owed.refresh_from_db()
    assert owed.content_cut_at is None
