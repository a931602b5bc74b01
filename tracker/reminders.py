"""Reminders: owing those that have come due, and looking again at each when it is written.

A reminder is owed from eight in the morning of its day, in its recipient's time zone, and for a
week after, so that no missed run loses one; whatever one tick finds for a person is one message,
which waits for their working time. Whom it concerns and what is true of the matter is looked up
again when the message is written.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from proposals.models import Article, Committee, Finding, Meeting, Proposal, User
from proposals.rights import Actor
from proposals.vocabulary import Role, Stance
from tracker import moments
from tracker.messages import Letter, NotOwedError
from tracker.models import Answer, Delivery, Reminder, ReminderRule
from tracker.moments import LATE_DAYS
from tracker.notices import by_each_way
from tracker.reminder_letter import Matter, letter_about
from tracker.workdays import next_open

About, Event, WhyNot = Reminder.About, ReminderRule.Event, Delivery.WhyNot
# What there is where nobody made a rule: the event, its days, and when it goes up the ladder.
DEFAULT_RULES = (
    (Event.BEFORE_DUE, 30, None),
    (Event.BEFORE_DUE, 7, None),
    (Event.BEFORE_DUE, 1, None),
    (Event.OVERDUE, 7, 3),
    (Event.REVIEW, 1, None),
    (Event.MILESTONE, 7, None),
    (Event.NO_CHANGE, 60, None),
    (Event.POSITION, 30, None),
    (Event.MEETING, 14, None),
    (Event.FINDING, 7, None),
    (Event.CADENCE, 30, None),
)
QUIETED = {moments.ABOUT[event] for event in moments.QUIETED}


def ensure_default_rules() -> None:
    """Make the usual rules where there are none; rules are switched off, never deleted."""
    if not ReminderRule.objects.exists():
        rules = [
            ReminderRule(event=event, days=days, escalate_days=climbs)
            for event, days, climbs in DEFAULT_RULES
        ]
        ReminderRule.objects.bulk_create(rules, ignore_conflicts=True)


def owe(*, at: datetime) -> int:
    """Owe each reminder that has come due, once; give how many messages that makes."""
    with transaction.atomic():
        messages: dict[int, uuid.UUID] = defaultdict(uuid.uuid4)
        found = [
            Reminder(**vars(moment), delivery_id=messages[moment.recipient_id])
            for moment in moments.untold(at=at)
        ]
        # A reminder that another tick owes in this moment is left to it.
        Reminder.objects.bulk_create(found, ignore_conflicts=True)
        owed = Reminder.objects.filter(delivery_id__in=messages.values())
        in_order = owed.order_by("delivery_id", "due_on", "pk").select_related("recipient")
        deliveries = [_delivery(first, at) for first in in_order.distinct("delivery_id")]
        Delivery.objects.bulk_create(
            one for delivery in deliveries for one in by_each_way(delivery)
        )
    return len(deliveries)


def _delivery(first: Reminder, at: datetime) -> Delivery:
    """Give the message that tells of this reminder, its first; that names it for good."""
    not_before = next_open(first.recipient, at=at)
    return Delivery(
        id=first.delivery_id,
        key=f"reminder:{_named(first)}:{first.about} {first.due_on}:on {first.remind_on}"
        f":user {first.recipient_id}",
        kind=Delivery.Kind.REMINDER,
        recipient=first.recipient,
        owed_at=at,
        not_before=not_before,
        stale_after=not_before + timedelta(days=LATE_DAYS),
    )


def _named(reminder: Reminder) -> str:
    ids = {
        "proposal": reminder.proposal_id,
        "article": reminder.article_id,
        "committee": reminder.committee_id,
    }
    return next(f"{name} {pk}" for name, pk in ids.items() if pk is not None)


def letter(*, delivery: Delivery, at: datetime) -> Letter:
    """Write a reminder as things stand now, within ``read_by`` its recipient.

    Raises NotOwedError where nothing of it still holds, with the reason.
    """
    person = delivery.reader
    assert isinstance(person, User)  # noqa: S101  # only staff is reminded
    of_both = Reminder.objects.filter(delivery=delivery.along_with_id or delivery.pk)
    reminders = list(of_both)
    looking = Looking(person, reminders, timezone.localdate(at))
    overtaken = set(of_both.filter(Exists(_later_ones())))
    reasons = {
        reminder: WhyNot.OVERTAKEN if reminder in overtaken else looking.why_not(reminder)
        for reminder in reminders
    }
    standing = [looking.matter(one) for one, reason in reasons.items() if reason is None]
    if not standing:
        found = [why for why in reasons.values() if why is not None]
        raise NotOwedError(found[0] if found else WhyNot.CLOSED)
    return letter_about(person, standing, on=looking.on)


def _later_ones() -> QuerySet[Reminder]:
    same = {name: OuterRef(name) for name in ("recipient", "about", "due_on")}
    things = ("proposal", "article", "committee")
    about_it = (Q(**{name: OuterRef(name)}) for name in things)
    return Reminder.objects.filter(
        reduce(or_, about_it), **same, remind_on__gt=OuterRef("remind_on")
    )


class Looking:
    """Looks again at what some reminders of one person speak of, in a fixed number of queries."""

    def __init__(self, person: User, reminders: Sequence[Reminder], on: date) -> None:
        """Fetch everything that they name, as far as the person may see it."""
        self.person, self.on, actor = person, on, Actor.of_user(person)
        self.proposals = (
            Proposal.objects.visible_to(actor)
            .for_reading()
            .prefetch_related("milestones", "owner__alternate")
            .in_bulk([one.proposal_id for one in reminders if one.proposal_id])
        )
        self.articles = (
            Article.objects.visible_to(actor)
            .filter(Exists(Finding.objects.open().filter(article=OuterRef("pk"))))
            .defer("text")
            .select_related("outlet")
            .in_bulk([one.article_id for one in reminders if one.article_id])
        )
        self.committees = Committee.objects.visible_to(actor).in_bulk(
            [one.committee_id for one in reminders if one.committee_id]
        )
        bodies = {one.committee_id for one in self.proposals.values()} | set(self.committees)
        self.meetings = set(
            Meeting.objects.filter(committee__in=bodies - {None}).values_list(
                "committee_id", "starts_on"
            )
        )
        self.answers = list(Answer.objects.filter(proposal__in=self.proposals))

    def why_not(self, reminder: Reminder) -> Delivery.WhyNot | None:
        """Give the reason for which a reminder no longer holds; None while it does."""
        if reminder.article_id is not None:
            return None if reminder.article_id in self.articles else WhyNot.NEWS
        if reminder.committee_id is not None:
            return None if self._has_not_met(reminder) else WhyNot.NEWS
        proposal = self.proposals.get(reminder.proposal_id or 0)
        if proposal is None:
            return WhyNot.HIDDEN
        reasons = {
            WhyNot.CLOSED: not proposal.is_open,
            WhyNot.OTHER_OWNER: not self._answers_for(proposal, reminder),
            WhyNot.SNOOZED: self._was_answered(reminder, Answer.Act.LATER),
            WhyNot.ANSWERED: self._was_answered(reminder, Answer.Act.SEEN),
            STILL[About(reminder.about)][0]: not STILL[About(reminder.about)][1](
                self, reminder, proposal
            ),
        }
        return next((why for why, holds in reasons.items() if holds), None)

    def matter(self, reminder: Reminder) -> Matter:
        """Give what a reminder that still holds speaks of."""
        return Matter(
            about=About(reminder.about),
            due_on=reminder.due_on,
            rung=reminder.rung,
            proposal=self.proposals.get(reminder.proposal_id or 0),
            article=self.articles.get(reminder.article_id or 0),
            committee=self.committees.get(reminder.committee_id or 0),
        )

    def _has_not_met(self, reminder: Reminder) -> bool:
        committee = self.committees.get(reminder.committee_id or 0)
        if committee is None or committee.cadence_months is None:
            return False
        return not any(
            body == committee.pk and day >= reminder.due_on for body, day in self.meetings
        )

    def _answers_for(self, proposal: Proposal, reminder: Reminder) -> bool:
        """Tell whether the person is still on the ladder of a proposal, where the reminder was."""
        owner, person = proposal.owner, self.person
        if owner == person:
            return True
        is_left = owner is None or not owner.is_active or owner.is_away(on=self.on)
        if not (is_left or reminder.rung or reminder.about == About.SNOOZED):
            return False
        is_alternate = owner is not None and owner.alternate_id == person.pk
        is_head = person.role == Role.HEAD and person.desk_id is not None
        return (
            is_alternate
            or (is_head and person.desk_id == proposal.desk_id)
            or Actor.of_user(person).sees_everything
        )

    def _was_answered(self, reminder: Reminder, act: Answer.Act) -> bool:
        """Tell whether an answer quiets it now: anybody's "seen", or one's own "later"."""
        if act == Answer.Act.SEEN:
            is_ahead = reminder.about == About.DUE and reminder.due_on >= self.on
            if reminder.about not in QUIETED or is_ahead:
                return False
        return any(
            answer.proposal_id == reminder.proposal_id
            and answer.act == act
            and answer.until >= self.on
            and (act == Answer.Act.SEEN or answer.person_id == self.person.pk)
            for answer in self.answers
        )

    def has_promised(self, reminder: Reminder, _proposal: Proposal) -> bool:
        """Tell whether the date of the next step is still the one that was promised."""
        return any(
            answer.proposal_id == reminder.proposal_id and answer.until == reminder.due_on
            for answer in self.answers
        )

    def will_meet(self, reminder: Reminder, proposal: Proposal) -> bool:
        """Tell whether the meeting is still on that day."""
        return (proposal.committee_id, reminder.due_on) in self.meetings


def _awaits_somebody(proposal: Proposal) -> bool:
    return any(position.stance == Stance.AWAITED for position in proposal.positions.all())


def _has_step_due(proposal: Proposal, day: date) -> bool:
    return any(step.due_on == day and step.done_on is None for step in proposal.milestones.all())


type Check = Callable[[Looking, Reminder, Proposal], bool]
# What has to be so still for a reminder to be told, and why it is not told where it isn't.
STILL: dict[str, tuple[Delivery.WhyNot, Check]] = {
    About.DUE: (WhyNot.OTHER_DATE, lambda _, one, proposal: proposal.due_on == one.due_on),
    About.REVIEW: (WhyNot.OTHER_DATE, lambda _, one, proposal: proposal.review_on == one.due_on),
    About.MILESTONE: (
        WhyNot.OTHER_DATE,
        lambda _, one, proposal: _has_step_due(proposal, one.due_on),
    ),
    About.NO_CHANGE: (
        WhyNot.NEWS,
        lambda _, one, proposal: proposal.updated_at.astimezone(UTC).date() == one.due_on,
    ),
    About.POSITION: (WhyNot.NEWS, lambda _, _one, proposal: _awaits_somebody(proposal)),
    About.MEETING: (WhyNot.OTHER_DATE, Looking.will_meet),
    About.PROMISE: (WhyNot.OTHER_DATE, Looking.has_promised),
    About.SNOOZED: (WhyNot.OTHER_DATE, Looking.has_promised),
}
