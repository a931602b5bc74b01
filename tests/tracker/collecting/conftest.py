"""A feed of the tests' site, and what such feeds look like."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from proposals.models import Feed, Outlet
from proposals.rights import Actor
from proposals.services.records import keep
from tests.tracker.conftest import Site
from tracker.collecting import polling
from tracker.collecting.models import Poll, Watch
from tracker.collecting.polling import Result

SYSTEM = Actor.of_system("tests")
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Rafidain</title><link>https://rafidain.example/</link>
{items}</channel></rss>"""
ITEM = """<item><guid isPermaLink="false">{guid}</guid><title>{title}</title><link>{link}</link>
<pubDate>{date}</pubDate></item>"""


def rss(*links: str, date: str = "Mon, 09 Mar 2026 10:00:00 +0300", **values: str) -> bytes:
    """Give an RSS feed of an entry for each link."""
    items = (
        ITEM.format(**{"guid": link, "title": "An entry", "link": link, "date": date} | values)
        for link in links
    )
    return RSS.format(items="".join(items)).encode()


@pytest.fixture
def outlet(db: None, at: datetime) -> Outlet:
    found = Outlet(name_en="Rafidain Agency", host="rafidain.example")
    keep(found, by=SYSTEM, at=at)
    return found


@pytest.fixture
def feed(site: Site, outlet: Outlet, at: datetime) -> Feed:
    """A feed on the tests' site, polled once an hour."""
    found = Feed(outlet=outlet, address=site.url("/rss"))
    keep(found, by=SYSTEM, at=at)
    return found


@pytest.fixture
def poll(feed: Feed) -> Callable[[datetime], Result | None]:
    """Give a function that polls the feed at a moment, as the tick and its bell would."""

    def at_moment(moment: datetime) -> Result | None:
        polling.due(at=moment)
        return polling.poll(feed_id=feed.pk, at=moment)

    return at_moment


@pytest.fixture
def watch(feed: Feed) -> Callable[[], Watch]:
    """Give a function that gives how the feed fares."""
    return lambda: Watch.objects.select_related("feed").get(pk=feed.pk)


@pytest.fixture
def last_poll(feed: Feed) -> Callable[[], Any]:
    """Give a function that gives the outcome of the last poll and why."""

    def newest() -> tuple[str, str]:
        found = Poll.objects.filter(feed=feed).latest("id")
        return found.outcome, found.failure or found.detail

    return newest
