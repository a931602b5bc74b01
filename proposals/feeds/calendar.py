"""The calendar of an address (RFC 5545): due dates, steps and meetings, all as whole days.

An event keeps its UID for ever, and its SEQUENCE grows with each change of the record, so that a
program moves the event it has rather than show two. Nothing here is read from the clock but which
meetings are long past: an unchanged record gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import Count, Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from proposals.feeds.sight import Sight, host, page_of
from proposals.models import Change, Meeting, Milestone, Proposal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PRODUCT = "-//Mithaq//Calendar//EN"
# How often a program is asked to come by.
COME_BY = timedelta(hours=1)
MEETINGS_SHOWN = timedelta(days=366)


@dataclass(frozen=True)
class Occasion:
    """One event of the calendar: some whole days, and what they are."""

    uid: str
    title: str
    first: date
    last: date
    lines: tuple[str, ...]
    page: str
    version: int
    changed_at: datetime
    place: str = ""
    category: str = ""


def calendar(sight: Sight, *, on: date) -> bytes:
    """Write the calendar, in the language that is active."""
    written = Calendar()
    written.add("prodid", PRODUCT)
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        written.add(name, sight.name)
    written.add("refresh-interval", vDuration(COME_BY), parameters={"VALUE": "DURATION"})
    written.add("x-published-ttl", vDuration(COME_BY))
    for occasion in occasions(sight, on=on):
        written.add_component(_event(occasion))
    content: bytes = written.to_ical()
    return content


def occasions(sight: Sight, *, on: date) -> Iterator[Occasion]:
    """Give all that the calendar holds, in an order that does not change by itself."""
    open_ones = sight.proposals.open()
    due = open_ones.filter(due_on__isnull=False).select_related("committee").order_by("pk")
    yield from map(_due_date, due)
    steps = sight.milestones.filter(
        proposal__in=open_ones, due_on__isnull=False, done_on__isnull=True
    )
    yield from map(_step, steps.select_related("proposal", "party").order_by("pk"))
    meetings = sight.meetings.filter(ends_on__gte=on - MEETINGS_SHOWN).defer("minutes")
    yield from _meetings(meetings.select_related("committee").order_by("pk"))


def _due_date(proposal: Proposal) -> Occasion:
    return _of_deadline(
        proposal,
        proposal,
        kind="due",
        title=_("Due: %(title)s") % {"title": proposal.title},
        lines=[proposal.committee.name if proposal.committee else ""],
    )


def _step(step: Milestone) -> Occasion:
    party = _("Responsible: %(party)s") % {"party": step.party} if step.party else ""
    return _of_deadline(
        step,
        step.proposal,
        kind="step",
        title=_("Step: %(title)s") % {"title": step.title},
        lines=[step.proposal.title, party],
    )


def _of_deadline(
    dated: Proposal | Milestone, proposal: Proposal, *, kind: str, title: str, lines: list[str]
) -> Occasion:
    """Give the last day that a deadline means, with its own words where they say more."""
    day = cast("date", dated.due_on)  # the query asked for it
    wording = _("As worded: %(words)s") % {"words": dated.due_wording} if dated.due_wording else ""
    status = f"{proposal.reference} · {proposal.get_status_display()}"
    return Occasion(
        uid=f"{kind}-{dated.pk}@{host()}",
        title=title,
        first=day,
        last=day,
        lines=tuple(line for line in (status, *lines, wording) if line),
        page=page_of(proposal),
        version=proposal.version,
        changed_at=proposal.updated_at,
        category=_("Due date") if kind == "due" else _("Step"),
    )


def _meetings(meetings: Iterable[Meeting]) -> Iterator[Occasion]:
    found = list(meetings)
    versions = _versions(found)
    for meeting in found:
        version, changed_at = versions[meeting.pk]
        yield Occasion(
            uid=f"meeting-{meeting.pk}@{host()}",
            title=str(meeting),
            first=meeting.starts_on,
            last=meeting.ends_on,
            lines=(meeting.agenda,) if meeting.agenda else (),
            page=page_of(meeting),
            version=version,
            changed_at=changed_at,
            place=meeting.place,
            category=_("Meeting"),
        )


def _versions(meetings: list[Meeting]) -> Mapping[int, tuple[int, datetime]]:
    """Give how often each meeting was changed, and when it last was: its row doesn't say."""
    noted = Change.objects.filter(subject="meeting", subject_id__in=[one.pk for one in meetings])
    rows = noted.order_by().values("subject_id").annotate(count=Count("pk"), newest=Max("at"))
    return {row["subject_id"]: (row["count"], row["newest"]) for row in rows}


def _event(occasion: Occasion) -> Event:
    event = Event()
    language = {"LANGUAGE": get_language() or "en"}
    event.add("uid", occasion.uid)
    event.add("dtstamp", occasion.changed_at)
    event.add("last-modified", occasion.changed_at)
    event.add("sequence", occasion.version)
    event.add("dtstart", occasion.first)
    event.add("dtend", occasion.last + timedelta(days=1))  # the end is the day after
    event.add("summary", occasion.title, parameters=language)
    event.add("description", "\n".join((*occasion.lines, occasion.page)), parameters=language)
    if occasion.place:
        event.add("location", occasion.place)
    event.add("categories", [occasion.category])
    event.add("url", occasion.page)
    event.add("transp", "TRANSPARENT")  # a due date makes nobody busy
    return event
