"""Files beside proposals and meetings: what is kept, by whom, and what becomes of it."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from pytest_django import Settings

from proposals.errors import InvalidInputError, NotAllowedError, RefusedError
from proposals.models import Change, File, FileContent, Meeting, Proposal
from proposals.rights import Actor
from proposals.services import files, records
from proposals.services.files import Upload
from proposals.services.recording import recording

PDF = b"%PDF-1.7 A letter"


def test_a_file_is_kept_with_what_it_is(proposal: Proposal, officer: Actor, at: datetime) -> None:
    upload = Upload("رسالة السفارة.exe", PDF)
    file = files.keep(upload=upload, place=proposal, by=officer, at=at)

    assert (file.name, file.kind, file.size) == ("رسالة السفارة.pdf", "pdf", len(PDF))
    assert (file.added_by_id, file.added_at) == (officer.user_id, at)
    assert bytes(FileContent.objects.get(file=file).content) == PDF
    change = Change.objects.latest("id")
    assert (change.subject, change.proposal_id, change.actor) == ("file", proposal.pk, officer.key)
    assert change.fields["sha256"] == [None, hashlib.sha256(PDF).hexdigest()]


def test_a_meeting_has_its_own(meeting: Meeting, officer: Actor, at: datetime) -> None:
    upload = Upload("minutes.pdf", PDF, purpose="minutes")
    file = files.keep(upload=upload, place=meeting, by=officer, at=at)
    assert (file.place, file.purpose) == (meeting, "minutes")

    with pytest.raises(RefusedError, match="in use"):
        records.remove(meeting, by=Actor.of_system("tests"), at=at)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"x" * 1001, "too_large"), (b"MZ\x90\x00", "unknown_sort")],
)
def test_what_is_not_kept_says_why(
    proposal: Proposal, officer: Actor, at: datetime, settings: Settings,
    content: bytes, code: str,
) -> None:  # fmt: skip
    settings.FILE_LIMIT = 1000
    with pytest.raises(InvalidInputError) as refused:
        files.keep(upload=Upload("a.pdf", content), place=proposal, by=officer, at=at)
    assert refused.value.code == code
    assert set(refused.value.fields) == {"file"}
    assert not File.objects.exists()


def test_the_largest_file_is_kept(
    proposal: Proposal, officer: Actor, at: datetime, settings: Settings
) -> None:
    settings.FILE_LIMIT = 1000
    assert files.keep(upload=Upload("a", b"x" * 1000), place=proposal, by=officer, at=at).size


def test_minutes_lie_beside_meetings_alone(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    for purpose in ("minutes", "joke"):
        upload = Upload("a.pdf", PDF, purpose=purpose)
        with pytest.raises(InvalidInputError):
            files.keep(upload=upload, place=proposal, by=officer, at=at)


def test_the_same_file_lies_in_a_place_once(
    proposal: Proposal, meeting: Meeting, make_proposal: Callable[..., Proposal],
    officer: Actor, at: datetime,
) -> None:  # fmt: skip
    first = files.keep(upload=Upload("a.pdf", PDF), place=proposal, by=officer, at=at)
    with pytest.raises(InvalidInputError, match=r"already: a\.pdf") as refused:
        files.keep(upload=Upload("b.pdf", PDF), place=proposal, by=officer, at=at)
    assert refused.value.code == "already_kept"

    for place in (meeting, make_proposal()):
        files.keep(upload=Upload("b.pdf", PDF), place=place, by=officer, at=at)
    files.withdraw(file=first, by=officer, at=at)
    files.keep(upload=Upload("b.pdf", PDF), place=proposal, by=officer, at=at)


def test_a_withdrawn_file_is_out_of_sight_and_kept(
    file: File, officer: Actor, at: datetime
) -> None:
    files.withdraw(file=file, by=officer, at=at)

    assert not File.objects.standing().exists()
    assert FileContent.objects.filter(file=file).exists()
    change = Change.objects.latest("id")
    assert list(change.fields) == ["withdrawn_at"]
    with pytest.raises(RefusedError, match="withdrew"):
        files.withdraw(file=file, by=officer, at=at)


def test_a_colleague_leaves_it_and_a_head_does_not(
    file: File, make_user: Callable[..., Any], desk: Any, head: Actor, at: datetime
) -> None:
    colleague = Actor.of_user(make_user("omar", "officer", desk))
    with pytest.raises(NotAllowedError, match="Whoever added it"):
        files.withdraw(file=file, by=colleague, at=at)
    files.withdraw(file=file, by=head, at=at)
    assert not File.objects.standing().exists()


@pytest.mark.parametrize("who", ["reader", "partner", "system"])
def test_a_meetings_files_are_the_officers_work(
    meeting: Meeting, actor_called: Callable[[str], Actor], at: datetime, who: str
) -> None:
    with pytest.raises(NotAllowedError):
        files.keep(upload=Upload("a.pdf", PDF), place=meeting, by=actor_called(who), at=at)
    assert not File.objects.exists()


def test_bytes_are_never_rewritten(file: File, officer: Actor, at: datetime) -> None:
    with (
        pytest.raises(DatabaseError, match="Cannot update"),
        transaction.atomic(),
        recording(by=officer, at=at),
    ):
        FileContent.objects.update(content=b"Something else")


def test_a_partner_learns_nothing_of_files(
    file: File, proposal: Proposal, partner: Actor, at: datetime
) -> None:
    assert not File.objects.visible_to(partner).exists()
    assert not Change.objects.visible_to(partner).filter(subject="file").exists()
    told = Change.objects.of_proposal_for(partner, proposal)
    assert not told.filter(subject="file").exists()


def test_a_file_leaves_the_proposal_and_its_silence_as_they_were(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    proposal.refresh_from_db()
    read, later = proposal.version, at + timedelta(days=200)
    files.keep(upload=Upload("a.pdf", PDF), place=proposal, by=officer, at=later)
    proposal.refresh_from_db()
    assert proposal.version == read
    assert list(Proposal.objects.silent(since=at + timedelta(days=100))) == [proposal]
