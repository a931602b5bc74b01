"""A meeting's agenda in its order, and minutes whose words may be evidence."""

from datetime import datetime

import pytest

from proposals.errors import InvalidInputError, RefusedError
from proposals.models import Change, Evidence, Meeting, Proposal
from proposals.rights import Actor
from proposals.services import meetings, parts, records

SAID = "Both sides agreed on the centre."


@pytest.fixture
def quote(proposal: Proposal, meeting: Meeting, officer: Actor, at: datetime) -> Evidence:
    start = meeting.minutes.index(SAID)
    return parts.attach_minutes(
        proposal=proposal, meeting=meeting, start=start, end=start + len(SAID), by=officer, at=at
    )


# The agenda


@pytest.mark.parametrize(
    ("agenda", "items"),
    [
        ("", []),
        ("۱. ارتباط مستقیم\n۲) گشت‌های مرزی", ["ارتباط مستقیم", "گشت‌های مرزی"]),
        ("١- المركز\r\n\r\n  ٢. التدريب ", ["المركز", "التدريب"]),
        ("2026 in review\n24/7 hotline", ["2026 in review", "24/7 hotline"]),
    ],
)
def test_an_agenda_is_its_lines_without_their_numbers(agenda: str, items: list[str]) -> None:
    assert meetings.items_of(agenda) == items


def test_an_agenda_is_set_in_its_order(meeting: Meeting, officer: Actor, at: datetime) -> None:
    items = ["  The   centre ", "", "التدريب"]
    kept = meetings.write_agenda(meeting=meeting, items=items, by=officer, at=at)
    assert kept.agenda == "The centre\nالتدريب"
    assert Change.objects.latest("id").fields == {"agenda": ["", "The centre\nالتدريب"]}

    before = Change.objects.count()
    meetings.write_agenda(meeting=meeting, items=["The centre", "التدريب"], by=officer, at=at)
    assert Change.objects.count() == before


def test_whoever_read_another_agenda_is_told_what_it_says_now(
    meeting: Meeting, officer: Actor, head: Actor, at: datetime
) -> None:
    meetings.write_agenda(meeting=meeting, items=["A", "B"], seen="", by=head, at=at)
    with pytest.raises(RefusedError, match="It says now: A; B") as refused:
        meetings.write_agenda(meeting=meeting, items=["C"], seen="", by=officer, at=at)
    assert refused.value.code == "changed_meanwhile"

    meetings.write_agenda(meeting=meeting, items=["C"], seen="A\r\nB", by=officer, at=at)
    meeting.refresh_from_db()
    assert meeting.agenda == "C"


# The minutes


def test_evidence_follows_its_words(
    quote: Evidence, meeting: Meeting, officer: Actor, at: datetime
) -> None:
    meeting.minutes = f"Held in Baghdad.\r\n{meeting.minutes}"
    records.keep(meeting, by=officer, at=at)

    quote.refresh_from_db()
    assert meeting.minutes[quote.start : quote.end] == quote.exact == SAID
    assert quote.prefix == "Held in Baghdad.\n"
    assert quote.suffix == " They meet again in autumn."


def test_evidence_follows_the_nearest_of_the_same_words(
    quote: Evidence, meeting: Meeting, officer: Actor, at: datetime
) -> None:
    meeting.minutes = f"Agenda. {SAID} Then: {SAID}"
    records.keep(meeting, by=officer, at=at)
    quote.refresh_from_db()
    assert quote.start == len("Agenda. ")


def test_words_that_are_evidence_stay_in_the_minutes(
    quote: Evidence, meeting: Meeting, officer: Actor, at: datetime
) -> None:
    before = meeting.minutes
    meeting.minutes = "They meet again in autumn."
    with pytest.raises(InvalidInputError, match="Both sides agreed") as refused:
        records.keep(meeting, by=officer, at=at)
    assert set(refused.value.fields) == {"minutes"}
    meeting.refresh_from_db()
    assert meeting.minutes == before

    parts.detach_evidence(evidence=quote, why="Said otherwise", by=officer, at=at)
    meeting.minutes = "They meet again in autumn."
    records.keep(meeting, by=officer, at=at)


def test_a_browsers_line_ends_change_no_evidence(
    meeting: Meeting, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    meeting.minutes = "First they met.\nThen they\nagreed."
    records.keep(meeting, by=officer, at=at)
    start = meeting.minutes.index("Then")
    quote = parts.attach_minutes(
        proposal=proposal, meeting=meeting, start=start, end=len(meeting.minutes),
        by=officer, at=at,
    )  # fmt: skip
    before = Change.objects.count()
    meeting.minutes = meeting.minutes.replace("\n", "\r\n")
    records.keep(meeting, by=officer, at=at)
    quote.refresh_from_db()
    assert (quote.start, quote.exact) == (start, "Then they\nagreed.")
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("they\r\nagreed", (5, 17)),
        (" they agreed ", (5, 17)),
        ("(agreed", None),
        ("", None),
        ("  ", None),
        ("nothing", None),
    ],
)
def test_words_are_found_however_their_lines_are_broken(
    words: str, found: tuple[int, int] | None
) -> None:
    assert meetings.place_in("Then they\n agreed.", words) == found
