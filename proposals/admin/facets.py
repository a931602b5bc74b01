"""Narrowing down what a search found: by kind of record, committee, status, language and year.

One query for each kind of record counts every combination; all numbers are drawn from those, each
facet's own under what is chosen in the others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateField, F, Func, IntegerField, Value
from django.db.models.functions import Coalesce, ExtractYear, TruncDate
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.days import manner, new_years, numerals
from proposals.models import Committee
from proposals.status import Status
from proposals.vocabulary import Calendar, Language

type Row = Mapping[str, Any]

PROPOSALS, ARTICLES, NOTES = "proposals", "articles", "notes"
MEETINGS, FILES = "meetings", "files"
FACETS: dict[str, str | Promise] = {
    "record": _("Kind of record"),
    "committee": _("Committee"),
    "status": _("Status"),
    "language": _("Language"),
    "year": _("Year"),
}
# Where each kind of record has what a facet asks for; a year is told by its day.
HAS: dict[str, dict[str, Any]] = {
    PROPOSALS: {
        "committee": F("committee_id"),
        "status": F("status"),
        "language": F("original_language"),
        "year": F("proposed_on"),
    },
    ARTICLES: {
        "language": F("language"),
        "year": TruncDate(Coalesce("published_at", "received_at")),
    },
    NOTES: {
        "committee": F("proposal__committee_id"),
        "status": F("proposal__status"),
        "year": TruncDate("written_at"),
    },
    MEETINGS: {"committee": F("committee_id"), "year": F("starts_on")},
    FILES: {
        "committee": Coalesce("proposal__committee_id", "meeting__committee_id"),
        "status": F("proposal__status"),
        "year": TruncDate("added_at"),
    },
}
PREFIX = "facet_"


@dataclass(frozen=True)
class Choice:
    """One value to narrow down to: how many it leaves, and the address that takes or drops it."""

    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One thing to narrow down by."""

    name: str
    label: str | Promise
    choices: Sequence[Choice]


class Facets:
    """What was found, counted by each facet, and what of it is chosen in the address."""

    def __init__(self, found: Mapping[str, Any], asked: Mapping[str, str]) -> None:
        """Count every combination; a choice that nothing has is passed over.

        ``found`` gives the rows of each kind of record.
        """
        self._found = {
            record: rows.annotate(**{f"{PREFIX}{name}": has for name, has in _has(record)})
            for record, rows in found.items()
        }
        self._rows = [row for record in found for row in self._counted(record)]
        self._text = asked.get("q", "")
        known = {name: {str(row.get(name)): row.get(name) for row in self._rows} for name in FACETS}
        self.chosen = {
            name: known[name][asked[name]]
            for name in FACETS
            if asked.get(name) and known[name].get(asked[name]) is not None
        }

    def kept(self, record: str) -> Any:
        """Give what of one kind of record the choices leave."""
        found = self._found[record]
        wanted = {name: value for name, value in self.chosen.items() if name != "record"}
        if self.chosen.get("record", record) != record or wanted.keys() - HAS[record].keys():
            return found.none()
        return found.filter(**{f"{PREFIX}{name}": value for name, value in wanted.items()})

    def count(self, record: str) -> int:
        """Give how many of one kind of record the choices leave."""
        return _sum(row for row in self._left() if row["record"] == record)

    def shown(self) -> list[Facet]:
        """Give the facets that tell anything apart, each with its choices, the most first."""
        committees = {row.get("committee") for row in self._rows} - {None}
        names = Committee.objects.in_bulk(committees) if committees else {}
        labels: dict[str, Mapping[Any, Any]] = {
            "record": {
                PROPOSALS: _("Proposals"),
                ARTICLES: _("Articles"),
                NOTES: _("Notes"),
                MEETINGS: _("Meetings"),
                FILES: _("Files"),
            },
            "committee": {key: one.name for key, one in names.items()},
            "status": dict(Status.choices),
            "language": dict(Language.choices),
        }
        found = (self._facet(name, labels.get(name, {})) for name in FACETS)
        return [one for one in found if len(one.choices) > 1 or one.name in self.chosen]

    def _facet(self, name: str, labels: Mapping[Any, Any]) -> Facet:
        counts: Counter[Any] = Counter()
        for row in self._left(besides=name):
            if row.get(name) not in {None, ""}:
                counts[row[name]] += row["count"]
        ordered = sorted(counts.items(), reverse=True) if name == "year" else counts.most_common()
        choices = [
            Choice(
                numerals(value) if name == "year" else str(labels.get(value, value)),
                count,
                self.address(**{name: None if self.chosen.get(name) == value else value}),
                self.chosen.get(name) == value,
            )
            for value, count in ordered
        ]
        return Facet(name, FACETS[name], choices)

    def address(self, **changed: Any) -> str:
        """Give the address of this search with another choice; None drops one."""
        query = QueryDict(mutable=True)
        query["q"] = self._text
        for name, value in {**self.chosen, **changed}.items():
            if value is not None:
                query[name] = str(value)
        return f"?{query.urlencode()}"

    def _counted(self, record: str) -> list[Row]:
        names = [f"{PREFIX}{name}" for name in HAS[record]]
        rows = self._found[record].order_by().values(*names).annotate(count=Count("pk"))
        return [
            {"record": record, **{name.removeprefix(PREFIX): row[name] for name in row}}
            for row in rows
        ]

    def _left(self, besides: str = "") -> list[Row]:
        wanted = {name: value for name, value in self.chosen.items() if name != besides}
        return [
            row
            for row in self._rows
            if all(row.get(name) == value for name, value in wanted.items())
        ]


def _has(record: str) -> Iterator[tuple[str, Any]]:
    """Give what each facet is drawn from: of a day, its year in the reader's calendar."""
    for name, has in HAS[record].items():
        yield name, _year(has) if name == "year" else has


def _year(day: Any) -> Any:
    calendar = manner().calendar
    if calendar == Calendar.GREGORIAN:
        return ExtractYear(day)
    first, days = new_years(calendar)
    starts = Value(days, output_field=ArrayField(DateField()))
    passed = Func(day, starts, function="width_bucket", output_field=IntegerField())
    return passed + Value(first - 1)


def _sum(rows: Iterable[Row]) -> int:
    return sum(row["count"] for row in rows)
