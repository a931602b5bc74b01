"""What waits: each number leads to exactly those rows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Article, Committee, Evidence, Finding, Proposal, User
from proposals.rights import Actor
from proposals.services import findings

TODAY = date(2026, 3, 11)


def numbers(page: Any) -> dict[str, int]:
    return {
        label: int(count)
        for label, count in zip(
            page.texts("//*[@class='number-all']/span"),
            page.texts("//*[@class='number-all']/strong"),
            strict=True,
        )
    }


def rows_behind(browser: Browser, page: Any, read: Callable[..., Any], label: str) -> int:
    """Follow a number's link and count the rows of the list."""
    (address,) = page.all(f"//a[@class='number-all'][span='{label}']/@href")
    return len(read(browser.get(address)).all("//table[@id='result_list']/tbody/tr"))


def due(days: int) -> dict[str, Any]:
    return {"due_on": TODAY + timedelta(days=days), "due_wording": "", "due_precision": "day"}


@pytest.fixture
def busy(
    make_proposal: Callable[..., Proposal],
    officer_user: User,
    evidence: Evidence,
    make_finding: Callable[..., Finding],
    failed: Article,
) -> None:
    """A desk at which something of everything waits."""
    make_proposal(deadline=due(-3), owner=officer_user)
    make_proposal(deadline=due(-1))
    make_proposal(deadline=due(0))
    make_proposal(deadline=due(7), owner=officer_user)
    make_proposal(deadline=due(8))
    make_finding("We are ready to hold training courses for Iraqi officers")


def test_what_waits_is_counted(busy: None, open_page: Callable[..., Any]) -> None:
    assert numbers(open_page("index")) == {
        "Articles to review": 1,
        "Articles that failed": 1,
        "Overdue": 2,
        "Due within a week": 2,
        "Evidence to confirm": 1,
    }


@pytest.mark.parametrize(
    "label",
    [
        "Articles to review",
        "Articles that failed",
        "Overdue",
        "Due within a week",
        "Evidence to confirm",
    ],
)
def test_each_number_leads_to_exactly_those_rows(
    busy: None,
    as_officer: Browser,
    open_page: Callable[..., Any],
    read: Callable[..., Any],
    label: str,
) -> None:
    page = open_page("index")
    assert rows_behind(as_officer, page, read, label) == numbers(page)[label]


def test_ones_own_are_counted_apart(
    busy: None, as_officer: Browser, open_page: Callable[..., Any], read: Callable[..., Any]
) -> None:
    page = open_page("index")
    assert page.texts("//*[@class='number-own']") == ["1 of them is yours", "1 of them is yours"]
    address = page.all("//*[@class='number-own']/@href")[0]
    assert len(read(as_officer.get(address)).all("//table[@id='result_list']/tbody/tr")) == 1


def test_what_presses_most_comes_first(busy: None, open_page: Callable[..., Any]) -> None:
    page = open_page("index")
    assert page.texts("//*[@aria-labelledby='pressing']//*[contains(@class,'until')]") == [
        "3 days late",
        "1 day late",
        "today",
        "in 7 days",
    ]


def test_the_articles_to_review_say_how_much_there_is(
    busy: None, open_page: Callable[..., Any], article: Article
) -> None:
    page = open_page("index")
    (row,) = page.texts("//*[@aria-labelledby='to-review']//li")
    assert "The second meeting" in row
    assert "1 finding" in row


def test_a_restricted_proposal_is_not_counted_for_others(
    restricted: Proposal,
    make_proposal: Callable[..., Proposal],
    as_officer: Browser,
    as_stranger: Browser,
    other_desk: Any,
    read: Callable[..., Any],
) -> None:
    make_proposal(
        titles={"en": "Quiet and late"}, visibility="restricted", desk=other_desk, deadline=due(-1)
    )
    assert "Quiet and late" not in (mine := read(as_officer.get("/"))).words
    assert numbers(mine).get("Overdue", 0) == 0
    assert "Quiet and late" in (theirs := read(as_stranger.get("/"))).words
    assert numbers(theirs)["Overdue"] == 1


def test_a_closed_proposal_does_not_wait(
    make_proposal: Callable[..., Proposal], move: Callable[..., Proposal], open_page: Any
) -> None:
    move(make_proposal(deadline=due(-3)), "reject", reason="No budget")
    assert open_page("index").texts("//h1") == ["Nothing waits for you"]


def test_a_calm_day_says_so_and_offers_the_next_step(
    proposal: Proposal, open_page: Callable[..., Any]
) -> None:
    page = open_page("index")
    assert page.texts("//h1") == ["Nothing waits for you"]
    assert f"{reverse('admin:proposals_proposal_changelist')}?status=open" in page.all("//a/@href")
    assert reverse("admin:proposals_article_add") in page.all("//a/@href")


def test_an_empty_installation_shows_an_administrator_the_first_steps(
    as_administrator: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_administrator.get("/"))
    assert page.all("//*[contains(@class,'first-steps')]//li/a/@href") == [
        reverse("admin:proposals_committee_add"),
        reverse("admin:proposals_user_add"),
        reverse("admin:proposals_article_add"),
    ]


def test_the_first_steps_are_those_that_one_may_take(
    as_officer: Browser, as_reader: Browser, committee: Committee, read: Callable[..., Any]
) -> None:
    steps = "//*[contains(@class,'first-steps')]//li/a/@href"
    assert read(as_officer.get("/")).all(steps) == [reverse("admin:proposals_article_add")]
    assert read(as_reader.get("/")).all(steps) == []


def test_a_reader_is_not_offered_to_add(as_reader: Browser, read: Callable[..., Any]) -> None:
    assert reverse("admin:proposals_article_add") not in read(as_reader.get("/")).all("//a/@href")


def test_a_decided_finding_no_longer_waits(
    finding: Finding, officer: Actor, at: Any, open_page: Callable[..., Any]
) -> None:
    findings.dismiss(finding=finding, reason="past", by=officer, at=at)
    assert numbers(open_page("index")).get("Articles to review", 0) == 0


def test_everything_that_is_kept_stands_below(open_page: Callable[..., Any]) -> None:
    page = open_page("index")
    assert reverse("admin:proposals_party_changelist") in page.all(
        "//*[@class='everything']//a/@href"
    )
