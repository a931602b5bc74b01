"""Who may call which service: every role, own desk and another, against every service there is."""

import inspect
import pkgutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from types import FunctionType
from typing import Any

import pytest
from django.db import transaction

from proposals import services
from proposals.days import Manner
from proposals.errors import NotAllowedError
from proposals.models import (
    Article,
    CalendarAddress,
    Evidence,
    File,
    Finding,
    HandedOver,
    Handover,
    Meeting,
    Milestone,
    Note,
    Outlet,
    Party,
    Proposal,
    User,
)
from proposals.rights import Actor
from proposals.services import (
    articles,
    calendars,
    files,
    findings,
    handovers,
    importing,
    lists,
    meetings,
    moves,
    notes,
    parties,
    parts,
    people,
    proposals,
    records,
    rows,
)
from proposals.services.articles import Arrival, Reading
from proposals.services.files import Upload
from proposals.services.moves import MoveRequest
from proposals.vocabulary import Act, Failure, Kind
from tests.conftest import AT

SYSTEM = Actor.of_system("tests")
DESK = {"officer", "head", "administrator", "system"}
ANY_DESK = DESK | {"stranger", "other_head"}
WITH_PARTNER = DESK | {"partner"}
ACTORS = sorted(ANY_DESK | {"reader", "partner", "foreign_partner"})

# Services that only others call, inside their own frame and after their own check of rights.
INNER = {"parts.attach_quote", "owners.note_new_owner"}
# Those that go through many rows and tell of each why it was refused: by what one row asks for.
TOLD = {"rows.move_each", "rows.undo_each", "handovers.hand_over"}


@dataclass(frozen=True)
class Scene:
    """One record of each sort, at the desk of ``officer`` and ``head``."""

    page: Article
    proposal: Proposal
    milestone: Milestone
    evidence: Evidence
    attached: Finding
    finding: Finding
    article: Article
    waiting: Article
    failed: Article
    meeting: Meeting
    iraq: Party
    iran: Party
    user: User
    note: Note
    file: File
    handover: Handover

    @property
    def draft(self) -> proposals.Draft:
        return proposals.Draft(
            {"en": "A legal subcommittee"}, Kind.LEGAL_JUDICIAL, Act.PROPOSES,
            [self.iran], [self.iraq], date(2026, 3, 10),
        )  # fmt: skip


@pytest.fixture
def page(db: None, at: datetime) -> Article:
    """A page that was fetched and read, and can be looked for again."""
    arrival = Arrival(address="https://news.example/3")
    found = articles.receive(arrival=arrival, by=SYSTEM, at=at)
    articles.keep_text(article=found, reading=Reading("A page.", "en"), by=SYSTEM, at=at)
    return found


@pytest.fixture
def scene(
    evidence: Evidence, attached: Finding, make_finding: Callable[..., Finding], meeting: Meeting,
    article: Article, page: Article, failed: Article, iraq: Party, iran: Party,
    officer_user: User, note: Note, file: File, head: Actor, at: datetime,
) -> Scene:  # fmt: skip
    return Scene(
        proposal=evidence.proposal,
        milestone=parts.add_milestone(
            proposal=evidence.proposal, values={"title": "Choose a site"}, by=SYSTEM, at=at
        ),
        evidence=evidence,
        attached=attached,
        finding=make_finding("The centre has opened its doors", kind=Kind.OTHER),
        article=article,
        waiting=articles.receive(
            arrival=Arrival(address="https://news.example/2"), by=SYSTEM, at=at
        ),
        page=page,
        failed=failed,
        meeting=meeting,
        iraq=iraq,
        iran=iran,
        user=officer_user,
        note=note,
        file=file,
        handover=_handover(evidence.proposal, head, officer_user),
    )


def _handover(proposal: Proposal, by: Actor, receiver: User) -> Handover:
    """What the head of the desk gave to somebody, who has not acted on it."""
    found = Handover.objects.create(
        context_id=uuid.uuid4(), receiver=receiver, actor=by.key, actor_name=by.name, at=AT
    )
    version = Proposal.objects.get(pk=proposal.pk).version
    HandedOver.objects.create(handover=found, proposal=proposal, version=version)
    return found


