"""Filters: each keeps what it says, and what isn't known is refused."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from proposals.models import Committee, Meeting, Party, Proposal, User
from proposals.rights import Actor
from proposals.services import moves
from proposals.services import proposals as services
from proposals.services.moves import MoveRequest
from proposals.services.records import keep
from proposals.vocabulary import Kind, Precision
from tests.conftest import SYSTEM, party
from tests.proposals.api.conftest import Caller, token_of

LATER = datetime(2026, 3, 20, 12, 0, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture
def meeting(committee: Committee, at: datetime) -> Meeting:
    days = {"starts_on": date(2026, 3, 9), "ends_on": date(2026, 3, 10)}
    found = Meeting(committee=committee, ordinal=2, **days)
    keep(found, by=SYSTEM, at=at)
    return found


@pytest.fixture
def rows(
    make_proposal: Callable[..., Proposal],
    meeting: Meeting,
    officer: Actor,
    officer_user: User,
    iran: Party,
    at: datetime,
) -> dict[str, Proposal]:
    """Three proposals that differ in everything that is filtered by."""
    late = make_proposal(
        kind=Kind.AIRSPACE_CYBER,
        owner=officer_user,
        deadline={"due_on": date(2026, 3, 15), "due_precision": Precision.DAY},
    )
    soon = make_proposal(
        meeting=meeting,
        deadline={"due_on": date(2026, 4, 30), "due_precision": Precision.MONTH},
        addressees=[party("TR", name_en="Türkiye")],
    )
    moved = make_proposal(proposers=[iran], addressees=[party("TR"), party("IQ")])
    moves.move(proposal=moved, request=MoveRequest.of("discuss"), by=officer, at=LATER)
    return {"late": late, "soon": soon, "moved": moved}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "proposed"}, {"late", "soon"}),
        ({"status": "proposed,under_discussion"}, {"late", "soon", "moved"}),
        ({"status": "completed"}, set()),
        ({"kind": "airspace_cyber"}, {"late"}),
        ({"kind": "airspace_cyber,joint_body"}, {"late", "soon", "moved"}),
        ({"party": "IQ"}, {"late", "moved"}),
        ({"party": "tr"}, {"soon", "moved"}),
        ({"party": "IQ,TR"}, {"moved"}),
        ({"party": "XX"}, set()),
        ({"due_after": "2026-03-15"}, {"late", "soon"}),
        ({"due_after": "2026-03-16"}, {"soon"}),
        ({"due_before": "2026-03-15"}, {"late"}),
        ({"due_before": "2026-03-14"}, set()),
        ({"due_after": "2026-03-01", "due_before": "2026-03-31"}, {"late"}),
        ({"overdue": "true"}, {"late"}),
        ({"overdue": "false"}, {"soon", "moved"}),
        ({"updated_after": "2026-03-20T12:00:00Z"}, {"moved"}),
        ({"updated_after": "2026-03-20T15:30:00+03:30"}, {"moved"}),
        ({"updated_after": "2026-03-20T12:00:01Z"}, set()),
        ({"updated_after": "2026-03-11T09:30:00Z"}, {"late", "soon", "moved"}),
        ({"status": "proposed", "overdue": "false"}, {"soon"}),
        ({"committee": "999999"}, set()),
        ({"owner": "999999"}, set()),
    ],
)
@time_machine.travel("2026-03-16T08:00:00Z")
def test_a_filter_keeps_what_it_says(
    client: Any, rows: dict[str, Proposal], query: dict[str, str], expected: set[str]
) -> None:
    answer = Caller(token_of(client, hours=10**5)).get("proposals/", query)

    names = {proposal.reference: name for name, proposal in rows.items()}
    assert {names[row["reference"]] for row in answer.json()["results"]} == expected


def test_records_are_filtered_by_their_numbers(
    api: Caller, rows: dict[str, Proposal], meeting: Meeting, officer_user: User
) -> None:
    def found(query: dict[str, Any]) -> set[str]:
        return {row["reference"] for row in api.get("proposals/", query).json()["results"]}

    assert found({"owner": officer_user.pk}) == {rows["late"].reference}
    assert found({"meeting": meeting.pk}) == {rows["soon"].reference}
    assert len(found({"committee": meeting.committee_id})) == 3
    assert len(found({"committee": f"999999,{meeting.committee_id}"})) == 3


def test_no_filter_finds_what_is_out_of_sight(
    api: Caller, hidden: Proposal, internal: Proposal, other_committee: Committee
) -> None:
    for query in (
        {},
        {"committee": other_committee.pk},
        {"q": "hidden"},
        {"q": "internal"},
        {"party": "IQ"},
        {"status": "proposed"},
        {"updated_after": "2020-01-01T00:00:00Z"},
        {"ordering": "reference"},
    ):
        assert api.get("proposals/", query).json() == {"next": None, "results": []}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stauts", "proposed"),
        ("status__in", "proposed"),
        ("status", "nonsense"),
        ("status", ""),
        ("status", "proposed,nonsense"),
        ("status", "Proposed"),
        ("kind", "proposed"),
        ("party", "x\x00y"),
        ("committee", "x"),
        ("committee", "1.5"),
        ("committee", "0"),
        ("committee", "99999999999999999999"),
        ("committee", "1,x"),
        ("meeting", "-1"),
        ("owner", "samira"),
        ("due_before", "tomorrow"),
        ("due_before", "15.03.2026"),
        ("due_before", "2026-02-30"),
        ("due_before", "2026-03-15T00:00:00Z"),
        ("due_after", "\x00"),
        ("overdue", "1"),
        ("overdue", "True"),
        ("updated_after", "2026-03-15"),
        ("updated_after", "2026-03-15T00:00:00"),
        ("updated_after", "2026-13-15T00:00:00Z"),
        ("q", "x" * 201),
        ("q", "a\x00b"),
        ("q", "   "),
        ("x\x00y", "z"),
    ],
)
def test_what_cant_be_is_refused_and_named(api: Caller, name: str, value: str) -> None:
    answer = api.get("proposals/", {name: value})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_query")
    assert {error["parameter"] for error in answer.json()["errors"]} == {name}


def test_a_parameter_that_is_given_twice_is_refused(api: Caller) -> None:
    answer = api.get("proposals/?status=proposed&status=agreed")

    assert answer.status_code == 400
    assert "commas" in answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    ["proposals/{0}/", "proposals/{0}/history/", "me/", "", "schema/", "docs/", "parties/IQ/"],
)
def test_an_address_that_takes_no_parameter_refuses_them(
    api: Caller, proposal: Proposal, path: str
) -> None:
    answer = api.get(path.format(proposal.reference), {"nonsense": "1"})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_query")


def test_a_posted_address_takes_no_parameter(api: Caller, proposal: Proposal) -> None:
    answer = api.post(f"proposals/{proposal.reference}/moves/?force=1", {"move": "discuss"})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_query")


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("0001-01-01T00:00:00+23:59", 400),
        ("9999-12-31T23:59:59-23:59", 400),
        ("0001-01-02T00:00:00+23:59", 200),
        ("9999-12-30T23:59:59-23:59", 200),
    ],
)
def test_the_ends_of_the_calendar_are_no_fault(api: Caller, moment: str, status: int) -> None:
    assert api.get("proposals/", {"updated_after": moment}).status_code == status
    assert api.get("proposals/", {"due_before": moment[:10]}).status_code == 200


def test_an_edit_of_what_belongs_to_a_proposal_counts_as_a_change_of_it(
    api: Caller, proposal: Proposal, officer: Actor
) -> None:
    services.edit(proposal=proposal, values={"title_fa": "مرکز"}, by=officer, at=LATER)

    changed = api.get("proposals/", {"updated_after": LATER.isoformat()}).json()["results"]

    assert [row["reference"] for row in changed] == [proposal.reference]
