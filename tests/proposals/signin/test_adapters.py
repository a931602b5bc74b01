"""Our rules where they differ from the library's."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter as get_factors
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter as get_single_sign_on
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from proposals.models import User
from proposals.vocabulary import Role
from tests.proposals.signin.conftest import add_app


@pytest.fixture(autouse=True)
def ministry(settings: Any) -> None:
    """The ministry has a sign-in of its own."""
    app = {"provider_id": "ministry", "client_id": "mithaq", "secret": "s", "settings": {}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    """A request with a session."""
    request = rf.get("/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # what a middleware sets
    return request


def arriving(address: str, *, verified: bool = True) -> SocialLogin:
    """Somebody whom the ministry's sign-in sends, with an address."""
    account = SocialAccount(provider="ministry", uid="4711", extra_data={})
    addresses = [EmailAddress(email=address, verified=verified)]
    return SocialLogin(user=User(), account=account, email_addresses=addresses)


def connected(request: HttpRequest, login: SocialLogin) -> User | None:
    """Whose account the ministry's sign-in opens."""
    get_single_sign_on().pre_social_login(request, login)
    opened = login.user if login.is_existing else None
    assert opened is None or isinstance(opened, User)
    return opened


def test_single_sign_on_opens_the_account_of_the_verified_address(
    request_: HttpRequest, make_user: Callable[..., User]
) -> None:
    samira = make_user("samira", Role.OFFICER)
    User.objects.filter(pk=samira.pk).update(email="Samira@Mithaq.test")
    assert connected(request_, arriving("samira@mithaq.test")) == samira
    assert SocialAccount.objects.get().user == samira
    assert samira.has_usable_password()  # the way by password stays


def test_it_opens_nothing_for_an_address_that_nobody_verified(
    request_: HttpRequest, make_user: Callable[..., User]
) -> None:
    make_user("samira", Role.OFFICER)
    assert connected(request_, arriving("samira@mithaq.test", verified=False)) is None


def test_it_opens_nothing_where_two_people_have_the_address(
    request_: HttpRequest, make_user: Callable[..., User]
) -> None:
    for name in ("samira", "claire"):
        make_user(name, Role.OFFICER)
    User.objects.update(email="desk@ministry.example")
    assert connected(request_, arriving("desk@ministry.example")) is None


def test_it_opens_nothing_for_whoever_left(
    request_: HttpRequest, make_user: Callable[..., User]
) -> None:
    make_user("samira", Role.OFFICER, is_active=False)
    assert connected(request_, arriving("samira@mithaq.test")) is None


def test_and_makes_no_account_for_a_stranger(request_: HttpRequest, db: None) -> None:
    login = arriving("somebody@elsewhere.example")
    assert connected(request_, login) is None
    assert not get_single_sign_on().is_open_for_signup(request_, login)


def test_a_secret_is_kept_sealed(samira: User) -> None:
    secret = add_app(samira)
    kept = Authenticator.objects.get().data["secret"]
    assert secret not in kept
    assert get_factors().decrypt(kept) == secret


def test_the_app_shows_mithaq_and_the_name_one_signs_in_with(samira: User) -> None:
    url = get_factors().build_totp_url(samira, "ABC")
    assert url.startswith("otpauth://totp/samira?")
    assert "issuer=Mithaq" in url


def test_the_last_factor_of_one_in_charge_stays(boss: User, samira: User, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    for person, may_go in ((boss, False), (samira, True)):
        add_app(person)
        app = Authenticator.objects.get(user=person)
        assert get_factors().can_delete_authenticator(app) is may_go


def test_one_of_two_factors_may_go(boss: User, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    add_app(boss)
    Authenticator.objects.create(user=boss, type=Authenticator.Type.WEBAUTHN, data={})
    assert get_factors().can_delete_authenticator(Authenticator.objects.get(type="totp"))
