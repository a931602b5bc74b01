"""The lists' own filters; Today counts by the same conditions."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, cast, override

from django.conf import settings
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.admin.deadlines import SOON_DAYS
from proposals.admin.past import day_of
from proposals.models import Article, Evidence, Finding, Proposal
from proposals.querysets import CommitteeQuerySet, ProposalQuerySet
from proposals.status import CLOSED, OPEN, Status
from proposals.vocabulary import Language

type Choices = list[tuple[str, Any]]
GROUPS: dict[str, tuple[str, ...]] = {"open": OPEN, "closed": CLOSED}


class ChosenFilter(admin.SimpleListFilter):
    """A filter over a few ``options``; a value that it doesn't know changes nothing."""

    options: Choices = []
    # The day of which the list is: today, or one that is looked back to.
    on: date

    @override
    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Choices:
        """Offer the options."""
        return self.options

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what the chosen value asks for."""
        self.on = day_of(request)
        known = {str(value) for value, _label in self.lookup_choices}
        return self.keep(queryset, str(self.value())) if self.value() in known else queryset

    def keep(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep what this value asks for."""
        raise NotImplementedError


class StatusFilter(ChosenFilter):
    """By status, or by whether work goes on."""

    title = _("status")
    parameter_name = "status"
    options: Choices = [("open", _("All open")), ("closed", _("All closed")), *Status.choices]

    @override
    def keep(self, queryset: QuerySet[Proposal], value: str) -> QuerySet[Proposal]:
        """Keep the proposals of a status or of a group of them."""
        return queryset.filter(status__in=GROUPS.get(value, (value,)))


def overdue(queryset: ProposalQuerySet, on: date) -> ProposalQuerySet:
    """Keep the open proposals whose last day has passed."""
    return queryset.overdue(on=on)


def due_this_week(queryset: ProposalQuerySet, on: date) -> ProposalQuerySet:
    """Keep the open proposals that fall due from today on within a week."""
    return queryset.due_within(on=on, days=SOON_DAYS)


def due_later(queryset: ProposalQuerySet, on: date) -> ProposalQuerySet:
    """Keep the open proposals that fall due after that week."""
    return queryset.open().filter(due_on__gt=on + timedelta(days=SOON_DAYS))


def without_day(queryset: ProposalQuerySet, on: date) -> ProposalQuerySet:  # noqa: ARG001  # one form for all
    """Keep the open proposals whose last day nobody knows."""
    return queryset.open().filter(due_on__isnull=True)


LATENESS: dict[str, tuple[Any, Callable[[ProposalQuerySet, date], ProposalQuerySet]]] = {
    "overdue": (_("Overdue"), overdue),
    "week": (_("Due within a week"), due_this_week),
    "later": (_("Due later"), due_later),
    "none": (_("Without a day"), without_day),
}


class LatenessFilter(ChosenFilter):
    """By when it is due, among those on which work goes on."""

    title = _("deadline")
    parameter_name = "due"
    options: Choices = [(value, label) for value, (label, _keep) in LATENESS.items()]

    @override
    def keep(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the proposals that fall due then."""
        _label, kept = LATENESS[value]
        return kept(cast("ProposalQuerySet", queryset), self.on)


def silent(queryset: ProposalQuerySet, on: date) -> ProposalQuerySet:
    """Keep the open proposals without news since so many days as the settings say."""
    day = on - timedelta(days=settings.SILENT_DAYS)
    since = timezone.make_aware(datetime.combine(day, time.min))
    return queryset.silent(since=since)


def undecided_progress(queryset: ProposalQuerySet, on: date) -> ProposalQuerySet:  # noqa: ARG001  # one form for all
    """Keep the open proposals with progress on which nobody has decided."""
    return queryset.with_undecided_progress()


NEWS: dict[str, tuple[Any, Callable[[ProposalQuerySet, date], ProposalQuerySet]]] = {
    "none": (_("Silent"), silent),
    "progress": (_("Progress without a status"), undecided_progress),
}


class NewsFilter(ChosenFilter):
    """By whether anything was heard of it, among those on which work goes on."""

    title = _("news")
    parameter_name = "news"
    options: Choices = [(value, label) for value, (label, _keep) in NEWS.items()]

    @override
    def keep(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the proposals of which that was heard."""
        _label, kept = NEWS[value]
        return kept(cast("ProposalQuerySet", queryset), self.on)


class HeartbeatFilter(ChosenFilter):
    """By whether a committee meets as often as its parties agreed."""

    title = _("meetings")
    parameter_name = "meetings"
    options: Choices = [("overdue", _("Next meeting overdue"))]

    @override
    def keep(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the committees whose next meeting is overdue."""
        return cast("CommitteeQuerySet", queryset).overdue(on=self.on)


def has_unconfirmed_evidence() -> Exists:
    """Give the condition that something was attached automatically and nobody confirmed it."""
    return Exists(Evidence.objects.awaiting_confirmation().filter(proposal=OuterRef("pk")))


class EvidenceFilter(ChosenFilter):
    """By whether somebody should look at evidence that was attached automatically."""

    title = _("evidence")
    parameter_name = "evidence"
    options: Choices = [("unconfirmed", _("To be confirmed"))]

    @override
    def keep(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the proposals with evidence that nobody has confirmed."""
        return cast("ProposalQuerySet", queryset).with_unconfirmed_evidence()


class OwnerFilter(ChosenFilter):
    """By who looks after it."""

    title = _("owner")
    parameter_name = "owner"

    @override
    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Choices:
        """Offer the reader first, then nobody, then each owner of a proposal the reader sees."""
        self.reader = request.user.pk
        seen = model_admin.get_queryset(request).exclude(owner=None).exclude(owner=self.reader)
        others = (
            seen.order_by("owner__first_name", "owner__username")
            .values_list("owner", "owner__first_name", "owner__last_name", "owner__username")
            .distinct()
        )
        named = [(str(pk), f"{first} {last}".strip() or name) for pk, first, last, name in others]
        return [("me", _("Me")), ("nobody", _("Nobody")), *named]

    @override
    def keep(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the proposals of this owner."""
        if value == "nobody":
            return queryset.filter(owner=None)
        return queryset.filter(owner=self.reader if value == "me" else int(value))


class LanguageFilter(ChosenFilter):
    """By the language that was found."""

    title = _("language")
    parameter_name = "language"
    options: Choices = list(Language.choices)

    @override
    def keep(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the articles in this language."""
        return queryset.filter(language=value)


def awaits_review() -> Q:
    """Give the condition that an article's findings wait for a decision."""
    return Q(Exists(Finding.objects.open().filter(article=OuterRef("pk"))))


class ReviewFilter(ChosenFilter):
    """By whether findings wait for a decision."""

    title = _("review")
    parameter_name = "review"
    options: Choices = [("open", _("Waiting for review")), ("done", _("Nothing to decide"))]

    @override
    def keep(self, queryset: QuerySet[Article], value: str) -> QuerySet[Article]:
        """Keep the articles with or without a finding to decide on."""
        return queryset.filter(awaits_review() if value == "open" else ~awaits_review())
