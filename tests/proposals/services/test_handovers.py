"""Handing over: the owner changes, one handover for one act and receiver, and the way back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from proposals.errors import InvalidInputError, NotAllowedError, RefusedError
from proposals.models import Change, HandedOver, Handover, Proposal, User
from proposals.rights import Actor
from proposals.services.handovers import hand_over, hindrance, take_back
from proposals.services.proposals import edit
from proposals.vocabulary import Role
from tests.conftest import SYSTEM
from tracker.models import Delivery

HOUR = timedelta(hours=1)
type Make = Callable[..., Any]


@pytest.fixture
def dariush(make_user: Make, desk: Any) -> User:
    found: User = make_user("dariush", Role.OFFICER, desk, first_name="Dariush", language="fa")
    return found


@pytest.fixture
def held(make_proposal: Make, officer_user: User) -> list[Proposal]:
    """Two that the officer holds."""
    return [make_proposal(owner=officer_user), make_proposal(owner=officer_user)]


@pytest.fixture
def give(held: list[Proposal], dariush: User, at: datetime) -> Make:
    """Give a function that hands what is held over to Dariush."""

    def hand(by: Actor, **values: Any) -> Any:
        asked: dict[str, Any] = {
            "proposals": held,
            "versions": {one.pk: one.version for one in held},
            "receiver": dariush,
            "at": at + HOUR,
        }
        return hand_over(by=by, **(asked | values))

    return hand


def owners() -> list[str | None]:
    return list(Proposal.objects.order_by("pk").values_list("owner__username", flat=True))


def test_an_owner_hands_everything_over_at_once(
    give: Make, held: list[Proposal], officer: Actor, officer_user: User, dariush: User
) -> None:
    outcomes = give(officer, note="Call Baghdad first.")

    assert all(one.is_done for one in outcomes)
    assert owners() == ["dariush", "dariush"]
    handover = Handover.objects.get()
    assert (handover.receiver, handover.actor) == (dariush, officer.key)
    assert handover.note == "Call Baghdad first."
    assert [item.former for item in handover.items.all()] == [officer_user, officer_user]
    newest = Change.objects.filter(subject="proposal", operation="update").latest("id")
    assert newest.why == "Call Baghdad first."
    assert newest.fields == {"owner_id": [officer_user.pk, dariush.pk]}


def test_one_message_is_owed_with_it_by_the_ways_that_the_receiver_chose(
    give: Make, officer: Actor, dariush: User
) -> None:
    User.objects.filter(pk=dariush.pk).update(reached_by="both")
    give(officer, receiver=User.objects.get(pk=dariush.pk))

    handover = Handover.objects.get()
    keys = set(Delivery.objects.values_list("key", flat=True))
    first = f"handover:{handover.pk}:user {dariush.pk}"
    assert keys == {first, f"{first}:notice"}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("officer", True),
        ("head", True),
        ("administrator", True),
        ("other_head", False),
        ("stranger", False),
        ("colleague", False),
        ("reader", False),
    ],
)
def test_its_owner_the_head_of_its_desk_and_administrators_hand_it_over(
    give: Make, make_user: Make, desk: Any, request: pytest.FixtureRequest, who: str, may: bool
) -> None:
    if who == "colleague":
        actor = Actor.of_user(make_user("colleague", Role.OFFICER, desk))
    else:
        actor = request.getfixturevalue(who)
    try:
        done = [one.is_done for one in give(actor)]
    except NotAllowedError:
        done = [False]
    assert all(done) is may
    assert Handover.objects.exists() is may


def test_what_nobody_holds_is_given_by_whoever_may_change_it(
    proposal: Proposal, officer: Actor, stranger: Actor
) -> None:
    assert hindrance(proposal, officer) == ""
    assert hindrance(proposal, stranger)


def test_what_somebody_changed_meanwhile_stays_and_the_rest_goes(
    give: Make, held: list[Proposal], officer: Actor, at: datetime
) -> None:
    edit(proposal=held[0], values={"title_en": "Other"}, by=SYSTEM, at=at)

    first, second = give(officer)

    assert (first.is_done, second.is_done) == (False, True)
    assert first.refused == ["Somebody changed this while you were working on it."]
    assert owners() == ["samira", "dariush"]


def test_nobody_gets_what_they_could_not_look_after(
    give: Make, reader: Actor, officer: Actor
) -> None:
    with pytest.raises(InvalidInputError, match="can't look after"):
        give(officer, receiver=User.objects.get(username="noor"))


def test_a_change_of_owner_elsewhere_is_a_handover_of_one(
    held: list[Proposal], head: Actor, dariush: User, at: datetime
) -> None:
    for _ in range(2):  # the second changes nothing
        edit(proposal=held[0], values={"owner": dariush}, by=head, at=at)

    assert HandedOver.objects.get().proposal == held[0]


@pytest.mark.parametrize("who", ["the system", "oneself", "to nobody"])
def test_nobody_is_told_of_what_no_other_person_gave_them(
    held: list[Proposal], head: Actor, dariush: User, at: datetime, who: str
) -> None:
    by = {"the system": SYSTEM, "oneself": Actor.of_user(dariush), "to nobody": head}[who]
    values = {"owner": None if who == "to nobody" else dariush}
    edit(proposal=held[0], values=values, by=by, at=at)

    assert not Handover.objects.exists()
    assert not Delivery.objects.exists()


def test_a_handover_is_taken_back_while_nobody_acted(
    give: Make, held: list[Proposal], officer: Actor, at: datetime
) -> None:
    give(officer)
    handover = Handover.objects.get()
    edit(proposal=held[0], values={"title_en": "Acted"}, by=SYSTEM, at=at + 2 * HOUR)

    first, second = take_back(handover=handover, by=officer, at=at + 3 * HOUR)

    assert (first.is_done, second.is_done) == (False, True)
    assert owners() == ["dariush", "samira"]
    handover.refresh_from_db()
    assert handover.taken_back_at == at + 3 * HOUR
    assert Handover.objects.count() == 1  # going back is no handover
    with pytest.raises(RefusedError, match="taken back already"):
        take_back(handover=handover, by=officer, at=at + 4 * HOUR)


def test_nothing_is_taken_back_once_all_was_acted_on(
    give: Make, held: list[Proposal], officer: Actor, at: datetime
) -> None:
    give(officer)
    for one in held:
        edit(proposal=one, values={"title_en": "Acted"}, by=SYSTEM, at=at + 2 * HOUR)
    with pytest.raises(RefusedError, match="acted on it already"):
        take_back(handover=Handover.objects.get(), by=officer, at=at + 3 * HOUR)
    assert Handover.objects.get().taken_back_at is None


def test_only_the_giver_and_administrators_take_back(
    give: Make, officer: Actor, head: Actor, administrator: Actor, dariush: User, at: datetime
) -> None:
    give(officer)
    handover = Handover.objects.get()
    for other in (head, Actor.of_user(dariush)):
        with pytest.raises(NotAllowedError):
            take_back(handover=handover, by=other, at=at)
    assert all(one.is_done for one in take_back(handover=handover, by=administrator, at=at))
