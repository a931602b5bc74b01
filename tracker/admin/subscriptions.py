"""The digests that people want, and how the next one would look."""

from typing import Any, override

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy

from proposals.admin.acting import actor_of, user_of
from proposals.admin.badges import own_direction
from proposals.admin.records import OwnAdmin
from tracker import digests
from tracker.admin.showing import WIDTHS, Manner, Shown, framed, inert
from tracker.messages import read_by
from tracker.models import Subscription

SCHEDULE = (
    "cadence",
    "weekday",
    "month_day",
    "hour",
    "committee",
    "desk",
    "pair",
    "kind",
    "only_own",
    "channel",
    "even_if_empty",
    "is_active",
)


@admin.register(Subscription)
class SubscriptionAdmin(OwnAdmin):
    """Digests: everybody keeps their own, administrators everybody's."""

    when_empty = gettext_lazy(
        "No digest yet. Add one to read by mail, each day, week or month, what has moved."
    )
    is_noted = False
    actions = None
    counted = npgettext_lazy("rows", "%(count)s subscription", "%(count)s subscriptions", "count")
    list_display = ("subscriber", "cadence", "committee", "only_own", "is_active", "next_at")
    list_filter = ("is_active", "cadence")
    list_select_related = ("user", "outsider", "committee")
    change_form_template = "admin/tracker/subscription/change_form.html"

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add the next digest."""
        views = {"preview": self.preview_view, "message": self.message_view}
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"tracker_subscription_{name}",
            )
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        """Start at what the reader may see."""
        return Subscription.objects.visible_to(actor_of(request))

    @override
    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for whom it is where that isn't clear."""
        whose = ["user", "outsider"] if actor_of(request).sees_everything else []
        return [*whose, *SCHEDULE]

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Everybody may subscribe."""
        return request.user.is_active

    @override
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody may change what is theirs."""
        return request.user.is_active

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody may end what is theirs."""
        return request.user.is_active

    @override
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the hours of a day to choose from."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name != "hour":
            return field
        hours = [(hour, f"{hour:02}:00") for hour in range(24)]
        return forms.TypedChoiceField(
            choices=hours,
            coerce=int,
            label=field.label,
            initial=field.initial,
            help_text=_("In the subscriber's time zone."),
        )

    @admin.display(description=gettext_lazy("subscriber"), ordering="user__first_name")
    def subscriber(self, subscription: Subscription) -> str:
        """Show whose it is."""
        return own_direction(str(subscription.reader))

    @override
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Keep the subscription; one's own where nobody else was chosen."""
        if not actor_of(request).sees_everything:
            obj.user = user_of(request)
        digests.keep(subscription=obj, at=timezone.now())

    @override
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """End the subscription."""
        digests.end(subscription=obj)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the next digest as it would be now."""
        subscription = self._subscription(request, pk)
        shown = _next_digest(subscription, request)
        context = {
            **self.admin_site.each_context(request),
            "title": _("The next digest, as it would be now"),
            "subtitle": shown.subject,
            "opts": self.opts,
            "subscription": subscription,
            "shown": shown,
            "frame": reverse("admin:tracker_subscription_message", args=[pk]),
            "manner": Manner.asked_in(request),
            "widths": WIDTHS,
        }
        return TemplateResponse(request, "admin/tracker/subscription/preview.html", context)

    def message_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the next digest's HTML, for the frame on its page."""
        return framed(request, _next_digest(self._subscription(request, pk), request).html)

    def _subscription(self, request: HttpRequest, pk: int) -> Subscription:
        seen = self.get_queryset(request).select_related("user", "outsider", "committee")
        subscription = get_object_or_404(seen, pk=pk)
        if not self.has_view_permission(request, subscription):
            raise PermissionDenied
        return subscription


def _next_digest(subscription: Subscription, request: HttpRequest) -> Shown:
    with read_by(subscription.reader):
        shown = Shown.of_letter(digests.compose(subscription, at=timezone.now()))
    return shown if subscription.reader == request.user else inert(shown)
