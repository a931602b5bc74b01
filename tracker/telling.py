"""How a message tells of a proposal: its line of small print, its deadline, how long is left."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.models import Proposal
from proposals.vocabulary import Stance
from proposals.wording import listed
from tracker.messages import Entry, absolute, in_words, isolated, numerals

SOON_DAYS = 7


def entry_of(
    proposal: Proposal,
    *,
    on: date,
    lines: Sequence[str],
    mark: str = "",
    due_on: date | None = None,
) -> Entry:
    """Tell of a proposal with these lines under it, as it stands on a day.

    The one thing to know about it is ``mark``, else how long is left until ``due_on``, which is its
    own due date where no other is named.
    """
    tone, due_on = "calm", due_on or proposal.due_on
    if not mark and proposal.is_open and due_on is not None:
        mark, tone = time_left(due_on, on=on), _tone(due_on, on)
    return Entry(
        title=proposal.title,
        address=absolute(proposal.get_absolute_url()),
        mark=mark,
        tone=tone,
        facts=list(_facts(proposal)),
        lines=lines,
        proposals=[proposal.pk],
    )


def _tone(due_on: date, on: date) -> str:
    if due_on < on:
        return "late"
    return "soon" if (due_on - on).days <= SOON_DAYS else "calm"


def time_left(due_on: date, *, on: date) -> str:
    """Say how far off a due date is, seen from a day."""
    days = (due_on - on).days
    if days < 0:
        text = ngettext("Overdue by %(days)s day", "Overdue by %(days)s days", -days)
        return text % {"days": numerals(-days)}
    if days < 2:  # noqa: PLR2004  # today and tomorrow have words of their own
        return _("Due tomorrow") if days else _("Due today")
    return ngettext("Due in %(days)s day", "Due in %(days)s days", days) % {"days": numerals(days)}


def deadline_lines(proposal: Proposal) -> Iterator[str]:
    """Say when a proposal is due, as it was worded, and whose position is still awaited."""
    if proposal.due_on is not None:
        yield _("Due on %(day)s.") % {"day": in_words(proposal.due_on)}
    if proposal.due_wording:
        yield _("As it was worded: “%(words)s”.") % {"words": isolated(proposal.due_wording)}
    awaited = [
        position.party.name
        for position in proposal.positions.all()
        if position.stance == Stance.AWAITED
    ]
    if awaited:
        text = ngettext(
            "The position of %(parties)s is still awaited.",
            "The positions of %(parties)s are still awaited.",
            len(awaited),
        )
        yield text % {"parties": listed(awaited)}


def page_of(model: str, **filters: str) -> str:
    """Give the address of the list of this model's records, with these filters set."""
    address = absolute(reverse(f"admin:proposals_{model}_changelist"))
    return f"{address}?{urlencode(filters)}" if filters else address


def _facts(proposal: Proposal) -> Iterator[str]:
    yield proposal.reference
    if proposal.committee is not None:
        yield proposal.committee.name
    yield proposal.get_status_display()
