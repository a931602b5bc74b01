"""The status table, and that the services and the database each allow exactly what it says.

Every pair of statuses is tried: by the services as each mover, and past them, by a plain UPDATE in
the name of an actor, where only the database's own guard speaks.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from proposals.errors import MoveRefusedError, NotAllowedError
from proposals.models import Evidence, Meeting, Party, Proposal
from proposals.rights import MOVERS, Actor
from proposals.services import moves, parts
from proposals.services.moves import MoveRequest
from proposals.services.recording import recording
from proposals.status import (
    BY_KEY,
    CLOSED,
    LEFT,
    MOVES,
    NEED_MESSAGES,
    OPEN,
    Move,
    Mover,
    Need,
    Status,
    moves_from,
)
from proposals.vocabulary import AGREEING_STANCES, Stance

type Make = Callable[..., Proposal]

PAIRS = sorted({pair for move in MOVES for pair in move.pairs()})
MOVING = ["officer", "head", "administrator", "system", "partner", "reader", "stranger"]


# The table


def test_every_status_is_open_resting_or_closed() -> None:
    assert sorted([*OPEN, Status.POSTPONED, *CLOSED]) == sorted(Status)
    assert set(LEFT) == set(Status) - set(OPEN)


def test_the_design_is_the_table() -> None:
    """The picture of the design, arrow for arrow."""
    forward = zip(OPEN, [*OPEN[1:], Status.COMPLETED], strict=True)
    closing = {Status.REJECTED, Status.WITHDRAWN, Status.SUPERSEDED, Status.LAPSED}
    expected = {
        *forward,
        *product(OPEN, {Status.POSTPONED} | closing),
        *product({Status.POSTPONED}, closing),
        *product({Status.POSTPONED, *CLOSED}, OPEN),  # back to the one that it left
    }
    assert set(PAIRS) == expected


def test_no_two_moves_lead_the_same_way() -> None:
    pairs = [pair for move in MOVES for pair in move.pairs()]
    assert len(pairs) == len(set(pairs))


def test_every_status_can_be_left_and_reached() -> None:
    assert {source for source, _target in PAIRS} == set(Status)
    assert {target for _source, target in PAIRS} == set(Status)


def test_what_the_moves_need() -> None:
    assert {move.key: set(move.needs) for move in MOVES if move.needs} == {
        "agree": {Need.POSITIONS},
        "complete": {Need.PROOF},
        "supersede": {Need.SUCCESSOR},
        **{key: {Need.REASON} for key in ("postpone", "reject", "withdraw", "lapse", "reopen")},
    }
    assert set(NEED_MESSAGES) == set(Need)


def test_reopening_is_for_a_head_and_the_rest_for_officers() -> None:
    assert [move.key for move in MOVES if move.mover is Mover.HEAD] == ["reopen"]
    assert set(MOVERS) == set(Mover)
    assert MOVERS[Mover.HEAD] < MOVERS[Mover.OFFICER]


@pytest.mark.parametrize("status", Status)
def test_the_moves_from_a_status_are_those_that_name_it(status: Status) -> None:
    assert moves_from(status) == [move for move in MOVES if status in move.sources]


# A proposal of every status, that has all that any move needs


@dataclass(frozen=True)
class Way:
    """How a status is reached from a new proposal: the moves, one after another."""

    status: Status
    keys: tuple[str, ...]


ONWARD = ("discuss", "agree", "start", "complete")
WAYS = [
    *(Way(status, ONWARD[:step]) for step, status in enumerate(OPEN)),
    Way(Status.COMPLETED, ONWARD),
    Way(Status.POSTPONED, ("discuss", "postpone")),
    Way(Status.REJECTED, ("discuss", "reject")),
    Way(Status.WITHDRAWN, ("withdraw",)),
    Way(Status.SUPERSEDED, ("discuss", "agree", "supersede")),
    Way(Status.LAPSED, ("discuss", "postpone", "lapse")),
]


@pytest.fixture
def proposal_at(
    make_proposal: Make, meeting: Meeting, iraq: Party, head: Actor, at: datetime
) -> Callable[[Status], Proposal]:
    """Give a function that gives a proposal of a status, agreed on by all and proven."""
    successor = make_proposal()

    def make(status: Status) -> Proposal:
        proposal = make_proposal()
        parts.attach_minutes(proposal=proposal, meeting=meeting, start=0, end=31, by=head, at=at)
        parts.set_position(
            proposal=proposal, party=iraq, values={"stance": Stance.ACCEPTS}, by=head, at=at
        )
        (way,) = [way for way in WAYS if way.status == status]
        for key in way.keys:
            request = request_of(BY_KEY[key], successor)
            proposal = moves.move(proposal=proposal, request=request, by=head, at=at)
        assert proposal.status == status
        return proposal

    return make


def request_of(move: Move, successor: Proposal | None) -> MoveRequest:
    """Give a request for a move with all that it asks for."""
    return MoveRequest(move, "Because" if Need.REASON in move.needs else "", successor)


def test_there_is_a_way_to_every_status() -> None:
    assert [way.status for way in WAYS] == [*OPEN, Status.COMPLETED, *list(Status)[5:]]


# The services


@pytest.mark.parametrize("status", Status)
def test_the_services_make_the_tables_moves_and_no_others(
    proposal_at: Callable[[Status], Proposal],
    make_proposal: Make,
    actor_called: Callable[[str], Actor],
    at: datetime,
    status: Status,
) -> None:
    proposal, successor = proposal_at(status), make_proposal()

    done = {
        (who, move.key): made
        for who, move in product(MOVING, MOVES)
        if (made := made_by(actor_called(who), at, proposal, request_of(move, successor)))
    }
    assert done == {
        (who, move.key): move.target or proposal.left_status
        for who, move in product(MOVING, moves_from(status))
        if who in who_may(move)
    }


def who_may(move: Move) -> set[str]:
    """Give those of MOVING who may make a move on a proposal of the officer's desk."""
    heads = {"head", "administrator"}
    return heads if move.mover is Mover.HEAD else heads | {"officer", "system", "partner"}


