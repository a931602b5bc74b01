"""The list of proposals as a file: the rows that it shows, safe to open."""

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from python_calamine import CalamineWorkbook

from proposals.admin.exporting import cell
from proposals.days import Manner, in_figures, written_for
from proposals.models import Proposal, User
from proposals.rights import Actor

CSV = reverse("admin:proposals_proposal_csv")
XLSX = reverse("admin:proposals_proposal_xlsx")
JSON = reverse("admin:proposals_proposal_json")
LIST = reverse("admin:proposals_proposal_changelist")


EVERY = {"columns": "all"}


def rows(response: Any) -> list[dict[str, str]]:
    text = response.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:])))


def loaded(response: Any) -> Any:
    return json.loads(response.getvalue())


def test_a_row_holds_what_the_record_says(proposal: Proposal, as_officer: Browser) -> None:
    (row,) = rows(as_officer.get(CSV, EVERY))
    assert row["reference"] == proposal.reference
    assert row["title in English"] == proposal.title_en
    assert row["status"] == "Proposed"
    assert row["proposed on"] == proposal.proposed_on.isoformat()


@pytest.mark.parametrize("query", [{"status": "open"}, {"q": "railway"}, {"status": "closed"}, {}])
def test_the_file_has_exactly_the_rows_of_the_list(
    make_proposal: Callable[..., Proposal],
    move: Callable[..., Proposal],
    as_officer: Browser,
    read: Callable[..., Any],
    query: dict[str, str],
) -> None:
    make_proposal(titles={"en": "A railway to Basra"})
    move(make_proposal(), "reject", reason="No budget")
    page = read(as_officer.get(LIST, query))
    shown = page.texts("//*[contains(@class,'field-shown_reference')]")
    assert [row["reference"] for row in rows(as_officer.get(CSV, query))] == shown
    assert [row["reference"] for row in loaded(as_officer.get(JSON, query))] == shown


def test_the_list_leads_to_its_own_files(
    proposal: Proposal, as_officer: Browser, read: Callable[..., Any]
) -> None:
    links = read(as_officer.get(LIST, {"status": "open"})).all("//p[@class='files']/a/@href")
    files = (CSV, XLSX, JSON)
    assert links[:3] == [f"{file}?status=open" for file in files]
    assert links[3:] == [f"{file}?columns=all&status=open" for file in files]


def test_what_is_restricted_is_in_no_file_of_another_desk(
    restricted: Proposal, as_officer: Browser, as_stranger: Browser
) -> None:
    assert rows(as_officer.get(CSV)) == []
    assert loaded(as_officer.get(JSON)) == []
    assert len(rows(as_stranger.get(CSV))) == 1


def test_the_heads_are_in_the_readers_language(
    proposal: Proposal, sign_in: Callable[[Actor], Browser], officer: Actor
) -> None:
    browser = sign_in(officer)
    User.objects.update(language="ar")
    (row,) = rows(browser.get(CSV))
    assert "reference" not in row


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(words: str) -> None:
    assert cell(words) == f"'{words}"


@pytest.mark.parametrize(("value", "words"), [(None, ""), (["a", "b"], "a, b"), ("1-1", "1-1")])
def test_a_plain_value_stays_as_it_is(value: Any, words: str) -> None:
    assert cell(value) == words


def test_a_file_is_saved_and_not_shown(proposal: Proposal, as_officer: Browser) -> None:
    answers = [as_officer.get(file) for file in (CSV, XLSX, JSON)]
    for answer in answers:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_filter_that_nobody_knows_leads_back_to_the_list(as_officer: Browser) -> None:
    answer = as_officer.get(CSV, {"committee__nonsense": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)


def sheet(response: Any) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(response.getvalue()))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(("columns", "heads"), [
    ("status", ["reference", "title", "kind", "status"]),
    ("committee.due", ["reference", "title", "kind", "due", "deadline as worded", "committee"]),
])  # fmt: skip
def test_a_file_has_exactly_the_columns_of_the_list(
    proposal: Proposal, as_officer: Browser, columns: str, heads: list[str]
) -> None:
    query = {"columns": columns}
    (row,) = rows(as_officer.get(CSV, query))
    assert list(row) == heads
    assert sheet(as_officer.get(XLSX, query))[0] == heads
    (record,) = loaded(as_officer.get(JSON, query))
    assert len(record) == len(heads)


def test_a_workbook_holds_days_as_days_and_no_formulas(
    make_proposal: Callable[..., Proposal], as_officer: Browser
) -> None:
    proposal = make_proposal(titles={"en": "=1+1", "ar": "مركز"})
    heads, row = sheet(as_officer.get(XLSX, EVERY))
    assert dict(zip(heads, row, strict=True))["proposed on"] == proposal.proposed_on
    assert row[heads.index("title in English")] == "=1+1"
    assert row[heads.index("title in Arabic")] == "مركز"


def test_an_empty_list_is_an_empty_file(as_officer: Browser) -> None:
    assert loaded(as_officer.get(JSON)) == []
    assert len(sheet(as_officer.get(XLSX))) == 1


def test_who_reads_another_calendar_has_its_days_beside_those_of_machines(
    proposal: Proposal, officer_user: User, as_officer: Browser
) -> None:
    User.objects.filter(pk=officer_user.pk).update(calendar="solar_hijri")
    (row,) = rows(as_officer.get(CSV, EVERY))
    assert row["proposed on"] == proposal.proposed_on.isoformat()
    with written_for(Manner("solar_hijri")):
        assert row["proposed on (Solar Hijri)"] == in_figures(proposal.proposed_on)
    heads, *_rows = (
        CalamineWorkbook.from_filelike(BytesIO(as_officer.get(XLSX, EVERY).getvalue()))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert {"proposed on", "proposed on (Solar Hijri)"} <= set(heads)
    (record,) = loaded(as_officer.get(JSON, EVERY))
    assert record["proposed_on"] == proposal.proposed_on.isoformat()
    assert not [name for name in record if name.endswith("_own")]
