"""Taking a file of proposals in: what would become of each row first, then all of it or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, override

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.admin.acting import actor_of
from proposals.admin.bulk_moves import BulkMoves
from proposals.admin.exporting import GIVERS, spoken
from proposals.admin.importing import TAKEN, Table, TableReader, pack, read_file, unpack
from proposals.errors import RefusedError
from proposals.services.importing import CHANGED, NEW, REFUSED, SAME, Entry, Verdict, take_in

# From so many rows on the page shows how far it has come.
LONG = 100
STEP = 20
SHOWN = 200
HERE = "<!-- the rows -->"
PAGE = "admin/proposals/proposal/import.html"
RESULT = "mithaq/import_result.html"
BAR = '<progress class="how-far" aria-label="{}" max="{}" value="{}"></progress>'


class FileForm(forms.Form):
    """The file that is to be taken in."""

    file = forms.FileField(
        label=gettext_lazy("File (CSV or XLSX)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@dataclass
class Tally:
    """What became of the rows, or would become of them."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys((NEW, CHANGED, SAME, REFUSED), 0)
    )
    told: list[Verdict] = field(default_factory=list)

    def add(self, verdict: Verdict) -> None:
        """Count a row; tell of it unless it stays as it is."""
        self.counts[verdict.outcome] += 1
        if verdict.outcome == REFUSED or (verdict.outcome != SAME and len(self.told) < SHOWN):
            self.told.append(verdict)


class ImportPages(BulkMoves):
    """Takes proposals in from files."""

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add the import and the empty file to fill in."""
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name="proposals_proposal_import"),
            path(
                "import/template.<str:ending>",
                view(self.template_view),
                name="proposals_proposal_template",
            ),
            *super().get_urls(),
        ]

    def template_view(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        """Give an empty file with the heads in the reader's language."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return GIVERS["xlsx" if ending == "xlsx" else "csv"]([], TAKEN)

    def import_view(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for a file; show what would become of it; take it in."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = FileForm()
        if request.method == "POST":
            form = FileForm(request.POST, request.FILES)
            try:
                table = self._table(request, form)
            except RefusedError as refused:
                self.tell(request, refused)
            else:
                if table:
                    return self._run(request, table, is_kept="packed" in request.POST)
        return self._import_page(request, form=form)

    def _table(self, request: HttpRequest, form: FileForm) -> Table:
        if "packed" in request.POST:
            return unpack(request.POST["packed"])
        if not form.is_valid():
            return []
        file = form.cleaned_data["file"]
        return read_file(file.name, file.read())

    def _import_page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        return self.page(request, "import", title=_("Import proposals"), **context)

    def _run(self, request: HttpRequest, table: Table, *, is_kept: bool) -> HttpResponseBase:
        reader = TableReader(table[0], actor_of(request))
        entries = reader.entries(table[1:])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import proposals"),
            "is_kept": is_kept,
            "unknown": reader.unknown,
            "packed": pack(table),
        }
        if len(entries) > LONG:
            return StreamingHttpResponse(spoken(_told(request, entries, context)))
        tally = Tally()
        for verdict in _taken(request, entries, is_kept=is_kept):
            tally.add(verdict)
        return HttpResponse(render_to_string(PAGE, {**context, "tally": tally}, request))


def _told(request: HttpRequest, entries: list[Entry], context: dict[str, Any]) -> Iterator[str]:
    """Give the page bit by bit: how far it has come, and at the end what became of the rows.

    Of the bars that follow one another the style sheet shows the last.
    """
    before, after = render_to_string(PAGE, {**context, "is_long": True}, request).split(HERE)
    yield before
    tally = Tally()
    for done, verdict in enumerate(_taken(request, entries, is_kept=context["is_kept"])):
        tally.add(verdict)
        if done % STEP == 0:
            yield format_html(BAR, _("How far it has come"), str(len(entries)), str(done))
    yield render_to_string(RESULT, {**context, "tally": tally}, request)
    yield after


def _taken(request: HttpRequest, entries: list[Entry], *, is_kept: bool) -> Iterator[Verdict]:
    return take_in(
        entries=entries,
        by=actor_of(request),
        at=timezone.now(),
        why=_("Taken in from a file."),
        is_kept=is_kept,
    )