type Call = Callable[[Scene, Any], object]
# Each service, a call of it that lacks only who and when, and the actors that it obeys.
SERVICES: dict[str, tuple[Call, set[str]]] = {
    "articles.receive": (
        lambda _s, rest: articles.receive(arrival=Arrival(content=b"News"), **rest),
        ANY_DESK | {"partner", "foreign_partner"},
    ),
    "articles.lease": (
        lambda s, rest: articles.lease(article_id=s.waiting.pk, state="waiting", seconds=9, **rest),
        ANY_DESK,
    ),
    "articles.keep_fetched": (
        lambda s, rest: articles.keep_fetched(
            article=s.waiting, content=b"x", content_type="", **rest
        ),
        ANY_DESK,
    ),
    "articles.postpone": (
        lambda s, rest: articles.postpone(article=s.waiting, until=rest["at"], **rest),
        ANY_DESK,
    ),
    "articles.fail": (
        lambda s, rest: articles.fail(article=s.waiting, failure=Failure.TOO_SLOW, **rest),
        ANY_DESK,
    ),
    "articles.try_again": (
        lambda s, rest: articles.try_again(article=s.failed, **rest),
        ANY_DESK,
    ),
    "articles.give_content": (
        lambda s, rest: articles.give_content(
            article=s.failed, content=b"x", content_type="", **rest
        ),
        ANY_DESK,
    ),
    "articles.describe": (
        lambda s, rest: articles.describe(article=s.article, values={"title": "News"}, **rest),
        ANY_DESK,
    ),
    "articles.keep_text": (
        lambda s, rest: articles.keep_text(
            article=s.waiting, reading=Reading("News", "en"), **rest
        ),
        ANY_DESK,
    ),
    "articles.check_again": (
        lambda s, rest: articles.check_again(article=s.page, **rest),
        ANY_DESK,
    ),
    "articles.keep_version": (
        lambda s, rest: articles.keep_version(
            article=s.page, content=b"New", content_type="text/plain", **rest
        ),
        ANY_DESK,
    ),
    "articles.leave_as_read": (
        lambda s, rest: articles.leave_as_read(article=s.page, **rest),
        ANY_DESK,
    ),
    "calendars.make": (
        lambda s, rest: calendars.make(address=CalendarAddress(user=s.user), **rest),
        {"officer", "administrator", "system"},
    ),
    "files.keep": (
        lambda s, rest: files.keep(upload=Upload("a.txt", b"A"), place=s.proposal, **rest),
        DESK - {"system"},
    ),
    "files.withdraw": (
        lambda s, rest: files.withdraw(file=s.file, **rest),
        DESK - {"system"},
    ),
    "findings.carry_over": (
        lambda s, rest: findings.carry_over(finding=s.finding, decided=s.attached, **rest),
        ANY_DESK,
    ),
    "findings.record_findings": (
        lambda s, rest: findings.record_findings(article=s.article, sightings=[], **rest),
        ANY_DESK,
    ),
    "findings.mark": (
        lambda s, rest: findings.mark(article=s.article, start=0, end=9, **rest),
        ANY_DESK,
    ),
    "findings.suggest": (
        lambda s, rest: findings.suggest(finding=s.finding, candidates=[], **rest),
        ANY_DESK,
    ),
    "findings.accept": (
        lambda s, rest: findings.accept(finding=s.finding, draft=s.draft, **rest),
        ANY_DESK,
    ),
    "findings.attach": (
        lambda s, rest: findings.attach(finding=s.finding, proposal=s.proposal, **rest),
        DESK,
    ),
    "findings.dismiss": (
        lambda s, rest: findings.dismiss(finding=s.finding, reason="past", **rest),
        ANY_DESK,
    ),
    "findings.undo": (lambda s, rest: findings.undo(finding=s.attached, **rest), DESK),
    "moves.move": (
        lambda s, rest: moves.move(proposal=s.proposal, request=MoveRequest.of("discuss"), **rest),
        WITH_PARTNER,
    ),
    "notes.write": (
        lambda s, rest: notes.write(proposal=s.proposal, text="Call them.", **rest),
        DESK - {"system"},
    ),
    "notes.correct": (
        lambda s, rest: notes.correct(note=s.note, text="Call them.", **rest),
        DESK - {"system"},
    ),
    "notes.withdraw": (
        lambda s, rest: notes.withdraw(note=s.note, **rest),
        DESK - {"system"},
    ),
    "parties.load": (
        lambda _s, rest: parties.load(entries=[], **rest),
        {"administrator", "system"},
    ),
    "parts.set_position": (
        lambda s, rest: parts.set_position(
            proposal=s.proposal, party=s.iraq, values={"stance": "reserves"}, **rest
        ),
        WITH_PARTNER,
    ),
    "parts.add_milestone": (
        lambda s, rest: parts.add_milestone(proposal=s.proposal, values={"title": "Build"}, **rest),
        WITH_PARTNER,
    ),
    "parts.edit_milestone": (
        lambda s, rest: parts.edit_milestone(
            milestone=s.milestone, values={"title": "Build"}, **rest
        ),
        WITH_PARTNER,
    ),
    "parts.remove_milestone": (
        lambda s, rest: parts.remove_milestone(milestone=s.milestone, **rest),
        WITH_PARTNER,
    ),
    "parts.attach_minutes": (
        lambda s, rest: parts.attach_minutes(
            proposal=s.proposal, meeting=s.meeting, start=0, end=9, **rest
        ),
        WITH_PARTNER,
    ),
    "parts.confirm_evidence": (
        lambda s, rest: parts.confirm_evidence(evidence=s.evidence, **rest),
        DESK - {"system"},
    ),
    "parts.detach_evidence": (
        lambda s, rest: parts.detach_evidence(evidence=s.evidence, why="No", **rest),
        WITH_PARTNER,
    ),
    "people.go_away": (
        lambda s, rest: people.go_away(
            user=s.user, first_day=None, last_day=None, alternate=None, **rest
        ),
        {"officer", "head", "administrator", "system"},
    ),
    "handovers.take_back": (
        lambda s, rest: handovers.take_back(handover=s.handover, **rest),
        {"head", "administrator", "system"},
    ),
    "lists.save_list": (
        lambda s, rest: lists.save_list(
            user=s.user, name="Mine", query="", is_shared=False, **rest
        ),
        {"officer"},
    ),
    "rows.change_row": (
        lambda s, rest: rows.change_row(
            proposal=s.proposal, values={"title_ar": "م"}, move_key="", **rest
        ),
        WITH_PARTNER,
    ),
    "importing.take_in": (
        lambda _s, rest: list(importing.take_in(entries=[], why="", is_kept=True, **rest)),
        ANY_DESK | {"partner", "foreign_partner"},
    ),
    "people.choose_columns": (
        lambda s, rest: people.choose_columns(user=s.user, columns=[], **rest),
        {"officer"},
    ),
    "people.prefer_reach": (
        lambda s, rest: people.prefer_reach(user=s.user, reach="mail", **rest),
        {"officer"},
    ),
    "people.prefer_days": (
        lambda s, rest: people.prefer_days(user=s.user, manner=Manner(), **rest),
        {"officer"},
    ),
    "people.prefer_language": (
        lambda s, rest: people.prefer_language(user=s.user, language="fa", **rest),
        {"officer"},
    ),
    "proposals.create": (
        lambda s, rest: proposals.create(draft=s.draft, **rest),
        ANY_DESK,
    ),
    "proposals.edit": (
        lambda s, rest: proposals.edit(proposal=s.proposal, values={"title_ar": "م"}, **rest),
        WITH_PARTNER,
    ),
    "records.keep": (
        lambda _s, rest: records.keep(Outlet(name_en="INA"), **rest),
        ANY_DESK,
    ),
    "records.change_meeting": (
        lambda s, rest: records.change_meeting(
            meeting=s.meeting, values={"place": "Basra"}, **rest
        ),
        ANY_DESK | {"partner"},
    ),
    "meetings.write_agenda": (
        lambda s, rest: meetings.write_agenda(meeting=s.meeting, items=["Visas"], **rest),
        ANY_DESK | {"partner"},
    ),
    "records.remove": (
        lambda s, rest: records.remove(Meeting.objects.get(pk=s.meeting.pk), **rest),
        {"administrator", "system"},
    ),
}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_obeys_these_and_nobody_else(
    scene: Scene, at: datetime, actor_called: Callable[[str], Actor], name: str
) -> None:
    call, expected = SERVICES[name]

    assert {who for who in ACTORS if goes(call, scene, actor_called(who), at)} == expected


