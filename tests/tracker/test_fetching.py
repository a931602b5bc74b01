"""Fetching from a real server that misbehaves in each of the ways that the web knows."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from proposals.vocabulary import Failure
from tests.tracker.conftest import Site
from tracker import fetching
from tracker.fetching import FetchError, Request, fetch, is_public

PRIVATE = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104  # an address, bound to by nobody
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


def failure_of(address: str) -> FetchError:
    with pytest.raises(FetchError) as failed:
        fetch(address)
    return failed.value


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_and_tunnelled_addresses_are_not(address: str) -> None:
    assert not is_public(address)


def test_a_page_is_kept_with_its_type_and_where_it_was(site: Site) -> None:
    address = site.page("/story", "<p>خبر</p>".encode(), "text/html; charset=utf-8")

    fetched = fetch(address)

    assert fetched.content == "<p>خبر</p>".encode()
    assert fetched.content_type == "text/html; charset=utf-8"
    assert fetched.address == address


def test_redirects_are_followed_to_where_they_end(site: Site) -> None:
    site.page("/new", b"here")
    site.status("/old", 301, Location="/new")

    assert fetch(site.url("/old")).address == site.url("/new")


def test_more_than_five_redirects_are_too_many(site: Site) -> None:
    for number in range(7):
        site.status(f"/{number}", 302, Location=f"/{number + 1}")

    assert failure_of(site.url("/0")).failure == Failure.UNREACHABLE
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:7f00:1]",
    ],
)
def test_loopback_is_refused_in_every_spelling(closed_site: Site, host: str) -> None:
    fault = failure_of(f"http://{host}:{closed_site.port}/")

    # A spelling that no browser takes is not even looked up.
    assert fault.failure in {Failure.REFUSED, Failure.UNREACHABLE}
    assert closed_site.asked == []


def test_a_redirect_to_a_private_address_is_refused_before_it_is_asked(
    site: Site, settings: Any
) -> None:
    site.status("/out", 302, Location="http://127.0.0.1:80/secret")

    assert failure_of(site.url("/out")).failure == Failure.REFUSED
    assert site.asked == ["/out"]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.com/a",
        "file:///etc/hostname",
        "gopher://example.com/",
        "data:text/html,x",
        "http://user:secret@example.com/",
        "http:///nothing",
    ],
)
def test_other_schemes_and_credentials_are_refused(address: str) -> None:
    assert failure_of(address).failure == Failure.REFUSED


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 8080])
def test_other_ports_are_refused(port: int) -> None:
    assert failure_of(f"http://127.0.0.1:{port}/").failure == Failure.REFUSED


def test_the_address_that_was_checked_is_the_one_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that answers a public address first and a private one later gains nothing by it."""
    looked_up: list[str] = []
    tried: list[str] = []

    def lookup(host: str, port: int, **_: Any) -> list[Any]:
        looked_up.append(host)
        ip = "8.8.8.8" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        tried.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)

    assert failure_of("http://rebind.test/").failure == Failure.UNREACHABLE
    assert (looked_up, tried) == (["rebind.test"], ["8.8.8.8"])


def test_one_private_answer_among_public_ones_refuses_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(_host: str, port: int, **_: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))
            for ip in ("8.8.8.8", "10.0.0.5")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)

    assert failure_of("http://mixed.test/").failure == Failure.REFUSED


def test_a_page_over_the_limit_is_too_large(site: Site, settings: Any) -> None:
    settings.ARTICLE_LIMIT = 1000

    assert failure_of(site.page("/large", b"x" * 1001)).failure == Failure.TOO_LARGE
    assert fetch(site.page("/just", b"x" * 1000)).content == b"x" * 1000


def test_a_bomb_is_cut_off_at_the_limit(site: Site, settings: Any) -> None:
    settings.ARTICLE_LIMIT = 100_000

    assert failure_of(site.bomb("/bomb", 50_000_000)).failure == Failure.TOO_LARGE


def test_compression_that_was_not_asked_for_is_refused(site: Site) -> None:
    address = site.page("/nested", b"...", Content_Encoding="gzip, gzip")

    assert failure_of(address).failure == Failure.NOT_TEXT


def test_broken_compression_is_no_text(site: Site) -> None:
    address = site.page("/broken", b"not gzip at all", Content_Encoding="gzip")

    assert failure_of(address).failure == Failure.NOT_TEXT


