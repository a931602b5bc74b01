"""Claiming: a few rows at once, each held apart; what was tried before is taken alone."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.mail_server import MailServer
from tracker import claiming, deliveries
from tracker.models import Channel, Delivery

AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)

type Make = Callable[..., Any]


def test_a_few_are_taken_at_once_and_by_nobody_else(owe_digests: Make) -> None:
    owe_digests(5)

    first, second = claiming.claim_some(3, at=AT), claiming.claim_some(3, at=AT)

    assert (len(first), len(second)) == (3, 2)
    assert not {one.pk for one in first} & {one.pk for one in second}
    assert {one.state for one in Delivery.objects.all()} == {"sending"}
    assert {one.attempts for one in [*first, *second]} == {1}
    assert claiming.claim_some(3, at=AT) == []


def test_what_was_tried_before_is_taken_alone(owe_digests: Make) -> None:
    tried, *others = owe_digests(4)
    Delivery.objects.filter(pk=tried.pk).update(attempts=1, not_before=AT - SECOND)

    assert [one.pk for one in claiming.claim_some(4, at=AT)] == [tried.pk]
    assert {one.pk for one in claiming.claim_some(4, at=AT)} == {one.pk for one in others}


def test_the_untried_do_not_take_the_tried_along(owe_digests: Make) -> None:
    *others, tried = owe_digests(4)
    Delivery.objects.filter(pk=tried.pk).update(attempts=1, not_before=AT)
    Delivery.objects.exclude(pk=tried.pk).update(not_before=AT - SECOND)

    assert {one.pk for one in claiming.claim_some(4, at=AT)} == {one.pk for one in others}


def test_what_is_given_back_is_due_as_before(owe_digests: Make) -> None:
    owe_digests(3)
    taken = claiming.claim_some(3, at=AT)

    claiming.give_back(taken[1:])

    assert Delivery.objects.due(at=AT).count() == 2
    assert set(Delivery.objects.due(at=AT).values_list("attempts", flat=True)) == {0}
    kept = Delivery.objects.get(state="sending")
    assert (kept.pk, kept.lease_token) == (taken[0].pk, taken[0].lease_token)


def test_only_who_holds_a_row_gives_it_back(owe_digests: Make) -> None:
    owe_digests(1)
    late = claiming.claim_some(1, at=AT)
    deliveries.sweep(at=AT + 121 * SECOND)
    now = claiming.claim(at=AT + 121 * SECOND)

    claiming.give_back(late)

    assert now is not None
    assert Delivery.objects.get().lease_token == now.lease_token


def test_a_way_that_is_closed_is_left_alone(owe_digests: Make) -> None:
    owe_digests(2)

    assert claiming.claim_some(at=AT, ways=[Channel.Name.NOTICE]) == []


def test_when_time_is_up_the_rest_is_given_back(
    post: MailServer, owe_digests: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe_digests(4)
    monkeypatch.setattr(deliveries, "BUDGET_SECONDS", 0.05)
    post.on_taken = lambda _count: time.sleep(0.1)

    assert deliveries.send_due(at=lambda: AT) is True

    assert len(post.taken) == 1
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1), ("queued", 0)}


def test_a_server_that_closes_down_gets_nothing_more_of_what_is_in_hand(
    post: MailServer, owe_digests: Make
) -> None:
    owe_digests(4)
    post.answers["MAIL"] = "530 Sign in first"

    deliveries.send_due(at=lambda: AT)

    assert set(Delivery.objects.values_list("state", "attempts")) == {("queued", 0)}
    assert post.taken == []
