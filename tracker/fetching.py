"""The only module that opens a connection to the outside.

Each connection goes to an address that was itself looked up and checked, once, so that neither a
redirect nor a changed DNS answer leads anywhere else (the rule and its reasons: docs/operating.md).
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from django.conf import settings

from proposals.vocabulary import Failure

# The name that a site's robots.txt may call us by.
NAME = "Mithaq"
TOTAL_SECONDS = 20
CONNECT_SECONDS = 5
MAX_REDIRECTS = 5
PORTS = (80, 443)
ENCODINGS = ("", "identity", "gzip", "deflate")
TEXT_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/atom",
)
# Feeds are served under many names, and by some sites under none.
FEED_TYPES = (*TEXT_TYPES, "application/rdf", "application/octet-stream")
GONE = (404, 410)
NOT_MODIFIED = 304
TOO_MANY_REQUESTS = 429
# A site that asks for patience is given no more than a day of it.
LONGEST_WAIT = 86_400

# IPv6 addresses are public only here, less the parts that lead into tunnels or documentation.
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for network in ("2002::/16", "2001::/32", "2001:db8::/32", "3fff::/20", "192.88.99.0/24")
]


class FetchError(Exception):
    """An address that gave nothing to keep; ``is_passing`` where another try may help.

    ``status`` is what the site answered, ``retry_after`` for how many seconds it wants to be left
    alone, ``onward`` where it sent us although we may not follow.
    """

    def __init__(  # the facts of a failed request
        self,
        failure: Failure,
        detail: str = "",
        *,
        is_passing: bool = False,
        status: int = 0,
        retry_after: int = 0,
        onward: str = "",
    ) -> None:
        self.failure, self.detail, self.is_passing = failure, detail, is_passing
        self.status, self.retry_after, self.onward = status, retry_after, onward
        super().__init__(f"{failure}: {detail}")


@dataclass(frozen=True)
class Fetched:
    """What an address answered: where the redirects ended, and the body, decompressed.

    ``etag`` and ``last_modified`` are the site's own marks of this version, to be shown to it when
    the address is asked again; ``is_unchanged`` is its answer that nothing is new.
    """

    address: str
    content: bytes
    content_type: str
    etag: str = ""
    last_modified: str = ""
    is_unchanged: bool = False


@dataclass(frozen=True)
class Request:
    """What is asked of an address: which media are taken, and which version is already here."""

    accept: str = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"
    types: tuple[str, ...] = TEXT_TYPES
    headers: dict[str, str] = field(default_factory=dict)
    may_leave_host: bool = True

    @classmethod
    def for_feed(cls, etag: str = "", last_modified: str = "") -> "Request":
        """Ask for a feed that may have changed; where it moved to, a person decides."""
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return cls(
            accept="application/atom+xml,application/rss+xml,application/xml;q=0.9,*/*;q=0.1",
            types=FEED_TYPES,
            headers={name: value for name, value in known.items() if value},
            may_leave_host=False,
        )


PAGE = Request()

# What surrounds each request to an address: its turn, and the leave to make it.
type Turn = Callable[[str], AbstractContextManager[None]]


def at_once(_address: str) -> AbstractContextManager[None]:
    """Wait for nobody."""
    return nullcontext()


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, and no tunnel into another net."""
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_multicast or not ip.is_global:
        return False
    if ip.version == 6 and ip not in _GLOBAL_UNICAST:  # noqa: PLR2004  # IPv6
        return False
    return not any(ip in network for network in _NOT_PUBLIC if network.version == ip.version)


def fetch(address: str, request: Request = PAGE, *, turn: Turn = at_once) -> Fetched:
    """Fetch an address over at most MAX_REDIRECTS redirects, each checked like the first.

    ``turn`` surrounds each of the requests; what it waits is not counted against the deadline.
    """
    deadline = Deadline(TOTAL_SECONDS)
    with _faults_explained(), _client(deadline) as client:
        for _hop in range(MAX_REDIRECTS + 1):
            _require_web_address(address)
            with deadline.extended_by(turn(address)):
                answer = _ask(client, address, request)
            if isinstance(answer, Fetched):
                return answer
            _require_good_way(address, answer, request)
            address = answer
    raise FetchError(Failure.UNREACHABLE, f"more than {MAX_REDIRECTS} redirects")


