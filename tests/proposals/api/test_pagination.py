"""Pages: every row once, whatever is written between two of them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from proposals.models import Proposal
from proposals.rights import Actor
from proposals.services import proposals as services
from proposals.vocabulary import Precision
from tests.proposals.api.conftest import Caller

DAYS = [date(2026, 3, 1) + timedelta(days=day // 2) for day in range(7)]


@pytest.fixture
def many(make_proposal: Callable[..., Proposal], officer: Actor, at: datetime) -> list[Proposal]:
    """Seven proposals: pairs share a day, and three have no deadline."""
    made = [make_proposal(proposed_on=day) for day in DAYS]
    for proposal, day in zip(made[:4], DAYS, strict=False):
        values = {"due_on": day, "due_precision": Precision.DAY}
        services.edit(proposal=proposal, values=values, by=officer, at=at)
    return made


def follow(
    api: Caller, query: dict[str, Any], meanwhile: Callable[[], None] = lambda: None
) -> list[str]:
    """Read a list to its end, and give the references in the order in which they came."""
    found, address = [], "proposals/"
    while address:
        page = api.get(address, query)
        assert page.status_code == 200, page.content
        found += [row["reference"] for row in page.json()["results"]]
        address, query = page.json()["next"] or "", {}
        if address:
            address = urlsplit(address).path + "?" + urlsplit(address).query
            meanwhile()
    return found


@pytest.mark.parametrize(
    "field", ["proposed_on", "due_on", "updated_at", "status_since", "reference"]
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_order_gives_every_row_once(
    api: Caller, many: list[Proposal], field: str, sign: str
) -> None:
    rows = Proposal.objects.order_by("pk")
    placed = sorted(
        (row for row in rows if getattr(row, field)), key=lambda row: getattr(row, field)
    )
    without = [row for row in rows if not getattr(row, field)]
    step = -1 if sign else 1
    expected = [row.reference for row in [*placed[::step], *without[::step]]]
    for size in (1, 2, 3, 7, 200):
        found = follow(api, {"ordering": f"{sign}{field}", "page_size": size})
        assert found == expected, size


def test_a_list_begins_with_the_newest(api: Caller, many: list[Proposal]) -> None:
    page = api.get("proposals/")

    assert page.json()["next"] is None
    assert [row["proposed_on"] for row in page.json()["results"]] == [
        day.isoformat() for day in reversed(DAYS)
    ]


@pytest.mark.parametrize("ordering", ["-proposed_on", "proposed_on", "reference", "-reference"])
def test_what_is_written_between_two_pages_hides_and_doubles_nothing(
    api: Caller, many: list[Proposal], make_proposal: Callable[..., Proposal], ordering: str
) -> None:
    before = {proposal.reference for proposal in many}
    days = iter([DAYS[0], DAYS[3], DAYS[-1]])

    def write() -> None:
        day = next(days, None)
        if day:
            make_proposal(proposed_on=day)

    found = follow(api, {"ordering": ordering, "page_size": 2}, meanwhile=write)

    assert len(found) == len(set(found))
    assert before <= set(found)


def test_who_follows_the_changes_misses_none(
    api: Caller, many: list[Proposal], officer: Actor, at: datetime
) -> None:
    moved = many[-1]
    clock = iter(at + timedelta(minutes=minute) for minute in range(1, 3))

    def change() -> None:
        when = next(clock, None)
        if when:
            text = f"Changed at {when}"
            services.edit(proposal=moved, values={"title_en": text}, by=officer, at=when)

    found = follow(api, {"ordering": "updated_at", "page_size": 3}, meanwhile=change)

    assert {proposal.reference for proposal in many} == set(found)
    assert found[-1] == moved.reference


def test_the_next_page_keeps_the_filters(api: Caller, many: list[Proposal]) -> None:
    following = api.get("proposals/", {"page_size": 1, "kind": "joint_body"}).json()["next"]

    asked = parse_qs(urlsplit(following).query)
    assert (asked["kind"], asked["page_size"]) == (["joint_body"], ["1"])


@pytest.mark.parametrize("size", ["0", "-1", "201", "many", "1.5", "9" * 5000, "٥", "1e2"])
def test_a_page_size_that_cant_be_is_refused(api: Caller, size: str) -> None:
    answer = api.get("proposals/", {"page_size": size})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_query")
    assert answer.json()["errors"][0]["parameter"] == "page_size"


def test_an_order_that_isnt_there_is_refused_with_those_that_are(api: Caller) -> None:
    answer = api.get("proposals/", {"ordering": "owner__password"})

    assert answer.status_code == 400
    assert "-proposed_on" in answer.json()["detail"]


def test_a_cursor_is_for_its_own_list_and_order(
    api: Caller, many: list[Proposal], quote: Callable[..., Any]
) -> None:
    quote(many[0])
    quote(many[0])
    following = api.get("proposals/", {"page_size": 1}).json()["next"]
    cursor = parse_qs(urlsplit(following).query)["cursor"][0]
    foreign = api.get("articles/", {"page_size": 1}).json()["next"]

    for query in (
        {"cursor": cursor, "ordering": "proposed_on"},
        {"cursor": f"{cursor}x"},
        {"cursor": "nonsense"},
        {"cursor": "W10:x:y"},
        {"cursor": parse_qs(urlsplit(foreign).query)["cursor"][0]},
    ):
        answer = api.get("proposals/", query)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_query"), query
