"""A meeting's pages: the agenda in order, the minutes with what they prove, the files."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from proposals.admin.meeting_pages import rearranged
from proposals.models import Evidence, File, Meeting, Proposal
from proposals.rights import Actor
from proposals.services import files, meetings, parts
from proposals.services.files import Upload

SAID = "Both sides agreed on the centre."


def page_of(meeting: Meeting) -> str:
    return reverse("admin:proposals_meeting_change", args=[meeting.pk])


def agenda_of(meeting: Meeting) -> str:
    return reverse("admin:proposals_meeting_agenda", args=[meeting.pk])


def items(page: Any) -> list[str]:
    return [one.get("value", "") for one in page.all("//input[@name='item']")]


# The agenda


@pytest.mark.parametrize(
    ("way", "place", "expected"),
    [
        ("up", 1, "BAC"), ("up", 0, "ABC"), ("up", 9, "ABC"),
        ("down", 1, "ACB"), ("down", 2, "ABC"), ("down", 9, "ABC"),
        ("drop", 1, "AC"), ("drop", 9, "ABC"), ("dance", 1, "ABC"),
    ],
)  # fmt: skip
def test_an_item_moves_by_one_or_goes(way: str, place: int, expected: str) -> None:
    assert rearranged(list("ABC"), way, place) == list(expected)


def test_an_agenda_is_put_in_order_by_buttons_and_kept_when_saved(
    meeting: Meeting, as_officer: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_officer.get(agenda_of(meeting)))
    assert items(page) == ["", "", ""]
    entered = {"item": ["التدريب", "المركز", ""], "seen": ""}
    page = read(as_officer.post(agenda_of(meeting), entered | {"do": "up:1"}))
    assert items(page) == ["المركز", "التدريب", "", "", ""]
    assert Meeting.objects.get().agenda == ""

    answer = as_officer.post(agenda_of(meeting), {"item": items(page), "seen": "", "do": "save"})
    assert answer.headers["Location"] == f"{page_of(meeting)}#agenda"
    assert Meeting.objects.get().agenda == "المركز\nالتدريب"
    shown = read(as_officer.get(page_of(meeting)))
    assert shown.texts("//section[@id='agenda']/ol/li") == ["المركز", "التدريب"]


def test_the_enter_key_saves(
    meeting: Meeting, as_officer: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_officer.get(agenda_of(meeting)))
    assert page.all("(//main//button)[1]/@value") == ["save"]


def test_the_record_suggests_and_nothing_is_kept_before_it_is_saved(
    meeting: Meeting, make_proposal: Callable[..., Proposal], as_officer: Browser,
    read: Callable[..., Any],
) -> None:  # fmt: skip
    make_proposal(titles={"en": "A legal subcommittee"})
    make_proposal(titles={"en": "Quiet talks"}, visibility="internal")
    page = read(as_officer.post(agenda_of(meeting), {"item": ["Opening"], "do": "suggest"}))
    filled = [one for one in items(page) if one]
    assert filled[0] == "Opening"
    assert any("A legal subcommittee" in one for one in filled)
    assert not any("Quiet talks" in one for one in filled)
    assert Meeting.objects.get().agenda == ""

    again = as_officer.post(agenda_of(meeting), {"item": filled, "do": "suggest"})
    assert [one for one in items(read(again)) if one] == filled


def test_two_at_once_set_nothing_blindly(
    meeting: Meeting, as_officer: Browser, head: Actor, at: datetime, read: Callable[..., Any]
) -> None:
    meetings.write_agenda(meeting=meeting, items=["Theirs"], by=head, at=at)
    page = read(as_officer.post(agenda_of(meeting), {"item": ["Mine"], "seen": "", "do": "save"}))
    assert "It says now: Theirs" in page.words
    assert items(page)[0] == "Mine"
    assert Meeting.objects.get().agenda == "Theirs"

    seen = page.all("//input[@name='seen']/@value")[0]
    as_officer.post(agenda_of(meeting), {"item": ["Mine"], "seen": seen, "do": "save"})
    assert Meeting.objects.get().agenda == "Mine"


# The minutes


@pytest.fixture
def quote(proposal: Proposal, meeting: Meeting, officer: Actor, at: datetime) -> Evidence:
    start = meeting.minutes.index(SAID)
    return parts.attach_minutes(
        proposal=proposal, meeting=meeting, start=start, end=start + len(SAID), by=officer, at=at
    )


def test_minutes_show_what_they_prove_and_lead_there_and_back(
    quote: Evidence, meeting: Meeting, as_officer: Browser, story: Callable[..., Any],
    read: Callable[..., Any],
) -> None:  # fmt: skip
    page = read(as_officer.get(page_of(meeting)))
    assert page.texts(f"//mark[@id='evidence-{quote.pk}']") == [SAID]
    there = f"{quote.proposal.get_absolute_url()}#proof-{quote.pk}"
    assert there in page.all("//section[@id='minutes']//a/@href")

    back = f"{page_of(meeting)}#evidence-{quote.pk}"
    proof = story(quote.proposal)
    assert back in proof.all("//section[@id='evidence']//a/@href")
    assert "Minutes:" in proof.texts(f"//figure[@id='proof-{quote.pk}']/figcaption")[0]


def test_a_quote_of_a_proposal_out_of_sight_is_not_marked(
    restricted: Proposal, meeting: Meeting, stranger: Actor, as_officer: Browser,
    as_stranger: Browser, at: datetime, read: Callable[..., Any],
) -> None:  # fmt: skip
    """It belongs to the stranger's desk alone."""
    parts.attach_minutes(
        proposal=restricted, meeting=meeting, start=0, end=len(SAID), by=stranger, at=at
    )
    assert not read(as_officer.get(page_of(meeting))).all("//mark")
    assert read(as_stranger.get(page_of(meeting))).texts("//mark") == [SAID]


