"""Turns at a site, across workers, and what its robots.txt says."""

import itertools
import threading
import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django.db import connection
from django.utils import timezone

from proposals.vocabulary import Failure
from tests.tracker.conftest import Site
from tracker import fetching
from tracker.collecting import hosts
from tracker.collecting.hosts import BusyError, polite
from tracker.collecting.models import Host
from tracker.fetching import FetchError

pytestmark = pytest.mark.django_db


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each request waited, in a list that grows; no time passes."""
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


@pytest.fixture
def usual_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "PAUSE", timedelta(seconds=2))


@pytest.fixture
def without_robots(at: datetime) -> None:
    """Sites that are known to have no robots.txt."""
    for name in ("a.example", "b.example", "a.example:8080"):
        Host.objects.create(name=name, robots_at=at)


def visit(address: str, at: datetime) -> None:
    with polite(at)(address):
        pass


def test_a_site_is_asked_once_in_two_seconds(
    slept: list[float], usual_pause: None, without_robots: None, at: datetime
) -> None:
    for _ in range(4):
        visit("https://a.example/1", at)

    assert slept == [0, 2, 4, 6]


def test_another_site_need_not_wait(
    slept: list[float], usual_pause: None, without_robots: None, at: datetime
) -> None:
    for address in ("https://a.example/1", "https://b.example/1", "http://a.example:8080/"):
        visit(address, at)

    assert slept == [0, 0, 0]


def test_a_site_that_was_left_alone_answers_at_once(
    slept: list[float], usual_pause: None, without_robots: None, at: datetime
) -> None:
    visit("https://a.example/1", at)
    visit("https://a.example/1", at + timedelta(seconds=3))

    assert slept == [0, 0]


def test_who_would_wait_long_comes_back_later(
    slept: list[float], usual_pause: None, without_robots: None, at: datetime
) -> None:
    for _ in range(6):
        visit("https://a.example/1", at)

    with pytest.raises(BusyError) as busy:
        visit("https://a.example/1", at)
    assert busy.value.until == at + timedelta(seconds=12)
    assert max(slept) == 10


def test_two_requests_at_once_are_the_most(
    slept: list[float], without_robots: None, at: datetime
) -> None:
    turn = polite(at)
    with ExitStack() as under_way:
        for _ in range(2):
            under_way.enter_context(turn("https://a.example/1"))
        with pytest.raises(BusyError) as busy:
            visit("https://a.example/1", at)
        assert busy.value.until == at + hosts.PATIENCE
        visit("https://b.example/1", at)

    visit("https://a.example/1", at)


def test_a_turn_that_comes_back_is_taken_by_who_waits(
    without_robots: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn, under_way = polite(at), ExitStack()
    for _ in range(2):
        under_way.enter_context(turn("https://a.example/1"))
    monkeypatch.setattr(time, "sleep", lambda _seconds: under_way.close())

    visit("https://a.example/1", at)


def test_a_worker_that_was_killed_gives_its_turns_back_in_time(
    slept: list[float], without_robots: None, at: datetime
) -> None:
    Host.objects.filter(name="a.example").update(busy_until=[at + hosts.LONGEST_REQUEST] * 2)
    with pytest.raises(BusyError):
        visit("https://a.example/1", at)

    visit("https://a.example/1", at + hosts.LONGEST_REQUEST)
    assert Host.objects.get(name="a.example").busy_until == []


def test_a_request_that_fails_gives_its_turn_back(without_robots: None, at: datetime) -> None:
    with pytest.raises(RuntimeError), polite(at)("https://a.example/1"):
        raise RuntimeError

    assert Host.objects.get(name="a.example").busy_until == []


@pytest.mark.django_db(transaction=True)
def test_the_pause_holds_across_workers(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "PAUSE", timedelta(seconds=0.4))
    Host.objects.create(name=site.place, robots_at=timezone.now())
    moments: list[float] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        moments.append(time.monotonic())
        request.send_error(404)

    site.answers["/story"] = answer

    def work() -> None:
        with pytest.raises(FetchError):
            fetching.fetch(site.url("/story"), turn=polite(timezone.now()))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert len(gaps) == 3
    assert min(gaps) > 0.3


# robots.txt


def allowed(site: Site, path: str, at: datetime) -> bool:
    """Tell whether the site lets us fetch a path."""
    try:
        visit(site.url(path), at)
    except FetchError as fault:
        if fault.failure != Failure.FORBIDDEN:
            raise
        return False
    return True


@pytest.mark.parametrize(
    ("robots", "path", "may"),
    [
        (b"", "/story", True),
        (b"User-agent: *\nDisallow: /", "/story", False),
        (b"User-agent: *\nDisallow:", "/story", True),
        (b"User-agent: *\nDisallow: /private", "/story", True),
        (b"User-agent: *\nDisallow: /private", "/private/1", False),
        (b"User-agent: *\nDisallow: /\nAllow: /story", "/story", True),
        (b"User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        (b"User-agent: mithaq\nDisallow: /\n\nUser-agent: *\nDisallow:", "/story", False),
        (b"User-agent: OtherBot\nDisallow: /", "/story", True),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: Mithaq\nDisallow:", "/story", True),
        ("User-agent: *\nDisallow: /خبر".encode(), "/%D8%AE%D8%A8%D8%B1/1", False),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", "/story", False),
        (b"<html>Not found, sorry</html>", "/story", True),
        (b"\x00\xff nonsense", "/story", True),
    ],
)
def test_what_a_site_forbids_is_not_fetched(
    site: Site, at: datetime, robots: bytes, path: str, may: bool
) -> None:
    site.page("/robots.txt", robots, "text/plain")

    assert allowed(site, path, at) is may


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_forbids_nothing(site: Site, at: datetime, status: int) -> None:
    site.status("/robots.txt", status)

    assert allowed(site, "/story", at)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_can_not_tell_is_left_alone_for_now(
    site: Site, at: datetime, status: int
) -> None:
    site.status("/robots.txt", status)

    with pytest.raises(FetchError) as failed:
        visit(site.url("/story"), at)

    assert (failed.value.failure, failed.value.is_passing) == (Failure.UNREACHABLE, True)
    assert Host.objects.get(name=site.place).robots_at is None


def test_robots_are_asked_for_once_a_day(site: Site, at: datetime) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private", "text/plain")
    for hours in (0, 1, 23, 25):
        assert allowed(site, "/story", at + timedelta(hours=hours))

    assert len(site.robots_asked) == 2


@pytest.mark.parametrize(("asked", "pause"), [(1, 2), (5, 5), (600, 60)])
def test_a_site_may_ask_for_a_longer_pause(
    site: Site, usual_pause: None, slept: list[float], at: datetime, asked: int, pause: int
) -> None:
    site.page("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}".encode(), "text/plain")
    visit(site.url("/story"), at)

    # The robots themselves took the first turn.
    assert Host.objects.get(name=site.place).next_at == at + timedelta(seconds=2 + pause)


def test_robots_on_a_private_address_are_not_asked_for(closed_site: Site, at: datetime) -> None:
    with pytest.raises(FetchError) as failed:
        visit(closed_site.url("/story"), at)

    assert failed.value.failure == Failure.REFUSED
    assert closed_site.heard == []


def test_robots_are_asked_for_under_our_name(site: Site, at: datetime) -> None:
    allowed(site, "/story", at)

    assert site.heard[0]["User-Agent"].startswith("Mithaq/1 (+http")
