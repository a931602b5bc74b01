"""Committees with their members, and their meetings."""

from typing import Any, override

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language, gettext, npgettext_lazy
from django.utils.translation import gettext_lazy as _

from proposals.admin.acting import actor_of
from proposals.admin.badges import own_direction
from proposals.admin.filters import HeartbeatFilter
from proposals.admin.meeting_pages import MeetingPages
from proposals.admin.records import RecordAdmin, RecordInline, RowsFormSet
from proposals.briefs import FORMATS, brief_for, file_name
from proposals.days import numerals
from proposals.models import Committee, Meeting, Membership
from proposals.vocabulary import Language
from proposals.wording import listed

FEWEST = 2  # members of a committee


class MembersFormSet(RowsFormSet):
    """The seats of a committee; with fewer than two there is nobody to meet."""

    @override
    def clean(self) -> None:
        """Refuse fewer than two members."""
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        if not any(self.errors) and len([row for row in rows if row.get("party")]) < FEWEST:
            raise ValidationError(_("A committee has two members at least."))


class Members(RecordInline):
    """The parties that sit in a committee."""

    model = Membership
    formset = MembersFormSet
    extra = FEWEST

    @override
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give the field under its name in the reader's language."""
        if db_field.name == "party":
            kwargs["label"] = _("Party")
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Committee)
class CommitteeAdmin(RecordAdmin):
    """Standing bodies of two parties or more."""

    when_empty = _(
        "No committee yet. Add the first one: proposals and meetings belong to committees."
    )
    counted = npgettext_lazy("rows", "%(count)s committee", "%(count)s committees", "count")
    list_display = ("called", "members", "desk", "cadence_months")
    list_filter = (HeartbeatFilter, "desk")
    search_fields = ("name_ar", "name_fa", "name_en")
    inlines = (Members,)
    fields = ("name_ar", "name_fa", "name_en", "desk", "cadence_months")

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Committee]:
        """Start at what the reader may see."""
        seen = Committee.objects.visible_to(actor_of(request))
        return seen.select_related("desk").prefetch_related("parties")

    @admin.display(description=_("name"))
    def called(self, committee: Committee) -> str:
        """Show the name in its own direction."""
        return own_direction(committee.name)

    @admin.display(description=_("parties"))
    def members(self, committee: Committee) -> str:
        """Name the parties that sit in it."""
        return listed(party.name for party in committee.parties.all())


@admin.register(Meeting)
class MeetingAdmin(MeetingPages):
    """Meetings of committees, with their agenda and minutes."""

    when_empty = _("No meeting yet. Add the next one, and its brief is one click away.")
    counted = npgettext_lazy("rows", "%(count)s meeting", "%(count)s meetings", "count")
    list_display = ("numbered", "committee", "place", "starts_on", "ends_on")
    list_filter = ("committee",)
    search_fields = ("place", "committee__name_ar", "committee__name_fa", "committee__name_en")
    facts = ("committee", "ordinal", "place", "starts_on", "ends_on")
    change_form_template = "admin/proposals/meeting/change_form.html"

    @override
    def get_urls(self) -> list[URLPattern]:
        """Add the brief."""
        brief = path(
            "<int:pk>/brief/<str:language>.<str:extension>",
            self.admin_site.admin_view(self.brief_view),
            name="proposals_meeting_brief",
        )
        return [brief, *super().get_urls()]

    @override
    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        """Give the form's parts; of a meeting that is there, agenda and minutes stand below it."""
        if obj is None:
            return [(None, {"fields": (*self.facts, "agenda", "minutes")})]
        return [(None, {"fields": self.facts}), (_("Minutes"), {"fields": ("minutes",)})]

    @override
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give a form's field; that of the minutes belongs to the form wherever it stands."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "minutes":
            field.widget.attrs["form"] = "meeting_form"
        return field

    @override
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Offer the brief above the form, in the reader's language first."""
        languages = sorted(Language, key=lambda language: language != get_language())
        more = {"brief_languages": languages, "brief_formats": list(FORMATS)}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def brief_view(
        self, request: HttpRequest, pk: int, language: str, extension: str
    ) -> HttpResponse:
        """Give the brief of a meeting as a file: what was proposed before, and where it stands."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if language not in Language or extension not in FORMATS:
            raise Http404
        meeting = get_object_or_404(self.get_queryset(request), pk=pk)
        brief = brief_for(meeting, reader=actor_of(request), language=language, at=timezone.now())
        name = file_name(meeting, language=language, extension=extension)
        return HttpResponse(
            FORMATS[extension].make(brief),
            content_type=FORMATS[extension].content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "private, no-store",
            },
        )

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        """Start at what the reader may see."""
        return Meeting.objects.visible_to(actor_of(request)).select_related("committee")

    @admin.display(description=_("number"), ordering="ordinal")
    def numbered(self, meeting: Meeting) -> str:
        """Show which meeting it is."""
        return gettext("No. %(number)s") % {"number": numerals(meeting.ordinal)}
