"""Adding and withdrawing files on a proposal's page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from pytest_django import Settings

from proposals.models import File, Proposal


def letter(content: bytes = b"Dear colleague", name: str = "رسالة.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/x-whatever")


def test_an_officer_adds_a_file(
    proposal: Proposal, as_officer: Browser, act: Callable[..., Any], story: Callable[..., Any]
) -> None:
    page = story(proposal)
    assert "No files yet." in page.words
    (form,) = page.all("//form[contains(@action, '/file/new/')]")
    assert form.get("enctype") == "multipart/form-data"

    response = act(as_officer, proposal, "file", file=letter())
    assert response.headers["Location"].endswith("#files")
    file = proposal.files.get()
    assert (file.name, bytes(file.content.content)) == ("رسالة.txt", b"Dear colleague")
    assert "No files yet." not in story(proposal).words


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({}, "This field is required."),
        ({"file": letter(b"")}, "The submitted file is empty."),
        ({"file": letter(b"MZ\x90\x00", "report.pdf")}, "Files of this sort are not kept."),
        ({"file": letter(b"x" * 1001)}, "It is larger than"),
    ],
)
def test_a_wrong_file_is_refused_beside_the_field(
    proposal: Proposal, as_officer: Browser, act: Callable[..., Any], read: Callable[..., Any],
    settings: Settings, entered: dict[str, Any], words: str,
) -> None:  # fmt: skip
    settings.FILE_LIMIT = 1000
    page = read(act(as_officer, proposal, "file", **entered))
    assert words in " ".join(page.texts("//section[@id='files']//*[contains(@class, 'is-wrong')]"))
    assert page.all("//section[@id='files']/details[@open]")
    assert not File.objects.exists()


def test_a_file_is_withdrawn(
    file: File, as_officer: Browser, act: Callable[..., Any], story: Callable[..., Any]
) -> None:
    act(as_officer, file.proposal, "withdraw-file", file.pk)
    page = story(file.proposal)
    assert "No files yet." in page.words
    assert "letter.txt: Withdrawn" in page.words
    assert act(as_officer, file.proposal, "withdraw-file", file.pk).status_code == 404


def test_a_file_of_another_proposal_is_not_found(
    file: File, make_proposal: Callable[..., Proposal], as_officer: Browser,
    act: Callable[..., Any],
) -> None:  # fmt: skip
    assert act(as_officer, make_proposal(), "withdraw-file", file.pk).status_code == 404
    assert File.objects.standing().get() == file


def test_who_only_reads_is_offered_no_form(
    file: File, as_reader: Browser, act: Callable[..., Any], read: Callable[..., Any]
) -> None:
    proposal = file.place
    assert isinstance(proposal, Proposal)
    page = read(as_reader.get(proposal.get_absolute_url()))
    assert not page.all("//section[@id='files']//form")
    assert act(as_reader, proposal, "file", file=letter(b"More")).status_code == 403
    assert File.objects.count() == 1
