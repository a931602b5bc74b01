"""Several at once, in threads with connections of their own: what each may and may not lead to."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q

from proposals.announcements import proposal_changed
from proposals.errors import AlreadyKeptError, ChangedMeanwhileError, RefusedError
from proposals.models import Article, Change, Evidence, Finding, Party, Proposal
from proposals.rights import Actor
from proposals.services import articles, findings, parts
from proposals.services.articles import Arrival, Reading
from proposals.services.proposals import Draft, create, edit
from proposals.vocabulary import Act, Kind
from tests.conftest import party

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("announced"),  # nobody else is to act on what happens here
]
type Position = tuple[int, int]
PATIENCE = 30  # seconds until a thread that waits for another gives up


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Make all calls at the same moment; give what each gave or raised."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            start.wait(PATIENCE)
            return call()
        except RefusedError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def draft(iran: Party, iraq: Party) -> Draft:
    return Draft(
        {"en": "A joint border operations centre"}, Kind.JOINT_BODY, Act.PROPOSES,
        [iran], [iraq], date(2026, 3, 10),
    )  # fmt: skip


# References


def test_references_have_no_gaps_with_eight_writers_some_of_whom_think_better_of_it(
    draft: Draft, officer: Actor, at: datetime
) -> None:
    def write() -> int:
        kept = 0
        for number in range(25):
            with transaction.atomic():
                create(draft=draft, by=officer, at=at)
                transaction.set_rollback(number % 5 == 3)
            kept += number % 5 != 3
        return kept

    kept = sum(at_once(*[write] * 8))
    references = Proposal.objects.order_by("reference").values_list("reference", flat=True)
    assert list(references) == [f"IQ-IR-2026-{number:04d}" for number in range(1, kept + 1)]
    assert kept == 160


# Proposals


def test_of_two_edits_of_one_version_one_is_told_of_the_other(
    proposal: Proposal, officer: Actor, head: Actor, at: datetime
) -> None:
    for number in range(5):
        version = Proposal.objects.get().version
        attempt = partial(edit, proposal=proposal, at=at, version=version)
        outcomes = at_once(
            partial(attempt, values={"title_en": f"officer's {number}"}, by=officer),
            partial(attempt, values={"title_en": f"head's {number}"}, by=head),
        )
        (done,) = (outcome for outcome in outcomes if isinstance(outcome, Proposal))
        (refused,) = (o for o in outcomes if isinstance(o, ChangedMeanwhileError))
        assert [change.fields["title_en"][1] for change in refused.changes] == [done.title_en]
        assert Proposal.objects.get().title_en == done.title_en


def test_each_edit_gets_the_version_that_it_made(
    proposal: Proposal, officer: Actor, head: Actor, at: datetime
) -> None:
    """Not one that somebody else made a moment later and the editor has never seen."""

    def edits(by: Actor, mark: str) -> Callable[[], dict[int, str]]:
        def run() -> dict[int, str]:
            made = {}
            for number in range(12):
                title = f"{mark} {number}"
                changed = edit(proposal=proposal, values={"title_en": title}, by=by, at=at)
                made[changed.version] = title
            return made

        return run

    made = at_once(*(edits(by, f"{by.name} {n}") for n in range(2) for by in (officer, head)))
    versions = sorted(version for one in made for version in one)
    assert versions == list(range(proposal.version + 1, proposal.version + 49))
    signed = Change.objects.filter(fields__has_key="title_en", operation="update")
    assert all(change.fields["title_en"][1].startswith(change.actor_name) for change in signed)


def test_the_version_is_read_before_anybody_else_can_write(
    proposal: Proposal, officer: Actor, head: Actor, at: datetime
) -> None:
    """Somebody writes in the moment of the commit: the editor has not seen that version."""

    def write_at_once(**_: Any) -> None:
        proposal_changed.disconnect(write_at_once)
        edit(proposal=proposal, values={"title_ar": "مركز"}, by=head, at=at)

    proposal_changed.connect(write_at_once)
    changed = edit(proposal=proposal, values={"title_en": "Mine"}, by=officer, at=at)

    assert changed.version == proposal.version + 1
    assert Proposal.objects.get().version == proposal.version + 2


# Findings


@pytest.mark.parametrize("first", ["accept", "attach", "dismiss"])
def test_two_officers_on_one_finding_decide_once(
    finding: Finding, proposal: Proposal, draft: Draft, officer: Actor, head: Actor, at: datetime,
    first: str,
) -> None:  # fmt: skip
    decide: dict[str, Callable[[], Any]] = {
        "accept": lambda: findings.accept(finding=finding, draft=draft, by=head, at=at),
        "attach": lambda: findings.attach(finding=finding, proposal=proposal, by=head, at=at),
        "dismiss": lambda: findings.dismiss(finding=finding, reason="past", by=head, at=at),
    }
    outcomes = at_once(
        decide[first],
        lambda: findings.accept(finding=finding, draft=draft, by=officer, at=at),
    )

    (refused,) = (outcome for outcome in outcomes if isinstance(outcome, RefusedError))
    assert refused.code == "already_decided"
    finding.refresh_from_db()
    assert finding.state != "open"
    assert Evidence.objects.count() == (0 if finding.state == "dismissed" else 1)


def test_taking_back_and_detaching_do_not_wait_for_each_other_for_ever(
    make_finding: Callable[..., Finding], proposal: Proposal, officer: Actor, head: Actor,
    at: datetime,
) -> None:  # fmt: skip
    finding = make_finding()
    for _ in range(10):
        findings.attach(finding=finding, proposal=proposal, by=officer, at=at)
        evidence = proposal.evidence.get()
        outcomes = at_once(
            partial(findings.undo, finding=finding, by=officer, at=at),
            partial(parts.detach_evidence, evidence=evidence, by=head, at=at, why="No"),
        )
        assert {getattr(o, "code", "") for o in outcomes} <= {"", "removed_meanwhile"}
        finding.refresh_from_db()
        assert (finding.state, Evidence.objects.count()) == ("open", 0)


# Articles


def test_one_address_brought_by_many_is_kept_once(officer: Actor, at: datetime) -> None:
    arrival = Arrival(address="https://news.example/1")
    outcomes = at_once(*[partial(articles.receive, arrival=arrival, by=officer, at=at)] * 6)

    (kept,) = (outcome for outcome in outcomes if isinstance(outcome, Article))
    refused = [outcome for outcome in outcomes if isinstance(outcome, AlreadyKeptError)]
    assert [error.article for error in refused] == [kept] * 5


def test_one_worker_gets_the_lease(waiting: Article, system: Actor, at: datetime) -> None:
    lease = partial(articles.lease, article_id=waiting.pk, state="waiting", seconds=60)
    outcomes = at_once(*[partial(lease, by=system, at=at)] * 8)

    assert len([outcome for outcome in outcomes if outcome is not None]) == 1
    assert Article.objects.get().attempts == 1


def test_of_one_text_read_at_once_one_is_the_first_and_the_rest_are_its_copies(
    system: Actor, at: datetime
) -> None:
    def arrive(number: int) -> Article:
        arrival = Arrival(address=f"https://wire.example/{number}")
        return articles.receive(arrival=arrival, by=system, at=at)

    reading = Reading("The whole story.", "en")
    read = partial(articles.keep_text, reading=reading, by=system, at=at)
    at_once(*(partial(read, article=arrive(number)) for number in range(4)))

    first = Article.objects.get(same_as=None)
    assert Article.objects.filter(state="read").count() == 4
    assert first.copies.count() == 3


# The change feed


@pytest.fixture
def targets(proposal: Proposal, officer: Actor, iraq: Party, at: datetime) -> list[Proposal]:
    """Proposals of pairs of their own, so that nobody waits for another's lock."""
    made = [proposal]
    for code in ("XA", "XB", "XC"):
        far = party(code, name_en="Far away")
        draft = Draft({"en": "Apart"}, Kind.OTHER, Act.PROPOSES, [iraq], [far], date(2026, 3, 10))
        made.append(create(draft=draft, by=officer, at=at))
    return made


