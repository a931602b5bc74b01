"""Keeping the simple records: parties, committees, meetings, outlets, feeds."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from proposals.errors import InvalidInputError, NotAllowedError, RefusedError
from proposals.models import Change, Committee, Feed, Meeting, Membership, Outlet, Party, Proposal
from proposals.rights import Actor
from proposals.services.records import keep, remove

type Newest = Callable[[], Change]


def test_a_new_record_is_kept_and_noted(head: Actor, at: datetime, last_change: Newest) -> None:
    committee = Committee(name_en="Joint water committee", cadence_months=12)
    keep(committee, by=head, at=at, why="Agreed in Amman")

    assert Committee.objects.get(pk=committee.pk).cadence_months == 12
    change = last_change()
    assert (change.subject, change.operation) == ("committee", "insert")
    assert (change.actor, change.at, change.why) == (head.key, at, "Agreed in Amman")


def test_a_change_notes_only_what_changed(
    committee: Committee, head: Actor, at: datetime, last_change: Newest
) -> None:
    committee.cadence_months = 3
    keep(committee, by=head, at=at)

    assert last_change().fields == {"cadence_months": [6, 3]}


def test_all_are_kept_or_none(head: Actor, at: datetime) -> None:
    good, bad = Outlet(name_en="INA", host="ina.example"), Outlet(host="nameless.example")
    with pytest.raises(InvalidInputError, match="name in at least one language"):
        keep(good, bad, by=head, at=at)

    assert not Outlet.objects.exists()


@pytest.mark.parametrize(
    ("record", "values", "fault"),
    [
        (Party, {"code": "xx", "name_en": "X"}, ""),
        (Party, {"code": "ABC", "kind": "state", "name_en": "X"}, ""),
        (Party, {"code": "AB", "kind": "organisation", "name_en": "X"}, ""),
        (Committee, {"name_en": "X", "cadence_months": 0}, ""),
        (Committee, {"name_en": "X", "cadence_months": 121}, ""),
        (Outlet, {"name_en": "x" * 201}, "name_en"),
        (Feed, {"address": "feed.xml"}, "address"),
        (Feed, {"address": "https://ina.example/rss", "every_minutes": 1}, ""),
        (Meeting, {"ordinal": 1, "starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, ""),
        (Meeting, {"ordinal": 1, "starts_on": None, "ends_on": date(2026, 5, 1)}, "starts_on"),
    ],
)
def test_what_can_not_be_right_is_refused_beside_its_field(
    administrator: Actor,
    committee: Committee,
    at: datetime,
    record: type[Any],
    values: dict[str, Any],
    fault: str,
) -> None:
    outlet = Outlet(name_en="INA")
    keep(outlet, by=administrator, at=at)
    owners: dict[type, dict[str, Any]] = {
        Feed: {"outlet": outlet},
        Meeting: {"committee": committee},
    }

    with pytest.raises(InvalidInputError) as refused:
        keep(record(**owners.get(record, {}), **values), by=administrator, at=at)
    assert list(refused.value.fields) == [fault]
    assert refused.value.messages


def test_a_meetings_number_is_used_once(meeting: Meeting, officer: Actor, at: datetime) -> None:
    again = Meeting(
        committee=meeting.committee,
        ordinal=meeting.ordinal,
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 1),
    )
    with pytest.raises(InvalidInputError, match="already has a meeting of that number"):
        keep(again, by=officer, at=at)


def record_of(model: str, iraq: Party, committee: Committee, at: datetime) -> Any:
    records: dict[str, Callable[[], Any]] = {
        "party": lambda: Party(code="XB", name_en="Bland"),
        "committee": lambda: Committee(name_en="Joint water committee"),
        "outlet": lambda: Outlet(name_en="INA"),
        "meeting": lambda: Meeting(
            committee=committee, ordinal=9, starts_on=at.date(), ends_on=at.date()
        ),
    }
    return records[model]()


@pytest.mark.parametrize(
    ("model", "allowed"),
    [
        ("party", {"administrator", "system"}),
        ("committee", {"head", "administrator", "system"}),
        ("outlet", {"officer", "head", "administrator", "system"}),
        ("meeting", {"officer", "head", "administrator", "system", "partner"}),
    ],
)
@pytest.mark.parametrize("who", ["reader", "officer", "head", "administrator", "system", "partner"])
def test_who_keeps_what(
    iraq: Party,
    committee: Committee,
    at: datetime,
    actor_called: Callable[[str], Actor],
    model: str,
    allowed: set[str],
    who: str,
) -> None:
    record, by = record_of(model, iraq, committee, at), actor_called(who)
    if who not in allowed:
        with pytest.raises(NotAllowedError):
            keep(record, by=by, at=at)
        return
    keep(record, by=by, at=at)
    record.refresh_from_db()
    keep(record, by=by, at=at)  # changing it takes the same right


@pytest.mark.parametrize("who", ["reader", "officer", "head", "partner"])
def test_only_an_administrator_removes(
    committee: Committee, at: datetime, actor_called: Callable[[str], Actor], who: str
) -> None:
    with pytest.raises(NotAllowedError):
        remove(committee, by=actor_called(who), at=at)


def test_what_nothing_refers_to_is_removed_and_noted(
    administrator: Actor, at: datetime, last_change: Newest
) -> None:
    outlet = Outlet(name_en="INA")
    keep(outlet, by=administrator, at=at)
    remove(outlet, by=administrator, at=at, why="Closed in 2025")

    assert not Outlet.objects.exists()
    assert (last_change().operation, last_change().why) == ("delete", "Closed in 2025")
    assert last_change().fields["name_en"] == ["INA", None]


def test_what_is_in_use_stays_and_the_refusal_names_it(
    proposal: Proposal, committee: Committee, iraq: Party, administrator: Actor, at: datetime
) -> None:
    for record in (committee, iraq):
        with pytest.raises(RefusedError, match=f"{record.name} is in use"):
            remove(record, by=administrator, at=at)
    assert Membership.objects.count() == 2


def test_removal_is_of_all_or_none(
    proposal: Proposal, committee: Committee, administrator: Actor, at: datetime
) -> None:
    outlet = Outlet(name_en="INA")
    keep(outlet, by=administrator, at=at)
    with pytest.raises(RefusedError):
        remove(outlet, committee, by=administrator, at=at)

    assert Outlet.objects.exists()


@pytest.mark.parametrize("call", [keep, remove])
@pytest.mark.parametrize("name", ["proposal", "article", "finding", "evidence"])
def test_what_has_services_of_its_own_goes_no_other_way(
    request: pytest.FixtureRequest, system: Actor, at: datetime, call: Any, name: str
) -> None:
    with pytest.raises(TypeError, match="services of its own"):
        call(request.getfixturevalue(name), by=system, at=at)
