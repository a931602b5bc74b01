"""A web server and a mail server that misbehave on order, and what reminders are made of."""

import gzip
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from config.mail import mailer
from proposals.models import Desk, Proposal, User
from proposals.vocabulary import Role
from tests.mail_server import MailServer
from tracker import digests
from tracker.collecting import hosts
from tracker.models import Delivery, ReminderRule, Subscription

type Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A site on loopback: what each path answers, and which paths were asked for.

    The robots.txt is counted apart; a site has none unless the test gives it one. ``heard`` holds
    the headers of each request.
    """

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    robots_asked: list[str] = field(default_factory=list)
    heard: list[dict[str, str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The site as host and port."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.place}{path}"

    def page(
        self, path: str, body: bytes, content_type: str = "text/html; charset=utf-8", **headers: str
    ) -> str:
        """Answer a path with this body; give its address."""

        def answer(request: http.server.BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Type", content_type)
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            request.end_headers()
            request.wfile.write(body)

        self.answers[path] = answer
        return self.url(path)

    def status(self, path: str, status: int, **headers: str) -> str:
        """Answer a path with a bare status; give its address."""

        def answer(request: http.server.BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.end_headers()

        self.answers[path] = answer
        return self.url(path)

    def bomb(self, path: str, size: int) -> str:
        """Answer a path with so many zero bytes, compressed; give its address."""
        return self.page(path, gzip.compress(b"0" * size), Content_Encoding="gzip")

    def drip(self, path: str, pause: float) -> str:
        """Answer a path one byte at a time, for ever; give its address."""

        def answer(request: http.server.BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Type", "text/html")
            request.end_headers()
            while True:
                request.wfile.write(b"x")
                request.wfile.flush()
                time.sleep(pause)

        self.answers[path] = answer
        return self.url(path)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up on a misbehaving page is what the test wants."""


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' site may be asked again at once."""
    monkeypatch.setattr(hosts, "PAUSE", timedelta(0))


@pytest.fixture
def closed_site() -> Iterator[Site]:
    """A site that this installation may not fetch from."""
    server = _Server(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    site = Site(server.server_port)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_robots = self.path == "/robots.txt"
            (site.robots_asked if is_robots else site.asked).append(self.path)
            site.heard.append(dict(self.headers))
            if is_robots and self.path not in site.answers:
                self.send_error(404)
            else:
                site.answers[self.path](self)

        def log_message(self, *_: Any) -> None:
            pass

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(closed_site: Site, settings: Any) -> Site:
    """A site that this installation may fetch from although it is on loopback."""
    settings.FETCH_ALLOWED = [closed_site.place]
    return closed_site


@pytest.fixture
def post(settings: Settings) -> Iterator[MailServer]:
    """A mail server to which this installation's mail goes."""
    with MailServer() as server:
        send_to(server.url, settings)
        yield server


def send_to(url: str, settings: Settings, timeout: float = 5) -> None:
    """Have mail go to the server at this address."""
    entry = mailer(url)
    settings.MAIL_URL = url
    settings.MAILERS = {"default": entry | {"OPTIONS": entry["OPTIONS"] | {"timeout": timeout}}}


@pytest.fixture
def make_rule(db: None) -> Callable[..., ReminderRule]:
    """Give a function that makes a rule; there is none but what a test makes."""
    ReminderRule.objects.all().delete()

    def make(event: str, days: int, **values: Any) -> ReminderRule:
        return ReminderRule.objects.create(event=event, days=days, **values)

    return make


@pytest.fixture
def owner(make_user: Callable[..., User], desk: Desk) -> User:
    """An officer who reads English, in London's winter time."""
    return make_user("nadia", Role.OFFICER, desk, first_name="Nadia")


@pytest.fixture
def make_due(make_proposal: Callable[..., Proposal], owner: User) -> Callable[..., Proposal]:
    """Give a function that records a proposal of that officer's that is due on a day."""

    def make(due_on: date | None, **values: Any) -> Proposal:
        deadline = {"due_on": due_on, "due_precision": "day"} if due_on else {}
        return make_proposal(**{"owner": owner, "deadline": deadline} | values)

    return make


@pytest.fixture
def owe_digests(owner: User, at: datetime) -> Callable[..., list[Delivery]]:
    """Give a function that owes so many digests, each of its own subscription, none of news."""

    def make(count: int, user: User | None = None) -> list[Delivery]:
        before = at - timedelta(days=8)
        for _ in range(count):
            subscription = Subscription(user=user or owner, even_if_empty=True)
            digests.keep(subscription=subscription, at=before)
        digests.owe(at=at)
        return list(Delivery.objects.filter(owed_at=at))

    return make


@pytest.fixture
def owed(owe_digests: Callable[..., list[Delivery]]) -> Delivery:
    """A message that is owed to the officer."""
    return owe_digests(1)[0]
