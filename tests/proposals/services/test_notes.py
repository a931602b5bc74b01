"""Notes: whose they are, what becomes of them, and that nobody outside learns of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from proposals.api import changes as feed
from proposals.api import history
from proposals.errors import InvalidInputError, NotAllowedError, RefusedError
from proposals.looking_back import restored, standing
from proposals.models import Change, Note, Proposal, SearchText
from proposals.rights import Actor
from proposals.search import search, search_notes
from proposals.services import notes, proposals


def test_a_note_says_who_wrote_it_and_when(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    note = notes.write(proposal=proposal, text="  اتصل بالسفارة \n", by=officer, at=at)

    assert (note.text, note.author_id, note.written_at) == ("اتصل بالسفارة", officer.user_id, at)
    assert not note.is_corrected
    change = Change.objects.latest("id")
    assert (change.subject, change.operation, change.actor) == ("note", "insert", officer.key)
    assert change.proposal_id == proposal.pk


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001])
def test_a_note_says_something_and_not_everything(
    proposal: Proposal, officer: Actor, at: datetime, text: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        notes.write(proposal=proposal, text=text, by=officer, at=at)
    assert set(refused.value.fields) == {"text"}
    assert not Note.objects.exists()


def test_what_a_note_said_before_stays_in_the_history(
    note: Note, officer: Actor, at: datetime
) -> None:
    said, later = note.text, at + timedelta(hours=1)
    corrected = notes.correct(note=note, text="Call in May.", by=officer, at=later)

    assert (corrected.text, corrected.changed_at, corrected.written_at) == (
        "Call in May.", later, at,
    )  # fmt: skip
    assert corrected.is_corrected
    assert Change.objects.latest("id").fields["text"] == [said, "Call in May."]


def test_the_same_words_correct_nothing(note: Note, officer: Actor, at: datetime) -> None:
    before = Change.objects.count()
    notes.correct(note=note, text=note.text, by=officer, at=at + timedelta(hours=1))
    assert Change.objects.count() == before


def test_whoever_read_an_older_note_is_told_what_it_says_now(
    note: Note, officer: Actor, head: Actor, at: datetime
) -> None:
    read_at = note.changed_at
    notes.correct(
        note=note, text="The head knows better.", seen_at=read_at, by=head,
        at=at + timedelta(minutes=1),
    )  # fmt: skip
    with pytest.raises(RefusedError, match="The head knows better") as refused:
        notes.correct(note=note, text="Call in June.", seen_at=read_at, by=officer, at=at)
    assert refused.value.code == "changed_meanwhile"
    assert Note.objects.get().text == "The head knows better."


def test_a_withdrawn_note_is_out_of_sight_and_kept(
    note: Note, officer: Actor, at: datetime
) -> None:
    notes.withdraw(note=note, by=officer, at=at)

    assert not Note.objects.standing().exists()
    assert Note.objects.get().withdrawn_at == at
    with pytest.raises(RefusedError, match="withdrew"):
        notes.correct(note=note, text="But", by=officer, at=at)
    with pytest.raises(RefusedError, match="withdrew"):
        notes.withdraw(note=note, by=officer, at=at)


def test_a_colleague_leaves_it_and_a_head_does_not(
    note: Note, make_user: Callable[..., Any], desk: Any, head: Actor, at: datetime
) -> None:
    colleague = Actor.of_user(make_user("omar", "officer", desk))
    with pytest.raises(NotAllowedError, match="Whoever wrote it"):
        notes.correct(note=note, text="Mine", by=colleague, at=at)
    with pytest.raises(NotAllowedError, match="Whoever wrote it"):
        notes.withdraw(note=note, by=colleague, at=at)

    notes.withdraw(note=note, by=head, at=at)
    assert not Note.objects.standing().exists()


# Nobody outside learns of it, and it is no news


def test_a_partner_learns_nothing_of_notes(
    note: Note, proposal: Proposal, partner: Actor, settle: Callable[[], None]
) -> None:
    settle()

    assert not Note.objects.visible_to(partner).exists()
    for seen in (
        Change.objects.visible_to(partner),
        Change.objects.of_proposal_for(partner, proposal),
        Change.objects.of_proposal(proposal).without_staff_work(),
    ):
        assert seen.exists()
        assert not seen.filter(subject="note").exists()
    told = [*history.newest(proposal, partner, 50), *feed.read(partner, "", 50).results]
    assert told
    assert {entry.record for entry in told} <= {"proposal", "position"}


def test_a_note_leaves_what_the_proposal_says_as_it_was(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    """Or a partner's ETag, and an officer's form, would tell of it."""
    proposal.refresh_from_db()
    read = proposal.version
    note = notes.write(proposal=proposal, text="Call them.", by=officer, at=at)
    notes.correct(note=note, text="Call them now.", by=officer, at=at)
    proposal.refresh_from_db()
    assert proposal.version == read

    values = {"title_en": "A joint operations centre"}
    proposals.edit(proposal=proposal, values=values, version=read, by=officer, at=at)
    stood = restored(standing(officer, at + timedelta(days=1)), officer, at + timedelta(days=1))
    assert [one.version for one in stood] == [read + 1]


def test_whoever_read_an_older_proposal_is_shown_what_changed_and_no_note(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    proposal.refresh_from_db()
    read = proposal.version
    proposals.edit(proposal=proposal, values={"title_en": "A centre"}, by=officer, at=at)
    notes.write(proposal=proposal, text="Call them.", by=officer, at=at)
    with pytest.raises(RefusedError) as refused:
        proposals.edit(
            proposal=proposal, values={"title_ar": "مركز"}, version=read, by=officer, at=at
        )
    changed = refused.value.changes  # type: ignore[attr-defined]  # ChangedMeanwhileError
    assert [set(change.fields) & {"title_en", "text"} for change in changed] == [{"title_en"}]


def test_a_note_does_not_break_the_silence(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    later = at + timedelta(days=200)
    notes.write(proposal=proposal, text="Nobody answers.", by=officer, at=later)
    assert list(Proposal.objects.silent(since=at + timedelta(days=100))) == [proposal]

    proposals.edit(proposal=proposal, values={"title_ar": "مركز"}, by=officer, at=later)
    assert not Proposal.objects.silent(since=at + timedelta(days=100)).exists()


def test_notes_are_found_by_their_own_search_alone(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    note = notes.write(proposal=proposal, text="تماس با سفارت در بهار", by=officer, at=at)

    assert list(search_notes(Note.objects.all(), "السفارة")) == []
    assert list(search_notes(Note.objects.all(), "سفارت بهار")) == [note]
    assert list(search_notes(Note.objects.all(), "سفارت پاییز")) == []
    assert not search(Proposal.objects.all(), "سفارت").exists()
    assert "سفارت" not in SearchText.objects.get(proposal=proposal).text