def goes(call: Call, scene: Scene, by: Actor, at: datetime) -> bool:
    """Tell whether the service obeys; whatever it did is taken back."""
    try:
        with transaction.atomic():
            call(scene, {"by": by, "at": at})
            transaction.set_rollback(True)
    except NotAllowedError:
        return False
    finally:
        for record in vars(scene).values():
            record.refresh_from_db()
    return True


def all_services() -> Iterator[tuple[str, FunctionType]]:
    """Give every public function of the services that takes who acts and the clock."""
    for module in pkgutil.iter_modules(services.__path__):
        found = import_module(f"{services.__name__}.{module.name}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            is_own = function.__module__ == found.__name__ and not name.startswith("_")
            if is_own and {"by", "at"} <= set(inspect.signature(function).parameters):
                yield f"{module.name}.{name}", function


def test_every_service_is_in_the_table() -> None:
    there = {name for name, _function in all_services()} - {"recording.recording"}

    assert there == set(SERVICES) | INNER | TOLD


@pytest.mark.parametrize("name", [*SERVICES, *INNER, *TOLD])
def test_a_service_is_called_by_names_alone(name: str) -> None:
    """Only the records of ``keep`` and ``remove`` come without one."""
    parameters = inspect.signature(dict(all_services())[name]).parameters.values()

    named = {found.kind for found in parameters if found.name != "records"}
    assert named == {inspect.Parameter.KEYWORD_ONLY}