def test_agenda_and_minutes_stand_once_where_they_are_written(
    meeting: Meeting, as_officer: Browser, as_reader: Browser, read: Callable[..., Any], at: Any
) -> None:
    meetings.write_agenda(meeting=meeting, items=["The centre"], by=Actor.of_system("tests"), at=at)
    page = read(as_officer.get(page_of(meeting)))
    assert page.words.count("The centre") == 1
    (field,) = page.all("//*[@name='minutes']")
    assert field.xpath("ancestor::section/@id") == ["minutes"]
    assert field.get("form") == "meeting_form"
    assert read(as_reader.get(page_of(meeting))).words.count(SAID) == 1


def test_minutes_are_written_below_and_the_agenda_stays(
    meeting: Meeting, as_officer: Browser, read: Callable[..., Any], at: Any
) -> None:
    meetings.write_agenda(meeting=meeting, items=["The centre"], by=Actor.of_system("tests"), at=at)
    entered = read(as_officer.get(page_of(meeting))).entered("//form[@id='meeting_form']")
    written = entered | {"minutes": "They met again.", "_continue": "1"}
    answer = as_officer.post(page_of(meeting), written)
    assert answer.headers["Location"] == page_of(meeting)
    found = Meeting.objects.get()
    assert (found.minutes, found.agenda) == ("They met again.", "The centre")


def test_minutes_that_lose_evidence_are_shown_again(
    quote: Evidence, meeting: Meeting, as_officer: Browser, read: Callable[..., Any]
) -> None:
    entered = read(as_officer.get(page_of(meeting))).entered("//form[@id='meeting_form']")
    page = read(as_officer.post(page_of(meeting), entered | {"minutes": "Nothing."}))
    assert "These words are evidence and stay in the minutes" in page.words
    assert page.all("//section[@id='minutes']/details/@open")
    assert Meeting.objects.get().minutes == meeting.minutes


# Files


def letter(content: bytes = b"Both sides agreed") -> SimpleUploadedFile:
    return SimpleUploadedFile("صورت‌جلسه.txt", content)


def add(browser: Browser, meeting: Meeting, **entered: Any) -> HttpResponse:
    address = reverse("admin:proposals_meeting_files", args=[meeting.pk])
    answer = browser.post(address, entered)
    assert isinstance(answer, HttpResponse)
    return answer


def test_minutes_are_added_as_a_file_and_withdrawn(
    meeting: Meeting, as_officer: Browser, read: Callable[..., Any]
) -> None:
    entered = {"purpose": "minutes", "file": letter(), "called": "صورت‌جلسهٔ دوم"}
    answer = add(as_officer, meeting, **entered)
    assert answer.headers["Location"] == f"{page_of(meeting)}#files"
    file = File.objects.get()
    assert (file.meeting, file.purpose, file.name) == (meeting, "minutes", "صورت‌جلسهٔ دوم.txt")
    page = read(as_officer.get(page_of(meeting)))
    (listed,) = page.texts("//section[@id='files']//li")
    assert listed.startswith("Minutes صورت‌جلسهٔ دوم.txt")

    (form,) = page.all("//section[@id='files']//form[contains(@action, 'withdraw')]")
    as_officer.post(form.get("action"))
    page = read(as_officer.get(page_of(meeting)))
    assert "No files yet." in page.words
    history = read(as_officer.get(reverse("admin:proposals_meeting_history", args=[meeting.pk])))
    assert "صورت‌جلسهٔ دوم.txt" in history.words
    assert as_officer.post(form.get("action")).status_code == 404


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({"purpose": "minutes"}, "This field is required."),
        ({"purpose": "joke", "file": letter()}, "Select a valid choice."),
        ({"purpose": "paper", "file": letter(b"MZ\x90")}, "Files of this sort are not kept."),
    ],
)
def test_a_wrong_file_is_refused_beside_the_field(
    meeting: Meeting, as_officer: Browser, read: Callable[..., Any],
    entered: dict[str, Any], words: str,
) -> None:  # fmt: skip
    page = read(add(as_officer, meeting, **entered))
    assert words in " ".join(page.texts("//*[contains(@class, 'is-wrong')]"))
    assert not File.objects.exists()


def test_a_colleagues_file_stays(
    meeting: Meeting, head: Actor, as_officer: Browser, at: datetime, read: Callable[..., Any]
) -> None:
    upload = Upload("minutes.txt", b"Both sides agreed", purpose="minutes")
    file = files.keep(upload=upload, place=meeting, by=head, at=at)
    page = read(as_officer.get(page_of(meeting)))
    assert not page.all("//form[contains(@action, 'withdraw')]")
    address = reverse("admin:proposals_meeting_withdraw", args=[meeting.pk, file.pk])
    page = read(as_officer.post(address, follow=True))
    assert "Whoever added it may do this" in page.words
    assert File.objects.standing().get() == file


def test_who_only_reads_changes_nothing(
    meeting: Meeting, as_reader: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_reader.get(page_of(meeting)))
    assert not page.all("//section[@id='files']//form")
    assert agenda_of(meeting) not in page.all("//a/@href")
    assert add(as_reader, meeting, purpose="paper", file=letter()).status_code == 403
    assert as_reader.post(agenda_of(meeting), {"item": ["Mine"]}).status_code == 403
