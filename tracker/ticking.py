"""The tick: once a minute, whoever runs it, as often as it likes."""

import time
from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import DatabaseError
from django.db.models import F

from proposals.models import Article
from proposals.signin import noting
from proposals.vocabulary import ArticleState
from tracker import deliveries, digests, reminders
from tracker.collecting import polling
from tracker.models import Delivery, TickStep
from tracker.webhooks import owing

log = structlog.get_logger("mithaq.tick")

BATCH = 500
# How many messages one sender is to have before another helps, up to how many.
FOR_ONE, SENDERS = 500, 4

type Bell = Callable[..., None]


def tick(*, at: datetime, ring: Bell) -> None:
    """Owe what has come due, take back what was left lying, and ring for all that waits.

    Each step stands by itself: one that fails is noted, and the others go on.
    """
    for name, step in STEPS.items():
        began, error = time.perf_counter(), ""
        try:
            step(at, ring)
        except Exception as fault:  # the one loop that must go on
            log.exception("step failed", step=name)
            error = f"{type(fault).__name__}: {fault}"[:500]
        _note(name, time.perf_counter() - began, error, at)


def _note(name: str, seconds: float, error: str, at: datetime) -> None:
    """Write down how a step went, for whoever watches; the store itself may be what failed."""
    step = {"ended_at": at, "seconds": seconds, "last_error": error}
    try:
        TickStep.objects.update_or_create(name=name, defaults=step)
        if error:
            TickStep.objects.filter(name=name).update(failures=F("failures") + 1)
    except DatabaseError:
        log.exception("step not noted", step=name)


def _send(at: datetime, ring: Bell) -> None:
    """Ring for one sender, and for more where there is much to send."""
    due = Delivery.objects.due(at=at)[: SENDERS * FOR_ONE].count()
    for _ in range(min(-(-due // FOR_ONE), SENDERS)):
        ring("send_due")


def _fetch(at: datetime, ring: Bell) -> None:
    _ring_for(ArticleState.WAITING, "fetch_article", at, ring)


def _read(at: datetime, ring: Bell) -> None:
    _ring_for(ArticleState.KEPT, "read_article", at, ring)


def _check(at: datetime, ring: Bell) -> None:
    _ring_for(ArticleState.READ, "check_article", at, ring)


def _poll(at: datetime, ring: Bell) -> None:
    for feed_id in polling.due(at=at)[:BATCH]:
        ring("poll_feed", feed_id=feed_id)


def _ring_for(state: ArticleState, task: str, at: datetime, ring: Bell) -> None:
    for article_id in Article.objects.due(state, at=at).values_list("pk", flat=True)[:BATCH]:
        ring(task, article_id=article_id)


type Step = Callable[[datetime, Bell], object]

STEPS: dict[str, Step] = {
    "owe reminders": lambda at, _ring: reminders.owe(at=at),
    "owe digests": lambda at, _ring: digests.owe(at=at),
    "sweep deliveries": lambda at, _ring: deliveries.sweep(at=at),
    "send": _send,
    "sweep webhooks": lambda at, _ring: owing.sweep(at=at),
    "owe webhooks": lambda at, _ring: owing.owe(at=at),
    "call webhooks": lambda at, ring: owing.ring_due(at=at, ring=ring),
    "fetch": _fetch,
    "read": _read,
    "check": _check,
    "poll": _poll,
    "remove old content": lambda at, _ring: deliveries.remove_content(at=at),
    "remove old sign-ins": lambda at, _ring: noting.remove_old(at=at),
}
