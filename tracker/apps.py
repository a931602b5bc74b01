"""The application's entry for Django: whom it listens to."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.announcements import (
    article_doubted,
    article_kept,
    article_received,
    handed_over,
    proposal_changed,
)


class TrackerConfig(AppConfig):
    """What happens by itself, and on time."""

    name = "tracker"
    verbose_name = _("Tracking")

    def ready(self) -> None:
        """Listen to what the record announces, and see to what every installation has."""
        article_received.connect(_ring_fetching, dispatch_uid="tracker.fetching")
        article_doubted.connect(_ring_checking, dispatch_uid="tracker.checking")
        article_kept.connect(_ring_reading, dispatch_uid="tracker.reading")
        proposal_changed.connect(_ring_webhooks, dispatch_uid="tracker.webhooks")
        handed_over.connect(_owe_handover, dispatch_uid="tracker.handovers")
        post_migrate.connect(_furnish, sender=self, dispatch_uid="tracker.furnish")


def _ring_fetching(article_id: int, **_: Any) -> None:
    from tracker.tasks import ring  # noqa: PLC0415  # tasks need the models

    ring("fetch_article", article_id=article_id)


def _ring_checking(article_id: int, **_: Any) -> None:
    from tracker.tasks import ring  # noqa: PLC0415  # tasks need the models

    ring("check_article", article_id=article_id)


def _ring_reading(article_id: int, **_: Any) -> None:
    from tracker.tasks import ring  # noqa: PLC0415  # tasks need the models

    ring("read_article", article_id=article_id)


def _ring_webhooks(**_: Any) -> None:
    from tracker.models import Endpoint  # noqa: PLC0415  # not before the models are there
    from tracker.tasks import ring  # noqa: PLC0415  # tasks need the models

    if Endpoint.objects.listening().exists():
        ring("owe_webhooks")


def _owe_handover(handover_id: int, **_: Any) -> None:
    from tracker import handovers  # noqa: PLC0415  # it needs the models

    handovers.owe(handover_id=handover_id)


def _furnish(using: str, **_: Any) -> None:
    """Bring the parties' names up to date, and make the usual reminder rules at first."""
    from tracker.parties import load_parties  # noqa: PLC0415  # needs the models
    from tracker.reminders import ensure_default_rules  # noqa: PLC0415  # needs the models

    if using == "default":
        load_parties(at=timezone.now())
        ensure_default_rules()
