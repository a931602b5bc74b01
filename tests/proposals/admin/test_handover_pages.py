"""Handing over on the site: looked at first, done, read on one page, taken back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Desk, Evidence, Handover, Meeting, Proposal, User
from proposals.rights import Actor
from proposals.services import parts
from proposals.services.proposals import edit
from proposals.vocabulary import Role
from tests.conftest import SYSTEM
from tests.proposals.admin.conftest import Page

HAND_OVER = reverse("admin:proposals_proposal_handing")
LIST = reverse("admin:proposals_proposal_changelist")


@pytest.fixture
def dariush(make_user: Callable[..., User], desk: Desk) -> User:
    return make_user("dariush", Role.OFFICER, desk, first_name="Dariush")


@pytest.fixture
def held(proposal: Proposal, officer_user: User, at: datetime) -> Proposal:
    edit(proposal=proposal, values={"owner": officer_user}, by=SYSTEM, at=at)
    proposal.refresh_from_db()
    return proposal


def entered(proposal: Proposal, receiver: User, **more: str) -> dict[str, Any]:
    chosen = f"{proposal.pk}:{proposal.version}"
    return {"chosen": chosen, "receiver": receiver.pk, "note": "Call Baghdad first.", **more}


def test_the_page_leads_there_and_says_what_will_happen_before_it_does(
    held: Proposal, evidence: Evidence, dariush: User, story: Callable[..., Page],
    as_officer: Browser, read: Callable[..., Page],
) -> None:  # fmt: skip
    held.refresh_from_db()
    (address,) = story(held).all("//a[contains(@href, 'hand-over')]/@href")
    first = read(as_officer.get(address))
    second = read(as_officer.post(HAND_OVER, entered(held, dariush)))

    assert held.reference in first.words
    assert first.all("//select[@name='receiver']")
    assert "Dariush gets one message with the whole file (By e-mail)." in second.words
    held.refresh_from_db()
    assert str(held.owner) == "Samira"  # nothing happened yet

    done = read(as_officer.post(HAND_OVER, second.entered("//main//form"), follow=True))

    held.refresh_from_db()
    assert held.owner == dariush
    assert "1 proposal is handed over to Dariush." in done.words
    assert "Call Baghdad first." in done.words
    assert evidence.exact in done.words
    assert "1 piece of evidence waits to be confirmed." in done.words
    assert done.all("//button[contains(., 'Take it back')]")


def test_it_can_be_taken_back(
    held: Proposal, dariush: User, officer_user: User, as_officer: Browser,
    read: Callable[..., Page],
) -> None:  # fmt: skip
    as_officer.post(HAND_OVER, entered(held, dariush, confirmed="1"))
    address = reverse("admin:proposals_proposal_takeback", args=[Handover.objects.get().pk])
    page = read(as_officer.post(address, follow=True))
    again = read(as_officer.post(address, follow=True))

    held.refresh_from_db()
    assert held.owner == officer_user
    assert "It was taken back on" in page.words
    assert not page.all("//button[contains(., 'Take it back')]")
    assert "It was taken back already." in again.words


def test_all_that_somebody_holds_is_handed_over_at_once(
    held: Proposal, make_proposal: Callable[..., Proposal], officer_user: User,
    dariush: User, open_page: Callable[..., Page],
) -> None:  # fmt: skip
    User.objects.filter(pk=officer_user.pk).update(alternate=dariush)
    make_proposal(owner=officer_user)
    make_proposal()
    page = open_page("proposals_proposal_file", officer_user.pk)
    (address,) = page.all("//a[contains(@href, 'hand-over')]/@href")
    asked = open_page("proposals_proposal_handing", owner=officer_user.pk)

    assert address == f"{HAND_OVER}?owner={officer_user.pk}"
    assert page.texts("//section[@aria-labelledby='lately-head']/h3")
    assert len(page.all("//article[@class='held']")) == 2
    assert "2 proposals go to a new owner" in asked.words
    assert asked.entered("//main//form")["receiver"] == str(dariush.pk)  # who stands in


def test_the_list_begins_it_for_the_ticked_rows(
    held: Proposal, make_proposal: Callable[..., Proposal], sign_in: Any, stranger: Actor,
    as_officer: Browser, read: Callable[..., Page],
) -> None:  # fmt: skip
    other = make_proposal(owner=User.objects.get(username="kofi"))
    ticked = {"action": "begin_handing_over", "_selected_action": [held.pk, other.pk]}
    page = read(as_officer.post(LIST, ticked))

    assert "1 proposal goes to a new owner" in page.words
    assert "Its owner hands it over, or the head of its desk." in page.words


def test_a_file_shows_no_more_than_its_reader_may_see(
    restricted: Proposal, other_desk: Desk, stranger: Actor, at: datetime,
    open_page: Callable[..., Page],
) -> None:  # fmt: skip
    person = User.objects.get(username="kofi")
    edit(proposal=restricted, values={"owner": person}, by=SYSTEM, at=at)
    page = open_page("proposals_proposal_file", person.pk)

    assert page.status == 200
    assert "Quiet talks" not in page.words


def test_strangers_do_not_find_a_handover(
    held: Proposal, dariush: User, as_officer: Browser, as_stranger: Browser
) -> None:
    as_officer.post(HAND_OVER, entered(held, dariush, confirmed="1"))
    pk = Handover.objects.get().pk
    for name in ("handover", "takeback"):
        address = reverse(f"admin:proposals_proposal_{name}", args=[pk])
        assert as_stranger.post(address).status_code == 404


def test_taking_it_over_oneself_tells_nobody(
    proposal: Proposal, officer_user: User, as_officer: Browser, read: Callable[..., Page]
) -> None:
    looked_at = read(as_officer.post(HAND_OVER, entered(proposal, officer_user)))
    mine = entered(proposal, officer_user, confirmed="1")
    done = as_officer.post(HAND_OVER, mine)

    assert "Nobody is told" in looked_at.words
    file = reverse("admin:proposals_proposal_file", args=[officer_user.pk])
    assert done.headers["Location"] == file
    assert not Handover.objects.exists()


def test_the_latest_words_of_minutes_lead_to_the_meeting(
    held: Proposal,
    meeting: Meeting,
    officer: Actor,
    officer_user: User,
    at: datetime,
    open_page: Callable[..., Page],
) -> None:
    quote = parts.attach_minutes(proposal=held, meeting=meeting, start=0, end=10, by=officer, at=at)
    page = open_page("proposals_proposal_file", officer_user.pk)
    (link,) = page.all(f"//a[contains(@href, '#evidence-{quote.pk}')]")
    assert link.text_content() == f"Minutes: {meeting}"
