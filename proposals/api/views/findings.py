"""Findings: what was found in the articles that a partner sent in, and its decisions on them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework.response import Response

from proposals.api.filters import FindingFilters
from proposals.api.idempotency import idempotent
from proposals.api.serializers.findings import (
    AcceptedFinding,
    AttachedFinding,
    DismissedFinding,
    FindingSerializer,
)
from proposals.api.serializers.writing import MarkedWords
from proposals.api.views.base import READ, WRITE, Records
from proposals.models import Article, Finding, Proposal
from proposals.services import findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rest_framework.request import Request

    from proposals.querysets import FindingQuerySet

ARTICLE = OpenApiParameter("id", int, OpenApiParameter.PATH, description="The article's number.")
NUMBER = OpenApiParameter("id", int, OpenApiParameter.PATH, description="The finding's number.")


@extend_schema_view(
    list=extend_schema(
        operation_id="findings_list",
        summary="List findings",
        description=(
            "What was found in the articles that your client sent in: it waits for a decision, or"
            " was decided on. One that was tied to a proposal out of your sight isn't among them."
        ),
    ),
    retrieve=extend_schema(
        operation_id="findings_read",
        summary="Read a finding",
        description="A finding, with the proposals that it may speak of.",
        parameters=[NUMBER],
    ),
)
class Findings(Records):
    """Findings. Each is decided on once, so no decision can overwrite another."""

    scopes: ClassVar[dict[str, str | None]] = {
        "*": READ,
        **dict.fromkeys(("accept", "attach", "dismiss", "undo", "mark"), WRITE),
    }
    queryset = Finding.objects.none()
    serializer_class = FindingSerializer
    filterset_class = FindingFilters
    orderings = ("-found_at", "confidence")

    def get_queryset(self) -> FindingQuerySet:
        """Give what the client may see."""
        return (
            Finding.objects.visible_to(self.actor)
            .select_related("article__outlet", "proposer", "addressee", "speaker", "proposal")
            .defer("article__text", "why")
        )

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Give the serializer, with the references that its reader sees among the candidates."""
        rows: Iterable[Finding] = args[0] if args and kwargs.get("many") else args
        numbers = {one["proposal"] for row in rows for one in row.candidates}
        references: dict[int, str] = {}
        if numbers:
            visible = Proposal.objects.visible_to(self.actor).filter(pk__in=numbers)
            references = dict(visible.values_list("pk", "reference"))
        kwargs["context"] = {**self.get_serializer_context(), "references": references}
        return super().get_serializer(*args, **kwargs)

    @extend_schema(
        operation_id="findings_accept",
        summary="Accept a finding",
        description=(
            "Records a new proposal, with the finding's words as its first evidence. It counts as"
            " automatic until a member of staff confirms it."
        ),
        parameters=[NUMBER],
        request=AcceptedFinding,
        responses=FindingSerializer,
    )
    @idempotent
    def accept(self, _request: Request, **_kwargs: Any) -> Response:
        """Make a finding a new proposal."""
        finding = self.get_object()
        draft = self.body(AcceptedFinding).draft()
        findings.accept(finding=finding, draft=draft, by=self.actor, at=timezone.now())
        return self._again()

    @extend_schema(
        operation_id="findings_attach",
        summary="Attach a finding",
        description=(
            "Makes the finding's words evidence of a proposal that is there. It counts as automatic"
            " until a member of staff confirms it."
        ),
        parameters=[NUMBER],
        request=AttachedFinding,
        responses=FindingSerializer,
    )
    @idempotent
    def attach(self, _request: Request, **_kwargs: Any) -> Response:
        """Attach a finding to a proposal."""
        finding = self.get_object()
        proposal = self.body(AttachedFinding).validated_data["proposal"]
        scores = {one["proposal"]: one["score"] for one in finding.candidates}
        findings.attach(
            finding=finding,
            proposal=proposal,
            by=self.actor,
            at=timezone.now(),
            score=scores.get(proposal.pk),
        )
        return self._again()

    @extend_schema(
        operation_id="findings_dismiss",
        summary="Dismiss a finding",
        description="Decides that a finding is no proposal, with the reason.",
        parameters=[NUMBER],
        request=DismissedFinding,
        responses=FindingSerializer,
    )
    @idempotent
    def dismiss(self, _request: Request, **_kwargs: Any) -> Response:
        """Dismiss a finding."""
        finding = self.get_object()
        said = self.body(DismissedFinding).validated_data
        findings.dismiss(finding=finding, by=self.actor, at=timezone.now(), **said)
        return self._again()

    @extend_schema(
        operation_id="findings_undo",
        summary="Take a decision back",
        description=(
            "Lets a finding wait for a decision again, and takes its evidence off. A proposal that"
            " was made of it stays, and so does what a person decided."
        ),
        parameters=[NUMBER],
        request=None,
        responses=FindingSerializer,
    )
    @idempotent
    def undo(self, request: Request, **_kwargs: Any) -> Response:
        """Take a decision back."""
        _ = request.data  # asks for nothing; a hostile body is refused all the same
        findings.undo(finding=self.get_object(), by=self.actor, at=timezone.now())
        return self._again()

    @extend_schema(
        operation_id="articles_mark",
        summary="Mark words that were missed",
        description=(
            "Makes words of an article that your client sent in a finding, because they state a"
            " proposal and weren't found. Words that were found before are answered by that"
            " finding."
        ),
        parameters=[ARTICLE],
        request=MarkedWords,
        responses={201: OpenApiResponse(FindingSerializer, "They wait for a decision.")},
    )
    @idempotent
    def mark(self, _request: Request, pk: int, **_kwargs: Any) -> Response:
        """Mark words of an article."""
        article = get_object_or_404(Article.objects.visible_to(self.actor), pk=pk)
        said = self.body(MarkedWords).validated_data
        made = findings.mark(article=article, by=self.actor, at=timezone.now(), **said)
        finding = get_object_or_404(self.get_queryset(), pk=made.pk)
        shown = self.get_serializer(finding).data
        headers = {"Location": str(shown["url"])}
        return Response(shown, status=HTTPStatus.CREATED, headers=headers)

    def _again(self) -> Response:
        """Answer with the finding as it stands after the decision."""
        return Response(self.get_serializer(self.get_object()).data)
