"""Whatever leads to a request, none goes to a private address: a listener there hears nothing."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from typing import Any

import pytest

from proposals.errors import InvalidInputError
from proposals.models import Article, Feed, Outlet
from proposals.rights import Actor
from proposals.services import articles
from proposals.services.articles import Arrival
from proposals.services.records import keep
from tests.tracker.collecting.conftest import rss
from tests.tracker.conftest import Site
from tracker import fetching, intake
from tracker.collecting import polling
from tracker.collecting.models import Poll, Watch

SYSTEM = Actor.of_system("tests")
WORDS = " ".join(f"word{number}" for number in range(40)).encode()


class Listener:
    """Ports on loopback, of both families, that count who connects."""

    def __init__(self) -> None:
        self.heard = 0
        self.sockets = [_listening(socket.AF_INET, "127.0.0.1", 0)]
        self.port = self.sockets[0].getsockname()[1]
        with suppress(OSError):  # a machine without IPv6
            self.sockets.append(_listening(socket.AF_INET6, "::1", self.port))
        for one in self.sockets:
            threading.Thread(target=self._count, args=(one,), daemon=True).start()

    def _count(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                caller, _address = listening.accept()
                self.heard += 1
                caller.close()

    def close(self) -> None:
        for one in self.sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _listening(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    found = socket.socket(family)
    found.bind((host, port))
    found.listen()
    return found


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    """A listener whose port is as good as 80, so that its address alone speaks against it."""
    with closing(Listener()) as found:
        monkeypatch.setattr(fetching, "PORTS", (80, 443, found.port))
        yield found


def article_at(address: str, at: datetime) -> Article:
    return articles.receive(arrival=Arrival(address=address), by=SYSTEM, at=at)


def feed_at(address: str, at: datetime) -> Feed:
    outlet = Outlet(name_en=f"Outlet of {address}"[:200])
    keep(outlet, by=SYSTEM, at=at)
    found = Feed(outlet=outlet, address=address)
    keep(found, by=SYSTEM, at=at)
    return found


def poll(feed: Feed, at: datetime) -> None:
    polling.due(at=at)
    polling.poll(feed_id=feed.pk, at=at)


def by_an_article(site: Site, target: str, at: datetime) -> None:
    intake.fetch(article_id=article_at(target, at).pk, at=at)


def by_a_redirect_of_an_article(site: Site, target: str, at: datetime) -> None:
    site.status("/story", 302, Location=target)
    by_an_article(site, site.url("/story"), at)


def by_robots_that_redirect(site: Site, target: str, at: datetime) -> None:
    site.status("/robots.txt", 302, Location=target)
    by_an_article(site, site.page("/story", WORDS, "text/plain"), at)


def by_a_feed(site: Site, target: str, at: datetime) -> None:
    poll(feed_at(target, at), at)


def by_a_feed_that_moved(site: Site, target: str, at: datetime) -> None:
    """A person even agrees."""
    site.status("/rss", 301, Location=target)
    feed = feed_at(site.url("/rss"), at)
    poll(feed, at)
    with suppress(Exception):
        polling.follow(feed=feed, by=SYSTEM, at=at)
    polling.poll(feed_id=feed.pk, at=at)


def by_an_entry_of_a_feed(site: Site, target: str, at: datetime) -> None:
    site.page("/rss", rss(target))
    poll(feed_at(site.url("/rss"), at), at)
    for article in Article.objects.all():
        intake.fetch(article_id=article.pk, at=at)


def by_a_page_that_is_looked_for_again(site: Site, target: str, at: datetime) -> None:
    article = article_at(site.page("/story", WORDS, "text/plain"), at)
    intake.fetch(article_id=article.pk, at=at)
    intake.read(article_id=article.pk, at=at)
    site.status("/story", 302, Location=target)
    articles.check_again(article=article, by=SYSTEM, at=at)
    intake.check(article_id=article.pk, at=at)


WAYS = (
    by_an_article,
    by_a_redirect_of_an_article,
    by_robots_that_redirect,
    by_a_feed,
    by_a_feed_that_moved,
    by_an_entry_of_a_feed,
    by_a_page_that_is_looked_for_again,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:7f00:1]", "127.1"])
@pytest.mark.django_db
def test_nothing_leads_to_loopback(
    site: Site, listener: Listener, way: Callable[..., None], host: str, at: datetime
) -> None:
    with suppress(InvalidInputError):  # a spelling that the record itself refuses
        way(site, f"http://{host}:{listener.port}/", at)

    assert listener.heard == 0
    assert not Article.objects.filter(state__in=["kept", "read"]).exclude(
        address=site.url("/story")
    )


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("host", ["169.254.169.254", "10.0.0.1", "192.168.1.1", "[fe80::1]"])
@pytest.mark.django_db
def test_nothing_leads_to_a_private_net(
    site: Site,
    way: Callable[..., None],
    host: str,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[Any] = []
    connect = socket.create_connection

    def noting(address: Any, *arguments: Any, **named: Any) -> socket.socket:
        tried.append(address[0])
        return connect(address, *arguments, **named)

    monkeypatch.setattr(socket, "create_connection", noting)
    way(site, f"http://{host}/latest/meta-data/", at)

    assert set(tried) <= {"127.0.0.1"}  # the tests' own site


def test_what_is_refused_looks_the_same_whatever_listens_there(
    listener: Listener, db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody learns from the answer which ports are open inside."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = unused.getsockname()[1]
    told = set()
    monkeypatch.setattr(fetching, "PORTS", (*fetching.PORTS, closed))
    for port in (listener.port, closed):
        article = article_at(f"http://127.0.0.1:{port}/", at)
        intake.fetch(article_id=article.pk, at=at)
        article.refresh_from_db()
        told.add((article.failure, article.failure_detail.replace(str(port), "PORT")))

    assert len(told) == 1


def test_a_feed_that_was_refused_says_so(site: Site, settings: Any, db: None, at: datetime) -> None:
    settings.FETCH_ALLOWED = []
    feed = feed_at(site.url("/rss"), at)
    poll(feed, at)

    assert Poll.objects.get().failure == "refused"
    assert Watch.objects.get(feed=feed).failures == 1
    assert site.heard == []
