"""The tables of the dashboard: each number with the address that lists exactly those rows."""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proposals import figures
from proposals.admin.figure_filters import AGE_LABELS, OUTCOME_LABELS, pair_words
from proposals.admin.spans import Span
from proposals.admin.waiting import listing
from proposals.days import numerals
from proposals.models import Committee
from proposals.querysets import ProposalQuerySet
from proposals.status import OPEN, Status
from proposals.vocabulary import Kind

# Rows that the page shows; a file holds all.
SHOWN = 40
# Steps of time that a chart has room for before it counts in longer ones, and the steps in months.
MOST_STEPS = 24
MONTH, QUARTER, YEAR = 1, 3, 12
# Shades of the heat map, without that of nothing.
SHADES = 5
# The name of the column of sums, which no chart draws.
TOTAL = "total"

type Filters = dict[str, Any]
type Labels[K] = Mapping[K, str | Promise]


@dataclass(frozen=True)
class Scope:
    """What is counted: the proposals of a place within a span, as of a day.

    ``place`` are the filters by which the list shows that place.
    """

    proposals: ProposalQuerySet
    on: date
    place: Filters = field(default_factory=dict)
    span: Span = field(default_factory=Span)

    def within(self, name: str) -> ProposalQuerySet:
        """Give the proposals of which the day of this name lies in the span."""
        return self.proposals.filter(self.span.on(name))

    def listed(self, **filters: Any) -> str:
        """Give the address of the list of its proposals with these filters set besides."""
        return listing("proposal", **{**self.place, **filters})

    @property
    def proposed(self) -> Filters:
        """The list's filter for what was proposed in the span."""
        return {"proposed": str(self.span)} if self.span else {}


@dataclass(frozen=True)
class Head:
    """The head of a column: its name, which is its look in a chart, and the filters it means."""

    name: str
    label: str | Promise
    filters: Filters = field(default_factory=dict)


@dataclass(frozen=True)
class Number:
    """A count, the list behind it, and how dark its cell is."""

    count: int
    address: str
    shade: int = 0


@dataclass(frozen=True)
class Row:
    """A row of numbers, and a share in percent where the table gives one.

    ``since`` is the first day of the step of time that it counts, if it counts one.
    """

    label: str | Promise
    numbers: list[Number]
    percent: int | None = None
    since: date | None = None

    @property
    def share(self) -> str:
        """The share as a reader says it."""
        return "—" if self.percent is None else percent_words(self.percent)


@dataclass(frozen=True)
class Table:
    """What is counted, in a sentence and in numbers.

    ``share`` heads the column of shares, ``foot`` holds the sums of the columns.
    """

    summary: str
    corner: str
    heads: list[Head]
    rows: list[Row]
    share: str = ""
    foot: Row | None = None

    @property
    def shown(self) -> list[Row]:
        """The rows that the page shows."""
        return self.rows[:SHOWN]

    @property
    def further(self) -> int:
        """How many rows only a file holds."""
        return len(self.rows[SHOWN:])


def by_status(scope: Scope) -> Table:
    """Count by committee and status."""
    counts = figures.by_committee_and_status(scope.within("proposed_on"))
    committees = {committee for committee, _status in counts}
    names = Committee.objects.in_bulk(committees - {None})
    labels = {one: str(names[one]) if one else _("Without a committee") for one in committees}
    heads = [Head(one.value, one.label, {"status": one.value}) for one in Status]
    rows = _rows(scope, counts, labels, heads, lambda one: {**_committee(one), **scope.proposed})
    work = sum(count for (_one, status), count in counts.items() if status in OPEN)
    said = _("%(open)s of %(all)s are open.") % _said(open=work, all=sum(counts.values()))
    table = Table(said, _("Committee"), _with_total(heads), rows)
    return _tidy(_with_foot(scope, table, scope.proposed))


def _committee(committee: int | None) -> Filters:
    """Give the list's filter for a committee, or for none."""
    return {"committee__id__exact": committee} if committee else {"committee__isnull": "True"}


