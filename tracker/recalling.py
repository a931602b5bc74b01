"""Recalling: whom a rule would have told of what, as the record tells those days now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from proposals.models import Article, Committee, Proposal, User
from proposals.rights import Actor
from tracker.localtime import DAY
from tracker.models import ReminderRule
from tracker.moments import Moment, would_have_been

DAYS = 90
NOON = time(12)


@dataclass(frozen=True)
class Told:
    """One person, and one thing of which they would have been told."""

    person: User
    thing: Model
    due_on: date
    rung: int


def recall(rule: ReminderRule, *, by: Actor, at: datetime) -> dict[date, list[Told]]:
    """Give for each of the last DAYS days, the newest first, whom the rule would have told.

    Only what the asking actor may see is named. Absences and answers of those days count as they
    are known now; a day without anybody is left out.
    """
    today = timezone.localdate(at)
    noons = [datetime.combine(today - n * DAY, NOON, at.tzinfo) for n in range(1, DAYS + 1)]
    found = {noon.date(): would_have_been(rule, at=noon) for noon in noons}
    moments = [moment for day in found.values() for moment in day]
    people = User.objects.in_bulk({moment.recipient_id for moment in moments})
    things = _things(moments, by)
    told: dict[date, list[Told]] = defaultdict(list)
    for day, those in found.items():
        for moment in those:
            if (thing := things.get(_key(moment))) is not None:
                person = people[moment.recipient_id]
                told[day].append(Told(person, thing, moment.due_on, moment.rung))
    return dict(told)


def _key(moment: Moment) -> tuple[int | None, int | None, int | None]:
    return moment.proposal_id, moment.article_id, moment.committee_id


def _things(
    moments: Iterable[Moment], by: Actor
) -> dict[tuple[int | None, int | None, int | None], Model]:
    """Fetch what the moments are about, as far as the actor may see it."""
    keys = {_key(moment) for moment in moments}
    seen: tuple[QuerySet[Any], ...] = (
        Proposal.objects.visible_to(by),
        Article.objects.visible_to(by).defer("text"),
        Committee.objects.visible_to(by),
    )
    found = [
        queryset.in_bulk({key[place] for key in keys} - {None})
        for place, queryset in enumerate(seen)
    ]
    things = {key: _first(found, key) for key in keys}
    return {key: thing for key, thing in things.items() if thing is not None}


def _first(
    found: Iterable[dict[int, Model]], key: tuple[int | None, int | None, int | None]
) -> Model | None:
    named = (known.get(pk) for known, pk in zip(found, key, strict=True) if pk is not None)
    return next(named, None)
