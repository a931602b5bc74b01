"""Committees with their members, and their meetings."""

from typing import override

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from proposals.admin.acting import actor_of
from proposals.admin.badges import own_direction
from proposals.admin.filters import HeartbeatFilter
from proposals.admin.records import RecordAdmin, RecordInline
from proposals.models import Committee, Meeting, Membership
from proposals.wording import listed


class Members(RecordInline):
    """The parties that sit in a committee."""

    model = Membership
    extra = 2


@admin.register(Committee)
class CommitteeAdmin(RecordAdmin):
    """Standing bodies of two parties or more."""

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
class MeetingAdmin(RecordAdmin):
    """Meetings of committees, with their agenda and minutes."""

    list_display = ("numbered", "committee", "place", "starts_on", "ends_on")
    list_filter = ("committee",)
    search_fields = ("place", "committee__name_ar", "committee__name_fa", "committee__name_en")
    fields = ("committee", "ordinal", "place", "starts_on", "ends_on", "agenda", "minutes")

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        """Start at what the reader may see."""
        return Meeting.objects.visible_to(actor_of(request)).select_related("committee")

    @admin.display(description=_("number"), ordering="ordinal")
    def numbered(self, meeting: Meeting) -> str:
        """Show which meeting it is."""
        return str(meeting.ordinal)
