"""The one search, over proposals, articles, notes, meetings and files."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Article, Evidence, File, Meeting, Note, Proposal
from proposals.rights import Actor
from proposals.services import files, notes
from proposals.services.files import Upload
from proposals.services.records import keep


def hits(page: Any, sort: str) -> list[str]:
    return list(page.texts(f"//*[@aria-labelledby='found-{sort}']//li"))


def marks(page: Any) -> set[str]:
    return set(page.texts("//mark"))


def test_nothing_is_looked_for_before_words_are_given(open_page: Callable[..., Any]) -> None:
    page = open_page("find")
    assert page.status == 200
    assert not page.all("//section[@aria-labelledby]")


def test_titles_are_found_and_marked(
    make_proposal: Callable[..., Proposal], open_page: Callable[..., Any]
) -> None:
    make_proposal(titles={"en": "A railway to Basra"})
    make_proposal(titles={"en": "Something else"})
    page = open_page("find", q="RAILWAY basra")
    assert len(hits(page, "proposals")) == 1
    assert marks(page) == {"railway", "Basra"}


@pytest.mark.parametrize("words", ["انشاء مرکز", "مركز مشترک", "انشا مركز"])
def test_a_spelling_of_the_neighbour_finds_it_too(
    make_proposal: Callable[..., Proposal], open_page: Callable[..., Any], words: str
) -> None:
    made = make_proposal(titles={"ar": "إنشاء مركز مشترك لعمليات الحدود"}, original_language="ar")
    (hit,) = hits(open_page("find", q=words), "proposals")
    assert made.reference in hit


def test_a_quote_is_shown_around_the_words(
    evidence: Evidence, open_page: Callable[..., Any]
) -> None:
    page = open_page("find", q=evidence.exact.split()[0])
    assert any(evidence.exact[:20] in hit for hit in hits(page, "proposals"))


def test_an_article_is_found_by_its_text(article: Article, open_page: Callable[..., Any]) -> None:
    page = open_page("find", q="training courses")
    (hit,) = hits(page, "articles")
    assert "The second meeting" in hit
    assert {"training", "courses"} <= marks(page)


def test_the_lists_find_the_same(
    article: Article,
    evidence: Evidence,
    as_officer: Browser,
    open_page: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    page = open_page("find", q="propose")
    for sort in ("proposals", "articles"):
        (address,) = page.all(f"//*[@aria-labelledby='found-{sort}']/p/a/@href")
        rows = read(as_officer.get(address)).all("//table[@id='result_list']/tbody/tr")
        assert len(rows) == len(hits(page, sort)) == 1


def test_what_is_restricted_is_found_by_its_desk_alone(
    restricted: Proposal, as_officer: Browser, as_stranger: Browser, read: Callable[..., Any]
) -> None:
    assert not hits(read(as_officer.get("/find/", {"q": "prisoner"})), "proposals")
    assert hits(read(as_stranger.get("/find/", {"q": "prisoner"})), "proposals")


def test_what_is_found_is_escaped(
    make_proposal: Callable[..., Proposal], open_page: Callable[..., Any]
) -> None:
    make_proposal(titles={"en": "<script>alert(1)</script> gate"})
    assert "<script>alert" not in open_page("find", q="gate").source


@pytest.mark.parametrize("words", ["%", "_", "'", "\\", "\0", "a" * 5000])
def test_no_words_break_it(proposal: Proposal, open_page: Callable[..., Any], words: str) -> None:
    assert open_page("find", q=words).status == 200


def test_a_note_is_found_with_the_words_marked(note: Note, open_page: Callable[..., Any]) -> None:
    page = open_page("find", q="embassy")
    (hit,) = hits(page, "notes")
    assert note.proposal.reference in hit
    assert "Samira" in hit
    assert marks(page) == {"embassy"}
    assert page.all("//*[@aria-labelledby='found-notes']//a/@href") == [
        f"{note.proposal.get_absolute_url()}#note-{note.pk}"
    ]
    assert not hits(page, "proposals")


def test_a_withdrawn_note_is_not_found(
    note: Note, officer: Actor, open_page: Callable[..., Any], at: datetime
) -> None:
    notes.withdraw(note=note, by=officer, at=at)
    assert not hits(open_page("find", q="embassy"), "notes")


def test_a_note_beside_a_proposal_out_of_sight_is_not_found(
    restricted: Proposal, stranger: Actor, open_page: Callable[..., Any], at: datetime
) -> None:
    notes.write(proposal=restricted, text="Call the embassy.", by=stranger, at=at)
    assert not hits(open_page("find", q="embassy"), "notes")


@pytest.mark.parametrize(("words", "spelled"), [("كركوك", "کرکوک"), ("dredging", "Dredging")])
def test_a_meeting_is_found_by_its_minutes(
    meeting: Meeting, open_page: Callable[..., Any], at: datetime, words: str, spelled: str
) -> None:
    meeting.minutes = f"It was agreed in {spelled} that the work begins."
    keep(meeting, by=Actor.of_system("tests"), at=at)
    page = open_page("find", q=words)
    (hit,) = hits(page, "meetings")
    assert str(meeting) in hit
    assert marks(page) == {spelled}
    address = reverse("admin:proposals_meeting_change", args=[meeting.pk])
    assert page.all("//*[@aria-labelledby='found-meetings']//a/@href") == [address]


def test_a_file_is_found_by_its_name(file: File, open_page: Callable[..., Any]) -> None:
    page = open_page("find", q="LETTER")
    (hit,) = hits(page, "files")
    assert file.proposal
    assert file.proposal.reference in hit
    assert marks(page) == {"letter"}


def test_a_file_of_a_meeting_leads_to_it(
    meeting: Meeting, officer: Actor, open_page: Callable[..., Any], at: datetime
) -> None:
    files.keep(upload=Upload("seating.txt", b"A to Z"), place=meeting, by=officer, at=at)
    page = open_page("find", q="seating")
    address = reverse("admin:proposals_meeting_change", args=[meeting.pk])
    assert page.all("//*[@aria-labelledby='found-files']//a/@href") == [f"{address}#files"]


def test_a_withdrawn_file_and_one_out_of_sight_are_not_found(
    file: File,
    restricted: Proposal,
    officer: Actor,
    stranger: Actor,
    open_page: Callable[..., Any],
    at: datetime,
) -> None:
    files.withdraw(file=file, by=officer, at=at)
    files.keep(upload=Upload("letter.txt", b"Secret"), place=restricted, by=stranger, at=at)
    assert not hits(open_page("find", q="letter"), "files")
