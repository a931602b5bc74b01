"""Filters by which the list of proposals shows exactly what a number of the dashboard counts."""

import re
from collections.abc import Collection
from typing import Any, override

from django.contrib.admin import ModelAdmin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.admin.filters import Choices, ChosenFilter
from proposals.admin.spans import Span
from proposals.figures import of_age, of_outcome
from proposals.models import Party, Proposal
from proposals.status import OPEN, Status

AGE_LABELS: dict[str, str | Promise] = {
    "month": _("Less than a month"),
    "quarter": _("1 to 3 months"),
    "half": _("3 to 6 months"),
    "year": _("6 to 12 months"),
    "older": _("More than a year"),
}
OUTCOME_LABELS: dict[str, str | Promise] = {
    "in_time": _("Completed in time"),
    "late": _("Completed late"),
    "missed": _("Overdue"),
}
# Codes of parties, as a reference begins with them.
PAIR = re.compile(r"[A-Z][A-Z0-9]+(-[A-Z][A-Z0-9]+)*", re.ASCII)


class AgeFilter(ChosenFilter):
    """By how long ago it was proposed, among those on which work goes on."""

    title = _("open for")
    parameter_name = "age"
    options: Choices = list(AGE_LABELS.items())

    @override
    def keep(self, queryset: QuerySet[Proposal], value: str) -> QuerySet[Proposal]:
        """Keep the open proposals of this age."""
        return queryset.filter(of_age(value, on=timezone.localdate()), status__in=OPEN)


class OutcomeFilter(ChosenFilter):
    """By what became of it, among those whose last day has passed."""

    title = _("outcome")
    parameter_name = "outcome"
    options: Choices = list(OUTCOME_LABELS.items())

    @override
    def keep(self, queryset: QuerySet[Proposal], value: str) -> QuerySet[Proposal]:
        """Keep the proposals of which this became."""
        return queryset.filter(of_outcome(value, on=timezone.localdate()))


class LinkedFilter(ChosenFilter):
    """A filter that links set: it stands among the others only while it is set."""

    @override
    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Choices:
        """Offer what the address names, if it can be understood."""
        value = str(self.value() or "")
        label = self.label(value)
        return [(value, label)] if label else []

    def label(self, value: str) -> str:
        """Say what a value means; nothing for one that means nothing."""
        raise NotImplementedError


class SpanFilter(LinkedFilter):
    """By a day that lies in a span."""

    field = ""
    conditions: Q = Q()

    @override
    def label(self, value: str) -> str:
        """Say from when until when."""
        span = Span.of(value)
        return span.words if span else ""

    @override
    def keep(self, queryset: QuerySet[Proposal], value: str) -> QuerySet[Proposal]:
        """Keep the proposals whose day lies in the span."""
        return queryset.filter(self.conditions, (Span.of(value) or Span()).on(self.field))


class ProposedFilter(SpanFilter):
    """By when it was proposed."""

    title = _("proposed on")
    parameter_name = "proposed"
    field = "proposed_on"


class CompletedFilter(SpanFilter):
    """By when it was completed."""

    title = _("completed on")
    parameter_name = "completed"
    field = "status_since__date"
    conditions = Q(status=Status.COMPLETED)


class LastDayFilter(SpanFilter):
    """By its last day."""

    title = _("last day")
    parameter_name = "last_day"
    field = "due_on"


class PairFilter(LinkedFilter):
    """By all its parties."""

    title = _("parties")
    parameter_name = "pair"

    @override
    def label(self, value: str) -> str:
        """Name the parties."""
        return pair_words([value])[value] if PAIR.fullmatch(value) else ""

    @override
    def keep(self, queryset: QuerySet[Proposal], value: str) -> QuerySet[Proposal]:
        """Keep the proposals between exactly these parties."""
        return queryset.filter(pair=value)


def pair_words(pairs: Collection[str]) -> dict[str, str]:
    """Give the names of the parties of each pair; an unknown party by its code."""
    codes = {code for pair in pairs for code in pair.split("-")}
    names = {party.code: party.name for party in Party.objects.filter(code__in=codes)}
    return {pair: " – ".join(names.get(code, code) for code in pair.split("-")) for pair in pairs}
