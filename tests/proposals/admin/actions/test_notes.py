"""Notes on a proposal's page: for colleagues, one's own to correct and withdraw."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Note, Proposal
from proposals.rights import Actor
from proposals.services import notes


def test_an_officer_writes_a_note(
    proposal: Proposal, as_officer: Browser, act: Callable[..., Any], story: Callable[..., Any]
) -> None:
    assert "Nobody has written a note yet." in story(proposal).words

    response = act(as_officer, proposal, "note", text="اتصل بالسفارة\n\nثم اكتب <b>لهم</b>")
    assert response.headers["Location"].endswith("#notes")
    page = story(proposal)
    assert page.texts("//*[@class='note-text']/p") == ["اتصل بالسفارة", "ثم اكتب <b>لهم</b>"]
    assert "Samira" in page.texts("//section[@id='notes']//li")[0]
    assert "Nobody has written" not in page.words


@pytest.mark.parametrize(
    ("text", "words"), [("", "This field is required."), ("x" * 5001, "at most 5000 characters")]
)
def test_a_wrong_note_is_shown_again(
    proposal: Proposal, as_officer: Browser, act: Callable[..., Any], read: Callable[..., Any],
    text: str, words: str,
) -> None:  # fmt: skip
    page = read(act(as_officer, proposal, "note", text=text))
    assert words in page.words
    assert page.all("//section[@id='notes']/details[@open]")
    assert not Note.objects.exists()


def test_a_note_is_corrected_by_whoever_wrote_it(
    note: Note, as_officer: Browser, act: Callable[..., Any], story: Callable[..., Any],
    at: datetime,
) -> None:  # fmt: skip
    entered = story(note.proposal).entered("//form[contains(@action, 'correct-note')]")
    assert entered["text"] == note.text
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        act(
            as_officer, note.proposal, "correct-note", note.pk,
            text="Call in May.", seen_at=entered["seen_at"],
        )  # fmt: skip
    page = story(note.proposal)
    assert page.texts("//*[@class='note-text']/p") == ["Call in May."]
    assert "corrected" in page.words


def test_two_at_once_correct_nothing_blindly(
    note: Note, as_officer: Browser, act: Callable[..., Any], read: Callable[..., Any],
    head: Actor, at: datetime,
) -> None:  # fmt: skip
    seen_at = note.changed_at.isoformat()
    notes.correct(note=note, text="I called.", by=head, at=at + timedelta(seconds=1))
    response = act(
        as_officer, note.proposal, "correct-note", note.pk, text="Call.", seen_at=seen_at
    )
    assert "It says now: I called." in read(response).words
    assert Note.objects.get().text == "I called."


def test_a_note_is_withdrawn_and_the_history_keeps_it(
    note: Note, as_officer: Browser, act: Callable[..., Any], story: Callable[..., Any],
    read: Callable[..., Any],
) -> None:  # fmt: skip
    act(as_officer, note.proposal, "withdraw-note", note.pk)
    assert not story(note.proposal).all("//*[@class='note-text']")
    history = read(
        as_officer.get(reverse("admin:proposals_proposal_history", args=[note.proposal_id]))
    )
    assert note.text in history.words
    assert "Withdrawn" in history.words
    assert act(as_officer, note.proposal, "withdraw-note", note.pk).status_code == 404


@pytest.mark.parametrize(
    ("who", "buttons", "may_write"),
    [("reader", 0, False), ("stranger", 0, False), ("head", 1, True), ("officer", 1, True)],
)
def test_who_is_offered_what(
    note: Note, sign_in: Callable[..., Browser], actor_called: Callable[[str], Actor],
    read: Callable[..., Any], who: str, buttons: int, may_write: bool,
) -> None:  # fmt: skip
    page = read(sign_in(actor_called(who)).get(note.proposal.get_absolute_url()))
    assert page.texts("//*[@class='note-text']") == [note.text]
    assert len(page.all("//form[contains(@action, '/withdraw-note/')]")) == buttons
    assert bool(page.all("//form[contains(@action, '/note/new/')]")) is may_write


def test_a_colleagues_note_offers_no_buttons_and_refuses(
    note: Note, sign_in: Callable[..., Browser], make_user: Callable[..., Any], desk: Any,
    act: Callable[..., Any], read: Callable[..., Any],
) -> None:  # fmt: skip
    colleague = sign_in(Actor.of_user(make_user("omar", "officer", desk)))
    page = read(colleague.get(note.proposal.get_absolute_url()))
    assert not page.all("//form[contains(@action, '/correct-note/')]")
    act(colleague, note.proposal, "withdraw-note", note.pk)
    assert Note.objects.standing().get() == note


def test_a_note_of_another_proposal_is_not_found(
    note: Note, make_proposal: Callable[..., Proposal], as_officer: Browser,
    act: Callable[..., Any],
) -> None:  # fmt: skip
    assert act(as_officer, make_proposal(), "withdraw-note", note.pk).status_code == 404
