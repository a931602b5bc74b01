"""The shelf: it holds while the record stays as it is, and not a moment longer."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from proposals.models import Proposal
from proposals.rights import Actor
from proposals.services import proposals
from tests.mail_server import MailServer
from tracker import deliveries, shelf
from tracker.models import Delivery
from tracker.shelf import Shelf

AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SYSTEM = Actor.of_system("tests")

type Make = Callable[..., Any]


def rename(proposal: Proposal, title: str) -> None:
    fresh = Proposal.objects.get(pk=proposal.pk)
    proposals.edit(proposal=fresh, values={"title_en": title}, by=SYSTEM, at=AT)


def holds(one: Shelf) -> bool:
    before = one.editions
    one.look()
    return one.editions is before


def test_it_holds_while_nothing_changes(proposal: Proposal) -> None:
    assert holds(Shelf())


def test_any_change_of_the_record_empties_it(proposal: Proposal) -> None:
    one = Shelf()
    rename(proposal, "Another name")

    assert not holds(one)
    assert holds(one)


def test_what_the_history_does_not_note_is_soon_looked_up_again(
    proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Shelf()
    monkeypatch.setattr(shelf, "KEPT_SECONDS", -1)

    assert not holds(one)


def test_it_does_not_grow_with_letters_that_share_nothing(
    post: MailServer, owed: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Shelf()
    monkeypatch.setattr(shelf, "KEPT_LETTERS", 0)
    deliveries.send_due(at=lambda: AT, shelf=one)
    assert len(one.press) == 1

    one.look()

    assert len(one.press) == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_late_empties_it(proposal: Proposal, make_proposal: Make) -> None:
    """It has a lower number than one that was there when the shelf was begun."""
    begun, go_on = Barrier(2), Barrier(2)

    def slow() -> None:
        with transaction.atomic():
            rename(proposal, "Slow")
            begun.wait()
            go_on.wait()
        connection.close()

    thread = Thread(target=slow)
    thread.start()
    begun.wait()
    make_proposal(titles={"en": "Quick"})
    one = Shelf()
    assert holds(one)
    go_on.wait()
    thread.join()

    assert not holds(one)


def test_the_next_round_tells_of_what_was_changed_since(
    post: MailServer, make_due: Make, owe_digests: Make
) -> None:
    """Two digests tell of the same, and both rounds have the same shelf."""
    one, proposal = Shelf(), make_due(date(2026, 3, 18))
    later = owe_digests(2)[1]
    Delivery.objects.filter(pk=later.pk).update(not_before=AT + MINUTE)
    deliveries.send_due(at=lambda: AT, shelf=one)
    rename(proposal, "The new name")
    deliveries.send_due(at=lambda: AT + MINUTE, shelf=one)

    first, second = (one.part("plain") for one in post.taken)
    assert "A joint border operations centre" in first
    assert "The new name" in second


def test_two_rounds_between_which_nothing_changed_look_up_less(
    post: MailServer,
    make_due: Make,
    owe_digests: Make,
) -> None:
    make_due(date(2026, 3, 18))
    later = owe_digests(2)[1]
    Delivery.objects.filter(pk=later.pk).update(not_before=AT + MINUTE)
    one = Shelf()
    with CaptureQueriesContext(connection) as first:
        deliveries.send_due(at=lambda: AT, shelf=one)
    with CaptureQueriesContext(connection) as second:
        deliveries.send_due(at=lambda: AT + MINUTE, shelf=one)

    assert len(post.taken) == 2
    assert len(second) < len(first) - 5
