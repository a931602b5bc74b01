"""Proposals: the list, each with all that belongs to it, its history, its moves of status."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from proposals import looking_back
from proposals.api import history
from proposals.api.authentication import scopes_of
from proposals.api.conditions import IF_MATCH, version_read
from proposals.api.errors import InvalidQueryError
from proposals.api.filters import AS_OF, ProposalFilters, instant_asked_for
from proposals.api.gathering import INCLUDED, WHOLE, gathered
from proposals.api.idempotency import idempotent
from proposals.api.serializers.history import HistoryEntrySerializer
from proposals.api.serializers.proposals import (
    HISTORY_SHOWN,
    ProposalDetailSerializer,
    ProposalListSerializer,
    ProposalSerializer,
    StatusMove,
)
from proposals.api.serializers.writing import EditedProposal, NewProposal
from proposals.api.shaping import named, shape
from proposals.api.views.base import READ, WRITE, Endpoint, Records
from proposals.models import Change, Proposal
from proposals.services import moves
from proposals.services import proposals as services

if TYPE_CHECKING:
    from datetime import datetime

    from rest_framework.request import Request

    from proposals.querysets import ProposalQuerySet

AS_OF_PARAMETER = OpenApiParameter(
    AS_OF,
    {"type": "string", "format": "date-time"},
    OpenApiParameter.QUERY,
    description=(
        "The record as it stood at this moment. Rights are those of now, and so are the names of"
        " parties, committees and people; filters by party, words, lateness or the last change"
        " are not taken with it."
    ),
)
REFERENCE = OpenApiParameter(
    "reference",
    {"type": "string", "pattern": "^[A-Z0-9]+(-[A-Z0-9]+)+$"},
    OpenApiParameter.PATH,
    description="The proposal's reference.",
)


@extend_schema_view(
    list=extend_schema(
        operation_id="proposals_list",
        summary="List proposals",
        description=(
            "The proposals of the committees that were granted to your client, in pages. Filters"
            " narrow the list, each further one more."
        ),
        parameters=[AS_OF_PARAMETER],
    ),
    retrieve=extend_schema(
        operation_id="proposals_read",
        summary="Read a proposal",
        description="A proposal with its positions, evidence, milestones, history and moves.",
        parameters=[REFERENCE, AS_OF_PARAMETER],
    ),
)
class Proposals(Records):
    """Proposals."""

    scopes: ClassVar[dict[str, str | None]] = {
        "*": READ,
        **dict.fromkeys(("move", "create", "edit"), WRITE),
    }
    conditional = frozenset({"move", "edit"})
    queryset = Proposal.objects.none()
    lookup_field = "reference"
    filterset_class = ProposalFilters
    orderings = ("-proposed_on", "due_on", "updated_at", "status_since", "reference")
    includes = INCLUDED
    looks_back = True

    def get_queryset(self) -> ProposalQuerySet:
        """Give what the client may see: of a list no more than where each stands in its order."""
        ordered = (name.removeprefix("-") for name in self.orderings)
        return Proposal.objects.visible_to(self.actor).only(*ordered)

    def get_object(self) -> Proposal:
        """Give the proposal that is asked for, with all that belongs to it."""
        found = gathered([self.kwargs["reference"]], self.actor, WHOLE, by="reference")
        if not found:
            raise Http404
        return found[0]

    def get_serializer_class(self) -> type[ProposalSerializer]:
        """Give the shape: short in the list, whole by itself."""
        return ProposalListSerializer if self.action == "list" else ProposalDetailSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        """Give what the serializers need beside the record: the request and the day."""
        return {**super().get_serializer_context(), "today": timezone.now().date()}

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Answer with one page of proposals, as they stand or as they stood."""
        at = instant_asked_for(request, timezone.now())
        if at is None:
            rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
            included = named(request, "include", self.includes)
            found = gathered((row.pk for row in rows), self.actor, sorted(included))
            serializer = self.get_serializer(found, many=True)
            return self.get_paginated_response(serializer.data)
        filtered = ProposalFilters(request.query_params, looking_back.standing(self.actor, at))
        if not filtered.is_valid():
            raise InvalidQueryError(filtered.errors)
        page = looking_back.restored(self.paginate_queryset(filtered.qs) or [], self.actor, at)
        context = {**self.get_serializer_context(), "today": at.date()}
        serializer = ProposalListSerializer(page, many=True, context=context)
        shape(request, serializer, self.includes)
        return self.get_paginated_response(serializer.data)

    def retrieve(self, request: Request, *_args: Any, **kwargs: Any) -> Response:
        """Answer with a proposal and all that belongs to it, as it stands or as it stood."""
        at = instant_asked_for(request, timezone.now())
        if at is None:
            return self.answer(self.get_object())
        row = get_object_or_404(
            looking_back.standing(self.actor, at), reference=kwargs["reference"]
        )
        (proposal,) = looking_back.restored([row], self.actor, at)
        return self._answer_as_it_stood(proposal, at)

    def _answer_as_it_stood(self, proposal: Proposal, at: datetime) -> Response:
        """Answer with a proposal of then: nothing can be moved there, and no ETag is of use."""
        present = Proposal.objects.visible_to(self.actor).get(pk=proposal.pk)
        context = {
            **self.get_serializer_context(),
            "today": at.date(),
            "moves": [],
            "history": history.newest(present, self.actor, HISTORY_SHOWN, until=at),
            "parts": looking_back.parts_of(proposal, self.actor, at),
        }
        serializer = ProposalDetailSerializer(proposal, context=context)
        shape(self.request, serializer, ())
        return Response(serializer.data)

    @extend_schema(
        operation_id="proposals_move",
        summary="Move a proposal's status",
        description=(
            "Makes one of the moves that the proposal lists under “moves”, by the same rules that"
            " hold for staff, and answers with the proposal as it stands then. A move that lacks"
            " something is refused with all that is missing, and nothing is half done."
        ),
        parameters=[REFERENCE, IF_MATCH],
        request=StatusMove,
        responses=ProposalDetailSerializer,
    )
    @idempotent
    def move(self, request: Request, **_kwargs: Any) -> Response:
        """Make a move."""
        proposal: Proposal = self.get_object()
        version = version_read(request, proposal)
        body = self.body(StatusMove)
        moves.move(
            proposal=proposal,
            request=body.as_request(),
            by=self.actor,
            at=timezone.now(),
            version=version,
        )
        return self.answer(self.get_object())

    @extend_schema(
        operation_id="proposals_create",
        summary="Record a proposal",
        description=(
            "Records a new proposal under the next reference of its parties and year, in a"
            " committee and a circle that were granted to your client."
        ),
        request=NewProposal,
        responses={201: OpenApiResponse(ProposalDetailSerializer, "It is recorded.")},
    )
    @idempotent
    def create(self, _request: Request, **_kwargs: Any) -> Response:
        """Record a proposal."""
        body = self.body(NewProposal)
        why = body.validated_data.get("why", "")
        made = services.create(draft=body.draft(), by=self.actor, at=timezone.now(), why=why)
        (proposal,) = gathered([made.pk], self.actor, WHOLE)
        return self.answer(proposal, HTTPStatus.CREATED)

    @extend_schema(
        operation_id="proposals_edit",
        summary="Change a proposal",
        description=(
            "Changes what a proposal says; fields that are left out stay. Its status is moved, and"
            " its owner and desk are the ministry's own affair."
        ),
        parameters=[REFERENCE, IF_MATCH],
        request=EditedProposal,
        responses=ProposalDetailSerializer,
    )
    def edit(self, request: Request, **_kwargs: Any) -> Response:
        """Change a proposal."""
        proposal = self.get_object()
        version = version_read(request, proposal)
        body = self.body(EditedProposal)
        services.edit(
            proposal=proposal,
            values=body.values(),
            by=self.actor,
            at=timezone.now(),
            version=version,
            why=body.validated_data.get("why", ""),
        )
        return self.answer(self.get_object())

    def answer(self, proposal: Proposal, status: int = HTTPStatus.OK) -> Response:
        """Answer with a proposal as it now stands."""
        may_move = WRITE in scopes_of(self.request.auth)
        context = {
            **self.get_serializer_context(),
            "moves": moves.offered_moves(proposal, self.actor) if may_move else [],
            "history": history.newest(proposal, self.actor, HISTORY_SHOWN),
        }
        self.version = proposal.version
        serializer = ProposalDetailSerializer(proposal, context=context)
        shape(self.request, serializer, ())
        shown = serializer.data
        headers = {"Location": str(shown["url"])} if status == HTTPStatus.CREATED else {}
        return Response(shown, status=status, headers=headers)


class ProposalHistory(ListModelMixin, Endpoint, GenericViewSet[Change]):
    """The history of a proposal."""

    queryset = Change.objects.none()
    serializer_class = HistoryEntrySerializer
    orderings = ("-id",)

    @extend_schema(
        operation_id="proposals_history",
        summary="List a proposal's history",
        description=(
            "Who changed what, when and why: the proposal itself, its positions, its milestones"
            " and its evidence, since it last came into your sight."
        ),
        parameters=[REFERENCE],
    )
    def list(self, _request: Request, reference: str) -> Response:
        """Answer with one page of entries."""
        visible = Proposal.objects.visible_to(self.actor)
        proposal = get_object_or_404(visible, reference=reference)
        changes = Change.objects.of_proposal_for(self.actor, proposal)
        page = self.paginate_queryset(changes)
        found = history.entries(page or [], self.actor)
        return self.get_paginated_response(self.get_serializer(found, many=True).data)
