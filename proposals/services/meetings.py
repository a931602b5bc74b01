"""What is recorded against a meeting: its agenda in order, and minutes that may be evidence."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError, RefusedError
from proposals.models import Evidence, Meeting
from proposals.rights import Actor, require_meeting
from proposals.services.recording import recording
from proposals.wording import quoted

CONTEXT_LENGTH = 60
# The number that somebody wrote before a line of the agenda; the list gives its own.
OWN_NUMBER = re.compile(r"^\s*\d+\s*[.)\-–]\s*")


def items_of(agenda: str) -> list[str]:
    """Give an agenda's items in their order, without the numbers that somebody wrote."""
    lines = (OWN_NUMBER.sub("", line).strip() for line in agenda.splitlines())
    return [line for line in lines if line]


def write_agenda(
    *, meeting: Meeting, items: Iterable[str], by: Actor, at: datetime, seen: str | None = None
) -> Meeting:
    """Set a meeting's agenda, one item a line; ``seen`` is the agenda as the actor read it."""
    require_meeting(by, "change", meeting)
    with recording(by=by, at=at):
        kept = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if seen is not None and seen.splitlines() != kept.agenda.splitlines():
            raise RefusedError(
                _("Somebody changed the agenda meanwhile. It says now: %(agenda)s")
                % {"agenda": "; ".join(items_of(kept.agenda)) or "—"},
                code="changed_meanwhile",
            )
        agenda = "\n".join(" ".join(item.split()) for item in items if item.strip())
        if agenda != kept.agenda:
            kept.agenda = agenda
            kept.save()
    return kept


def with_plain_lines(meeting: Meeting) -> None:
    """Let lines end in one way, whatever the browser made of them: offsets count every sign."""
    meeting.agenda = "\n".join(meeting.agenda.splitlines())
    meeting.minutes = "\n".join(meeting.minutes.splitlines())


def keep_quotes(meeting: Meeting) -> None:
    """Let evidence follow its words in the minutes; refuse minutes that say them no more.

    Call it inside ``recording``, after the minutes were saved.
    """
    for evidence in Evidence.objects.filter(meeting=meeting).order_by("pk"):
        place = place_in(meeting.minutes, evidence.exact, near=evidence.start)
        if place is None:
            words = quoted(Truncator(evidence.exact).words(12))
            message = _("These words are evidence and stay in the minutes: %(words)s") % {
                "words": words
            }
            raise InvalidInputError(message, code="quoted", fields={"minutes": [message]})
        if place != (evidence.start, evidence.end):
            _move(evidence, meeting.minutes, *place)


def place_in(text: str, words: str, *, near: int = 0) -> tuple[int, int] | None:
    """Give where words stand in a text, nearest to a place, however their lines are broken."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = (match.span() for match in re.finditer(pattern, text)) if pattern else iter(())
    return min(found, key=lambda place: abs(place[0] - near), default=None)


def _move(evidence: Evidence, text: str, start: int, end: int) -> None:
    evidence.exact, evidence.start, evidence.end = text[start:end], start, end
    evidence.prefix = text[max(0, start - CONTEXT_LENGTH) : start]
    evidence.suffix = text[end : end + CONTEXT_LENGTH]
    evidence.save()
