"""The rules by which people are reminded."""

from typing import Any, override

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from proposals.admin.records import RecordAdmin
from tracker.models import ReminderRule


@admin.register(ReminderRule)
class ReminderRuleAdmin(RecordAdmin):
    """When whom is reminded of what. A rule is switched off, not deleted."""

    is_noted = False
    actions = None
    list_display = ("__str__", "desk", "committee", "kind", "is_active")
    list_filter = ("is_active", "event")
    list_select_related = ("desk", "committee")
    fieldsets = (
        (None, {"fields": ("event", "days", "is_active")}),
        (
            _("Only for"),
            {
                "fields": ("desk", "committee", "kind"),
                "description": _("What you leave empty counts for all."),
            },
        ),
    )

    @override
    def get_empty_value_display(self) -> SafeString:
        """Say of an empty scope what it means."""
        return conditional_escape(_("all"))

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep the rule: the usual ones would come back if there were none."""
        return False
