"""The people who work with the record, and their desks."""

from typing import Any, override
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, npgettext_lazy
from django.utils.translation import gettext_lazy as _
from holidays import list_supported_countries

from proposals.admin.acting import actor_of
from proposals.admin.drafting import possible_owners
from proposals.admin.forms import DayField, refuse
from proposals.admin.records import RecordAdmin, RecordForm
from proposals.errors import NotAllowedError, RefusedError
from proposals.models import Desk, User
from proposals.rights import require_standing_for
from proposals.services.people import go_away


def time_zones() -> list[tuple[str, str]]:
    """Give the time zones by their names, those of regions only, UTC first."""
    regions = (name for name in available_timezones() if "/" in name and "Etc/" not in name)
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(regions))]


def countries() -> list[tuple[str, str]]:
    """Give the countries whose free days are known, by name in the reader's language."""
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    codes = (code for code in list_supported_countries(include_aliases=False) if len(code) == 2)  # noqa: PLR2004  # ISO 3166-1
    found = sorted((str(names.get(code, code)), code) for code in codes)
    return [("", "—"), *((code, name) for name, code in found)]


class TimeZoneForm(RecordForm):
    """The time zone is one that exists, since every page is told in it."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)


class PersonForm(TimeZoneForm, UserChangeForm[User]):
    """A person; of the password nothing is shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the countries whose free days are known."""
        super().__init__(*args, **kwargs)
        if "country" in self.fields:
            given = self.fields["country"]
            self.fields["country"] = forms.ChoiceField(
                label=given.label, help_text=given.help_text, choices=countries, required=False
            )


class NewPersonForm(TimeZoneForm, AdminUserCreationForm[User]):
    """A new person with a first password."""


class AwayForm(forms.Form):
    """Who stands in for a person, and from when to when the person is away."""

    alternate = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Alternate"),
        required=False,
        help_text=_("Is told while this person is away, and after a reminder went unanswered."),
    )
    absent_from = DayField(label=_("Away from"), required=False)
    absent_until = DayField(
        label=_("Away until"),
        required=False,
        help_text=_("The last day of absence; empty if it isn't known yet."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["alternate"]
        others.queryset = possible_owners().exclude(pk=person.pk)


@admin.register(User)
class PersonAdmin(RecordAdmin, UserAdmin):  # type: ignore[type-arg]  # not generic at runtime
    """Staff: what each does, at which desk, and how each likes to read."""

    is_noted = False
    form = PersonForm
    add_form = NewPersonForm
    add_form_template = "admin/proposals/user/add_form.html"
    counted = npgettext_lazy("rows", "%(count)s person", "%(count)s people", "count")
    list_display = ("username", "first_name", "last_name", "role", "desk", "language", "is_active")
    list_filter = ("role", "desk", "is_active")
    list_select_related = ("desk",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        (_("Name"), {"fields": ("first_name", "last_name", "email")}),
        (_("Work"), {"fields": ("role", "desk")}),
        (
            _("Reading"),
            {"fields": ("language", "time_zone", "calendar", "calendar_beside", "numerals")},
        ),
        (
            _("Being reached"),
            {
                "fields": (
                    "country",
                    "quiet_from",
                    "quiet_until",
                    "reached_by",
                    "alternate",
                    "absent_from",
                    "absent_until",
                )
            },
        ),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        *fieldsets[1:-1],
    )

    @override
    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Any]]:
        """Give the form for a new person its own."""
        if obj is None:
            kwargs.setdefault("form", self.add_form)
        return super().get_form(request, obj, change=change, **kwargs)

    @override
    def get_urls(self) -> list[Any]:
        """Add the absence of a person, which is also their own page and their head's."""
        view = self.admin_site.admin_view(self.away_view)
        return [path("<int:pk>/away/", view, name="proposals_user_away"), *super().get_urls()]

    def away_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Name who stands in for a person, and from when to when the person is away."""
        person, actor = get_object_or_404(User, pk=pk), actor_of(request)
        try:
            require_standing_for(actor, person)
        except NotAllowedError as refused:
            raise PermissionDenied from refused
        first = {name: getattr(person, name) for name in AwayForm.base_fields}
        form = AwayForm(request.POST or None, initial=first, person=person)
        if request.method == "POST" and form.is_valid() and _noted(form, person, request):
            self.message_user(request, _("Saved."), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:proposals_user_away", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Absence and alternate"),
            "subtitle": str(person),
            "opts": self.opts,
            "person": person,
            "form": form,
            "stands_in_for": person.stands_in_for.filter(is_active=True),
        }
        return TemplateResponse(request, "admin/proposals/user/away.html", context)


def _noted(form: AwayForm, person: User, request: HttpRequest) -> bool:
    """Note an absence; show in the form why it is refused."""
    said = form.cleaned_data
    try:
        go_away(
            user=person,
            first_day=said["absent_from"],
            last_day=said["absent_until"],
            alternate=said["alternate"],
            by=actor_of(request),
            at=timezone.now(),
        )
    except RefusedError as refused:
        refuse(form, refused)
        return False
    return True


@admin.register(Desk)
class DeskAdmin(RecordAdmin):
    """Units of the ministry."""

    is_noted = False
    counted = npgettext_lazy("rows", "%(count)s desk", "%(count)s desks", "count")
    list_display = ("__str__", "name_ar", "name_fa", "name_en")
    search_fields = ("name_ar", "name_fa", "name_en")
    fields = ("name_ar", "name_fa", "name_en", "email")
