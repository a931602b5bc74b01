"""Django's questions about permissions, answered from the table of rights."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from proposals.backend import RoleBackend
from proposals.models import Proposal, User
from proposals.vocabulary import Role

type MakeUser = Callable[..., User]


@pytest.mark.parametrize(
    ("role", "permission", "answer"),
    [
        (Role.READER, "proposals.view_proposal", True),
        (Role.READER, "proposals.change_proposal", False),
        (Role.OFFICER, "proposals.change_proposal", True),
        (Role.OFFICER, "proposals.delete_proposal", False),
        (Role.OFFICER, "proposals.add_committee", False),
        (Role.HEAD, "proposals.add_committee", True),
        (Role.HEAD, "proposals.change_user", False),
        (Role.ADMINISTRATOR, "proposals.delete_user", True),
        (Role.ADMINISTRATOR, "tracker.change_subscription", True),
        (Role.ADMINISTRATOR, "proposals.explode_proposal", False),
        (Role.OFFICER, "nonsense", False),
    ],
)
def test_a_permission_is_what_the_role_may(
    make_user: MakeUser, role: Role, permission: str, answer: bool
) -> None:
    assert make_user("somebody", role).has_perm(permission) == answer


def test_a_permission_on_one_record_asks_the_same_table(
    make_user: MakeUser, proposal: Proposal
) -> None:
    user = make_user("somebody", Role.OFFICER)

    assert user.has_perm("proposals.change_proposal", proposal)


def test_permissions_given_to_a_person_in_djangos_way_count_for_nothing(
    make_user: MakeUser,
) -> None:
    """There is one table; nobody is given rights beside it."""
    user = make_user("somebody", Role.READER)
    user.user_permissions.add(Permission.objects.get(codename="change_proposal"))

    assert not User.objects.get(pk=user.pk).has_perm("proposals.change_proposal")


def test_whoever_left_may_nothing(make_user: MakeUser) -> None:
    user = make_user("gone", Role.ADMINISTRATOR, is_active=False)

    assert not user.has_perm("proposals.view_proposal")
    assert not user.has_module_perms("proposals")


def test_a_stranger_may_nothing() -> None:
    backend = RoleBackend()

    assert not backend.has_perm(AnonymousUser(), "proposals.view_proposal")
    assert not backend.has_module_perms(AnonymousUser(), "proposals")


@pytest.mark.parametrize("role", Role)
def test_every_member_of_staff_sees_the_site(make_user: MakeUser, role: Role) -> None:
    assert make_user("somebody", role).has_module_perms("proposals")


def test_people_sign_in_with_their_password(make_user: MakeUser) -> None:
    user = make_user("somebody", Role.READER)
    backend = RoleBackend()

    assert backend.authenticate(None, "somebody", "a long password") == user
    assert backend.authenticate(None, "somebody", "a wrong password") is None
