"""The feed of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django import forms
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from proposals.api import changes
from proposals.api.errors import InvalidQueryError
from proposals.api.pagination import MAX_PAGE_SIZE, PAGE_SIZE
from proposals.api.serializers.history import ChangesSerializer
from proposals.api.views.base import Endpoint

if TYPE_CHECKING:
    from rest_framework.request import Request

LONGEST_WAIT = 30
AFTER = OpenApiParameter(
    "after",
    str,
    description=(
        "The “next” of the page before. Left out, the feed begins with the first change there is;"
        " “now” begins it with the next one to come."
    ),
)
WAIT = OpenApiParameter(
    "wait",
    {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT, "default": 0},
    description="How many seconds to wait for news where there is none.",
)
SIZE = OpenApiParameter(
    "page_size",
    {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE},
    description="How many changes a page looks through.",
)


class Asked(forms.Form):
    """What the address may ask for."""

    after = forms.CharField(required=False, max_length=500)
    wait = forms.IntegerField(required=False, min_value=0, max_value=LONGEST_WAIT)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=MAX_PAGE_SIZE)


class Changes(Endpoint, ViewSet):
    """The feed of changes."""

    scopes: ClassVar[dict[str, str | None]] = {"*": "changes:read"}
    parameters = frozenset(Asked.base_fields)

    @extend_schema(
        operation_id="changes_list",
        summary="Follow the changes",
        description=(
            "Every change within your sight, in order, none skipped and none twice, whoever writes"
            " meanwhile. Keep “next” with your copy and go on from it."
        ),
        parameters=[AFTER, WAIT, SIZE],
        responses=ChangesSerializer,
    )
    def follow(self, request: Request) -> Response:
        """Answer with one page, at once or as soon as there is news."""
        asked = Asked(request.query_params)
        if not asked.is_valid():
            raise InvalidQueryError(
                {name: [str(text) for text in texts] for name, texts in asked.errors.items()}
            )
        given = asked.cleaned_data
        size = given["page_size"] or PAGE_SIZE
        page = changes.await_news(self.actor, given["after"], size, given["wait"] or 0)
        shown = ChangesSerializer(page, context={"references": page.references})
        return Response(shown.data)
