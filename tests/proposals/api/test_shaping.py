"""An answer holds what is asked for: less with fields, more with include, and nothing unknown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models import Proposal
from proposals.services.parts import add_milestone
from tests.conftest import AT, SYSTEM
from tests.proposals.api.conftest import Caller


def rows(api: Caller, **query: str) -> Any:
    answer = api.get("proposals/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_fields_names_all_that_an_answer_holds(api: Caller, proposal: Proposal) -> None:
    (row,) = rows(api, fields="reference, status")
    whole = api.get(f"proposals/{proposal.reference}/", {"fields": "title,moves"}).json()

    assert row == {"reference": proposal.reference, "status": "proposed"}
    assert set(whole) == {"title", "moves"}


def test_a_narrowed_answer_keeps_the_tag_that_a_change_asks_for(
    api: Caller, proposal: Proposal
) -> None:
    path = f"proposals/{proposal.reference}/"
    etag = api.get(path, {"fields": "title"}).headers["ETag"]

    assert etag.startswith(f'"{proposal.version}-')
    assert etag != api.get(path).headers["ETag"]
    assert api.post(f"{path}moves/", {"move": "discuss"}, If_Match=etag).status_code == 200


def test_include_adds_what_a_list_leaves_out(
    api: Caller, proposal: Proposal, quote: Callable[..., Any]
) -> None:
    add_milestone(proposal=proposal, values={"title": "Choose a site"}, by=SYSTEM, at=AT)
    quote(proposal)

    (plain,) = rows(api)
    (steps,) = rows(api, include="milestones")
    (both,) = rows(api, include="milestones,evidence", fields="reference")

    assert not {"milestones", "evidence"} & set(plain)
    assert [step["title"] for step in steps["milestones"]] == ["Choose a site"]
    assert "evidence" not in steps
    assert set(both) == {"reference", "milestones", "evidence"}
    whole = api.get(f"proposals/{proposal.reference}/").json()
    assert both["evidence"] == whole["evidence"]
    assert both["milestones"] == whole["milestones"]


def test_what_is_included_costs_as_many_queries_for_many_as_for_one(
    api: Caller, make_proposal: Callable[..., Proposal], quote: Callable[..., Any]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert rows(api, include="milestones,evidence")
        return len(captured.captured_queries)

    quote(make_proposal())
    one = count()
    for _ in range(3):
        quote(make_proposal())

    assert count() == one


def test_what_is_included_stays_within_sight(
    api: Caller, proposal: Proposal, internal: Proposal, quote: Callable[..., Any]
) -> None:
    quote(internal)

    assert [row["evidence"] for row in rows(api, include="evidence")] == [[]]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"fields": "reference,nonsense"}, "fields"),
        ({"fields": ","}, "fields"),
        ({"include": "moves"}, "include"),
        ({"include": "history"}, "include"),
    ],
)
def test_a_field_that_isnt_there_is_refused(
    api: Caller, proposal: Proposal, query: dict[str, str], parameter: str
) -> None:
    answer = api.get("proposals/", query)

    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


def test_only_lists_of_proposals_include(api: Caller, proposal: Proposal) -> None:
    for path in ("committees/", f"proposals/{proposal.reference}/"):
        assert api.get(path, {"include": "evidence"}).status_code == 400
    assert api.get("committees/", {"fields": "id"}).json()["results"][0].keys() == {"id"}
    assert api.get("me/", {"fields": "name"}).status_code == 400


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"proposed_after": "2026-03-10"}, 1),
        ({"proposed_after": "2026-03-11"}, 0),
        ({"proposed_before": "2026-03-09"}, 0),
        ({"updated_before": "2026-03-11T09:29:59Z"}, 0),
        ({"updated_before": "2026-03-11T09:30:00Z"}, 1),
        ({"reference": "IQ-IR-2026-0001,IQ-IR-2026-0009"}, 1),
        ({"reference": "IQ-IR-2026-0009"}, 0),
        ({"desk": "999"}, 0),
    ],
)
def test_a_filter_keeps_what_it_says(
    api: Caller, proposal: Proposal, query: dict[str, str], found: int
) -> None:
    assert len(rows(api, **query)) == found
