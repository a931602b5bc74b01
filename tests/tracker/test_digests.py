"""Digests: one a day or week whatever clocks do, what they tell, and where the next goes on."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Event, Thread
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction

from proposals.models import Article, Change, Committee, Finding, Membership, Party, Proposal, User
from proposals.rights import Actor
from proposals.services import articles, findings, moves, parts, proposals
from proposals.services.articles import Arrival, Reading
from proposals.services.findings import Sighting
from proposals.services.moves import MoveRequest
from proposals.services.recording import recording
from proposals.vocabulary import FindingType, Role, Stance
from tests.conftest import LONGEST_TEST
from tracker import digests
from tracker.messages import Entry, Letter, NotOwedError, read_by
from tracker.models import Delivery, Subscription

MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
WEEK = 7 * DAY
SYSTEM = Actor.of_system("tests")
DAILY, WEEKLY = Subscription.Cadence.DAILY, Subscription.Cadence.WEEKLY
QUOTE = "We propose a joint border operations centre"

type Make = Callable[..., Any]


def planned(zone: str, hour: int, cadence: str = DAILY) -> Subscription:
    """Give a subscription as a plan alone, without a store."""
    return Subscription(user=User(time_zone=zone), cadence=cadence, weekday=7, hour=hour)


# Both nights of a year on which clocks change, for a day and more around each.
NIGHTS = [
    ("Europe/Paris", "2026-10-25"),
    ("Europe/Paris", "2027-03-28"),
    ("America/New_York", "2026-11-01"),
    ("America/New_York", "2027-03-14"),
    ("America/Sao_Paulo", "2018-11-04"),
    ("Africa/Cairo", "2026-04-24"),
    ("Africa/Cairo", "2026-10-30"),
    ("Asia/Aden", "2026-10-25"),
    ("Asia/Tehran", "2022-03-22"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Pacific/Apia", "2011-12-30"),
]


@pytest.mark.parametrize(("zone", "night"), NIGHTS)
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 8, 23])
def test_each_local_day_has_exactly_one_digest_whatever_clocks_do(
    zone: str, night: str, hour: int
) -> None:
    subscription = planned(zone, hour)
    middle = date.fromisoformat(night)
    at = datetime.combine(middle, time(12), UTC) - 3 * DAY
    ends, next_at = at + 6 * DAY, digests.next_moment(subscription, at=at)
    told: list[str] = []
    while at < ends:
        if next_at <= at:
            told.append(digests.period(subscription, digests.newest_moment(subscription, at=at)))
            next_at = digests.next_moment(subscription, at=at)
        at += MINUTE

    around = [middle + n * DAY for n in (-1, 0, 1)]
    there = [day for day in around if (zone, str(day)) != ("Pacific/Apia", "2011-12-30")]
    assert [day for day in told if date.fromisoformat(day) in around] == list(map(str, there))


def test_an_hour_that_clocks_skip_comes_at_the_first_minute_after() -> None:
    at = datetime(2027, 3, 27, 12, tzinfo=UTC)

    assert digests.next_moment(planned("Europe/Paris", 2), at=at) == datetime(
        2027, 3, 28, 1, tzinfo=UTC
    )


def test_a_week_begins_where_iso_8601_says() -> None:
    sunday, monday = datetime(2026, 1, 4, 8, tzinfo=UTC), datetime(2025, 12, 29, 8, tzinfo=UTC)

    assert digests.period(planned("UTC", 8, WEEKLY), sunday) == "2026-W01"
    assert digests.period(planned("UTC", 8, WEEKLY), monday) == "2026-W01"
    assert digests.period(planned("UTC", 8), monday) == "2025-12-29"


@pytest.fixture
def reader_user(make_user: Make) -> User:
    """Somebody who reads, and may change nothing."""
    found = make_user("noor", Role.READER, first_name="Noor")
    assert isinstance(found, User)
    return found


@pytest.fixture
def subscribe(owner: User) -> Make:
    """Give a function that subscribes the officer, or somebody, to a digest of Mondays at 8."""

    def make(user: User | None = None, at: datetime = MONDAY - WEEK, **values: Any) -> Subscription:
        subscription = Subscription(user=user or owner, **values)
        digests.keep(subscription=subscription, at=at)
        return subscription

    return make


def wait_for_others() -> None:
    """Let the other workers' tests end their transactions, which hold our changes back too."""
    pause, deadline = Event(), monotonic() + LONGEST_TEST
    while not connection.in_atomic_block and Change.objects.count() > len(Change.objects.settled()):
        assert monotonic() < deadline, "a transaction somewhere does not end"
        pause.wait(0.02)


