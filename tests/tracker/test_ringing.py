"""The bell: rung where somebody listens, and left alone for a while once it is out of reach."""

from collections.abc import Callable
from typing import Any

import pytest

from proposals.models import Client, Proposal
from tests.conftest import AT, SYSTEM
from tracker import tasks
from tracker.webhooks import endpoints
from tracker.webhooks.models import Endpoint


class Away:
    """A task whose broker can't be reached, as Celery tells it."""

    class OperationalError(Exception):
        pass

    def __init__(self) -> None:
        self.tries = 0

    def apply_async(self, **_: Any) -> None:
        self.tries += 1
        raise self.OperationalError


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Away:
    """The bell of webhooks, out of reach."""
    task = Away()
    monkeypatch.setitem(tasks.TASKS, "owe_webhooks", task)
    monkeypatch.setattr(tasks._Silence, "until", 0.0)
    return task


def test_a_bell_that_is_away_is_tried_once_in_a_while(
    away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        tasks.ring("owe_webhooks")
    assert away.tries == 1

    monkeypatch.setattr(tasks._Silence, "until", 0.0)
    tasks.ring("owe_webhooks")
    assert away.tries == 2


def test_a_change_rings_only_where_a_webhook_listens(
    away: Away,
    make_proposal: Callable[..., Proposal],
    client_of: Callable[..., Client],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_proposal()
    assert away.tries == 0

    made = Endpoint(client=client_of(), address="https://registry.example/mithaq")
    endpoints.add(endpoint=made, by=SYSTEM, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        make_proposal()
    assert away.tries == 1
