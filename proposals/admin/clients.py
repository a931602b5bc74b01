"""Partners' systems: what each may see and ask for, and its secret, shown once."""

from datetime import timedelta
from typing import Any, override

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.settings import oauth2_settings

from proposals.admin.records import RecordAdmin, RecordForm
from proposals.models import Client, Committee

# How long a secret goes on working beside the one that replaces it.
OVERLAP = timedelta(days=7)


class ClientForm(RecordForm):
    """A partner's system, with its scopes to tick."""

    allowed_scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may ask for"),
        choices=lambda: list(oauth2_settings.SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    committees = forms.ModelMultipleChoiceField(
        Committee.objects.all(),
        label=gettext_lazy("Committees"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("It sees the proposals of these committees and nothing else."),
    )
    new_secret = forms.BooleanField(
        label=gettext_lazy("Make a new secret"),
        required=False,
        help_text=gettext_lazy("The one it has works for seven more days, to change over."),
    )
    end_former = forms.BooleanField(
        label=gettext_lazy("End the former secret at once"),
        required=False,
        help_text=gettext_lazy("Do this when a secret has become known to others."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.client_type = Client.CLIENT_CONFIDENTIAL
        self.instance.authorization_grant_type = Client.GRANT_CLIENT_CREDENTIALS
        self.initial["allowed_scopes"] = self.instance.allowed_scopes.split()

    def clean_allowed_scopes(self) -> str:
        """Give the scopes as the record keeps them."""
        return " ".join(self.cleaned_data["allowed_scopes"])


@admin.register(Client)
class ClientAdmin(RecordAdmin):
    """Partners' systems."""

    when_empty = gettext_lazy(
        "No partner's system yet. Add one, and another ministry's system can read and write here."
    )
    is_noted = False
    form = ClientForm
    counted = npgettext_lazy(
        "rows", "%(count)s partner's client", "%(count)s partners' clients", "count"
    )
    list_display = (
        "name",
        "client_id",
        "visibility",
        "allowed_scopes",
        "last_used_at",
        "is_active",
    )
    list_filter = ("is_active", "visibility")
    search_fields = ("name", "client_id")
    fields = ("name", "is_active", "committees", "visibility", "allowed_scopes")

    @override
    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Offer a new secret for a client that has one."""
        return (*self.fields, "new_secret", "end_former") if obj else self.fields

    @override
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Keep the client; of its secret only a fingerprint is kept."""
        if not change:
            obj.client_secret = obj.shown_secret = generate_client_secret()
        elif form.cleaned_data["new_secret"]:
            obj.former_secret, obj.former_secret_until = obj.client_secret, timezone.now() + OVERLAP
            obj.client_secret = obj.shown_secret = generate_client_secret()
        if change and form.cleaned_data["end_former"]:
            obj.former_secret, obj.former_secret_until = "", None
        super().save_model(request, obj, form, change)

    @override
    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the secret, this once."""
        return self._show_secret(request, obj)

    @override
    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Show the secret, this once, if it is a new one."""
        if hasattr(obj, "shown_secret"):
            return self._show_secret(request, obj)
        return super().response_change(request, obj)

    def _show_secret(self, request: HttpRequest, client: Client) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("The secret of “%(name)s”") % {"name": client.name},
            "opts": self.opts,
            "client": client,
        }
        return TemplateResponse(request, "admin/proposals/client/secret.html", context)
