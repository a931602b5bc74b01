"""Moments: which reminders have come due for whom, asked of the store one event at a time.

Each event is a query that gives what it is about and the first day on which it reminds. One query
around it finds who is told on that day: whoever is in charge, and up the ladder if it climbs. Only
days inside a window count, each with its unique key, so a missed run loses nothing.
"""
# ruff: noqa: S608  # every piece of the queries is a constant of this module

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from proposals.models import User
from proposals.status import OPEN
from proposals.vocabulary import Role, Stance
from tracker.localtime import last_day, zone_named
from tracker.models import Answer, Reminder, ReminderRule

HOUR = 8
# How late a reminder may still be owed and sent, in days.
LATE_DAYS = 7
# Days after which a promise that was not kept goes up the ladder.
PROMISE_DAYS = 3
# Without a meeting before it, what did not change for so long counts as lacking news.
NEWS_DAYS = 90

Event, About = ReminderRule.Event, Reminder.About
ABOUT = {
    Event.BEFORE_DUE: About.DUE,
    Event.OVERDUE: About.DUE,
    Event.REVIEW: About.REVIEW,
    Event.MILESTONE: About.MILESTONE,
    Event.NO_CHANGE: About.NO_CHANGE,
    Event.POSITION: About.POSITION,
    Event.MEETING: About.MEETING,
    Event.FINDING: About.FINDING,
    Event.CADENCE: About.CADENCE,
}
# What "seen, next step by a date" quiets until then. What lies ahead is still told: it is news.
QUIETED = (Event.OVERDUE, Event.REVIEW, Event.MILESTONE, Event.NO_CHANGE, Event.POSITION)

_PROPOSAL = """proposal.id AS proposal_id, NULL::bigint AS article_id, NULL::bigint AS committee_id,
    proposal.desk_id, proposal.visibility = 'restricted' AS is_restricted"""
_RULE = """rule.escalate_days AS climbs
    FROM tracker_reminderrule rule
    JOIN proposals_proposal proposal ON {is_open}
        AND (rule.desk_id IS NULL OR rule.desk_id = proposal.desk_id)
        AND (rule.committee_id IS NULL OR rule.committee_id = proposal.committee_id)
        AND rule.kind IN ('', proposal.kind)"""
_ASKED = """rule.is_active AND rule.event = %(event)s
        AND (%(rule)s::bigint IS NULL OR rule.id = %(rule)s)"""
# How far back a rule looks: its lateness, and two rungs of its ladder.
_BACK = "%(late)s - 2 * COALESCE(rule.escalate_days, 0)"


def _of_rule(
    due_on: str,
    base_on: str,
    where: str,
    *,
    last_on: str = "NULL",
    days: str = "NULL",
    tables: str = "",
) -> str:
    return f"""
    SELECT {_PROPOSAL}, proposal.owner_id, {due_on} AS due_on, {base_on} AS base_on,
        {last_on}::date AS last_on, {days}::int AS days, {_RULE}
    {tables}
    WHERE {_ASKED} AND {where}"""


def _of_answer(act: Answer.Act, owner: str, climbs: str) -> str:
    return f"""
    SELECT {_PROPOSAL}, {owner} AS owner_id, answer.until AS due_on, answer.until + 1 AS base_on,
        NULL::date AS last_on, NULL::int AS days, {climbs}::int AS climbs
    FROM tracker_answer answer
    JOIN proposals_proposal proposal ON proposal.id = answer.proposal_id AND {{is_open}}
    WHERE answer.act = '{act.value}'
        AND answer.until BETWEEN %(first)s - %(late)s - 1 - 2 * {PROMISE_DAYS} AND %(last)s"""


