"""What an answer shows of proposals: in the order that was asked, and never out of sight."""

from collections.abc import Callable
from typing import Any

import pytest

from proposals.api.gathering import WHOLE, gathered
from proposals.models import Article, Client, Proposal
from proposals.rights import Actor
from proposals.services import parts
from proposals.services import proposals as services
from tests.conftest import SYSTEM


@pytest.fixture
def partner(client: Client) -> Actor:
    return Actor.of_client(client)


def test_they_come_in_the_order_that_was_asked(
    make_proposal: Callable[..., Proposal], partner: Actor
) -> None:
    made = [make_proposal() for _ in range(3)]
    wanted = [made[1].pk, made[2].pk, made[0].pk]

    assert [found.pk for found in gathered(wanted, partner)] == wanted
    names = [one.reference for one in reversed(made)]
    assert [found.reference for found in gathered(names, partner, by="reference")] == names


def test_what_went_out_of_sight_in_between_is_left_out(
    proposal: Proposal, hidden: Proposal, internal: Proposal, partner: Actor, at: Any
) -> None:
    numbers = [hidden.pk, proposal.pk, internal.pk]
    assert [found.pk for found in gathered(numbers, partner)] == [proposal.pk]

    services.edit(proposal=proposal, values={"visibility": "internal"}, by=SYSTEM, at=at)

    assert gathered(numbers, partner) == []


def test_a_client_that_is_granted_more_is_shown_more(
    client: Client, hidden: Proposal, partner: Actor
) -> None:
    assert gathered([hidden.pk], partner) == []
    assert hidden.committee
    client.committees.add(hidden.committee)

    assert gathered([hidden.pk], Actor.of_client(client)) == [hidden]


def test_each_has_what_belongs_to_it_and_nothing_of_others(
    make_proposal: Callable[..., Proposal],
    quote: Callable[..., Article],
    partner: Actor,
    at: Any,
) -> None:
    whole = make_proposal()
    part, secret = make_proposal(parent=whole), make_proposal(parent=whole, visibility="internal")
    quote(whole)
    step = parts.add_milestone(proposal=part, values={"title": "A step"}, by=SYSTEM, at=at)

    first, second = (vars(one) for one in gathered([whole.pk, part.pk], partner, WHOLE))

    assert [one.party.code for one in first["shown_positions"]] == ["IR", "IQ"]
    assert first["shown_parts"] == [part]
    assert secret not in first["shown_parts"]
    assert first["shown_evidence"] == list(whole.evidence.all())
    assert (first["shown_milestones"], second["shown_milestones"]) == ([], [step])
    assert (first["visible_parent"], second["visible_parent"]) == (None, whole.reference)