def test_the_whole_fetch_has_one_deadline(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 1)
    started = time.monotonic()

    fault = failure_of(site.drip("/drip", 0.1))

    assert fault.failure == Failure.TOO_SLOW
    assert fault.is_passing
    assert time.monotonic() - started < 10  # it would never end by itself


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "application/zip"])
def test_other_media_are_no_text(site: Site, content_type: str) -> None:
    assert failure_of(site.page("/file", b"...", content_type)).failure == Failure.NOT_TEXT


@pytest.mark.parametrize(
    ("status", "failure", "is_passing"),
    [
        (404, Failure.NOT_FOUND, False),
        (410, Failure.NOT_FOUND, False),
        (403, Failure.UNREACHABLE, False),
        (429, Failure.UNREACHABLE, True),
        (500, Failure.UNREACHABLE, True),
        (503, Failure.UNREACHABLE, True),
    ],
)
def test_refusals_of_the_site_are_told_apart(
    site: Site, status: int, failure: Failure, is_passing: bool
) -> None:
    fault = failure_of(site.status("/page", status))

    assert (fault.failure, fault.is_passing) == (failure, is_passing)


def test_a_closed_port_may_open_later(site: Site, settings: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{unused.getsockname()[1]}"
    settings.FETCH_ALLOWED = [place]

    fault = failure_of(f"http://{place}/")

    assert (fault.failure, fault.is_passing) == (Failure.UNREACHABLE, True)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120),
        ("Mon, 09 Mar 2026 07:02:00 GMT", 120),
        ("Mon, 09 Mar 2026 06:00:00 GMT", 0),
        ("-5", 0),
        ("soon", 0),
        ("", 0),
        ("999999", fetching.LONGEST_WAIT),
    ],
)
def test_a_site_says_how_long_it_wants_to_be_left_alone(asked: str, seconds: int) -> None:
    headers = httpx.Headers({"Retry-After": asked, "Date": "Mon, 09 Mar 2026 07:00:00 GMT"})

    assert fetching._patience(headers) == seconds


def test_https_is_never_left_for_http(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first hop is made out to be https, since the tests' site speaks no TLS."""
    site.status("/old", 301, Location=site.url("/new"))
    secure = site.url("/old").replace("http:", "https:")
    monkeypatch.setattr(fetching, "_ask", lambda *_: site.url("/new"))

    assert failure_of(secure).failure == Failure.REFUSED
    assert site.asked == []


def test_each_hop_waits_for_its_turn(site: Site) -> None:
    site.status("/old", 301, Location="/new")
    site.page("/new", b"here")
    turns: list[str] = []

    @contextmanager
    def turn(address: str) -> Iterator[None]:
        turns.append(address)
        yield
        turns.append("given back")

    fetch(site.url("/old"), turn=turn)

    assert turns == [site.url("/old"), "given back", site.url("/new"), "given back"]


def test_waiting_for_a_turn_costs_nothing_of_the_deadline(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 0.5)

    @contextmanager
    def late(_address: str) -> Iterator[None]:
        time.sleep(0.6)
        yield

    assert fetch(site.page("/story", b"here"), turn=late).content == b"here"


def test_a_turn_that_is_refused_leaves_the_site_alone(site: Site) -> None:
    site.page("/story", b"here")

    @contextmanager
    def never(_address: str) -> Iterator[None]:
        if site.asked == []:
            raise FetchError(Failure.FORBIDDEN)
        yield

    with pytest.raises(FetchError):
        fetch(site.url("/story"), turn=never)
    assert site.asked == []


def test_a_page_that_was_not_asked_for_conditionally_can_not_be_unchanged(site: Site) -> None:
    assert failure_of(site.status("/page", 304)).failure == Failure.UNREACHABLE


@pytest.mark.parametrize("content_type", ["", "application/rdf+xml", "application/octet-stream"])
def test_feeds_come_under_many_names(site: Site, content_type: str) -> None:
    address = site.page("/rss", b"<rss/>", content_type)

    assert fetch(address, Request.for_feed()).content == b"<rss/>"


def test_a_redirect_that_makes_no_sense_is_no_address(site: Site) -> None:
    site.status("/old", 301, Location="http://[")

    fault = failure_of(site.url("/old"))

    assert (fault.failure, fault.is_passing) == (Failure.UNREACHABLE, False)


@pytest.mark.parametrize("path", ["/a\r\nX-Evil: 1", "/" + "x" * 70_000])
def test_odd_addresses_are_refused_or_encoded(site: Site, path: str) -> None:
    fault = failure_of(f"http://{site.place}{path}")

    assert fault.failure in {Failure.UNREACHABLE, Failure.REFUSED, Failure.NOT_FOUND}
    assert all("X-Evil" not in headers for headers in site.heard)
