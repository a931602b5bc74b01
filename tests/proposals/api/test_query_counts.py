"""How many queries each address makes: as many as the data file says, for one row as for many.

A change of a number is a change to look at: `query_counts.json` is reviewed as code.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models import (
    Article,
    Client,
    Committee,
    Finding,
    Meeting,
    Membership,
    Outlet,
    Party,
    Proposal,
    User,
)
from proposals.rights import Actor
from proposals.services import parts
from proposals.services import proposals as services
from proposals.services.findings import suggest
from proposals.services.recording import recording
from proposals.services.records import keep
from proposals.vocabulary import Precision
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import Caller
from tests.proposals.api.test_urls import WALK, address, body_of

COUNTS: dict[str, int] = json.loads(Path(__file__).with_name("query_counts.json").read_text())
ROWS = [row for row in WALK if row[0] != "nowhere"]
CHANGES = [row for row in ROWS if row[1] != "GET"]


class World:
    """Everything that the addresses show, as often as it is told to grow."""

    def __init__(
        self,
        client: Client,
        officer_user: User,
        make: Callable[..., Proposal],
        find: Callable[..., Finding],
        at: datetime,
    ) -> None:
        self.client, self.owner, self.make, self.at = client, officer_user, make, at
        self.find = find
        self.officer = Actor.of_user(officer_user)
        self.size = 0

    def grow(self, quote: Callable[..., Article]) -> dict[str, Any]:
        """Add one of everything, and one of everything to the first; give what to ask for."""
        self.size += 1
        parties = list(Party.objects.order_by("code")[: self.size + 1])
        committee = self._committee(parties)
        outlet = Outlet(name_en=f"Outlet {self.size}", party=parties[0])
        meeting = Meeting(
            committee=committee,
            ordinal=1,
            starts_on=date(2026, 3, self.size),
            ends_on=date(2026, 3, self.size),
            minutes="The sides agreed on the centre.",
        )
        keep(outlet, meeting, by=SYSTEM, at=self.at)
        new = self.make(committee=committee, meeting=meeting, owner=self.owner, proposers=parties)
        first = Proposal.objects.order_by("pk")[0]
        self.make(committee=committee, parent=first)
        whole = self.make(committee=committee)
        article: Article | None = None
        for proposal in {new, first}:
            article = quote(proposal)
            self._enrich(proposal, meeting, parties)
        services.edit(proposal=new, values={"parent": whole}, by=SYSTEM, at=self.at)
        finding = self.find(by=Actor.of_client(self.client))
        likely = [{"proposal": one.pk, "score": 0.5, "why": {}} for one in (first, whole)]
        suggest(finding=finding, candidates=likely, by=SYSTEM, at=self.at)
        self.find(by=Actor.of_client(self.client), proposal=whole)
        return {
            "finding": finding.pk,
            "sent": finding.article_id,
            "reference": first.reference,
            "committee": committee.pk,
            "meeting": meeting.pk,
            "article": article.pk if article else 0,
            "code": "IQ",
            "outlet": outlet.pk,
            "problem": "invalid",
            "milestone": first.milestones.earliest("pk").pk,
            "quote": first.evidence.earliest("pk").pk,
        }

    def _committee(self, parties: list[Party]) -> Committee:
        committee = Committee(name_en=f"Committee {self.size}")
        with recording(by=SYSTEM, at=self.at):
            committee.save()
            for party in parties:
                Membership.objects.create(committee=committee, party=party)
        self.client.committees.add(committee)
        return committee

    def _enrich(self, proposal: Proposal, meeting: Meeting, parties: list[Party]) -> None:
        step = {
            "title": "A step",
            "party": parties[-1],
            "due_on": date(2026, 6, 30),
            "due_precision": Precision.DAY,
        }
        parts.add_milestone(proposal=proposal, values=step, by=SYSTEM, at=self.at)
        for party in parties:
            parts.set_position(proposal=proposal, party=party, values={}, by=SYSTEM, at=self.at)
        parts.attach_minutes(
            proposal=proposal, meeting=meeting, start=0, end=9 + self.size, by=SYSTEM, at=self.at
        )
        services.edit(proposal=proposal, values={"meeting": None}, by=SYSTEM, at=self.at)


@pytest.fixture
def world(
    client: Client,
    officer_user: User,
    make_proposal: Callable[..., Proposal],
    find: Callable[..., Finding],
    at: datetime,
) -> World:
    return World(client, officer_user, make_proposal, find, at)


def asked(api: Caller, name: str, method: str, record: dict[str, Any]) -> int:
    """Ask an address, and give how many queries the answer took."""
    body = body_of(name, method, record)
    options = {"body": body} if body else {}
    with CaptureQueriesContext(connection) as captured:
        answer = api(method, address(name, record), headers={"If-Match": "*"}, **options)
        assert answer.status_code < 300, answer.content
        answer.getvalue()  # a stream asks on the way
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


def test_an_address_makes_as_many_queries_for_many_rows_as_for_one(
    api: Caller, world: World, quote: Callable[..., Article]
) -> None:
    def count(record: dict[str, Any]) -> dict[str, int]:
        read = [name for name, method in ROWS if method == "GET"]
        return {f"GET {name}": asked(api, name, "GET", record) for name in read}

    expected = {row: count for row, count in COUNTS.items() if row.startswith("GET")}
    assert count(world.grow(quote)) == expected
    for _ in range(3):
        record = world.grow(quote)
    assert count(record) == expected


@pytest.mark.parametrize(("name", "method"), CHANGES, ids=map("-".join, CHANGES))
def test_a_change_makes_as_many_queries_as_it_needs(
    api: Caller, world: World, quote: Callable[..., Article], name: str, method: str
) -> None:
    assert asked(api, name, method, world.grow(quote)) == COUNTS[f"{method} {name}"]


def test_the_data_file_holds_every_address_and_no_other() -> None:
    assert set(COUNTS) == {f"{method} {name}" for name, method in WALK if name != "nowhere"}


def test_a_refusal_before_the_record_is_asked_costs_no_query(nobody: Caller, db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert nobody.get("proposals/").status_code == 401
        assert nobody.get("nowhere/").status_code == 404

    assert captured.captured_queries == []