def made_by(by: Actor, at: datetime, proposal: Proposal, request: MoveRequest) -> str | None:
    """Give the status that the move leads to, or None where it is refused; take it back."""
    try:
        with transaction.atomic():
            moved = moves.move(proposal=proposal, request=request, by=by, at=at)
            transaction.set_rollback(True)
    except (MoveRefusedError, NotAllowedError):
        return None
    return moved.status


# The database


def written(by: Actor, at: datetime, proposal: Proposal, **values: Any) -> bool:
    """Tell whether the database takes a plain UPDATE in this actor's name; take it back."""
    columns = ", ".join(f"{name} = %s" for name in values)
    statement = f"UPDATE proposals_proposal SET {columns} WHERE id = %s"  # noqa: S608  # our names
    try:
        with transaction.atomic(), recording(by=by, at=at), connection.cursor() as cursor:
            cursor.execute(statement, [*values.values(), proposal.pk])
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def left_by(source: Proposal, target: Status) -> str:
    """Give the status that a proposal has to remember as left when it becomes ``target``."""
    return (source.left_status or source.status) if target in LEFT else ""


@pytest.mark.parametrize("status", Status)
def test_the_database_allows_the_tables_pairs_and_no_others(
    proposal_at: Callable[[Status], Proposal],
    make_proposal: Make,
    head: Actor,
    at: datetime,
    status: Status,
) -> None:
    proposal, successor = proposal_at(status), make_proposal()

    allowed = {
        target
        for target in Status
        if target != status
        and written(
            head, at, proposal, status=target, left_status=left_by(proposal, target),
            status_reason="Because", successor_id=successor.pk,
        )
    }  # fmt: skip
    assert allowed == {
        target
        for source, target in PAIRS
        if source == status and (target not in OPEN or target in open_ways(proposal))
    }


def open_ways(proposal: Proposal) -> set[str]:
    """Give the open statuses that the next move may reach: one step on, or back where it was."""
    if proposal.left_status:
        return {proposal.left_status}
    return {target for source, target in PAIRS if source == proposal.status and target in OPEN}


