"""What belongs to a proposal: positions, milestones and evidence, each answered by the whole."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from proposals.api.conditions import IF_MATCH, version_read
from proposals.api.idempotency import idempotent
from proposals.api.serializers.plans import FETCHED
from proposals.api.serializers.proposals import ProposalDetailSerializer
from proposals.api.serializers.writing import (
    Detachment,
    EditedMilestone,
    EditedPosition,
    NewEvidence,
    NewMilestone,
)
from proposals.api.views.base import WRITE
from proposals.api.views.proposals import REFERENCE, Proposals
from proposals.models import Party
from proposals.services import parts

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response

    from proposals.models import Proposal

CODE = OpenApiParameter(
    "code",
    {"type": "string", "pattern": "^[-A-Za-z0-9_]+$"},
    OpenApiParameter.PATH,
    description="The party's code.",
)
NUMBER = OpenApiParameter("id", int, OpenApiParameter.PATH, description="Its number.")
ADDED = {201: OpenApiResponse(ProposalDetailSerializer, "The proposal with what was added.")}


class Parts(Proposals):
    """What belongs to a proposal."""

    scopes: ClassVar[dict[str, str | None]] = {"*": WRITE}
    conditional = frozenset(
        {
            "edit_position",
            "add_milestone",
            "edit_milestone",
            "remove_milestone",
            "add_evidence",
            "detach_evidence",
        }
    )

    @extend_schema(
        operation_id="positions_edit",
        summary="Say where a party stands",
        description="Changes a party's position; a party that is new to the proposal is added.",
        parameters=[REFERENCE, CODE, IF_MATCH],
        request=EditedPosition,
        responses=ProposalDetailSerializer,
    )
    def edit_position(self, _request: Request, code: str, **_kwargs: Any) -> Response:
        """Say where a party stands."""
        proposal, common = self._asked()
        party = get_object_or_404(Party, code=code)
        values = dict(self.body(EditedPosition).validated_data)
        parts.set_position(proposal=proposal, party=party, values=values, **common)
        return self.answer(self._again())

    @extend_schema(
        operation_id="milestones_add",
        summary="Add a step",
        description="Adds a step to a proposal.",
        parameters=[REFERENCE, IF_MATCH],
        request=NewMilestone,
        responses=ADDED,
    )
    @idempotent
    def add_milestone(self, _request: Request, **_kwargs: Any) -> Response:
        """Add a step."""
        proposal, common = self._asked()
        values = dict(self.body(NewMilestone).validated_data)
        parts.add_milestone(proposal=proposal, values=values, **common)
        return self.answer(self._again(), HTTPStatus.CREATED)

    @extend_schema(
        operation_id="milestones_edit",
        summary="Change a step",
        description="Changes a step of a proposal; it is done once it has a day under “done_on”.",
        parameters=[REFERENCE, NUMBER, IF_MATCH],
        request=EditedMilestone,
        responses=ProposalDetailSerializer,
    )
    def edit_milestone(self, _request: Request, pk: int, **_kwargs: Any) -> Response:
        """Change a step."""
        proposal, common = self._asked()
        milestone = _part(proposal, "milestones", pk)
        values = dict(self.body(EditedMilestone).validated_data)
        parts.edit_milestone(milestone=milestone, values=values, **common)
        return self.answer(self._again())

    @extend_schema(
        operation_id="milestones_remove",
        summary="Take a step off",
        description="Takes a step off its proposal; the history keeps it.",
        parameters=[REFERENCE, NUMBER, IF_MATCH],
        request=None,
        responses={200: ProposalDetailSerializer},
    )
    def remove_milestone(self, _request: Request, pk: int, **_kwargs: Any) -> Response:
        """Take a step off."""
        proposal, common = self._asked()
        parts.remove_milestone(milestone=_part(proposal, "milestones", pk), **common)
        return self.answer(self._again())

    @extend_schema(
        operation_id="evidence_add",
        summary="Attach words of the minutes",
        description=(
            "Makes words of a meeting's minutes evidence of a proposal. It counts as automatic"
            " until a member of staff confirms it."
        ),
        parameters=[REFERENCE, IF_MATCH],
        request=NewEvidence,
        responses=ADDED,
    )
    @idempotent
    def add_evidence(self, _request: Request, **_kwargs: Any) -> Response:
        """Attach words of the minutes."""
        proposal, common = self._asked()
        values = self.body(NewEvidence).validated_data
        parts.attach_minutes(proposal=proposal, **values, **common)
        return self.answer(self._again(), HTTPStatus.CREATED)

    @extend_schema(
        operation_id="evidence_detach",
        summary="Take evidence off",
        description=(
            "Takes evidence off its proposal, with a reason; the finding that it came from waits"
            " for a decision again. The last proof of a completed proposal stays."
        ),
        parameters=[REFERENCE, NUMBER, IF_MATCH],
        request=Detachment,
        responses=ProposalDetailSerializer,
    )
    @idempotent
    def detach_evidence(self, _request: Request, pk: int, **_kwargs: Any) -> Response:
        """Take evidence off."""
        proposal, common = self._asked()
        evidence = _part(proposal, "evidence", pk)
        why = self.body(Detachment).validated_data["why"]
        parts.detach_evidence(evidence=evidence, why=why, **common)
        return self.answer(self._again())

    def _asked(self) -> tuple[Proposal, dict[str, Any]]:
        """Give the proposal that is asked for, and what every service takes."""
        proposal: Proposal = self.get_object()
        version = version_read(self.request, proposal)
        return proposal, {"by": self.actor, "at": timezone.now(), "version": version}

    def _again(self) -> Proposal:
        """Give the proposal as it stands after the change."""
        proposal: Proposal = self.get_object()
        return proposal


def _part(proposal: Proposal, name: str, number: int) -> Any:
    """Give what belongs to the proposal under this number, from what the view fetched."""
    for part in getattr(proposal, FETCHED.format(name)):
        if part.pk == number:
            part.proposal = proposal
            return part
    raise Http404
