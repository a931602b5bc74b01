"""The notices of whoever is signed in: what the site tells them, read and unread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from proposals.admin.acting import actor_of, user_of
from proposals.admin.bell import Bell, rings
from proposals.services.people import prefer_reach
from proposals.vocabulary import Reach
from tracker import notices
from tracker.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.admin import AdminSite
    from django.http.response import HttpResponseBase

    from proposals.models import User

PER_PAGE = 25
# Of one notice, so many lines stand open; the others are unfolded.
OPEN_LINES = 5
ADDRESSES = {
    "notices": "notices/",
    "read": "notices/read/",
    "reach": "notices/reach/",
    "line": "notices/<uuid:pk>/<int:place>/",
}


class ReachForm(forms.Form):
    """Where a person wants to be told."""

    reached_by = forms.ChoiceField(
        label=gettext_lazy("Where you are told of what needs you"),
        choices=Reach.choices,
        widget=forms.RadioSelect,
    )


@rings
def bell(user: User) -> Bell:
    """Count what a person has not read, in one query."""
    return Bell(notices.unread(user), reverse("admin:tracker_delivery_notices"))


class NoticePages:
    """The pages of one's own notices: everybody who is signed in has them, whatever their role."""

    admin_site: AdminSite
    opts: Any

    def notice_urls(self) -> list[URLPattern]:
        """Give the addresses."""
        views: dict[str, Callable[..., HttpResponseBase]] = {
            "notices": require_safe(self.notices_view),
            "read": require_POST(self.read_view),
            "reach": require_POST(self.reach_view),
            "line": require_safe(self.line_view),
        }
        return [
            path(ADDRESSES[name], self.admin_site.admin_view(view), name=f"tracker_delivery_{name}")
            for name, view in views.items()
        ]

    def notices_view(self, request: HttpRequest) -> HttpResponse:
        """Show the newest notices first, or only those that are unread."""
        only_unread = request.GET.get("only") == "unread"
        found = _own(request)
        page = Paginator(found.unread() if only_unread else found, PER_PAGE).get_page(
            request.GET.get("p")
        )
        found_now = notices.shown(page, actor_of(request))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Notices"),
            "opts": self.opts,
            "notices": notices.answerable(found_now, user_of(request), at=timezone.now()),
            "page": page,
            "only_unread": only_unread,
            "open_lines": OPEN_LINES,
            "form": ReachForm(initial={"reached_by": user_of(request).reached_by}),
        }
        return TemplateResponse(request, "admin/tracker/delivery/notices.html", context)

    def read_view(self, request: HttpRequest) -> HttpResponse:
        """Mark a notice as read or as unread, or all of them as read."""
        found, chosen = _own(request), request.POST.get("notice", "")
        if chosen:
            found = found.filter(pk=_uuid(chosen))
        if chosen and request.POST.get("as") == "unread":
            notices.mark_unread(found)
        else:
            notices.mark_read(found, at=timezone.now())
        return _back(request)

    def reach_view(self, request: HttpRequest) -> HttpResponse:
        """Keep where a person wants to be told."""
        form = ReachForm(request.POST)
        if form.is_valid():
            user, at = user_of(request), timezone.now()
            reach = form.cleaned_data["reached_by"]
            prefer_reach(user=user, reach=reach, by=actor_of(request), at=at)
            self.message_user(request, _("Kept."))  # type: ignore[attr-defined]  # the admin's
        return _back(request)

    def line_view(self, request: HttpRequest, pk: UUID, place: int) -> HttpResponse:
        """Go to what a notice tells of; whoever goes there has read it."""
        notice = get_object_or_404(_own(request), pk=pk)
        line = notices.line_of(notice, place, actor_of(request))
        if line is None or not line.address.startswith("/"):
            raise Http404
        if request.method == "GET":
            notices.mark_read(_own(request).filter(pk=pk), at=timezone.now())
        return HttpResponseRedirect(line.address)


def _own(request: HttpRequest) -> Any:
    """Give the notices of whoever asks, the newest first."""
    found = Delivery.objects.notices_of(user_of(request).pk)
    return found.order_by("-sent_at", "id")


def _uuid(words: str) -> UUID:
    try:
        return UUID(words)
    except ValueError as error:
        raise Http404 from error


def _back(request: HttpRequest) -> HttpResponse:
    only = "?only=unread" if request.POST.get("only") == "unread" else ""
    return HttpResponseRedirect(reverse("admin:tracker_delivery_notices") + only)
