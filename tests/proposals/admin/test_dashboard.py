"""The dashboard: tables that say what there is, each number with exactly those rows behind it."""

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client as Browser
from django.urls import reverse
from python_calamine import CalamineWorkbook

from proposals.admin.dashboard import span_of
from proposals.admin.figure_tables import FIGURES, step_words, steps_between
from proposals.admin.spans import Span
from proposals.days import Manner
from proposals.models import Committee, Desk, Proposal, User
from proposals.rights import Actor
from proposals.services.people import prefer_days
from proposals.services.records import keep
from tests.conftest import party

DASHBOARD = reverse("admin:dashboard")
TODAY = date(2026, 3, 11)
SYSTEM = Actor.of_system("tests")


@pytest.fixture
def water(other_desk: Desk, at: datetime) -> Committee:
    found = Committee(name_en="Joint water committee", desk=other_desk)
    keep(found, by=SYSTEM, at=at)
    return found


@pytest.fixture
def world(
    make_proposal: Callable[..., Proposal],
    move: Callable[..., Proposal],
    complete: Callable[..., None],
    water: Committee,
) -> None:
    """Two committees and a proposal of none; old ones, late ones, one rejected, one completed."""
    turkiye = party("TR", name_en="Türkiye")
    late = {"due_on": TODAY - timedelta(days=3), "due_precision": "day"}
    make_proposal(kind="joint_body", deadline=late)
    make_proposal(kind="joint_body", proposed_on=date(2025, 12, 1))
    make_proposal(kind="border_security", proposed_on=date(2024, 7, 9), addressees=[turkiye])
    move(make_proposal(proposed_on=date(2025, 12, 30)), "reject", reason="No budget")
    move(make_proposal(committee=water), "discuss")
    make_proposal(committee=None, visibility="internal")
    done = make_proposal(committee=water, deadline=late, proposed_on=date(2025, 6, 6))
    complete(done, datetime(2026, 2, 2, 12, tzinfo=UTC))


def table(page: Any, name: str) -> dict[str, dict[str, int]]:
    """Read a figure's table: its rows and its columns by their labels."""
    (section,) = page.all(f"//section[@aria-labelledby='figure-{name}']")
    _corner, *heads = [words(one) for one in section.xpath(".//thead//th")]
    return {
        words(row.xpath("./th")[0]): {
            head: int(cell.get("data-count") or -1)
            for head, cell in zip(heads, row.xpath("./td"), strict=True)
            if cell.get("data-count")
        }
        for row in section.xpath(".//tbody/tr")
    }


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def links(page: Any) -> Iterator[tuple[str, int]]:
    for cell in page.all("//td[@data-count]"):
        for address in cell.xpath("./a/@href"):
            yield str(address), int(cell.get("data-count"))


def test_the_tables_say_what_there_is(world: None, open_page: Callable[..., Any]) -> None:
    page = open_page("dashboard")
    assert table(page, "status") == {
        "Joint counter-narcotics committee": {
            "Proposed": 3, "Under discussion": 0, "Completed": 0, "Rejected": 1, "Total": 4
        },
        "Joint water committee": {
            "Proposed": 0, "Under discussion": 1, "Completed": 1, "Rejected": 0, "Total": 2
        },
        "Without a committee": {
            "Proposed": 1, "Under discussion": 0, "Completed": 0, "Rejected": 0, "Total": 1
        },
    }  # fmt: skip
    sums = page.texts("//section[@aria-labelledby='figure-status']//tfoot//*[self::th or self::td]")
    assert sums == ["Total", "4", "1", "1", "1", "7"]
    assert {age: row["Total"] for age, row in table(page, "age").items()} == {
        "Less than a month": 3,
        "1 to 3 months": 0,
        "3 to 6 months": 1,
        "6 to 12 months": 0,
        "More than a year": 1,
    }
    assert table(page, "promise") == {
        "Mar 2026": {"Completed in time": 1, "Completed late": 0, "Overdue": 1, "Total": 2}
    }
    assert table(page, "pair") == {
        "Iraq – Iran": {"Joint body": 6, "Border security": 0, "Total": 6},
        "Iran – Türkiye": {"Joint body": 0, "Border security": 1, "Total": 1},
    }
    flow = table(page, "flow")
    assert len(flow) == 21  # July 2024 to March 2026
    assert flow["Dec 2025"] == {"Proposed": 2, "Completed": 0}
    assert flow["Feb 2026"] == {"Proposed": 0, "Completed": 1}
    assert page.texts("//p[@class='summary']") == [
        "5 of 7 are open.",
        "7 proposed, 1 completed.",
        "1 of 5 has been open for more than a year.",
        "50% were completed in time: 1 of 2.",
        "2 pairs of parties.",
    ]


