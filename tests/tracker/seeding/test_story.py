"""The demo: what its story leaves in the record, whenever it is told, and the command for it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max
from pytest_django import DjangoDbBlocker

from proposals.models import (
    Article,
    Change,
    Client,
    Committee,
    Desk,
    Evidence,
    Finding,
    Meeting,
    Milestone,
    Position,
    Proposal,
    User,
)
from proposals.rights import Actor
from proposals.status import CLOSED, OPEN, Status
from proposals.vocabulary import (
    ArticleState,
    DismissalReason,
    FindingState,
    FindingType,
    Precision,
    Stance,
    Visibility,
    Voice,
)
from tracker import digests, seeding
from tracker.models import ReminderRule, Subscription
from tracker.seeding import library

SYSTEM = Actor.of_system("tests")
ACCESS = seeding.Access("a long password", "registry", "a long secret")
# A working morning, and the first minutes of a year, when today is hardly there yet.
MOMENTS = [
    pytest.param(datetime(2026, 3, 11, 9, 30, tzinfo=UTC), id="morning"),
    pytest.param(datetime(2028, 1, 1, 0, 5, tzinfo=UTC), id="new-year"),
]
RECORDS = (Article, Change, Client, Committee, Desk, Evidence, Finding, Meeting, Proposal, User)


@pytest.fixture(scope="module", params=MOMENTS)
def told_at(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[datetime]:
    """Tell the story once for all tests of this module; give the moment of the telling."""
    with django_db_blocker.unblock(), transaction.atomic():
        seeding.tell(access=ACCESS, at=request.param)
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def at(told_at: datetime, db: None) -> datetime:
    """The moment of the telling."""
    return told_at


@pytest.fixture
def today(at: datetime) -> date:
    return at.date()


def proposal_titled(title: str) -> Proposal:
    return Proposal.objects.get(title_en=title)


def stances(proposal: Proposal) -> dict[str, str]:
    return dict(proposal.positions.values_list("party__code", "stance"))


def moves_of(proposal: Proposal) -> list[str]:
    """Give the statuses that a proposal went through, in order."""
    told = Change.objects.filter(subject="proposal", subject_id=proposal.pk).order_by("id")
    return [change.fields["status"][1] for change in told if "status" in change.fields]


def counted() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in RECORDS}


# The people and the partner


def test_people_sit_at_their_desks(at: datetime) -> None:
    people = {user.username: user for user in User.objects.select_related("desk")}

    assert {"samira", "dariush", "claire", "admin"} <= set(people)
    assert all(user.desk or user.role in {"administrator", "reader"} for user in people.values())
    assert people["samira"].desk == people["dariush"].desk == people["claire"].desk
    assert Desk.objects.count() in {2, 3}


def test_everybody_is_owed_a_digest_in_the_first_minute(at: datetime) -> None:
    assert Subscription.objects.count() == User.objects.count()

    assert digests.owe(at=at) == User.objects.count()
    assert not Subscription.objects.filter(next_at__lte=at).exists()


def test_the_first_digests_tell_of_the_last_days_alone(at: datetime) -> None:
    for subscription in Subscription.objects.all():
        assert at - timedelta(days=9) < subscription.told_until < at - timedelta(days=7)
        assert subscription.told_transaction is None


def test_the_usual_reminder_rules_are_there(at: datetime) -> None:
    assert ReminderRule.objects.filter(is_active=True).count() >= 3


def test_the_partner_sees_the_shared_proposals_of_its_committees(at: datetime) -> None:
    client = Client.objects.get(name="Partner registry")

    assert client.client_id == ACCESS.client_id
    assert set(client.allowed_scopes.split()) == set(settings.OAUTH2_PROVIDER["SCOPES"])
    seen = Proposal.objects.visible_to(Actor.of_client(client))
    assert 0 < seen.count() < Proposal.objects.count()
    assert set(seen.values_list("visibility", flat=True)) == {Visibility.SHARED}
    assert set(seen.values_list("committee", flat=True)) == set(
        client.committees.values_list("pk", flat=True)
    )


def test_the_partner_has_sent_an_article(at: datetime) -> None:
    assert Article.objects.filter(sent_by__name="Partner registry").exists()


# Committees and meetings


def test_five_committees_have_met_and_most_will_meet_again(at: datetime, today: date) -> None:
    for committee in Committee.objects.all():
        assert committee.memberships.count() == 2
        assert committee.meetings.filter(ends_on__lt=today).exists()
        assert committee.cadence_months
    assert Committee.objects.count() == 5
    coming = Meeting.objects.filter(starts_on__gt=today)
    assert coming.values("committee").distinct().count() == 4
    assert coming.filter(starts_on__lte=today + timedelta(days=30)).exists()


def test_one_committees_next_meeting_is_overdue(at: datetime, today: date) -> None:
    last = Committee.objects.annotate(last=Max("meetings__starts_on"))
    met = last.values_list("name_en", "last", "cadence_months")

    overdue = [name for name, day, months in met if day + timedelta(31 * (months or 1)) < today]

    assert overdue == ["Türkiye–Iraq committee on trade and transport"]


def test_past_meetings_have_minutes_and_coming_ones_have_none(at: datetime, today: date) -> None:
    assert not Meeting.objects.filter(ends_on__lt=today, minutes="").exists()
    assert not Meeting.objects.filter(starts_on__gt=today).exclude(minutes="").exists()


# Articles and findings


def test_every_articles_text_is_its_files(at: datetime) -> None:
    for article in library.stories():
        kept = Article.objects.get(address=article.address)
        assert kept.text == article.text, article.key
        assert kept.title == article.title, article.key
        if article.text:
            assert bytes(kept.original.content).decode() == article.text, article.key
            assert kept.state == ArticleState.READ, article.key
            assert kept.outlet is not None, article.key


def test_one_article_could_not_be_fetched(at: datetime) -> None:
    failed = Article.objects.get(state=ArticleState.FAILED)

    assert (failed.failure, failed.due_at) == ("not_found", None)


def test_nothing_waits_to_be_fetched_or_read(at: datetime) -> None:
    assert not Article.objects.filter(due_at__isnull=False).exists()
    assert not Article.objects.filter(leased_until__isnull=False).exists()


def test_the_arabic_drug_control_story_waits_with_its_six_findings(at: datetime) -> None:
    (story,) = [one for one in library.stories() if one.is_left_open]
    article = Article.objects.get(address=story.address)
    found = Finding.objects.filter(article=article)

    assert article.language == "ar"
    assert not Change.objects.filter(subject="evidence", fields__article_id__1=article.pk).exists()
    assert set(found.values_list("state", flat=True)) == {FindingState.OPEN}
    assert len(story.labels) == 6
    for label in story.labels:
        start = article.text.index(label.quote)
        overlapping = found.filter(start__lt=start + len(label.quote), end__gt=start)
        assert overlapping.filter(type=FindingType.PROPOSAL).exists(), label.key


def test_five_of_the_six_are_likely_to_be_what_the_record_knows(at: datetime) -> None:
    (story,) = [one for one in library.stories() if one.is_left_open]
    found = Finding.objects.filter(article__address=story.address)

    likely = {one["proposal"] for finding in found for one in finding.candidates}

    known = Proposal.objects.filter(pk__in=likely).values_list("title_en", flat=True)
    assert {
        "Joint border operations centre with liaison officers round the clock",
        "Legal subcommittee on freezing traffickers' assets",
        "Training courses for Iraqi officers and judges",
        "Coordination on airspace and cyberspace against drones and online drug sale",
        "Sharing of prevention and treatment experience",
    } <= set(known)


def test_the_newest_articles_wait_for_review_and_the_older_ones_are_done(at: datetime) -> None:
    waiting = Article.objects.filter(findings__state=FindingState.OPEN).distinct()

    assert waiting.count() >= 4
    assert not waiting.filter(received_at__lt=at - timedelta(days=8)).exists()


def test_every_decision_on_a_finding_occurs(at: datetime) -> None:
    assert set(Finding.objects.values_list("state", flat=True)) == set(FindingState.values)
    reasons = set(Finding.objects.values_list("dismissal", flat=True)) - {""}
    assert {DismissalReason.DOMESTIC, DismissalReason.NOT_OFFICIAL} <= reasons


def test_most_findings_are_what_extraction_found(at: datetime) -> None:
    by_hand = Finding.objects.filter(why__has_key="by_hand").count()

    assert by_hand < 0.4 * Finding.objects.count()


def test_some_evidence_was_attached_by_itself_and_waits_for_a_person(at: datetime) -> None:
    waiting = Evidence.objects.awaiting_confirmation()

    assert waiting.count() >= 3
    assert waiting.filter(is_automatic=True).count() == waiting.count()
    progress = Finding.objects.filter(is_automatic=True, state=FindingState.ATTACHED)
    assert progress.exclude(status="").exists()


def test_the_drug_control_proposals_are_told_by_outlets_of_both_languages(at: datetime) -> None:
    for title in (
        "Joint border operations centre with liaison officers round the clock",
        "Legal subcommittee on freezing traffickers' assets",
        "Training courses for Iraqi officers and judges",
    ):
        evidence = proposal_titled(title).evidence.filter(article__isnull=False)
        languages = set(evidence.values_list("article__language", flat=True))
        assert {"fa", "en", "ar"} <= languages, title


# Proposals


def test_about_forty_proposals_are_in_every_status(at: datetime) -> None:
    statuses = Counter(Proposal.objects.values_list("status", flat=True))

    assert set(statuses) == set(Status.values)
    assert 38 <= sum(statuses.values()) <= 48
    assert sum(statuses[status] for status in OPEN) > sum(statuses[status] for status in CLOSED)


def test_every_proposal_has_three_titles_and_its_parties(at: datetime) -> None:
    for proposal in Proposal.objects.prefetch_related("positions"):
        assert all(proposal.titles.values()), proposal
        assert len(proposal.positions.all()) == 2, proposal
        assert any(position.is_proposer for position in proposal.positions.all()), proposal


def test_references_are_gapless(at: datetime) -> None:
    numbers: dict[str, list[int]] = defaultdict(list)
    for reference in Proposal.objects.values_list("reference", flat=True):
        pair_and_year, _, number = reference.rpartition("-")
        numbers[pair_and_year].append(int(number))

    for pair_and_year, given in numbers.items():
        assert sorted(given) == list(range(1, len(given) + 1)), pair_and_year


def test_references_follow_the_order_of_recording(at: datetime) -> None:
    last: dict[str, str] = {}
    for reference in Proposal.objects.order_by("created_at").values_list("reference", flat=True):
        pair_and_year = reference.rpartition("-")[0]
        assert reference > last.get(pair_and_year, "")
        last[pair_and_year] = reference


def test_something_is_overdue_and_something_due_this_week(at: datetime, today: date) -> None:
    assert Proposal.objects.overdue(on=today).count() >= 3
    assert Proposal.objects.due_within(on=today, days=7).count() >= 3
    undone = Milestone.objects.filter(done_on__isnull=True, proposal__status__in=OPEN)
    assert undone.filter(due_on__lt=today).count() >= 2
    assert undone.filter(due_on__range=(today, today + timedelta(days=7))).count() >= 2


def test_something_has_been_silent_for_months(at: datetime) -> None:
    silent = Proposal.objects.open().filter(updated_at__lt=at - timedelta(days=90))

    assert silent.count() >= 2
    assert silent.filter(due_on__isnull=True).exists()


def test_a_milestone_was_done_late_and_another_in_time(at: datetime) -> None:
    done = Milestone.objects.filter(done_on__isnull=False)

    assert done.filter(done_on__gt=models.F("due_on")).count() >= 2
    assert done.filter(done_on__lte=models.F("due_on")).count() >= 2


def test_deadlines_are_kept_as_they_were_worded(at: datetime) -> None:
    proposals = Proposal.objects.exclude(due_precision="")
    milestones = Milestone.objects.exclude(due_precision="")
    precisions = {
        precision
        for records in (proposals, milestones)
        for precision in records.values_list("due_precision", flat=True)
    }

    assert precisions == set(Precision.values)
    assert proposals.exclude(due_wording="").count() >= 10
    assert proposals.filter(due_precision=Precision.EVENT, due_on__isnull=True).exists()


def test_the_end_of_the_year_is_that_of_the_year_in_which_it_was_said(at: datetime) -> None:
    said = Proposal.objects.filter(due_precision=Precision.YEAR)

    assert said.count() >= 3
    for proposal in said:
        assert proposal.due_on == date(proposal.proposed_on.year, 12, 31), proposal


def test_a_deadline_before_a_meeting_is_that_meetings_day(at: datetime) -> None:
    proposal = proposal_titled("Memorandum on controlled deliveries")
    assert proposal.committee is not None

    meeting = proposal.committee.meetings.latest("ordinal")

    assert (proposal.due_precision, proposal.due_on) == (Precision.EVENT, meeting.starts_on)


def test_some_proposals_nobody_owns_and_some_not_everybody_sees(at: datetime) -> None:
    assert Proposal.objects.open().filter(owner__isnull=True).count() >= 3
    visibilities = set(Proposal.objects.values_list("visibility", flat=True))
    assert visibilities == set(Visibility.values)
    karim = Actor.of_user(User.objects.get(username="karim"))
    hidden = Proposal.objects.exclude(pk__in=Proposal.objects.visible_to(karim).values("pk"))
    assert set(hidden.values_list("visibility", flat=True)) == {Visibility.RESTRICTED}


def test_the_parties_stand_in_many_places(at: datetime) -> None:
    found = set(Position.objects.values_list("stance", flat=True))

    assert found == set(Stance.values)
    assert Position.objects.exclude(responsible_body="").count() >= 20
    assert Position.objects.filter(statement__isnull=False).count() >= 20


def test_what_is_agreed_rests_on_every_party(at: datetime) -> None:
    moved = (Status.AGREED, Status.IN_PROGRESS, Status.COMPLETED)
    for proposal in Proposal.objects.filter(status__in=moved):
        assert set(stances(proposal).values()) <= {Stance.PROPOSED, Stance.ACCEPTS}, proposal


def test_what_is_completed_is_proved_by_articles_and_by_minutes(at: datetime) -> None:
    proofs = Evidence.objects.filter(proposal__status=Status.COMPLETED, confirmed_at__isnull=False)

    completed = Proposal.objects.filter(status=Status.COMPLETED)
    assert proofs.values("proposal").distinct().count() == completed.count()
    assert proofs.filter(meeting__isnull=False).exists()
    assert proofs.filter(article__isnull=False).exists()


def test_what_was_put_off_or_closed_says_why(at: datetime) -> None:
    needing = (Status.POSTPONED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED)

    assert not Proposal.objects.filter(status__in=needing, status_reason="").exists()
    superseded = Proposal.objects.get(status=Status.SUPERSEDED)
    assert superseded.successor is not None
    assert superseded.successor.is_open


def test_a_head_of_desk_reopened_what_was_rejected(at: datetime) -> None:
    proposal = proposal_titled("Lower transit fees for Syrian lorries")

    assert moves_of(proposal)[-2:] == [Status.REJECTED, Status.UNDER_DISCUSSION]
    reopening = Change.objects.of_proposal(proposal).filter(fields__has_key="left_status").first()
    assert reopening is not None
    assert reopening.actor_name == "Claire Moreau"
    assert "look at the fees again" in reopening.why


def test_a_postponed_one_was_resumed(at: datetime) -> None:
    proposal = proposal_titled("Visa waiver for Syrian lorry drivers")

    assert moves_of(proposal)[1:4] == ["under_discussion", "postponed", "under_discussion"]


def test_a_proposal_has_a_part_and_an_owner_was_changed_with_a_reason(at: datetime) -> None:
    assert Proposal.objects.filter(parent__isnull=False).count() >= 2
    handed = Change.objects.filter(
        subject="proposal", operation="update", fields__has_key="owner_id"
    )
    assert handed.exclude(why="").exists()


def test_several_voices_are_heard(at: datetime) -> None:
    found = set(Evidence.objects.values_list("voice", flat=True))

    assert {Voice.OFFICIAL, Voice.JOINT, Voice.UNNAMED} <= found


# History


def test_the_history_covers_a_year_without_a_long_gap(at: datetime) -> None:
    told = Change.objects.exclude(subject="party").filter(at__lte=at)
    days = sorted({moment.date() for moment in told.values_list("at", flat=True)})

    assert days[0] <= at.date() - timedelta(days=365)
    gaps = [later - earlier for earlier, later in pairwise(days)]
    assert max(gaps) <= timedelta(days=21)


def test_the_history_was_written_in_its_own_order(at: datetime) -> None:
    moments = list(
        Change.objects.exclude(subject__in=["party", "partyname"])
        .filter(at__lte=at)
        .order_by("id")
        .values_list("at", flat=True)
    )
    assert moments == sorted(moments)


def test_people_worked_this_week_too(at: datetime) -> None:
    recent = Change.objects.filter(at__gt=at - timedelta(days=7), actor__startswith="user:")

    assert recent.filter(subject="proposal", fields__has_key="status").count() >= 2
    assert recent.filter(subject="position", fields__has_key="stance").count() >= 3


def test_several_people_worked(at: datetime) -> None:
    actors = Counter(
        Change.objects.filter(proposal_id__isnull=False).values_list("actor_name", flat=True)
    )

    people = {str(user) for user in User.objects.filter(role__in=["officer", "head"])}
    assert people <= set(actors)
    assert all(actors[name] >= 10 for name in people)


def test_nobody_was_there_before_the_beginning(at: datetime) -> None:
    joined = set(User.objects.values_list("date_joined", flat=True))

    (began,) = joined
    earliest = Change.objects.filter(subject="committee").earliest("at")
    assert began <= earliest.at < at


def dates_of(model: type[models.Model], names: Iterable[str]) -> Iterator[Any]:
    for name in names:
        values = model._default_manager.filter(**{f"{name}__isnull": False})
        yield from values.values_list(name, flat=True)


def test_nothing_happened_in_the_future(at: datetime, today: date) -> None:
    moments = {
        Article: ("published_at", "received_at", "fetched_at"),
        Evidence: ("created_at", "confirmed_at"),
        Finding: ("found_at", "decided_at"),
        Proposal: ("created_at", "updated_at", "status_since"),
        User: ("date_joined",),
        Subscription: ("told_until",),
    }
    days = {Evidence: ("dated_on",), Milestone: ("done_on",), Proposal: ("proposed_on",)}

    for model, names in moments.items():
        assert max(dates_of(model, names)) <= at, model
    for model, names in days.items():
        assert max(dates_of(model, names)) <= today, model
    subjects = {"proposal", "position", "milestone", "evidence", "finding", "article", "meeting"}
    told = Change.objects.filter(subject__in=subjects)
    assert told.aggregate(newest=Max("at"))["newest"] <= at


def test_an_article_was_published_before_it_came_in(at: datetime) -> None:
    told = Article.objects.filter(published_at__isnull=False)

    assert not told.filter(published_at__gt=models.F("received_at")).exists()


def test_each_proposals_history_begins_with_its_recording(at: datetime) -> None:
    counts = Proposal.objects.annotate(told=Count("pk"))
    for proposal in counts:
        first = Change.objects.of_proposal(proposal).last()
        assert first is not None
        assert (first.operation, first.subject) == ("insert", "proposal"), proposal
        assert first.at == proposal.created_at, proposal
