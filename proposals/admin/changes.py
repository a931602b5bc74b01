"""The history of the whole record, to be read."""

from typing import Any, override

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.filters import Choices, ChosenFilter
from proposals.admin.history import label_of, name_of
from proposals.admin.records import ShownAdmin
from proposals.models import Change
from proposals.wording import listed, name_of_actor

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


@admin.register(Change)
class ChangeAdmin(ShownAdmin):
    """Every change: when, who, of what, and why. Nobody can change it."""

    counted = npgettext_lazy("rows", "%(count)s change", "%(count)s changes", "count")
    list_display = ("at", "who", "what", "operation_name", "columns", "why")
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
    def what(self, change: Change) -> str:
        """Name the sort of record."""
        return str(capfirst(name_of(change.subject)))

    @admin.display(description=_("operation"), ordering="operation")
    def operation_name(self, change: Change) -> str:
        """Say what was done to it."""
        return str(OPERATIONS[change.operation])

    @admin.display(description=_("fields"))
    def columns(self, change: Change) -> str:
        """Name the fields that changed."""
        if change.operation != "update":
            return ""
        return listed(label_of(change.subject, column) for column in change.fields)
