"""The history of the whole record, to be read."""

from typing import Any, override

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.filters import Choices, ChosenFilter
from proposals.admin.history import facts_of, name_of
from proposals.admin.records import ShownAdmin
from proposals.models import Change, Proposal
from proposals.wording import name_of_actor

OPERATIONS = {"insert": _("added"), "update": _("changed"), "delete": _("removed")}
SUBJECTS = (
    "proposal",
    "position",
    "milestone",
    "evidence",
    "article",
    "finding",
    "note",
    "file",
    "committee",
    "membership",
    "meeting",
    "party",
    "outlet",
    "feed",
)
# Records that have a page of their own.
PAGED = frozenset({"article", "committee", "meeting", "party", "outlet", "feed"})


class OperationFilter(ChosenFilter):
    """By what was done."""

    title = _("operation")
    parameter_name = "operation"
    options: Choices = list(OPERATIONS.items())

    @override
    def keep(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the changes of this sort."""
        return queryset.filter(operation=value)


class SubjectFilter(ChosenFilter):
    """By what sort of record it was done to."""

    title = _("record")
    parameter_name = "subject"

    @override
    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        """Offer the sorts of records, by their names in the reader's language."""
        return [(name, capfirst(name_of(name))) for name in SUBJECTS]

    @override
    def keep(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the changes of this sort of record."""
        return queryset.filter(subject=value)


class ToldChanges(ChangeList):
    """One page of the history, each change with the proposal it concerns and what it did."""

    @override
    def get_results(self, request: HttpRequest) -> None:
        """Look up the page's proposals and the values' names, with a fixed number of queries."""
        super().get_results(request)
        changes: list[Any] = list(self.result_list)
        actor = actor_of(request)
        ids = {change.proposal_id for change in changes if change.proposal_id}
        proposals = Proposal.objects.visible_to(actor).in_bulk(ids)
        facts = facts_of(changes, actor)
        for change in changes:
            change.proposal = proposals.get(change.proposal_id)
            change.facts_told = facts[change.pk]
        self.result_list = changes


@admin.register(Change)
class ChangeAdmin(ShownAdmin):
    """Every change: when, who, of what, and why. Nobody can change it."""

    counted = npgettext_lazy("rows", "%(count)s change", "%(count)s changes", "count")
    list_display = ("at", "who", "what", "operation_name", "told", "why")
    list_display_links = None
    list_filter = (SubjectFilter, OperationFilter, "at")
    search_fields = ("actor_name", "why")
    search_help_text = _("Search the names and the reasons.")
    ordering = ("-transaction", "-id")

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        """Start at what the reader may see."""
        return Change.objects.visible_to(actor_of(request))

    @admin.display(description=_("who"), ordering="actor_name")
    def who(self, change: Change) -> str:
        """Name who did it."""
        return name_of_actor(change.actor, change.actor_name)

    @admin.display(description=_("record"), ordering="subject")
    def what(self, change: Any) -> str:
        """Name the sort of record, and lead to the page that it stands on."""
        name = capfirst(name_of(change.subject))
        if change.proposal:
            return _leading_to("proposal", change.proposal_id, name, change.proposal.reference)
        if change.subject in PAGED and change.operation != "delete":
            return _leading_to(change.subject, change.subject_id, name)
        return str(name)

    @admin.display(description=_("operation"), ordering="operation")
    def operation_name(self, change: Change) -> str:
        """Say what was done to it."""
        return str(OPERATIONS[change.operation])

    @admin.display(description=_("what changed"))
    def told(self, change: Any) -> str:
        """Tell each field's value before and after, or what was added or removed."""
        if not change.facts_told:
            return ""
        return render_to_string("mithaq/facts.html", {"facts": change.facts_told})

    @override
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ToldChanges]:
        """Show each change with what it did."""
        return ToldChanges


def _leading_to(subject: str, pk: int, name: str, reference: str = "") -> str:
    address = reverse(f"admin:proposals_{subject}_change", args=[pk])
    if not reference:
        return format_html('<a href="{}">{}</a>', address, name)
    return format_html(
        '{} <a href="{}"><bdi class="reference">{}</bdi></a>', name, address, reference
    )
