"""Committees and meetings, as far as they are granted; parties and outlets, which are for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from proposals.api.filters import MeetingFilters, OutletFilters, PartyFilters
from proposals.api.serializers.committees import (
    CommitteeSerializer,
    MeetingDetailSerializer,
    MeetingSerializer,
)
from proposals.api.serializers.parties import OutletSerializer, PartySerializer
from proposals.api.views.base import Records
from proposals.models import Committee, Meeting, Outlet, Party

if TYPE_CHECKING:
    from proposals.querysets import CommitteeQuerySet, MeetingQuerySet

NUMBER = OpenApiParameter("id", int, OpenApiParameter.PATH, description="The record's number.")
CODE = OpenApiParameter(
    "code",
    {"type": "string", "pattern": "^[-A-Za-z0-9_]+$"},
    OpenApiParameter.PATH,
    description="The party's code.",
)


@extend_schema_view(
    list=extend_schema(
        operation_id="committees_list",
        summary="List committees",
        description="The committees that were granted to your client, with their members.",
    ),
    retrieve=extend_schema(
        operation_id="committees_read",
        summary="Read a committee",
        description="A committee with its members.",
        parameters=[NUMBER],
    ),
)
class Committees(Records):
    """Committees."""

    queryset = Committee.objects.none()
    serializer_class = CommitteeSerializer
    orderings = ("id",)

    def get_queryset(self) -> CommitteeQuerySet:
        """Give what the client may see."""
        return Committee.objects.visible_to(self.actor).prefetch_related("parties")


@extend_schema_view(
    list=extend_schema(
        operation_id="meetings_list",
        summary="List meetings",
        description="The meetings of the committees that were granted to your client.",
    ),
    retrieve=extend_schema(
        operation_id="meetings_read",
        summary="Read a meeting",
        description="A meeting with its agenda and its minutes.",
        parameters=[NUMBER],
    ),
)
class Meetings(Records):
    """Meetings."""

    queryset = Meeting.objects.none()
    filterset_class = MeetingFilters
    orderings = ("-starts_on",)

    def get_queryset(self) -> MeetingQuerySet:
        """Give what the client may see."""
        found = Meeting.objects.visible_to(self.actor).select_related("committee")
        return found.defer("agenda", "minutes") if self.action == "list" else found

    def get_serializer_class(self) -> type[MeetingSerializer]:
        """Give the shape: short in the list, with its papers by itself."""
        return MeetingSerializer if self.action == "list" else MeetingDetailSerializer


@extend_schema_view(
    list=extend_schema(
        operation_id="parties_list",
        summary="List parties",
        description="All states of ISO 3166-1, and the organisations that take part in something.",
    ),
    retrieve=extend_schema(
        operation_id="parties_read",
        summary="Read a party",
        description="A party with its names.",
        parameters=[CODE],
    ),
)
class Parties(Records):
    """Parties. They are reference data, the same for every client."""

    queryset = Party.objects.all()
    serializer_class = PartySerializer
    lookup_field = "code"
    filterset_class = PartyFilters
    orderings = ("code",)


@extend_schema_view(
    list=extend_schema(
        operation_id="outlets_list",
        summary="List outlets",
        description="Who publishes articles.",
    ),
    retrieve=extend_schema(
        operation_id="outlets_read",
        summary="Read an outlet",
        description="An outlet with its names and its country.",
        parameters=[NUMBER],
    ),
)
class Outlets(Records):
    """Outlets. They are reference data, the same for every client."""

    queryset = Outlet.objects.select_related("party")
    serializer_class = OutletSerializer
    filterset_class = OutletFilters
    orderings = ("id",)
