"""The tick: once a minute, whoever runs it, as often as it likes."""

from collections.abc import Callable
from datetime import datetime

from proposals.models import Article
from proposals.vocabulary import ArticleState
from tracker import deliveries, digests, reminders
from tracker.models import Delivery
from tracker.webhooks import owing

BATCH = 500


def tick(*, at: datetime, ring: Callable[..., None]) -> None:
    """Owe what has come due, take back what was left lying, and ring for all that waits."""
    reminders.owe(at=at)
    digests.owe(at=at)
    deliveries.sweep(at=at)
    owing.sweep(at=at)
    owing.owe(at=at)
    owing.ring_due(at=at, ring=ring)
    if Delivery.objects.due(at=at).exists():
        ring("send_due")
    for state, task in (
        (ArticleState.WAITING, "fetch_article"),
        (ArticleState.KEPT, "read_article"),
    ):
        for article_id in Article.objects.due(state, at=at).values_list("pk", flat=True)[:BATCH]:
            ring(task, article_id=article_id)
