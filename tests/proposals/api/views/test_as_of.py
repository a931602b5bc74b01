"""Proposals as they stood: listed and read, filtered by what they were."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models import Article, Proposal
from proposals.services import proposals as services
from proposals.services.moves import MoveRequest, move
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import Caller
from tests.proposals.api.test_query_counts import World, world
from tests.proposals.api.test_schema import OPERATIONS, answers, faults

__all__ = ["world"]


@pytest.fixture
def moved(proposal: Proposal, at: datetime) -> Proposal:
    """A proposal that was moved an hour after it was recorded."""
    later = at + timedelta(hours=1)
    services.edit(proposal=proposal, values={"title_en": "Renamed"}, by=SYSTEM, at=later)
    move(proposal=proposal, request=MoveRequest.of("discuss"), by=SYSTEM, at=later)
    return proposal


def test_a_list_shows_what_was_so(api: Caller, moved: Proposal, at: datetime) -> None:
    then = {"as_of": at.isoformat().replace("+00:00", "Z")}

    (was,) = api.get("proposals/", {**then, "status": "proposed"}).json()["results"]

    assert (was["reference"], was["title"]) == (moved.reference, "A joint border operations centre")
    assert api.get("proposals/", {**then, "status": "under_discussion"}).json()["results"] == []
    shaped = api.get("proposals/", {**then, "fields": "status", "include": "evidence"}).json()
    assert shaped["results"] == [{"status": "proposed", "evidence": []}]


def test_a_proposal_is_read_as_it_was(api: Caller, moved: Proposal, at: datetime) -> None:
    was = api.get(f"proposals/{moved.reference}/", {"as_of": "2026-03-11T09:30:00Z"})

    assert (was.json()["status"], was.json()["moves"]) == ("proposed", [])
    assert was.json()["version"] < api.get(f"proposals/{moved.reference}/").json()["version"]
    assert {entry["operation"] for entry in was.json()["history"]} == {"insert"}
    assert "-" not in was.headers["ETag"]
    content = dict(answers(OPERATIONS["proposals_read"]))["200"]
    assert faults(content["schema"], was.json()) == []


def test_pages_of_then_hold_each_proposal_once(api: Caller, make_proposal: Any) -> None:
    made = {make_proposal().reference for _ in range(5)}
    page = api.get("proposals/", {"as_of": "2026-04-01T00:00:00Z", "page_size": 2}).json()

    seen = [one["reference"] for one in page["results"]]
    while page["next"]:
        page = api.get(page["next"].removeprefix("http://testserver")).json()
        seen += [one["reference"] for one in page["results"]]

    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"as_of": "2999-01-01T00:00:00Z"}, "as_of"),
        ({"as_of": "2026-03-11"}, "as_of"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "2026-03-11T09:30:00Z", "q": "centre"}, "q"),
        ({"as_of": "2026-03-11T09:30:00Z", "party": "IQ"}, "party"),
        ({"as_of": "2026-03-11T09:30:00Z", "overdue": "true"}, "overdue"),
        ({"as_of": "2026-03-11T09:30:00Z", "ordering": "-updated_at"}, "ordering"),
        ({"as_of": "2026-03-11T09:30:00Z", "status": "nonsense"}, "status"),
    ],
)
def test_what_is_not_known_of_then_is_refused(
    api: Caller, proposal: Proposal, query: dict[str, str], parameter: str
) -> None:
    answer = api.get("proposals/", query)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_query")
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_what_was_not_there_or_is_hidden_now_is_not_found(
    api: Caller, proposal: Proposal, hidden: Proposal
) -> None:
    for reference, moment in ((proposal.reference, "2026-01-01"), (hidden.reference, "2026-04-01")):
        answer = api.get(f"proposals/{reference}/", {"as_of": f"{moment}T00:00:00Z"})
        assert answer.status_code == 404


def test_many_rows_of_then_take_as_many_queries_as_few(
    api: Caller, world: World, quote: Any
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            query = {"as_of": "2026-04-01T00:00:00Z", "include": "evidence,milestones"}
            assert api.get("proposals/", query).status_code == 200
        return len(captured)

    world.grow(quote)
    few = count()
    world.grow(quote)
    assert count() <= few + 1  # the first may find nothing to fetch of one sort
    assert Article.objects.count() > 1
