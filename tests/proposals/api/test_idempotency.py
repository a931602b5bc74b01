"""A request that is sent again under its key is answered again, and nothing is done twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from proposals.api.idempotency import KEPT_FOR
from proposals.models import Article, Change, Client, KeptAnswer, Proposal
from proposals.services.proposals import edit
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import ALL_SCOPES, Caller, token_of
from tests.proposals.api.test_schema import DOCUMENT

CALLERS = 8
BODY = {"text": "The two sides agreed on courses.", "title": "Courses"}


def send(api: Caller, body: Any = None, key: str = "first") -> Any:
    return api.post("articles/", body or BODY, Idempotency_Key=key)


def test_the_same_request_gets_the_same_answer_and_is_done_once(api: Caller) -> None:
    first, second = send(api), send(api)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert Article.objects.count() == 1


def test_the_order_and_spacing_of_the_body_make_no_other_request(api: Caller) -> None:
    first = send(api)

    second = send(api, dict(reversed(BODY.items())))

    assert second.content == first.content


def test_another_body_under_the_key_is_refused(api: Caller) -> None:
    send(api)

    answer = send(api, {"text": "Something else"})

    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    assert Article.objects.count() == 1


def test_another_address_under_the_key_is_refused(api: Caller, proposal: Proposal) -> None:
    send(api)
    path = f"proposals/{proposal.reference}/moves/"

    answer = api.post(path, BODY, If_Match="*", Idempotency_Key="first")

    assert answer.json()["code"] == "key_reused"


def test_a_move_is_made_once_although_its_version_has_gone(api: Caller, proposal: Proposal) -> None:
    path, sent = f"proposals/{proposal.reference}/moves/", {"move": "discuss"}
    headers = {"If_Match": f'"{proposal.version}"', "Idempotency_Key": "a-move"}

    first, second = api.post(path, sent, **headers), api.post(path, sent, **headers)

    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content
    assert second.headers["ETag"] == first.headers["ETag"]
    moved = Change.objects.of_proposal(proposal).filter(fields__has_key="status")
    assert moved.filter(operation="update").count() == 1


def test_what_was_refused_keeps_no_answer(api: Caller, proposal: Proposal) -> None:
    path = f"proposals/{proposal.reference}/moves/"
    key = {"If_Match": "*", "Idempotency_Key": "k"}
    assert api.post(path, {"move": "agree"}, **key).status_code == 409
    assert not KeptAnswer.objects.exists()

    assert api.post(path, {"move": "discuss"}, **key).status_code == 200


def test_each_client_has_keys_of_its_own(api: Caller, client_of: Callable[..., Client]) -> None:
    send(api)
    other = Caller(token_of(client_of(ALL_SCOPES, name="Other")))

    assert send(other, {"text": "Another text"}).status_code == 201


def test_an_answer_is_kept_for_a_day(api: Caller) -> None:
    send(api)
    KeptAnswer.objects.update(kept_at=timezone.now() - KEPT_FOR + timedelta(minutes=1))
    assert send(api).status_code == 201
    KeptAnswer.objects.update(kept_at=timezone.now() - KEPT_FOR)

    assert send(api).json()["code"] == "already_kept"


def test_what_went_out_of_sight_is_not_answered_again(api: Caller, proposal: Proposal) -> None:
    path, key = f"proposals/{proposal.reference}/moves/", {"If_Match": "*", "Idempotency_Key": "k"}
    assert api.post(path, {"move": "discuss"}, **key).status_code == 200
    edit(proposal=proposal, values={"visibility": "internal"}, by=SYSTEM, at=timezone.now())

    assert api.post(path, {"move": "discuss"}, **key).status_code == 404


@pytest.mark.parametrize("key", ["", "x" * 256, "clé"])
def test_a_key_that_is_none_is_refused(api: Caller, key: str) -> None:
    answer = send(api, key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_header")


def test_every_post_takes_a_key() -> None:
    for path, operations in DOCUMENT["paths"].items():
        if "post" in operations:
            names = {parameter["name"] for parameter in operations["post"]["parameters"]}
            assert "Idempotency-Key" in names, path


def test_of_many_at_once_one_is_done_and_the_others_wait_or_get_its_answer(
    transactional_db: None, client_of: Callable[..., Client]
) -> None:
    token, barrier = token_of(client_of(ALL_SCOPES)), Barrier(CALLERS, timeout=30)

    def one(_number: int) -> Any:
        try:
            barrier.wait()
            return send(Caller(token))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CALLERS) as pool:
        answers = list(pool.map(one, range(CALLERS)))

    assert Article.objects.count() == 1
    done = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.content for answer in done}) == 1
    for answer in answers:
        if answer.status_code != 201:
            assert (answer.status_code, answer.json()["code"]) == (409, "key_in_use")
            assert answer.headers["Retry-After"] == "1"
    assert send(Caller(token)).content == done[0].content
