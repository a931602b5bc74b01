"""The feed of changes: every one within sight, in order, none skipped and none twice."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from proposals.api import changes
from proposals.models import Change, Client, Committee, Epoch, Proposal
from proposals.services.moves import MoveRequest, move
from proposals.services.proposals import edit
from proposals.services.recording import recording
from tests.conftest import AT, SYSTEM
from tests.proposals.api.conftest import ALL_SCOPES, Caller, token_of

WRITERS, TRANSACTIONS, CHANGES_EACH = 8, 70, 10


def pages(api: Caller, after: str = "", **query: Any) -> tuple[list[dict[str, Any]], str]:
    """Follow the feed to its present end; give what it told, and the cursor."""
    told, more = [], True
    while more:
        asked = {"after": after, **query} if after else query
        answer = api.get("changes/", asked)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        told += page["results"]
        after, more = page["next"], page["has_more"]
    return told, after


def begin(api: Caller) -> str:
    return str(api.get("changes/", {"after": "now"}).json()["next"])


def retitle(proposal: Proposal, title: str) -> None:
    edit(proposal=proposal, values={"title_en": title}, by=SYSTEM, at=AT, why="Because")


@pytest.fixture
def settled(settle: Callable[[], None]) -> Callable[[], None]:
    return settle


def test_a_change_is_told_with_before_and_after(
    settled: Callable[[], None], api: Caller, proposal: Proposal
) -> None:
    settled()
    after = begin(api)
    retitle(proposal, "A new title")
    settled()

    (change,), _cursor = pages(api, after, page_size=1)

    assert change["proposal"] == proposal.reference
    assert (change["record"], change["operation"], change["why"]) == (
        "proposal",
        "update",
        "Because",
    )
    (field,) = change["changes"]
    assert (field["field"], field["before"], field["after"]) == (
        "title_en",
        "A joint border operations centre",
        "A new title",
    )


def test_all_that_ever_changed_comes_in_order_and_once(
    settled: Callable[[], None], api: Caller, proposal: Proposal
) -> None:
    for number in range(7):
        retitle(proposal, f"Title {number}")
    settled()

    by_threes, _ = pages(api, page_size=3)
    whole, after = pages(api)

    assert by_threes == whole
    assert [entry["changes"][0]["after"] for entry in whole if entry["operation"] == "update"] == [
        f"Title {number}" for number in range(7)
    ]
    assert pages(api, after)[0] == []


def test_what_is_out_of_sight_is_not_told(
    settled: Callable[[], None], api: Caller, hidden: Proposal, internal: Proposal
) -> None:
    settled()
    after = begin(api)
    for proposal in (hidden, internal):
        retitle(proposal, "Still hidden")
        edit(proposal=proposal, values={"visibility": "internal"}, by=SYSTEM, at=AT)
    settled()

    assert pages(api)[0] == []
    assert pages(api, after) == ([], after)  # nor does the cursor move, by which it could be told


def test_what_comes_into_sight_is_told_without_what_was_before(
    settled: Callable[[], None], api: Caller, internal: Proposal
) -> None:
    after = begin(api)
    retitle(internal, "A secret title")
    edit(proposal=internal, values={"visibility": "shared"}, by=SYSTEM, at=AT, why="Secret why")
    retitle(internal, "A public title")
    settled()

    shown, changed = pages(api, after)[0]

    assert (shown["operation"], shown["proposal"]) == ("shown", internal.reference)
    assert (shown["changes"], shown["who"], shown["why"]) == ([], "", "")
    assert changed["changes"][0]["after"] == "A public title"


def test_what_goes_out_of_sight_ends_at_once(
    settled: Callable[[], None], api: Caller, proposal: Proposal
) -> None:
    after = begin(api)
    retitle(proposal, "Seen")
    edit(proposal=proposal, values={"visibility": "internal"}, by=SYSTEM, at=AT, why="Secret why")
    retitle(proposal, "Unseen")
    settled()

    (gone,), after = pages(api, after)
    assert (gone["operation"], gone["proposal"]) == ("hidden", proposal.reference)
    assert (gone["changes"], gone["who"], gone["why"]) == ([], "", "")
    edit(proposal=proposal, values={"visibility": "shared"}, by=SYSTEM, at=AT)
    settled()
    assert [entry["operation"] for entry in pages(api, after)[0]] == ["shown"]
    assert [entry["operation"] for entry in pages(api)[0]] == ["shown"]


def test_a_grant_and_its_end_ask_for_a_new_reading(
    settled: Callable[[], None],
    api: Caller,
    client: Client,
    hidden: Proposal,
    other_committee: Committee,
) -> None:
    settled()
    after = begin(api)
    client.committees.add(other_committee)
    granted = api.get("changes/", {"after": after}).json()
    retitle(hidden, "No longer hidden")
    settled()
    told, seen_to = pages(api, granted["next"])
    client.committees.remove(other_committee)
    withdrawn = api.get("changes/", {"after": granted["next"]}).json()

    assert granted["read_anew"] is True
    assert [entry["proposal"] for entry in told] == [hidden.reference]
    assert (withdrawn["read_anew"], withdrawn["results"]) == (True, [])
    assert api.get("changes/", {"after": seen_to}).json()["read_anew"] is True


def test_after_a_restore_an_old_cursor_is_known_as_such_and_the_order_goes_on(
    settled: Callable[[], None], api: Caller, proposal: Proposal
) -> None:
    retitle(proposal, "Before")
    settled()
    _told, after = pages(api)
    last = Change.objects.order_by("-transaction", "-pk")[0]
    Epoch.objects.update(server="the cluster that was backed up")

    assert Epoch.present() == Epoch.objects.latest("pk").pk
    gone = api.get("changes/", {"after": after})
    retitle(proposal, "After")
    settled()

    assert (gone.status_code, gone.json()["code"]) == (410, "cursor_gone")
    newest = Change.objects.order_by("-transaction", "-pk")[0]
    assert newest.transaction > last.transaction
    assert newest.fields["title_en"] == ["Before", "After"]
    assert pages(api)[0][-1]["changes"][0]["after"] == "After"


def test_an_epoch_goes_on_while_the_store_stays_where_it_is(db: None) -> None:
    assert Epoch.present() == Epoch.present()
    assert Epoch.objects.count() == 1


def test_a_cursor_of_what_was_lost_is_known_as_such(
    settled: Callable[[], None], api: Caller, proposal: Proposal
) -> None:
    settled()
    _told, after = pages(api)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM proposals_change WHERE proposal_id IS NOT NULL")
        cursor.execute("SET session_replication_role = origin")

    assert api.get("changes/", {"after": after}).status_code == 410


@pytest.mark.parametrize(
    "query",
    [{"after": "x"}, {"wait": "31"}, {"wait": "-1"}, {"page_size": "0"}, {"page_size": "x"}],
)
def test_a_nonsensical_question_is_refused(api: Caller, query: dict[str, str]) -> None:
    answer = api.get("changes/", query)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_query")
    assert [error["parameter"] for error in answer.json()["errors"]] == list(query)


def test_whoever_waits_hears_the_news_when_it_comes(
    settled: Callable[[], None], api: Caller, proposal: Proposal
) -> None:
    settled()
    after = begin(api)

    def write() -> None:
        time.sleep(0.7)
        try:
            retitle(proposal, "News")
        finally:
            connections.close_all()

    writer, started = threading.Thread(target=write), time.monotonic()
    writer.start()
    answer = api.get("changes/", {"after": after, "wait": 20})
    writer.join()

    assert answer.json()["results"][0]["changes"][0]["after"] == "News"
    assert 0.5 < time.monotonic() - started < 15


def test_whoever_waits_in_vain_is_answered_in_time(
    settled: Callable[[], None], api: Caller, proposal: Proposal
) -> None:
    settled()
    after, started = begin(api), time.monotonic()

    assert api.get("changes/", {"after": after, "wait": 1}).json()["results"] == []
    assert 0.9 < time.monotonic() - started < 5


def test_no_more_wait_than_the_server_can_bear(
    settled: Callable[[], None], api: Caller, proposal: Proposal
) -> None:
    settled()
    after, started = begin(api), time.monotonic()
    for _ in range(2):
        assert changes._waiters.acquire(blocking=False)
    try:
        assert api.get("changes/", {"after": after, "wait": 20}).json()["results"] == []
    finally:
        for _ in range(2):
            changes._waiters.release()
    assert time.monotonic() - started < 5


def write(proposal: Proposal, number: int) -> None:
    """Change a proposal in transactions that overlap with others, each as long as chance has it."""
    chance = random.Random(number)  # noqa: S311  # the same each time
    try:
        for turn in range(TRANSACTIONS):
            with recording(by=SYSTEM, at=AT):
                current = Proposal.objects.get(pk=proposal.pk)
                for step in range(CHANGES_EACH):
                    current.title_en = f"{number} {turn} {step}"
                    current.save()
                time.sleep(chance.random() / 50)
    finally:
        connections.close_all()


def follow(api: Caller, after: str, is_over: threading.Event) -> list[dict[str, Any]]:
    """Follow the feed until the writers are done, and then to its end."""
    told: list[dict[str, Any]] = []
    try:
        while True:
            was_over = is_over.is_set()
            found, after = pages(api, after, page_size=200)
            told += found
            if was_over:
                return told
    finally:
        connections.close_all()


@pytest.mark.timeout(300)
def test_with_many_writers_none_is_skipped_and_none_comes_twice(
    settle: Callable[[], None],
    client_of: Callable[..., Client],
    make_proposal: Callable[..., Proposal],
) -> None:
    """Transactions overlap and commit in another order than they began; a reader follows."""
    proposals = [make_proposal() for _ in range(WRITERS)]
    settle()
    follower, is_over = Caller(token_of(client_of(ALL_SCOPES))), threading.Event()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        following = pool.submit(follow, follower, begin(follower), is_over)
        list(pool.map(write, proposals, range(WRITERS)))
        settle()
        is_over.set()
    told = following.result()

    assert len(told) == WRITERS * TRANSACTIONS * CHANGES_EACH >= 5000
    assert len({entry["id"] for entry in told}) == len(told)
    assert [entry["id"] for entry in told] != sorted(entry["id"] for entry in told)  # they overlap
    for number, proposal in enumerate(proposals):
        own = [entry for entry in told if entry["proposal"] == proposal.reference]
        assert [entry["changes"][0]["after"] for entry in own] == [
            f"{number} {turn} {step}"
            for turn in range(TRANSACTIONS)
            for step in range(CHANGES_EACH)
        ]


def test_a_move_is_told_as_a_change_of_status(
    settled: Callable[[], None], api: Caller, proposal: Proposal
) -> None:
    settled()
    after = begin(api)
    move(proposal=proposal, request=MoveRequest.of("discuss"), by=SYSTEM, at=AT)
    settled()

    (entry,) = pages(api, after)[0]
    assert [change["after_label"] for change in entry["changes"]] == ["Under discussion"]


def test_many_changes_cost_as_many_queries_as_one(
    settled: Callable[[], None], api: Caller, make_proposal: Callable[..., Proposal]
) -> None:
    def count() -> int:
        settled()
        with CaptureQueriesContext(connection) as captured:
            assert api.get("changes/").json()["results"]
        return len(captured.captured_queries)

    make_proposal()
    one = count()
    for _ in range(4):
        proposal = make_proposal()
        retitle(proposal, "Another title")
        edit(proposal=proposal, values={"visibility": "internal"}, by=SYSTEM, at=AT)

    assert count() == one