def test_numbers_are_written_in_the_readers_numerals(
    world: None, officer_user: User, officer: Actor, at: datetime, open_page: Callable[..., Any]
) -> None:
    prefer_days(user=officer_user, manner=Manner(numerals="arabic"), by=officer, at=at)
    page = open_page("dashboard")
    assert page.texts("//p[@class='summary']")[0] == "٥ of ٧ are open."
    sums = page.texts("//section[@aria-labelledby='figure-status']//tfoot//td")
    assert sums == ["٤", "١", "١", "١", "٧"]
    assert "Mar ٢٠٢٦" in table(page, "promise")
    assert page.all("//div[@class='figures']/@data-sample") == ["١,٢٣٤,٥٦٧,٨٩٠"]


@pytest.mark.parametrize("query", [{}, {"period": "year"}, {"period": "months"}, {"desk": "own"}])
def test_each_number_leads_to_exactly_those_rows(
    world: None, as_officer: Browser, read: Callable[..., Any], desk: Desk, query: dict[str, str]
) -> None:
    chosen = {name: str(desk.pk) if value == "own" else value for name, value in query.items()}
    found = list(links(read(as_officer.get(DASHBOARD, chosen))))
    assert len(found) > 8
    for address, count in dict(found).items():
        page = read(as_officer.get(address))
        assert len(page.all("//table[@id='result_list']/tbody/tr")) == count, address


def test_one_committee_alone_is_counted(
    world: None, open_page: Callable[..., Any], water: Committee
) -> None:
    page = open_page("dashboard", committee=water.pk)
    assert list(table(page, "status")) == ["Joint water committee"]
    assert all(f"committee__id__exact={water.pk}" in address for address, _count in links(page))
    files = page.all("//p[@class='files']/a/@href")
    assert files
    assert all(address.endswith(f"?committee={water.pk}") for address in files)


def test_what_is_restricted_is_counted_for_those_alone_who_see_it(
    restricted: Proposal, as_officer: Browser, as_stranger: Browser, read: Callable[..., Any]
) -> None:
    assert "There is no proposal yet" in read(as_officer.get(DASHBOARD)).words
    assert read(as_stranger.get(DASHBOARD)).texts("//p[@class='summary']")[0] == "1 of 1 are open."
    rows = as_officer.get(reverse("admin:figure", args=["status", "csv"])).getvalue().decode()
    assert len(rows.splitlines()) == 1


def test_a_choice_without_a_proposal_says_so_and_leads_back(
    world: None, open_page: Callable[..., Any]
) -> None:
    page = open_page("dashboard", period="former", committee="")
    assert "Status by committee" in page.words
    empty = open_page("dashboard", desk=Desk.objects.create(name_en="Empty desk").pk)
    assert "No proposal that you may see fits this choice." in empty.words
    assert DASHBOARD in empty.all("//section//a/@href")
    assert not empty.all("//script[contains(@src, 'chart')]")


def test_a_choice_that_is_not_offered_says_so_and_narrows_nothing(
    world: None, open_page: Callable[..., Any]
) -> None:
    page = open_page("dashboard", committee="9999", period="century")
    assert len(page.texts("//ul[contains(@class,'errorlist')]/li")) == 2
    assert page.texts("//p[@class='summary']")[0] == "5 of 7 are open."


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_file_holds_what_the_table_shows(
    world: None, as_officer: Browser, open_page: Callable[..., Any], name: str
) -> None:
    shown = table(open_page("dashboard"), name)
    text = as_officer.get(reverse("admin:figure", args=[name, "csv"])).getvalue().decode()
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    corner = next(iter(rows[0]))
    filed = {
        row[corner]: {head: int(row[head]) for head in next(iter(shown.values()))} for row in rows
    }
    assert filed == shown


