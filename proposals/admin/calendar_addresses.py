"""The addresses by which a person's calendar and feed reader follow what they may see."""

from typing import Any, override

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy

from proposals.admin.acting import actor_of, user_of
from proposals.admin.badges import own_direction
from proposals.admin.records import OwnAdmin
from proposals.feeds.sight import absolute
from proposals.models import CalendarAddress
from proposals.services import calendars


@admin.register(CalendarAddress)
class CalendarAddressAdmin(OwnAdmin):
    """Calendar addresses: everybody keeps their own, administrators everybody's.

    One is made and ended, never changed: the programs that follow it would not be told.
    """

    when_empty = gettext_lazy(
        "No calendar address yet. One brings due dates and meetings into the calendar that you use."
    )
    is_noted = False
    actions = None
    counted = npgettext_lazy(
        "rows", "%(count)s calendar address", "%(count)s calendar addresses", "count"
    )
    list_display = ("whose", "committee", "only_own", "made_at", "last_used_at")
    list_select_related = ("user", "committee")

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[CalendarAddress]:
        """Start at what the reader may see."""
        return CalendarAddress.objects.visible_to(actor_of(request))

    @override
    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for whom it is where that isn't clear; show what became of one that is there."""
        whose = ["user"] if actor_of(request).sees_everything else []
        return [*whose, "committee", "only_own", *(["made_at", "last_used_at"] if obj else [])]

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Everybody may have an address."""
        return request.user.is_active

    @override
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An address stays what it is."""
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody may end what is theirs."""
        return request.user.is_active

    @admin.display(description=gettext_lazy("person"), ordering="user__first_name")
    def whose(self, address: CalendarAddress) -> str:
        """Show whose it is."""
        return own_direction(str(address.user))

    @override
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Make the address; one's own where nobody else was chosen."""
        by = actor_of(request)
        if not by.sees_everything:
            obj.user = user_of(request)
        obj.shown_token = calendars.make(address=obj, by=by, at=timezone.now())

    @override
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """End the address."""
        calendars.revoke(address=obj, by=actor_of(request))

    @override
    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the addresses, this once."""
        calendar, news = (
            absolute(reverse(f"feeds:{name}", args=[obj.shown_token]))
            for name in ("calendar", "news")
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Your calendar address"),
            "opts": self.opts,
            "calendar": calendar,
            "news": news,
        }
        template = "admin/proposals/calendaraddress/made.html"
        return TemplateResponse(request, template, context)
