"""Taking a file of proposals in: looked at first, all or nothing, without effect a second time."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from xlsxwriter import Workbook

from proposals.models import Change, ForeignNumber, Party, Proposal, User
from proposals.rights import Actor
from proposals.services.importing import Entry, take_in
from proposals.status import Status

PAGE = reverse("admin:proposals_proposal_import")
ROW = {
    "number": "MFA-7",
    "title_en": "A railway to Basra",
    "kind": "infrastructure_energy",
    "proposers": "IR",
    "addressees": "Iraq",
    "proposed_on": "2026-03-01",
}
type Send = Callable[..., Any]


def as_csv(*rows: dict[str, str], mark: str = ",") -> bytes:
    text = StringIO()
    heads = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, heads, delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.fixture
def send(as_officer: Browser, read: Callable[..., Any], iraq: Party, iran: Party) -> Send:
    """Give a function that chooses a file, and takes it in where it is told to."""

    def choose(content: bytes, name: str = "proposals.csv", *, take_in: bool = False) -> Any:
        page = read(Streamed(as_officer.post(PAGE, {"file": SimpleUploadedFile(name, content)})))
        if not take_in:
            return page
        (packed,) = page.all("//input[@name='packed']/@value")
        return read(Streamed(as_officer.post(PAGE, {"packed": packed})))

    return choose


class Streamed:
    """An answer whose content is there, whether or not it came bit by bit."""

    def __init__(self, response: Any) -> None:
        self.status_code, self.headers = response.status_code, response.headers
        self.content: bytes = response.getvalue()


def test_a_preview_keeps_nothing(send: Send) -> None:
    page = send(as_csv(ROW))
    assert "Every row can be taken in" in page.words
    assert "A railway to Basra" in page.words
    assert not Proposal.objects.exists()
    assert not ForeignNumber.objects.exists()


def test_a_file_is_taken_in(send: Send, officer: Actor) -> None:
    page = send(as_csv(ROW | {"due_on": "2026/12/31", "owner": "samira"}), take_in=True)
    assert "IQ-IR-2026-0001" in page.words
    proposal = Proposal.objects.get()
    assert (proposal.title_en, proposal.proposed_on) == ("A railway to Basra", date(2026, 3, 1))
    assert (proposal.due_on, proposal.owner) == (date(2026, 12, 31), User.objects.get())
    assert proposal.status == Status.PROPOSED
    assert [one.number for one in proposal.foreign_numbers.all()] == ["MFA-7"]
    first = Change.objects.filter(subject="proposal").get()
    assert (first.actor, first.why) == (officer.key, "Taken in from a file.")


def test_a_second_import_changes_nothing(send: Send) -> None:
    send(as_csv(ROW), take_in=True)
    before = Change.objects.count()
    page = send(as_csv(ROW), take_in=True)
    assert page.texts("//dl[@class='tally']/dd") == ["0", "0", "1", "0"]
    assert (Proposal.objects.count(), Change.objects.count()) == (1, before)


def test_a_row_changes_what_it_says_and_leaves_the_rest(
    send: Send, make_proposal: Callable[..., Proposal]
) -> None:
    proposal = make_proposal()
    row = {"reference": proposal.reference, "title_ar": "مركز مشترك", "title_en": ""}
    page = send(as_csv(row), take_in=True)
    assert page.texts("//dl[@class='tally']/dd") == ["0", "1", "0", "0"]
    proposal.refresh_from_db()
    assert (proposal.title_ar, proposal.title_en) == (
        "مركز مشترك",
        "A joint border operations centre",
    )


def test_nothing_is_half_taken_in(send: Send) -> None:
    page = send(as_csv(ROW, ROW | {"number": "MFA-8", "kind": "nonsense"}))
    assert "1 row can't be taken in; nothing is" in page.words
    assert "“nonsense” is not known." in page.words
    assert not page.all("//input[@name='packed']")
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": ""}, "so that a second import finds it again"),
        ({"reference": "IQ-IR-2020-0001"}, "There is no proposal IQ-IR-2020-0001."),
        ({"title_en": ""}, "Give a title in at least one language."),
        ({"addressees": ""}, "Missing: addressee."),
        ({"addressees": "Atlantis"}, "addressee: “Atlantis” is not known."),
        ({"addressees": "Iran"}, "A proposal stands between two parties; name both."),
        ({"proposed_on": "tomorrow"}, "proposed on: “tomorrow” is not known."),
        ({"visibility": "restricted"}, "A restricted proposal needs a desk that may see it."),
    ],
)
def test_a_row_says_what_is_wrong_with_it(send: Send, change: dict[str, str], words: str) -> None:
    page = send(as_csv(ROW | change))
    (row,) = page.texts("//div[@class='import-result']//tbody/tr")
    assert row.startswith("2 ")
    assert words in row


def test_errors_are_in_the_readers_language(send: Send) -> None:
    User.objects.update(language="ar")
    page = send(as_csv(ROW | {"kind": "nonsense"}))
    assert "is not known" not in page.words


def test_heads_and_words_may_be_in_any_language(send: Send) -> None:
    row = {
        "number": "۷",
        "العنوان بالعربية": "سكة حديد",
        "النوع": "بنية تحتية وطاقة",
        "proposers": "إيران",
        "addressees": "عراق",
        "proposed_on": "٢٠٢٦-٠٣-٠١",
    }
    page = send(as_csv(row, mark=";"), take_in=True)
    assert "Taken in" in page.words
    proposal = Proposal.objects.get()
    assert (proposal.title_ar, proposal.kind) == ("سكة حديد", "infrastructure_energy")


def test_a_workbook_is_taken_in(send: Send) -> None:
    file = BytesIO()
    book = Workbook(file)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, (name, value) in enumerate(ROW.items()):
        sheet.write(0, column, name)
        if name == "proposed_on":
            sheet.write_datetime(1, column, datetime.fromisoformat(value), day)
        else:
            sheet.write(1, column, 7 if name == "number" else value)
    book.close()
    send(file.getvalue(), "proposals.xlsx", take_in=True)
    assert ForeignNumber.objects.get().number == "7"
    assert Proposal.objects.get().proposed_on == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"no workbook", "This is no workbook that can be read."),
        ("a.csv", b"\xff\xfe\xff", "Save the file as UTF-8"),
        ("a.csv", b"reference\n", "There is no row in this file below the heads."),
        ("a.csv", b"a\n" + b"x\n" * 2001, "Take in at most 2000 rows at once."),
        ("a.csv", b"a\n" + b"x" * 2_100_000, "The file is too large"),
    ],
)
def test_a_file_that_is_none_is_refused(send: Send, name: str, content: bytes, words: str) -> None:
    assert words in send(content, name).words.replace("2,000", "2000")


@pytest.mark.parametrize("packed", ["", "!", "AAAA", "eJwDAAAAAAE="])
def test_what_no_preview_made_is_refused(send: Send, as_officer: Browser, packed: str) -> None:
    answer = as_officer.post(PAGE, {"packed": packed})
    assert answer.status_code == 200
    assert not Proposal.objects.exists()


def test_a_long_file_shows_how_far_it_has_come(send: Send) -> None:
    rows = [ROW | {"number": str(number)} for number in range(101)]
    page = send(as_csv(*rows), take_in=True)
    assert len(page.all("//progress[@class='how-far']")) == 6
    assert page.texts("//dl[@class='tally']/dd")[0] == "101"
    assert Proposal.objects.count() == 101


def test_an_import_that_nobody_waits_for_keeps_nothing(
    officer: Actor, iraq: Party, iran: Party, at: Any
) -> None:
    said: dict[str, Any] = {
        "title_en": "A railway",
        "kind": "other",
        "proposed_on": date(2026, 3, 1),
    }
    said |= {"proposers": [iran], "addressees": [iraq]}
    entries = [Entry(line, "", str(line), said) for line in (2, 3)]
    taken = take_in(entries=entries, by=officer, at=at, why="", is_kept=True)
    assert next(taken).outcome == "new"
    taken.close()  # type: ignore[attr-defined]  # a generator
    assert not Proposal.objects.exists()


def test_a_number_of_what_is_not_seen_is_nobodys(send: Send, restricted: Proposal) -> None:
    ForeignNumber.objects.create(proposal=restricted, number="MFA-7")
    page = send(as_csv(ROW))
    assert "Another proposal has the number MFA-7." in page.words
    assert restricted.title_en not in page.words


def test_a_reader_takes_nothing_in(as_reader: Browser) -> None:
    assert as_reader.post(PAGE, {"packed": "x"}).status_code == 403


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_is_a_file_that_can_be_taken_in(
    as_officer: Browser, send: Send, ending: str
) -> None:
    answer: Any = as_officer.get(reverse("admin:proposals_proposal_template", args=[ending]))
    page = send(answer.getvalue(), f"template.{ending}")
    assert "There is no row in this file below the heads." in page.words
