"""The history: who may not write, what each write notes, and that nothing of it is rewritten."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from proposals.models import Article, Change, Committee, Evidence, Finding, Outlet, Party, Proposal
from proposals.models.history import NotesChange, RequiresActor
from proposals.rights import Actor
from proposals.services import articles, parts
from proposals.services.articles import Reading
from proposals.services.recording import recording
from proposals.vocabulary import Stance

type Newest = Callable[[], Change]


def triggers(kind: type[pgtrigger.Trigger]) -> dict[type[models.Model], Any]:
    """Give the trigger of this kind that each model has."""
    registered: list[tuple[Any, Any]] = list(pgtrigger.registered())
    return {model: trigger for model, trigger in registered if isinstance(trigger, kind)}


NOTED = sorted(triggers(RequiresActor), key=lambda model: model.__name__)
# What has no history of its own, and why it needs none.
NOT_NOTED = {
    "CalendarAddress": "a person's own way to read; it changes nothing of the record",
    "Change": "it is the history",
    "Client": "an administrator's register; its tokens and secrets are no history",
    "Desk": "an administrator's register",
    "Epoch": "it orders the history",
    "HandedOver": "belongs to a handover",
    "Handover": "the history notes each change of owner; this is who is told of it",
    "KeptAnswer": "what a partner was answered, for a day",
    "FileContent": "written once with its file, whose entry names its SHA-256",
    "Original": "written once with its article, never changed after it was read",
    "PartyName": "thousands of words from the lexicon, read by matching alone",
    "ReferenceCounter": "it only counts",
    "Fingerprint": "worked out from the article's text",
    "ForeignNumber": "a key by which an import finds a proposal again",
    "SavedList": "a person's own way to read; it changes nothing of the record",
    "SignIn": "a list of its own, written once",
    "SearchText": "made from the record by its triggers",
    "Wider": "made from the record by its trigger",
    "User": "an administrator's register; passwords and sign-ins are no history",
}


def row_of(request: pytest.FixtureRequest, model: type[models.Model], at: datetime) -> Any:
    """Give a row of this model, made by the services."""
    system = Actor.of_system("tests")
    proposal = request.getfixturevalue("proposal")
    if model.__name__ == "Milestone":
        values = {"title": "Choose a site"}
        return parts.add_milestone(proposal=proposal, values=values, by=system, at=at)
    if model.__name__ == "Position":
        return proposal.positions.earliest("id")
    if model.__name__ == "Membership":
        return request.getfixturevalue("committee").memberships.earliest("id")
    if model.__name__ in {"Outlet", "Feed"}:
        with recording(by=system, at=at):
            outlet = Outlet.objects.create(name_en="INA")
            feed = outlet.feeds.create(address="https://ina.example/rss")
        return outlet if model is Outlet else feed
    names = {"Party": "iraq"}
    return request.getfixturevalue(names.get(model.__name__, model.__name__.lower()))


def test_every_model_of_the_record_is_noted_or_says_why_not() -> None:
    own = {
        model.__name__
        for model in apps.get_app_config("proposals").get_models()
        if not model.__name__.endswith("Event")
    }
    assert own == {model.__name__ for model in NOTED} | set(NOT_NOTED)


def test_whoever_requires_an_actor_notes_the_change() -> None:
    assert set(triggers(NotesChange)) == set(NOTED)


# Nobody's writes


@pytest.mark.parametrize("model", NOTED)
def test_a_write_that_names_nobody_is_refused(
    request: pytest.FixtureRequest, at: datetime, model: type[models.Model]
) -> None:
    row = row_of(request, model, at)
    for statement in (
        "UPDATE {table} SET id = id WHERE id = {id}",
        "DELETE FROM {table} WHERE id = {id}",
        "INSERT INTO {table} SELECT * FROM {table} WHERE id = {id}",
    ):
        with (
            pytest.raises(DatabaseError, match="nobody was named"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table=model._meta.db_table, id=row.pk))


@pytest.mark.parametrize("context", ["", "{}", '{"actor": ""}', '{"actor": null}'])
def test_a_context_without_an_actor_names_nobody(proposal: Proposal, context: str) -> None:
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT set_config('pghistory.context_metadata', %s, true)", [context])
        with pytest.raises(DatabaseError, match="nobody was named"), transaction.atomic():
            cursor.execute("UPDATE proposals_proposal SET title_en = 'x'")


def test_the_orm_has_no_other_way(proposal: Proposal) -> None:
    writes: list[Callable[[], object]] = [
        proposal.save,
        proposal.delete,
        lambda: Proposal.objects.update(title_en="x"),
        lambda: Proposal.objects.bulk_update([proposal], ["title_en"]),
        lambda: Party.objects.create(code="XB", name_en="Bland"),
        lambda: Party.objects.bulk_create([Party(code="XB", name_en="Bland")]),
        lambda: Party.objects.get_or_create(code="XB", defaults={"name_en": "Bland"}),
        lambda: Outlet.objects.bulk_create([Outlet(name_en="INA")], ignore_conflicts=True),
        lambda: proposal.positions.all().delete(),
    ]
    for write in writes:
        with pytest.raises(DatabaseError, match="nobody was named"), transaction.atomic():
            write()


# What is noted


@pytest.mark.parametrize("model", NOTED)
def test_adding_and_removing_note_the_whole_row(
    request: pytest.FixtureRequest, at: datetime, system: Actor, model: type[models.Model]
) -> None:
    row = row_of(request, model, at)
    kept = {column: value for column, value in stored(row).items() if value is not None}
    notes = triggers(NotesChange)[model]
    for column in notes.leaving_out:
        kept.pop(column, None)

    entries = Change.objects.filter(subject=model._meta.model_name, subject_id=row.pk)
    added, removed = entries.earliest("id"), removal_of(row, system, at)
    assert added.operation == "insert"
    assert added.fields["id"] == [None, row.pk]
    assert set(removed.fields) == set(kept)
    assert removed.fields == {column: [value, None] for column, value in kept.items()}
    if notes.proposal:
        assert removed.proposal_id == kept.get(notes.proposal)


def stored(row: models.Model) -> dict[str, Any]:
    """Give a row as the database has it, in JSON."""
    with connection.cursor() as cursor:
        table = row._meta.db_table
        cursor.execute(f'SELECT to_jsonb(x)::text FROM "{table}" x WHERE id = %s', [row.pk])  # noqa: S608  # our name
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return found


def removal_of(row: models.Model, by: Actor, at: datetime) -> Change:
    """Delete a row past everything that would protect it, give the entry, and take it back."""
    with transaction.atomic(), recording(by=by, at=at), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{row._meta.db_table}" WHERE id = %s', [row.pk])  # noqa: S608  # our name
        entry = Change.objects.get(
            subject=row._meta.model_name, subject_id=row.pk, operation="delete"
        )
        transaction.set_rollback(True)
    return entry


@pytest.fixture
def outlet(officer: Actor, at: datetime) -> Outlet:
    with recording(by=officer, at=at):
        return Outlet.objects.create(name_en="INA", host="ina.example")


def test_a_change_notes_from_what_to_what(
    outlet: Outlet, iraq: Party, officer: Actor, at: datetime, last_change: Newest
) -> None:
    with recording(by=officer, at=at):
        Outlet.objects.filter(pk=outlet.pk).update(host="ina.iq", party=iraq, name_en="INA")

    change = last_change()
    assert (change.subject, change.subject_id, change.operation) == (
        "outlet", outlet.pk, "update",
    )  # fmt: skip
    assert change.fields == {"host": ["ina.example", "ina.iq"], "party_id": [None, iraq.pk]}


def test_a_removal_notes_what_was_there(
    outlet: Outlet, officer: Actor, at: datetime, last_change: Newest
) -> None:
    number = outlet.pk
    with recording(by=officer, at=at, why="Closed"):
        outlet.delete()

    change = last_change()
    assert (change.operation, change.subject_id, change.why) == ("delete", number, "Closed")
    assert change.fields["name_en"] == ["INA", None]


def test_a_write_that_changes_nothing_is_no_entry(
    outlet: Outlet, officer: Actor, at: datetime
) -> None:
    entries = Change.objects.count()
    with recording(by=officer, at=at):
        outlet.save()

    assert Change.objects.count() == entries


def test_each_row_of_a_bulk_is_an_entry(officer: Actor, at: datetime) -> None:
    with recording(by=officer, at=at):
        Outlet.objects.bulk_create([Outlet(name_en=name) for name in ("INA", "IRNA", "SPA")])
        Outlet.objects.update(name_ar="وكالة")

    assert Change.objects.filter(subject="outlet", operation="insert").count() == 3
    assert Change.objects.filter(subject="outlet", operation="update").count() == 3


def test_a_cascade_notes_each_row_that_goes(
    meeting: models.Model, committee: Committee, officer: Actor, at: datetime
) -> None:
    with recording(by=officer, at=at):
        committee.delete()

    gone = Change.objects.filter(operation="delete").values_list("subject", flat=True)
    assert sorted(gone) == ["committee", "meeting", "membership", "membership"]


def test_long_texts_and_counters_are_left_out(
    waiting: Article, system: Actor, at: datetime, last_change: Newest
) -> None:
    reading = Reading("A long text. " * 100, "en")
    articles.keep_text(article=waiting, reading=reading, by=system, at=at)

    assert {"text", "attempts", "due_at", "leased_until"}.isdisjoint(last_change().fields)
    assert last_change().fields["state"] == ["waiting", "read"]


def test_what_explains_a_finding_is_left_out(finding: Finding, last_change: Newest) -> None:
    fields = Change.objects.get(subject="finding").fields

    assert {"why", "candidates"}.isdisjoint(fields)
    assert fields["quote"] == [None, finding.quote]


def test_a_version_is_counted_not_noted(proposal: Proposal, officer: Actor, at: datetime) -> None:
    with recording(by=officer, at=at):
        Proposal.objects.update(title_ar="مركز")

    assert Change.objects.of_proposal(proposal)[0].fields == {"title_ar": ["", "مركز"]}


@pytest.mark.parametrize("subject", ["proposal", "position", "milestone", "evidence", "finding"])
def test_what_belongs_to_a_proposal_is_found_by_it(
    evidence: Evidence, system: Actor, at: datetime, subject: str
) -> None:
    proposal = evidence.proposal
    parts.add_milestone(proposal=proposal, values={"title": "A step"}, by=system, at=at)

    entries = Change.objects.of_proposal(proposal)
    assert entries.filter(subject=subject).exists()


def test_the_clock_is_the_services_and_without_one_the_databases(
    outlet: Outlet, at: datetime, last_change: Newest
) -> None:
    assert last_change().at == at
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_metadata', '{\"actor\": \"psql:dba\"}', true)"
        )
        cursor.execute("UPDATE proposals_outlet SET host = 'ina.iq'")

    change = last_change()
    assert change.actor == "psql:dba"
    assert abs(change.at - timezone.now()) < timedelta(minutes=5)


def test_what_changed_together_is_found_together(
    officer: Actor, at: datetime, proposal: Proposal, iraq: Party
) -> None:
    with recording(by=officer, at=at):
        parts.set_position(
            proposal=proposal, party=iraq, values={"stance": Stance.ACCEPTS}, by=officer, at=at
        )
        parts.add_milestone(
            proposal=proposal, values={"title": "A step", "due_on": date(2026, 9, 1),
                                       "due_precision": "day"}, by=officer, at=at,
        )  # fmt: skip

    first, second = Change.objects.of_proposal(proposal)[:2]
    assert (first.transaction, first.context_id) == (second.transaction, second.context_id)
    assert first.context_id is not None


def test_an_entry_names_its_record_in_a_line(outlet: Outlet, last_change: Newest) -> None:
    with recording(by=Actor.of_system("x"), at=last_change().at):
        Outlet.objects.update(host="ina.iq")

    assert str(last_change()) == f"outlet {outlet.pk}: host"


# What is written stays written


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE proposals_change SET actor = 'somebody else'",
        "UPDATE proposals_change SET fields = '{}'",
        "DELETE FROM proposals_change",
    ],
)
def test_nobody_rewrites_the_history(
    outlet: Outlet, officer: Actor, at: datetime, statement: str
) -> None:
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        recording(by=officer, at=at),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
