"""Addresses that mail came back from: seen, and given another try once they are mended."""

from typing import Any, override

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.records import RecordAdmin
from tracker import bounces
from tracker.models import BadAddress


@admin.register(BadAddress)
class BadAddressAdmin(RecordAdmin):
    """Refused addresses. Deleting one lets mail go there again."""

    when_empty = _("No address has been refused. Mail reaches everybody.")
    is_noted = False
    actions = None
    counted = npgettext_lazy(
        "rows", "%(count)s refused address", "%(count)s refused addresses", "count"
    )
    list_display = ("address", "reason", "noted_at")
    search_fields = ("address",)
    fields = readonly_fields = ("address", "reason", "noted_at")

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only mail that comes back tells."""
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing of it is written by hand."""
        return False

    @override
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Let mail go there again."""
        bounces.forgive(bad=obj, by=actor_of(request))
