"""Narrowing down what a search found."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from proposals.models import Article, Committee, Evidence, Proposal, User


def choices(page: Any, facet: str) -> dict[str, str]:
    """Give each choice's label with its number, as it is shown."""
    rows = page.all(f"//*[@aria-labelledby='facet-{facet}']//a")
    return {row.xpath("string(bdi)"): row.xpath("string(span[@class='count'])") for row in rows}


def address(page: Any, facet: str, label: str) -> str:
    (found,) = page.all(f"//*[@aria-labelledby='facet-{facet}']//a[bdi='{label}']/@href")
    return f"/find/{found}"


def hits(page: Any, sort: str) -> list[str]:
    return list(page.texts(f"//*[@aria-labelledby='found-{sort}']//li"))


@pytest.fixture
def some(
    make_proposal: Callable[..., Proposal], move: Callable[..., Proposal], article: Article
) -> None:
    """Three proposals and an article about training, of different status, language and year."""
    make_proposal(titles={"en": "A training one"}, original_language="en")
    make_proposal(titles={"ar": "تدريب training"}, original_language="ar")
    move(
        make_proposal(titles={"en": "Another training"}, original_language="en"),
        "reject",
        reason="No budget",
    )


def test_each_facet_counts_what_was_found(some: None, open_page: Callable[..., Any]) -> None:
    page = open_page("find", q="training")
    assert choices(page, "record") == {"Proposals": "3", "Articles": "1"}
    assert choices(page, "status") == {"Proposed": "2", "Rejected": "1"}
    assert choices(page, "language") == {"English": "3", "Arabic": "1"}


def test_choices_are_combined_and_removed(
    some: None, open_page: Callable[..., Any], as_officer: Browser, read: Callable[..., Any]
) -> None:
    page = open_page("find", q="training")
    page = read(as_officer.get(address(page, "status", "Proposed")))
    assert (len(hits(page, "proposals")), len(hits(page, "articles"))) == (2, 0)
    assert choices(page, "status") == {"Proposed": "2", "Rejected": "1"}
    assert choices(page, "language") == {"English": "1", "Arabic": "1"}
    page = read(as_officer.get(address(page, "language", "Arabic")))
    (hit,) = hits(page, "proposals")
    assert "تدريب" in hit
    page = read(as_officer.get(address(page, "status", "Proposed")))
    assert len(hits(page, "proposals")) == 1
    assert not page.all("//*[@aria-labelledby='facet-status']//a[@aria-current]")
    (whole,) = page.all("//nav[@class='facets']/p/a/@href")
    page = read(as_officer.get(f"/find/{whole}"))
    assert len(hits(page, "proposals")) == 3


@pytest.mark.parametrize(
    "chosen", [{"year": "nine"}, {"committee": "0"}, {"status": "x"}, {"record": "None"}]
)
def test_a_choice_that_nothing_has_is_passed_over(
    some: None, open_page: Callable[..., Any], chosen: dict[str, str]
) -> None:
    assert len(hits(open_page("find", q="training", **chosen), "proposals")) == 3


def test_a_kind_of_record_stands_alone(some: None, open_page: Callable[..., Any]) -> None:
    page = open_page("find", q="training", record="articles")
    assert (len(hits(page, "proposals")), len(hits(page, "articles"))) == (0, 1)


def test_a_committee_is_called_by_its_name(
    make_proposal: Callable[..., Proposal], committee: Committee, open_page: Callable[..., Any]
) -> None:
    make_proposal(titles={"en": "A training one"}, committee=committee)
    make_proposal(titles={"en": "A training two"}, committee=None)
    page = open_page("find", q="training", committee=committee.pk)
    assert choices(page, "committee") == {committee.name: "1"}
    assert len(hits(page, "proposals")) == 1


def test_what_is_restricted_is_counted_for_its_desk_alone(
    restricted: Proposal,
    evidence: Evidence,
    as_officer: Browser,
    as_stranger: Browser,
    read: Callable[..., Any],
) -> None:
    def counted(browser: Browser) -> str:
        page = read(browser.get("/find/", {"q": "o"}))
        return choices(page, "record").get("Proposals", "0")

    assert int(counted(as_stranger)) == int(counted(as_officer)) + 1


def test_the_number_of_queries_stays_whatever_is_chosen(
    some: None, as_officer: Browser, django_assert_max_num_queries: Any
) -> None:
    as_officer.get("/find/", {"q": "training"})
    with django_assert_max_num_queries(14):
        as_officer.get("/find/", {"q": "training", "language": "en", "record": "proposals"})


@pytest.mark.parametrize(
    ("calendar", "year"), [("gregorian", "2026"), ("solar_hijri", "1404"), ("hijri", "1447")]
)
def test_years_are_those_of_the_readers_calendar(
    some: None,
    officer_user: User,
    open_page: Callable[..., Any],
    as_officer: Browser,
    read: Callable[..., Any],
    calendar: str,
    year: str,
) -> None:
    User.objects.filter(pk=officer_user.pk).update(calendar=calendar)
    page = read(as_officer.get("/find/", {"q": "training", "year": year}))
    assert choices(page, "year") == {year: "4"}
    assert len(hits(page, "proposals")) == 3
