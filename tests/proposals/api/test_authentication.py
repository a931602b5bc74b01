"""Tokens: how a client gets one, what ends it, and what it is for."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from proposals.models import Client, User
from tests.proposals.api.conftest import ALL_SCOPES, Caller, token_of

SECRET = "a secret that only the partner knows"


@pytest.fixture
def partner_client(client_of: Callable[..., Client]) -> Client:
    return client_of(
        "proposals:read articles:write", client_secret=SECRET, hash_client_secret=False
    )


def ask(
    client_id: str, secret: str, body: str = "grant_type=client_credentials", **options: Any
) -> Any:
    """Ask for a token as ``curl -u id:secret -d grant_type=client_credentials`` does."""
    credentials = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    content_type = options.pop("content_type", "application/x-www-form-urlencoded")
    return Browser().generic(
        "POST",
        options.pop("path", "/oauth/token/"),
        body,
        content_type=content_type,
        headers={"Authorization": f"Basic {credentials}"},
    )


def test_a_client_gets_a_token_and_reads_with_it(partner_client: Client) -> None:
    answer = ask(partner_client.client_id, SECRET)

    assert answer.status_code == 200
    token = answer.json()
    assert (token["token_type"], token["expires_in"]) == ("Bearer", 3600)
    assert set(token["scope"].split()) == {"proposals:read", "articles:write"}
    assert "refresh_token" not in token
    me = Caller(token["access_token"]).get("me/")
    assert me.json()["name"] == "Partner registry"


def test_a_client_gets_only_the_scopes_it_was_granted(partner_client: Client) -> None:
    grant = "grant_type=client_credentials&scope="

    narrow = ask(partner_client.client_id, SECRET, f"{grant}proposals:read")
    assert narrow.json()["scope"] == "proposals:read"
    wide = ask(partner_client.client_id, SECRET, f"{grant}proposals:write")
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("change", "status"),
    [({"is_active": False}, 401), ({"client_secret": "another"}, 401)],
)
def test_a_client_that_was_switched_off_gets_no_token(
    partner_client: Client, change: dict[str, Any], status: int
) -> None:
    Client.objects.filter(pk=partner_client.pk).update(**change)

    answer = ask(partner_client.client_id, SECRET)

    assert (answer.status_code, answer.json()["error"]) == (status, "invalid_client")


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "nonsense"])
def test_no_other_grant_is_there_to_be_asked_for(partner_client: Client, grant: str) -> None:
    answer = ask(partner_client.client_id, SECRET, f"grant_type={grant}&username=a&password=b")

    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_tokens_are_stored_as_digests(partner_client: Client) -> None:
    token = ask(partner_client.client_id, SECRET).json()["access_token"]

    stored = get_access_token_model().objects.get()
    assert stored.token != token
    assert token not in str(vars(stored))


def test_a_revoked_token_ends_at_once(partner_client: Client) -> None:
    token = ask(partner_client.client_id, SECRET).json()["access_token"]

    ask(partner_client.client_id, SECRET, f"token={token}", path="/oauth/revoke/")

    assert Caller(token).get("me/").json()["code"] == "invalid_token"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("grant_type=client_credentials%00", "application/x-www-form-urlencoded"),
        ("grant_type=%ff%fe&scope=%ed%a0%80", "application/x-www-form-urlencoded"),
        ("grant_type=client_credentials", "application/x-www-form-urlencoded; charset=rot13"),
        ("grant_type=client_credentials", "application/x-www-form-urlencoded; charset=zlib"),
        ("grant_type=client_credentials&scope=a%00b", "application/x-www-form-urlencoded"),
        ('{"grant_type": "client_credentials"}', "application/json"),
        ("grant_type=client_credentials&" + "a=b&" * 2000, "application/x-www-form-urlencoded"),
        ("x" * 100, "multipart/form-data; boundary=x"),
        ("", "application/x-www-form-urlencoded"),
    ],
)
def test_no_broken_request_for_a_token_is_a_fault_of_ours(
    partner_client: Client, body: str, content_type: str
) -> None:
    answer = ask(partner_client.client_id, SECRET, body, content_type=content_type)

    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("client_id", ["", "a\x00b", "ä" * 500, "unknown"])
def test_an_unknown_client_is_refused(db: None, client_id: str) -> None:
    assert ask(client_id, SECRET).status_code == 401


def test_a_caller_without_a_token_is_told_how_to_get_one(nobody: Caller, db: None) -> None:
    answer = nobody.get("proposals/")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("header", ["Bearer ", "Bearer a b", "Bearer \xff", "bearer nonsense"])
def test_a_token_that_is_none_is_refused(nobody: Caller, db: None, header: str) -> None:
    answer = nobody.get("proposals/", Authorization=header)

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_the_challenge_is_ascii_in_every_language(nobody: Caller, db: None) -> None:
    answer = nobody.get("proposals/", Authorization="Bearer nonsense", Accept_Language="ar")

    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


def test_a_token_in_the_address_is_not_looked_at(client: Client, nobody: Caller) -> None:
    answer = nobody.get("me/", {"access_token": token_of(client)})

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_a_scope_that_is_withdrawn_ends_with_the_tokens_that_have_it(
    client: Client, api: Caller
) -> None:
    assert api.get("proposals/").status_code == 200

    Client.objects.filter(pk=client.pk).update(allowed_scopes="articles:write")

    answer = api.get("proposals/")
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")
    assert answer.json()["scope"] == "proposals:read"
    assert 'scope="proposals:read"' in answer.headers["WWW-Authenticate"]


def test_a_committee_that_is_withdrawn_is_out_of_sight_at_once(
    client: Client, api: Caller, proposal: Any
) -> None:
    assert api.get(f"proposals/{proposal.reference}/").status_code == 200

    client.committees.clear()

    assert api.get(f"proposals/{proposal.reference}/").status_code == 404
    assert api.get("proposals/").json()["results"] == []


def test_a_member_of_staff_who_is_signed_in_is_nobody_here(officer_user: User) -> None:
    browser = Browser()
    browser.force_login(officer_user, "proposals.backend.RoleBackend")

    assert browser.get("/api/v1/proposals/").status_code == 401
    assert browser.post("/api/v1/articles/", {"text": "x"}).status_code == 401


def test_a_token_opens_nothing_but_the_interface(client: Client) -> None:
    token = token_of(client, ALL_SCOPES)

    answer = Caller(token)("GET", "/proposals/proposal/")

    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


def test_a_clients_use_is_noted_and_not_with_every_call(client_of: Callable[..., Client]) -> None:
    client = client_of(ALL_SCOPES)
    api = Caller(token_of(client))
    began = timezone.now()

    assert api.get("me/").status_code == 200
    client.refresh_from_db()
    first = client.last_used_at
    assert first is not None
    assert first >= began
    api.get("me/")
    client.refresh_from_db()
    assert client.last_used_at == first
    Client.objects.update(last_used_at=began - timedelta(minutes=6))
    api.get("me/")
    client.refresh_from_db()
    assert client.last_used_at is not None
    assert client.last_used_at >= began


def test_a_refused_call_notes_no_use(client_of: Callable[..., Client]) -> None:
    client = client_of(ALL_SCOPES)

    assert Caller(token_of(client, hours=-1)).get("me/").status_code == 401
    client.refresh_from_db()
    assert client.last_used_at is None
