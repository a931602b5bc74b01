"""A meeting's own pages: its agenda in order, its minutes with what they prove, its files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, override

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proposals.admin.acting import actor_of
from proposals.admin.files import MeetingFileForm, file_rows, upload_of
from proposals.admin.forms import refuse
from proposals.admin.marking import Piece, Span, paragraphs
from proposals.admin.records import RecordAdmin
from proposals.briefs import suggested_agenda
from proposals.errors import RefusedError
from proposals.models import Change, Evidence, File, Meeting
from proposals.services import files, meetings

BLANK_ITEMS = 3


@dataclass(frozen=True)
class Item:
    """One item of an agenda that is being put in order."""

    text: str
    is_first: bool
    is_last: bool


class MeetingPages(RecordAdmin):
    """The pages of a meeting, but for its form and its brief."""

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add the agenda and the files."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/agenda/", view(self.agenda_view), name="proposals_meeting_agenda"),
            path("<int:pk>/files/", view(self.add_file_view), name="proposals_meeting_files"),
            path(
                "<int:pk>/files/<int:file>/withdraw/",
                view(require_POST(self.withdraw_file_view)),
                name="proposals_meeting_withdraw",
            ),
            *super().get_urls(),
        ]

    @override
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show besides what is recorded against the meeting."""
        meeting = self.get_object(request, object_id)
        more = {} if meeting is None else self._recorded(request, meeting)
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def _recorded(
        self, request: HttpRequest, meeting: Meeting, bound: MeetingFileForm | None = None
    ) -> dict[str, Any]:
        actor = actor_of(request)
        may_change = self.has_change_permission(request, meeting)
        form: Any = bound or MeetingFileForm(auto_id="file-%s")
        form.address = reverse("admin:proposals_meeting_files", args=[meeting.pk])
        evidence = Evidence.objects.visible_to(actor).filter(meeting=meeting)
        quotes = list(evidence.select_related("proposal").order_by("start", "pk"))
        lying = File.objects.visible_to(actor).standing().filter(meeting=meeting)
        withdrawn_at = partial(_withdrawn_at, meeting) if may_change else None
        return {
            "meeting": meeting,
            "may_change": may_change,
            "agenda": meetings.items_of(meeting.agenda),
            "minutes": marked(meeting.minutes, quotes),
            "quotes": quotes,
            "files": file_rows(lying.select_related("added_by"), actor, withdrawn_at),
            "file_form": form if may_change else None,
            "file_limit": settings.FILE_LIMIT,
        }

    def _meeting(self, request: HttpRequest, pk: int) -> Meeting:
        """Give a meeting to whoever may change it."""
        meeting = get_object_or_404(Meeting.objects.visible_to(actor_of(request)), pk=pk)
        if not self.has_change_permission(request, meeting):
            raise PermissionDenied
        return meeting

    # Files

    def add_file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lay a file beside the meeting."""
        meeting = self._meeting(request, pk)
        if request.method != "POST":
            return HttpResponseRedirect(_address(meeting))
        form = MeetingFileForm(request.POST, request.FILES, auto_id="file-%s")
        if form.is_valid():
            by, at = actor_of(request), timezone.now()
            try:
                files.keep(upload=upload_of(form), place=meeting, by=by, at=at)
            except RefusedError as refused:
                refuse(form, refused)
            else:
                self.message_user(request, _("The file is kept."), messages.SUCCESS)
                return HttpResponseRedirect(f"{_address(meeting)}#files")
        return self._page(request, "file", meeting, self._recorded(request, meeting, form))

    def withdraw_file_view(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """Take a file of the meeting out of sight."""
        meeting = self._meeting(request, pk)
        found = get_object_or_404(File.objects.standing(), pk=file, meeting=meeting)
        try:
            files.withdraw(file=found, by=actor_of(request), at=timezone.now())
        except RefusedError as refused:
            self.tell(request, refused)
        else:
            said = _("The file is withdrawn; the history keeps what it was.")
            self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(f"{_address(meeting)}#files")

    # The agenda

    def agenda_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put the agenda in order: by buttons, until it is saved."""
        meeting = self._meeting(request, pk)
        if request.method != "POST":
            return self._agenda(request, meeting, meetings.items_of(meeting.agenda))
        items = [item.strip() for item in request.POST.getlist("item") if item.strip()]
        done, _colon, place = request.POST.get("do", "save").partition(":")
        if done == "save":
            return self._save_agenda(request, meeting, items)
        if done == "suggest":
            suggested = suggested_agenda(
                meeting, language=get_language() or "en", at=timezone.now()
            )
            items += [item for item in suggested if item not in items]
        elif place.isdecimal():
            items = rearranged(items, done, int(place))
        return self._agenda(request, meeting, items, seen=request.POST.get("seen", ""))

    def _save_agenda(
        self, request: HttpRequest, meeting: Meeting, items: list[str]
    ) -> HttpResponse:
        by, at, seen = actor_of(request), timezone.now(), request.POST.get("seen", "")
        try:
            meetings.write_agenda(meeting=meeting, items=items, seen=seen, by=by, at=at)
        except RefusedError as refused:
            meeting.refresh_from_db()
            return self._agenda(request, meeting, items, refused=refused)
        self.message_user(request, _("The agenda is set."), messages.SUCCESS)
        return HttpResponseRedirect(f"{_address(meeting)}#agenda")

    def _agenda(
        self,
        request: HttpRequest,
        meeting: Meeting,
        items: list[str],
        seen: str | None = None,
        refused: RefusedError | None = None,
    ) -> HttpResponse:
        rows = [
            Item(text, is_first=place == 0, is_last=place == len(items) - 1)
            for place, text in enumerate(items)
        ]
        more = {
            "rows": rows,
            "blank": range(len(rows), len(rows) + BLANK_ITEMS),
            "seen": meeting.agenda if seen is None else seen,
            "refused": refused,
        }
        return self._page(request, "agenda", meeting, more)

    def _page(
        self, request: HttpRequest, name: str, meeting: Meeting, more: Mapping[str, Any]
    ) -> HttpResponse:
        title = {"agenda": _("Agenda"), "file": _("Add a file")}[name]
        known = {"meeting": meeting, "title": title, "subtitle": str(meeting), "opts": self.opts}
        context = {**self.admin_site.each_context(request), **known, **more}
        return TemplateResponse(request, f"admin/proposals/meeting/{name}.html", context)

    @override
    def changes_of(self, record: Any) -> Any:
        """Give the history of the meeting and of its files."""
        lying = Change.objects.filter(
            subject="file", subject_id__in=File.objects.filter(meeting=record).values("pk")
        )
        return (super().changes_of(record) | lying).order_by("-transaction", "-id")


def _address(meeting: Meeting) -> str:
    return reverse("admin:proposals_meeting_change", args=[meeting.pk])


def _withdrawn_at(meeting: Meeting, file: File) -> str:
    return reverse("admin:proposals_meeting_withdraw", args=[meeting.pk, file.pk])


def rearranged(items: list[str], way: str, place: int) -> list[str]:
    """Give an agenda with one item moved up or down, or dropped."""
    found = list(items)
    other = {"up": place - 1, "down": place + 1}.get(way)
    if way == "drop" and place < len(found):
        found.pop(place)
    elif other is not None and 0 <= other < len(found) and place < len(found):
        found[place], found[other] = found[other], found[place]
    return found


def marked(minutes: str, quotes: Iterable[Evidence]) -> list[list[Piece[str]]]:
    """Give minutes as paragraphs, with the words marked that are evidence."""
    spans = [
        Span(one.start, one.end, str(one.pk))
        for one in quotes
        if minutes[one.start : one.end] == one.exact
    ]
    return paragraphs(minutes, spans)
