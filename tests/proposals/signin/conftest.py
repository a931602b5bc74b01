"""What the tests of signing in ask for besides: people, their factors, the door."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Desk, User
from proposals.vocabulary import Role

PASSWORD = "a long password"  # what make_user gives
DOOR = reverse("admin:login")
HOME = reverse("admin:index")
FACTORS = reverse("mfa_index")


@pytest.fixture(autouse=True)
def unhindered(db: None) -> None:
    """Nobody guessed anything yet."""
    cache.clear()


@pytest.fixture
def samira(make_user: Callable[..., User], desk: Desk) -> User:
    """An officer."""
    return make_user("samira", Role.OFFICER, desk)


@pytest.fixture
def boss(make_user: Callable[..., User], desk: Desk) -> User:
    """A head of desk."""
    return make_user("claire", Role.HEAD, desk)


def add_app(user: User) -> str:
    """Give a person an authenticator app; return the secret in it."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def add_recovery_codes(user: User) -> list[str]:
    """Give a person recovery codes."""
    return list(RecoveryCodes.activate(user).get_unused_codes())


def factors_of(user: User) -> list[str]:
    """The sorts of factors that a person has."""
    return list(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def sign_in(browser: Browser, name: str, password: str = PASSWORD, **more: str) -> str:
    """Go through the door; return where one is led, or nothing where one stays outside."""
    answer = browser.post(DOOR, {"username": name, "password": password, **more})
    return answer.headers.get("Location", "")
