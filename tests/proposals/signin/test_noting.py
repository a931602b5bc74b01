"""The list of sign-ins."""

from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from proposals.models import SignIn, User
from tests.proposals.signin.conftest import PASSWORD, add_app, add_recovery_codes, sign_in


def noted() -> list[tuple[str, str, str]]:
    """What stands in the list, oldest first."""
    rows = SignIn.objects.order_by("id")
    return list(rows.values_list("user__username", "step", "ways"))


def test_a_sign_in_is_noted_with_its_way_and_its_address(client: Browser, samira: User) -> None:
    client.post(
        reverse("admin:login"),
        {"username": "samira", "password": PASSWORD},
        REMOTE_ADDR="192.0.2.7",
    )
    row = SignIn.objects.get()
    assert (row.user, row.step, row.ways_used) == (samira, "signed_in", ["password"])
    assert row.address == "192.0.2.7"
    assert str(row) == "samira: signed in"


def test_a_refusal_is_noted(client: Browser, samira: User) -> None:
    sign_in(client, "samira", "a wrong one")
    assert noted() == [("samira", "refused", "password")]


def test_of_a_name_that_nobody_has_nothing_is_kept(client: Browser, samira: User) -> None:
    sign_in(client, "my password by mistake", "x")
    assert noted() == []


def test_both_steps_of_a_sign_in_are_named(client: Browser, samira: User) -> None:
    add_app(samira)
    codes = add_recovery_codes(samira)
    sign_in(client, "samira")
    assert noted() == []  # not in yet

    client.post(reverse("mfa_authenticate"), {"code": "000"})
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert noted() == [
        ("samira", "refused", "totp"),
        ("samira", "signed_in", "password recovery_codes"),
    ]


def test_a_change_of_factors_is_noted(client: Browser, samira: User) -> None:
    sign_in(client, "samira")
    add_app(samira)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert noted()[-1] == ("samira", "factor_removed", "totp")


def test_a_session_made_without_a_page_is_noted_without_an_address(
    client: Browser, samira: User
) -> None:
    client.force_login(samira)
    assert SignIn.objects.get().address is None


def test_the_name_of_a_client_behind_a_proxy_is_not_believed(
    client: Browser, samira: User, settings: Any
) -> None:
    entered = {"username": "samira", "password": PASSWORD}
    client.post(reverse("admin:login"), entered, headers={"X-Forwarded-For": "198.51.100.1"})
    assert SignIn.objects.get().address == "127.0.0.1"
