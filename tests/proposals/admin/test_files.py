"""Handing files out: to those who see what they lie beside, to be saved and never to be shown."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import File, Meeting, Proposal
from proposals.rights import Actor
from proposals.services import files
from proposals.services.files import Upload


def fetch(browser: Browser, file: File) -> Any:
    return browser.get(reverse("admin:file", args=[file.pk]))


@pytest.mark.parametrize("stem", ["رسالة السفارة", "نامهٔ سفارت", "A letter", "x; filename=y.exe"])
def test_a_file_is_saved_under_its_name_and_never_shown(
    proposal: Proposal, officer: Actor, as_reader: Browser, at: datetime, stem: str
) -> None:
    content = b"%PDF-1.7 A letter"
    upload = Upload(f"{stem}.pdf", content)
    answer = fetch(as_reader, files.keep(upload=upload, place=proposal, by=officer, at=at))

    assert answer.content == content
    headers = answer.headers
    disposition = headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    name = f"{stem}.pdf"
    assert f'filename="{name}"' in disposition or f"utf-8''{quote(name)}" in disposition
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"].startswith("private, no-store")


def test_a_page_is_handed_out_as_plain_text(
    proposal: Proposal, officer: Actor, as_officer: Browser, at: datetime
) -> None:
    upload = Upload("page.html", b"<script>alert(1)</script>")
    answer = fetch(as_officer, files.keep(upload=upload, place=proposal, by=officer, at=at))
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert 'filename="page.txt"' in answer.headers["Content-Disposition"]


def test_a_file_is_seen_with_its_proposal(
    restricted: Proposal, stranger: Actor, as_stranger: Browser, as_officer: Browser,
    as_administrator: Browser, at: datetime,
) -> None:  # fmt: skip
    """It lies beside a proposal that only the stranger's desk may see."""
    upload = Upload("list.txt", b"Names")
    file = files.keep(upload=upload, place=restricted, by=stranger, at=at)
    assert fetch(as_stranger, file).status_code == 200
    assert fetch(as_administrator, file).status_code == 200
    assert fetch(as_officer, file).status_code == 404


def test_a_file_of_a_meeting_is_seen_by_all_staff(
    meeting: Meeting, officer: Actor, as_stranger: Browser, at: datetime
) -> None:
    upload = Upload("minutes.txt", b"Both sides agreed", purpose="minutes")
    file = files.keep(upload=upload, place=meeting, by=officer, at=at)
    assert fetch(as_stranger, file).content == b"Both sides agreed"


def test_a_withdrawn_file_is_handed_out_to_nobody(
    file: File, officer: Actor, as_officer: Browser, as_administrator: Browser, at: datetime
) -> None:
    files.withdraw(file=file, by=officer, at=at)
    for browser in (as_officer, as_administrator):
        assert fetch(browser, file).status_code == 404


def test_nothing_is_written_at_a_files_address(file: File, as_officer: Browser) -> None:
    assert as_officer.post(reverse("admin:file", args=[file.pk])).status_code == 405


def test_a_visitor_is_asked_to_sign_in(file: File) -> None:
    answer = fetch(Browser(), file)
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


@pytest.mark.parametrize("who", ["officer", "head"])
def test_the_page_lists_what_lies_beside_it(
    file: File, proposal: Proposal, sign_in: Callable[..., Browser],
    actor_called: Callable[[str], Actor], read: Callable[..., Any], who: str,
) -> None:  # fmt: skip
    page = read(sign_in(actor_called(who)).get(proposal.get_absolute_url()))
    (listed,) = page.texts("//section[@id='files']//li")
    assert "letter.txt" in listed
    assert "Plain text, 14\xa0bytes" in listed.replace("14 bytes", "14\xa0bytes")
    assert page.all("//section[@id='files']//a/@href") == [reverse("admin:file", args=[file.pk])]
    assert page.all("//form[contains(@action, '/withdraw-file/')]")
