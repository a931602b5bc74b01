"""Partners' systems: what each may see and ask for, and its secret, shown once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from proposals.models import Client, Committee

ADD = reverse("admin:proposals_client_add")
NEW = {
    "name": "Partner registry",
    "is_active": "on",
    "visibility": "shared",
    "allowed_scopes": ["proposals:read", "articles:write"],
}


@pytest.fixture
def created(
    as_administrator: Browser, committee: Committee, read: Callable[..., Any]
) -> Callable[..., Any]:
    """Give a function that creates a client and gives the page that follows."""

    def create(**changed: Any) -> Any:
        return read(as_administrator.post(ADD, NEW | {"committees": [committee.pk]} | changed))

    return create


def secret_of(page: Any) -> tuple[str, str]:
    client_id, secret = page.texts("//*[contains(@class,'secret')]//code")
    return client_id, secret


def token(client_id: str, secret: str) -> int:
    response = Browser().post(
        "/oauth/token/",
        {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret,
        },
    )
    return int(response.status_code)


def test_the_secret_is_shown_once_and_works(
    created: Callable[..., Any], as_administrator: Browser, read: Callable[..., Any]
) -> None:
    page = created()
    client_id, secret = secret_of(page)
    client = Client.objects.get()
    assert client.client_id == client_id
    assert secret not in client.client_secret
    assert token(client_id, secret) == 200
    assert token(client_id, secret + "x") == 401
    assert "no-store" in page.response.headers["Cache-Control"]

    again = read(as_administrator.get(reverse("admin:proposals_client_change", args=[client.pk])))
    assert secret not in again.source
    assert client.client_secret not in again.source


def test_it_gets_what_it_was_granted(created: Callable[..., Any], committee: Committee) -> None:
    created(visibility="internal")
    client = Client.objects.get()
    assert list(client.committees.all()) == [committee]
    assert client.allowed_scopes == "proposals:read articles:write"
    assert client.visibility == "internal"
    assert (client.client_type, client.authorization_grant_type) == (
        "confidential",
        "client-credentials",
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"allowed_scopes": []}, "This field is required."),
        ({"allowed_scopes": ["everything"]}, "Select a valid choice."),
        ({"visibility": "restricted"}, "Select a valid choice."),
        ({"committees": [999999]}, "Select a valid choice."),
    ],
)
def test_a_wrong_grant_is_refused(
    created: Callable[..., Any], changed: dict[str, Any], words: str
) -> None:
    page = created(**changed)
    assert words in page.words
    assert page.entered("//form[@id='client_form']")["name"] == "Partner registry"
    assert not Client.objects.exists()


@pytest.fixture
def change(as_administrator: Browser, read: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function that changes the client."""

    def send(**changed: Any) -> Any:
        client = Client.objects.get()
        address = reverse("admin:proposals_client_change", args=[client.pk])
        committees = [one.pk for one in client.committees.all()]
        return read(as_administrator.post(address, NEW | {"committees": committees} | changed))

    return send


def test_the_secret_survives_a_change(
    created: Callable[..., Any], change: Callable[..., Any]
) -> None:
    client_id, secret = secret_of(created())
    assert change(name="Renamed").status == 302
    assert Client.objects.get().name == "Renamed"
    assert token(client_id, secret) == 200


def test_a_new_secret_leaves_the_old_one_a_week(
    created: Callable[..., Any], change: Callable[..., Any]
) -> None:
    client_id, old = secret_of(created())
    _same, new = secret_of(change(new_secret="on"))
    assert old != new
    assert (token(client_id, old), token(client_id, new)) == (200, 200)
    assert old not in Client.objects.get().former_secret

    Client.objects.update(former_secret_until=timezone.now())
    assert (token(client_id, old), token(client_id, new)) == (401, 200)


def test_a_second_new_secret_ends_the_first(
    created: Callable[..., Any], change: Callable[..., Any]
) -> None:
    client_id, first = secret_of(created())
    second, third = (secret_of(change(new_secret="on"))[1] for _ in range(2))

    assert [token(client_id, secret) for secret in (first, second, third)] == [401, 200, 200]


@pytest.mark.parametrize("with_new", [True, False])
def test_a_secret_that_became_known_ends_at_once(
    created: Callable[..., Any], change: Callable[..., Any], with_new: bool
) -> None:
    client_id, old = secret_of(created())
    if with_new:
        _same, new = secret_of(change(new_secret="on", end_former="on"))
    else:
        _same, new = secret_of(change(new_secret="on"))
        assert token(client_id, old) == 200
        change(end_former="on")

    assert (token(client_id, old), token(client_id, new)) == (401, 200)


def test_grants_are_taken_back(created: Callable[..., Any], change: Callable[..., Any]) -> None:
    created()
    change(committees=[], allowed_scopes=["proposals:read"])
    client = Client.objects.get()
    assert not client.committees.exists()
    assert client.allowed_scopes == "proposals:read"


@pytest.mark.parametrize("who", ["as_reader", "as_officer"])
def test_others_see_no_client(
    request: pytest.FixtureRequest, client_of: Callable[..., Client], who: str
) -> None:
    client = client_of()
    browser = request.getfixturevalue(who)
    for address in (
        reverse("admin:proposals_client_changelist"),
        reverse("admin:proposals_client_change", args=[client.pk]),
        ADD,
    ):
        assert browser.get(address).status_code == 403


def test_a_head_looks_and_changes_nothing(
    as_head: Browser, client_of: Callable[..., Client], read: Callable[..., Any]
) -> None:
    client = client_of()
    address = reverse("admin:proposals_client_change", args=[client.pk])
    page = read(as_head.get(address))
    assert "Partner registry" in page.words
    assert client.client_secret not in page.source
    assert as_head.post(address, NEW | {"new_secret": "on"}).status_code == 403
