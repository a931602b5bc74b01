"""The filters of the lists. What isn't known is refused: a typing error never widens a list."""

from __future__ import annotations

from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.drainage import set_override

from proposals.api import pagination
from proposals.api.errors import InvalidQueryError
from proposals.models import Article, Finding, Meeting, Outlet, Party, Proposal
from proposals.search import search
from proposals.status import Status
from proposals.vocabulary import ArticleState, FindingState, FindingType, Kind, PartyKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from proposals.querysets import ProposalQuerySet

LONGEST_SEARCH = 200
AS_OF = "as_of"
# What can be asked of the record as it stood; the rest is known of the present alone.
KEPT_AS_IT_STOOD = frozenset(
    {
        "status",
        "kind",
        "committee",
        "meeting",
        "owner",
        "desk",
        "reference",
        "proposed_after",
        "proposed_before",
        "due_after",
        "due_before",
    }
)
ISO_DAY = ["%Y-%m-%d"]


class StrictFilters(DjangoFilterBackend):
    """Filters by the view's FilterSet, and refuses parameters that it doesn't have."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        """Keep the rows that the address asks for; most ask for all of them."""
        whole = getattr(view, "filterset_class", None)
        asked = request.query_params.keys() & getattr(whole, "base_filters", {}).keys()
        if whole is None or not asked:
            return queryset
        filterset = _narrowed(whole, frozenset(asked))(request.query_params, queryset)
        if not filterset.is_valid():
            raise InvalidQueryError(filterset.errors)
        return filterset.qs


@lru_cache(maxsize=256)
def _narrowed(whole: Any, names: frozenset[str]) -> Any:
    """Give a FilterSet with these filters alone: each request would copy all the others."""
    narrowed: Any = type(whole.__name__, (whole,), {})
    narrowed.base_filters = {name: one for name, one in whole.base_filters.items() if name in names}
    return narrowed


def refuse_unknown_parameters(request: Request, view: Any) -> None:
    """Refuse parameters that the view doesn't know, and any that is empty or given twice."""
    known = _known_parameters(view)
    faults: dict[str, Sequence[Any]] = {}
    for name, values in request.query_params.lists():
        if name not in known:
            faults[name] = [_("There is no such parameter.")]
        elif len(values) > 1:
            faults[name] = [_("It is given twice; separate several values by commas.")]
        elif not values[0].strip():
            faults[name] = [_("It has no value; leave it out instead.")]
    if faults:
        raise InvalidQueryError(faults)


def _known_parameters(view: Any) -> set[str]:
    """Give what the view's address may ask for: a list can be filtered, ordered and paged."""
    if hasattr(view, "parameters"):
        return set(view.parameters)
    action = getattr(view, "action", None)
    if action not in {"retrieve", "list"}:
        return set()
    shaping = {"fields"} if hasattr(view, "includes") else set()
    if getattr(view, "looks_back", False):
        shaping.add(AS_OF)
    if action == "retrieve":
        return shaping
    if getattr(view, "includes", ()):
        shaping.add("include")
    return {*pagination.PARAMETERS, *getattr(view.filterset_class, "base_filters", ()), *shaping}


class WordsFilter(filters.BaseInFilter, filters.ChoiceFilter):
    """One word of a closed list or several, separated by commas."""


