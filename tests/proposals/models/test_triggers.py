"""What the database itself keeps to, trigger by trigger; one without a test here is a failure.

Those that write the history: test_history.py; those that keep rows as they stood:
test_looking_back.py; the guard of the status table: tests/proposals/test_status.py.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from proposals.models import (
    Article,
    Evidence,
    File,
    FileContent,
    Finding,
    Meeting,
    Party,
    Proposal,
)
from proposals.rights import Actor
from proposals.services import articles, parts
from proposals.services.articles import Reading
from proposals.services.recording import recording

TEXT = "We propose a joint border operations centre"
ELSEWHERE = {
    "requires_actor": "test_history",
    "notes_change": "test_history",
    "insert_insert": "test_looking_back",
    "update_update": "test_looking_back",
    "delete_delete": "test_looking_back",
    "append_only": "test_looking_back",
    "keeps_the_words": "test_search",
    "keeps_its_words": "test_search",
    "notes_the_third_party": "test_wider",
}
COVERED = {
    "proposals.Change:is_never_rewritten",  # test_history
    "proposals.Proposal:keeps_to_the_table",  # test_status
    "proposals.Proposal:begins_as_proposed",  # test_status
}


def covers[T: Callable[..., object]](*uris: str) -> Callable[[T], T]:
    """Say which triggers a test is of."""
    COVERED.update(f"proposals.{uri}" for uri in uris)
    return lambda test: test


def test_every_trigger_has_its_test() -> None:
    there = {
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in pgtrigger.registered()
        if model._meta.app_label == "proposals" and trigger.name not in ELSEWHERE
    }
    assert there == COVERED


def test_every_trigger_is_installed_as_it_is_declared(db: None) -> None:
    """A trigger that was changed in the code and not in the migrations guards nothing."""
    states = {
        f"{model._meta.label}:{trigger.name}": str(trigger.get_installation_status(model)[0])
        for model, trigger in pgtrigger.registered()
    }
    assert {uri: state for uri, state in states.items() if state != "INSTALLED"} == {}


# Articles


@covers("Article:keeps_its_text")
@pytest.mark.parametrize("text", ["", "Other words", TEXT[:-1]])
def test_the_text_of_an_article_never_changes(
    make_article: Callable[..., Article], system: Actor, at: datetime, text: str
) -> None:
    article = make_article(TEXT)
    with (
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
        recording(by=system, at=at),
    ):
        Article.objects.filter(pk=article.pk).update(text=text)


@covers("Article:keeps_its_text")
def test_an_article_gets_its_text_once_and_keeps_the_rest_free(
    waiting: Article, system: Actor, at: datetime
) -> None:
    articles.keep_text(article=waiting, reading=Reading(TEXT, "en"), by=system, at=at)
    with recording(by=system, at=at):
        Article.objects.update(text=TEXT, title="Another title")

    assert Article.objects.get().title == "Another title"


# Files


@covers("FileContent:is_never_rewritten")
def test_the_bytes_of_a_file_never_change(file: File) -> None:
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        FileContent.objects.filter(file=file).update(content=b"Other words")


# Quotes


PINNED = [
    {"start": 1},
    {"end": 40},
    {"start": 900, "end": 943},
    {"wording": "We  propose a joint border operations centre"},
    {"wording": TEXT.upper()},
]


@covers("Finding:quotes_exactly")
@pytest.mark.parametrize("values", PINNED)
def test_a_finding_quotes_what_the_article_says_there(
    finding: Finding, system: Actor, at: datetime, values: dict[str, Any]
) -> None:
    values = {("quote" if name == "wording" else name): value for name, value in values.items()}
    with (
        pytest.raises(IntegrityError, match="does not say this"),
        transaction.atomic(),
        recording(by=system, at=at),
    ):
        Finding.objects.filter(pk=finding.pk).update(**values)


@covers("Evidence:quotes_exactly")
@pytest.mark.parametrize("values", PINNED)
def test_evidence_quotes_what_the_article_says_there(
    evidence: Evidence, system: Actor, at: datetime, values: dict[str, Any]
) -> None:
    values = {("exact" if name == "wording" else name): value for name, value in values.items()}
    with (
        pytest.raises(IntegrityError, match="does not say this"),
        transaction.atomic(),
        recording(by=system, at=at),
    ):
        Evidence.objects.filter(pk=evidence.pk).update(**values)


@covers("Finding:quotes_exactly", "Evidence:quotes_exactly")
def test_a_quote_does_not_move_to_an_article_that_says_something_else(
    evidence: Evidence,
    attached: Finding,
    make_article: Callable[..., Article],
    system: Actor,
    at: datetime,
) -> None:
    other = make_article("Something else entirely, and long enough to hold the place.")
    for rows in (Evidence.objects.all(), Finding.objects.all()):
        with (
            pytest.raises(IntegrityError, match="does not say this"),
            transaction.atomic(),
            recording(by=system, at=at),
        ):
            rows.update(article=other)


@covers("Finding:quotes_exactly")
@pytest.mark.parametrize(
    "text", ["پیشنهاد 🤝 مرکز مشترک", "نقترح إنشاء مركزٍ مشترك", "e\u0301te\u0301 🇮🇶"]
)
def test_places_are_counted_in_code_points_in_the_database_as_in_python(
    make_article: Callable[..., Article], see: Callable[..., Any], system: Actor, at: datetime,
    text: str,
) -> None:  # fmt: skip
    article = make_article(f"🗞 {text} — end.")
    seen = see(article, text, proposer=None, addressee=None, speaker=None)
    with recording(by=system, at=at):
        found = Finding(
            article=article, type="proposal", start=seen.start, end=seen.end, quote=text,
            kind="other", act="proposes", voice="unnamed", confidence=1, found_at=at,
        )  # fmt: skip
        found.save()

    assert article.text[found.start : found.end] == Finding.objects.get().quote


@covers("Evidence:quotes_exactly")
def test_words_of_minutes_are_not_looked_up_in_an_article(
    proposal: Proposal, meeting: Meeting, officer: Actor, at: datetime
) -> None:
    evidence = parts.attach_minutes(
        proposal=proposal, meeting=meeting, start=0, end=4, by=officer, at=at
    )

    assert evidence.exact == "Both"


# Proposals


@covers("Proposal:counts_versions")
def test_every_update_counts_a_version_whatever_it_claims(
    proposal: Proposal, system: Actor, at: datetime
) -> None:
    later = at + timedelta(hours=1)
    with recording(by=system, at=later):
        Proposal.objects.update(title_ar="مركز", version=1, updated_at=at)

    kept = Proposal.objects.get()
    assert (kept.version, kept.updated_at) == (proposal.version + 1, later)


@covers("Proposal:keeps_its_reference")
@pytest.mark.parametrize("values", [{"reference": "IQ-IR-2026-0777"}, {"pair": "IQ-TR"}])
def test_a_reference_is_for_good(
    proposal: Proposal, system: Actor, at: datetime, values: dict[str, Any]
) -> None:
    with (
        pytest.raises(DatabaseError, match="Cannot update"),
        transaction.atomic(),
        recording(by=system, at=at),
    ):
        Proposal.objects.update(**values)


# What belongs to one


@covers("Position:touches_proposal")
def test_a_change_of_a_position_is_a_change_of_its_proposal(
    proposal: Proposal, iraq: Party, system: Actor, at: datetime
) -> None:
    with recording(by=system, at=at + timedelta(hours=1)):
        proposal.positions.filter(party=iraq).update(stance="considers")

    assert_touched(proposal, at)


@covers("Milestone:touches_proposal")
@pytest.mark.parametrize(
    "statement",
    [
        (
            "INSERT INTO proposals_milestone (proposal_id, title, due_wording, due_precision) "
            "VALUES (%s, 'Build', '', '')"
        ),
        "UPDATE proposals_milestone SET title = 'Build' WHERE proposal_id = %s",
        "DELETE FROM proposals_milestone WHERE proposal_id = %s",
    ],
)
def test_a_change_of_a_milestone_is_a_change_of_its_proposal(
    proposal: Proposal, system: Actor, at: datetime, statement: str
) -> None:
    parts.add_milestone(proposal=proposal, values={"title": "Fence"}, by=system, at=at)
    before = Proposal.objects.get()
    with recording(by=system, at=at + timedelta(hours=1)), connection.cursor() as cursor:
        cursor.execute(statement, [proposal.pk])

    assert_touched(before, at)


@covers("Evidence:touches_proposal")
def test_a_change_of_evidence_is_a_change_of_its_proposal(
    evidence: Evidence, system: Actor, at: datetime
) -> None:
    before = Proposal.objects.get()
    with recording(by=system, at=at + timedelta(hours=1)):
        Evidence.objects.update(confirmed_at=at)

    assert_touched(before, at)


def assert_touched(before: Proposal, at: datetime) -> None:
    after = Proposal.objects.get(pk=before.pk)
    assert after.version == before.version + 1
    assert after.updated_at == at + timedelta(hours=1)