def test_the_database_keeps_what_was_left(
    proposal_at: Callable[[Status], Proposal], head: Actor, make_proposal: Make, at: datetime
) -> None:
    proposal, successor = proposal_at(Status.UNDER_DISCUSSION), make_proposal()

    taken = {
        (status, remembered)
        for status, remembered in product(LEFT, ["", *OPEN])
        if written(
            head, at, proposal, status=status, left_status=remembered, status_reason="Because",
            successor_id=successor.pk,
        )
    }  # fmt: skip
    assert taken == {
        (status, Status.UNDER_DISCUSSION) for status in LEFT if status != Status.COMPLETED
    }


@pytest.mark.parametrize("status", Status)
def test_the_database_lets_nobody_rewrite_what_was_left(
    proposal_at: Callable[[Status], Proposal], head: Actor, at: datetime, status: Status
) -> None:
    """Or a proposal that was postponed as proposed could come back as agreed."""
    proposal = proposal_at(status)

    assert not any(
        written(head, at, proposal, left_status=other, status_reason="Because")
        for other in ("", *OPEN)
        if other != proposal.left_status
    )


@pytest.mark.parametrize("move", [move for move in MOVES if Need.REASON in move.needs])
def test_the_database_asks_for_a_reason_where_the_table_does(
    proposal_at: Callable[[Status], Proposal], head: Actor, at: datetime, move: Move
) -> None:
    for source in move.sources:
        proposal = proposal_at(source)
        target = move.target or Status(proposal.left_status)
        values = {"status": target, "left_status": left_by(proposal, target)}

        assert not written(head, at, proposal, status_reason="", **values)
        assert written(head, at, proposal, status_reason="Because", **values)


def test_the_database_asks_for_every_partys_position(
    proposal_at: Callable[[Status], Proposal], iraq: Party, head: Actor, at: datetime
) -> None:
    proposal = proposal_at(Status.UNDER_DISCUSSION)

    agreeing = set()
    for stance in Stance:
        values = {"stance": stance}
        parts.set_position(proposal=proposal, party=iraq, values=values, by=head, at=at)
        if written(head, at, proposal, status="agreed"):
            agreeing.add(stance)
    assert agreeing == set(AGREEING_STANCES)


def test_the_database_does_not_take_nobody_for_everybody(
    proposal_at: Callable[[Status], Proposal], head: Actor, at: datetime
) -> None:
    proposal = proposal_at(Status.UNDER_DISCUSSION)
    with recording(by=head, at=at):
        proposal.positions.all().delete()

    assert not written(head, at, proposal, status="agreed")


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_the_database_asks_for_proof(
    proposal_at: Callable[[Status], Proposal], head: Actor, at: datetime, is_confirmed: bool
) -> None:
    proposal = proposal_at(Status.IN_PROGRESS)
    if not is_confirmed:
        with recording(by=head, at=at):
            Evidence.objects.update(is_automatic=True, confirmed_at=None)

    values = {"status": "completed", "left_status": "in_progress"}
    assert written(head, at, proposal, **values) == is_confirmed


def test_the_database_asks_for_the_successor(
    proposal_at: Callable[[Status], Proposal], make_proposal: Make, head: Actor, at: datetime
) -> None:
    proposal, other = proposal_at(Status.AGREED), make_proposal()
    values = {"status": "superseded", "left_status": "agreed"}

    assert not written(head, at, proposal, **values)
    assert not written(head, at, proposal, successor_id=proposal.pk, **values)
    assert written(head, at, proposal, successor_id=other.pk, **values)


def statuses_to_begin_with() -> Iterator[tuple[Status, str]]:
    """Give every status with what it could claim to have left."""
    yield from product(OPEN, [""])
    yield from product(LEFT, OPEN)


def test_the_database_lets_a_proposal_begin_only_as_proposed(
    make_proposal: Make, head: Actor, at: datetime
) -> None:
    copy, successor = make_proposal(), make_proposal()
    began = set()
    for status, left in statuses_to_begin_with():
        copy.pk, copy.reference = None, "IQ-IR-2026-9999"
        copy.status, copy.left_status, copy.successor = status, left, successor
        with suppress(IntegrityError), transaction.atomic(), recording(by=head, at=at):
            copy.save(force_insert=True)
            began.add(status)
            transaction.set_rollback(True)

    assert began == {Status.PROPOSED}
