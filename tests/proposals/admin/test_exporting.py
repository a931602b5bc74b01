"""The list of proposals as a file: the rows that it shows, safe to open."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.admin.exporting import cell
from proposals.models import Proposal, User
from proposals.rights import Actor

CSV = reverse("admin:proposals_proposal_csv")
JSON = reverse("admin:proposals_proposal_json")
LIST = reverse("admin:proposals_proposal_changelist")


def rows(response: Any) -> list[dict[str, str]]:
    text = response.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:])))


def test_a_row_holds_what_the_record_says(proposal: Proposal, as_officer: Browser) -> None:
    (row,) = rows(as_officer.get(CSV))
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
    assert [row["reference"] for row in as_officer.get(JSON, query).json()] == shown


def test_the_list_leads_to_its_own_files(
    proposal: Proposal, as_officer: Browser, read: Callable[..., Any]
) -> None:
    links = read(as_officer.get(LIST, {"status": "open"})).all("//p[@class='files']/a/@href")
    assert links == [f"{CSV}?status=open", f"{JSON}?status=open"]


def test_what_is_restricted_is_in_no_file_of_another_desk(
    restricted: Proposal, as_officer: Browser, as_stranger: Browser
) -> None:
    assert rows(as_officer.get(CSV)) == []
    assert as_officer.get(JSON).json() == []
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
    answers = [as_officer.get(CSV), as_officer.get(JSON)]
    for answer in answers:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_filter_that_nobody_knows_leads_back_to_the_list(as_officer: Browser) -> None:
    answer = as_officer.get(CSV, {"committee__nonsense": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
