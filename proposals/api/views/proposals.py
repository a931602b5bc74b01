"""Proposals: the list, each with all that belongs to it, its history, its moves of status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import OuterRef, Prefetch, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from proposals.api import history
from proposals.api.authentication import scopes_of
from proposals.api.conditions import version_read
from proposals.api.filters import ProposalFilters
from proposals.api.idempotency import idempotent
from proposals.api.serializers.history import HistoryEntrySerializer
from proposals.api.serializers.proposals import (
    HISTORY_SHOWN,
    ProposalDetailSerializer,
    ProposalSerializer,
    StatusMove,
)
from proposals.api.views.base import READ, Endpoint, Records
from proposals.models import Change, Evidence, Meeting, Milestone, Proposal
from proposals.services import moves

if TYPE_CHECKING:
    from rest_framework.request import Request

    from proposals.querysets import ProposalQuerySet
    from proposals.rights import Actor

WRITE = "proposals:write"
REFERENCE = OpenApiParameter(
    "reference", str, OpenApiParameter.PATH, description="The proposal's reference."
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the proposal as you read it, or “*” for whatever stands there now.",
)


def for_list(actor: Actor) -> ProposalQuerySet:
    """Give the proposals that the actor sees, with what a list shows of them."""
    visible = Proposal.objects.visible_to(actor)
    return visible.for_reading().annotate(
        visible_parent=Subquery(visible.filter(pk=OuterRef("parent")).values("reference")),
        visible_successor=Subquery(visible.filter(pk=OuterRef("successor")).values("reference")),
    )


def for_detail(actor: Actor) -> ProposalQuerySet:
    """Give the proposals that the actor sees, with all that belongs to each."""
    meetings = Meeting.objects.visible_to(actor).select_related("committee")
    evidence = (
        Evidence.objects.select_related("article__outlet", "speaker")
        .defer("article__text")
        .prefetch_related(Prefetch("meeting", meetings.defer("agenda", "minutes")))
    )
    return (
        for_list(actor)
        .prefetch_related(Prefetch("evidence", evidence))
        .prefetch_related(Prefetch("milestones", Milestone.objects.select_related("party")))
        .prefetch_related(Prefetch("parts", Proposal.objects.visible_to(actor).order_by("pk")))
    )


@extend_schema_view(
    list=extend_schema(
        operation_id="proposals_list",
        summary="List proposals",
        description=(
            "The proposals of the committees that were granted to your client, in pages. Filters"
            " narrow the list, each further one more."
        ),
    ),
    retrieve=extend_schema(
        operation_id="proposals_read",
        summary="Read a proposal",
        description="A proposal with its positions, evidence, milestones, history and moves.",
        parameters=[REFERENCE],
    ),
)
class Proposals(Records):
    """Proposals."""

    scopes: ClassVar[dict[str, str | None]] = {"*": READ, "move": WRITE}
    queryset = Proposal.objects.none()
    lookup_field = "reference"
    filterset_class = ProposalFilters
    orderings = ("-proposed_on", "due_on", "updated_at", "status_since", "reference")

    def get_queryset(self) -> ProposalQuerySet:
        """Give what the client may see."""
        return for_list(self.actor) if self.action == "list" else for_detail(self.actor)

    def get_serializer_class(self) -> type[ProposalSerializer]:
        """Give the shape: short in the list, whole by itself."""
        return ProposalSerializer if self.action == "list" else ProposalDetailSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        """Give what the serializers need beside the record: the request and the day."""
        return {**super().get_serializer_context(), "today": timezone.now().date()}

    def retrieve(self, *_args: Any, **_kwargs: Any) -> Response:
        """Answer with a proposal and all that belongs to it."""
        return self._answer(self.get_object())

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
        body = StatusMove(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        moves.move(
            proposal=proposal,
            request=body.as_request(),
            by=self.actor,
            at=timezone.now(),
            version=version,
        )
        return self._answer(self.get_object())

    def _answer(self, proposal: Proposal) -> Response:
        may_move = WRITE in scopes_of(self.request.auth)
        context = {
            **self.get_serializer_context(),
            "moves": moves.offered_moves(proposal, self.actor) if may_move else [],
            "history": history.newest(proposal, self.actor, HISTORY_SHOWN),
        }
        return Response(ProposalDetailSerializer(proposal, context=context).data)


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