def _ask(client: httpx.Client, address: str, request: Request) -> Fetched | str:
    """Give what an address answers, or where it sends us."""
    headers = {"Accept": request.accept, **request.headers}
    with client.stream("GET", address, headers=headers) as response:
        if response.has_redirect_location:
            return urljoin(address, str(response.headers["location"]))
        return _kept(response, request)


def _require_good_way(address: str, onward: str, request: Request) -> None:
    if address.startswith("https:") and not onward.startswith("https:"):
        raise FetchError(Failure.REFUSED, "redirected away from https")
    if not request.may_leave_host and host_of(onward) != host_of(address):
        raise FetchError(Failure.UNREACHABLE, "redirected to another host", onward=onward)


def host_of(address: str) -> str:
    """Give the host and port of an address, as one site: without ``www.``"""
    return urlsplit(address).netloc.lower().removeprefix("www.")


@dataclass(frozen=True)
class Answered:
    """What an address answered to what was sent there; its body is of no interest."""

    status: int
    retry_after: int | None


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answered:
    """Send JSON to an address, once: no redirect is followed, and no answer's body is read."""
    if not may_be_posted_to(address):
        raise FetchError(Failure.REFUSED, "not a plain https address")
    sent = {"Content-Type": "application/json", "Accept": "*/*", **headers}
    with (
        _faults_explained(),
        _client(Deadline(TOTAL_SECONDS)) as client,
        client.stream("POST", address, content=body, headers=sent) as response,
    ):
        wait = response.headers.get("retry-after", "")
        is_seconds = wait.isascii() and wait.isdigit() and len(wait) < len("1000000")
        return Answered(response.status_code, int(wait) if is_seconds else None)


def may_be_posted_to(address: str) -> bool:
    """Tell whether an address is one to which partners are told: https, at the usual port.

    What its name leads to is checked at each connection, an IP address in its place here too.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if not parts.hostname or "@" in parts.netloc:
        return False
    if f"{parts.hostname}:{port}" in settings.FETCH_ALLOWED:
        return parts.scheme in {"http", "https"}
    return parts.scheme == "https" and port in {None, 443} and _may_be_public(parts.hostname)


def _may_be_public(host: str) -> bool:
    try:
        return is_public(host)
    except ValueError:  # a name
        return True


def _require_web_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise FetchError(Failure.REFUSED, "not a plain web address")


def _kept(response: httpx.Response, request: Request) -> Fetched:
    """Read an answer's body as far as the limit allows."""
    marks = {
        "etag": response.headers.get("etag", ""),
        "last_modified": response.headers.get("last-modified", ""),
    }
    if response.status_code == NOT_MODIFIED and request.headers:
        return Fetched(str(response.url), b"", "", **marks, is_unchanged=True)
    _require_success(response)
    content_type = response.headers.get("content-type", "")
    if content_type and not content_type.lower().startswith(request.types):
        raise FetchError(Failure.NOT_TEXT, content_type[:80])
    return Fetched(str(response.url), _body(response), content_type, **marks)


def _require_success(response: httpx.Response) -> None:
    status = response.status_code
    if status in GONE:
        raise FetchError(Failure.NOT_FOUND, f"HTTP {status}", status=status)
    if not response.is_success:
        raise FetchError(
            Failure.UNREACHABLE,
            f"HTTP {status}",
            is_passing=response.is_server_error or status == TOO_MANY_REQUESTS,
            status=status,
            retry_after=_patience(response.headers),
        )


