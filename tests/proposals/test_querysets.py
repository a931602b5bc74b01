"""The way out for a read: what each actor sees of everything, and the ways to ask for more.

What should be seen is said twice: in SQL by the querysets, and here, row by row, in Python.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import models

from proposals.models import (
    Article,
    CalendarAddress,
    Change,
    Client,
    Committee,
    Desk,
    Evidence,
    File,
    Finding,
    Handover,
    Meeting,
    Membership,
    Milestone,
    Note,
    Party,
    Position,
    Proposal,
    SavedList,
    SignIn,
    User,
)
from proposals.rights import Actor
from proposals.services import articles, files, findings, notes, parts
from proposals.services.articles import Arrival
from proposals.services.files import Upload
from proposals.services.recording import recording
from proposals.status import Status
from proposals.vocabulary import Precision, Role, Visibility
from tests.conftest import party

type Make = Callable[..., Proposal]

STAFF = ["reader", "officer", "stranger", "head", "other_head"]
ALL_SEEING = ["administrator", "system"]
PARTNERS = ["shared_partner", "internal_partner", "other_partner", "foreign_partner"]


@pytest.fixture
def other_committee(iraq: Party, other_desk: Desk, system: Actor, at: datetime) -> Committee:
    found = Committee(name_en="Joint water committee", desk=other_desk)
    with recording(by=system, at=at):
        found.save()
        for member in (iraq, party("TR", name_en="Türkiye")):
            Membership.objects.create(committee=found, party=member)
    return found


@pytest.fixture
def shared_partner(client_of: Callable[..., Client]) -> Actor:
    return Actor.of_client(client_of(visibility="shared"))


@pytest.fixture
def internal_partner(client_of: Callable[..., Client]) -> Actor:
    return Actor.of_client(client_of(visibility="internal"))


@pytest.fixture
def other_partner(other_committee: Committee) -> Actor:
    client = Client.objects.create(name="Water registry", visibility="internal")
    client.committees.add(other_committee)
    return Actor.of_client(client)


@pytest.fixture
def world(
    make_proposal: Make,
    make_article: Callable[..., Article],
    see: Callable[..., Any],
    committee: Committee,
    other_committee: Committee,
    actor_called: Callable[[str], Actor],
    at: datetime,
) -> None:
    """A proposal of every visibility, desk, committee and owner, each with all that belongs."""
    officer, system = actor_called("officer"), actor_called("system")
    places: list[dict[str, Any]] = [
        {"committee": committee},
        {"committee": other_committee},
        {"committee": None},
        {"committee": other_committee, "owner": User.objects.get(username="samira")},
    ]
    for number, (visibility, place) in enumerate(product(Visibility, places)):
        if visibility == Visibility.RESTRICTED and place["committee"] is None:
            continue  # there is no such proposal: it would be nobody's
        proposal = make_proposal(visibility=visibility, **place)
        parts.add_milestone(proposal=proposal, values={"title": "A step"}, by=system, at=at)
        author = actor_called("administrator")
        notes.write(proposal=proposal, text="Call them.", by=author, at=at)
        letter = Upload("letter.txt", b"Dear colleague")
        files.keep(upload=letter, place=proposal, by=author, at=at)
        article = make_article(f"{number}. We propose a joint border operations centre.")
        (finding,) = findings.record_findings(
            article=article, sightings=[see(article)], by=system, at=at
        )
        findings.attach(finding=finding, proposal=proposal, by=system, at=at)
    for number, by in enumerate([system, officer, actor_called("internal_partner")]):
        arrival = Arrival(address=f"https://news.example/{number}")
        articles.receive(arrival=arrival, by=by, at=at)
    apart = make_article("Nobody quotes it. We propose a joint border operations centre.")
    findings.record_findings(article=apart, sightings=[see(apart)], by=system, at=at)
    with recording(by=system, at=at):
        for held in (committee, other_committee):
            day = at.date()
            held_on = Meeting.objects.create(committee=held, ordinal=1, starts_on=day, ends_on=day)
            files.keep(upload=letter, place=held_on, by=author, at=at)


# What should be seen, row by row


def sees(actor: Actor, proposal: Proposal) -> bool:
    if actor.role in {Role.ADMINISTRATOR, "system"}:
        return True
    if actor.role == "partner":
        return (
            proposal.committee_id in (actor.committees or ())
            and proposal.visibility in actor.visibilities
        )
    own = proposal.desk_id is not None and proposal.desk_id == actor.desk_id
    return proposal.visibility != "restricted" or own or proposal.owner_id == actor.user_id


def sees_part(actor: Actor, row: Position | Milestone | Evidence) -> bool:
    return sees(actor, row.proposal)


def sees_note(actor: Actor, note: Note) -> bool:
    return actor.role != "partner" and sees(actor, note.proposal)


def sees_file(actor: Actor, file: File) -> bool:
    is_in_sight = file.proposal is None or sees(actor, file.proposal)
    return actor.role != "partner" and is_in_sight


def sees_finding(actor: Actor, finding: Finding) -> bool:
    if actor.role == "partner":
        return False
    return finding.proposal is None or sees(actor, finding.proposal)


def sees_article(actor: Actor, article: Article) -> bool:
    if actor.role != "partner":
        return True
    quoted = any(sees(actor, evidence.proposal) for evidence in article.evidence.all())
    return quoted or article.sent_by_id == actor.client_id


def sees_change(actor: Actor, change: Change) -> bool:
    if actor.role in {Role.ADMINISTRATOR, "system"}:
        return True
    if change.proposal_id is None:
        return actor.is_staff
    seen = sees(actor, Proposal.objects.get(pk=change.proposal_id))
    return seen and (actor.is_staff or change.subject not in {"finding", "note", "file"})


def sees_committee(actor: Actor, committee: Committee) -> bool:
    return actor.committees is None or committee.pk in actor.committees


def sees_meeting(actor: Actor, meeting: Meeting) -> bool:
    return sees_committee(actor, meeting.committee)


def sees_address(actor: Actor, address: CalendarAddress) -> bool:
    return actor.sees_everything or address.user_id == actor.user_id


def sees_list(actor: Actor, saved: SavedList) -> bool:
    shared = saved.is_shared and saved.user.desk_id is not None
    return actor.user_id == saved.user_id or (shared and saved.user.desk_id == actor.desk_id)


def sees_handover(actor: Actor, handover: Handover) -> bool:
    theirs = handover.actor == actor.key or handover.receiver_id == actor.user_id
    return actor.sees_everything or theirs


def sees_sign_in(actor: Actor, sign_in: SignIn) -> bool:
    return actor.sees_everything or sign_in.user_id == actor.user_id


ORACLES: dict[type[models.Model], Callable[[Actor, Any], bool]] = {
    Proposal: sees,
    Position: sees_part,
    Milestone: sees_part,
    Evidence: sees_part,
    Note: sees_note,
    File: sees_file,
    Finding: sees_finding,
    Article: sees_article,
    Change: sees_change,
    Committee: sees_committee,
    Meeting: sees_meeting,
    CalendarAddress: sees_address,
    SavedList: sees_list,
    Handover: sees_handover,
    SignIn: sees_sign_in,
}


@pytest.mark.parametrize("who", [*STAFF, *ALL_SEEING, *PARTNERS])
def test_each_actor_sees_what_is_theirs_to_see_and_nothing_else(
    world: None, actor_called: Callable[[str], Actor], who: str
) -> None:
    actor = actor_called(who)

    for model, oracle in ORACLES.items():
        seen = model._default_manager.visible_to(actor)  # type: ignore[attr-defined]  # each has it
        expected = {row.pk for row in model._default_manager.all() if oracle(actor, row)}
        assert sorted(seen.values_list("pk", flat=True)) == sorted(expected), model


def test_the_world_tells_the_actors_apart(
    world: None, actor_called: Callable[[str], Actor]
) -> None:
    """Or the test above would prove little."""
    counts = {
        who: Proposal.objects.visible_to(actor_called(who)).count()
        for who in [*STAFF, *ALL_SEEING, *PARTNERS]
    }
    assert counts == {
        "reader": 8,
        "officer": 10,  # its desk's restricted one, and the one that it owns
        "stranger": 10,  # its desk's two restricted ones
        "head": 9,
        "other_head": 10,
        "administrator": 11,
        "system": 11,
        "shared_partner": 1,
        "internal_partner": 2,
        "other_partner": 4,
        "foreign_partner": 0,
    }


def test_every_queryset_of_the_record_that_can_hide_something_is_tried() -> None:
    hiding = {
        model for model in models_of_the_record() if hasattr(model._default_manager, "visible_to")
    }
    assert hiding == set(ORACLES)


def models_of_the_record() -> Iterator[type[models.Model]]:
    for model in Proposal._meta.apps.get_app_config("proposals").get_models():
        if not model.__name__.endswith("Event"):
            yield model


def test_an_article_is_seen_once_however_often_it_is_quoted(
    make_proposal: Make, make_article: Callable[..., Article], see: Callable[..., Any],
    shared_partner: Actor, officer: Actor, at: datetime,
) -> None:  # fmt: skip
    article = make_article()
    for quote in ("We propose a joint border operations centre", "We are ready"):
        (finding,) = findings.record_findings(
            article=article, sightings=[see(article, quote)], by=officer, at=at
        )
        findings.attach(finding=finding, proposal=make_proposal(), by=officer, at=at)

    assert list(Article.objects.visible_to(shared_partner)) == [article]


# Proposals by their dates and parties


@pytest.fixture
def dated(make_proposal: Make) -> Callable[..., Proposal]:
    """Give a function that records a proposal that falls due on a day."""

    def make(due_on: date | None) -> Proposal:
        deadline = {"due_on": due_on, "due_precision": Precision.DAY} if due_on else {}
        return make_proposal(deadline=deadline)

    return make


TODAY = date(2026, 3, 11)


def test_a_proposal_is_overdue_from_the_day_after(dated: Callable[..., Proposal]) -> None:
    late = dated(TODAY - timedelta(days=1))
    for due_on in (TODAY, TODAY + timedelta(days=1), None):
        assert not dated(due_on).is_overdue(on=TODAY)

    assert list(Proposal.objects.overdue(on=TODAY)) == [late]
    assert late.is_overdue(on=TODAY)


def test_a_proposal_is_due_soon_from_today_to_the_last_day(
    dated: Callable[..., Proposal],
) -> None:
    soon = {dated(TODAY), dated(TODAY + timedelta(days=7))}
    for due_on in (TODAY - timedelta(days=1), TODAY + timedelta(days=8), None):
        dated(due_on)

    assert set(Proposal.objects.due_within(on=TODAY, days=7)) == soon


def test_what_rests_or_is_closed_is_never_late(
    dated: Callable[..., Proposal], move: Make, system: Actor
) -> None:
    for key in ("postpone", "withdraw"):
        moved = move(dated(TODAY - timedelta(days=9)), key, system, reason="Elections first")
        assert not moved.is_overdue(on=TODAY)

    assert not Proposal.objects.overdue(on=TODAY).exists()
    assert not Proposal.objects.due_within(on=TODAY, days=9).exists()
    assert not Proposal.objects.open().exists()


def test_proposals_between_parties_name_each_of_them(
    make_proposal: Make, iran: Party, iraq: Party
) -> None:
    turkiye = party("TR", name_en="Türkiye")
    two, three = make_proposal(), make_proposal(addressees=[iraq, turkiye])

    assert set(Proposal.objects.between("IQ", "IR")) == {two, three}
    assert set(Proposal.objects.between("TR", "IQ")) == {three}
    assert set(Proposal.objects.between("TR", "US")) == set()
    assert Proposal.objects.between("IQ").count() == 2


def test_a_list_is_read_in_as_many_queries_as_one(
    make_proposal: Make, meeting: Meeting, officer_user: User,
    django_assert_num_queries: Callable[[int], Any],
) -> None:  # fmt: skip
    for _ in range(3):
        make_proposal(meeting=meeting, owner=officer_user)

    with django_assert_num_queries(3):  # proposals, their positions, the parties
        lines = [
            (
                str(proposal),
                str(proposal.meeting),
                str(proposal.owner),
                str(proposal.desk),
                [position.party.name for position in proposal.positions.all()],
            )
            for proposal in Proposal.objects.for_reading()
        ]
    assert len(lines) == 3


# Evidence, findings, articles, changes


def test_what_waits_for_a_person(
    attached: Finding, make_finding: Callable[..., Finding], officer: Actor, at: datetime
) -> None:
    waiting = make_finding("We are ready to hold training courses")

    assert list(Finding.objects.open()) == [waiting]
    (evidence,) = Evidence.objects.awaiting_confirmation()
    parts.confirm_evidence(evidence=evidence, by=officer, at=at)
    assert not Evidence.objects.awaiting_confirmation().exists()


def test_an_article_is_due_in_its_own_state_at_its_own_time(
    waiting: Article, article: Article, at: datetime
) -> None:
    assert list(Article.objects.due("waiting", at=at)) == [waiting]
    assert not Article.objects.due("waiting", at=at - timedelta(seconds=1)).exists()
    assert not Article.objects.due("kept", at=at).exists()
    assert not Article.objects.due("read", at=at).exists()


def test_the_history_of_a_proposal_is_its_own_newest_first(
    make_proposal: Make, move: Make, officer: Actor
) -> None:
    proposal = make_proposal()
    move(make_proposal(), "discuss", officer)
    move(proposal, "discuss", officer)

    entries = list(Change.objects.of_proposal(proposal))
    assert {entry.proposal_id for entry in entries} == {proposal.pk}
    assert entries[0].fields["status"] == ["proposed", Status.UNDER_DISCUSSION]
    assert [entry.pk for entry in entries] == sorted((entry.pk for entry in entries), reverse=True)
