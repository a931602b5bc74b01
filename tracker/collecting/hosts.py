"""A turn at a site: leave by its robots.txt, few requests at once, and a pause between them.

The turns are rows, so that they hold across all workers. A worker that is killed gives its turn
back when the moment comes by which its request must have ended.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from protego import Protego

from proposals.vocabulary import Failure
from tracker import fetching
from tracker.collecting.models import Host
from tracker.fetching import FetchError, Turn

PAUSE = timedelta(seconds=2)
MOST_AT_ONCE = 2
# The longest pause that a site may ask for (Crawl-delay), and the longest that a worker waits for a
# turn; for a later one it comes back.
LONGEST_PAUSE = timedelta(seconds=60)
PATIENCE = timedelta(seconds=10)
# How often a worker looks again whether one of the turns came back.
STEP = timedelta(seconds=0.5)
# By then a request has ended: the fetch's own limit, and something over.
LONGEST_REQUEST = timedelta(seconds=fetching.TOTAL_SECONDS + 5)
ROBOTS_LAST = timedelta(hours=24)
ROBOTS_LIMIT = 500_000
# Answers by which a site says that it has no robots.txt (RFC 9309, 2.3.1.3).
CLIENT_ERRORS = range(400, 500)


class BusyError(Exception):
    """The site has no turn for us soon; ``until`` is when to ask again."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"busy until {until}")


def polite(at: datetime) -> Turn:
    """Give what surrounds each request: leave and a turn at the site that it goes to."""

    @contextmanager
    def turn(address: str) -> Iterator[None]:
        robots = _robots(address, at)
        if not robots.can_fetch(address, fetching.NAME):
            raise FetchError(Failure.FORBIDDEN, "robots.txt")
        asked = timedelta(seconds=robots.crawl_delay(fetching.NAME) or 0)
        with _turn(_name(address), at, min(max(asked, PAUSE), LONGEST_PAUSE)):
            yield

    return turn


def _name(address: str) -> str:
    return urlsplit(address).netloc.lower()[:260]


@contextmanager
def _turn(name: str, at: datetime, pause: timedelta) -> Iterator[None]:
    """Hold one of a site's turns, from the moment that is free on."""
    now, last = at, at + PATIENCE
    while (moment := _taken(name, now, last, pause)) is None:
        if now >= last:
            raise BusyError(last)
        time.sleep(STEP.total_seconds())
        now += STEP
    time.sleep(max(0.0, (moment - now).total_seconds()))
    try:
        yield
    finally:
        _give_back(name, moment + LONGEST_REQUEST)


def _taken(name: str, now: datetime, last: datetime, pause: timedelta) -> datetime | None:
    """Take a turn and give the moment at which it begins; None where all are taken just now."""
    with transaction.atomic():
        host = _locked(name)
        under_way = [ends for ends in host.busy_until if ends > now]
        if len(under_way) >= MOST_AT_ONCE:
            return None
        moment = max(now, host.next_at or now)
        if moment > last:
            raise BusyError(moment)
        host.busy_until = [*under_way, moment + LONGEST_REQUEST]
        host.next_at = moment + pause
        host.save(update_fields=["busy_until", "next_at"])
    return moment


def _give_back(name: str, ends: datetime) -> None:
    with transaction.atomic():
        host = _locked(name)
        if ends in host.busy_until:
            host.busy_until.remove(ends)
            host.save(update_fields=["busy_until"])


def _locked(name: str) -> Host:
    Host.objects.bulk_create([Host(name=name)], ignore_conflicts=True)
    return Host.objects.select_for_update().get(pk=name)


def _robots(address: str, at: datetime) -> Protego:
    """Give what a site's robots.txt says, asked for once a day."""
    host = Host.objects.filter(pk=_name(address)).first()
    if host is None or host.robots_at is None or host.robots_at < at - ROBOTS_LAST:
        robots = _fetched_robots(address, at)
        values = {"robots": robots, "robots_at": at}
        Host.objects.update_or_create(name=_name(address), defaults=values)
        return Protego.parse(robots)
    return Protego.parse(host.robots)


def _fetched_robots(address: str, at: datetime) -> str:
    """Ask a site for its robots.txt. One that can't tell now may not be asked for anything now."""
    parts = urlsplit(address)

    def turn(onward: str) -> AbstractContextManager[None]:
        return _turn(_name(onward), at, PAUSE)

    try:
        answer = fetching.fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", turn=turn)
    except FetchError as fault:
        if fault.status in CLIENT_ERRORS and fault.status != fetching.TOO_MANY_REQUESTS:
            return ""
        if fault.failure in {Failure.NOT_TEXT, Failure.TOO_LARGE}:
            return ""
        raise
    text = answer.content[:ROBOTS_LIMIT].decode("utf-8-sig", errors="replace")
    return text.replace("\x00", "")