def test_a_workbook_holds_numbers_that_add_up(world: None, as_officer: Browser) -> None:
    response = as_officer.get(reverse("admin:figure", args=["promise", "xlsx"]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="promise.xlsx"'
    book = CalamineWorkbook.from_filelike(BytesIO(response.getvalue()))
    head, row = book.get_sheet_by_index(0).to_python()
    assert head[-1] == "Share in time, percent"
    assert head[1] == "First day"
    assert row == ["Mar 2026", date(2026, 3, 1), 1, 0, 1, 2, 50]


@pytest.mark.parametrize("arguments", [["status", "exe"], ["weather", "csv"], ["status", "json"]])
def test_there_is_no_other_file(as_officer: Browser, arguments: list[str]) -> None:
    assert as_officer.get(reverse("admin:figure", args=arguments)).status_code == 404


def test_charts_are_drawn_from_the_tables_and_read_as_what_they_are(
    world: None, open_page: Callable[..., Any]
) -> None:
    page = open_page("dashboard")
    for canvas in page.all("//canvas"):
        names = {*canvas.get("aria-labelledby").split(), *canvas.get("aria-describedby").split()}
        assert all(page.all(f"//*[@id='{name}']") for name in names)
        assert canvas.get("role") == "img"
        assert canvas.xpath("ancestor::section//table")
    assert len(page.all("//canvas")) == len(FIGURES) - 1  # the heat map is its table
    assert page.all("//*[@data-sample]/@data-sample") == ["1,234,567,890"]


def test_no_other_page_loads_the_chart_library(world: None, open_page: Callable[..., Any]) -> None:
    for name in ("index", "find", "proposals_proposal_changelist"):
        assert not open_page(name).all("//script[contains(@src, 'chart')]")


def test_the_chart_library_is_the_version_that_its_note_names() -> None:
    folder = Path(str(finders.find("chartjs")))
    version = (folder / "README.md").read_text().split("\n")[0].removeprefix("# Chart.js ")
    library = (folder / "chart.umd.min.js").read_text()
    assert f"Chart.js v{version}" in library
    assert "sourceMappingURL" not in library
    assert "MIT License" in (folder / "LICENSE.md").read_text()


# Steps of time


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2026, 1, 31), date(2026, 3, 1), ["Jan 2026", "Feb 2026", "Mar 2026"]),
        (date(2023, 11, 5), date(2026, 3, 1), ["Q4 2023", "Q1 2024"]),
        (date(1998, 5, 5), date(2026, 3, 1), ["1998", "1999"]),
    ],
)
def test_the_longer_the_time_the_longer_its_steps(
    first: date, last: date, labels: list[str]
) -> None:
    steps = steps_between(first, last)
    assert [step_words(step) for step in steps][: len(labels)] == labels


@pytest.mark.parametrize("days", [0, 1, 27, 31, 365, 900, 2000, 12000])
def test_steps_follow_one_another_and_hold_every_day(days: int) -> None:
    steps = steps_between(TODAY - timedelta(days=days), TODAY)
    ends = [(step.since, step.until) for step in steps if step.since and step.until]
    assert len(ends) == len(steps)
    assert ends[0][0] <= TODAY - timedelta(days=days)
    assert ends[-1][1] >= TODAY
    for (_since, until), (since, _until) in pairwise(ends):
        assert since == until + timedelta(days=1)


def test_periods_begin_with_a_month() -> None:
    assert span_of("months", on=TODAY) == Span(since=date(2025, 4, 1))
    assert span_of("months", on=date(2026, 1, 31)) == Span(since=date(2025, 2, 1))
    assert span_of("months", on=date(2025, 2, 28)) == Span(since=date(2024, 3, 1))
    assert span_of("year", on=TODAY) == Span(date(2026, 1, 1), date(2026, 12, 31))
    assert span_of("former", on=TODAY) == Span(date(2025, 1, 1), date(2025, 12, 31))
    assert span_of("", on=TODAY) == Span()
