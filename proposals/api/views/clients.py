"""The calling client: what it is, and what it may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from proposals.api.authentication import scopes_of
from proposals.api.serializers.clients import MeSerializer
from proposals.api.views.base import Endpoint
from proposals.models import Committee

if TYPE_CHECKING:
    from rest_framework.request import Request


class Me(Endpoint, ViewSet):
    """The calling client."""

    scopes: ClassVar[dict[str, str | None]] = {"*": None}

    @extend_schema(
        operation_id="me_read",
        summary="Read what your client may",
        description="Your client's name, its scopes, and the committees and the circle it sees.",
        responses=MeSerializer,
    )
    def retrieve(self, request: Request) -> Response:
        """Answer with what the client is, as it stands now."""
        token: Any = request.auth
        client = token.application
        shown = {
            "client_id": client.client_id,
            "name": client.name,
            "scopes": scopes_of(token),
            "granted_scopes": sorted(client.granted),
            "expires_at": token.expires,
            "committees": Committee.objects.visible_to(self.actor).order_by("pk"),
            "visibility": client.visibility,
            "get_visibility_display": client.get_visibility_display(),
        }
        return Response(MeSerializer(shown).data)
