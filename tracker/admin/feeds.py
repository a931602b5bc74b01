"""The feeds with how each fares: its health, its last polls, and what a person can do about it."""

from typing import Any, override

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proposals.admin.acting import actor_of
from proposals.admin.badges import badge
from proposals.admin.outlets import FeedAdmin
from proposals.admin.records import RecordAdmin
from proposals.days import numerals
from proposals.errors import RefusedError
from proposals.models import Feed
from proposals.rights import may
from tracker.collecting import polling
from tracker.collecting.models import Poll, Watch
from tracker.tasks import ring

POLLS_SHOWN = 20
TONES = {
    Poll.Outcome.READ: "good",
    Poll.Outcome.UNCHANGED: "quiet",
    Poll.Outcome.GARBLED: "bad",
    Poll.Outcome.FAILED: "bad",
}


class HealthFilter(admin.SimpleListFilter):
    """Whether somebody should look at a feed."""

    title = gettext_lazy("health")
    parameter_name = "health"

    @override
    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Offer the two sorts of trouble."""
        return [("paused", _("Paused by Mithaq")), ("failing", _("Failing"))]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Feed]) -> QuerySet[Feed]:
        """Keep the feeds in this sort of trouble, if one is asked for."""
        if self.value() == "paused":
            return queryset.filter(pk__in=Watch.objects.paused().values("pk"))
        if self.value() == "failing":
            return queryset.filter(watch__pause="", watch__failing_since__isnull=False)
        return queryset


class PolledFeedAdmin(RecordAdmin):
    """Feeds, and how each fares: stands in for the record's own page of them."""

    when_empty = gettext_lazy(
        "No feed yet. Add the address of an outlet's feed, and its new articles come by themselves."
    )
    counted = FeedAdmin.counted
    list_display = ("address", "outlet", "health", "last_success", "next_poll", "every_minutes")
    list_filter = (HealthFilter, "is_active")
    list_select_related = ("outlet", "watch")
    search_fields = ("address", "outlet__name_ar", "outlet__name_fa", "outlet__name_en")
    change_form_template = "admin/tracker/feed/change_form.html"

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add what can be done with a feed."""
        views = {"poll": self.poll_view, "follow": self.follow_view}
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"tracker_feed_{name}",
            )
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=gettext_lazy("health"))
    def health(self, feed: Feed) -> str:
        """Show in a word how the feed fares."""
        return badge(*_health(feed, _watch(feed)))

    @admin.display(description=gettext_lazy("last success"), ordering="watch__succeeded_at")
    def last_success(self, feed: Feed) -> Any:
        """Show when the feed last answered as it should."""
        watch = _watch(feed)
        return watch.succeeded_at if watch else None

    @admin.display(description=gettext_lazy("next poll"), ordering="watch__next_at")
    def next_poll(self, feed: Feed) -> Any:
        """Show when the feed is asked again, if it is."""
        watch = _watch(feed)
        return watch.next_at if watch and feed.is_active and not watch.pause else None

    @override
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, and a notice where feeds wait for a person."""
        paused = Watch.objects.paused().count()
        if paused and request.method == "GET" and self.has_view_permission(request):
            self.message_user(
                request,
                numerals(
                    ngettext(
                        "%(count)d feed is paused and waits for you: open it to see why.",
                        "%(count)d feeds are paused and wait for you: open them to see why.",
                        paused,
                    )
                    % {"count": paused}
                ),
                messages.WARNING,
            )
        return super().changelist_view(request, extra_context)

    @override
    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Feed | None = None,
    ) -> HttpResponse:
        """Show beside the form how the feed fares and what came of its last polls."""
        if obj is not None:
            watch = _watch(obj)
            label, tone = _health(obj, watch)
            context |= {
                "watch": watch,
                "health": {"label": label, "tone": tone},
                "polls": [(poll, TONES[Poll.Outcome(poll.outcome)]) for poll in _polls(obj)],
                "articles": obj.entries.exclude(article=None).count(),
                "may_poll": may(actor_of(request), "change", "feed") and obj.is_active,
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    @override
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Keep the feed; one that was put right is tried at once."""
        super().save_model(request, obj, form, change)
        if change and {"address", "is_active"} & set(form.changed_data):
            polling.poll_now(feed=obj, by=actor_of(request), at=timezone.now())

    def poll_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the feed polled now, paused or not."""
        feed = self._to_change(request, pk)
        if request.method == "POST":
            polling.poll_now(feed=feed, by=actor_of(request), at=timezone.now())
            ring("poll_feed", feed_id=feed.pk)
            self.message_user(request, _("It is polled now; look again in a few seconds."))
        return _back_to(feed)

    def follow_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the address to which the feed moved."""
        feed = self._to_change(request, pk)
        if request.method == "POST":
            try:
                polling.follow(feed=feed, by=actor_of(request), at=timezone.now())
            except RefusedError as refused:
                self.tell(request, refused)
            else:
                ring("poll_feed", feed_id=feed.pk)
                self.message_user(request, _("From now on it is polled at its new address."))
        return _back_to(feed)

    def _to_change(self, request: HttpRequest, pk: int) -> Feed:
        feed: Feed | None = self.get_queryset(request).filter(pk=pk).first()
        if not self.has_change_permission(request, feed):
            raise PermissionDenied
        if feed is None:
            raise Http404
        return feed


def _back_to(feed: Feed) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:proposals_feed_change", args=[feed.pk]))


def _watch(feed: Feed) -> Watch | None:
    return getattr(feed, "watch", None)


def _polls(feed: Feed) -> QuerySet[Poll]:
    return feed.polls.all()[:POLLS_SHOWN]


def _health(feed: Feed, watch: Watch | None) -> tuple[str, str]:
    """Give in a word how a feed fares, and its tone."""
    if not feed.is_active:
        return _("switched off"), "quiet"
    if watch and watch.pause:
        return _("paused"), "bad"
    if watch is None or not (watch.succeeded_at or watch.failing_since):
        return _("not polled yet"), "wait"
    if watch.failures and not watch.leased_until:
        return _("failing"), "confirm"
    return _("well"), "good"


admin.site.unregister(Feed)
admin.site.register(Feed, PolledFeedAdmin)
