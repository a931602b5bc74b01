"""Many proposals at once: all or none going in, a record a line coming out."""

import gc
import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.api.views import bulk
from proposals.models import Committee, Proposal, ReferenceCounter
from proposals.services.parts import add_milestone
from tests.conftest import AT, SYSTEM
from tests.proposals.api.conftest import Caller
from tests.proposals.api.views.test_writing import NEW


@pytest.fixture
def new(committee: Committee) -> dict[str, Any]:
    return NEW | {"committee": committee.pk}


def export(api: Caller, **headers: str) -> list[dict[str, Any]]:
    answer = api.get("export/", None, **headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.getvalue().decode().splitlines()]


# Going in


def test_a_batch_records_all_in_its_order(api: Caller, new: dict[str, Any]) -> None:
    titles = [f"Measure {number}" for number in range(5)]

    answer = api.post(
        "proposals/batch/", {"proposals": [new | {"titles": {"en": title}} for title in titles]}
    )

    assert answer.status_code == 201
    made = answer.json()["proposals"]
    assert [row["reference"][-4:] for row in made] == ["0001", "0002", "0003", "0004", "0005"]
    assert [
        api.get(row["url"].removeprefix("http://testserver")).json()["title"] for row in made
    ] == titles


def test_of_a_batch_with_faults_nothing_is_recorded_and_each_is_named(
    api: Caller, new: dict[str, Any]
) -> None:
    faulty = [new, new | {"kind": "picnic"}, new, new | {"titles": {"de": "x"}, "owner": 1}]

    answer = api.post("proposals/batch/", {"proposals": faulty})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/proposals/1/kind",
        "/proposals/3/owner",
    }
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("fault", "status", "pointer"),
    [
        ({"addressees": ["IR"]}, 422, "/proposals/2/addressee"),
        ({"visibility": "internal"}, 403, "/proposals/2"),
        ({"titles": {"en": " "}}, 422, "/proposals/2"),
    ],
)
def test_what_the_record_refuses_undoes_what_went_before(
    api: Caller, new: dict[str, Any], fault: dict[str, Any], status: int, pointer: str
) -> None:
    answer = api.post("proposals/batch/", {"proposals": [new, new, new | fault]})

    assert answer.status_code == status
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}
    assert not Proposal.objects.exists()
    assert not ReferenceCounter.objects.exists()


@pytest.mark.parametrize("count", [0, 501])
def test_a_batch_holds_so_many(api: Caller, new: dict[str, Any], count: int) -> None:
    answer = api.post("proposals/batch/", {"proposals": [new] * count})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/proposals"


def test_what_a_batch_refers_to_is_looked_up_once(api: Caller, new: dict[str, Any]) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert api.post("proposals/batch/", {"proposals": [new] * 10}).status_code == 201

    looked_up = [row["sql"] for row in captured.captured_queries if "\"code\" = 'IQ'" in row["sql"]]
    assert len(looked_up) == 1


# Coming out


def test_all_that_was_granted_comes_out(
    api: Caller, proposal: Proposal, quote: Callable[..., Any], hidden: Proposal, internal: Proposal
) -> None:
    add_milestone(proposal=proposal, values={"title": "A step"}, by=SYSTEM, at=AT)
    quote(proposal)

    committee, shown, end = export(api)

    assert (committee["type"], committee["name"]) == (
        "committee",
        "Joint counter-narcotics committee",
    )
    assert (shown["type"], shown["reference"]) == ("proposal", proposal.reference)
    assert [len(shown[name]) for name in ("positions", "milestones", "evidence")] == [2, 1, 1]
    assert end == {"type": "end", "count": 2}


def test_it_comes_in_the_readers_language(api: Caller, proposal: Proposal) -> None:
    shown = export(api, Accept_Language="ar")[1]

    assert shown["status"] == "proposed"
    assert not shown["status_label"].isascii()


def test_more_records_take_no_more_memory(
    api: Caller, make_proposal: Callable[..., Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 10)

    def peak() -> int:
        tracemalloc.start()
        for _line in api.get("export/").streaming_content:
            gc.collect()  # what is held counts, not what waits to be thrown away
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    for _ in range(20):
        make_proposal()
    peak()
    few = peak()
    for _ in range(60):
        make_proposal()

    assert peak() < few * 1.3


def test_a_chunk_of_records_takes_as_many_queries_as_one(
    api: Caller, make_proposal: Callable[..., Proposal]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            export(api)
        return len(captured.captured_queries)

    make_proposal()
    one = count()
    for _ in range(5):
        make_proposal()

    assert count() == one