def _patience(headers: httpx.Headers) -> int:
    """Give the seconds that a site asks for, as a number or as a date (RFC 9110, 10.2.3).

    A date is counted from the site's own clock, which its answer tells.
    """
    asked = headers.get("retry-after", "")
    try:
        seconds = int(asked)
    except ValueError:
        until, now = (_moment(text) for text in (asked, headers.get("date", "")))
        seconds = int((until - now).total_seconds()) if until and now else 0
    return max(0, min(seconds, LONGEST_WAIT))


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _body(response: httpx.Response) -> bytes:
    """Read a body, decompressed, and stop where it grows over the limit."""
    if response.headers.get("content-encoding", "").strip().lower() not in ENCODINGS:
        raise FetchError(Failure.NOT_TEXT, "compressed in a way that was not asked for")
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > settings.ARTICLE_LIMIT:
            raise FetchError(Failure.TOO_LARGE, f"over {settings.ARTICLE_LIMIT} bytes")
    return bytes(body)


@contextmanager
def _faults_explained() -> Iterator[None]:
    """Turn the HTTP library's faults into ours."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise FetchError(Failure.TOO_SLOW, type(error).__name__, is_passing=True) from error
    except httpx.DecodingError as error:
        raise FetchError(Failure.NOT_TEXT, "broken compression") from error
    except httpx.HTTPError as error:
        detail = type(error).__name__
        raise FetchError(Failure.UNREACHABLE, detail, is_passing=True) from error
    except (httpx.InvalidURL, ValueError) as error:  # an address that can't be one
        raise FetchError(Failure.UNREACHABLE, type(error).__name__) from error


def agent() -> str:
    """Give the name under which Mithaq asks, with where to learn who that is."""
    return f"{NAME}/1 (+{settings.BASE_URL})"


def _client(deadline: "Deadline") -> httpx.Client:
    return httpx.Client(
        transport=_CheckedTransport(deadline),
        timeout=httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": agent(), "Accept-Encoding": "gzip"},
    )


class Deadline:
    """The moment at which a whole fetch must have ended."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds

    def left(self) -> float:
        """Give the seconds that are left."""
        return self.ends - time.monotonic()

    @contextmanager
    def extended_by(self, turn: AbstractContextManager[None]) -> Iterator[None]:
        """Wait for a turn, and count its waiting for nothing."""
        began = time.monotonic()
        with turn:
            self.ends += time.monotonic() - began
            yield


class _CheckedTransport(httpx.HTTPTransport):
    """Connects through a backend that checks where it connects to and keeps the deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=_CheckedBackend(deadline)
        )


class _CheckedBackend(httpcore.SyncBackend):
    """Looks a host up once and connects to an answer that it has checked."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the host; refuse it if any of its addresses isn't public."""
        fault: Exception = httpcore.ConnectError(f"{host} has no address")
        for ip in _addresses(host, port):
            try:
                stream = super().connect_tcp(ip, port, timeout, local_address, socket_options)
            except httpcore.ConnectError as error:
                fault = error
            else:
                return _TimedStream(stream, self.deadline)
        raise fault


def _addresses(host: str, port: int) -> list[str]:
    """Look a host up; all of its addresses must be public, unless this installation names it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    ips = [str(answer[4][0]) for answer in found]
    if f"{host}:{port}" in settings.FETCH_ALLOWED:
        return ips
    if port not in PORTS:
        raise FetchError(Failure.REFUSED, f"port {port}")
    if not all(is_public(ip) for ip in ips):
        raise FetchError(Failure.REFUSED, "not a public address")
    return ips


class _TimedStream(httpcore.NetworkStream):
    """A connection on which no read or write outlasts the deadline of the whole fetch."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self.stream, self.deadline = stream, deadline

    def _left(self, timeout: float | None) -> float:
        left = self.deadline.left()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole fetch took too long")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has arrived."""
        return self.stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self.stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Speak TLS from here on, still within the deadline."""
        inner = self.stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _TimedStream(inner, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        """Give the connection's own facts."""
        return self.stream.get_extra_info(info)
