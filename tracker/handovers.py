"""The message of a handover: one for all that was handed over, owed in the handover's transaction.

What it says is looked up when it is written: a proposal that its reader no longer holds is left
out, and a handover that was taken back is not told of.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.holding import Held, file_of
from proposals.models import Evidence, Handover, Proposal, User
from proposals.rights import Actor
from proposals.wording import quoted
from tracker.messages import (
    Entry,
    Letter,
    NotOwedError,
    Section,
    absolute,
    in_words,
    isolated,
    numerals,
)
from tracker.models import Delivery
from tracker.moments import LATE_DAYS
from tracker.notices import by_each_way
from tracker.telling import deadline_lines, entry_of
from tracker.workdays import next_open

# Of many, so many are told one by one; the page holds them all.
SHOWN = 20
TITLE_LENGTH = 110
QUOTE_WORDS = 30


def owe(*, handover_id: int) -> None:
    """Owe the receiver of a handover its message; call it inside the handover's transaction."""
    handover = Handover.objects.select_related("receiver").get(pk=handover_id)
    not_before = next_open(handover.receiver, at=handover.at)
    owed = Delivery(
        key=f"handover:{handover.pk}:user {handover.receiver_id}",
        kind=Delivery.Kind.HANDOVER,
        recipient=handover.receiver,
        about={"handover": handover.pk},
        owed_at=handover.at,
        not_before=not_before,
        stale_after=not_before + timedelta(days=LATE_DAYS),
    )
    Delivery.objects.bulk_create(by_each_way(owed), ignore_conflicts=True)


def letter(*, delivery: Delivery, at: datetime) -> Letter:
    """Write the message as things stand now, within ``read_by`` its recipient.

    Raises NotOwedError where it was taken back, or all of it went on to somebody else.
    """
    person, on = delivery.reader, timezone.localdate(at)
    assert isinstance(person, User)  # noqa: S101  # proposals are handed over to staff
    handover = Handover.objects.filter(pk=delivery.about.get("handover")).first()
    if handover is None or handover.taken_back_at is not None:
        raise NotOwedError(Delivery.WhyNot.OTHER_OWNER)
    seen = Proposal.objects.visible_to(Actor.of_user(person))
    held = file_of(seen.filter(handed_over__handover=handover, owner=person))
    if not held:
        raise NotOwedError(Delivery.WhyNot.OTHER_OWNER)
    return _letter(person, handover, held, on)


def _letter(person: User, handover: Handover, held: list[Held], on: date) -> Letter:
    count = len(held)
    heading = ngettext(
        "%(count)s proposal is in your hands now",
        "%(count)s proposals are in your hands now",
        count,
    ) % {"count": numerals(count)}
    page = absolute(reverse("admin:proposals_proposal_handover", args=[handover.pk]))
    return Letter(
        subject=_subject(held),
        heading=heading,
        lead=_lead(person, handover),
        sections=list(_sections(held, on, page)),
        footnote=_("You get this because they were handed over to you."),
        about={"handover": handover.pk},
    )


def _subject(held: list[Held]) -> str:
    more = len(held) - 1
    first = held[0].proposal
    values = {
        "title": isolated(Truncator(first.title).chars(TITLE_LENGTH)),
        "reference": isolated(first.reference),
        "count": numerals(more),
    }
    if not more:
        return _("Handed over to you: %(title)s (%(reference)s)") % values
    text = ngettext(
        "Handed over to you: %(title)s, and %(count)s more",
        "Handed over to you: %(title)s, and %(count)s more",
        more,
    )
    return text % values


def _lead(person: User, handover: Handover) -> str:
    values = {
        "name": isolated(person.first_name or str(person)),
        "by": isolated(handover.actor_name),
        "day": in_words(timezone.localdate(handover.at)),
        "note": quoted(isolated(handover.note)),
    }
    if handover.note:
        return _("%(name)s, %(by)s handed this over to you on %(day)s: %(note)s") % values
    return _("%(name)s, %(by)s handed this over to you on %(day)s.") % values


def _sections(held: list[Held], on: date, page: str) -> Iterator[Section]:
    whole = Entry(title=_("The whole file, to read and to print"), address=page)
    yield Section(_("On one page"), [whole], 1)
    open_ones = [one for one in held if one.proposal.is_open]
    rest = [one for one in held if not one.proposal.is_open]
    for heading, found in ((_("Open, by the next date"), open_ones), (_("At rest"), rest)):
        if found:
            entries = [_entry(one, on) for one in found[:SHOWN]]
            yield Section(heading, entries, len(found), page)


def _entry(held: Held, on: date) -> Entry:
    return entry_of(held.proposal, on=on, lines=list(_lines(held)))


def _lines(held: Held) -> Iterator[str]:
    yield from deadline_lines(held.proposal)
    if held.proposal.review_on:
        yield _("Its review is set for %(day)s.") % {"day": in_words(held.proposal.review_on)}
    if held.step is not None and held.step.due_on:
        yield _("Next step: %(step)s, due on %(day)s.") % {
            "step": isolated(held.step.title),
            "day": in_words(held.step.due_on),
        }
    yield from _waiting_lines(held)
    if held.latest is not None:
        yield _evidence_line(held.latest)


def _waiting_lines(held: Held) -> Iterator[str]:
    if held.is_undecided:
        yield _("Progress was reported, and nobody has decided on its status.")
    if held.unconfirmed:
        text = ngettext(
            "%(count)s piece of evidence waits to be confirmed.",
            "%(count)s pieces of evidence wait to be confirmed.",
            held.unconfirmed,
        )
        yield text % {"count": numerals(held.unconfirmed)}


def _evidence_line(evidence: Evidence) -> str:
    words = Truncator(evidence.exact).words(QUOTE_WORDS)
    return _("Latest evidence, %(day)s: %(words)s") % {
        "day": in_words(evidence.dated_on),
        "words": quoted(isolated(words)),
    }
