"""The people outside who get digests: invited here, confirmed by themselves."""

from typing import Any, override

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.people import time_zones
from proposals.admin.records import RecordAdmin, RecordForm
from tracker import subscribing
from tracker.models import Subscriber


class SubscriberForm(RecordForm):
    """An outside subscriber; the time zone is one that exists."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)


@admin.register(Subscriber)
class SubscriberAdmin(RecordAdmin):
    """Outside subscribers. Keeping a new one, or a new address, sends an invitation."""

    when_empty = _(
        "No outside subscriber yet. Whom you add is asked by mail before anything else is sent."
    )
    is_noted = False
    actions = None
    form = SubscriberForm
    counted = npgettext_lazy(
        "rows", "%(count)s outside subscriber", "%(count)s outside subscribers", "count"
    )
    list_display = ("email", "name", "desk", "confirmed_at", "is_active")
    list_filter = ("is_active", "language")
    list_select_related = ("desk",)
    search_fields = ("email", "name")
    fields = ("email", "name", "language", "time_zone", "desk", "committees", "is_active")

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep whom messages went to; who leaves is switched off."""
        return False

    @override
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Keep the subscriber, and invite who has not confirmed this address."""
        committees = list(form.cleaned_data["committees"])
        subscribing.invite(
            outsider=obj, committees=committees, by=actor_of(request), at=timezone.now()
        )
