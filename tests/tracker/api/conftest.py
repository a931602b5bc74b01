"""A partner that calls the addresses of webhooks, and another whose webhooks are its own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from proposals.models import Client
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import Caller, token_of
from tracker.webhooks import endpoints
from tracker.webhooks.models import Endpoint

SCOPE = "webhooks:manage"
ADDRESS = "https://registry.example/mithaq"


@pytest.fixture
def client(client_of: Callable[..., Client]) -> Client:
    return client_of(f"proposals:read {SCOPE}")


@pytest.fixture
def api(client: Client) -> Caller:
    return Caller(token_of(client, SCOPE))


@pytest.fixture
def make_webhook(client: Client) -> Callable[..., Endpoint]:
    """Give a function that makes a webhook, the client's unless told otherwise."""

    def make(**values: Any) -> Endpoint:
        given: dict[str, Any] = {"client": client, "address": ADDRESS} | values
        made = Endpoint(**given)
        endpoints.add(endpoint=made, by=SYSTEM, at=timezone.now())
        return made

    return make


@pytest.fixture
def webhook(make_webhook: Callable[..., Endpoint]) -> Endpoint:
    return make_webhook()


@pytest.fixture
def foreign(make_webhook: Callable[..., Endpoint], client_of: Callable[..., Client]) -> Endpoint:
    """Another client's webhook."""
    return make_webhook(client=client_of(SCOPE, name="Other registry"))
