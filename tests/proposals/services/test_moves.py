"""Moving the status by the one table: what each move needs, who may, what it leaves behind.

That the services and the database allow exactly the table's moves: tests/proposals/test_status.py.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from proposals.announcements import proposal_changed
from proposals.errors import (
    ChangedMeanwhileError,
    InvalidInputError,
    MoveRefusedError,
    NotAllowedError,
)
from proposals.models import Change, Evidence, Party, Proposal
from proposals.rights import Actor
from proposals.services import moves, parts
from proposals.services.moves import MoveRequest, offered_moves
from proposals.status import BY_KEY, MOVES, Need, Status
from proposals.vocabulary import AGREEING_STANCES, Stance

type Move = Callable[..., Proposal]
type Make = Callable[..., Proposal]


def accept(proposal: Proposal, party: Party, by: Actor, at: datetime) -> None:
    values = {"stance": Stance.ACCEPTS}
    parts.set_position(proposal=proposal, party=party, values=values, by=by, at=at)


# What a move needs


def test_agreed_needs_every_partys_position(
    proposal: Proposal, officer: Actor, at: datetime, iraq: Party, move: Move
) -> None:
    move(proposal, "discuss", officer)

    with pytest.raises(MoveRefusedError, match="Iraq") as refused:
        move(proposal, "agree", officer)
    assert refused.value.missing == ["positions"]

    accept(proposal, iraq, officer, at)
    assert move(proposal, "agree", officer).status == Status.AGREED


@pytest.mark.parametrize("stance", Stance.values)
def test_only_proposing_and_accepting_agree(
    proposal: Proposal, officer: Actor, at: datetime, iraq: Party, move: Move, stance: str
) -> None:
    move(proposal, "discuss", officer)
    parts.set_position(proposal=proposal, party=iraq, values={"stance": stance}, by=officer, at=at)

    if stance in AGREEING_STANCES:
        assert move(proposal, "agree", officer).status == Status.AGREED
    else:
        with pytest.raises(MoveRefusedError):
            move(proposal, "agree", officer)


def test_whoever_still_stands_apart_is_named_in_the_readers_language(
    proposal: Proposal, officer: Actor, iran: Party, at: datetime, move: Move
) -> None:
    move(proposal, "discuss", officer)
    values = {"stance": Stance.CONSIDERS}
    parts.set_position(proposal=proposal, party=iran, values=values, by=officer, at=at)

    with translation.override("ar"), pytest.raises(MoveRefusedError) as refused:
        move(proposal, "agree", officer)
    assert "إيران" in refused.value.messages[0]
    assert "العراق" in refused.value.messages[0]


def test_completed_needs_a_confirmed_evidence(
    evidence: Evidence, officer: Actor, at: datetime, iraq: Party, move: Move
) -> None:
    proposal = evidence.proposal
    accept(proposal, iraq, officer, at)
    for key in ("discuss", "agree", "start"):
        move(proposal, key, officer)

    with pytest.raises(MoveRefusedError) as refused:
        move(proposal, "complete", officer)
    assert refused.value.missing == ["proof"]

    parts.confirm_evidence(evidence=evidence, by=officer, at=at)
    assert move(proposal, "complete", officer).status == Status.COMPLETED


@pytest.mark.parametrize("key", [move.key for move in MOVES if Need.REASON in move.needs])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_move_that_needs_a_reason_is_refused_without(
    proposal: Proposal, head: Actor, move: Move, key: str, reason: str
) -> None:
    if key == "reopen":
        move(proposal, "reject", head, reason="No budget")
    with pytest.raises(MoveRefusedError, match="reason") as refused:
        move(proposal, key, head, reason=reason)
    assert refused.value.missing == ["reason"]


def test_superseded_needs_its_successor(make_proposal: Make, officer: Actor, move: Move) -> None:
    old, new = make_proposal(), make_proposal()
    with pytest.raises(MoveRefusedError) as refused:
        move(old, "supersede", officer)
    assert refused.value.missing == ["successor"]
    with pytest.raises(MoveRefusedError):
        move(old, "supersede", officer, successor=old)

    assert move(old, "supersede", officer, successor=new).successor == new


def test_succession_does_not_run_in_a_ring(make_proposal: Make, officer: Actor, move: Move) -> None:
    first, second, third = make_proposal(), make_proposal(), make_proposal()
    move(first, "supersede", officer, successor=second)
    move(second, "supersede", officer, successor=third)

    with pytest.raises(MoveRefusedError):
        move(third, "supersede", officer, successor=Proposal.objects.get(pk=first.pk))


def test_a_move_that_is_not_in_the_table_is_refused_with_where_it_stands(
    proposal: Proposal, officer: Actor, move: Move
) -> None:
    with pytest.raises(MoveRefusedError, match="Proposed") as refused:
        move(proposal, "complete", officer)
    assert refused.value.missing == ["status"]


def test_there_is_no_such_move() -> None:
    with pytest.raises(InvalidInputError, match="explode") as refused:
        MoveRequest.of("explode")
    assert refused.value.code == "no_such_move"


# Who may


def test_another_desk_may_not(proposal: Proposal, stranger: Actor, move: Move) -> None:
    assert offered_moves(proposal, stranger) == []
    with pytest.raises(NotAllowedError):
        move(proposal, "discuss", stranger)


def test_a_partner_moves_what_it_was_granted(
    proposal: Proposal, partner: Actor, move: Move
) -> None:
    assert move(proposal, "discuss", partner).status == Status.UNDER_DISCUSSION
    assert Change.objects.of_proposal(proposal)[0].actor == partner.key


def test_a_partner_moves_nothing_else(
    proposal: Proposal, foreign_partner: Actor, partner: Actor, make_proposal: Make, move: Move
) -> None:
    with pytest.raises(NotAllowedError):
        move(proposal, "discuss", foreign_partner)
    with pytest.raises(NotAllowedError):
        move(make_proposal(visibility="internal"), "discuss", partner)


def test_reopening_leads_back_and_is_for_a_head(
    proposal: Proposal, officer: Actor, head: Actor, move: Move
) -> None:
    move(proposal, "discuss", officer)
    closed = move(proposal, "reject", officer, reason="No budget")
    assert closed.left_status == Status.UNDER_DISCUSSION

    with pytest.raises(NotAllowedError, match="head of desk"):
        move(proposal, "reopen", officer, reason="Budget found")
    with pytest.raises(MoveRefusedError):
        move(proposal, "reopen", head)
    assert move(proposal, "reopen", head, reason="Budget found").status == "under_discussion"


# What it leaves behind


def test_the_history_says_who_when_what_and_why(
    proposal: Proposal, officer: Actor, at: datetime, move: Move
) -> None:
    move(proposal, "postpone", officer, reason=" Elections first ")

    change = Change.objects.of_proposal(proposal)[0]
    assert change.fields["status"] == ["proposed", "postponed"]
    assert change.fields["status_reason"] == ["", "Elections first"]
    assert (change.actor, change.why, change.at) == (officer.key, "Elections first", at)


def test_the_status_says_since_when(proposal: Proposal, officer: Actor, at: datetime) -> None:
    later = at + timedelta(days=3)
    moved = moves.move(proposal=proposal, request=MoveRequest.of("discuss"), by=officer, at=later)

    assert (moved.status_since, moved.updated_at) == (later, later)
    assert moved.version == proposal.version + 1 == Proposal.objects.get().version


def test_a_reason_does_not_outlive_its_status(
    proposal: Proposal, officer: Actor, move: Move
) -> None:
    move(proposal, "postpone", officer, reason="Elections first")

    assert move(proposal, "resume", officer).status_reason == ""


def test_a_rest_on_the_way_is_not_what_is_returned_to(
    proposal: Proposal, officer: Actor, head: Actor, move: Move
) -> None:
    move(proposal, "discuss", officer)
    move(proposal, "postpone", officer, reason="Elections first")
    closed = move(proposal, "lapse", officer, reason="Never taken up again")

    assert closed.left_status == Status.UNDER_DISCUSSION
    assert move(proposal, "reopen", head, reason="Taken up").status == Status.UNDER_DISCUSSION


def test_a_return_to_agreed_asks_nobody_again(
    proposal: Proposal, officer: Actor, iraq: Party, at: datetime, move: Move
) -> None:
    accept(proposal, iraq, officer, at)
    for key in ("discuss", "agree"):
        move(proposal, key, officer)
    move(proposal, "postpone", officer, reason="Elections first")
    values = {"stance": Stance.RESERVES}
    parts.set_position(proposal=proposal, party=iraq, values=values, by=officer, at=at)

    assert move(proposal, "resume", officer).status == Status.AGREED


def test_only_superseding_names_a_successor_and_reopening_forgets_it(
    make_proposal: Make, officer: Actor, head: Actor, move: Move
) -> None:
    proposal, other = make_proposal(), make_proposal()

    assert move(proposal, "discuss", officer, successor=other).successor is None
    assert move(proposal, "supersede", officer, successor=other).successor == other
    assert move(proposal, "reopen", head, reason="It stands after all").successor is None


def test_a_refused_move_changes_nothing(
    proposal: Proposal,
    officer: Actor,
    move: Move,
    announced: list[Any],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    entries = Change.objects.count()
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(MoveRefusedError),
    ):
        move(proposal, "reject", officer)

    kept = Proposal.objects.get()
    assert (kept.status, kept.version) == (Status.PROPOSED, proposal.version)
    assert Change.objects.count() == entries
    assert announced == []


def test_a_move_is_announced_once_it_is_committed(
    proposal: Proposal,
    officer: Actor,
    move: Move,
    announced: list[Any],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        move(proposal, "discuss", officer)
        assert announced == []

    assert announced == [(proposal_changed, {"proposal_id": proposal.pk})]


def test_a_move_upon_an_old_version_shows_what_changed(
    proposal: Proposal, officer: Actor, move: Move
) -> None:
    move(proposal, "discuss", officer)

    with pytest.raises(ChangedMeanwhileError) as refused:
        move(proposal, "discuss", officer, version=proposal.version)
    assert refused.value.changes[0].fields["status"] == ["proposed", "under_discussion"]


# What is offered


def test_the_buttons_are_those_of_the_table_for_this_person(
    proposal: Proposal, officer: Actor, head: Actor, move: Move
) -> None:
    def keys(by: Actor) -> list[str]:
        return [offered.move.key for offered in offered_moves(proposal, by)]

    assert keys(officer) == ["discuss", "postpone", "reject", "withdraw", "supersede", "lapse"]
    proposal = move(proposal, "withdraw", officer, reason="Overtaken")
    assert keys(officer) == []
    assert keys(head) == ["reopen"]


def test_a_button_says_what_the_record_lacks_and_asks_for_the_rest(
    proposal: Proposal, officer: Actor, move: Move
) -> None:
    proposal = move(proposal, "discuss", officer)
    offers = {offered.move.key: offered for offered in offered_moves(proposal, officer)}

    assert len(offers["agree"].lacks) == 1
    assert "Iraq" in offers["agree"].lacks[0]
    assert offers["agree"].asks_for == set()
    assert (offers["reject"].lacks, offers["reject"].asks_for) == ([], {"reason"})
    assert (offers["supersede"].lacks, offers["supersede"].asks_for) == ([], {"successor"})


@pytest.mark.parametrize("who", ["officer", "head", "system", "partner", "administrator"])
def test_what_is_offered_and_lacks_nothing_is_what_can_be_done(
    make_proposal: Make, actor_called: Callable[[str], Actor], move: Move, who: str
) -> None:
    by, successor = actor_called(who), make_proposal()
    for key in [offered.move.key for offered in offered_moves(make_proposal(), by)]:
        needs = BY_KEY[key].needs
        given = {
            "reason": "Because" if Need.REASON in needs else "",
            "successor": successor if Need.SUCCESSOR in needs else None,
        }
        moved = move(make_proposal(), key, by, **given)
        assert moved.status == BY_KEY[key].target
