"""``manage.py poll``: what the operator sees of the feeds, and how one is polled at once."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from proposals.models import Article, Feed
from proposals.services.records import keep
from tests.tracker.collecting.conftest import SYSTEM, feed, outlet, rss
from tests.tracker.conftest import Site
from tracker.collecting.models import Watch

__all__ = ["feed", "outlet"]


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("poll", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_feeds_are_listed(feed: Feed) -> None:
    assert run() == (f"{feed.pk}  on  {feed.address}\n", "")


def test_a_feed_is_polled_now_although_it_is_paused(site: Site, feed: Feed, at: datetime) -> None:
    site.page("/rss", rss("https://a.example/1", "https://a.example/2"))
    Watch.objects.create(feed=feed, next_at=at + timedelta(days=9000), pause="failing")

    out, _err = run(str(feed.pk))

    assert "read  2 new of 2" in out
    assert Article.objects.count() == 2


def test_why_a_feed_gave_nothing_is_told(site: Site, feed: Feed) -> None:
    site.status("/rss", 404)

    assert run(str(feed.pk))[0].endswith("failed  0 new of 0  not_found  HTTP 404\n")


def test_a_feed_that_is_switched_off_stays_so(feed: Feed, at: datetime) -> None:
    feed.is_active = False
    keep(feed, by=SYSTEM, at=at)

    out, err = run(str(feed.pk))

    assert " off " in out
    assert "not polled" in err


def test_a_feed_that_is_not_there_is_named(feed: Feed) -> None:
    with pytest.raises(CommandError, match="There is no feed 0"):
        run("0")
