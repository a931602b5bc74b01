"""Answers: what a link asks, for how long it holds, and what may be answered."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing

from proposals.errors import InvalidInputError, NotAllowedError
from proposals.models import Desk, Proposal, User
from proposals.rights import Actor
from proposals.services import proposals
from proposals.vocabulary import Role
from tracker import answers
from tracker.models import Answer

AT = datetime(2026, 3, 11, 8, tzinfo=UTC)
TODAY, DAY = date(2026, 3, 11), timedelta(days=1)
SYSTEM = Actor.of_system("tests")
SEEN, LATER = Answer.Act.SEEN, Answer.Act.LATER

type Make = Callable[..., Any]


def token_of(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]


@pytest.fixture
def given(make_due: Make, owner: User) -> tuple[Proposal, str]:
    """A proposal, and the token by which its owner may say that they have seen it."""
    proposal = make_due(TODAY)
    with time_machine.travel(AT, tick=False):
        return proposal, token_of(answers.link(owner, proposal.pk, SEEN))


def test_a_link_asks_what_it_was_made_for(given: tuple[Proposal, str], owner: User) -> None:
    with time_machine.travel(AT + 29 * DAY, tick=False):
        asked = answers.question(given[1])

    assert asked is not None
    assert (asked.person, asked.proposal, asked.act) == (owner, given[0], SEEN)


def test_a_link_holds_for_a_month(given: tuple[Proposal, str]) -> None:
    with time_machine.travel(AT + 31 * DAY, tick=False):
        assert answers.question(given[1]) is None


def test_a_link_that_was_forged_asks_nothing(given: tuple[Proposal, str], owner: User) -> None:
    forged = signing.dumps([owner.pk, given[0].pk, "seen"], salt="another")

    with time_machine.travel(AT, tick=False):
        assert answers.question(forged) is None
        assert answers.question(f"{given[1]}x") is None
        assert answers.question("") is None


def test_a_link_of_somebody_who_left_asks_nothing(given: tuple[Proposal, str], owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)

    with time_machine.travel(AT, tick=False):
        assert answers.question(given[1]) is None


def test_a_link_about_what_is_hidden_now_asks_nothing(
    given: tuple[Proposal, str], make_user: Make, other_desk: Desk
) -> None:
    other = make_user("omar", Role.OFFICER, other_desk)
    values = {"owner": other, "desk": other_desk, "visibility": "restricted"}
    proposals.edit(proposal=given[0], values=values, by=SYSTEM, at=AT)

    with time_machine.travel(AT, tick=False):
        assert answers.question(given[1]) is None


def give(proposal: Proposal, person: User, until: date, by: Actor | None = None) -> Answer:
    return answers.give(
        person=person,
        proposal=proposal,
        act=SEEN,
        until=until,
        by=by or Actor.of_user(person),
        at=AT,
    )


def test_a_later_answer_takes_the_place_of_the_first(
    given: tuple[Proposal, str], owner: User
) -> None:
    give(given[0], owner, TODAY + DAY)
    give(given[0], owner, TODAY + 9 * DAY)

    assert [answer.until for answer in Answer.objects.all()] == [TODAY + 9 * DAY]


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_a_day_that_is_past_or_too_far_is_refused(
    given: tuple[Proposal, str], owner: User, days: int
) -> None:
    with pytest.raises(InvalidInputError, match="at most 90 days"):
        give(given[0], owner, TODAY + days * DAY)


def test_nobody_answers_for_somebody_else(
    given: tuple[Proposal, str], owner: User, administrator: Actor
) -> None:
    with pytest.raises(NotAllowedError):
        give(given[0], owner, TODAY + DAY, by=administrator)
