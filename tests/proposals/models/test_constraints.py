"""What the database itself refuses, constraint by constraint; one without a case here is a failure.

The triggers are told to look away, so that only the constraint speaks.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from proposals.models import (
    Article,
    CalendarAddress,
    Client,
    Epoch,
    Feed,
    File,
    FileContent,
    ForeignNumber,
    HandedOver,
    Handover,
    KeptAnswer,
    Meeting,
    Milestone,
    Original,
    Outlet,
    Party,
    PartyName,
    Proposal,
    ReferenceCounter,
    SavedList,
    SignIn,
    User,
)
from proposals.rights import Actor
from proposals.services import articles, files, parts
from proposals.services.articles import Reading
from proposals.services.files import Upload
from proposals.services.recording import recording

NOW = datetime(2026, 3, 11, tzinfo=UTC)
DAY = date(2026, 6, 1)
SELF = F("id")


def models_of_the_record() -> Iterator[type[models.Model]]:
    """Give the record's models, less those that keep rows as they stood."""
    for model in apps.get_app_config("proposals").get_models():
        if not model.__name__.endswith("Event"):
            yield model


# A row of each sort


@pytest.fixture
def milestone(proposal: Proposal, system: Actor) -> Milestone:
    return parts.add_milestone(
        proposal=proposal, values={"title": "Choose a site"}, by=system, at=NOW
    )


@pytest.fixture
def position(proposal: Proposal) -> models.Model:
    return proposal.positions.earliest("id")


@pytest.fixture
def version(waiting: Article, system: Actor) -> Article:
    """A page that was corrected after it was read."""
    first = Reading("The story.", "en")
    articles.keep_text(article=waiting, reading=first, by=system, at=NOW)
    articles.check_again(article=waiting, by=system, at=NOW)
    waiting.refresh_from_db()
    found = articles.keep_version(
        article=waiting, content=b"New", content_type="text/plain", by=system, at=NOW
    )
    assert found is not None
    second = Reading("The story, corrected.", "en")
    articles.keep_text(article=found, reading=second, by=system, at=NOW)
    return found


@pytest.fixture
def original(article: Article) -> Original:
    return article.original


@pytest.fixture
def outlet(system: Actor, db: None) -> Outlet:
    with recording(by=system, at=NOW):
        return Outlet.objects.create(name_en="INA", host="ina.example")


@pytest.fixture
def feed(outlet: Outlet, system: Actor) -> Feed:
    with recording(by=system, at=NOW):
        return Feed.objects.create(outlet=outlet, address="https://ina.example/rss")


@pytest.fixture
def membership(committee: models.Model) -> models.Model:
    return committee.memberships.earliest("id")  # type: ignore[attr-defined,no-any-return]  # ours


@pytest.fixture
def party_name(iraq: Party, db: None) -> PartyName:
    return PartyName.objects.create(party=iraq, language="en", use="alias", text="Ex-Iraq")


@pytest.fixture
def counter(db: None) -> ReferenceCounter:
    return ReferenceCounter.objects.create(pair="IQ-IR", year=1999, last=1)


@pytest.fixture
def calendar(officer_user: User) -> CalendarAddress:
    return CalendarAddress.objects.create(user=officer_user, token_sha256="0" * 64, made_at=NOW)


@pytest.fixture
def saved_list(officer_user: User) -> SavedList:
    return SavedList.objects.create(user=officer_user, name="Mine", saved_at=NOW)


@pytest.fixture
def handover(officer_user: User) -> Handover:
    return Handover.objects.create(
        context_id=uuid.UUID(int=1), receiver=officer_user, actor="user:1", actor_name="A", at=NOW
    )


@pytest.fixture
def handed_over(handover: Handover, proposal: Proposal) -> HandedOver:
    return HandedOver.objects.create(handover=handover, proposal=proposal, version=1)


@pytest.fixture
def sign_in(officer_user: User) -> SignIn:
    return SignIn.objects.create(user=officer_user, at=NOW, step="signed_in")


@pytest.fixture
def file_content(file: File) -> FileContent:
    return file.content


@pytest.fixture
def meeting_file(meeting: Meeting, officer: Actor) -> File:
    upload = Upload("letter.txt", b"Dear colleague")
    return files.keep(upload=upload, place=meeting, by=officer, at=NOW)


@pytest.fixture
def foreign_number(proposal: Proposal) -> ForeignNumber:
    return ForeignNumber.objects.create(proposal=proposal, number="X-1")


