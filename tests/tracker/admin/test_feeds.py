"""The pages of feeds: how each fares, what came of its polls, and what may be done about it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Article, Feed, User
from proposals.services.records import keep
from proposals.vocabulary import Role
from tests.tracker.collecting.conftest import SYSTEM, feed, last_poll, outlet, poll, rss, watch
from tests.tracker.conftest import Site
from tracker import tasks
from tracker.collecting import polling
from tracker.collecting.models import Poll, Watch

__all__ = ["feed", "last_poll", "outlet", "poll", "watch"]

LIST = reverse("admin:proposals_feed_changelist")
type Sign = Callable[[Role], Browser]


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Iterator[None]:
    """The pages read the clock at their edge: it is the tests' clock."""
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the bell of polling was rung with; the broker is left out of it."""
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(
        tasks.poll_feed, "apply_async", lambda kwargs, **_: found.append(dict(kwargs))
    )
    return found


@pytest.fixture
def sign_in(make_user: Callable[..., User]) -> Sign:
    """Give a function that gives the browser of somebody of a role."""

    def sign(role: Role) -> Browser:
        browser = Browser()
        browser.force_login(make_user(f"some-{role}", role, language="en"))
        return browser

    return sign


def page_of(feed: Feed) -> str:
    return reverse("admin:proposals_feed_change", args=[feed.pk])


def act(browser: Browser, feed: Feed, name: str) -> Any:
    return browser.post(reverse(f"admin:tracker_feed_{name}", args=[feed.pk]), follow=True)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_new_feed_was_not_polled_yet(feed: Feed, sign_in: Sign) -> None:
    browser = sign_in(Role.HEAD)

    assert "not polled yet" in words(browser.get(LIST))
    assert "It has not been polled yet." in words(browser.get(page_of(feed)))


def test_the_page_shows_what_came_of_each_poll(
    site: Site, feed: Feed, poll: Any, sign_in: Sign, at: datetime
) -> None:
    site.page("/rss", rss("https://a.example/1", "https://a.example/2"))
    poll(at - timedelta(hours=3))
    site.status("/rss", 503)
    poll(at - timedelta(hours=1))

    page = words(sign_in(Role.READER).get(page_of(feed)))

    assert "<td>2</td> <td>2</td>" in page
    assert "The address can&#x27;t be reached." in page
    assert "HTTP 503" in page
    assert ">failing</span>" in page
    assert "<dd>2</dd>" in page
    assert "Poll now" not in page


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"pause": "failing"}, "paused"),
        ({"failures": 2}, "failing"),
        ({}, "well"),
    ],
)
def test_the_list_tells_in_a_word_how_a_feed_fares(
    feed: Feed, sign_in: Sign, at: datetime, values: dict[str, Any], word: str
) -> None:
    Watch.objects.create(feed=feed, next_at=at, succeeded_at=at, **values)

    assert f">{word}</span>" in words(sign_in(Role.HEAD).get(LIST))


def test_a_feed_that_is_switched_off_says_so(feed: Feed, sign_in: Sign, at: datetime) -> None:
    feed.is_active = False
    keep(feed, by=SYSTEM, at=at)
    Watch.objects.create(feed=feed, next_at=at, pause="failing")
    browser = sign_in(Role.HEAD)

    assert ">switched off</span>" in words(browser.get(LIST))
    assert "Poll now" not in words(browser.get(page_of(feed)))


def test_a_paused_feed_is_announced_and_found(feed: Feed, sign_in: Sign, at: datetime) -> None:
    browser = sign_in(Role.HEAD)
    assert "waits for you" not in words(browser.get(LIST))
    Watch.objects.create(feed=feed, next_at=at, pause="garbled")

    assert "1 feed is paused and waits for you" in words(browser.get(LIST))
    assert feed.address in words(browser.get(LIST, {"health": "paused"}))
    assert feed.address not in words(browser.get(LIST, {"health": "failing"}))
    page = words(browser.get(page_of(feed)))
    assert "What it answers is no feed." in page
    assert "Resume" in page


def test_a_failing_feed_is_found(feed: Feed, sign_in: Sign, at: datetime) -> None:
    Watch.objects.create(feed=feed, next_at=at, failures=1, failing_since=at)
    browser = sign_in(Role.HEAD)

    assert feed.address in words(browser.get(LIST, {"health": "failing"}))
    assert feed.address not in words(browser.get(LIST, {"health": "paused"}))


def test_a_head_has_a_feed_polled_now(
    site: Site, feed: Feed, sign_in: Sign, rung: list[Any], at: datetime
) -> None:
    site.page("/rss", rss("https://a.example/1"))
    Watch.objects.create(feed=feed, next_at=at + timedelta(days=1), pause="failing", failures=9)

    page = words(act(sign_in(Role.HEAD), feed, "poll"))

    assert "It is polled now" in page
    assert rung == [{"feed_id": feed.pk}]
    tasks.poll_feed(feed_id=feed.pk)
    assert Article.objects.get().address == "https://a.example/1"


def test_a_head_follows_a_feed_to_its_new_address(
    feed: Feed, sign_in: Sign, rung: list[Any], at: datetime
) -> None:
    Watch.objects.create(feed=feed, next_at=at, pause="moved", moved_to="https://new.example/rss")
    browser = sign_in(Role.HEAD)
    assert "https://new.example/rss" in words(browser.get(page_of(feed)))

    assert "new address" in words(act(browser, feed, "follow"))

    feed.refresh_from_db()
    assert feed.address == "https://new.example/rss"
    assert rung == [{"feed_id": feed.pk}]
    assert "did not move" in words(act(browser, feed, "follow"))


def test_a_feed_that_was_put_right_is_tried_at_once(
    feed: Feed, sign_in: Sign, at: datetime
) -> None:
    Watch.objects.create(feed=feed, next_at=at + timedelta(days=1), pause="gone")
    entered = {
        "outlet": feed.outlet_id,
        "address": "https://new.example/rss",
        "is_active": "on",
        "every_minutes": 60,
    }

    sign_in(Role.HEAD).post(page_of(feed), entered)

    assert polling.due(at=at) == [feed.pk]


def test_looking_does_nothing(feed: Feed, sign_in: Sign, rung: list[Any], at: datetime) -> None:
    browser = sign_in(Role.HEAD)
    for name in ("poll", "follow"):
        answer = browser.get(reverse(f"admin:tracker_feed_{name}", args=[feed.pk]))
        assert answer.status_code == 302

    assert rung == []
    assert not Watch.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.OFFICER])
@pytest.mark.parametrize("name", ["poll", "follow"])
def test_others_look_only(feed: Feed, sign_in: Sign, role: Role, name: str) -> None:
    browser = sign_in(role)

    assert browser.get(page_of(feed)).status_code == 200
    assert act(browser, feed, name).status_code == 403


def test_nobody_acts_on_nothing(sign_in: Sign, db: None) -> None:
    browser = sign_in(Role.HEAD)

    assert browser.post(reverse("admin:tracker_feed_poll", args=[999])).status_code == 404
    assert Browser().post(reverse("admin:tracker_feed_poll", args=[999])).status_code == 302


def test_a_feed_is_deleted_with_all_that_is_known_of_it(
    site: Site, feed: Feed, poll: Any, sign_in: Sign, at: datetime
) -> None:
    site.page("/rss", rss("https://a.example/1"))
    poll(at)

    address = reverse("admin:proposals_feed_delete", args=[feed.pk])
    sign_in(Role.ADMINISTRATOR).post(address, {"post": "yes"})

    assert not Feed.objects.exists()
    assert not Poll.objects.exists()
    assert Article.objects.count() == 1


def test_the_list_asks_the_same_however_many_feeds(
    feed: Feed, sign_in: Sign, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        keep(Feed(outlet=feed.outlet, address=f"https://a.example/{number}"), by=SYSTEM, at=at)
    polling.due(at=at)
    browser = sign_in(Role.HEAD)

    with django_assert_max_num_queries(8):
        browser.get(LIST)
