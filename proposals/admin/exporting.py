"""Lists as files: the rows that a list shows, with the same filters, search and order."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.models import Proposal
from proposals.wording import listed

type Column = tuple[str, str | Promise, Callable[[Proposal], Any]]

# What a spreadsheet would take for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
# Tells spreadsheets that the file is UTF-8.
MARK = "\ufeff"


def _parties(is_wanted: Callable[[Any], bool]) -> Callable[[Proposal], list[str]]:
    return lambda proposal: [str(one.party) for one in proposal.positions.all() if is_wanted(one)]


COLUMNS: tuple[Column, ...] = (
    ("reference", _("reference"), lambda one: one.reference),
    ("title_ar", _("title in Arabic"), lambda one: one.title_ar),
    ("title_fa", _("title in Persian"), lambda one: one.title_fa),
    ("title_en", _("title in English"), lambda one: one.title_en),
    ("proposers", _("proposer"), _parties(lambda position: position.is_proposer)),
    ("addressees", _("addressee"), _parties(lambda position: position.is_addressee)),
    ("kind", _("kind"), lambda one: one.get_kind_display()),
    ("act", _("act"), lambda one: one.get_act_display()),
    ("status", _("status"), lambda one: one.get_status_display()),
    ("committee", _("committee"), lambda one: str(one.committee or "")),
    ("proposed_on", _("proposed on"), lambda one: one.proposed_on),
    ("due_on", _("due"), lambda one: one.due_on),
    ("due_wording", _("deadline as worded"), lambda one: one.due_wording),
    ("owner", _("owner"), lambda one: str(one.owner or "")),
    ("desk", _("desk"), lambda one: str(one.desk or "")),
    ("visibility", _("visibility"), lambda one: one.get_visibility_display()),
)


class _Echo:
    """Gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def as_csv(proposals: Iterable[Proposal]) -> StreamingHttpResponse:
    """Give the proposals as a CSV file with heads in the reader's language."""
    writer = csv.writer(_Echo())
    heads = [str(label) for _name, label, _value in COLUMNS]
    rows = (heads, *([cell(value(one)) for _name, _label, value in COLUMNS] for one in proposals))
    lines: Iterator[str] = (writer.writerow(row) for row in rows)
    return _file(StreamingHttpResponse([MARK, *lines]), "csv", "text/csv; charset=utf-8")


def cell(value: Any) -> str:
    """Give a value as a spreadsheet may open it: never as a formula."""
    text = listed(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULAS) else text


def as_json(proposals: Iterable[Proposal]) -> HttpResponse:
    """Give the proposals as a JSON list; names of the columns are the record's own."""
    rows = [{name: value(one) for name, _label, value in COLUMNS} for one in proposals]
    text = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return _file(HttpResponse(text), "json", "application/json")


def _file[R: (HttpResponse, StreamingHttpResponse)](response: R, ending: str, sort: str) -> R:
    response.headers["Content-Type"] = sort
    response.headers["Content-Disposition"] = f'attachment; filename="proposals.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
