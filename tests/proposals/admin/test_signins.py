"""The list of sign-ins on the staff's site."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import SignIn, User
from proposals.vocabulary import Role

LIST = reverse("admin:proposals_signin_changelist")


@pytest.fixture
def other(make_user: Callable[..., User], at: Any) -> SignIn:
    """Somebody else's."""
    person = make_user("amina", Role.OFFICER)
    ways = "password totp"
    return SignIn.objects.create(user=person, at=at, step="signed_in", ways=ways, address="::1")


def test_one_sees_ones_own(as_officer: Browser, other: SignIn, read: Callable[..., Any]) -> None:
    people = {row.user.username for row in SignIn.objects.all()}
    assert people == {"samira", "amina"}
    page = read(as_officer.get(LIST))
    assert len(page.all("//table[@id='result_list']/tbody/tr")) == 1
    assert "::1" not in page.words


def test_an_administrator_sees_all_with_their_ways(
    as_administrator: Browser, other: SignIn, read: Callable[..., Any]
) -> None:
    page = read(as_administrator.get(LIST))
    assert "password, code of an app" in page.words
    assert "::1" in page.words


def test_nobody_writes_there(as_administrator: Browser, other: SignIn) -> None:
    for page in ("add", "change", "delete"):
        arguments = [] if page == "add" else [other.pk]
        answer = as_administrator.post(
            reverse(f"admin:proposals_signin_{page}", args=arguments), {}
        )
        assert answer.status_code == 403
    assert SignIn.objects.filter(pk=other.pk).exists()