_CHANGED = "proposal.updated_at::date"
# What each event is about, the day it counts from, the first day on which it reminds (base_on), the
# last day on which that still makes sense, and every how many days it reminds again.
SOURCES: dict[str, str] = {
    Event.BEFORE_DUE: _of_rule(
        "proposal.due_on",
        "proposal.due_on - rule.days",
        f"proposal.due_on BETWEEN %(first)s + rule.days - {_BACK} AND %(last)s + rule.days",
        last_on="proposal.due_on",
    ),
    Event.OVERDUE: _of_rule(
        "proposal.due_on", "proposal.due_on + 1", "proposal.due_on < %(last)s", days="rule.days"
    ),
    Event.REVIEW: _of_rule(
        "proposal.review_on",
        "proposal.review_on - rule.days",
        f"proposal.review_on BETWEEN %(first)s + rule.days - {_BACK} AND %(last)s + rule.days",
    ),
    Event.MILESTONE: _of_rule(
        "step.due_on",
        "step.due_on - rule.days",
        f"step.due_on BETWEEN %(first)s + rule.days - {_BACK} AND %(last)s + rule.days",
        tables="JOIN proposals_milestone step ON step.proposal_id = proposal.id"
        " AND step.done_on IS NULL",
    ),
    Event.NO_CHANGE: _of_rule(
        _CHANGED,
        f"{_CHANGED} + rule.days",
        f"proposal.updated_at >= %(first)s - rule.days - {_BACK}"
        " AND proposal.updated_at < %(last)s - rule.days + 1",
    ),
    Event.POSITION: _of_rule(
        "proposal.proposed_on",
        "proposal.proposed_on + rule.days",
        f"proposal.proposed_on BETWEEN %(first)s - rule.days - {_BACK} AND %(last)s - rule.days"
        " AND EXISTS (SELECT FROM proposals_position position"
        f" WHERE position.proposal_id = proposal.id AND stance = '{Stance.AWAITED.value}')",
    ),
    Event.MEETING: _of_rule(
        "meeting.starts_on",
        "meeting.starts_on - rule.days",
        "meeting.starts_on BETWEEN %(first)s AND %(last)s + rule.days"
        " AND proposal.updated_at < COALESCE(previous.ended_on + 1,"
        f" meeting.starts_on - {NEWS_DAYS})",
        last_on="meeting.starts_on",
        tables="""JOIN proposals_meeting meeting ON meeting.committee_id = proposal.committee_id
    CROSS JOIN LATERAL (
        SELECT max(ends_on) AS ended_on FROM proposals_meeting earlier
        WHERE earlier.committee_id = meeting.committee_id AND earlier.starts_on < meeting.starts_on
    ) previous""",
    ),
    Event.FINDING: f"""
    SELECT NULL::bigint AS proposal_id, finding.article_id, NULL::bigint AS committee_id,
        body.desk_id, FALSE AS is_restricted, NULL::bigint AS owner_id,
        min(finding.found_at)::date AS due_on, min(finding.found_at)::date + rule.days AS base_on,
        NULL::date AS last_on, rule.days::int AS days, rule.escalate_days AS climbs
    FROM tracker_reminderrule rule
    JOIN proposals_finding finding ON finding.state = 'open'
        AND finding.found_at < %(last)s - rule.days + 1 AND rule.kind IN ('', finding.kind)
    LEFT JOIN LATERAL (
        SELECT committee.id, committee.desk_id FROM proposals_committee committee
        WHERE (SELECT count(*) FROM proposals_membership seat WHERE seat.committee_id = committee.id
            AND seat.party_id IN (finding.proposer_id, finding.addressee_id)) >= 2
        ORDER BY committee.id LIMIT 1
    ) body ON TRUE
    WHERE {_ASKED}
        AND (rule.desk_id IS NULL OR rule.desk_id = body.desk_id)
        AND (rule.committee_id IS NULL OR rule.committee_id = body.id)
    GROUP BY rule.id, finding.article_id, body.desk_id""",
    Event.CADENCE: f"""
    SELECT NULL::bigint AS proposal_id, NULL::bigint AS article_id, committee.id AS committee_id,
        committee.desk_id, FALSE AS is_restricted, NULL::bigint AS owner_id,
        expected.due_on, expected.due_on + 1 AS base_on,
        NULL::date AS last_on, rule.days::int AS days, rule.escalate_days AS climbs
    FROM tracker_reminderrule rule
    JOIN proposals_committee committee ON committee.cadence_months IS NOT NULL
        AND (rule.desk_id IS NULL OR rule.desk_id = committee.desk_id)
        AND (rule.committee_id IS NULL OR rule.committee_id = committee.id)
    CROSS JOIN LATERAL (
        SELECT (max(ends_on) + make_interval(months => committee.cadence_months))::date AS due_on
        FROM proposals_meeting meeting WHERE meeting.committee_id = committee.id
    ) expected
    WHERE {_ASKED} AND expected.due_on < %(last)s""",
    About.PROMISE: _of_answer(Answer.Act.SEEN, "proposal.owner_id", str(PROMISE_DAYS)),
    About.SNOOZED: _of_answer(Answer.Act.LATER, "answer.person_id", "NULL"),
}
# Who is told of it. In charge is the owner; while they are away or gone, their alternate; else the
# heads of the desk; where there is none, the administrators.
FIND = """
WITH local_day AS (
    SELECT * FROM unnest(%(zones)s::text[], %(days)s::date[]) AS local_day (time_zone, today)
), person AS (
    SELECT staff.id, staff.desk_id, local_day.today,
        staff.role = %(head)s AS is_head,
        staff.role = %(administrator)s OR staff.is_superuser AS is_administrator
    FROM proposals_user staff JOIN local_day ON local_day.time_zone = staff.time_zone
    WHERE staff.is_active AND (staff.absent_from IS NULL OR local_day.today NOT BETWEEN
        staff.absent_from AND COALESCE(staff.absent_until, 'infinity'))
), charge AS (
    SELECT owner.id AS owner_id, COALESCE(present.id, alternate.id) AS first_id,
        NULLIF(alternate.id, COALESCE(present.id, alternate.id)) AS second_id
    FROM proposals_user owner
    LEFT JOIN person present ON present.id = owner.id
    LEFT JOIN person alternate ON alternate.id = owner.alternate_id
), over AS (
    SELECT head.desk_id, head.id FROM person head WHERE head.is_head AND head.desk_id IS NOT NULL
    UNION ALL
    SELECT desk.id, person.id
    FROM (SELECT id FROM proposals_desk UNION ALL SELECT NULL) desk
    JOIN person ON person.is_administrator
    WHERE NOT EXISTS (SELECT FROM person head WHERE head.is_head AND head.desk_id = desk.id)
), due AS ({source}
), moment AS (
    SELECT DISTINCT ON (due.proposal_id, due.article_id, due.committee_id, person.id)
        due.*, person.id AS recipient_id, person.today, rung, counted.remind_on
    FROM due
    CROSS JOIN LATERAL generate_series(0, CASE WHEN due.climbs IS NULL THEN 0 ELSE 2 END) rung
    LEFT JOIN charge ON charge.owner_id = due.owner_id
    CROSS JOIN LATERAL (
        SELECT charge.first_id AS id WHERE rung = 0 AND charge.first_id IS NOT NULL
        UNION ALL
        SELECT charge.second_id WHERE rung = 1 AND charge.second_id IS NOT NULL
        UNION ALL
        SELECT over.id FROM over WHERE over.desk_id IS NOT DISTINCT FROM due.desk_id
            AND rung = CASE WHEN charge.first_id IS NULL THEN 0 ELSE 2 END
            AND over.id IS DISTINCT FROM charge.first_id
    ) told
    JOIN person ON person.id = told.id
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN rung > 0 THEN due.base_on + rung * due.climbs
            WHEN due.days IS NULL THEN due.base_on
            ELSE due.base_on + GREATEST(person.today - due.base_on, 0) / due.days * due.days
        END AS remind_on
    ) counted
    WHERE counted.remind_on BETWEEN person.today - %(late)s AND person.today
        AND (due.last_on IS NULL OR person.today <= due.last_on)
        AND (NOT due.is_restricted OR person.is_administrator OR person.desk_id = due.desk_id
            OR person.id = due.owner_id)
    ORDER BY due.proposal_id, due.article_id, due.committee_id, person.id, counted.remind_on DESC
)
SELECT recipient_id, proposal_id, article_id, committee_id, due_on, remind_on, rung FROM moment
{filter}
ORDER BY due_on, proposal_id, article_id, committee_id, recipient_id
"""
UNTOLD = """
WHERE NOT EXISTS (
    SELECT FROM tracker_reminder known
    WHERE known.recipient_id = moment.recipient_id AND known.about = %(about)s
        AND (known.due_on, known.remind_on) = (moment.due_on, moment.remind_on)
        AND known.proposal_id IS NOT DISTINCT FROM moment.proposal_id
        AND known.article_id IS NOT DISTINCT FROM moment.article_id
        AND known.committee_id IS NOT DISTINCT FROM moment.committee_id
) AND NOT EXISTS (
    SELECT FROM tracker_answer answer
    WHERE answer.proposal_id = moment.proposal_id AND answer.until >= moment.today
        AND (answer.person_id = moment.recipient_id AND answer.act = 'later'
            OR %(is_quieted)s AND answer.act = 'seen')
)
"""
IS_OPEN = "proposal.status = ANY (%(open)s)"
# Of a day gone by: what was left since then was open on it.
WAS_OPEN = """proposal.created_at::date <= %(last)s
        AND (proposal.status = ANY (%(open)s) OR proposal.status_since::date > %(last)s)"""


