"""The record as it stood at an instant: whole, under the rights of now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from proposals import looking_back
from proposals.models import Evidence, Party, Proposal
from proposals.rights import Actor
from proposals.services import parts
from proposals.services import proposals as services
from proposals.services.moves import MoveRequest, move
from tests.conftest import SYSTEM

HOUR = timedelta(hours=1)


@pytest.fixture
def then(at: datetime) -> Callable[[Actor, datetime], list[Proposal]]:
    """Give the function that gives what an actor sees of an instant."""

    def look(actor: Actor, moment: datetime) -> list[Proposal]:
        return looking_back.restored(looking_back.standing(actor, moment), actor, moment)

    return look


def test_a_proposal_is_what_it_was(
    proposal: Proposal, evidence: Evidence, iraq: Party, at: datetime, then: Callable[..., Any]
) -> None:
    proposal.refresh_from_db()
    before = proposal.version
    common: dict[str, Any] = {"by": SYSTEM, "at": at + HOUR}
    step = parts.add_milestone(proposal=proposal, values={"title": "A step"}, **common)
    parts.set_position(proposal=proposal, party=iraq, values={"stance": "considers"}, **common)
    services.edit(proposal=proposal, values={"title_en": "Renamed"}, **common)
    move(proposal=proposal, request=MoveRequest.of("discuss"), **common)
    parts.remove_milestone(milestone=step, by=SYSTEM, at=at + 2 * HOUR)
    parts.detach_evidence(evidence=evidence, why="A mistake", by=SYSTEM, at=at + 2 * HOUR)

    (first,), (second,), (last,) = (then(SYSTEM, at + hours * HOUR) for hours in range(3))

    assert (first.title_en, first.status) == ("A joint border operations centre", "proposed")
    assert (first.version, first.updated_at) == (before, at)
    assert (second.title_en, second.status) == ("Renamed", "under_discussion")
    stances = [[part.stance for part in one.positions.all()] for one in (first, second)]
    assert stances == [["proposed", "awaited"], ["proposed", "considers"]]
    steps = [[part.title for part in one.milestones.all()] for one in (first, second, last)]
    assert steps == [[], ["A step"], []]
    assert [len(one.evidence.all()) for one in (first, second, last)] == [1, 1, 0]
    assert last.version == Proposal.objects.get().version


def test_before_it_was_recorded_there_was_none(
    proposal: Proposal, at: datetime, then: Callable[..., Any]
) -> None:
    assert then(SYSTEM, at - HOUR) == []
    assert then(SYSTEM, at) == [proposal]


def test_a_partner_sees_nothing_of_when_it_was_kept_from_it(
    proposal: Proposal, partner: Actor, at: datetime, then: Callable[..., Any]
) -> None:
    for hours, circle in ((1, "internal"), (2, "shared")):
        moment = at + hours * HOUR
        services.edit(proposal=proposal, values={"visibility": circle}, by=SYSTEM, at=moment)

    assert [len(then(partner, at + hours * HOUR)) for hours in range(3)] == [0, 0, 1]
    assert [len(then(SYSTEM, at + hours * HOUR)) for hours in range(3)] == [1, 1, 1]


def test_rights_are_those_of_now(
    proposal: Proposal, partner: Actor, at: datetime, then: Callable[..., Any]
) -> None:
    services.edit(proposal=proposal, values={"visibility": "internal"}, by=SYSTEM, at=at + HOUR)

    assert then(partner, at) == []


def test_of_two_writes_at_one_time_the_later_counts(
    proposal: Proposal, at: datetime, then: Callable[..., Any]
) -> None:
    for title in ("First", "Second"):
        services.edit(proposal=proposal, values={"title_en": title}, by=SYSTEM, at=at)

    assert [one.title_en for one in then(SYSTEM, at)] == ["Second"]


def test_its_links_and_parts_are_those_of_then(
    make_proposal: Callable[..., Proposal], at: datetime, then: Callable[..., Any]
) -> None:
    whole = make_proposal()
    part = make_proposal(parent=whole)
    services.edit(proposal=part, values={"parent": None}, by=SYSTEM, at=at + HOUR)

    found = {one.pk: one for one in then(SYSTEM, at)}

    assert found[part.pk].visible_parent == whole.reference
    assert looking_back.parts_of(whole, SYSTEM, at) == [part.reference]
    assert looking_back.parts_of(whole, SYSTEM, at + HOUR) == []
