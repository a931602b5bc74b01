"""What a brief says: what moved, what is late, what differs, what was proposed, what proves it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from proposals.briefs import Brief, brief_for, suggested_agenda
from proposals.briefs.content import runs_right_to_left
from proposals.models import Committee, Desk, Meeting, Party, Proposal
from proposals.rights import Actor
from proposals.vocabulary import Language, Precision, Stance

MOVED, OVERDUE, DIFFERING, STANDING = range(4)


def titles(brief: Brief, chapter: int) -> list[str]:
    return [item.title for part in brief.chapters[chapter].parts for item in part.items]


def notes(brief: Brief, chapter: int) -> list[str]:
    return [item.note for part in brief.chapters[chapter].parts for item in part.items]


def due(day: date) -> dict[str, Any]:
    return {"deadline": {"due_on": day, "due_precision": Precision.DAY}}


def test_it_names_the_meeting_the_parties_and_the_last_meeting(
    brief: Callable[..., Brief],
) -> None:
    made = brief()
    assert made.title == "Joint counter-narcotics committee"
    assert made.subtitle.startswith("Brief for meeting 2, Tehran")
    facts = dict(made.facts)
    assert facts["Parties"] == "Iraq, Iran"
    assert facts["Last meeting"].startswith("No. 1")


def test_what_moved_since_the_last_meeting_is_told_with_its_steps(
    brief: Callable[..., Brief], proposed: Callable[..., Proposal], take_up: Callable[..., None]
) -> None:
    take_up(proposed("Moved"), days=20)
    proposed("Still")
    made = brief()
    assert titles(made, MOVED) == ["Moved"]
    assert notes(made, MOVED)[0].startswith("Was: Proposed. Then: Under discussion on ")


def test_what_moved_before_or_at_the_last_meeting_is_not_news(
    brief: Callable[..., Brief], proposed: Callable[..., Proposal], take_up: Callable[..., None]
) -> None:
    take_up(proposed(), days=0)
    assert titles(brief(), MOVED) == []
    assert brief().chapters[MOVED].parts[0].empty == "Nothing moved."


def test_what_is_overdue_comes_latest_first_with_whom_it_lies(
    brief: Callable[..., Brief],
    proposed: Callable[..., Proposal],
    stand: Callable[..., None],
    iraq: Party,
) -> None:
    proposed("Late by a day", **due(date(2026, 5, 31)))
    worse = proposed("Late by a month", **due(date(2026, 5, 1)))
    proposed("In time", **due(date(2026, 6, 30)))
    stand(worse, iraq, Stance.CONSIDERS, "Ministry of Interior")
    made = brief()
    assert titles(made, OVERDUE) == ["Late by a month", "Late by a day"]
    assert notes(made, OVERDUE) == ["Late by 31 days. Iraq: Ministry of Interior", "Late by 1 day."]


def test_positions_that_differ_are_laid_side_by_side(
    brief: Callable[..., Brief],
    proposed: Callable[..., Proposal],
    stand: Callable[..., None],
    iraq: Party,
) -> None:
    stand(proposed("Contested"), iraq, Stance.RESERVES, "Ministry of Interior")
    stand(proposed("Accepted"), iraq, Stance.ACCEPTS)
    made = brief()
    assert titles(made, DIFFERING) == ["Contested"]
    assert "Iraq: Reserves its position (Ministry of Interior)" in notes(made, DIFFERING)[0]


def test_each_meeting_has_its_proposals_and_the_newest_comes_first(
    brief: Callable[..., Brief],
    proposed: Callable[..., Proposal],
    make_proposal: Callable[..., Proposal],
    second: Meeting,
) -> None:
    proposed("At the first")
    make_proposal(titles={"en": "Between"}, proposed_on=date(2026, 4, 1))
    parts = brief().chapters[STANDING].parts
    assert [part.heading.split(",")[0] for part in parts] == ["Meeting 1", "Outside the meetings"]
    assert [[item.title for item in part.items] for part in parts] == [
        ["At the first"],
        ["Between"],
    ]


def test_what_was_closed_before_the_last_meeting_is_only_counted(
    brief: Callable[..., Brief],
    proposed: Callable[..., Proposal],
    withdraw: Callable[..., None],
) -> None:
    withdraw(proposed("Closed since"), days=5)
    withdraw(proposed("Closed before"), days=-1)
    part = brief().chapters[STANDING].parts[0]
    assert [item.title for item in part.items] == ["Closed since"]
    assert part.remark == "1 more was closed before the last meeting."


def test_the_suggested_agenda_begins_with_what_presses(
    brief: Callable[..., Brief],
    proposed: Callable[..., Proposal],
    stand: Callable[..., None],
    iraq: Party,
) -> None:
    proposed("New")
    stand(proposed("Contested"), iraq, Stance.DECLINES)
    proposed("Late", **due(date(2026, 5, 1)))
    made = brief()
    assert made.agenda_heading == "Suggested agenda"
    words = [line.split(" (")[0] for line in made.agenda]
    assert words == [
        "Adoption of the minutes of meeting 1",
        "Overdue: Late",
        "To settle: Contested",
        "To answer: New",
        "Date and place of the next meeting",
    ]


def test_what_an_agenda_is_filled_with_is_in_everybodys_sight(
    second: Meeting, proposed: Callable[..., Proposal], desk: Desk
) -> None:
    """Partners read agendas, as calendars do."""
    proposed("For all")
    proposed("For staff", visibility="internal")
    proposed("For the desk", visibility="restricted", desk=desk)
    items = suggested_agenda(second, language="en", at=datetime(2026, 6, 1, tzinfo=UTC))
    named = [item for item in items if item.startswith("To answer")]
    assert [item.split(" (")[0] for item in named] == ["To answer: For all"]
    assert suggested_agenda(second, language="fa", at=datetime(2026, 6, 1, tzinfo=UTC)) != items


def test_an_agenda_that_was_set_is_kept_without_its_own_numbers(
    make_meeting: Callable[..., Meeting], reader: Actor, at: datetime
) -> None:
    meeting = make_meeting(3, date(2026, 9, 1), agenda="1. The centre\n\n2) The courses\n٣- الختام")
    made = brief_for(meeting, reader=reader, language="en", at=at)
    assert made.agenda_heading == "Agenda"
    assert made.agenda == ("The centre", "The courses", "الختام")


def test_a_proposal_leads_to_its_words_and_the_annex_names_their_source(
    brief: Callable[..., Brief],
    proposed: Callable[..., Proposal],
    quoted: Callable[[Proposal], None],
) -> None:
    proposal = proposed()
    quoted(proposal)
    made = brief()
    (quote,) = made.annex
    assert quote.words == "a joint border operations centre"
    assert (quote.number, quote.reference) == (1, proposal.reference)
    assert quote.source.startswith("Minutes, ")
    assert made.chapters[STANDING].parts[0].items[0].quotes == (1,)


def test_it_holds_nothing_that_its_reader_may_not_see(
    brief: Callable[..., Brief],
    proposed: Callable[..., Proposal],
    other_desk: Desk,
    stranger: Actor,
) -> None:
    proposed("Quiet talks", visibility="restricted", desk=other_desk)
    assert titles(brief(), STANDING) == []
    assert titles(brief(by=stranger), STANDING) == ["Quiet talks"]


def test_the_first_meeting_of_all_has_a_brief_too(
    first: Meeting, reader: Actor, at: datetime
) -> None:
    made = brief_for(first, reader=reader, language="en", at=at)
    assert "Last meeting" not in dict(made.facts)
    assert made.agenda == ("Date and place of the next meeting",)
    assert made.annex == ()


@pytest.mark.parametrize("language", Language.values)
def test_it_speaks_the_language_asked_for(
    brief: Callable[..., Brief], proposed: Callable[..., Proposal], language: str
) -> None:
    proposed()
    made = brief(language)
    assert made.is_right_to_left == (language != "en")
    assert ("Open proposals" in dict(made.facts)) == (language == "en")


def test_what_is_proposed_after_the_day_of_the_brief_is_not_in_a_past_meetings(
    brief: Callable[..., Brief], make_proposal: Callable[..., Proposal], committee: Committee
) -> None:
    make_proposal(titles={"en": "Later"}, proposed_on=date(2026, 6, 10) + timedelta(days=1))
    assert titles(brief(), STANDING) == []
    assert titles(brief(at=datetime(2026, 7, 1, tzinfo=UTC)), STANDING) == ["Later"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("12 مركز", True), ("«مرکز»", True), ("The مركز", False), ("2026", False), ("", False)],
)
def test_words_run_as_their_first_strong_letter(words: str, expected: bool) -> None:
    assert runs_right_to_left(words) is expected