def composed(subscription: Subscription, at: datetime = MONDAY, *, waiting: bool = True) -> Letter:
    if waiting:
        wait_for_others()
    with read_by(subscription.reader):
        return digests.compose(Subscription.objects.get(pk=subscription.pk), at=at)


def told(letter: Letter, heading: str) -> list[Entry]:
    """Give the entries of the section of this heading."""
    found = [section for section in letter.sections if section.heading == heading]
    return list(found[0].entries) if found else []


def titles(letter: Letter, heading: str) -> list[str]:
    return [entry.title for entry in told(letter, heading)]


def send(subscription: Subscription, at: datetime = MONDAY, *, waiting: bool = True) -> Letter:
    """Do what sending does: write the digest and note how far it told."""
    letter = composed(subscription, at, waiting=waiting)
    delivery = Delivery.objects.create(
        key=str(at),
        kind="digest",
        recipient=subscription.user,
        subscription=subscription,
        about=dict(letter.about),
        owed_at=at,
        not_before=at,
        stale_after=at,
    )
    digests.note_sent(delivery)
    return letter


class TestOwing:
    def test_a_digest_is_owed_when_its_hour_comes_and_the_next_a_week_later(
        self, subscribe: Make
    ) -> None:
        subscription = subscribe()
        assert digests.owe(at=MONDAY - MINUTE) == 0
        assert digests.owe(at=MONDAY) == 1
        assert digests.owe(at=MONDAY + MINUTE) == 0

        delivery = Delivery.objects.get()
        assert delivery.key == f"digest:2026-W11:subscription {subscription.pk}"
        assert (delivery.recipient, delivery.state) == (subscription.user, "queued")
        assert delivery.stale_after == MONDAY + WEEK
        subscription.refresh_from_db()
        assert subscription.next_at == MONDAY + WEEK

    def test_after_a_pause_only_the_newest_is_owed(self, subscribe: Make) -> None:
        subscribe(cadence=DAILY)

        assert digests.owe(at=MONDAY + 3 * DAY + 2 * HOUR) == 1
        assert Delivery.objects.get().key.startswith("digest:2026-03-12:")

    def test_who_moves_to_another_zone_gets_one_a_day(self, subscribe: Make) -> None:
        subscription = subscribe(cadence=DAILY)
        at, ends = MONDAY - 2 * DAY, MONDAY + 4 * DAY
        while at < ends:
            if at == MONDAY + 5 * HOUR:
                User.objects.filter(pk=subscription.user_id).update(time_zone="America/Los_Angeles")
            if at == MONDAY + 2 * DAY:
                User.objects.filter(pk=subscription.user_id).update(time_zone="Asia/Tokyo")
            digests.owe(at=at)
            at += HOUR

        days = [key.split(":")[1] for key in Delivery.objects.values_list("key", flat=True)]
        assert len(days) == len(set(days)) >= 5

    def test_another_hour_on_the_same_day_gives_no_second_digest(self, subscribe: Make) -> None:
        subscription = subscribe(cadence=DAILY)
        digests.owe(at=MONDAY)
        subscription.refresh_from_db()
        subscription.hour = 15
        digests.keep(subscription=subscription, at=MONDAY + HOUR)
        assert subscription.next_at == MONDAY + 7 * HOUR

        digests.owe(at=MONDAY + 7 * HOUR)
        assert Delivery.objects.filter(key__startswith="digest:2026-03-09").count() == 1

    def test_keeping_a_subscription_whose_schedule_stays_skips_no_digest(
        self, subscribe: Make
    ) -> None:
        subscription = subscribe()
        subscription.even_if_empty = True
        digests.keep(subscription=subscription, at=MONDAY + MINUTE)

        assert digests.owe(at=MONDAY + MINUTE) == 1

    def test_a_subscription_that_is_taken_up_again_waits_for_its_hour(
        self, subscribe: Make
    ) -> None:
        subscription = subscribe(is_active=False)
        subscription.is_active = True
        digests.keep(subscription=subscription, at=MONDAY + DAY)

        assert subscription.next_at == MONDAY + WEEK

    @pytest.mark.parametrize("who", ["subscription", "user"])
    def test_nothing_is_owed_to_who_wants_none_or_left(self, subscribe: Make, who: str) -> None:
        subscription = subscribe()
        gone = subscription if who == "subscription" else subscription.user
        type(gone).objects.filter(pk=gone.pk).update(is_active=False)

        assert digests.owe(at=MONDAY) == 0

    @pytest.mark.django_db(transaction=True)
    def test_ticks_at_the_same_moment_owe_each_digest_once(self, subscribe: Make) -> None:
        for _ in range(30):
            subscribe()
        barrier = Barrier(4)

        def tick() -> None:
            barrier.wait()
            digests.owe(at=MONDAY)
            connection.close()

        threads = [Thread(target=tick) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert Delivery.objects.count() == 30


@pytest.mark.django_db(transaction=True)
class TestTelling:
    """What a digest tells; with real commits, since it looks at what is committed."""

    def test_a_status_that_moved_is_told_with_its_reason_and_by_whom(
        self, subscribe: Make, proposal: Proposal, officer: Actor
    ) -> None:
        subscription = subscribe()
        send(subscription)
        request = MoveRequest.of("postpone", reason="Elections first")
        moves.move(proposal=proposal, request=request, by=officer, at=MONDAY + HOUR)

        letter = composed(subscription, MONDAY + WEEK)

        entry = told(letter, "What changed")[0]
        assert (entry.title, entry.mark) == (proposal.title, "Now “Postponed”")
        assert list(entry.lines) == [
            "It was “Proposed” before.",
            "Reason: Elections first",
            "By Samira.",
        ]
        assert letter.subject == "Digest of 16 March: 1 changed"

    def test_a_status_that_came_back_is_not_news(
        self, subscribe: Make, proposal: Proposal, officer: Actor
    ) -> None:
        subscription = subscribe()
        send(subscription)
        for key in ("postpone", "resume"):
            request = MoveRequest.of(key, reason="Elections first")
            moves.move(proposal=proposal, request=request, by=officer, at=MONDAY + HOUR)

        assert told(composed(subscription, MONDAY + WEEK), "What changed") == []

    def test_dates_owners_positions_and_steps_are_told(
        self, subscribe: Make, make_due: Make, owner: User, iraq: Party
    ) -> None:
        subscription, proposal = subscribe(), make_due(date(2026, 6, 1), owner=None)
        send(subscription)
        at = MONDAY + HOUR
        values = {"due_on": date(2026, 7, 1), "owner": owner}
        proposals.edit(proposal=proposal, values=values, by=SYSTEM, at=at)
        parts.set_position(
            proposal=proposal, party=iraq, values={"stance": Stance.ACCEPTS}, by=SYSTEM, at=at
        )
        step = parts.add_milestone(
            proposal=proposal, values={"title": "Choose a site"}, by=SYSTEM, at=at
        )
        parts.add_milestone(proposal=proposal, values={"title": "Hire"}, by=SYSTEM, at=at)
        parts.edit_milestone(
            milestone=step, values={"done_on": date(2026, 3, 10)}, by=SYSTEM, at=at
        )

        entry = told(composed(subscription, MONDAY + WEEK), "What changed")[0]

        assert list(entry.lines) == [
            "Its due date moved from Monday, 1 June 2026 to Wednesday, 1 July 2026.",
            "Nadia is in charge of it now.",
            "Iraq: Accepts.",
            "Done: Choose a site",
            "Next step: Hire",
        ]

    def test_a_new_proposal_is_marked_new(self, subscribe: Make, make_due: Make) -> None:
        subscription = subscribe()
        send(subscription)
        make_due(date(2026, 6, 1), at=MONDAY + HOUR)

        entry = told(composed(subscription, MONDAY + WEEK), "What changed")[0]

        assert entry.mark == "New"
        assert "It is due on Monday, 1 June 2026." in entry.lines

    def test_the_first_digest_goes_on_from_the_time_of_subscribing(
        self, subscribe: Make, make_proposal: Make
    ) -> None:
        make_proposal(titles={"en": "Before"}, at=MONDAY - 2 * WEEK)
        make_proposal(titles={"en": "After"}, at=MONDAY - DAY)

        assert titles(composed(subscribe(at=MONDAY - WEEK)), "What changed") == ["After"]

    def test_each_change_is_told_once(self, subscribe: Make, make_proposal: Make) -> None:
        subscription = subscribe()
        make_proposal(titles={"en": "First"}, at=MONDAY - DAY)
        assert titles(send(subscription), "What changed") == ["First"]

        make_proposal(titles={"en": "Second"}, at=MONDAY - DAY)  # dated back: still news
        assert titles(send(subscription, MONDAY + WEEK), "What changed") == ["Second"]
        assert titles(composed(subscription, MONDAY + 2 * WEEK), "What changed") == []

    def test_a_digest_that_was_not_sent_is_made_up_for_by_the_next(
        self, subscribe: Make, make_proposal: Make
    ) -> None:
        subscription = subscribe()
        make_proposal(titles={"en": "First"}, at=MONDAY - DAY)
        composed(subscription)

        assert titles(composed(subscription, MONDAY + WEEK), "What changed") == ["First"]

    def test_a_change_that_commits_late_is_in_the_next_digest(
        self, subscribe: Make, make_proposal: Make, proposal: Proposal
    ) -> None:
        subscription, begun, go_on = subscribe(), Barrier(2), Barrier(2)

        def slow() -> None:
            with transaction.atomic():
                values = {"title_en": "Slow", "due_on": date(2026, 9, 1), "due_precision": "day"}
                proposals.edit(proposal=proposal, values=values, by=SYSTEM, at=MONDAY - DAY)
                begun.wait()
                go_on.wait()
            connection.close()

        thread = Thread(target=slow)
        thread.start()
        begun.wait()
        make_proposal(titles={"en": "Quick"}, at=MONDAY - HOUR)
        first = titles(send(subscription, waiting=False), "What changed")
        go_on.wait()
        thread.join()
        second = titles(send(subscription, MONDAY + WEEK), "What changed")

        assert "Slow" not in first
        assert {"Slow", "Quick"} <= {*first, *second}
        assert len(first) + len(second) == len({*first, *second})

    def test_in_a_store_that_was_moved_time_says_what_is_new(
        self, subscribe: Make, make_proposal: Make
    ) -> None:
        subscription = subscribe()
        make_proposal(titles={"en": "First"}, at=MONDAY - DAY)
        send(subscription)
        Subscription.objects.update(told_transaction=2**60)
        make_proposal(titles={"en": "Second"}, at=MONDAY + DAY)

        assert titles(send(subscription, MONDAY + WEEK), "What changed") == ["Second"]
        subscription.refresh_from_db()
        assert subscription.told_transaction < 2**60

    def test_overdue_and_due_soon_are_told_by_date(self, subscribe: Make, make_due: Make) -> None:
        day = MONDAY.date()
        for title, ahead in (("Later", 20), ("Soon", 10), ("Today", 0), ("Late", -1), ("Old", -9)):
            make_due(day + ahead * DAY, titles={"en": title})

        letter = composed(subscribe())

        assert titles(letter, "Overdue") == ["Old", "Late"]
        assert titles(letter, "Due soon") == ["Today", "Soon"]
        assert "2 overdue" in letter.subject
        assert "2 due soon" in letter.subject

    def test_of_many_the_first_are_told_and_the_rest_counted(
        self, subscribe: Make, make_due: Make
    ) -> None:
        for _ in range(12):
            make_due(MONDAY.date() - DAY)

        section = composed(subscribe()).sections[1]

        assert (len(section.entries), section.total, section.rest) == (10, 12, "and 2 more")
        assert section.address.endswith("?due=overdue")

    def test_the_scope_is_kept(
        self, subscribe: Make, make_due: Make, committee: Committee, officer_user: User
    ) -> None:
        make_due(MONDAY.date(), titles={"en": "Own"})
        make_due(MONDAY.date(), titles={"en": "Not own"}, owner=officer_user)
        make_due(MONDAY.date(), titles={"en": "Elsewhere"}, committee=None)

        of_committee, own = subscribe(committee=committee), subscribe(only_own=True)

        assert set(titles(composed(of_committee), "Due soon")) == {"Own", "Not own"}
        assert set(titles(composed(own), "Due soon")) == {"Own", "Elsewhere"}

    def test_what_the_subscriber_may_not_see_is_told_nowhere(
        self, subscribe: Make, make_due: Make, desk: Any, reader_user: User
    ) -> None:
        make_due(MONDAY.date(), desk=desk, visibility="restricted", at=MONDAY - DAY)

        assert composed(subscribe()).proposals
        assert not composed(subscribe(user=reader_user)).sections

    def test_articles_to_review_are_told_to_those_who_may_decide(
        self, subscribe: Make, found: Finding, reader_user: User
    ) -> None:
        entry = told(composed(subscribe()), "Waiting for review")[0]

        assert (entry.title, entry.mark) == ("The second meeting", "1 finding")
        assert told(composed(subscribe(user=reader_user)), "Waiting for review") == []
        assert told(composed(subscribe(only_own=True)), "Waiting for review") == []

    def test_a_committees_digest_has_the_findings_of_its_parties(
        self, subscribe: Make, found: Finding, committee: Committee, iraq: Party
    ) -> None:
        other = Committee(name_en="Another committee")
        with recording(by=SYSTEM, at=MONDAY):
            other.save()
            Membership.objects.create(committee=other, party=iraq)

        assert told(composed(subscribe(committee=committee)), "Waiting for review")
        assert not told(composed(subscribe(committee=other)), "Waiting for review")

    def test_articles_that_were_attached_are_told_and_marked_where_a_machine_did_it(
        self, subscribe: Make, found: Finding, proposal: Proposal
    ) -> None:
        subscription = subscribe()
        send(subscription)
        findings.attach(finding=found, proposal=proposal, by=SYSTEM, at=MONDAY + HOUR, score=0.9)

        entry = told(composed(subscription, MONDAY + WEEK), "Newly attached articles")[0]

        assert entry.title == "The second meeting"
        assert entry.lines[0].startswith("Attached automatically, to be confirmed: ")
        assert entry.lines[0].endswith("A joint border operations centre (IQ-IR-2026-0001)")
        assert proposal.pk in entry.proposals

    def test_nothing_new_is_not_sent_unless_it_is_wanted(self, subscribe: Make) -> None:
        subscription = subscribe()
        digests.owe(at=MONDAY)
        delivery = Delivery.objects.get()
        with pytest.raises(NotOwedError, match="nothing to say"):
            letter_of(delivery)

        Subscription.objects.filter(pk=subscription.pk).update(even_if_empty=True)
        delivery = Delivery.objects.get()
        assert letter_of(delivery).subject == "Digest of 9 March: nothing new"

    def test_a_subscription_that_ended_meanwhile_sends_nothing(self, subscribe: Make) -> None:
        subscription = subscribe(even_if_empty=True)
        digests.owe(at=MONDAY)
        Subscription.objects.filter(pk=subscription.pk).update(is_active=False)
        with pytest.raises(NotOwedError, match="ended"):
            letter_of(Delivery.objects.get())

        Subscription.objects.all().delete()
        with pytest.raises(NotOwedError, match="ended"):
            letter_of(Delivery.objects.get())


def letter_of(delivery: Delivery) -> Letter:
    with read_by(delivery.reader):
        return digests.letter(delivery=delivery, at=MONDAY)


@pytest.fixture
def found(iraq: Party, iran: Party) -> Finding:
    """A finding in an article that waits for review."""
    arrival = Arrival(content=f"{QUOTE}.".encode(), title="The second meeting")
    article: Article = articles.receive(arrival=arrival, by=SYSTEM, at=MONDAY - DAY)
    reading = Reading(f"{QUOTE}.", "en")
    articles.keep_text(article=article, reading=reading, by=SYSTEM, at=MONDAY - DAY)
    sighting = Sighting(
        type=FindingType.PROPOSAL,
        start=0,
        end=len(QUOTE),
        quote=QUOTE,
        confidence=0.9,
        kind="joint_body",
        act="proposes",
        proposer="IR",
        addressee="IQ",
    )
    return findings.record_findings(
        article=article, sightings=[sighting], by=SYSTEM, at=MONDAY - DAY
    )[0]
