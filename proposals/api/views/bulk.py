"""Many proposals at once: recording a batch, and taking everything out."""

from __future__ import annotations

import json
from http import HTTPStatus
from itertools import batched
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from proposals.api.errors import BatchRefusedError
from proposals.api.gathering import INCLUDED, gathered
from proposals.api.idempotency import idempotent
from proposals.api.serializers.committees import CommitteeSerializer, MeetingDetailSerializer
from proposals.api.serializers.proposals import ProposalListSerializer
from proposals.api.serializers.writing import Batch, RecordedSerializer
from proposals.api.views.base import READ, WRITE, AnyFormat, Endpoint
from proposals.errors import RefusedError
from proposals.models import Committee, Meeting, Proposal
from proposals.services import proposals as services
from proposals.services.recording import recording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from proposals.api.serializers.fields import Answer

CHUNK = 100


class Batches(Endpoint, ViewSet):
    """Many proposals that are recorded together, or not at all."""

    scopes: ClassVar[dict[str, str | None]] = {"*": WRITE}
    body_limit = 2 * 1024 * 1024

    @extend_schema(
        operation_id="proposals_batch",
        summary="Record many proposals",
        description=(
            "Records up to 500 proposals, all or none. What is wrong is told for each of them by"
            " its place in the list, and then nothing was recorded."
        ),
        request=Batch,
        responses={201: OpenApiResponse(RecordedSerializer, "All are recorded.")},
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Record them all."""
        body = Batch(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        at, made = timezone.now(), []
        with recording(by=self.actor, at=at):
            for place, (draft, why) in enumerate(body.drafts()):
                try:
                    made.append(services.create(draft=draft, by=self.actor, at=at, why=why))
                except RefusedError as refusal:
                    raise BatchRefusedError(refusal, f"/proposals/{place}") from refusal
        shown = RecordedSerializer({"proposals": made}, context={"request": request}).data
        return Response(shown, status=HTTPStatus.CREATED)


class Export(Endpoint, ViewSet):
    """Everything that was granted to a client, a record a line."""

    scopes: ClassVar[dict[str, str | None]] = {"*": READ}
    content_negotiation_class = AnyFormat

    @extend_schema(
        operation_id="export_read",
        summary="Take everything out",
        description=(
            "Every committee, meeting and proposal that was granted to your client, as JSON Lines:"
            " each line is an object with its “type”, and else as the lists show it. The last line"
            " is of the type “end” and counts the others; without it the export is cut short."
        ),
        responses={
            (200, "application/x-ndjson"): OpenApiResponse(OpenApiTypes.STR, "A record a line.")
        },
    )
    def take(self, request: Request) -> StreamingHttpResponse:
        """Answer with a stream, in the language of the request."""
        lines = self._lines(request, translation.get_language() or "en")
        return StreamingHttpResponse(lines, content_type="application/x-ndjson")

    def _lines(self, request: Request, language: str) -> Iterator[bytes]:
        context, count = {"request": request, "today": timezone.now().date()}, 0
        for kind, sort, records in self._granted():
            shown = sort(context=context)  # one for all: each is a web of fields
            for record in records:
                with translation.override(language):
                    line = JSONRenderer().render({"type": kind, **shown.to_representation(record)})
                count += 1
                yield line + b"\n"
        yield json.dumps({"type": "end", "count": count}).encode() + b"\n"

    def _granted(self) -> Iterator[tuple[str, type[Answer], Iterator[Any]]]:
        """Give what the client sees of each sort, with what shows it."""
        committees = Committee.objects.visible_to(self.actor).prefetch_related("parties")
        yield "committee", CommitteeSerializer, _in_order(committees)
        meetings = Meeting.objects.visible_to(self.actor).select_related("committee")
        yield "meeting", MeetingDetailSerializer, _in_order(meetings)
        yield "proposal", ProposalListSerializer, self._proposals()

    def _proposals(self) -> Iterator[Proposal]:
        numbers = _in_order(Proposal.objects.visible_to(self.actor).values_list("pk", flat=True))
        for chunk in batched(numbers, CHUNK):
            yield from gathered(chunk, self.actor, INCLUDED)


def _in_order(rows: QuerySet[Any]) -> Iterator[Any]:
    """Give rows as they were recorded, a chunk at a time."""
    return rows.order_by("pk").iterator(CHUNK)
