"""Handing notices over to a real server: signed, in order, again until they are taken."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from proposals.models import Client, Proposal
from proposals.rights import Actor
from proposals.services import proposals as services
from tests.conftest import SYSTEM
from tests.tracker.webhooks.conftest import Receiver
from tracker import fetching
from tracker.models import Delivery
from tracker.webhooks import calling, endpoints, owing
from tracker.webhooks.models import Attempt, Endpoint, Notice

type Make = Callable[..., Any]
SOON = timedelta(seconds=6)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def owed(endpoint: Endpoint, now: datetime) -> Notice:
    """One notice that waits."""
    return owing.owe_test(endpoint=endpoint, at=now)


def call_at(endpoint: Endpoint, moment: datetime) -> None:
    calling.call_due(endpoint_id=endpoint.pk, at=lambda: moment)


def state_of(notice: Notice) -> tuple[str, int]:
    notice.refresh_from_db()
    return notice.state, notice.attempts


def test_a_partner_learns_what_happened_and_can_verify_it(
    endpoint: Endpoint, receiver: Receiver, proposal: Proposal, move: Make, call: Make
) -> None:
    call()
    receiver.calls.clear()
    move(proposal, "discuss", reason="On the agenda")

    call()

    (sent,) = receiver.calls
    event = sent.verified(endpoint.shown_secret)  # type: ignore[attr-defined]  # for the tests
    assert event["type"] == "proposal.moved"
    assert event["data"]["reference"] == proposal.reference
    assert event["data"]["url"].endswith(f"/api/v1/proposals/{proposal.reference}/")
    change = event["data"]["change"]
    assert change["why"] == "On the agenda"
    moved = {one["field"]: (one["before"], one["after"]) for one in change["changes"]}
    assert moved["status"] == ("proposed", "under_discussion")
    assert sent.headers["content-type"] == "application/json"
    assert len(sent.body) < 20_000
    assert set(Notice.objects.values_list("state", flat=True)) == {"done"}


def test_a_test_takes_the_same_way(endpoint: Endpoint, receiver: Receiver, owed: Notice) -> None:
    call_at(endpoint, owed.not_before)

    (sent,) = receiver.calls
    event = sent.verified(endpoint.shown_secret)  # type: ignore[attr-defined]  # for the tests
    assert event == {"type": "webhook.test", "timestamp": event["timestamp"], "data": {}}
    assert sent.identity == owed.webhook_id


def test_after_a_failure_it_comes_again_with_the_same_identity_and_a_new_time(
    endpoint: Endpoint, receiver: Receiver, owed: Notice, now: datetime
) -> None:
    receiver.answers = [500, 500]
    call_at(endpoint, now)
    assert state_of(owed) == ("queued", 1)
    call_at(endpoint, now + timedelta(seconds=1))
    assert len(receiver.calls) == 1
    call_at(endpoint, now + SOON)
    call_at(endpoint, now + timedelta(seconds=60))

    assert state_of(owed) == ("done", 3)
    assert {sent.identity for sent in receiver.calls} == {owed.webhook_id}
    assert {sent.body for sent in receiver.calls} == {receiver.calls[0].body}
    assert len({sent.headers["webhook-timestamp"] for sent in receiver.calls}) == 3
    log = list(Attempt.objects.order_by("id").values_list("status", flat=True))
    assert log == [500, 500, 200]


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_success_is_2xx(
    endpoint: Endpoint, receiver: Receiver, owed: Notice, now: datetime, status: int
) -> None:
    receiver.answers = [status]
    Endpoint.objects.update(failing_since=now)

    call_at(endpoint, now)

    assert state_of(owed)[0] == "done"
    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.succeeded_at) == (None, now)


@pytest.mark.parametrize("status", [301, 307, 400, 401, 404, 409, 429, 500, 503])
def test_everything_else_is_tried_again(
    endpoint: Endpoint, receiver: Receiver, owed: Notice, now: datetime, status: int
) -> None:
    receiver.answers = [status]
    receiver.headers = {"Location": f"http://{receiver.place}/elsewhere"}

    call_at(endpoint, now)

    assert state_of(owed) == ("queued", 1)
    assert owed.not_before > now
    assert len(receiver.calls) == 1  # no redirect is followed
    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.is_enabled) == (now, True)


@pytest.mark.parametrize(
    ("asked", "seconds"), [("120", 120), ("999999", 3600), ("tomorrow", 0), ("-5", 0)]
)
def test_who_asks_to_be_left_alone_is_left_alone(
    endpoint: Endpoint, receiver: Receiver, owed: Notice, now: datetime, asked: str, seconds: int
) -> None:
    receiver.answers, receiver.headers = [429], {"Retry-After": asked}

    call_at(endpoint, now)

    endpoint.refresh_from_db()
    rest = endpoint.rests_until - now if endpoint.rests_until else timedelta()
    assert rest == timedelta(seconds=seconds)
    if seconds:
        call_at(endpoint, now + timedelta(seconds=seconds - 1))
        assert len(receiver.calls) == 1
        call_at(endpoint, now + timedelta(seconds=seconds))
        assert len(receiver.calls) == 2


def test_tries_go_on_for_about_a_day() -> None:
    whole = sum(calling.BACK_OFF)

    assert 20 * 3600 < whole < 28 * 3600
    assert list(calling.BACK_OFF) == sorted(calling.BACK_OFF)
    assert timedelta(seconds=whole * (1 - calling.JITTER)) > calling.FAILING_FOR


def test_after_a_day_of_failures_it_is_disabled_and_the_administrators_are_told(
    endpoint: Endpoint,
    receiver: Receiver,
    owed: Notice,
    now: datetime,
    administrator: Actor,
    officer: Actor,
) -> None:
    receiver.answers = [500] * 50
    moment, tries = now, 0
    while Endpoint.objects.get().is_enabled:
        call_at(endpoint, moment)
        tries += 1
        owed.refresh_from_db()
        moment = max(owed.not_before, moment)
        assert tries <= calling.MAX_ATTEMPTS

    assert state_of(owed) == ("failed", calling.MAX_ATTEMPTS)
    assert timedelta(hours=18) < moment - now < timedelta(hours=28)
    disabled = Endpoint.objects.get()
    assert disabled.disabled_reason == "failing"
    told = Delivery.objects.get()
    assert (told.recipient_id, told.kind) == (administrator.user_id, "webhook")
    call_at(endpoint, moment + timedelta(days=1))
    assert len(receiver.calls) == calling.MAX_ATTEMPTS


def test_one_notice_that_is_never_taken_does_not_disable_the_endpoint(
    endpoint: Endpoint, receiver: Receiver, owed: Notice, now: datetime
) -> None:
    Notice.objects.update(attempts=calling.MAX_ATTEMPTS - 1)
    Endpoint.objects.update(failing_since=now - timedelta(hours=1))  # it took others in between
    receiver.answers = [500]

    call_at(endpoint, now)

    assert state_of(owed)[0] == "failed"
    assert Endpoint.objects.get().is_enabled


def test_gone_for_good_is_disabled_at_once(
    endpoint: Endpoint, receiver: Receiver, owed: Notice, now: datetime, administrator: Actor
) -> None:
    receiver.answers = [410]

    call_at(endpoint, now)

    endpoint.refresh_from_db()
    assert (endpoint.is_enabled, endpoint.disabled_reason) == (False, "gone")
    assert state_of(owed)[0] == "queued"
    assert Delivery.objects.count() == 1


def test_enabled_again_it_is_told_what_happened_meanwhile(
    endpoint: Endpoint, receiver: Receiver, call: Make, make_proposal: Make, now: datetime
) -> None:
    endpoints.disable(endpoint, why=Endpoint.WhyDisabled.GONE, at=now)
    make_proposal()
    call()
    assert receiver.calls == []

    endpoint.refresh_from_db()
    endpoint.is_enabled = True
    endpoints.change(endpoint=endpoint, by=SYSTEM, at=now)
    call()

    assert "proposal.recorded" in receiver.types


def test_of_one_proposal_all_comes_in_order_and_the_others_do_not_wait(
    endpoint: Endpoint, receiver: Receiver, make_proposal: Make, move: Make, call: Make
) -> None:
    first, second = make_proposal(), make_proposal()
    call()
    receiver.calls.clear()
    move(first, "discuss")
    move(first, "postpone", reason="Later")
    move(second, "postpone", reason="Later")
    receiver.answers = [500]
    now = datetime.now(UTC)

    call(now)
    assert [sent.event["data"]["reference"] for sent in receiver.calls] == [
        first.reference,
        second.reference,
    ]
    call(now + SOON)

    later = [sent.event["data"] for sent in receiver.calls[2:]]
    assert [told["reference"] for told in later] == [first.reference] * 2
    statuses = [
        one["after"]
        for told in later
        for one in told["change"]["changes"]
        if one["field"] == "status"
    ]
    assert statuses == ["under_discussion", "postponed"]


def test_what_went_out_of_sight_before_it_was_sent_is_not_sent(
    endpoint: Endpoint, receiver: Receiver, proposal: Proposal, call: Make, owe: Make, at: datetime
) -> None:
    assert owe() != []
    services.edit(proposal=proposal, values={"visibility": "internal"}, by=SYSTEM, at=at)

    call()

    assert receiver.calls == []
    assert set(Notice.objects.values_list("state", flat=True)) == {"cancelled"}


def test_what_was_said_while_it_was_kept_back_is_never_told(
    endpoint: Endpoint, receiver: Receiver, make_proposal: Make, call: Make, at: datetime
) -> None:
    proposal = make_proposal(visibility="internal", titles={"en": "Words kept back"})
    services.edit(
        proposal=proposal, values={"visibility": "shared", "title_en": "Now"}, by=SYSTEM, at=at
    )

    call()

    (sent,) = receiver.calls
    assert sent.event["type"] == "proposal.shown"
    assert sent.event["data"]["change"] is None
    assert b"kept back" not in sent.body


@pytest.mark.parametrize("withdrawn", ["scope", "committee", "client"])
def test_rights_that_are_withdrawn_end_the_calls_at_once(
    endpoint: Endpoint,
    receiver: Receiver,
    proposal: Proposal,
    owe: Make,
    call: Make,
    partner_client: Client,
    withdrawn: str,
) -> None:
    assert owe() != []
    if withdrawn == "scope":
        partner_client.allowed_scopes = "webhooks:manage"
    elif withdrawn == "committee":
        partner_client.committees.clear()
    else:
        partner_client.is_active = False
    partner_client.save()

    call()

    assert receiver.calls == []


def test_a_private_address_is_not_called(
    make_endpoint: Make, closed_receiver: Receiver, settings: Any, now: datetime
) -> None:
    endpoint = make_endpoint()
    settings.FETCH_ALLOWED = []
    notice = owing.owe_test(endpoint=endpoint, at=now)
    for address in (closed_receiver.address, "https://127.0.0.1/", "https://localhost/"):
        Endpoint.objects.update(address=address, rests_until=None)
        Notice.objects.update(not_before=now)

        call_at(endpoint, now)

    assert closed_receiver.calls == []
    assert state_of(notice) == ("queued", 3)
    assert all(row.trouble.startswith("refused") for row in Attempt.objects.all())


def test_an_endpoint_that_does_not_answer_rests_and_holds_up_nobody(
    endpoint: Endpoint, receiver: Receiver, now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 0.3)
    receiver.silence = 1
    for _ in range(3):
        owing.owe_test(endpoint=endpoint, at=now)

    call_at(endpoint, now)

    assert len(receiver.calls) == 1
    attempt = Attempt.objects.get()
    assert attempt.status is None
    assert attempt.trouble.startswith("too_slow")
    assert not Endpoint.objects.with_due(at=now + timedelta(seconds=59)).exists()
    assert Endpoint.objects.with_due(at=now + timedelta(seconds=61)).exists()


def test_nobody_there_is_a_failure_like_any_other(
    endpoint: Endpoint, owed: Notice, now: datetime, settings: Any
) -> None:
    Endpoint.objects.update(address="http://127.0.0.1:1/")
    settings.FETCH_ALLOWED = ["127.0.0.1:1"]

    call_at(endpoint, now)

    assert state_of(owed) == ("queued", 1)
    assert Attempt.objects.get().trouble.startswith("unreachable")


def test_a_crash_in_between_sends_the_same_again(
    endpoint: Endpoint, receiver: Receiver, owed: Notice, now: datetime
) -> None:
    claimed = calling.claim(endpoint_id=endpoint.pk, at=now)
    assert claimed is not None
    call_at(endpoint, now)
    assert receiver.calls == []  # somebody holds it

    later = now + timedelta(minutes=10)
    owing.sweep(at=later)
    call_at(endpoint, later)

    assert [sent.identity for sent in receiver.calls] == [owed.webhook_id]
    assert state_of(owed) == ("done", 2)


def test_who_lost_the_lease_writes_nothing(endpoint: Endpoint, owed: Notice, now: datetime) -> None:
    late = calling.claim(endpoint_id=endpoint.pk, at=now)
    assert late is not None
    owing.sweep(at=now + timedelta(minutes=10))
    calling.claim(endpoint_id=endpoint.pk, at=now + timedelta(minutes=10))

    calling._finish(late, state=Notice.State.FAILED)

    assert state_of(owed)[0] == "calling"


def test_many_workers_at_once_send_each_notice_once_and_in_order(
    endpoint: Endpoint, receiver: Receiver, make_proposal: Make, move: Make, owe: Make
) -> None:
    proposals = [make_proposal() for _ in range(3)]
    for proposal in proposals:
        move(proposal, "discuss")
        move(proposal, "postpone", reason="Later")
    owed, moment = owe(), datetime.now(UTC)

    def work() -> None:
        try:
            while Notice.objects.filter(state__in=("queued", "calling")).exists():
                call_at(endpoint, moment)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(sent.identity for sent in receiver.calls) == sorted(
        notice.webhook_id for notice in owed
    )
    order = {notice.webhook_id: number for number, notice in enumerate(owed)}
    for proposal in proposals:
        told = [
            order[sent.identity]
            for sent in receiver.calls
            if sent.event["data"]["reference"] == proposal.reference
        ]
        assert told == sorted(told)


def test_a_secret_that_cannot_be_read_is_a_trouble_to_be_seen(
    endpoint: Endpoint, receiver: Receiver, owed: Notice, now: datetime, settings: Any
) -> None:
    settings.SECRET_KEY = "another"

    call_at(endpoint, now)

    assert receiver.calls == []
    assert "secret" in Attempt.objects.get().trouble
