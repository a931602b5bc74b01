"""The frame of every service: who, when and why, for its own transaction and no longer."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from proposals.models import Change, Outlet
from proposals.rights import Actor
from proposals.services.recording import recording

type Newest = Callable[[], Change]


def note(name: str) -> Outlet:
    return Outlet.objects.create(name_en=name)


def test_an_entry_says_who_when_and_why(officer: Actor, at: datetime, last_change: Newest) -> None:
    with recording(by=officer, at=at, why="A new agency"):
        outlet = note("INA")

    change = last_change()
    assert (change.actor, change.actor_name, change.at) == (officer.key, "Samira", at)
    assert (change.why, change.operation) == ("A new agency", "insert")
    assert (change.subject, change.subject_id) == ("outlet", outlet.pk)
    assert change.fields["name_en"] == [None, "INA"]


def test_an_inner_service_signs_its_own_writes_and_no_others(
    officer: Actor, head: Actor, at: datetime, last_change: Newest
) -> None:
    later = at + timedelta(minutes=1)
    with recording(by=officer, at=at, why="outer"):
        with recording(by=head, at=later, why="inner"):
            note("first")
            inner = last_change()
        note("second")

    outer = last_change()
    assert (inner.actor, inner.at, inner.why) == (head.key, later, "inner")
    assert (outer.actor, outer.at, outer.why) == (officer.key, at, "outer")
    assert inner.transaction == outer.transaction
    assert inner.context_id == outer.context_id


def test_the_outer_reason_stands_where_the_inner_service_gives_none(
    officer: Actor, at: datetime, last_change: Newest
) -> None:
    with recording(by=officer, at=at, why="After the call"), recording(by=officer, at=at):
        note("INA")

    assert last_change().why == "After the call"


def test_a_refused_inner_service_gives_the_pen_back(
    officer: Actor, head: Actor, at: datetime, last_change: Newest
) -> None:
    with recording(by=officer, at=at, why="outer"):
        with pytest.raises(LookupError), recording(by=head, at=at, why="inner"):
            raise LookupError
        note("INA")

    assert (last_change().actor, last_change().why) == (officer.key, "outer")


def test_a_failure_takes_everything_back(officer: Actor, at: datetime) -> None:
    with pytest.raises(ZeroDivisionError), recording(by=officer, at=at):
        note("INA").pk //= 0

    assert not Outlet.objects.filter(name_en="INA").exists()
    assert not Change.objects.filter(subject="outlet").exists()


def test_after_a_service_the_callers_own_transaction_is_nobodys(
    officer: Actor, at: datetime
) -> None:
    with recording(by=officer, at=at):
        note("INA")

    with pytest.raises(DatabaseError, match="nobody was named"), transaction.atomic():
        note("IRNA")


@pytest.mark.django_db(transaction=True)
def test_a_service_asks_nothing_more_of_a_database_that_committed(at: datetime) -> None:
    """The pen is taken away by the commit; only inside a caller's transaction is it handed back."""
    with connection.execute_wrapper(_no_leftover), recording(by=Actor.of_system("x"), at=at):
        note("INA")

    assert not connection.in_atomic_block
    with pytest.raises(DatabaseError, match="nobody was named"):
        note("IRNA")


def _no_leftover(execute: Callable[..., object], sql: str, *rest: object) -> object:
    assert "set_config('pghistory.context_metadata', ''" not in sql
    return execute(sql, *rest)