@pytest.fixture
def kept_answer(partner_client: Client) -> KeptAnswer:
    return KeptAnswer.objects.create(
        client=partner_client, key="1", fingerprint="0", status=200, content="{}", kept_at=NOW
    )


@pytest.fixture
def epoch(db: None) -> Epoch:
    return Epoch.objects.earliest("id")


# What each check constraint refuses: the row, and what is written into it

CHECKS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "proposals_party_is_named": [("iraq", {"name_ar": "", "name_fa": "", "name_en": ""})],
    "proposals_party_code_fits_kind": [
        ("iraq", {"code": "iq"}),
        ("iraq", {"code": "IRQ"}),
        ("iraq", {"kind": "organisation"}),
        ("iraq", {"kind": "planet"}),
        ("iraq", {"kind": "organisation", "code": "1AB"}),
    ],
    "proposals_partyname_has_text": [("party_name", {"text": ""})],
    "proposals_desk_is_named": [("desk", {"name_ar": "", "name_en": ""})],
    "proposals_user_role_is_known": [("officer_user", {"role": "minister"})],
    "proposals_user_reach_is_known": [("officer_user", {"reached_by": "pigeon"})],
    "proposals_savedlist_has_a_name": [("saved_list", {"name": ""})],
    "proposals_signin_step_is_known": [("sign_in", {"step": "flew"})],
    "proposals_foreignnumber_is_not_empty": [("foreign_number", {"number": ""})],
    "proposals_user_manner_of_days_is_known": [
        ("officer_user", {"calendar": "julian"}),
        ("officer_user", {"calendar": ""}),
        ("officer_user", {"calendar_beside": "julian"}),
        ("officer_user", {"numerals": "roman"}),
    ],
    "proposals_user_language_is_known": [("officer_user", {"language": "fr"})],
    "proposals_user_quiet_hours_are_hours": [
        ("officer_user", {"quiet_from": 24}),
        ("officer_user", {"quiet_until": 24}),
    ],
    "proposals_user_is_not_their_own_alternate": [("officer_user", {"alternate": SELF})],
    "proposals_user_comes_back_after_leaving": [
        ("officer_user", {"absent_from": DAY, "absent_until": date(2026, 5, 31)}),
        ("officer_user", {"absent_until": DAY}),
    ],
    "proposals_committee_is_named": [("committee", {"name_en": ""})],
    "proposals_committee_cadence_is_sane": [
        ("committee", {"cadence_months": 0}),
        ("committee", {"cadence_months": 121}),
    ],
    "proposals_meeting_number_from_one": [("meeting", {"ordinal": 0})],
    "proposals_meeting_ends_after_start": [("meeting", {"ends_on": date(2026, 3, 7)})],
    "proposals_outlet_is_named": [("outlet", {"name_en": ""})],
    "proposals_feed_interval_is_sane": [
        ("feed", {"every_minutes": 4}),
        ("feed", {"every_minutes": 10_081}),
    ],
    "proposals_article_state_is_known": [("article", {"state": "lost"})],
    "proposals_article_says_why_it_failed": [
        ("waiting", {"state": "failed"}),
        ("waiting", {"state": "failed", "failure": "bad luck"}),
        ("article", {"failure": "refused"}),
    ],
    "proposals_article_read_has_text": [("waiting", {"state": "read"})],
    "proposals_article_waiting_has_address": [("waiting", {"address": ""})],
    "proposals_article_is_no_copy_of_itself": [("article", {"same_as": SELF, "similarity": 1})],
    "proposals_article_copy_says_how_like": [
        ("article", {"similarity": 0.5}),
        ("version", {"similarity": None}),
        ("version", {"similarity": 1.1}),
    ],
    "proposals_original_is_not_empty": [("original", {"content": b""})],
    "proposals_finding_quotes_something": [
        ("finding", {"quote": ""}),
        ("finding", {"end": F("start")}),
    ],
    "proposals_finding_is_whole": [
        ("finding", {"kind": ""}),
        ("finding", {"act": "wishes"}),
        ("finding", {"type": "update"}),
        ("finding", {"type": "rumour"}),
    ],
    "proposals_finding_confidence_is_a_probability": [
        ("finding", {"confidence": 1.01}),
        ("finding", {"confidence": -0.01}),
    ],
    "proposals_finding_leads_to_its_proposal": [
        ("finding", {"state": "accepted", "decided_at": NOW}),
        ("finding", {"state": "attached", "decided_at": NOW}),
        ("attached", {"state": "open", "decided_at": None}),
    ],
    "proposals_finding_dismissed_for_a_reason": [
        ("finding", {"state": "dismissed", "decided_at": NOW}),
        ("finding", {"state": "dismissed", "decided_at": NOW, "dismissal": "boring"}),
        ("finding", {"dismissal": "past"}),
    ],
    "proposals_finding_is_decided_once": [
        ("finding", {"decided_at": NOW}),
        ("finding", {"state": "dismissed", "dismissal": "past"}),
    ],
    "proposals_proposal_deadline_is_whole": [
        ("proposal", {"due_on": DAY}),
        ("proposal", {"due_precision": "month"}),
    ],
    "proposals_proposal_event_deadline_is_worded": [("proposal", {"due_precision": "event"})],
    "proposals_proposal_is_titled": [("proposal", {"title_en": ""})],
    "proposals_proposal_status_is_known": [("proposal", {"status": "dreamt"})],
    "proposals_proposal_kind_is_known": [("proposal", {"kind": "weather"})],
    "proposals_proposal_act_is_known": [("proposal", {"act": "wishes"})],
    "proposals_proposal_visibility_is_known": [("proposal", {"visibility": "secret"})],
    "proposals_proposal_remembers_what_it_left": [
        ("proposal", {"left_status": "agreed"}),
        ("proposal", {"status": "rejected"}),
        ("proposal", {"status": "rejected", "left_status": "postponed"}),
    ],
    "proposals_proposal_superseded_by_something": [
        ("proposal", {"status": "superseded", "left_status": "proposed"})
    ],
    "proposals_proposal_restricted_to_a_desk": [
        ("proposal", {"visibility": "restricted", "desk": None})
    ],
    "proposals_proposal_is_not_its_own_kin": [
        ("proposal", {"parent": SELF}),
        ("proposal", {"successor": SELF}),
    ],
    "proposals_position_stance_is_known": [("position", {"stance": "shrugs"})],
    "proposals_milestone_deadline_is_whole": [("milestone", {"due_on": DAY})],
    "proposals_milestone_event_deadline_is_worded": [("milestone", {"due_precision": "event"})],
    "proposals_milestone_has_a_title": [("milestone", {"title": ""})],
    "proposals_file_lies_in_one_place": [("file", {"proposal": None})],
    "proposals_file_kind_is_known": [("file", {"kind": "exe"})],
    "proposals_file_purpose_fits": [
        ("file", {"purpose": "minutes"}),
        ("file", {"purpose": "joke"}),
    ],
    "proposals_file_has_a_name": [("file", {"name": ""})],
    "proposals_file_is_not_empty": [("file", {"size": 0})],
    "proposals_filecontent_is_not_empty": [("file_content", {"content": b""})],
    "proposals_note_says_something": [("note", {"text": ""})],
    "proposals_evidence_has_one_source": [
        ("evidence", {"article": None}),
        ("evidence", {"meeting_id": 1}),
    ],
    "proposals_evidence_quotes_something": [
        ("evidence", {"exact": ""}),
        ("evidence", {"end": F("start")}),
    ],
    "proposals_evidence_voice_is_known": [("evidence", {"voice": "heaven", "speaker": None})],
    "proposals_evidence_speaker_is_official": [("evidence", {"voice": "joint"})],
    "proposals_evidence_is_confirmed_or_marked": [("evidence", {"is_automatic": False})],
}

