"""The messages: what is owed, what became of each, and how it looks."""

from typing import Any, override

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.badges import badge, own_direction
from proposals.admin.records import RecordAdmin
from proposals.errors import RefusedError
from tracker import deliveries
from tracker.admin.answering import AnswerPages
from tracker.admin.notices import NoticePages
from tracker.admin.showing import WIDTHS, Manner, Shown, framed, inert
from tracker.messages import NotOwedError
from tracker.models import Channel, Delivery
from tracker.posting import is_real

State = Delivery.State
TONES = {
    State.QUEUED: "wait",
    State.SENDING: "wait",
    State.UNCERTAIN: "confirm",
    State.SENT: "good",
    State.KEPT: "quiet",
    State.FAILED: "bad",
    State.QUARANTINED: "bad",
    State.EXPIRED: "bad",
    State.CANCELLED: "quiet",
}


class TroubleFilter(admin.SimpleListFilter):
    """Whether somebody should look at a message."""

    title = gettext_lazy("attention")
    parameter_name = "attention"

    @override
    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Offer the one question."""
        return [("needed", _("Needs attention"))]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        """Keep what is in trouble, if that is asked."""
        troubled = Delivery.objects.troubled().values("pk")
        return queryset.filter(pk__in=troubled) if self.value() == "needed" else queryset


@admin.register(Delivery)
class DeliveryAdmin(NoticePages, AnswerPages, RecordAdmin):
    """Messages. Nobody writes into them by hand; heads may cancel one or have it sent again."""

    when_empty = gettext_lazy(
        "No message yet. Reminders, digests and webhooks stand here as soon as they are due."
    )
    is_noted = False
    actions = None
    counted = npgettext_lazy("rows", "%(count)s delivery", "%(count)s deliveries", "count")
    list_display = ("headline", "to", "kind", "channel", "how_far", "owed_at", "sent_at")
    list_display_links = ("headline",)
    list_filter = (TroubleFilter, "state", "kind", "channel")
    list_select_related = ("recipient", "outsider")
    search_fields = (
        "subject",
        "key",
        "address",
        "outsider__email",
        "recipient__username",
        "recipient__first_name",
        "recipient__last_name",
    )
    search_help_text = gettext_lazy("Search the subjects, the recipients and their addresses.")
    change_list_template = "admin/tracker/delivery/change_list.html"

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add the message itself, and what can be done with it."""
        views = {"message": self.message_view, "again": self.again_view, "cancel": self.cancel_view}
        own = [
            path(
                f"<uuid:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"tracker_delivery_{name}",
            )
            for name, view in views.items()
        ]
        return [*self.notice_urls(), *self.answer_urls(), *own, *super().get_urls()]

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Start at what the reader may see."""
        return Delivery.objects.visible_to(actor_of(request))

    @admin.display(description=gettext_lazy("subject"), ordering="subject")
    def headline(self, delivery: Delivery) -> str:
        """Show the subject in its own direction, or that there is none yet."""
        return own_direction(delivery.subject or _("(not written yet)"))

    @admin.display(description=gettext_lazy("recipient"), ordering="recipient__first_name")
    def to(self, delivery: Delivery) -> str:
        """Show for whom it is."""
        return own_direction(str(delivery.reader))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def how_far(self, delivery: Delivery) -> str:
        """Show how far it has come."""
        return badge(delivery.get_state_display(), TONES[State(delivery.state)])

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        """A message comes from what it is about."""
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep what was said to whom."""
        return False

    @override
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, and how the way out stands."""
        return super().changelist_view(request, {**_way_out(), **(extra_context or {})})

    @override
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a message as it looks, and what became of it."""
        delivery = self._delivery(request, object_id)
        shown, why_not = _shown(delivery, request)
        may_change = self.has_change_permission(request, delivery)
        context = {
            "delivery": delivery,
            "title": shown.subject if shown else delivery.get_kind_display(),
            "tone": TONES[State(delivery.state)],
            "shown": shown,
            "why_not": why_not,
            "frame": reverse("admin:tracker_delivery_message", args=[delivery.pk]),
            "may_repeat": may_change
            and delivery.state in deliveries.repeatable()
            and delivery.content_cut_at is None,
            "may_cancel": may_change and delivery.state in deliveries.MAY_BE_CANCELLED,
            **_way_out(),
        }
        return self._page(request, "page", context)

    def _delivery(self, request: HttpRequest, pk: Any) -> Delivery:
        seen = self.get_queryset(request).select_related(
            "recipient", "outsider", "subscription__user", "subscription__committee"
        )
        try:
            delivery = get_object_or_404(seen, pk=pk)
        except ValidationError as error:  # no UUID at all
            raise Http404 from error
        if not self.has_view_permission(request, delivery):
            raise PermissionDenied
        return delivery

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        known = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "manner": Manner.asked_in(request),
            "widths": WIDTHS,
        }
        template = f"admin/tracker/delivery/{name}.html"
        return TemplateResponse(request, template, {**known, **context})

    def message_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Give the message's HTML, for the frame on its page."""
        shown, _why_not = _shown(self._delivery(request, pk), request)
        if shown is None:
            raise Http404
        return framed(request, shown.html)

    def again_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Ask whether the message is to be sent again; on yes, have it sent."""
        return self._decide(request, pk, is_cancelling=False)

    def cancel_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Ask whether the message is to be cancelled; on yes, cancel it."""
        return self._decide(request, pk, is_cancelling=True)

    def _decide(self, request: HttpRequest, pk: Any, *, is_cancelling: bool) -> HttpResponse:
        delivery = self._delivery(request, pk)
        if not self.has_change_permission(request, delivery):
            raise PermissionDenied
        if request.method != "POST":
            context = {
                "delivery": delivery,
                "title": delivery.subject or delivery.get_kind_display(),
                "is_cancelling": is_cancelling,
            }
            return self._page(request, "decide", context)
        by, at = actor_of(request), timezone.now()
        try:
            if is_cancelling:
                deliveries.cancel(delivery=delivery, by=by)
            else:
                deliveries.send_again(delivery=delivery, by=by, at=at)
        except RefusedError as refused:
            self.tell(request, refused)
        else:
            done = _("Cancelled.") if is_cancelling else _("It goes out within a minute.")
            self.message_user(request, done)
            self.log_change(request, delivery, done)
        return HttpResponseRedirect(reverse("admin:tracker_delivery_change", args=[delivery.pk]))


def _shown(delivery: Delivery, request: HttpRequest) -> tuple[Shown | None, str]:
    """Give the message to look at, its links to its reader alone; or None, and why not sent."""
    if delivery.content_cut_at is not None:
        return None, ""
    try:
        shown = Shown.of_delivery(delivery, at=timezone.now())
    except NotOwedError as reason:
        return None, str(reason.why.label)
    return (shown if delivery.reader == request.user else inert(shown)), ""


def _way_out() -> dict[str, Any]:
    """Tell whether mail leaves the house at all, and whether its way out rests just now."""
    resting = Channel.objects.filter(rests_until__gt=timezone.now()).first()
    return {"is_kept": not is_real(), "resting": resting}
