"""The page on which each person chooses the calendars and the numerals of their days."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.admin.acting import actor_of, user_of
from proposals.days import Manner, in_calendar
from proposals.services.people import prefer_days
from proposals.vocabulary import Calendar, Numerals


class MannerForm(forms.Form):
    """How a person wants days and figures written."""

    calendar = forms.ChoiceField(
        label=gettext_lazy("Calendar"), choices=Calendar.choices, widget=forms.RadioSelect
    )
    beside = forms.ChoiceField(
        label=gettext_lazy("Beside it"),
        choices=[("", gettext_lazy("None")), *Calendar.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Beside another calendar, the Gregorian day always stands."),
    )
    numerals = forms.ChoiceField(
        label=gettext_lazy("Numerals"),
        choices=[("", gettext_lazy("As usual")), *Numerals.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Without a choice, pages have Latin ones and messages those of the language."
        ),
    )


def reading_days(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show what this reader chose, with today in each calendar; keep another choice."""
    user, at = user_of(request), timezone.now()
    now = Manner.of(user)
    chosen = {"calendar": now.calendar, "beside": now.beside, "numerals": now.numerals}
    form = MannerForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        wanted = Manner(**form.cleaned_data)
        prefer_days(user=user, manner=wanted, by=actor_of(request), at=at)
        messages.success(request, _("Days are now written as you like them."))
        return HttpResponseRedirect(reverse("admin:days"))
    today = timezone.localdate(at)
    shown = {
        "title": _("Dates and numerals"),
        "form": form,
        "examples": [(label, in_calendar(today, value)) for value, label in Calendar.choices],
    }
    return TemplateResponse(request, "admin/reading_days.html", {**context, **shown})
