"""The demo's outlets, committees and meetings."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from proposals.models import Committee, Meeting, Membership, Outlet, Party
from proposals.services.records import keep
from tracker.seeding.known import Known
from tracker.seeding.library import FOLDER, Deed, read_toml
from tracker.seeding.timeline import Event

ADMINISTRATOR = "admin"


def _names(entry: Mapping[str, Any]) -> dict[str, str]:
    return {f"name_{language}": entry.get(language, "") for language in ("ar", "fa", "en")}


def found_outlets(known: Known, *, at: datetime) -> None:
    """Record the outlets."""
    for key, entry in read_toml(FOLDER / "outlets.toml").items():
        outlet = Outlet(**_names(entry), host=entry["host"], party=_party(known, entry["party"]))
        keep(outlet, by=known.actor(ADMINISTRATOR), at=at)
        known.outlets[key] = outlet


def found_committee(known: Known, story: Mapping[str, Any], *, at: datetime) -> None:
    """Record a committee and its members."""
    committee = Committee(
        **_names(story), desk=known.desks[story["desk"]], cadence_months=story["cadence_months"]
    )
    keep(committee, by=known.actor(ADMINISTRATOR), at=at)
    seats = [
        Membership(committee=committee, party=_party(known, code)) for code in story["parties"]
    ]
    keep(*seats, by=known.actor(ADMINISTRATOR), at=at)
    known.committees[story["key"]] = committee


def _party(known: Known, code: str) -> Party:
    if code not in known.parties:
        known.parties[code] = Party.objects.get(code=code)
    return known.parties[code]


def meetings(known: Known, story: Mapping[str, Any]) -> Iterator[Event]:
    """Give the events of a committee's meetings: each is planned, and its minutes come later."""
    for entry in story["meetings"]:
        planned = Deed.of(entry["planned"])
        yield Event(planned.ago, partial(_plan, known, story["key"], entry, planned))
        if "minutes" in entry:
            noted = Deed.of(entry["noted"])
            yield Event(noted.ago, partial(_note, known, (story["key"], entry["number"]), entry))


def _plan(
    known: Known, committee: str, entry: Mapping[str, Any], planned: Deed, at: datetime
) -> None:
    first = known.day(entry.get("in", -entry.get("first", 0)))
    meeting = Meeting(
        committee=known.committees[committee],
        ordinal=entry["number"],
        place=entry["place"],
        starts_on=first,
        ends_on=first + timedelta(days=entry["days"] - 1),
        agenda=entry.get("agenda", "").strip(),
    )
    keep(meeting, by=known.actor(planned.by), at=at)
    known.meetings[committee, entry["number"]] = meeting


def _note(known: Known, key: tuple[str, int], entry: Mapping[str, Any], at: datetime) -> None:
    meeting = known.meetings[key]
    meeting.minutes = entry["minutes"].strip()
    keep(meeting, by=known.actor(entry["noted"]["by"]), at=at)
