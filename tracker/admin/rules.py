"""The rules by which people are reminded."""

from typing import Any, override

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.records import RecordAdmin
from proposals.days import numerals
from tracker.models import ReminderRule
from tracker.recalling import DAYS, recall


@admin.register(ReminderRule)
class ReminderRuleAdmin(RecordAdmin):
    """When whom is reminded of what. A rule is switched off, not deleted."""

    when_empty = _("No rule yet, so nobody is reminded of anything. Add the first one.")
    is_noted = False
    actions = None
    change_form_template = "admin/tracker/reminderrule/change_form.html"
    counted = npgettext_lazy("rows", "%(count)s reminder rule", "%(count)s reminder rules", "count")
    list_display = ("__str__", "desk", "committee", "kind", "escalate_days", "is_active")
    list_filter = ("is_active", "event")
    list_select_related = ("desk", "committee")
    fieldsets = (
        (None, {"fields": ("event", "days", "escalate_days", "is_active")}),
        (
            _("Only for"),
            {
                "fields": ("desk", "committee", "kind"),
                "description": _("What you leave empty counts for all."),
            },
        ),
    )

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add whom a rule would have told."""
        view = self.admin_site.admin_view(self.recall_view)
        name = "tracker_reminderrule_recall"
        return [path("<int:pk>/recall/", view, name=name), *super().get_urls()]

    def recall_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show whom the rule would have told of what in the last 90 days."""
        rule = get_object_or_404(ReminderRule, pk=pk)
        if not self.has_view_permission(request, rule):
            raise PermissionDenied
        days = recall(rule, by=actor_of(request), at=timezone.now())
        context = {
            **self.admin_site.each_context(request),
            "title": numerals(
                ngettext(
                    "Whom it would have told in the last %(days)d day",
                    "Whom it would have told in the last %(days)d days",
                    DAYS,
                )
                % {"days": DAYS}
            ),
            "opts": self.opts,
            "rule": rule,
            "days": days,
            "count": sum(len(told) for told in days.values()),
        }
        return TemplateResponse(request, "admin/tracker/reminderrule/recall.html", context)

    @override
    def get_empty_value_display(self) -> SafeString:
        """Say of an empty scope what it means."""
        return conditional_escape(_("all"))

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep the rule: the usual ones would come back if there were none."""
        return False
