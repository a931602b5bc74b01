"""Saying where the parties stand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from proposals.models import Evidence, Party, Position, Proposal
from proposals.rights import Actor
from proposals.services import parts


@pytest.fixture
def position(proposal: Proposal, iraq: Party) -> Position:
    return proposal.positions.get(party=iraq)


def form(position: Position) -> str:
    return f"//form[contains(@action,'/position/{position.pk}/')]"


def test_the_form_starts_with_the_position_as_it_is(
    proposal: Proposal, position: Position, story: Callable[..., Any]
) -> None:
    entered = story(proposal).entered(form(position))
    assert (entered["stance"], entered["responsible_body"]) == ("awaited", "")
    assert "is_proposer" not in entered
    assert entered["is_addressee"] == "on"


def test_a_position_is_recorded(
    proposal: Proposal,
    position: Position,
    evidence: Evidence,
    as_officer: Browser,
    act: Callable[..., Any],
) -> None:
    response = act(
        as_officer,
        proposal,
        "position",
        position.pk,
        stance="accepts_in_principle",
        responsible_body="وزارة الداخلية",
        is_addressee="on",
        statement=evidence.pk,
    )
    position.refresh_from_db()
    assert response.headers["Location"].endswith("#positions")
    assert (position.stance, position.responsible_body) == (
        "accepts_in_principle",
        "وزارة الداخلية",
    )
    assert (position.statement, position.is_addressee) == (evidence, True)


@pytest.mark.parametrize(
    "entered", [{"stance": "smiles"}, {"stance": ""}, {"stance": "accepts", "statement": "999"}]
)
def test_a_wrong_position_is_shown_again(
    proposal: Proposal,
    position: Position,
    as_officer: Browser,
    act: Callable[..., Any],
    read: Callable[..., Any],
    entered: dict[str, str],
) -> None:
    entered = entered | {"responsible_body": "Interior"}
    page = read(act(as_officer, proposal, "position", position.pk, **entered))
    assert page.texts(f"//details[@open]{form(position)}//*[contains(@class,'errorlist')]")
    assert page.entered(form(position))["responsible_body"] == "Interior"
    position.refresh_from_db()
    assert position.stance == "awaited"


def test_a_party_is_added(proposal: Proposal, as_officer: Browser, act: Callable[..., Any]) -> None:
    jordan = Party.objects.get(code="JO")
    act(as_officer, proposal, "party", party=jordan.pk, stance="considers", is_addressee="on")
    added = proposal.positions.get(party=jordan)
    assert (added.stance, added.is_addressee, added.is_proposer) == ("considers", True, False)


def test_adding_nobody_is_refused(
    proposal: Proposal, as_officer: Browser, act: Callable[..., Any], read: Callable[..., Any]
) -> None:
    page = read(act(as_officer, proposal, "party", stance="considers"))
    assert page.texts("//details[@open]//form[contains(@action,'/party/new/')]//ul")
    assert proposal.positions.count() == 2


def test_another_proposals_position_is_not_found(
    make_proposal: Callable[..., Proposal], as_officer: Browser, act: Callable[..., Any]
) -> None:
    first, second = make_proposal(), make_proposal()
    foreign = second.positions.all()[0]
    for key in (foreign.pk, "new", "abc", "9" * 30):
        assert act(as_officer, first, "position", key, stance="accepts").status_code == 404
    assert act(as_officer, first, "party", "7", stance="accepts").status_code == 404


@pytest.mark.parametrize("who", ["as_reader", "as_stranger"])
def test_others_change_nothing(
    request: pytest.FixtureRequest,
    proposal: Proposal,
    position: Position,
    act: Callable[..., Any],
    who: str,
) -> None:
    browser = request.getfixturevalue(who)
    assert act(browser, proposal, "position", position.pk, stance="accepts").status_code == 403
    position.refresh_from_db()
    assert position.stance == "awaited"


def test_two_who_say_different_things_are_told(
    proposal: Proposal,
    position: Position,
    head: Actor,
    at: Any,
    as_officer: Browser,
    story: Callable[..., Any],
    act: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    entered = story(proposal).entered(form(position)) | {"stance": "accepts"}
    parts.set_position(
        proposal=proposal, party=position.party, values={"stance": "declines"}, by=head, at=at
    )
    page = read(act(as_officer, proposal, "position", position.pk, **entered))
    assert "Iraq: Stance: Awaited to Declines" in page.words
    position.refresh_from_db()
    assert position.stance == "declines"
