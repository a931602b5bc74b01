"""The dashboard: five figures over what the reader sees, each a table, most of them a chart too.

Where scripts run, the page draws each chart from the table that stands under it, so that the two
can't differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.columns import Cell
from proposals.admin.exporting import GIVERS
from proposals.admin.figure_tables import FIGURES, Figure, Filters, Row, Scope, Table
from proposals.admin.spans import Span
from proposals.days import numerals
from proposals.models import Committee, Desk, Proposal
from proposals.rights import Actor

ENDINGS = ("csv", "xlsx")


class ScopeForm(forms.Form):
    """What the reader wants to look at."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        label=gettext_lazy("Committee"),
        required=False,
        empty_label=gettext_lazy("All committees"),
    )
    desk = forms.ModelChoiceField(
        Desk.objects.none(),
        label=gettext_lazy("Desk"),
        required=False,
        empty_label=gettext_lazy("All desks"),
    )
    period = forms.ChoiceField(
        label=gettext_lazy("Period"),
        required=False,
        choices=[
            ("", gettext_lazy("All time")),
            ("months", gettext_lazy("The last 12 months")),
            ("year", gettext_lazy("This year")),
            ("former", gettext_lazy("Last year")),
        ],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for name, choices in (
            ("committee", Committee.objects.visible_to(actor)),
            ("desk", Desk.objects.all()),
        ):
            chosen = self.fields[name]
            if isinstance(chosen, forms.ModelChoiceField):
                chosen.queryset = choices

    def scope(self, *, on: date) -> Scope:
        """Give what is counted; a choice that isn't offered narrows nothing."""
        self.is_valid()
        proposals = Proposal.objects.visible_to(self.actor)
        place: Filters = {}
        for name in ("committee", "desk"):
            if one := self.cleaned_data.get(name):
                proposals = proposals.filter(**{name: one})
                place[f"{name}__id__exact"] = one.pk
        return Scope(proposals, on, place, span_of(self.cleaned_data.get("period", ""), on=on))


def span_of(period: str, *, on: date) -> Span:
    """Give the days of a period; each begins with a month, so that steps of time fill it."""
    if period == "months":
        return Span(since=(on.replace(day=1) - timedelta(days=334)).replace(day=1))
    if period == "year":
        return Span(date(on.year, 1, 1), date(on.year, 12, 31))
    if period == "former":
        return Span(date(on.year - 1, 1, 1), date(on.year - 1, 12, 31))
    return Span()


@dataclass(frozen=True)
class Shown:
    """A figure as the page shows it."""

    name: str
    figure: Figure
    table: Table


def show_dashboard(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the figures of what the reader chose to look at."""
    form = ScopeForm(request.GET, actor=actor_of(request))
    scope = form.scope(on=timezone.localdate())
    shown = [Shown(name, figure, figure.table(scope)) for name, figure in FIGURES.items()]
    more = {
        "title": _("Dashboard"),
        "form": form,
        "figures": shown,
        "is_empty": not any(one.table.rows for one in shown),
        "is_narrowed": bool(scope.place or scope.span),
        "sample": numerals(number_format(1234567890)),
        "today": scope.on,
        "endings": ENDINGS,
    }
    return TemplateResponse(request, "admin/dashboard.html", {**context, **more})


def give_figure(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """Give a figure's table as a file, all rows of it."""
    if name not in FIGURES or ending not in ENDINGS:
        raise Http404
    scope = ScopeForm(request.GET, actor=actor_of(request)).scope(on=timezone.localdate())
    table = FIGURES[name].table(scope)
    response = GIVERS[ending](table.rows, list(cells_of(table)))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def cells_of(table: Table) -> Iterator[Cell]:
    """Give the columns that a file of a table has."""
    yield Cell("name", capfirst(table.corner), lambda row: str(row.label))
    if any(row.since for row in table.rows):
        yield Cell("first_day", capfirst(_("first day")), _since, is_day=True)
    for place, head in enumerate(table.heads):
        yield Cell(head.name, head.label, partial(_count, place))
    if table.share:
        yield Cell("percent", _("%(share)s, percent") % {"share": table.share}, _percent)


def _count(place: int, row: Row) -> int:
    return row.numbers[place].count


def _since(row: Row) -> date | None:
    return row.since


def _percent(row: Row) -> int | None:
    return row.percent
