"""From the history to what is owed: everything, once, in order, to whom it concerns."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from proposals.models import Change, Client, Committee, Proposal
from proposals.services import parts, records
from proposals.services import proposals as services
from tests.conftest import SYSTEM
from tracker.webhooks import owing
from tracker.webhooks.models import TEST, Attempt, Endpoint, EventType, Notice

type Make = Callable[..., Any]


def types(notices: list[Notice]) -> list[str]:
    return [notice.type for notice in notices]


def test_what_happens_is_owed_once(endpoint: Endpoint, owe: Make, proposal: Proposal) -> None:
    first = owe()

    assert "proposal.recorded" in types(first)
    assert {notice.endpoint_id for notice in first} == {endpoint.pk}
    assert {notice.proposal_id for notice in first} == {proposal.pk}
    assert owe() == first


def test_what_happened_before_the_endpoint_was_made_is_not_owed(
    proposal: Proposal, endpoint: Endpoint, owe: Make
) -> None:
    assert owe() == []


def test_each_kind_of_change_has_its_type(
    endpoint: Endpoint, owe: Make, proposal: Proposal, move: Make, at: datetime
) -> None:
    owe()
    Notice.objects.all().delete()
    services.edit(proposal=proposal, values={"title_en": "Renamed"}, by=SYSTEM, at=at)
    move(proposal, "discuss")
    party = proposal.positions.all()[0].party
    parts.set_position(
        proposal=proposal, party=party, values={"stance": "accepts"}, by=SYSTEM, at=at
    )
    step = parts.add_milestone(proposal=proposal, values={"title": "Site chosen"}, by=SYSTEM, at=at)
    parts.remove_milestone(milestone=step, by=SYSTEM, at=at)

    assert types(owe()) == [
        "proposal.edited",
        "proposal.moved",
        "position.changed",
        "milestone.changed",
        "milestone.changed",
    ]


def test_only_the_types_that_were_chosen_are_owed(
    settle: Make, make_endpoint: Make, owe: Make, proposal: Proposal, move: Make
) -> None:
    make_endpoint(event_types=["proposal.moved"])

    move(proposal, "discuss")

    assert set(types(owe())) == {"proposal.moved"}


def test_what_the_client_may_not_see_is_not_owed(
    endpoint: Endpoint, owe: Make, make_proposal: Make, at: datetime
) -> None:
    other = Committee(name_en="Secret committee")
    records.keep(other, by=SYSTEM, at=at)
    make_proposal(committee=other)
    make_proposal(visibility="internal")

    assert owe() == []


def test_a_proposal_that_comes_into_sight_is_told_as_that(
    endpoint: Endpoint, owe: Make, make_proposal: Make, at: datetime
) -> None:
    proposal = make_proposal(visibility="internal")
    assert owe() == []

    services.edit(proposal=proposal, values={"visibility": "shared"}, by=SYSTEM, at=at)

    assert types(owe()) == [EventType.PROPOSAL_SHOWN]


def test_a_client_that_is_switched_off_is_owed_nothing_until_it_is_back(
    endpoint: Endpoint, owe: Make, make_proposal: Make, partner_client: Client
) -> None:
    partner_client.is_active = False
    partner_client.save()
    make_proposal()
    assert owe() == []

    partner_client.is_active = True
    partner_client.save()
    assert "proposal.recorded" in types(owe())


def test_one_that_commits_late_is_neither_skipped_nor_doubled(
    endpoint: Endpoint, owe: Make, make_proposal: Make, move: Make, at: datetime
) -> None:
    """A transaction that began first commits last: its change is owed all the same."""
    slow, quick = make_proposal(), make_proposal()
    owe()
    written, go_on = threading.Event(), threading.Event()

    def commit_late() -> None:
        try:
            with transaction.atomic():
                move(slow, "postpone", reason="Late")
                written.set()
                assert go_on.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=commit_late)
    thread.start()
    assert written.wait(30)
    move(quick, "postpone", reason="Early")
    owing.owe(at=at)
    before = Notice.objects.filter(type="proposal.moved").count()
    go_on.set()
    thread.join(30)

    moved = [notice for notice in owe() if notice.type == "proposal.moved"]
    assert before == 0
    assert {notice.proposal_id for notice in moved} == {slow.pk, quick.pk}
    assert len(moved) == 2


def test_many_workers_at_once_owe_each_change_once(
    endpoint: Endpoint, settle: Make, make_proposal: Make, at: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(owing, "BATCH", 3)
    for _ in range(5):
        make_proposal()
    settle()

    def work() -> None:
        try:
            owing.owe(at=at)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    owing.owe(at=at)

    changes = Change.objects.filter(proposal_id__isnull=False).values_list("pk", flat=True)
    owed = list(Notice.objects.values_list("change_id", flat=True))
    assert sorted(owed) == sorted(changes)


def test_an_identity_follows_from_endpoint_and_change(
    endpoint: Endpoint, make_endpoint: Make, owe: Make, proposal: Proposal
) -> None:
    make_endpoint()
    before = {(notice.endpoint_id, notice.change_id): notice.pk for notice in owe()}
    Notice.objects.all().delete()

    for one in Endpoint.objects.all():
        owing.replay(endpoint=one, since=datetime(2020, 1, 1, tzinfo=UTC), at=one.made_at)
    after = {(notice.endpoint_id, notice.change_id): notice.pk for notice in owe()}

    assert before.items() <= after.items()
    assert len(set(after.values())) == len(after)


def test_a_replay_reaches_back_before_the_endpoint_was_made(
    proposal: Proposal, endpoint: Endpoint, owe: Make, at: datetime
) -> None:
    assert owe() == []

    owing.replay(endpoint=endpoint, since=at - timedelta(days=1), at=at)

    assert "proposal.recorded" in types(owe())


def test_a_replay_leaves_what_was_before_alone(
    endpoint: Endpoint, owe: Make, proposal: Proposal, move: Make, at: datetime
) -> None:
    later = at + timedelta(days=2)
    services.edit(proposal=proposal, values={"title_en": "Renamed"}, by=SYSTEM, at=later)
    owe()
    Notice.objects.update(state=Notice.State.DONE, attempts=1)

    owing.replay(endpoint=endpoint, since=at + timedelta(days=1), at=later)
    owe()

    (again,) = Notice.objects.filter(state=Notice.State.QUEUED)
    assert (again.type, again.attempts) == ("proposal.edited", 0)


def test_in_a_store_that_was_moved_time_decides(
    endpoint: Endpoint, owe: Make, make_proposal: Make, at: datetime
) -> None:
    Endpoint.objects.update(told_transaction=2**60, told_at=at + timedelta(days=1))
    make_proposal()
    assert owe() == []

    make_proposal(at=at + timedelta(days=2))

    assert "proposal.recorded" in types(owe())
    assert Endpoint.objects.get().told_transaction < 2**60


def test_what_a_crash_left_lying_is_taken_up(endpoint: Endpoint, owe: Make, at: datetime) -> None:
    notice = owing.owe_test(endpoint=endpoint, at=at)
    Notice.objects.update(state="calling", lease_token=notice.pk, leased_until=at)

    owing.sweep(at=at)
    assert Notice.objects.get().state == "calling"
    owing.sweep(at=at + timedelta(seconds=1))
    assert Notice.objects.get().state == "queued"


def test_what_is_long_done_is_forgotten(endpoint: Endpoint, at: datetime) -> None:
    for state in ("done", "queued"):
        notice = owing.owe_test(endpoint=endpoint, at=at)
        Notice.objects.filter(pk=notice.pk).update(state=state)
        Attempt.objects.create(notice=notice, endpoint=endpoint, at=at, milliseconds=1)

    owing.sweep(at=at + timedelta(days=29))
    assert (Notice.objects.count(), Attempt.objects.count()) == (2, 2)
    owing.sweep(at=at + timedelta(days=31))
    assert (Notice.objects.get().state, Attempt.objects.count()) == ("queued", 0)


def test_the_bell_rings_once_for_each_endpoint_with_something_due(
    endpoint: Endpoint, make_endpoint: Make, at: datetime
) -> None:
    make_endpoint()
    for _ in range(3):
        owing.owe_test(endpoint=endpoint, at=at)
    rung: list[tuple[str, int]] = []

    def ring(task: str, endpoint_id: int) -> None:
        rung.append((task, endpoint_id))

    owing.ring_due(at=at - timedelta(seconds=1), ring=ring)
    assert rung == []
    owing.ring_due(at=at, ring=ring)
    assert rung == [("call_endpoint", endpoint.pk)]
    assert Notice.objects.filter(type=TEST).count() == 3
