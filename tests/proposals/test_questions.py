"""Queries that are made once: they give what the queryset gives, whatever values are put in."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from proposals.models import Party, Position, Proposal
from proposals.questions import Names, Question, asked_together
from proposals.rights import PARTNER, Actor

type Make = Callable[..., Proposal]


def test_it_gives_the_rows_that_have_one_of_the_values(make_proposal: Make) -> None:
    first, second, _third = (make_proposal() for _ in range(3))
    question = Question(Proposal.objects.order_by("pk"), "pk")

    assert question.asked([second.pk, first.pk, 0]) == [first, second]
    assert question.asked([second.pk]) == [second]
    assert question.asked(iter([first.pk])) == [first]


def test_asked_of_nothing_it_asks_nothing(db: None) -> None:
    question = Question(Proposal.objects.all(), "pk")

    with CaptureQueriesContext(connection) as captured:
        assert question.asked([]) == []

    assert captured.captured_queries == []


def test_rows_come_with_what_is_read_together_with_them(proposal: Proposal) -> None:
    rows = Position.objects.select_related("party", "proposal__meeting").order_by("pk")
    question = Question(rows, "proposal")

    with CaptureQueriesContext(connection) as captured:
        found = question.asked([proposal.pk])
        shown = [(one.party.code, one.proposal.reference, one.proposal.meeting) for one in found]

    assert len(captured.captured_queries) == 1
    assert shown == [
        (one.party.code, proposal.reference, proposal.meeting)
        for one in proposal.positions.order_by("pk")
    ]


def test_a_column_left_out_is_read_when_it_is_asked_for(proposal: Proposal) -> None:
    question = Question(Proposal.objects.only("reference"), "reference")

    (found,) = question.asked([proposal.reference])

    assert "title_en" not in vars(found)
    assert found.title_en == proposal.title_en


def test_whoever_was_granted_nothing_is_given_nothing(proposal: Proposal) -> None:
    nobody = Actor("client:0", "Nobody", PARTNER, client_id=0, committees=frozenset())

    question = Question(Proposal.objects.visible_to(nobody), "pk")

    assert question.asked([proposal.pk]) == []


def test_it_can_be_asked_again_after_a_refusal(proposal: Proposal) -> None:
    question = Question(Proposal.objects.all(), "pk")
    with pytest.raises(Exception, match="bigint"), transaction.atomic():
        question.asked(["no number"])

    assert question.asked([proposal.pk]) == [proposal]


def test_a_row_as_it_is_read_can_be_changed_and_told_from_others(iraq: Party) -> None:
    (found,) = Question(Party.objects.all(), "code").asked(["IQ"])

    assert found == iraq
    assert not found._state.adding
    assert vars(found).keys() - {"_state"} == vars(Party.objects.get(code="IQ")).keys() - {"_state"}


def test_several_questions_are_answered_at_once_each_by_its_own_rows(
    make_proposal: Make, iraq: Party
) -> None:
    first, second = make_proposal(), make_proposal()
    proposals = Question(Proposal.objects.order_by("pk"), "pk")
    parties = Question(Party.objects.all(), "code")

    for _ in range(3):  # planned, and then asked by the plan
        found = asked_together(
            (proposals, [second.pk, first.pk]), (parties, []), (parties, ["IQ"]), (proposals, [])
        )
        assert found == [[first, second], [], [iraq], []]


def test_one_that_several_rows_name_is_one_record(make_proposal: Make) -> None:
    numbers = [make_proposal().pk for _ in range(2)]
    question = Question(Proposal.objects.select_related("committee", "owner"), "pk")

    first, second = question.asked(numbers)

    assert first.committee is second.committee
    assert first.committee == Proposal.objects.get(pk=numbers[0]).committee
    assert first.owner is None
    assert second.owner is None


def test_no_more_rows_are_given_than_are_wanted(make_proposal: Make) -> None:
    numbers = [make_proposal().pk for _ in range(3)]
    newest = Question(Proposal.objects.order_by("-pk"), "pk", most=2)

    assert [one.pk for one in newest.asked(numbers)] == sorted(numbers, reverse=True)[:2]


def test_names_of_several_kinds_come_by_kind_and_number(proposal: Proposal, iraq: Party) -> None:
    nobody = Actor("client:0", "Nobody", PARTNER, client_id=0, committees=frozenset())
    everybody = Actor.of_system("tests")
    numbers = {Party: [iraq.pk, 0], Proposal: [proposal.pk]}

    def named(actor: Actor) -> object:
        parties, proposals = Party.objects.all(), Proposal.objects.visible_to(actor)
        names = Names({Party: (parties, "code"), Proposal: (proposals, "id")})
        return asked_together((names, numbers))[0]

    assert named(everybody) == {Party: {iraq.pk: "IQ"}, Proposal: {proposal.pk: proposal.pk}}
    assert named(nobody) == {Party: {iraq.pk: "IQ"}, Proposal: {}}
    assert asked_together((Names({}), {})) == [{}]
