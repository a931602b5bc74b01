"""Every address and method of webhooks, walked as every sort of caller."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals.models import Client
from tests.proposals.api.conftest import Caller, token_of
from tests.proposals.api.test_schema import OPERATIONS, answers, faults
from tests.tracker.api.conftest import ADDRESS, SCOPE
from tracker.api.urls import urlpatterns
from tracker.webhooks import owing
from tracker.webhooks.models import Attempt, Endpoint

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Who calls; the last two have a good token, and ask for another client's webhook and for their own.
CALLERS = ("nobody", "bad", "expired", "inactive", "scopeless", "foreign", "own")
REFUSED = (401, 401, 401, 401, 403)
# The statuses in the callers' order, the operation that describes it, the queries of the last.
WALK: dict[tuple[str, str], tuple[tuple[int, ...], str, int]] = {
    ("webhooks", "GET"): ((*REFUSED, 200, 200), "webhooks_list", 5),
    ("webhooks", "POST"): ((*REFUSED, 201, 201), "webhooks_create", 10),
    ("webhook", "GET"): ((*REFUSED, 404, 200), "webhooks_read", 5),
    ("webhook", "PATCH"): ((*REFUSED, 404, 200), "webhooks_change", 10),
    ("webhook", "DELETE"): ((*REFUSED, 404, 204), "webhooks_remove", 13),
    ("secret", "POST"): ((*REFUSED, 404, 200), "webhooks_renew_secret", 9),
    ("test", "POST"): ((*REFUSED, 404, 202), "webhooks_test", 7),
    ("replay", "POST"): ((*REFUSED, 404, 202), "webhooks_replay", 10),
    ("attempts", "GET"): ((*REFUSED, 404, 200), "webhooks_attempts", 6),
}
BODIES: dict[str, dict[str, Any]] = {
    "webhooks": {"address": ADDRESS},
    "webhook": {"event_types": ["proposal.moved"]},
    "replay": {"since": "2026-03-01T00:00:00Z"},
}


def endpoints() -> Iterator[tuple[str, str]]:
    """Give every address by name, with each method that it takes."""
    for pattern in urlpatterns:
        callback: Any = pattern.callback
        for method in callback.actions:
            if method != "head":
                yield str(pattern.name), method.upper()


def test_every_address_and_method_has_a_row() -> None:
    assert set(WALK) == set(endpoints())


@pytest.fixture
def callers(client_of: Callable[..., Client], api: Caller) -> dict[str, Caller]:
    inactive = client_of(SCOPE, name="Inactive")
    token = token_of(inactive, SCOPE)
    inactive.is_active = False
    inactive.save()
    return {
        "nobody": Caller(None),
        "bad": Caller("nonsense"),
        "expired": Caller(token_of(client_of(SCOPE, name="Late"), SCOPE, hours=-1)),
        "inactive": Caller(token),
        "scopeless": Caller(token_of(client_of("proposals:read", name="Other"), SCOPE)),
        "foreign": api,
        "own": api,
    }


def where(name: str, webhook: Endpoint) -> str:
    return reverse(f"webhooks:{name}", args=[] if name == "webhooks" else [webhook.pk])


def ask(caller: Caller, method: str, name: str, webhook: Endpoint) -> Any:
    options = {"body": BODIES[name]} if method != "GET" and name in BODIES else {}
    return caller(method, where(name, webhook), headers={"If-Match": "*"}, **options)


@pytest.mark.parametrize(("name", "method"), WALK, ids=map("-".join, WALK))
def test_each_caller_gets_what_the_table_says(
    callers: dict[str, Caller], webhook: Endpoint, foreign: Endpoint, name: str, method: str
) -> None:
    statuses, operation, _queries = WALK[name, method]
    described, found = dict(answers(OPERATIONS[operation])), []
    for who in CALLERS:
        answer = ask(callers[who], method, name, foreign if who == "foreign" else webhook)
        found.append(answer.status_code)
        if answer.content:
            content = described[str(answer.status_code)]
            assert faults(content["schema"], answer.json()) == [], answer.content
        assert str(foreign.client.name) not in answer.content.decode()
    assert tuple(found) == statuses


@pytest.mark.parametrize("name", dict(WALK))
def test_every_other_method_is_refused(api: Caller, webhook: Endpoint, name: Any) -> None:
    taken = {method for other, method in WALK if other == name[0]}
    for method in set(METHODS) - taken:
        assert api(method, where(name[0], webhook)).status_code == 405, method


@pytest.mark.parametrize(("name", "method"), WALK, ids=map("-".join, WALK))
def test_an_address_asks_for_no_more_with_more_to_show(
    api: Caller, webhook: Endpoint, make_webhook: Callable[..., Endpoint], name: str, method: str
) -> None:
    for _ in range(3):
        other = make_webhook()
        for one in (webhook, other):
            notice = owing.owe_test(endpoint=one, at=timezone.now())
            Attempt.objects.create(notice=notice, endpoint=one, at=timezone.now(), milliseconds=1)

    with CaptureQueriesContext(connection) as asked:
        ask(api, method, name, webhook)

    made = [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(made) <= WALK[name, method][2], "\n".join(made)


def test_no_token_of_another_scope_will_do(client: Client, webhook: Endpoint) -> None:
    reader = Caller(token_of(client, "proposals:read"))

    for name, method in WALK:
        answer = ask(reader, method, name, webhook)
        assert (answer.status_code, answer.json()["scope"]) == (403, SCOPE)
