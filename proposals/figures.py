"""The figures of the dashboard: counts over proposals, each by one query.

Each function counts the proposals that it is given and no others: they start at ``visible_to``. The
conditions stand beside the counts, so that a list can show exactly the rows that were counted.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, DateField, F, Q, Value, When
from django.db.models.functions import TruncMonth

from proposals.querysets import ProposalQuerySet
from proposals.status import OPEN, Status

# How long ago something was proposed: from how many days on, and below how many.
AGES: dict[str, tuple[int, int | None]] = {
    "month": (0, 30),
    "quarter": (30, 90),
    "half": (90, 180),
    "year": (180, 365),
    "older": (365, None),
}
# What became of a promise whose last day has passed.
OUTCOMES = ("in_time", "late", "missed")


def of_age(age: str, *, on: date) -> Q:
    """Give the condition that something was proposed so long before a day.

    What is dated later than the day counts as new.
    """
    least, below = AGES[age]
    condition = Q(proposed_on__lte=on - timedelta(days=least)) if least else Q()
    return condition & (Q(proposed_on__gt=on - timedelta(days=below)) if below else Q())


def of_outcome(outcome: str, *, on: date) -> Q:
    """Give the condition that this became of a promise whose last day was before a day.

    What was withdrawn, rejected, superseded, postponed or let lapse is no promise any more.
    """
    fell_due = Q(due_on__lt=on)
    if outcome == "missed":
        return fell_due & Q(status__in=OPEN)
    is_late = Q(status_since__date__gt=F("due_on"))
    return fell_due & Q(status=Status.COMPLETED) & (is_late if outcome == "late" else ~is_late)


def by_committee_and_status(proposals: ProposalQuerySet) -> dict[tuple[int | None, str], int]:
    """Count by committee, None for those of no committee, and by status."""
    return _counted(proposals, "committee", "status")


def by_age_and_status(proposals: ProposalQuerySet, *, on: date) -> dict[tuple[str, str], int]:
    """Count the open ones by how long ago they were proposed and by status."""
    age = _named({age: of_age(age, on=on) for age in AGES})
    return _counted(proposals.open().annotate(age=age), "age", "status")


def proposed_by_month(proposals: ProposalQuerySet) -> dict[date, int]:
    """Count by the month in which they were proposed, named by its first day."""
    months = proposals.annotate(month=TruncMonth("proposed_on"))
    return {month: count for (month,), count in _counted(months, "month").items()}


def completed_by_month(proposals: ProposalQuerySet) -> dict[date, int]:
    """Count the completed ones by the month, in the reader's time zone, in which they became so."""
    month = TruncMonth("status_since", output_field=DateField())
    months = proposals.filter(status=Status.COMPLETED).annotate(month=month)
    return {month: count for (month,), count in _counted(months, "month").items()}


def by_outcome_and_month(proposals: ProposalQuerySet, *, on: date) -> dict[tuple[date, str], int]:
    """Count the promises whose last day has passed, by its month and by what became of them."""
    outcome = _named({outcome: of_outcome(outcome, on=on) for outcome in OUTCOMES})
    found = proposals.annotate(outcome=outcome, month=TruncMonth("due_on"))
    return _counted(found.exclude(outcome=""), "month", "outcome")


def by_pair_and_kind(proposals: ProposalQuerySet) -> dict[tuple[str, str], int]:
    """Count by the parties' codes, as references name them, and by kind."""
    return _counted(proposals, "pair", "kind")


def _named(conditions: dict[str, Q]) -> Case:
    """Give the name of the first condition that holds, or nothing."""
    whens = [When(condition, then=Value(name)) for name, condition in conditions.items()]
    return Case(*whens, default=Value(""), output_field=CharField())


def _counted(proposals: ProposalQuerySet, *names: str) -> dict[Any, int]:
    rows = proposals.order_by().values_list(*names).annotate(count=Count("pk"))
    return {tuple(row[:-1]): row[-1] for row in rows}
