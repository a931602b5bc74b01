"""What waits: each number leads to exactly those rows."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Article, Committee, Evidence, Finding, Meeting, Proposal, User
from proposals.rights import Actor
from proposals.services import findings, proposals, records
from tests.proposals.conftest import PROGRESS

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
        "Silent": 0,
        "Progress without a status": 0,
        "Committees that should meet": 0,
        "Messages in trouble": 0,
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
        reverse("admin:proposals_party_changelist"),  # they came with the migrations
        *(
            f"{reverse(f'admin:proposals_{name}_add')}?then=today"
            for name in ("desk", "committee", "user")
        ),
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


@pytest.fixture
def lately(at: datetime) -> Iterator[None]:
    """Half a year later."""
    with time_machine.travel(at + timedelta(days=180), tick=False):
        yield


def test_what_is_silent_is_counted_and_listed(
    make_proposal: Callable[..., Proposal],
    officer: Actor,
    at: datetime,
    lately: None,
    as_officer: Browser,
    read: Callable[..., Any],
) -> None:
    make_proposal()
    heard_of = make_proposal()
    later = at + timedelta(days=170)
    proposals.edit(
        proposal=heard_of, values={"kind": "other"}, by=officer, at=later, why="Asked again"
    )
    page = read(as_officer.get("/"))
    assert numbers(page)["Silent"] == 1
    assert rows_behind(as_officer, page, read, "Silent") == 1


def test_a_closed_proposal_may_be_silent(
    make_proposal: Callable[..., Proposal],
    move: Callable[..., Proposal],
    lately: None,
    open_page: Callable[..., Any],
) -> None:
    move(make_proposal(), "reject", reason="No budget")
    assert numbers(open_page("index")).get("Silent", 0) == 0


def test_progress_waits_until_the_status_follows(
    make_finding: Callable[..., Finding],
    proposal: Proposal,
    officer: Actor,
    at: datetime,
    as_officer: Browser,
    read: Callable[..., Any],
    move: Callable[..., Proposal],
) -> None:
    told = make_finding(PROGRESS, type="update", kind="", act="", status="postponed")
    later = at + timedelta(hours=1)
    findings.attach(finding=told, proposal=proposal, by=officer, at=later)
    page = read(as_officer.get("/"))
    assert numbers(page)["Progress without a status"] == 1
    assert rows_behind(as_officer, page, read, "Progress without a status") == 1
    move(proposal, "postpone", reason="As reported")
    assert numbers(read(as_officer.get("/"))).get("Progress without a status", 0) == 0


@pytest.mark.parametrize(("cadence", "count"), [(6, 1), (12, 0), (None, 0)])
def test_a_committee_should_meet_by_its_cadence(
    meeting: Meeting,
    committee: Committee,
    proposal: Proposal,
    at: datetime,
    sign_in: Callable[[Actor], Browser],
    officer: Actor,
    read: Callable[..., Any],
    cadence: int | None,
    count: int,
) -> None:
    committee.cadence_months = cadence
    records.keep(committee, by=Actor.of_system("tests"), at=at)
    with time_machine.travel(at + timedelta(days=200), tick=False):
        browser = sign_in(officer)
        page = read(browser.get("/"))
        assert numbers(page).get("Committees that should meet", 0) == count
        address = f"{reverse('admin:proposals_committee_changelist')}?meetings=overdue"
        assert len(read(browser.get(address)).all("//table[@id='result_list']/tbody/tr")) == count


def ahead(committee: Committee, at: datetime, days: int) -> Meeting:
    """Give the third meeting of a committee, so many days ahead."""
    day = TODAY + timedelta(days=days)
    found = Meeting(committee=committee, ordinal=3, starts_on=day, ends_on=day, place="Tehran")
    records.keep(found, by=Actor.of_system("tests"), at=at)
    return found


def test_a_committee_with_a_day_for_its_meeting_need_not_be_reminded(
    meeting: Meeting,
    committee: Committee,
    at: datetime,
    sign_in: Callable[[Actor], Browser],
    officer: Actor,
    read: Callable[..., Any],
) -> None:
    committee.cadence_months = 1
    records.keep(committee, by=Actor.of_system("tests"), at=at)
    ahead(committee, at, days=90)
    with time_machine.travel(at + timedelta(days=60), tick=False):
        page = read(sign_in(officer).get("/"))
        assert numbers(page).get("Committees that should meet", 0) == 0


def test_a_coming_meeting_says_how_much_of_it_is_silent(
    make_proposal: Callable[..., Proposal],
    committee: Committee,
    at: datetime,
    lately: None,
    as_officer: Browser,
    read: Callable[..., Any],
) -> None:
    make_proposal(committee=committee)
    ahead(committee, at, days=200)
    page = read(as_officer.get("/"))
    (row,) = page.texts("//*[@aria-labelledby='coming']//li")
    assert "in 20 days" in row
    assert "1 proposal without news" in row
    (address,) = page.all("//*[@aria-labelledby='coming']//small/a/@href")
    assert len(read(as_officer.get(address)).all("//table[@id='result_list']/tbody/tr")) == 1


def test_a_head_sees_what_waits_by_officer(
    make_proposal: Callable[..., Proposal],
    officer_user: User,
    desk: Any,
    as_head: Browser,
    read: Callable[..., Any],
) -> None:
    make_proposal(deadline=due(-3), owner=officer_user, desk=desk)
    make_proposal(deadline=due(3), desk=desk)
    page = read(as_head.get("/"))
    cells = page.texts("//*[@aria-labelledby='shares']//tbody/tr/td")
    assert cells == ["2", "1", "1", "0", "0", "1", "1", "0", "0", "0", "1", "0", "1", "0", "0"]


def test_each_number_of_an_officer_leads_to_exactly_those_rows(
    make_proposal: Callable[..., Proposal],
    officer_user: User,
    desk: Any,
    as_head: Browser,
    read: Callable[..., Any],
) -> None:
    make_proposal(deadline=due(-3), owner=officer_user, desk=desk)
    make_proposal(deadline=due(3), desk=desk)
    links = read(as_head.get("/")).all("//*[@aria-labelledby='shares']//tbody//a")
    assert links
    for link in links:
        rows = read(as_head.get(link.get("href"))).all("//table[@id='result_list']/tbody/tr")
        assert len(rows) == int(link.text)


def test_an_officer_is_not_shown_the_others_shares(
    proposal: Proposal, open_page: Callable[..., Any]
) -> None:
    assert not open_page("index").all("//*[@aria-labelledby='shares']")


def test_another_desks_restricted_proposal_is_in_nobodys_share(
    restricted: Proposal, as_head: Browser, as_administrator: Browser, read: Callable[..., Any]
) -> None:
    assert not read(as_head.get("/")).all("//*[@aria-labelledby='shares']")
    assert read(as_administrator.get("/")).all("//*[@aria-labelledby='shares']")