def by_time(scope: Scope) -> Table:
    """Count what was proposed and what was completed, step by step."""
    counts = {
        "proposed": figures.proposed_by_month(scope.within("proposed_on")),
        "completed": figures.completed_by_month(scope.within("status_since__date")),
    }
    steps = _steps(scope, {month for months in counts.values() for month in months})
    rows = [
        Row(
            step_words(step),
            [
                Number(_sum_in(step, months), scope.listed(**{name: str(step)}))
                for name, months in counts.items()
            ],
            since=step.since,
        )
        for step in steps
    ]
    said = _("%(proposed)s proposed, %(completed)s completed.") % _said(
        **{name: sum(months.values()) for name, months in counts.items()}
    )
    heads = [Head("proposed", _("Proposed")), Head("completed", _("Completed"))]
    return Table(said, _("Time"), heads, rows)


def by_age(scope: Scope) -> Table:
    """Count what is open by how long ago it was proposed, whatever the span."""
    counts = figures.by_age_and_status(scope.proposals, on=scope.on)
    heads = [Head(one.value, one.label, {"status": one.value}) for one in OPEN]
    labels = {age: numerals(label) for age, label in AGE_LABELS.items()} if counts else {}
    rows = _rows(scope, counts, labels, heads, lambda age: {"age": age})
    old = sum(count for (age, _status), count in counts.items() if age == "older")
    said = ngettext(
        "%(old)s of %(all)s has been open for more than a year.",
        "%(old)s of %(all)s have been open for more than a year.",
        old,
    ) % _said(old=old, all=sum(counts.values()))
    table = Table(said, _("Age"), _with_total(heads), rows)
    return _with_foot(scope, table, {"status": "open"})


def by_outcome(scope: Scope) -> Table:
    """Count what became of the promises that fell due, step by step, and how many were kept."""
    found = figures.by_outcome_and_month(scope.within("due_on"), on=scope.on)
    steps = _steps(scope, {month for month, _outcome in found})
    counts: Counter[tuple[Span, str]] = Counter()
    for step in steps:
        for (month, outcome), count in found.items():
            counts[step, outcome] += count if step.holds(month) else 0
    heads = [Head(name, label, {"outcome": name}) for name, label in OUTCOME_LABELS.items()]
    labels = {step: step_words(step) for step in steps}
    rows = _rows(scope, counts, labels, heads, lambda step: {"last_day": str(step)})
    shares = [_with_share(row) for row in rows]
    kept = sum(count for (_step, outcome), count in counts.items() if outcome == "in_time")
    said = _outcome_words(kept, counts.total())
    return Table(said, _("Last day"), _with_total(heads), shares, share=_("Share in time"))


def _with_share(row: Row) -> Row:
    """Add the share of the first number in the last, which is the sum."""
    return replace(row, percent=_percent(row.numbers[0].count, row.numbers[-1].count))


def _outcome_words(kept: int, fell_due: int) -> str:
    percent = _percent(kept, fell_due)
    if percent is None:
        return _("Nothing has fallen due.")
    return _("%(share)s were completed in time: %(kept)s of %(all)s.") % {
        "share": percent_words(percent),
        **_said(kept=kept, all=fell_due),
    }


def by_pair(scope: Scope) -> Table:
    """Count by pair of parties and by kind; the more, the darker the cell."""
    counts = figures.by_pair_and_kind(scope.within("proposed_on"))
    labels = pair_words({pair for pair, _kind in counts})
    heads = [Head(one.value, one.label, {"kind__exact": one.value}) for one in Kind]
    rows = _rows(scope, counts, labels, heads, lambda pair: {"pair": pair, **scope.proposed})
    pairs = ngettext("%(count)s pair of parties.", "%(count)s pairs of parties.", len(labels))
    said = pairs % _said(count=len(labels))
    table = Table(said, _("Parties"), _with_total(heads), rows)
    return _tidy(_with_foot(scope, table, scope.proposed))


# From counts to rows


