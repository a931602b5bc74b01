"""How often a client may call: reads and writes are counted apart, by the minute.

The counts lie in Redis, so that all processes share them. Without Redis each process counts for
itself and the interface works on: a limit keeps one client from crowding out others, and to turn
everybody away would do just that. There are few processes, so the store can bear it.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from proposals.rights import Actor

WINDOW = 60
SAFE = frozenset({"GET", "HEAD"})
PAUSE_AFTER_FAILURE = 5
log = structlog.get_logger("mithaq.api.limits")


@dataclass(frozen=True)
class Allowance:
    """What a client has left of its calls."""

    name: str
    most: int
    left: int
    seconds: int

    @property
    def is_spent(self) -> bool:
        """Whether this call is one too many."""
        return self.left < 0

    def headers(self) -> dict[str, str]:
        """Give it as the header fields of the IETF's draft on rate limits tell it."""
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.most};w={WINDOW}',
            "RateLimit": f'"{self.name}";r={max(self.left, 0)};t={self.seconds}',
        }


def count(actor: Actor, method: str, now: float) -> Allowance:
    """Count one call, and give what is left."""
    name = "reads" if method in SAFE else "writes"
    most: int = settings.API_LIMITS[name]
    window, passed = divmod(int(now), WINDOW)
    calls = _counted(f"api:{actor.key}:{name}:{window}")
    return Allowance(name, most, most - calls, WINDOW - passed)


class _Local:
    """This process's own counts, and since when Redis has been silent."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: dict[str, int] = {}
        self.silent_until = 0.0

    def add(self, key: str) -> int:
        """Count one; what belongs to other minutes goes."""
        minute = key.rsplit(":", 1)[1]
        with self.lock:
            if any(not known.endswith(f":{minute}") for known in list(self.counts)[:1]):
                self.counts.clear()
            self.counts[key] = self.counts.get(key, 0) + 1
            return self.counts[key]


_local = _Local()


def _counted(key: str) -> int:
    if time.monotonic() >= _local.silent_until:
        try:
            return _counted_together(key)
        except RedisError as error:
            _local.silent_until = time.monotonic() + PAUSE_AFTER_FAILURE
            log.warning("counting alone", why=str(error))
    return _local.add(key)


def _counted_together(key: str) -> int:
    """Count one where all processes see it, and let the count go when its minute is long over."""
    counting = _redis(settings.CACHES["calls"]["LOCATION"]).pipeline(transaction=False)
    counting.incr(key)
    counting.expire(key, 2 * WINDOW)
    return int(counting.execute()[0])


@cache
def _redis(location: str) -> Redis:
    """Give the connections to Redis: both commands go there and back at once."""
    return Redis.from_url(location)
