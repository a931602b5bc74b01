"""The list of proposals: what a row says, what filters and search find, who sees what."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Committee, Desk, Evidence, Proposal, User
from proposals.rights import Actor
from proposals.services import parts

LIST = reverse("admin:proposals_proposal_changelist")
TODAY = date(2026, 3, 11)


def due(days: int) -> dict[str, Any]:
    return {"due_on": TODAY + timedelta(days=days), "due_wording": "", "due_precision": "day"}


@pytest.fixture
def named(make_proposal: Callable[..., Proposal]) -> Callable[..., Proposal]:
    """Give a function that records a proposal of this title."""

    def make(title: str, **values: Any) -> Proposal:
        return make_proposal(titles={"en": title}, **values)

    return make


def titles(page: Any) -> list[str]:
    found = page.texts("//*[contains(@class,'field-headline')]//bdi")
    return sorted(found)


def test_a_row_tells_what_it_is_about(
    make_proposal: Callable[..., Proposal], officer_user: User, open_page: Callable[..., Any]
) -> None:
    make_proposal(owner=officer_user, deadline=due(-3))
    (row,) = open_page("proposals_proposal_changelist").texts("//table[@id='result_list']/tbody/tr")
    for words in (
        "IQ-IR-2026-0001",
        "A joint border operations centre",
        "Joint body",
        "Iran to Iraq",
        "Proposed",
        "8 March 2026",
        "3 days late",
        "Samira",
    ):
        assert words in row


def test_of_a_mutual_proposal_no_side_comes_first(
    make_proposal: Callable[..., Proposal], iraq: Any, iran: Any, open_page: Callable[..., Any]
) -> None:
    make_proposal(proposers=[iraq, iran], addressees=[iraq, iran])
    page = open_page("proposals_proposal_changelist")
    assert page.texts("//*[@class='sides']") == ["Iraq and Iran"]


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        ({}, "—"),
        ({"due_wording": "before the next meeting", "due_precision": "event"}, "before the next"),
        (due(0), "today"),
        (due(30), "in 4 weeks"),
    ],
)
def test_a_row_tells_by_when(
    make_proposal: Callable[..., Proposal],
    open_page: Callable[..., Any],
    deadline: dict[str, Any],
    words: str,
) -> None:
    make_proposal(deadline=deadline)
    (cell,) = open_page("proposals_proposal_changelist").texts("//td[contains(@class,'field-due')]")
    assert words in cell


def test_a_closed_one_is_not_late(
    make_proposal: Callable[..., Proposal], move: Callable[..., Proposal], open_page: Any
) -> None:
    move(make_proposal(deadline=due(-3)), "lapse", reason="Nobody asked again")
    (cell,) = open_page("proposals_proposal_changelist").texts("//td[contains(@class,'field-due')]")
    assert cell == "8 March 2026"


@pytest.fixture
def many(
    named: Callable[..., Proposal],
    move: Callable[..., Proposal],
    officer_user: User,
    head: Actor,
    evidence: Evidence,
) -> None:
    """Proposals of every sort; the one with evidence to confirm is “A joint border …”."""
    named("late", deadline=due(-1), owner=officer_user)
    named("near", deadline=due(7), owner=User.objects.get(username="leila"))
    named("later", deadline=due(8), kind="trade_economic")
    move(named("closed", deadline=due(-1)), "reject", reason="No")
    move(named("resting", deadline=due(-1)), "postpone", reason="Later")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "open"}, ["A joint border operations centre", "late", "later", "near"]),
        ({"status": "closed"}, ["closed"]),
        ({"status": "postponed"}, ["resting"]),
        ({"due": "overdue"}, ["late"]),
        ({"due": "week"}, ["near"]),
        ({"due": "later"}, ["later"]),
        ({"due": "none"}, ["A joint border operations centre"]),
        ({"owner": "me"}, ["late"]),
        ({"owner": "nobody", "status": "closed"}, ["closed"]),
        ({"owner": "nobody", "due": "later"}, ["later"]),
        ({"evidence": "unconfirmed"}, ["A joint border operations centre"]),
        ({"kind__exact": "trade_economic"}, ["later"]),
        ({"q": "LATE", "status": "open"}, ["late", "later"]),
        ({"q": "iq-ir-2026-0001"}, ["A joint border operations centre"]),
        ({"q": "border centre"}, ["A joint border operations centre"]),
        ({"q": "nothing like it"}, []),
    ],
)
def test_proposals_are_found(
    many: None, open_page: Callable[..., Any], query: dict[str, str], found: list[str]
) -> None:
    assert titles(open_page("proposals_proposal_changelist", **query)) == found


def test_they_are_found_by_their_owner(
    many: None, head: Actor, open_page: Callable[..., Any]
) -> None:
    page = open_page("proposals_proposal_changelist", owner=str(head.user_id))
    assert titles(page) == ["near"]


def test_they_are_found_by_committee_and_desk(
    many: None, committee: Committee, desk: Desk, open_page: Callable[..., Any]
) -> None:
    for query in ({"committee__id__exact": committee.pk}, {"desk__id__exact": desk.pk}):
        assert len(titles(open_page("proposals_proposal_changelist", **query))) == 6


def test_they_are_found_by_a_title_in_any_language(
    make_proposal: Callable[..., Proposal], open_page: Callable[..., Any]
) -> None:
    make_proposal(titles={"ar": "إنشاء مركز", "fa": "ایجاد مرکز", "en": "A centre"})
    for words in ("مركز", "ایجاد", "centre"):
        assert titles(open_page("proposals_proposal_changelist", q=words)) == ["A centre"]


def test_a_restricted_proposal_is_its_desks_alone(
    restricted: Proposal,
    proposal: Proposal,
    as_officer: Browser,
    as_stranger: Browser,
    as_reader: Browser,
    as_administrator: Browser,
    read: Callable[..., Any],
) -> None:
    for browser, sees in (
        (as_officer, False),
        (as_reader, False),
        (as_stranger, True),
        (as_administrator, True),
    ):
        page = read(browser.get(LIST))
        assert (restricted.title_en in page.words) is sees
        assert (f"{1 + sees} proposal" in page.words) is True
        found = read(browser.get(LIST, {"q": "prisoner"}))
        assert (restricted.title_en in found.words) is sees


def test_its_owner_and_desk_are_not_offered_as_filters_to_others(
    make_proposal: Callable[..., Proposal],
    proposal: Proposal,
    other_desk: Desk,
    stranger: Actor,
    open_page: Callable[..., Any],
) -> None:
    owner = User.objects.get(username="kofi")
    make_proposal(visibility="restricted", desk=other_desk, owner=owner)
    filters = open_page("proposals_proposal_changelist").texts("//*[@id='changelist-filter']")[0]
    assert "kofi" not in filters
    assert "Africa desk" not in filters


def test_an_owner_sees_a_restricted_proposal_of_another_desk(
    make_proposal: Callable[..., Proposal],
    other_desk: Desk,
    officer_user: User,
    open_page: Callable[..., Any],
) -> None:
    make_proposal(visibility="restricted", desk=other_desk, owner=officer_user)
    assert len(titles(open_page("proposals_proposal_changelist"))) == 1


def test_hostile_titles_stay_words(
    make_proposal: Callable[..., Proposal],
    open_page: Callable[..., Any],
    story: Callable[..., Any],
) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    proposal = make_proposal(titles={"en": hostile})
    for page in (open_page("proposals_proposal_changelist"), story(proposal)):
        assert hostile in page.words
        assert "<script>alert" not in page.source
        assert not page.all("//*[@onerror]")


def test_confirmed_evidence_no_longer_waits(
    evidence: Evidence, officer: Actor, at: Any, open_page: Callable[..., Any]
) -> None:
    parts.confirm_evidence(evidence=evidence, by=officer, at=at)
    assert titles(open_page("proposals_proposal_changelist", evidence="unconfirmed")) == []


def test_nobody_deletes_a_proposal(proposal: Proposal, as_administrator: Browser) -> None:
    address = reverse("admin:proposals_proposal_delete", args=[proposal.pk])
    assert as_administrator.post(address, {"post": "yes"}).status_code == 403
    assert Proposal.objects.filter(pk=proposal.pk).exists()
