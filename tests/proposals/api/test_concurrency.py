"""Several callers at the same moment: one change wins, and the others learn of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from proposals.models import Article, Change, Client, Proposal
from tests.proposals.api.conftest import ALL_SCOPES, Caller, token_of

CALLERS = 6


@pytest.fixture
def at_once(
    transactional_db: None, client_of: Callable[..., Client]
) -> Callable[[Callable[[Caller], Any]], list[Any]]:
    """Give a function that has several callers do the same at the same moment."""
    token = token_of(client_of(ALL_SCOPES))
    barrier = Barrier(CALLERS, timeout=30)

    def run(act: Callable[[Caller], Any]) -> list[Any]:
        def one(_number: int) -> Any:
            caller = Caller(token)
            try:
                barrier.wait()
                return act(caller)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(CALLERS) as pool:
            return list(pool.map(one, range(CALLERS)))

    return run


def test_of_moves_on_the_same_version_one_is_made(
    at_once: Callable[..., list[Any]], make_proposal: Callable[..., Proposal]
) -> None:
    proposal = make_proposal()
    path = f"proposals/{proposal.reference}/moves/"

    answers = at_once(
        lambda caller: caller.post(path, {"move": "discuss"}, If_Match=f'"{proposal.version}"')
    )

    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (CALLERS - 1)
    for answer in answers:
        if answer.status_code == 412:
            (change,) = answer.json()["changes"]
            assert change["changes"][0]["after"] == "under_discussion"
    moved = Change.objects.of_proposal(proposal).filter(fields__has_key="status")
    assert moved.filter(operation="update").count() == 1


def test_of_the_same_address_sent_by_many_one_is_kept(
    at_once: Callable[..., list[Any]], committee: Any
) -> None:
    body = {"address": "https://news.example/2026/visit"}

    answers = at_once(lambda caller: caller.post("articles/", body))

    assert sorted(answer.status_code for answer in answers) == [202] + [409] * (CALLERS - 1)
    kept = Article.objects.get()
    for answer in answers:
        shown = answer.json()
        assert shown.get("url", shown.get("article")).endswith(f"/articles/{kept.pk}/")
