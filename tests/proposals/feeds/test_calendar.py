"""The calendar: what it holds, and that other programs read it as it is meant."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import ics
import pytest

from proposals.models import Committee, Meeting, Milestone, Proposal, User
from proposals.rights import Actor
from proposals.services import parts, records
from proposals.services import proposals as services

type Make = Callable[..., Any]
SYSTEM = Actor.of_system("tests")
DAY = date(2026, 5, 31)
LONG = "مركز مشترك لعمليات الحدود، ثم مركز آخر؛ مع فاصلة, وفاصلة منقوطة; وشرطة \\ مائلة " * 3


@pytest.fixture
def english(officer_user: User) -> None:
    User.objects.filter(pk=officer_user.pk).update(language="en")
    officer_user.refresh_from_db()


@pytest.fixture
def due(make_proposal: Make) -> Make:
    """Give a function that records a proposal that is due on a day."""

    def make(day: date = DAY, **values: Any) -> Proposal:
        deadline = {"due_on": day, "due_precision": values.pop("precision", "day")}
        if wording := values.pop("wording", ""):
            deadline["due_wording"] = wording
        found: Proposal = make_proposal(deadline=deadline, **values)
        return found

    return make


@pytest.fixture
def add_step(at: datetime) -> Make:
    def make(proposal: Proposal, title: str = "Site chosen", **values: Any) -> Milestone:
        given = {"title": title, "due_on": DAY, "due_precision": "day"} | values
        return parts.add_milestone(proposal=proposal, values=given, by=SYSTEM, at=at)

    return make


def unfolded(content: bytes) -> list[str]:
    """Give a calendar's lines as they were before they were folded."""
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def test_it_holds_due_dates_steps_and_meetings(
    follow: Make, english: None, due: Make, add_step: Make, meeting: Meeting
) -> None:
    add_step(due())

    events = follow().events()

    assert set(events) == {
        "Due: A joint border operations centre",
        "Step: Site chosen",
        "Joint counter-narcotics committee, meeting 2",
    }
    event = events["Due: A joint border operations centre"]
    assert event["DTSTART"].dt == DAY
    assert event["DTEND"].dt == date(2026, 6, 1)
    assert event["TRANSP"] == "TRANSPARENT"
    met = events["Joint counter-narcotics committee, meeting 2"]
    assert (met["DTSTART"].dt, met["DTEND"].dt) == (date(2026, 3, 8), date(2026, 3, 10))
    assert met["LOCATION"] == "Baghdad"


def test_it_speaks_the_language_of_its_person(follow: Make, due: Make, officer_user: User) -> None:
    due(titles={"ar": "مركز مشترك", "en": "A joint centre"})
    (arabic,) = follow().events()
    User.objects.filter(pk=officer_user.pk).update(language="fa")

    (persian,) = follow().events()

    assert "مركز مشترك" in arabic
    assert arabic != persian
    assert "Due" not in arabic + persian


def test_a_vague_deadline_says_how_it_was_worded(follow: Make, english: None, due: Make) -> None:
    due(date(2026, 12, 31), precision="year", wording="by the end of the year")

    (event,) = follow().events().values()

    assert event["DTSTART"].dt == date(2026, 12, 31)
    assert "As worded: by the end of the year" in event["DESCRIPTION"]


def test_an_event_says_who_is_responsible_and_leads_to_its_page(
    follow: Make, english: None, due: Make, add_step: Make, iraq: Any
) -> None:
    proposal = due()
    add_step(proposal, party=iraq)

    event = follow().events()["Step: Site chosen"]

    assert "Responsible: Iraq" in event["DESCRIPTION"]
    assert proposal.reference in event["DESCRIPTION"]
    assert event["URL"].endswith(proposal.get_absolute_url())


