"""A partner's afternoon: a client generated from the schema, a copy kept, a move, the call back.

The server, the receiver and the generated client are real. The worker's tasks are run by hand.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_django.live_server_helper import LiveServer

from proposals.models import Client, Proposal
from proposals.services import proposals as services
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import ALL_SCOPES
from tests.proposals.api.test_authentication import SECRET
from tests.tracker.webhooks.conftest import Receiver, closed_receiver, receiver
from tracker import tasks
from tracker.webhooks.models import Endpoint

__all__ = ["closed_receiver", "receiver"]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The client, generated as `make client` does it; the name of its package."""
    folder = tmp_path_factory.mktemp("client")
    made = subprocess.run(  # noqa: S603  # our own script
        [str(ROOT / "scripts" / "client"), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield "mithaq_client"
    sys.path.remove(str(folder))


@dataclass
class Partner:
    """A partner's system: it keeps a copy of what it sees in a file, and moves a status."""

    package: str
    connection: Any
    copy: Path

    def call(self, operation: str, *arguments: Any, **values: Any) -> Any:
        """Call an operation of the generated client, and give the whole answer."""
        folder = operation.partition("_")[0]
        module = importlib.import_module(f"{self.package}.api.{folder}.{operation}")
        answer = module.sync_detailed(*arguments, client=self.connection, **values)
        assert answer.status_code < 300, answer.content
        return answer

    def model(self, name: str) -> Any:
        return getattr(importlib.import_module(f"{self.package}.models"), name)

    @property
    def kept(self) -> dict[str, Any]:
        """The copy: the cursor, and each proposal's status by its reference."""
        found: dict[str, Any] = json.loads(self.copy.read_text())
        return found

    def begin(self) -> None:
        """Take a cursor, then read everything once."""
        cursor = self.call("changes_list", after="now").parsed.next_
        listed = self.call("proposals_list", page_size=200).parsed.results
        statuses = {one.reference: str(one.status) for one in listed}
        self.copy.write_text(json.dumps({"next": cursor, "proposals": statuses}))

    def follow(self) -> int:
        """Bring the copy up to date; give how many changes there were."""
        count, kept = 0, self.kept
        while True:
            page = self.call("changes_list", after=kept["next"]).parsed
            for change in page.results:
                read = self.call("proposals_read", change.proposal).parsed
                kept["proposals"][read.reference] = str(read.status)
            kept["next"], count = page.next_, count + len(page.results)
            self.copy.write_text(json.dumps(kept))
            if not page.has_more:
                return count


@pytest.fixture
def partner(
    generated: str, live_server: LiveServer, client_of: Callable[..., Client], tmp_path: Path
) -> Iterator[Partner]:
    client = client_of(ALL_SCOPES, client_secret=SECRET, hash_client_secret=False)
    answer = httpx.post(
        f"{live_server.url}/oauth/token/",
        data={"grant_type": "client_credentials"},
        auth=(client.client_id, SECRET),
        trust_env=False,
    )
    module = importlib.import_module(generated)
    connection = module.AuthenticatedClient(
        base_url=live_server.url,
        token=answer.json()["access_token"],
        httpx_args={"trust_env": False},
    )
    with connection:
        yield Partner(generated, connection, tmp_path / "copy.json")


def work() -> None:
    """Do what the worker does when the bell rings."""
    tasks.owe_webhooks()
    for pk in Endpoint.objects.with_due(at=datetime.now(UTC)).values_list("pk", flat=True):
        tasks.call_endpoint(endpoint_id=pk)


def test_a_partner_integrates_both_ways_in_an_afternoon(
    partner: Partner,
    receiver: Receiver,
    settle: Callable[[], None],
    make_proposal: Callable[..., Proposal],
    at: datetime,
) -> None:
    first = make_proposal()
    settle()
    partner.begin()
    assert partner.kept["proposals"] == {first.reference: "proposed"}

    made = partner.call(
        "webhooks_create",
        body=partner.model("NewWebhookRequest")(
            address=receiver.address,
            event_types=[partner.model("WebhookEvent")("proposal.moved")],
        ),
    ).parsed
    partner.call("webhooks_test", made.id)
    work()
    assert receiver.calls[-1].verified(made.secret)["type"] == "webhook.test"

    second = make_proposal(titles={"en": "Training courses"})
    services.edit(proposal=first, values={"title_en": "Renamed"}, by=SYSTEM, at=at)
    settle()
    assert partner.follow() > 1
    assert set(partner.kept["proposals"]) == {first.reference, second.reference}

    read = partner.call("proposals_read", second.reference)
    moved = partner.call(
        "proposals_move",
        second.reference,
        if_match=read.headers["ETag"],
        body=partner.model("StatusMoveRequest")(
            move=partner.model("Move")("discuss"), reason="On the agenda of May"
        ),
    ).parsed
    assert str(moved.status) == "under_discussion"
    settle()
    work()

    event = receiver.calls[-1].verified(made.secret)
    assert event["type"] == "proposal.moved"
    assert event["data"]["reference"] == second.reference
    assert event["data"]["change"]["who"] == "Partner registry"
    assert partner.follow() == 1
    assert partner.kept["proposals"][second.reference] == "under_discussion"

    log = partner.call("webhooks_attempts", made.id).parsed.results
    assert [(one.type_, one.status) for one in log] == [
        ("proposal.moved", 200),
        ("webhook.test", 200),
    ]
