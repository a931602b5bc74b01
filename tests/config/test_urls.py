"""Every address of the site: where each part begins, and who may come in."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client as Browser
from django.urls import reverse
from oauth2_provider.models import get_access_token_model

from proposals.admin.site import MithaqSite
from proposals.models import Client


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("livez", "/livez"),
        ("readyz", "/readyz"),
        ("admin:index", "/"),
        ("oauth2_provider:token", "/oauth/token/"),
        ("oauth2_provider:revoke-token", "/oauth/revoke/"),
    ],
)
def test_where_each_part_begins(name: str, path: str) -> None:
    assert reverse(name) == path


def test_the_staffs_site_is_ours() -> None:
    assert isinstance(admin.site, MithaqSite)


def test_a_stranger_is_asked_to_sign_in(client: Browser, db: None) -> None:
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))


# A partner's token


@pytest.fixture
def ask(client: Browser, client_of: Callable[..., Client]) -> Callable[..., dict[str, object]]:
    """Give a function that asks for a token as a partner's system does."""
    secret = "a long client secret"
    partner = client_of("proposals:read", client_id="registry", client_secret=secret)

    def post(grant: str = "client_credentials", **values: str) -> dict[str, object]:
        asked = {"grant_type": grant, "client_id": "registry", "client_secret": secret}
        answer = client.post("/oauth/token/", asked | values)
        return {"status": answer.status_code, **answer.json()}

    assert partner.client_secret != secret  # hashed
    return post


def test_a_client_gets_a_token_for_what_it_was_granted(
    ask: Callable[..., dict[str, object]],
) -> None:
    answer = ask()

    assert (answer["status"], answer["scope"]) == (200, "proposals:read")
    assert answer["token_type"] == "Bearer"
    assert "refresh_token" not in answer


def test_a_token_is_kept_so_that_nobody_who_reads_the_store_can_use_it(
    ask: Callable[..., dict[str, object]],
) -> None:
    token = str(ask()["access_token"])
    (row,) = get_access_token_model().objects.values()

    assert token
    assert token not in str(row)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "nobody"}, "invalid_client"),
        ({"scope": "proposals:write"}, "invalid_scope"),
        ({"grant": "password", "username": "samira", "password": "x"}, "unsupported_grant_type"),
    ],
)
def test_nobody_else_gets_one_and_nobody_gets_more(
    ask: Callable[..., dict[str, object]], values: dict[str, str], error: str
) -> None:
    answer = ask(**values)

    assert answer["status"] in {400, 401}
    assert answer["error"] == error