class NumberField(forms.IntegerField):
    """The number of a record."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=BigIntegerField.MAX_BIGINT, **kwargs)


class DescribedFilter(filters.Filter):
    """A filter that says itself what the schema shows of its value."""

    schema: ClassVar[dict[str, Any]]

    def __init__(self, *args: Any, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, help_text=help_text, **kwargs)  # type: ignore[no-untyped-call]  # library
        set_override(self, "field", {**self.schema, "description": help_text})


class NumberFilter(DescribedFilter):
    """The number of a record."""

    field_class = NumberField
    schema: ClassVar[dict[str, Any]] = {"type": "integer", "minimum": 1}


class NumbersFilter(filters.BaseInFilter, NumberFilter):
    """The number of a record or several, separated by commas."""


class CodesFilter(filters.BaseInFilter, filters.CharFilter):
    """The code of a party or several, separated by commas."""


class ReferencesFilter(filters.BaseInFilter, filters.CharFilter):
    """The reference of a proposal or several, separated by commas."""


class YesNoField(forms.Field):
    """``true`` or ``false``, as JSON writes them."""

    def to_python(self, value: Any) -> bool | None:
        """Give the answer; refuse any other word."""
        if value in self.empty_values:
            return None
        if value not in {"true", "false"}:
            raise ValidationError(_("Write true or false."))
        return bool(value == "true")


class YesNoFilter(DescribedFilter):
    """``true`` or ``false``."""

    field_class = YesNoField
    schema: ClassVar[dict[str, Any]] = {"type": "boolean"}


class MomentField(forms.Field):
    """A moment as ISO 8601 writes it, with its offset from UTC."""

    def to_python(self, value: Any) -> datetime | None:
        """Give the moment; refuse one whose offset is missing, since it would be guessed."""
        if value in self.empty_values:
            return None
        try:
            moment = parse_datetime(value)
            if moment is not None and timezone.is_aware(moment):
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):  # no such day, or beyond the ends of the calendar
            pass
        raise ValidationError(
            _("Write a moment such as 2026-03-11T09:30:00Z, with its offset from UTC.")
        )


class MomentFilter(DescribedFilter):
    """A moment."""

    field_class = MomentField
    schema: ClassVar[dict[str, Any]] = {"type": "string", "format": "date-time"}


def instant_asked_for(request: Request, now: datetime) -> datetime | None:
    """Give the instant of ``as_of``, if any; refuse one to come, and what isn't known of then."""
    text = request.query_params.get(AS_OF)
    if text is None:
        return None
    try:
        at: datetime | None = MomentField().clean(text)
    except ValidationError as error:
        raise InvalidQueryError({AS_OF: error.messages}) from error
    if at is None or at > now:
        raise InvalidQueryError({AS_OF: [str(_("This moment is still to come."))]})
    message = str(_("This is known of the present alone, not with as_of."))
    unknown = (set(ProposalFilters.get_filters()) - KEPT_AS_IT_STOOD) & request.query_params.keys()
    faults = {name: [message] for name in sorted(unknown)}
    if request.query_params.get("ordering", "").removeprefix("-") == "updated_at":
        faults["ordering"] = [message]
    if faults:
        raise InvalidQueryError(faults)
    return at


def day(field: str, lookup: str, help_text: str) -> filters.DateFilter:
    """Give a filter by a day, such as 2026-03-11."""
    return filters.DateFilter(field, lookup, input_formats=ISO_DAY, help_text=help_text)


