"""The Celery tasks: thin edges. Identifiers in, one call, nothing decided here.

A task that is lost, doubled or late changes nothing but the delay: what it is for waits in the
store, and the tick finds it.
"""

import time
from functools import cache
from typing import Any

import structlog
from celery import Task, shared_task
from django.utils import timezone

from tracker import deliveries, intake, ticking
from tracker.collecting import polling
from tracker.shelf import Shelf
from tracker.webhooks import calling, owing

log = structlog.get_logger("mithaq.tasks")


@shared_task(name="tracker.tick")
def tick(**_: Any) -> None:
    """Owe what has come due, take back what was left lying, and ring for what waits."""
    ticking.tick(at=timezone.now(), ring=ring)


@shared_task(name="tracker.fetch_article", soft_time_limit=60, time_limit=90)
def fetch_article(article_id: int, **_: Any) -> None:
    """Fetch an article that waits to be fetched."""
    intake.fetch(article_id=article_id, at=timezone.now())


@shared_task(name="tracker.read_article")
def read_article(article_id: int, **_: Any) -> None:
    """Read an article that is kept, and find what is proposed in it."""
    intake.read(article_id=article_id, at=timezone.now())


@shared_task(name="tracker.check_article", soft_time_limit=60, time_limit=90)
def check_article(article_id: int, **_: Any) -> None:
    """Look for a page that was read once more, and keep what it says by now."""
    intake.check(article_id=article_id, at=timezone.now())


@shared_task(name="tracker.poll_feed", soft_time_limit=100, time_limit=110)
def poll_feed(feed_id: int, **_: Any) -> None:
    """Poll a feed that is due, and take in what is new in it."""
    polling.poll(feed_id=feed_id, at=timezone.now())


@shared_task(name="tracker.send_due")
def send_due(**_: Any) -> None:
    """Send what is due for a few seconds, and ring again if more is."""
    if deliveries.send_due(at=timezone.now, shelf=_shelf()):
        ring("send_due")


@cache
def _shelf() -> Shelf:
    """Give what this process's messages share; no other writes one while it does."""
    return Shelf()


@shared_task(name="tracker.owe_webhooks")
def owe_webhooks(**_: Any) -> None:
    """Owe partners' systems what has just happened, and ring for each."""
    at = timezone.now()
    owing.owe(at=at)
    owing.ring_due(at=at, ring=ring)


@shared_task(name="tracker.call_endpoint")
def call_endpoint(endpoint_id: int, **_: Any) -> None:
    """Call a partner's system for a few seconds, and ring again if more is due."""
    if calling.call_due(endpoint_id=endpoint_id, at=timezone.now):
        ring("call_endpoint", endpoint_id=endpoint_id)


TASKS: dict[str, Task[..., None]] = {
    "fetch_article": fetch_article,
    "read_article": read_article,
    "check_article": check_article,
    "poll_feed": poll_feed,
    "send_due": send_due,
    "owe_webhooks": owe_webhooks,
    "call_endpoint": call_endpoint,
}


class _Silence:
    """Until when this process rings no bell: each try to reach one that is away takes seconds."""

    seconds = 30
    until = 0.0


def ring(task: str, **identifiers: int) -> None:
    """Ring a task. A bell that can't be reached is noted and forgotten: the tick comes by.

    It is then left alone for a while, so that nobody who changes something waits for it each time.
    """
    if time.monotonic() < _Silence.until:
        return
    try:
        TASKS[task].apply_async(kwargs=identifiers, expires=3600)
    except (OSError, TASKS[task].OperationalError) as error:
        _Silence.until = time.monotonic() + _Silence.seconds
        log.warning("bell out of reach", task=task, error=str(error), **identifiers)
