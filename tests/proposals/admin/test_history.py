"""The history in people's words."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from proposals.admin.history import Entry, Fact, entries_of, field_of, label_of
from proposals.models import Change, Committee, Finding, Meeting, Party, Proposal, User
from proposals.rights import Actor
from proposals.services import findings, parts, proposals
from proposals.services.records import keep, remove

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(officer: Actor) -> Callable[..., list[Entry]]:
    """Give a function that tells a proposal's history, newest first, to the officer."""

    def tell(proposal: Proposal, actor: Actor = officer) -> list[Entry]:
        return entries_of(list(Change.objects.of_proposal(proposal)), actor)

    return tell


def test_the_first_entry_names_the_proposal_and_its_parties(
    proposal: Proposal, told: Callable[..., list[Entry]]
) -> None:
    (entry,) = told(proposal)
    assert [(fact.label, fact.after) for fact in entry.facts] == [
        ("Proposal added", "A joint border operations centre"),
        ("Position added", "Iran · Proposed it"),
        ("Position added", "Iraq · Awaited"),
    ]
    assert (entry.who, entry.is_automatic) == ("tests", True)


def test_a_change_says_from_what_to_what(
    proposal: Proposal,
    officer: Actor,
    officer_user: User,
    at: Any,
    told: Callable[..., list[Entry]],
) -> None:
    values = {
        "kind": "border_security",
        "owner": officer_user,
        "due_on": date(2026, 6, 30),
        "due_precision": "month",
        "due_wording": "by the end of June",
    }
    proposals.edit(proposal=proposal, values=values, by=officer, at=at, why="As the minutes say")

    entry = told(proposal)[0]
    assert (entry.who, entry.why, entry.at, entry.is_automatic) == (
        "Samira",
        "As the minutes say",
        at,
        False,
    )
    assert set(entry.facts) == {
        Fact("Kind", "Joint body", "Border security"),
        Fact("Owner", "—", "Samira"),
        Fact("Due", "—", "30 June 2026"),
        Fact("Precision", "—", "A month"),
        Fact("Deadline as worded", "—", "by the end of June"),
    }


def test_a_position_is_told_by_its_party(
    proposal: Proposal, iraq: Party, officer: Actor, at: Any, told: Callable[..., list[Entry]]
) -> None:
    parts.set_position(
        proposal=proposal, party=iraq, values={"stance": "accepts"}, by=officer, at=at
    )
    assert told(proposal)[0].facts == [Fact("Iraq: Stance", "Awaited", "Accepts")]


def test_a_step_is_told_by_its_title_even_when_it_is_gone(
    proposal: Proposal, officer: Actor, at: Any, told: Callable[..., list[Entry]]
) -> None:
    step = parts.add_milestone(
        proposal=proposal, values={"title": "Site chosen"}, by=officer, at=at
    )
    parts.edit_milestone(milestone=step, values={"done_on": at.date()}, by=officer, at=at)
    assert told(proposal)[0].facts == [Fact("Site chosen: Done on", "—", "11 March 2026")]

    parts.remove_milestone(milestone=step, by=officer, at=at)
    removed, changed, added = told(proposal)[:3]
    assert removed.facts == [Fact("Milestone removed", after="Site chosen", is_change=False)]
    assert changed.facts == [Fact("Done on", "—", "11 March 2026")]
    assert added.facts == [Fact("Milestone added", after="Site chosen", is_change=False)]


def test_what_was_done_at_once_is_one_entry(
    finding: Finding, proposal: Proposal, officer: Actor, at: Any, told: Callable[..., list[Entry]]
) -> None:
    findings.attach(finding=finding, proposal=proposal, by=officer, at=at)
    newest = told(proposal)[0]
    assert [fact.label for fact in newest.facts if not fact.is_change] == ["Evidence added"]


def test_a_proposal_that_one_may_not_see_is_not_named(
    make_proposal: Callable[..., Proposal],
    restricted: Proposal,
    stranger: Actor,
    administrator: Actor,
    at: Any,
    told: Callable[..., list[Entry]],
) -> None:
    whole = make_proposal()
    values = {"parent": restricted}
    proposals.edit(proposal=whole, values=values, by=administrator, at=at)

    assert told(whole)[0].facts == [Fact("Part of", "—", "one that you can't see")]
    assert told(whole, stranger)[0].facts == [Fact("Part of", "—", str(restricted))]


