"""Committees and meetings, as far as they are granted; parties and outlets, which are for all."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework.response import Response

from proposals.api.conditions import IF_MATCH, version_read
from proposals.api.filters import MeetingFilters, OutletFilters, PartyFilters
from proposals.api.idempotency import idempotent
from proposals.api.serializers.committees import (
    CommitteeSerializer,
    MeetingDetailSerializer,
    MeetingSerializer,
)
from proposals.api.serializers.parties import OutletSerializer, PartySerializer
from proposals.api.serializers.writing import EditedMeeting, NewMeeting
from proposals.api.views.base import READ, WRITE, Records
from proposals.models import Committee, Meeting, Outlet, Party
from proposals.services.records import change_meeting, keep

if TYPE_CHECKING:
    from rest_framework.request import Request

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

    scopes: ClassVar[dict[str, str | None]] = {"*": READ, "create": WRITE, "edit": WRITE}
    conditional = frozenset({"edit"})
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

    def retrieve(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:  # noqa: ARG002  # the library's form
        """Answer with a meeting and its papers."""
        return self._answer(self.get_object())

    @extend_schema(
        operation_id="meetings_create",
        summary="Record a meeting",
        description="Records a meeting of a committee that was granted to your client.",
        request=NewMeeting,
        responses={201: OpenApiResponse(MeetingDetailSerializer, "It is recorded.")},
    )
    @idempotent
    def create(self, _request: Request, **_kwargs: Any) -> Response:
        """Record a meeting."""
        values = dict(self.body(NewMeeting).validated_data)
        why = values.pop("why", "")
        meeting = Meeting(**values)
        keep(meeting, by=self.actor, at=timezone.now(), why=why)
        return self._answer(meeting, HTTPStatus.CREATED)

    @extend_schema(
        operation_id="meetings_edit",
        summary="Change a meeting",
        description=(
            "Changes a meeting's number, place or days; fields that are left out stay. Its agenda"
            " and its minutes are the staff's to write."
        ),
        parameters=[NUMBER, IF_MATCH],
        request=EditedMeeting,
        responses=MeetingDetailSerializer,
    )
    def edit(self, request: Request, **_kwargs: Any) -> Response:
        """Change a meeting."""
        meeting: Meeting = self.get_object()
        version = version_read(request, meeting)
        values = dict(self.body(EditedMeeting).validated_data)
        why = values.pop("why", "")
        changed = change_meeting(
            meeting=meeting,
            values=values,
            by=self.actor,
            at=timezone.now(),
            version=version,
            why=why,
        )
        return self._answer(changed)

    def _answer(self, meeting: Meeting, status: int = HTTPStatus.OK) -> Response:
        """Answer with a meeting as it now stands."""
        self.version = meeting.version
        shown = self.get_serializer(meeting).data
        headers = {"Location": str(shown["url"])} if status == HTTPStatus.CREATED else {}
        return Response(shown, status=status, headers=headers)


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