@dataclass(frozen=True)
class Moment:
    """One thing that one person is to be reminded of, on the day whose reminder it is."""

    recipient_id: int
    about: Reminder.About
    proposal_id: int | None
    article_id: int | None
    committee_id: int | None
    due_on: date
    remind_on: date
    rung: int


def untold(*, at: datetime) -> Iterator[Moment]:
    """Give every reminder that has come due and that nobody was told, an event at a time."""
    values = _values(at)
    active = ReminderRule.objects.filter(is_active=True).order_by().values_list("event", flat=True)
    events = [Event(event) for event in sorted(active.distinct())]
    for source in (*events, About.PROMISE, About.SNOOZED):
        sql = FIND.format(source=SOURCES[source].format(is_open=IS_OPEN), filter=UNTOLD)
        yield from _found(sql, source, {**values, "rule": None, "late": LATE_DAYS})


def would_have_been(rule: ReminderRule, *, at: datetime) -> list[Moment]:
    """Give whom a rule reminds of what on the day of ``at``, as the record tells that day now."""
    source = Event(rule.event)
    sql = FIND.format(source=SOURCES[source].format(is_open=WAS_OPEN), filter="")
    return list(_found(sql, source, {**_values(at), "rule": rule.pk, "late": 0}))


def _values(at: datetime) -> Mapping[str, Any]:
    people = User.objects.filter(is_active=True)
    zones = list(people.order_by().values_list("time_zone", flat=True).distinct())
    days = [last_day(HOUR, zone_named(zone), at) for zone in zones]
    return {
        "zones": zones,
        "days": days,
        "first": min(days, default=date.min),
        "last": max(days, default=date.min),
        "open": list(OPEN),
        "head": Role.HEAD,
        "administrator": Role.ADMINISTRATOR,
    }


def _found(sql: str, source: str, values: Mapping[str, Any]) -> Iterable[Moment]:
    about = ABOUT[Event(source)] if source in Event.values else About(source)
    asked = {**values, "event": source, "about": about, "is_quieted": source in QUIETED}
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return [Moment(row[0], about, *row[1:]) for row in rows]
