"""Reminders: who is to be told of which due date on which day, and what the message says.

A reminder is owed from eight in the morning of its day, in its recipient's time zone, and for a
week after, so that no missed run loses one; whatever one tick finds for a person is one message.
Whom it concerns and what is true of the proposal is looked up again when the message is written.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proposals.models import Proposal, User
from proposals.rights import Actor
from proposals.status import OPEN
from proposals.vocabulary import Role
from tracker.localtime import last_day, zone_named
from tracker.messages import Letter, NotOwedError, Section, in_words, isolated, numerals
from tracker.models import Delivery, Reminder, ReminderRule
from tracker.telling import deadline_lines, entry_of, page_of, time_left

HOUR = 8
# How late a reminder may still be owed and sent, in days.
LATE_DAYS = 7
# Of many, so many are told one by one.
SHOWN = 20
TITLE_LENGTH = 110
DEFAULT_RULES = (
    (ReminderRule.Event.BEFORE_DUE, 30),
    (ReminderRule.Event.BEFORE_DUE, 7),
    (ReminderRule.Event.BEFORE_DUE, 1),
    (ReminderRule.Event.OVERDUE, 7),
)
# For each proposal and whoever is in charge of it (its owner, else the heads of its desk), the
# newest day on which a rule reminds of its due date, if that day has come and isn't long past.
FIND = """
WITH local_day AS (
    SELECT * FROM unnest(%(zones)s::text[], %(days)s::date[]) AS local_day (time_zone, today)
), moment AS (
    SELECT DISTINCT ON (proposal.id, person.id)
        proposal.id AS proposal_id, person.id AS recipient_id, proposal.due_on, counted.remind_on
    FROM tracker_reminderrule rule
    JOIN proposals_proposal proposal ON proposal.status = ANY (%(open)s)
        AND proposal.due_on BETWEEN
            CASE rule.event WHEN 'before_due' THEN %(first)s + rule.days - %(late)s
                ELSE '-infinity' END
            AND CASE rule.event WHEN 'before_due' THEN %(last)s + rule.days ELSE %(last)s END
        AND (rule.desk_id IS NULL OR rule.desk_id = proposal.desk_id)
        AND (rule.committee_id IS NULL OR rule.committee_id = proposal.committee_id)
        AND rule.kind IN ('', proposal.kind)
    LEFT JOIN proposals_user owner ON owner.id = proposal.owner_id AND owner.is_active
    JOIN LATERAL (
        SELECT owner.id, owner.time_zone WHERE owner.id IS NOT NULL
        UNION ALL
        SELECT head.id, head.time_zone FROM proposals_user head
        WHERE owner.id IS NULL AND head.is_active AND head.role = %(head)s
            AND head.desk_id = proposal.desk_id
    ) person ON TRUE
    JOIN local_day ON local_day.time_zone = person.time_zone
    CROSS JOIN LATERAL (
        SELECT CASE rule.event
            WHEN 'before_due' THEN proposal.due_on - rule.days
            ELSE proposal.due_on + 1
                + (local_day.today - proposal.due_on - 1) / rule.days * rule.days
        END AS remind_on
    ) counted
    WHERE rule.is_active
        AND counted.remind_on BETWEEN local_day.today - %(late)s AND local_day.today
        AND (proposal.due_on >= local_day.today) = (rule.event = 'before_due')
    ORDER BY proposal.id, person.id, counted.remind_on DESC
)
SELECT recipient_id, proposal_id, due_on, remind_on FROM moment
WHERE NOT EXISTS (
    SELECT FROM tracker_reminder known
    WHERE (known.proposal_id, known.recipient_id, known.due_on, known.remind_on)
        = (moment.proposal_id, moment.recipient_id, moment.due_on, moment.remind_on)
)
ORDER BY recipient_id, due_on, proposal_id
"""


def ensure_default_rules() -> None:
    """Make the usual rules where there are none; rules are switched off, never deleted."""
    if not ReminderRule.objects.exists():
        rules = [ReminderRule(event=event, days=days) for event, days in DEFAULT_RULES]
        ReminderRule.objects.bulk_create(rules, ignore_conflicts=True)


def owe(*, at: datetime) -> int:
    """Owe each reminder that has come due, once; give how many messages that makes."""
    with transaction.atomic():
        messages: dict[int, uuid.UUID] = defaultdict(uuid.uuid4)
        found = [
            Reminder(
                recipient_id=recipient,
                proposal_id=proposal,
                due_on=due_on,
                remind_on=remind_on,
                delivery_id=messages[recipient],
            )
            for recipient, proposal, due_on, remind_on in _find(at)
        ]
        # A reminder that another tick owes in this moment is left to it.
        Reminder.objects.bulk_create(found, ignore_conflicts=True)
        owed = Reminder.objects.filter(delivery_id__in=messages.values())
        in_order = owed.order_by("delivery_id", "due_on", "proposal_id")
        deliveries = [_delivery(first, at) for first in in_order.distinct("delivery_id")]
        Delivery.objects.bulk_create(deliveries)
    return len(deliveries)


def _find(at: datetime) -> Sequence[tuple[int, int, date, date]]:
    """Give recipient, proposal, due date and day of each reminder that has come due."""
    people = User.objects.filter(is_active=True)
    zones = list(people.values_list("time_zone", flat=True).distinct())
    days = [last_day(HOUR, zone_named(zone), at) for zone in zones]
    if not days:
        return []
    values: dict[str, Any] = {
        "zones": zones,
        "days": days,
        "first": min(days),
        "last": max(days),
        "late": LATE_DAYS,
        "open": list(OPEN),
        "head": Role.HEAD,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIND, values)
        return [(row[0], row[1], row[2], row[3]) for row in cursor.fetchall()]


def _delivery(first: Reminder, at: datetime) -> Delivery:
    """Give the message that tells of this reminder, its first; that names it for good."""
    return Delivery(
        id=first.delivery_id,
        key=f"reminder:proposal {first.proposal_id}:due {first.due_on}:on {first.remind_on}"
        f":user {first.recipient_id}",
        kind=Delivery.Kind.REMINDER,
        recipient_id=first.recipient_id,
        owed_at=at,
        not_before=at,
        stale_after=at + timedelta(days=LATE_DAYS),
    )


def letter(*, delivery: Delivery, at: datetime) -> Letter:
    """Write a reminder as things stand now, within ``read_by`` its recipient.

    Raises NotOwedError where nothing of it still holds, with the reason.
    """
    person = delivery.recipient
    on = timezone.localdate(at)
    reminders = list(delivery.reminders.all())
    overtaken = set(delivery.reminders.filter(Exists(_later_ones())))
    proposals = _visible(person, reminders)
    reasons = {
        reminder.proposal_id: Delivery.WhyNot.OVERTAKEN
        if reminder in overtaken
        else _why_not(reminder, proposals.get(reminder.proposal_id), person)
        for reminder in reminders
    }
    standing = [proposal for key, proposal in proposals.items() if reasons[key] is None]
    if not standing:
        found = [why for why in reasons.values() if why is not None]
        raise NotOwedError(found[0] if found else Delivery.WhyNot.CLOSED)
    return _letter(person, sorted(standing, key=_by_due_date), on)


def _later_ones() -> QuerySet[Reminder]:
    return Reminder.objects.filter(
        recipient=OuterRef("recipient"),
        proposal=OuterRef("proposal"),
        due_on=OuterRef("due_on"),
        remind_on__gt=OuterRef("remind_on"),
    )


def _visible(person: User, reminders: Iterable[Reminder]) -> dict[int, Proposal]:
    seen = Proposal.objects.visible_to(Actor.of_user(person)).for_reading()
    return seen.in_bulk([reminder.proposal_id for reminder in reminders])


def _why_not(reminder: Reminder, proposal: Proposal | None, person: User) -> Delivery.WhyNot | None:
    """Give the reason for which a reminder no longer holds; None while it does."""
    if proposal is None:
        return Delivery.WhyNot.HIDDEN
    reasons = {
        Delivery.WhyNot.CLOSED: not proposal.is_open,
        Delivery.WhyNot.OTHER_DATE: proposal.due_on != reminder.due_on,
        Delivery.WhyNot.OTHER_OWNER: not _is_in_charge(person, proposal),
    }
    return next((why for why, holds in reasons.items() if holds), None)


def _is_in_charge(person: User, proposal: Proposal) -> bool:
    """Tell whether a proposal is this person's: its owner's, else that of the heads of its desk."""
    if proposal.owner is not None and proposal.owner.is_active:
        return proposal.owner == person
    is_head = person.role == Role.HEAD and person.desk_id is not None
    return is_head and person.desk_id == proposal.desk_id


def _by_due_date(proposal: Proposal) -> tuple[date, str]:
    return proposal.due_on or date.max, proposal.reference


def _letter(person: User, proposals: Sequence[Proposal], on: date) -> Letter:
    late = [proposal for proposal in proposals if proposal.is_overdue(on=on)]
    ahead = [proposal for proposal in proposals if not proposal.is_overdue(on=on)]
    sections = [
        _section(_("Overdue"), late, on, page_of("proposal", due="overdue", owner="me")),
        _section(_("Due soon"), ahead, on, page_of("proposal", owner="me")),
    ]
    count = len(proposals)
    heading = ngettext("%(count)s proposal needs you", "%(count)s proposals need you", count)
    return Letter(
        subject=_subject(proposals, on),
        heading=heading % {"count": numerals(count)},
        lead=_("%(name)s, this is how it stands on %(day)s.")
        % {"name": isolated(person.first_name or str(person)), "day": in_words(on)},
        sections=[section for section in sections if section.entries],
        footnote=_("You get this because you are in charge of what it names."),
    )


def _section(heading: str, proposals: Sequence[Proposal], on: date, address: str) -> Section:
    entries = [
        entry_of(proposal, on=on, lines=list(deadline_lines(proposal)))
        for proposal in proposals[:SHOWN]
    ]
    return Section(heading, entries, len(proposals), address)


def _subject(proposals: Sequence[Proposal], on: date) -> str:
    first, more = proposals[0], len(proposals) - 1
    values = {
        "when": time_left(first.due_on or on, on=on),
        "title": isolated(Truncator(first.title).chars(TITLE_LENGTH)),
        "reference": isolated(first.reference),
        "count": numerals(more),
    }
    if not more:
        return _("%(when)s: %(title)s (%(reference)s)") % values
    return (
        ngettext(
            "%(when)s: %(title)s, and %(count)s more",
            "%(when)s: %(title)s, and %(count)s more",
            more,
        )
        % values
    )
