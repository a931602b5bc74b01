"""Committees, meetings, parties and outlets."""

from datetime import date, datetime

import pytest

from proposals.models import Change, Client, Committee, Meeting, Outlet, Party
from proposals.services.records import keep
from tests.conftest import SYSTEM
from tests.proposals.api.conftest import Caller


@pytest.fixture
def meetings(committee: Committee, other_committee: Committee, at: datetime) -> list[Meeting]:
    """Two meetings of the client's committee, and one of another."""
    found = [
        Meeting(
            committee=whose,
            ordinal=number,
            place="Baghdad",
            starts_on=date(2026, month, 9),
            ends_on=date(2026, month, 10),
            agenda="1. The centre",
            minutes="The sides agreed.",
        )
        for whose, number, month in ((committee, 1, 1), (committee, 2, 3), (other_committee, 1, 2))
    ]
    keep(*found, by=SYSTEM, at=at)
    return found


def test_a_client_sees_its_committees_alone(
    api: Caller, committee: Committee, other_committee: Committee
) -> None:
    (row,) = api.get("committees/").json()["results"]

    assert (row["id"], row["name"]) == (committee.pk, "Joint counter-narcotics committee")
    assert row["parties"] == [{"code": "IQ", "name": "Iraq"}, {"code": "IR", "name": "Iran"}]
    assert row["cadence_months"] == 6
    assert api.get(f"committees/{committee.pk}/").json() == row
    assert api.get(f"committees/{other_committee.pk}/").status_code == 404


def test_a_client_sees_the_meetings_of_its_committees(api: Caller, meetings: list[Meeting]) -> None:
    first, second, other = meetings

    rows = api.get("meetings/").json()["results"]

    assert [row["id"] for row in rows] == [second.pk, first.pk]
    assert "minutes" not in rows[0]
    shown = api.get(f"meetings/{second.pk}/").json()
    assert (shown["ordinal"], shown["minutes"]) == (2, "The sides agreed.")
    assert shown["name"] == "Joint counter-narcotics committee, meeting 2"
    assert api.get(f"meetings/{other.pk}/").status_code == 404


def test_meetings_are_filtered(api: Caller, meetings: list[Meeting]) -> None:
    first, second, other = meetings

    def found(**query: object) -> list[int]:
        return [row["id"] for row in api.get("meetings/", query).json()["results"]]

    assert found(starts_after="2026-02-01") == [second.pk]
    assert found(starts_before="2026-02-01") == [first.pk]
    assert found(committee=other.committee_id) == []
    assert found(ordering="starts_on") == [first.pk, second.pk]


def test_parties_are_read_by_their_codes_in_the_readers_language(api: Caller, iraq: Party) -> None:
    shown = api.get("parties/IQ/", Accept_Language="ar").json()

    assert (shown["code"], shown["name"]) == ("IQ", "العراق")
    assert shown["names"] == {"ar": "العراق", "fa": "عراق", "en": "Iraq"}
    assert api.get("parties/ZZ/").status_code == 404


def test_parties_are_filtered_by_kind(api: Caller, iraq: Party, iran: Party) -> None:
    kinds = {row["kind"] for row in api.get("parties/", {"kind": "state"}).json()["results"]}

    assert kinds == {"state"}


def test_outlets_are_found_by_host_and_country(api: Caller, iraq: Party, at: datetime) -> None:
    iraqi = Outlet(name_en="Rafidain", host="rafidain.example", party=iraq)
    other = Outlet(name_en="Other", host="other.example")
    keep(iraqi, other, by=SYSTEM, at=at)

    (row,) = api.get("outlets/", {"host": "rafidain.example"}).json()["results"]

    assert row["party"] == {"code": "IQ", "name": "Iraq"}
    assert api.get("outlets/", {"party": "IQ"}).json()["results"] == [row]
    assert api.get(f"outlets/{other.pk}/").json()["party"] is None


NEW = {"ordinal": 3, "place": "Tehran", "starts_on": "2026-09-07", "ends_on": "2026-09-08"}


def test_a_meeting_is_recorded_and_the_history_says_by_whom(
    api: Caller, client: Client, committee: Committee
) -> None:
    answer = api.post("meetings/", {"committee": committee.pk, "why": "As agreed"} | NEW)

    assert answer.status_code == 201
    shown = answer.json()
    assert shown == api.get(answer.headers["Location"].split("/v1/")[1]).json()
    assert {name: shown[name] for name in NEW} == NEW
    (noted,) = Change.objects.filter(subject="meeting", subject_id=shown["id"])
    assert (noted.actor, noted.why) == (f"client:{client.pk}", "As agreed")


def test_a_meeting_of_another_committee_is_not_recorded(
    api: Caller, other_committee: Committee
) -> None:
    answer = api.post("meetings/", {"committee": other_committee.pk} | NEW)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/committee")
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"ordinal": 1}, ""),
        ({"ordinal": 0}, "/ordinal"),
        ({"ordinal": 40_000}, "/ordinal"),
        ({"ends_on": "2026-09-01"}, ""),
        ({"minutes": "Ours"}, "/minutes"),
    ],
)
def test_a_meeting_that_can_not_be_is_refused_beside_its_field(
    api: Caller,
    meetings: list[Meeting],
    committee: Committee,
    wrong: dict[str, object],
    pointer: str,
) -> None:
    answer = api.post("meetings/", {"committee": committee.pk} | NEW | wrong)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert Meeting.objects.count() == len(meetings)


def test_a_meeting_is_changed_by_whoever_read_its_present_version(
    api: Caller, meetings: list[Meeting]
) -> None:
    address = f"meetings/{meetings[0].pk}/"
    read = api.get(address)

    moved = api("PATCH", address, body={"place": "Basra"}, headers={"If-Match": read["ETag"]})
    late = api("PATCH", address, body={"place": "Erbil"}, headers={"If-Match": read["ETag"]})
    unread = api("PATCH", address, body={"place": "Erbil"})

    assert (moved.status_code, moved.json()["place"]) == (200, "Basra")
    assert moved.json() == read.json() | {"place": "Basra"}
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    assert unread.status_code == 428
    again = api("PATCH", address, body={"place": "Erbil"}, headers={"If-Match": moved["ETag"]})
    assert again.json()["place"] == "Erbil"


def test_a_meeting_of_another_committee_is_not_there_to_be_changed(
    api: Caller, meetings: list[Meeting]
) -> None:
    answer = api(
        "PATCH", f"meetings/{meetings[2].pk}/", body={"place": "Basra"}, headers={"If-Match": "*"}
    )

    assert answer.status_code == 404