def feed(after: Position = (0, 0)) -> list[Position]:
    """Read what the feed has after a position, as a follower with a cursor would."""
    transaction_number, number = after
    entries = Change.objects.settled().filter(
        Q(transaction__gt=transaction_number) | Q(transaction=transaction_number, id__gt=number)
    )
    return list(entries.order_by("transaction", "id").values_list("transaction", "id"))


def test_an_entry_is_settled_once_no_earlier_transaction_can_still_write(
    targets: list[Proposal], officer: Actor, at: datetime, settle: Callable[[], None]
) -> None:
    """The slow one begins first and commits last; who reads between sees neither."""
    slow_wrote, fast_wrote, looked = threading.Event(), threading.Event(), threading.Event()
    newest = Change.objects.latest("id").pk

    def slow() -> None:
        with transaction.atomic():
            edit(proposal=targets[0], values={"title_ar": "بطيء"}, by=officer, at=at)
            slow_wrote.set()
            assert looked.wait(PATIENCE)

    def fast() -> None:
        assert slow_wrote.wait(PATIENCE)
        edit(proposal=targets[1], values={"title_ar": "سريع"}, by=officer, at=at)
        fast_wrote.set()

    def look() -> list[int]:
        assert fast_wrote.wait(PATIENCE)
        try:
            return [number for _transaction, number in feed() if number > newest]
        finally:
            looked.set()

    assert at_once(slow, fast, look)[2] == []
    settle()
    titles = [Change.objects.get(pk=number).fields["title_ar"][1] for _, number in feed()[-2:]]
    assert titles == ["بطيء", "سريع"]


def test_who_follows_the_feed_skips_nothing_and_reads_nothing_twice(
    targets: list[Proposal], officer: Actor, at: datetime, settle: Callable[[], None]
) -> None:
    ended, still_writing = threading.Semaphore(0), list(targets)
    expected = Change.objects.count() + 12 * len(targets)

    def write(target: Proposal) -> None:
        chance, pause = random.Random(target.pk), threading.Event()  # noqa: S311  # no secret
        for number in range(12):
            with transaction.atomic():
                edit(proposal=target, values={"title_fa": f"{number}"}, by=officer, at=at)
                pause.wait(chance.random() * 0.02)
        ended.release()

    def follow() -> list[Position]:
        read: list[Position] = []
        for _ in range(PATIENCE * 500):
            read += feed(after=read[-1] if read else (0, 0))
            if ended.acquire(timeout=0.002):
                still_writing.pop()
            if not still_writing:
                break
        return read

    *_, read = at_once(*(partial(write, target) for target in targets), follow)
    settle()
    read += feed(after=read[-1] if read else (0, 0))
    everything = Change.objects.order_by("transaction", "id").values_list("transaction", "id")
    assert read == list(everything)
    assert len(read) == expected
