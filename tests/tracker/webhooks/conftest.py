"""A partner's receiver on loopback that answers on order, and an endpoint that leads there."""

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from proposals.models import Client, Proposal
from proposals.rights import Actor
from proposals.services import moves
from proposals.services.moves import MoveRequest
from tracker.webhooks import calling, endpoints, owing
from tracker.webhooks.models import Endpoint, Notice

SCOPES = "proposals:read proposals:write webhooks:manage"
SYSTEM = Actor.of_system("tests")


@dataclass
class Call:
    """One call as it came in."""

    headers: dict[str, str]
    body: bytes

    @property
    def identity(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def verified(self, secret: str) -> Any:
        """Read it as a partner would: by the specification's own library."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """A partner's system: how it answers next, and what it was called with."""

    port: int
    calls: list[Call] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    silence: float = 0

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.place}/mithaq"

    @property
    def types(self) -> list[str]:
        return [call.event["type"] for call in self.calls]


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is what some tests want."""


@pytest.fixture
def closed_receiver() -> Iterator[Receiver]:
    """A receiver at an address that this installation may not call."""
    server = _Server(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    receiver = Receiver(server.server_port)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent = {name.lower(): value for name, value in self.headers.items()}
            receiver.calls.append(Call(sent, body))
            time.sleep(receiver.silence)
            self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server.RequestHandlerClass = Handler
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield receiver
    server.shutdown()
    server.server_close()


@pytest.fixture
def receiver(closed_receiver: Receiver, settings: Any) -> Receiver:
    """A receiver that this installation may call although it is on loopback."""
    settings.FETCH_ALLOWED = [closed_receiver.place]
    return closed_receiver


@pytest.fixture
def partner_client(db: None, client_of: Callable[..., Client]) -> Client:
    return client_of(SCOPES)


@pytest.fixture
def make_endpoint(partner_client: Client, receiver: Receiver) -> Callable[..., Endpoint]:
    """Give a function that makes an endpoint, with its secret, that leads to the receiver."""

    def make(**values: Any) -> Endpoint:
        given = {"client": partner_client, "address": receiver.address} | values
        endpoint = Endpoint(**given)
        secret = endpoints.add(endpoint=endpoint, by=SYSTEM, at=timezone.now())
        endpoint.shown_secret = secret  # type: ignore[attr-defined]  # for the tests
        return endpoint

    return make


@pytest.fixture
def move(at: datetime) -> Callable[..., Proposal]:
    """Give a function that makes a move: ``move(proposal, "postpone", reason="…")``."""

    def make(proposal: Proposal, key: str, **values: Any) -> Proposal:
        request = MoveRequest.of(key, **values)
        return moves.move(proposal=proposal, request=request, by=SYSTEM, at=at)

    return make


@pytest.fixture
def endpoint(request: pytest.FixtureRequest, make_endpoint: Callable[..., Endpoint]) -> Endpoint:
    """An endpoint; what was there before it is none of its business."""
    if "settle" in request.fixturenames:
        request.getfixturevalue("settle")()
    made: Endpoint = make_endpoint()
    return made


@pytest.fixture
def owe(settle: Callable[[], None], at: datetime) -> Callable[..., list[Notice]]:
    """Give a function that owes all that has happened, and gives what is owed."""

    def settled() -> list[Notice]:
        settle()
        owing.owe(at=at)
        return list(Notice.objects.all())

    return settled


@pytest.fixture
def call(owe: Callable[..., list[Notice]]) -> Callable[..., None]:
    """Give a function that owes all and calls every endpoint with what is due at a time."""

    def due(at: datetime | None = None) -> None:
        moment = at or datetime.now(UTC)
        owe()
        for pk in Endpoint.objects.with_due(at=moment).values_list("pk", flat=True):
            calling.call_due(endpoint_id=pk, at=lambda: moment)

    return due