def test_what_is_closed_done_or_without_a_day_is_left_out(
    follow: Make, english: None, due: Make, add_step: Make, move: Make, make_proposal: Make
) -> None:
    make_proposal()
    add_step(due(), "Already done", done_on=date(2026, 3, 1))
    closed = due()
    add_step(closed, "Of a closed one")
    move(closed, "reject", reason="No")

    assert len(follow().events()) == 1


def test_meetings_long_past_are_left_out(follow: Make, committee: Committee, at: datetime) -> None:
    for year in (2019, 2026):
        day = date(year, 2, 1)
        old = Meeting(committee=committee, ordinal=year, starts_on=day, ends_on=day)
        records.keep(old, by=SYSTEM, at=at)

    (title,) = follow().events()
    assert "2026" in title or "٢٠٢٦" in title


def test_a_change_moves_the_event_and_raises_its_sequence(
    follow: Make, english: None, due: Make, add_step: Make, meeting: Meeting
) -> None:
    proposal = due()
    step = add_step(proposal)
    follower = follow()
    before = {event["UID"]: event for event in follower.events().values()}

    later = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
    moved = {"due_on": date(2026, 7, 1)}
    services.edit(proposal=proposal, values=moved, by=SYSTEM, at=later)
    parts.edit_milestone(milestone=step, values=moved, by=SYSTEM, at=later)
    meeting.ends_on = date(2026, 3, 10)
    records.keep(meeting, by=SYSTEM, at=later)
    after = {event["UID"]: event for event in follower.events().values()}

    assert before.keys() == after.keys()
    for uid, event in after.items():
        assert event["SEQUENCE"] > before[uid]["SEQUENCE"]
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == later
        assert event["DTEND"].dt > before[uid]["DTEND"].dt


def test_it_keeps_the_form_of_rfc_5545(follow: Make, due: Make) -> None:
    due(titles={"ar": LONG[:290]})

    content = follow().get().content

    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()  # no letter is torn apart at a fold
    written = unfolded(content)
    assert [line for line in written if not re.match(r"[A-Z-]+(;[A-Z-]+=[^:]+)*:", line)] == []
    for name in ("VERSION:2.0", "CALSCALE:GREGORIAN", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"):
        assert name in written
    assert sum(line.startswith("PRODID:") for line in written) == 1
    assert not any(line.startswith("METHOD") for line in written)  # it is no invitation
    for name in ("X-WR-CALNAME", "X-PUBLISHED-TTL"):
        assert any(line.startswith(name) for line in written), name
    for name in ("UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:", "SEQUENCE:"):
        assert sum(line.startswith(name) for line in written) == 1, name
    assert re.search(r"^DTSTAMP:\d{8}T\d{6}Z$", "\n".join(written), re.MULTILINE)
    (summary,) = [line for line in written if line.startswith("SUMMARY;LANGUAGE=ar:")]
    assert "\\," in summary
    assert "\\;" in summary
    assert "\\\\" in summary


@pytest.mark.filterwarnings("ignore")  # the parser's own
def test_a_second_parser_reads_the_same(follow: Make, due: Make, meeting: Meeting) -> None:
    proposal = due(titles={"ar": LONG[:290].strip()})

    read = ics.Calendar(follow().get().content.decode())

    named = {event.uid.partition("@")[0]: event for event in read.events}
    event = named[f"due-{proposal.pk}"]
    assert proposal.title_ar in (event.name or "")
    assert event.all_day
    assert event.begin.date() == DAY
    assert named[f"meeting-{meeting.pk}"].location == "Baghdad"


def test_words_that_look_like_calendar_stay_words(follow: Make, english: None, due: Make) -> None:
    due(titles={"en": "Centre\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Forged"})

    events = follow().events()

    assert len(events) == 1
    assert "Forged" not in events


def test_an_unchanged_record_gives_the_same_bytes(
    follow: Make, due: Make, add_step: Make, meeting: Meeting
) -> None:
    add_step(due())
    follower = follow()

    assert follower.get().content == follower.get().content
