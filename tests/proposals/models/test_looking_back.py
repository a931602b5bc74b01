"""Looking back: each row as it stood on any day, those too that are gone."""

from datetime import date, datetime, timedelta
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from pghistory.models import Context

from proposals.models import Evidence, File, Finding, Meeting, Milestone, Note, Party, Proposal
from proposals.rights import Actor
from proposals.services import moves, parts, records
from proposals.services.moves import MoveRequest
from proposals.services.proposals import edit
from proposals.vocabulary import Stance

EVENTS: dict[str, Any] = {
    model.__name__.removesuffix("Event"): model
    for model in apps.get_app_config("proposals").get_models()
    if model.__name__.endswith("Event")
}
OWN_FIELDS = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context"}


def as_of(name: str, moment: datetime) -> list[Any]:
    """Give the rows of a model as they stood at a moment: of each, the last that was kept."""
    kept = EVENTS[name].objects.filter(pgh_created_at__lte=moment)
    last = kept.order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id").distinct("pgh_obj_id")
    return [row for row in last if row.pgh_label != "delete"]


def test_what_is_kept_as_it_stood() -> None:
    assert set(EVENTS) == {
        "Party", "Committee", "Membership", "Meeting",
        "Proposal", "Position", "Milestone", "Evidence", "Note", "File",
    }  # fmt: skip


@pytest.mark.parametrize("name", EVENTS)
def test_every_column_is_kept_but_the_counters(name: str) -> None:
    columns = {field.name for field in apps.get_model("proposals", name)._meta.local_fields}
    kept = {field.name for field in EVENTS[name]._meta.local_fields} - OWN_FIELDS

    assert columns - kept == ({"version", "updated_at"} if name == "Proposal" else set())
    assert kept <= columns


def test_a_proposal_can_be_read_as_it_stood_on_each_day(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    days = [at + timedelta(days=day) for day in range(4)]
    edit(proposal=proposal, values={"title_ar": "مركز"}, by=officer, at=days[1])
    moves.move(proposal=proposal, request=MoveRequest.of("discuss"), by=officer, at=days[2])

    stood = [as_of("Proposal", moment) for moment in (at - timedelta(seconds=1), *days)]
    assert stood[0] == []
    assert [(row.title_ar, row.status) for (row,) in stood[1:]] == [
        ("", "proposed"),
        ("مركز", "proposed"),
        ("مركز", "under_discussion"),
        ("مركز", "under_discussion"),
    ]


def test_of_two_writes_in_one_moment_the_later_stands(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    for title in ("first", "second"):
        edit(proposal=proposal, values={"title_fa": title}, by=officer, at=at)

    assert [row.title_fa for row in as_of("Proposal", at)] == ["second"]


def test_positions_can_be_read_as_they_stood(
    proposal: Proposal, iraq: Party, officer: Actor, at: datetime
) -> None:
    for day, stance in enumerate([Stance.CONSIDERS, Stance.ACCEPTS], start=1):
        parts.set_position(
            proposal=proposal, party=iraq, values={"stance": stance},
            by=officer, at=at + timedelta(days=day),
        )  # fmt: skip

    stood = [
        {row.party_id: row.stance for row in as_of("Position", at + timedelta(days=day))}[iraq.pk]
        for day in range(3)
    ]
    assert stood == ["awaited", "considers", "accepts"]


def test_what_is_gone_is_still_there_on_the_days_before(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    tomorrow = at + timedelta(days=1)
    milestone = parts.add_milestone(
        proposal=proposal, values={"title": "Choose a site"}, by=officer, at=at
    )
    parts.remove_milestone(milestone=milestone, by=officer, at=tomorrow)

    assert not Milestone.objects.exists()
    assert [row.title for row in as_of("Milestone", tomorrow - timedelta(seconds=1))] == [
        "Choose a site"
    ]
    assert as_of("Milestone", tomorrow) == []


def test_evidence_that_was_taken_off_shows_what_was_known_then(
    evidence: Evidence, attached: Finding, officer: Actor, at: datetime
) -> None:
    later = at + timedelta(days=2)
    parts.detach_evidence(evidence=evidence, by=officer, at=later, why="Another centre")

    (known,) = as_of("Evidence", later - timedelta(days=1))
    assert (known.exact, known.is_automatic) == (attached.quote, True)
    assert as_of("Evidence", later) == []


def test_minutes_can_be_read_as_they_were_before_they_were_put_right(
    meeting: Meeting, officer: Actor, at: datetime
) -> None:
    before, later = meeting.minutes, at + timedelta(days=1)
    meeting.minutes = "Both sides reserved their positions."
    records.keep(meeting, by=officer, at=later)

    assert [row.minutes for row in as_of("Meeting", at)] == [before]
    assert [row.minutes for row in as_of("Meeting", later)] == [meeting.minutes]


def test_a_committee_and_its_members_go_together(
    committee: models.Model, administrator: Actor, at: datetime
) -> None:
    later = at + timedelta(days=1)
    records.remove(committee, by=administrator, at=later)

    assert [len(as_of("Committee", moment)) for moment in (at, later)] == [1, 0]
    assert [len(as_of("Membership", moment)) for moment in (at, later)] == [2, 0]


def test_counting_a_version_keeps_no_row(
    proposal: Proposal, iraq: Party, officer: Actor, at: datetime
) -> None:
    parts.set_position(
        proposal=proposal, party=iraq, values={"stance": Stance.ACCEPTS}, by=officer, at=at
    )

    assert EVENTS["Proposal"].objects.filter(pgh_obj_id=proposal.pk).count() == 1


def test_each_kept_row_says_who_wrote_it(proposal: Proposal, officer: Actor, at: datetime) -> None:
    values = {"review_on": date(2026, 6, 1)}
    edit(proposal=proposal, values=values, by=officer, at=at, why="As agreed on the phone")

    kept = EVENTS["Proposal"].objects.latest("pgh_id")
    context = Context.objects.get(pk=kept.pgh_context_id)
    assert context.metadata["actor"] == officer.key
    assert context.metadata["why"] == "As agreed on the phone"


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("operation", ["insert", "update", "delete"])
def test_every_operation_keeps_the_row(name: str, operation: str) -> None:
    model = apps.get_model("proposals", name)
    registered: list[tuple[Any, Any]] = list(pgtrigger.registered())
    names = {trigger.name for holder, trigger in registered if holder is model}

    assert f"{operation}_{operation}" in names


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
def test_nobody_rewrites_what_was_kept(
    evidence: Evidence,
    meeting: Meeting,
    note: Note,
    file: File,
    officer: Actor,
    at: datetime,
    name: str,
    statement: str,
) -> None:
    if name == "Milestone":
        parts.add_milestone(
            proposal=evidence.proposal, values={"title": "A step"}, by=officer, at=at
        )
    assert EVENTS[name].objects.exists()
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(EVENTS[name]._meta.db_table))
