"""Who may see and change what: the table of rights, and the actors it speaks of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.apps import apps

from proposals.errors import NotAllowedError
from proposals.models import Client, Committee, Desk, Proposal, User
from proposals.rights import (
    MOVERS,
    PARTNER,
    RIGHTS,
    SYSTEM,
    Actor,
    may,
    may_change,
    require,
    require_change,
)
from proposals.status import Mover
from proposals.vocabulary import Role, Visibility

type Make = Callable[..., Proposal]
VERBS = ("view", "add", "change", "delete")


# The table


def test_every_role_has_rights_and_every_mover_is_a_role() -> None:
    assert set(RIGHTS) == {*Role, PARTNER}
    assert MOVERS[Mover.OFFICER] <= {*Role, PARTNER, SYSTEM}


def test_the_table_speaks_of_models_that_there_are() -> None:
    known = {model._meta.model_name for model in apps.get_models()} | {"*"}
    assert {name for table in RIGHTS.values() for name in table} <= known


@pytest.mark.parametrize(
    ("role", "model", "verbs"),
    [
        (Role.READER, "proposal", "view"),
        (Role.READER, "article", "view"),
        (Role.READER, "user", ""),
        (Role.READER, "client", ""),
        (Role.READER, "delivery", ""),
        (Role.OFFICER, "proposal", "view add change"),
        (Role.OFFICER, "article", "view add change"),
        (Role.OFFICER, "finding", "view add change"),
        (Role.OFFICER, "meeting", "view add change"),
        (Role.OFFICER, "committee", "view"),
        (Role.OFFICER, "party", "view"),
        (Role.OFFICER, "user", ""),
        (Role.HEAD, "committee", "view add change"),
        (Role.HEAD, "proposal", "view add change"),
        (Role.HEAD, "party", "view"),
        (Role.HEAD, "user", "view"),
        (Role.HEAD, "desk", "view"),
        (Role.ADMINISTRATOR, "user", "view add change delete"),
        (Role.ADMINISTRATOR, "whatever comes", "view add change delete"),
        (PARTNER, "article", "add"),
        (PARTNER, "proposal", "add change"),
        (PARTNER, "finding", "add change"),
        (PARTNER, "meeting", "add change"),
        (SYSTEM, "whatever comes", "view add change delete"),
        ("nobody", "proposal", ""),
    ],
)
def test_what_each_role_may(role: str, model: str, verbs: str) -> None:
    actor = Actor(key="x", name="X", role=role)

    assert [verb for verb in VERBS if may(actor, verb, model)] == verbs.split()


@pytest.mark.parametrize("role", [*Role, PARTNER])
def test_only_an_administrator_deletes(role: str) -> None:
    actor = Actor(key="x", name="X", role=role)
    models = {model._meta.model_name or "" for model in apps.get_models()}

    assert {may(actor, "delete", model) for model in models} == {role == Role.ADMINISTRATOR}


def test_what_a_role_may_not_is_refused_in_words() -> None:
    with pytest.raises(NotAllowedError, match="You may not do this") as refused:
        require(Actor(key="x", name="X", role=Role.READER), "change", "article")
    assert refused.value.code == "not_allowed"


# The actors


def test_a_member_of_staff_acts_in_their_own_name(officer_user: User, desk: Desk) -> None:
    actor = Actor.of_user(officer_user)

    assert (actor.key, actor.name) == (f"user:{officer_user.pk}", "Samira")
    assert (actor.role, actor.user_id, actor.desk_id) == ("officer", officer_user.pk, desk.pk)
    assert (actor.committees, actor.client_id) == (None, None)
    assert actor.is_staff
    assert not actor.sees_everything


def test_a_superuser_is_an_administrator(make_user: Callable[..., User]) -> None:
    actor = Actor.of_user(make_user("root", Role.READER, is_superuser=True))

    assert actor.role == Role.ADMINISTRATOR
    assert actor.sees_everything


def test_a_part_of_mithaq_sees_everything_and_is_no_person() -> None:
    actor = Actor.of_system("matching")

    assert (actor.key, actor.name) == ("system:matching", "matching")
    assert actor.sees_everything
    assert not actor.is_staff


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [("shared", {"shared"}), ("internal", {"shared", "internal"})],
)
def test_a_partner_is_granted_committees_and_a_circle(
    client_of: Callable[..., Client], committee: Committee, visibility: str, seen: set[str]
) -> None:
    client = client_of(visibility=visibility)
    actor = Actor.of_client(client)

    assert (actor.key, actor.name) == (f"client:{client.pk}", "Partner registry")
    assert actor.committees == frozenset({committee.pk})
    assert actor.visibilities == seen
    assert (actor.user_id, actor.client_id) == (None, client.pk)
    assert not actor.is_staff


def test_no_circle_lets_a_partner_see_what_is_restricted(
    client_of: Callable[..., Client],
) -> None:
    """The form does not offer it; whatever else wrote it gives no more than the widest circle."""
    actor = Actor.of_client(client_of(visibility=Visibility.RESTRICTED))

    assert actor.visibilities == {"shared"}


# Which proposals


@pytest.mark.parametrize(
    ("who", "may_it"),
    [
        ("reader", False),
        ("officer", True),
        ("head", True),
        ("administrator", True),
        ("system", True),
        ("partner", True),
        ("stranger", False),
        ("other_head", False),
        ("foreign_partner", False),
    ],
)
def test_who_may_change_a_desks_proposal(
    proposal: Proposal, actor_called: Callable[[str], Actor], who: str, may_it: bool
) -> None:
    actor = actor_called(who)

    assert may_change(actor, proposal) == may_it
    if may_it:
        require_change(actor, proposal)
    else:
        with pytest.raises(NotAllowedError):
            require_change(actor, proposal)


@pytest.mark.parametrize("who", ["stranger", "other_head"])
def test_a_proposal_of_no_desk_is_everybodys(
    make_proposal: Make, actor_called: Callable[[str], Actor], system: Actor, at: datetime, who: str
) -> None:
    proposal = make_proposal(committee=None)

    assert proposal.desk is None
    assert may_change(actor_called(who), proposal)


def test_an_owner_changes_their_own_whatever_the_desk(make_proposal: Make, stranger: Actor) -> None:
    assert may_change(stranger, make_proposal(owner=User.objects.get(username="kofi")))


def test_an_officer_without_a_desk_changes_only_what_has_none(
    make_proposal: Make, make_user: Callable[..., User]
) -> None:
    actor = Actor.of_user(make_user("new", Role.OFFICER))

    assert may_change(actor, make_proposal(committee=None))
    assert not may_change(actor, make_proposal())


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("granted", ["shared", "internal"])
def test_a_partner_changes_nothing_that_it_can_not_see(
    make_proposal: Make, client_of: Callable[..., Client], visibility: str, granted: str
) -> None:
    proposal = make_proposal(visibility=visibility)
    actor = Actor.of_client(client_of(visibility=granted))

    assert may_change(actor, proposal) == (visibility in actor.visibilities)
    assert may_change(actor, proposal) == (proposal in Proposal.objects.visible_to(actor))


def test_a_partner_of_no_committee_changes_no_loose_proposal(
    make_proposal: Make, foreign_partner: Actor
) -> None:
    assert not may_change(foreign_partner, make_proposal(committee=None))


def test_a_reader_may_not_even_what_they_own(make_proposal: Make, reader: Actor) -> None:
    proposal = make_proposal(owner=User.objects.get(username="noor"))

    with pytest.raises(NotAllowedError, match="You may not do this"):
        require_change(reader, proposal)


def test_nobody_changes_what_they_can_not_see(
    make_proposal: Make, officer: Actor, partner: Actor, other_desk: Desk, system: Actor
) -> None:
    actors = [*(replace(officer, role=role) for role in [*Role, "nobody"]), partner, system]
    places: list[dict[str, Any]] = [{}, {"desk": other_desk}, {"committee": None}]
    for visibility, place in product(Visibility, places):
        if visibility == Visibility.RESTRICTED and "committee" in place:
            continue  # there is no such proposal: it would be nobody's
        proposal = make_proposal(visibility=visibility, **place)
        for actor in actors:
            seen = Proposal.objects.visible_to(actor).filter(pk=proposal.pk).exists()
            assert seen or not may_change(actor, proposal)
