"""Moving many proposals at once: looked at first, told of after, led back where it may be."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Proposal
from proposals.rights import Actor
from proposals.services import proposals
from proposals.status import Status
from tests.conftest import AT

LIST = reverse("admin:proposals_proposal_changelist")
UNDO = reverse("admin:proposals_proposal_undo")
type Ticked = Callable[..., Any]


def address(key: str) -> str:
    return reverse("admin:proposals_proposal_bulk", args=[key])


def chosen(*rows: Proposal) -> dict[str, list[str]]:
    return {"chosen": [f"{one.pk}:{one.version}" for one in rows]}


@pytest.fixture
def two(make_proposal: Callable[..., Proposal], move: Callable[..., Proposal]) -> list[Proposal]:
    """A proposal that is proposed, and one that is under discussion already."""
    return [make_proposal(), move(make_proposal(), "discuss")]


@pytest.fixture
def tick(as_officer: Browser, read: Callable[..., Any]) -> Ticked:
    """Give a function that ticks rows of the list and begins a move."""

    def begin(key: str, *rows: Proposal) -> Any:
        entered = {"action": f"move_{key}", "_selected_action": [one.pk for one in rows]}
        return read(as_officer.post(LIST, entered | {"index": "0"}))

    return begin


def test_it_is_shown_what_will_move_and_what_not_and_why(two: list[Proposal], tick: Ticked) -> None:
    page = tick("discuss", *two)
    assert "1 proposal will move" in page.words
    assert "1 proposal stays as it is" in page.words
    assert "“Take up” isn't possible while it is “Under discussion”." in page.words
    assert page.all("//input[@name='chosen']/@value") == chosen(two[0])["chosen"]
    two[0].refresh_from_db()
    assert two[0].status == Status.PROPOSED


def test_what_another_desk_looks_after_stays(
    make_proposal: Callable[..., Proposal], other_desk: Any, tick: Ticked
) -> None:
    page = tick("discuss", make_proposal(desk=other_desk))
    assert "This proposal belongs to another desk." in page.words
    assert not page.all("//input[@name='chosen']")


def test_a_move_is_made_and_told_of(
    two: list[Proposal], as_officer: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_officer.post(address("discuss"), chosen(*two)))
    assert "1 proposal has moved" in page.words
    assert "1 proposal stayed as it was" in page.words
    two[0].refresh_from_db()
    assert two[0].status == Status.UNDER_DISCUSSION
    assert not page.all(f"//form[@action='{UNDO}']")  # no move leads back from there


def test_a_reason_is_asked_for_once(
    two: list[Proposal], as_officer: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_officer.post(address("postpone"), chosen(*two)))
    assert "It needs a reason." in page.words
    as_officer.post(address("postpone"), chosen(*two) | {"reason": "After the elections"})
    for one in two:
        one.refresh_from_db()
        assert (one.status, one.status_reason) == (Status.POSTPONED, "After the elections")


def test_what_was_moved_is_led_back(
    two: list[Proposal], as_officer: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_officer.post(address("postpone"), chosen(*two) | {"reason": "Later"}))
    sent = page.all(f"//form[@action='{UNDO}']//input[@name='chosen']/@value")
    assert len(sent) == 2
    assert "2 proposals have moved" in read(as_officer.post(UNDO, {"chosen": sent})).words
    statuses = list(Proposal.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == [Status.PROPOSED, Status.UNDER_DISCUSSION]


def test_only_a_head_leads_back_what_was_closed(
    two: list[Proposal], as_officer: Browser, as_head: Browser, read: Callable[..., Any]
) -> None:
    first, second = two
    for browser, one, offered in ((as_officer, first, 0), (as_head, second, 1)):
        page = read(browser.post(address("lapse"), chosen(one) | {"reason": "No news"}))
        assert len(page.all(f"//form[@action='{UNDO}']")) == offered


def test_what_rested_before_is_not_led_back_to_where_it_did_not_stand(
    proposal: Proposal, move: Callable[..., Proposal], as_head: Browser, read: Callable[..., Any]
) -> None:
    resting = move(proposal, "postpone", reason="Later")
    page = read(as_head.post(address("reject"), chosen(resting) | {"reason": "No"}))
    assert "1 proposal has moved" in page.words
    assert not page.all(f"//form[@action='{UNDO}']")


def test_what_changed_meanwhile_stays(
    two: list[Proposal], officer: Actor, as_officer: Browser, read: Callable[..., Any]
) -> None:
    seen = chosen(two[0])
    proposals.edit(proposal=two[0], values={"title_en": "New"}, by=officer, at=AT)
    page = read(as_officer.post(address("discuss"), seen))
    assert "Somebody changed this while you were working on it." in page.words
    two[0].refresh_from_db()
    assert two[0].status == Status.PROPOSED


def test_what_is_not_seen_is_not_moved(
    restricted: Proposal, as_officer: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_officer.post(address("discuss"), chosen(restricted)))
    assert restricted.reference not in page.words
    restricted.refresh_from_db()
    assert restricted.status == Status.PROPOSED


def test_a_reader_moves_nothing(
    proposal: Proposal, as_reader: Browser, read: Callable[..., Any]
) -> None:
    assert not read(as_reader.get(LIST)).all("//*[@name='action']")
    assert as_reader.post(address("discuss"), chosen(proposal)).status_code == 403
    assert as_reader.post(UNDO, chosen(proposal)).status_code == 403


def test_a_move_that_nobody_knows_is_not_there(as_officer: Browser) -> None:
    assert as_officer.post(address("vanish")).status_code == 404