def _rows[K](
    scope: Scope,
    counts: Mapping[tuple[K, str], int],
    labels: Labels[K],
    heads: list[Head],
    filters: Callable[[K], Filters],
) -> list[Row]:
    """Give a row for each label, with its sum at the end."""
    most = max(counts.values(), default=1)
    rows = []
    for key, label in labels.items():
        its = filters(key)
        found = [
            Number(
                count := counts.get((key, head.name), 0),
                scope.listed(**its, **head.filters),
                -(-count * SHADES // most),
            )
            for head in heads
        ]
        total = Number(sum(number.count for number in found), scope.listed(**its))
        since = key.since if isinstance(key, Span) else None
        rows.append(Row(label, [*found, total], since=since))
    return rows


def _with_total(heads: list[Head]) -> list[Head]:
    return [*heads, Head(TOTAL, _("Total"))]


def _with_foot(scope: Scope, table: Table, filters: Filters) -> Table:
    """Add the sums of the columns, of which all have these filters; of one row there are none."""
    if len(table.rows) <= 1:
        return table
    sums = [
        Number(
            sum(row.numbers[place].count for row in table.rows),
            scope.listed(**{**filters, **head.filters}),
        )
        for place, head in enumerate(table.heads)
    ]
    return replace(table, foot=Row(_("Total"), sums))


def _tidy(table: Table) -> Table:
    """Leave out the columns without a number; put the rows with the most first."""
    columns = list(zip(*(row.numbers for row in table.rows), strict=True))
    used = [place for place, column in enumerate(columns) if any(one.count for one in column)]

    def kept(row: Row) -> Row:
        return replace(row, numbers=[row.numbers[place] for place in used])

    rows = sorted(table.rows, key=lambda row: (-row.numbers[-1].count, str(row.label)))
    return replace(
        table,
        heads=[table.heads[place] for place in used],
        rows=[kept(row) for row in rows],
        foot=table.foot and kept(table.foot),
    )


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def percent_words(percent: int) -> str:
    """Give a percentage as a reader says it."""
    return _("%(percent)s%%") % _said(percent=percent)


def _said(**numbers: int) -> dict[str, str]:
    """Give numbers as a sentence says them."""
    return {name: numerals(number_format(number)) for name, number in numbers.items()}


# Steps of time


def _steps(scope: Scope, months: Iterable[date]) -> list[Span]:
    """Cut the scope's span, as far as there is anything in it, into steps; none for no month."""
    there = sorted(months)
    if not there:
        return []
    first = scope.span.since or there[0]
    last = max(there[-1], min(scope.on, scope.span.until or scope.on))
    return steps_between(first, last)


def steps_between(first: date, last: date) -> list[Span]:
    """Give the months between two days, or the quarters or years if the months are too many."""
    start, end = _number(first), _number(last)
    for size in (MONTH, QUARTER, YEAR):
        found = range(start // size * size, end + 1, size)
        if len(found) <= MOST_STEPS:
            break
    return [Span(_month(number), _last_day(number + size - 1)) for number in found]


def _number(day: date) -> int:
    """Give the months from year nought until the month of a day."""
    return day.year * YEAR + day.month - 1


def _month(number: int) -> date:
    return date(number // YEAR, number % YEAR + 1, 1)


def _last_day(number: int) -> date:
    month = _month(number)
    return month.replace(day=monthrange(month.year, month.month)[1])


def step_words(step: Span) -> str:
    """Name a month, a quarter or a year."""
    since, until = step.since, step.until
    if since is None or until is None:
        return step.words
    months = _number(until) - _number(since) + 1
    if months == YEAR:
        return numerals(date_format(since, "Y"))
    if months == QUARTER:
        parts = {"quarter": since.month // QUARTER + 1, "year": date_format(since, "Y")}
        return numerals(_("Q%(quarter)s %(year)s") % parts)
    return numerals(date_format(since, "M Y"))


def _sum_in(step: Span, months: Mapping[date, int]) -> int:
    return sum(count for month, count in months.items() if step.holds(month))


@dataclass(frozen=True)
class Figure:
    """A figure of the dashboard: its words, how it is drawn, and what counts for it."""

    title: str | Promise
    note: str | Promise
    chart: str
    table: Callable[[Scope], Table]


FIGURES: dict[str, Figure] = {
    "status": Figure(
        gettext_lazy("Status by committee"),
        gettext_lazy("Where the proposals that were put in the period stand today."),
        "across",
        by_status,
    ),
    "flow": Figure(
        gettext_lazy("Proposed and completed over time"),
        gettext_lazy("By the day on which something was proposed, and by that of its completion."),
        "lines",
        by_time,
    ),
    "age": Figure(
        gettext_lazy("Age of what is open"),
        gettext_lazy("All that is open today, whatever the period, by when it was proposed."),
        "stacks",
        by_age,
    ),
    "promise": Figure(
        gettext_lazy("Kept in time"),
        gettext_lazy(
            "What became of proposals whose last day has passed. Those that were given up or"
            " postponed don't count."
        ),
        "stacks",
        by_outcome,
    ),
    "pair": Figure(
        gettext_lazy("Countries and kinds of measure"),
        gettext_lazy(
            "How many proposals lie between which parties. The stronger the colour, the more."
        ),
        "heat",
        by_pair,
    ),
}
