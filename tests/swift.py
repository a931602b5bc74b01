"""Celery's application under a clock that runs fast: Mithaq's days pass in seconds.

It stands still at ``SWIFT_FROM`` for all processes until the file ``SWIFT_SINCE`` is made; then
``SWIFT_SPEED`` seconds pass in one. Celery itself keeps time.
"""

import os
import time
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone

from config.celery import app

__all__ = ["app"]


def now() -> datetime:
    """Give the time of this clock."""
    passed = time.time() - _since() if Path(os.environ["SWIFT_SINCE"]).exists() else 0
    start = datetime.fromisoformat(os.environ["SWIFT_FROM"])
    return start + timedelta(seconds=passed * float(os.environ["SWIFT_SPEED"]))


@cache
def _since() -> float:
    return Path(os.environ["SWIFT_SINCE"]).stat().st_mtime


timezone.now = now