# A constraint that another one implies, which speaks first.
SPOKEN_FOR = {"proposals_proposal_status_is_known": "proposals_proposal_remembers_what_it_left"}

# What each unique constraint refuses: a copy of the row, with this written over it

UNIQUES: dict[str, tuple[str, dict[str, Any]]] = {
    "proposals_party_code": ("iraq", {}),
    "proposals_partyname_once": ("party_name", {"is_weak": True}),
    "proposals_user_username": ("officer_user", {}),
    "proposals_savedlist_once_a_name": ("saved_list", {"query": "status=open"}),
    "proposals_handover_once_an_act": ("handover", {"note": "Another"}),
    "proposals_handedover_once": ("handed_over", {"version": 2}),
    "proposals_foreignnumber_number": ("foreign_number", {}),
    "proposals_client_client_id": ("partner_client", {}),
    "proposals_calendaraddress_token_sha256": ("calendar", {}),
    "proposals_keptanswer_once": ("kept_answer", {"status": 201}),
    "proposals_epoch_base_once": ("epoch", {"server": "another"}),
    "proposals_membership_once": ("membership", {}),
    "proposals_meeting_number_once": ("meeting", {"place": "Tehran"}),
    "proposals_outlet_host_once": ("outlet", {"name_en": "Another"}),
    "proposals_feed_address": ("feed", {"every_minutes": 5}),
    "proposals_article_address_once": ("waiting", {"title": "Another"}),
    "proposals_article_text_once": ("article", {"title": "Another"}),
    "proposals_article_previous_version_id": ("version", {"title": "Another"}),
    "proposals_finding_once": ("finding", {"kind": "other"}),
    "proposals_counter_once": ("counter", {"last": 9}),
    "proposals_proposal_reference": ("proposal", {"title_en": "Another"}),
    "proposals_position_once_a_party": ("position", {"stance": "declines"}),
    "proposals_file_once_a_proposal": ("file", {"name": "again.txt"}),
    "proposals_file_once_a_meeting": ("meeting_file", {"name": "again.txt"}),
    "proposals_evidence_once": ("evidence", {"score": 0.1}),
}


