"""The door, and what stands behind it: a code, a recovery code, single sign-on."""

import os
import subprocess
import sys

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from proposals.models import SignIn, User
from tests.proposals.signin.conftest import (
    DOOR,
    FACTORS,
    HOME,
    PASSWORD,
    add_app,
    add_recovery_codes,
    factors_of,
    sign_in,
)

CODE = reverse("mfa_authenticate")


def code_of(secret: str) -> str:
    """The code that the app shows now."""
    counter = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret, counter))


def test_a_name_and_a_password_open_the_door(client: Browser, samira: User) -> None:
    assert sign_in(client, "samira") == HOME
    assert client.get(HOME).status_code == 200


def test_whoever_signs_in_comes_to_the_page_that_was_asked_for(
    client: Browser, samira: User
) -> None:
    assert sign_in(client, "samira", next="/proposals/article/") == "/proposals/article/"


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example"])
def test_and_nowhere_else(client: Browser, samira: User, next_page: str) -> None:
    assert sign_in(client, "samira", next=next_page) == HOME


def test_whoever_left_is_not_let_in(client: Browser, samira: User) -> None:
    User.objects.filter(pk=samira.pk).update(is_active=False)
    sign_in(client, "samira")
    assert client.get(HOME).status_code == 302


def test_guessing_is_slowed_and_says_so(client: Browser, samira: User) -> None:
    for _ in range(5):
        sign_in(client, "samira", "a wrong one")
    answer = client.post(DOOR, {"username": "samira", "password": PASSWORD})
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()
    assert SignIn.objects.filter(step="signed_in").count() == 0


def test_guessing_at_one_name_does_not_lock_another_out(
    client: Browser, samira: User, boss: User
) -> None:
    for _ in range(6):
        sign_in(client, "samira", "a wrong one")
    assert sign_in(client, "claire") == HOME


def test_an_app_asks_for_its_code_after_the_password(client: Browser, samira: User) -> None:
    secret = add_app(samira)
    assert sign_in(client, "samira") == CODE
    assert client.get(HOME).status_code == 302  # not in yet
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert client.post(CODE, {"code": code_of(secret)}).headers["Location"] == HOME
    assert client.get(HOME).status_code == 200


def test_a_code_serves_once(client: Browser, samira: User) -> None:
    code = code_of(add_app(samira))
    sign_in(client, "samira")
    client.post(CODE, {"code": code})
    other = Browser()
    sign_in(other, "samira")
    assert other.post(CODE, {"code": code}).status_code == 200
    assert other.get(HOME).status_code == 302


def test_a_recovery_code_serves_once(client: Browser, samira: User) -> None:
    add_app(samira)
    code = add_recovery_codes(samira)[0]
    sign_in(client, "samira")
    assert client.post(CODE, {"code": code}).headers["Location"] == HOME
    other = Browser()
    sign_in(other, "samira")
    assert other.post(CODE, {"code": code}).status_code == 200


def test_an_app_is_set_up_after_confirming_who_one_is(client: Browser, samira: User) -> None:
    sign_in(client, "samira")
    activate = reverse("mfa_activate_totp")
    confirm = client.get(activate).headers["Location"]
    assert confirm.startswith(reverse("account_reauthenticate"))
    assert (
        client.post(confirm, {"password": PASSWORD, "next": activate}).headers["Location"]
        == activate
    )
    page = client.get(activate)
    secret = page.context["form"].secret
    codes = client.post(activate, {"code": code_of(secret)})
    assert codes.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert sorted(factors_of(samira)) == ["recovery_codes", "totp"]


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_the_pages_about_factors_are_ours(client: Browser, samira: User, language: str) -> None:
    User.objects.filter(pk=samira.pk).update(language=language)
    client.force_login(samira)
    page = client.get(FACTORS).content.decode()
    assert f'lang="{language}"' in page
    assert "mithaq/theme.css" in page
    assert 'class="account-part"' in page


def test_the_address_of_the_librarys_own_door_leads_to_ours(client: Browser, db: None) -> None:
    answer = client.get(reverse("account_login") + "?next=/find/")
    assert answer.headers["Location"] == f"{DOOR}?next=/find/"


def test_nobody_registers_and_nobody_resets_a_password_by_mail(client: Browser, db: None) -> None:
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_single_sign_on_is_not_offered_where_it_was_not_set(client: Browser, db: None) -> None:
    assert "/ministry/" not in client.get(DOOR).content.decode()


def test_single_sign_on_sends_one_to_the_ministrys_own_door() -> None:
    """Its addresses exist where its issuer is set: a process of its own reads that setting."""
    environment = {**os.environ, "MITHAQ_OIDC_ISSUER": "https://id.ministry.example"}
    script = (
        "import django; django.setup(); from django.urls import reverse;"
        "print(reverse('openid_connect_callback', args=['ministry']));"
        "from django.conf import settings;"
        "app = settings.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0];"
        "print(app['settings']['server_url'])"
    )
    told = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", script],
        env={**environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert told == ["/account/oidc/ministry/login/callback/", "https://id.ministry.example"]