def test_a_row_that_is_no_longer_there_is_not_named(
    proposal: Proposal,
    meeting: Meeting,
    officer: Actor,
    administrator: Actor,
    at: Any,
    told: Callable[..., list[Entry]],
) -> None:
    for value in (meeting, None):
        proposals.edit(proposal=proposal, values={"meeting": value}, by=officer, at=at)
    remove(meeting, by=administrator, at=at)
    assert told(proposal)[0].facts == [Fact("Meeting", "one that you can't see", "—")]


@pytest.mark.parametrize(
    ("language", "title"), [("ar", "إنشاء مركز"), ("fa", "ایجاد مرکز"), ("en", "A centre")]
)
def test_it_is_told_in_the_readers_language(
    make_proposal: Callable[..., Proposal],
    told: Callable[..., list[Entry]],
    language: str,
    title: str,
) -> None:
    titles = {"ar": "إنشاء مركز", "fa": "ایجاد مرکز", "en": "A centre"}
    proposal = make_proposal(titles=titles)
    with translation.override(language):
        assert told(proposal)[0].facts[0].after == title


def test_a_long_quote_is_cut(
    make_finding: Callable[..., Finding],
    article: Any,
    proposal: Proposal,
    officer: Actor,
    at: Any,
    told: Callable[..., list[Entry]],
) -> None:
    findings.attach(finding=make_finding(article.text), proposal=proposal, by=officer, at=at)
    (added,) = [fact for fact in told(proposal)[0].facts if fact.label == "Evidence added"]
    assert added.after.endswith("…")
    assert len(added.after.split()) == 24


def test_a_committee_is_told_by_its_name(committee: Committee, officer: Actor, at: Any) -> None:
    committee.cadence_months = 12
    keep(committee, by=Actor.of_system("tests"), at=at)
    changes = Change.objects.filter(subject="committee").order_by("-id")
    changed, added = entries_of(list(changes), officer)
    assert changed.facts == [Fact("Months between meetings", "6", "12")]
    assert added.facts == [
        Fact("Committee added", after="Joint counter-narcotics committee", is_change=False)
    ]


def test_a_column_that_is_gone_is_still_told(officer: Actor, at: Any) -> None:
    change = Change(
        transaction=1,
        at=at,
        subject="proposal",
        subject_id=1,
        operation="update",
        fields={"old_column": [None, "x"], "status": ["proposed", "dreamt_of"]},
        actor="user:1",
        actor_name="Samira",
    )
    (entry,) = entries_of([change], officer)
    assert entry.facts == [
        Fact("old column", "—", "x"),
        Fact("Status", "Proposed", "dreamt_of"),
    ]


def test_values_of_every_sort_are_told(officer: Actor, at: Any) -> None:
    fields = {
        "is_automatic": [True, False],
        "dated_on": ["2026-03-01", "not a day"],
        "confirmed_by": ["", "Samira"],
    }
    change = Change(
        transaction=1,
        at=at,
        subject="evidence",
        subject_id=1,
        operation="update",
        fields=fields,
        actor="user:1",
        actor_name="Samira",
    )
    (entry,) = entries_of([change], officer)
    assert entry.facts == [
        Fact("Attached automatically", "yes", "no"),
        Fact("Date", "1 March 2026", "not a day"),
        Fact("Confirmed by", "—", "Samira"),
    ]


def test_nothing_that_a_reader_would_ask_about_is_an_empty_history(officer: Actor) -> None:
    assert entries_of([], officer) == []


def test_fields_are_known_by_their_columns() -> None:
    assert field_of("proposal", "owner_id").name == "owner"  # type: ignore[union-attr]  # it is there
    assert field_of("proposal", "nonsense") is None
    assert label_of("proposal", "committee_id") == "Committee"
    assert label_of("proposal", "no_such_thing") == "no such thing"