@pytest.fixture
def partner_client(client_of: Callable[..., models.Model]) -> models.Model:
    return client_of()


def refused_by(write: Callable[[], object]) -> str:
    """Give the name of the constraint that refuses a write, or nothing."""
    try:
        with pgtrigger.ignore(), transaction.atomic():
            write()
    except IntegrityError as error:
        return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]  # psycopg's
    return ""


@pytest.mark.parametrize("name", CHECKS)
def test_a_row_that_can_not_be_is_refused_by_name(
    request: pytest.FixtureRequest, name: str
) -> None:
    for fixture, values in CHECKS[name]:
        row = request.getfixturevalue(fixture)
        rows = type(row)._default_manager.filter(pk=row.pk)

        refused = refused_by(partial(rows.update, **values))
        assert refused == SPOKEN_FOR.get(name, name)


@pytest.mark.parametrize("name", UNIQUES)
def test_a_second_one_is_refused_by_name(request: pytest.FixtureRequest, name: str) -> None:
    fixture, values = UNIQUES[name]
    row = request.getfixturevalue(fixture)
    row.pk = None
    for field, value in values.items():
        setattr(row, field, value)

    assert refused_by(lambda: row.save(force_insert=True)).startswith(name)


# Numbers that count from nought


def counts() -> Iterator[tuple[str, str]]:
    for model in models_of_the_record():
        for field in model._meta.local_fields:
            if "Positive" in field.get_internal_type():
                yield str(model._meta.model_name), str(field.column)


FIXTURES = {
    "article": "article", "committee": "committee", "evidence": "evidence", "feed": "feed",
    "finding": "finding", "meeting": "meeting", "proposal": "proposal",
    "file": "file", "referencecounter": "counter", "user": "officer_user",
    "keptanswer": "kept_answer",
    "handedover": "handed_over",
}  # fmt: skip


@pytest.mark.parametrize(("model", "column"), list(counts()))
def test_nothing_is_counted_below_nought(
    request: pytest.FixtureRequest, model: str, column: str
) -> None:
    row = request.getfixturevalue(FIXTURES[model])
    rows = type(row)._default_manager.filter(pk=row.pk)

    assert refused_by(partial(rows.update, **{column: -1}))


# Every constraint has its case


def test_every_constraint_that_is_declared_has_a_case() -> None:
    declared = {
        str(constraint.name)
        for model in models_of_the_record()
        for constraint in model._meta.constraints
    }
    assert declared - set(CHECKS) - set(UNIQUES) == set()


def test_every_constraint_that_the_database_holds_has_a_case(db: None) -> None:
    """Also those that a field brings along, such as ``unique=True``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'u', 'x')"
            " AND conrelid::regclass::text = ANY(%s)",
            [[model._meta.db_table for model in models_of_the_record()]],
        )
        held = {name for (name,) in cursor.fetchall()}

    counted = {f"proposals_{model}_{column}_check" for model, column in counts()}
    known = (*CHECKS, *UNIQUES, *counted)
    assert [name for name in sorted(held) if not name.startswith(known)] == []


def test_every_case_is_of_a_constraint_that_there_is() -> None:
    declared = {
        str(constraint.name)
        for model in models_of_the_record()
        for constraint in model._meta.constraints
    } | {
        f"proposals_{model._meta.model_name}_{field.column}"
        for model in models_of_the_record()
        for field in model._meta.local_fields
        if field.unique and not field.primary_key
    }
    assert {*CHECKS, *UNIQUES} <= declared