class ProposalFilters(filters.FilterSet):
    """Which proposals."""

    status = WordsFilter(
        choices=Status.choices, help_text="Those with one of these statuses, separated by commas."
    )
    kind = WordsFilter(
        choices=Kind.choices, help_text="Those of one of these kinds, separated by commas."
    )
    party = CodesFilter(
        method="between",
        help_text=(
            "Those in which this party takes part (ISO 3166-1 alpha-2, or an organisation's code);"
            " with several codes, separated by commas, those in which each of them does."
        ),
    )
    committee = NumbersFilter("committee_id", help_text="Those of one of these committees.")
    meeting = NumbersFilter("meeting_id", help_text="Those put forward at one of these meetings.")
    owner = NumbersFilter("owner_id", help_text="Those that one of these people looks after.")
    desk = NumbersFilter("desk_id", help_text="Those that one of these desks looks after.")
    reference = ReferencesFilter("reference", help_text="Those of these references.")
    proposed_after = day("proposed_on", "gte", "Those put forward on this day or later.")
    proposed_before = day("proposed_on", "lte", "Those put forward on this day or earlier.")
    due_after = day("due_on", "gte", "Those whose last day is this one or later.")
    due_before = day("due_on", "lte", "Those whose last day is this one or earlier.")
    overdue = YesNoFilter(
        method="by_lateness",
        help_text="Those that are open although their last day has passed; with false, the others.",
    )
    updated_after = MomentFilter(
        "updated_at",
        "gte",
        help_text=(
            "Those changed at this moment or later, positions, milestones and evidence included. To"
            " follow what changes, order by updated_at and ask from the last value you saw."
        ),
    )
    updated_before = MomentFilter(
        "updated_at", "lte", help_text="Those not changed after this moment."
    )
    q = filters.CharFilter(
        method="by_words",
        max_length=LONGEST_SEARCH,
        help_text=(
            "Those that have each of these words in their reference, a title or a quote. Arabic and"
            " Persian spellings of a letter or a digit count as the same; vowel signs don't count."
        ),
    )

    class Meta:
        model = Proposal
        fields: Sequence[str] = ()

    def between(self, rows: ProposalQuerySet, _name: str, value: Sequence[str]) -> ProposalQuerySet:
        """Keep those in which each of the parties takes part."""
        return rows.between(*(code.strip().upper() for code in value))

    def by_lateness(self, rows: ProposalQuerySet, _name: str, value: object) -> ProposalQuerySet:
        """Keep those that are overdue today, or the others."""
        today = timezone.now().date()
        if value:
            return rows.overdue(on=today)
        return rows.exclude(pk__in=Proposal.objects.overdue(on=today))

    def by_words(self, rows: ProposalQuerySet, _name: str, value: str) -> ProposalQuerySet:
        """Keep those that have every word."""
        return search(rows, value)


class ArticleFilters(filters.FilterSet):
    """Which articles."""

    state = WordsFilter(choices=ArticleState.choices, help_text="Those that have come this far.")
    language = filters.CharFilter(max_length=8, help_text="Those in this language (BCP 47).")
    outlet = NumbersFilter("outlet_id", help_text="Those of one of these outlets.")
    published_after = MomentFilter(
        "published_at", "gte", help_text="Those published at this moment or later."
    )
    published_before = MomentFilter(
        "published_at", "lte", help_text="Those published at this moment or earlier."
    )
    received_after = MomentFilter(
        "received_at", "gte", help_text="Those that came in at this moment or later."
    )

    class Meta:
        model = Article
        fields: Sequence[str] = ()


class FindingFilters(filters.FilterSet):
    """Which findings."""

    state = WordsFilter(
        choices=FindingState.choices, help_text="Those on which this was decided, or nothing yet."
    )
    type = WordsFilter(choices=FindingType.choices, help_text="Proposals, or progress.")
    kind = WordsFilter(
        choices=Kind.choices, help_text="Those of one of these kinds, separated by commas."
    )
    article = NumbersFilter("article_id", help_text="Those in one of these articles.")
    proposal = ReferencesFilter(
        "proposal__reference", help_text="Those that became, or belong to, one of these proposals."
    )
    found_after = MomentFilter("found_at", "gte", help_text="Those found at this moment or later.")

    class Meta:
        model = Finding
        fields: Sequence[str] = ()


class MeetingFilters(filters.FilterSet):
    """Which meetings."""

    committee = NumbersFilter("committee_id", help_text="Those of one of these committees.")
    starts_after = day("starts_on", "gte", "Those that begin on this day or later.")
    starts_before = day("starts_on", "lte", "Those that begin on this day or earlier.")

    class Meta:
        model = Meeting
        fields: Sequence[str] = ()


class PartyFilters(filters.FilterSet):
    """Which parties."""

    kind = WordsFilter(choices=PartyKind.choices, help_text="States, or organisations.")

    class Meta:
        model = Party
        fields: Sequence[str] = ()


class OutletFilters(filters.FilterSet):
    """Which outlets."""

    host = filters.CharFilter(max_length=253, help_text="The one with this host.")
    party = filters.CharFilter(
        "party__code", max_length=12, help_text="Those of this party, by its code."
    )

    class Meta:
        model = Outlet
        fields: Sequence[str] = ()
