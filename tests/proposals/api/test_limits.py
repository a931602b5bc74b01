"""A client calls so often and no more, and learns each time what is left."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import override_settings
from pytest_django import Settings

from config.embedded import REDIS, address_of, release
from proposals.api import limits
from proposals.models import Client, Proposal
from proposals.rights import Actor
from tests.proposals.api.conftest import ALL_SCOPES, Caller, token_of

NOWHERE = {
    "calls": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "unix:///nowhere/redis.sock",
    }
}


@pytest.fixture(scope="module")
def redis() -> Iterator[None]:
    """The embedded Redis, as long as these tests last."""
    address_of(REDIS)
    yield
    release(REDIS)


@pytest.fixture(autouse=True)
def few(settings: Settings, db: None, redis: None) -> None:
    settings.API_LIMITS = {"reads": 3, "writes": 1}
    caches["calls"].clear()
    limits._local.silent_until = 0
    limits._local.counts.clear()
    if time.time() % limits.WINDOW > limits.WINDOW - 5:
        time.sleep(5)  # a minute that ends amid a test begins its count anew


def test_every_answer_says_what_is_left(api: Caller) -> None:
    answer = api.get("me/")

    assert answer.headers["RateLimit-Policy"] == '"reads";q=3;w=60'
    assert answer.headers["RateLimit"].startswith('"reads";r=2;t=')


def test_one_call_too_many_is_refused_until_the_minute_is_over(api: Caller) -> None:
    statuses = [api.get("me/").status_code for _ in range(3)]
    answer = api.get("proposals/")

    assert statuses == [200] * 3
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert 0 < int(answer.headers["Retry-After"]) <= limits.WINDOW
    assert answer.headers["RateLimit"].startswith('"reads";r=0;')


def test_reads_and_writes_are_counted_apart(api: Caller, proposal: Proposal) -> None:
    path = f"proposals/{proposal.reference}/moves/"

    assert api.post(path, {"move": "discuss"}, If_Match="*").status_code == 200
    assert api.post(path, {"move": "agree"}, If_Match="*").status_code == 429
    assert api.get("me/").status_code == 200


def test_each_client_has_calls_of_its_own(api: Caller, client_of: Callable[..., Client]) -> None:
    for _ in range(4):
        spent = api.get("me/")
    other = Caller(token_of(client_of(ALL_SCOPES, name="Other")))

    assert spent.status_code == 429
    assert other.get("me/").status_code == 200


def test_what_needs_no_token_is_not_counted(nobody: Caller) -> None:
    for _ in range(5):
        answer = nobody.get("problems/")
        assert answer.status_code == 200
    assert "RateLimit" not in answer.headers
    assert nobody.get("me/").status_code == 401


def test_without_redis_each_process_counts_for_itself(api: Caller) -> None:
    with override_settings(CACHES=NOWHERE):
        statuses = [api.get("me/").status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]


def test_its_own_counts_are_of_this_minute_alone(partner: Actor) -> None:
    with override_settings(CACHES=NOWHERE):
        for minute in range(3):
            left = [limits.count(partner, "GET", 60.0 * minute + 1).left for _ in range(2)]
            assert left == [2, 1]

    assert len(limits._local.counts) == 1


def test_a_new_minute_brings_new_calls(partner: Actor) -> None:
    def count(at: float) -> Any:
        return limits.count(partner, "POST", at)

    assert [count(60.0).is_spent, count(61.0).is_spent, count(120.0).is_spent] == [
        False,
        True,
        False,
    ]
    assert count(100.0).seconds == 20
