"""Partners' webhooks: where they are called, how it goes, and what can be done about it."""

from typing import Any, override

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy
from django.views.decorators.http import require_POST

from proposals.admin.acting import actor_of
from proposals.admin.badges import badge, own_direction
from proposals.admin.records import RecordAdmin, RecordForm
from proposals.errors import RefusedError
from proposals.rights import may
from tracker.tasks import ring
from tracker.webhooks import endpoints
from tracker.webhooks.models import Endpoint, EventType

ATTEMPTS_SHOWN = 100


class EndpointForm(RecordForm):
    """A webhook, with its events to tick."""

    event_types = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        choices=EventType.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=EventType.values,
    )


class ReplayForm(forms.Form):
    """From when on a webhook is to be told again."""

    since = forms.DateTimeField(
        label=gettext_lazy("Since"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )


@admin.register(Endpoint)
class EndpointAdmin(RecordAdmin):
    """Webhooks. Whoever may keep partners' clients may keep where these are called."""

    when_empty = gettext_lazy(
        "No webhook yet. Add one to tell a partner's system at once of every change it may see."
    )
    is_noted = False
    actions = None
    form = EndpointForm
    counted = npgettext_lazy("rows", "%(count)s webhook", "%(count)s webhooks", "count")
    list_display = ("where", "client", "standing", "succeeded_at", "failing_since")
    list_filter = ("is_enabled", "client")
    list_select_related = ("client",)
    search_fields = ("address", "client__name")
    fields = ("client", "address", "event_types", "is_enabled")
    change_form_template = "admin/tracker/endpoint/change_form.html"

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add how it goes, and what can be done about it."""
        views = {
            "attempts": self.attempts_view,
            "test": require_POST(self.test_view),
            "secret": require_POST(self.secret_view),
            "replay": require_POST(self.replay_view),
        }
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"tracker_endpoint_{name}",
            )
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A webhook stays with its client."""
        return ("client",) if obj else ()

    @override
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether partners' clients may be seen."""
        return may(actor_of(request), "view", "client")

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        """Tell whether partners' clients may be seen."""
        return request.user.is_authenticated and self.has_view_permission(request)

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tell whether partners' clients may be changed."""
        return self.has_change_permission(request)

    @override
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether partners' clients may be changed."""
        return may(actor_of(request), "delete", "client")

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether partners' clients may be changed."""
        return self.has_change_permission(request)

    @admin.display(description=gettext_lazy("address"), ordering="address")
    def where(self, endpoint: Endpoint) -> str:
        """Show the address in its own direction."""
        return own_direction(endpoint.address)

    @admin.display(description=gettext_lazy("state"), ordering="is_enabled")
    def standing(self, endpoint: Endpoint) -> str:
        """Show whether it is called, and whether it takes what it is told."""
        return badge(*_standing(endpoint))

    @override
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Keep the webhook; of its secret no one is told but now."""
        by, at = actor_of(request), timezone.now()
        if change:
            endpoints.change(endpoint=obj, by=by, at=at)
        else:
            obj.shown_secret = endpoints.add(endpoint=obj, by=by, at=at)

    @override
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """End the webhook."""
        endpoints.remove(endpoint=obj, by=actor_of(request))

    @override
    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the secret, this once."""
        return self._show_secret(request, obj, obj.shown_secret)

    def attempts_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show how it goes."""
        endpoint = self._endpoint(request, pk)
        label, tone = _standing(endpoint)
        context = {
            "title": _("Attempts"),
            "standing": label,
            "tone": tone,
            "attempts": endpoint.tries.select_related("notice")[:ATTEMPTS_SHOWN],
            "replay": ReplayForm(),
            "may_act": self.has_change_permission(request),
        }
        return self._page(request, "attempts", endpoint, context)

    def test_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Call it with a notice of nothing."""
        endpoint = self._changeable(request, pk)
        try:
            endpoints.try_out(endpoint=endpoint, by=actor_of(request), at=timezone.now())
        except RefusedError as refused:
            self.tell(request, refused)
            return self._back(endpoint)
        return self._on_its_way(request, endpoint, _("A test is on its way."))

    def replay_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell it again of all that happened since a moment."""
        endpoint, form = self._changeable(request, pk), ReplayForm(request.POST)
        if not form.is_valid():
            self.tell(request, RefusedError(_("Give a day and a time.")))
            return self._back(endpoint)
        try:
            endpoints.replay(
                endpoint=endpoint,
                since=form.cleaned_data["since"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except RefusedError as refused:
            self.tell(request, refused)
            return self._back(endpoint)
        return self._on_its_way(request, endpoint, _("It is being told again."))

    def secret_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give it a new secret."""
        endpoint = self._changeable(request, pk)
        at = timezone.now()
        secret = endpoints.renew_secret(endpoint=endpoint, by=actor_of(request), at=at)
        self.log_change(request, endpoint, _("A new secret was made."))
        return self._show_secret(request, endpoint, secret)

    def _endpoint(self, request: HttpRequest, pk: int) -> Endpoint:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Endpoint.objects.select_related("client"), pk=pk)

    def _changeable(self, request: HttpRequest, pk: int) -> Endpoint:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self._endpoint(request, pk)

    def _on_its_way(self, request: HttpRequest, endpoint: Endpoint, text: str) -> HttpResponse:
        ring("owe_webhooks")
        self.message_user(request, text)
        self.log_change(request, endpoint, text)
        return self._back(endpoint)

    def _back(self, endpoint: Endpoint) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:tracker_endpoint_attempts", args=[endpoint.pk]))

    def _show_secret(self, request: HttpRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
        context = {"title": _("The secret of this webhook"), "secret": secret}
        return self._page(request, "secret", endpoint, context)

    def _page(
        self, request: HttpRequest, name: str, endpoint: Endpoint, context: dict[str, Any]
    ) -> HttpResponse:
        known = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "endpoint": endpoint,
        }
        return TemplateResponse(request, f"admin/tracker/endpoint/{name}.html", known | context)


def _standing(endpoint: Endpoint) -> tuple[str, str]:
    """Give how an endpoint stands, and the tone of it."""
    if not endpoint.is_enabled:
        return endpoint.get_disabled_reason_display(), "bad"
    if endpoint.failing_since:
        return _("Failing"), "confirm"
    return (_("Works"), "good") if endpoint.succeeded_at else (_("Not called yet"), "quiet")
