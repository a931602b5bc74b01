"""What comes unencrypted is refused where only https is served, and nothing is redirected."""

from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from proposals.models import Client
from tests.proposals.api.conftest import Caller, token_of

TOKEN = {"grant_type": "client_credentials"}


@pytest.fixture(autouse=True)
def https_alone(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True


@pytest.mark.parametrize("path", ["/oauth/token/", "/oauth/revoke/"])
def test_no_token_is_given_over_http(db: None, path: str) -> None:
    answer = Browser().post(path, TOKEN)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert "https" in answer.json()["error_description"]
    assert "https" not in Browser().post(path, TOKEN, secure=True).content.decode()


@pytest.mark.parametrize("path", ["proposals/", "me/", "docs/", "schema/"])
def test_no_address_is_served_over_http(client: Client, path: str) -> None:
    caller = Caller(token_of(client))

    answer = caller.get(path)

    assert (answer.status_code, answer.json()["code"]) == (403, "https_required")
    assert caller("GET", path, secure=True).status_code == 200


def test_a_token_that_came_over_http_is_not_even_looked_up(
    client: Client, django_assert_num_queries: Any
) -> None:
    caller = Caller(token_of(client))

    with django_assert_num_queries(0):
        caller.get("proposals/")


def test_the_guard_keeps_what_the_view_says_of_itself(db: None) -> None:
    strict = Browser(enforce_csrf_checks=True)

    assert strict.post("/oauth/token/", TOKEN, secure=True).status_code == 401
