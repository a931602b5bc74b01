"""Webhooks: partners keep their own, try them, have them told again, and read how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import status
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from proposals.api.conditions import IF_MATCH, version_read
from proposals.api.idempotency import idempotent
from proposals.api.views.base import Endpoint as Address
from proposals.api.views.base import Records
from tracker.api.serializers import (
    AttemptSerializer,
    NewWebhook,
    ReplayRequest,
    TriedNotice,
    WebhookChange,
    WebhookSerializer,
    WebhookWithSecret,
    changed_fields,
)
from tracker.tasks import ring
from tracker.webhooks import endpoints
from tracker.webhooks.models import Attempt, Endpoint

if TYPE_CHECKING:
    from rest_framework.request import Request

    from tracker.webhooks.querysets import EndpointQuerySet

MANAGE: dict[str, str | None] = {"*": "webhooks:manage"}
NUMBER = OpenApiParameter("id", int, OpenApiParameter.PATH, description="The webhook's number.")


@extend_schema_view(
    list=extend_schema(
        operation_id="webhooks_list",
        summary="List webhooks",
        description="Your client's own webhooks.",
    ),
    retrieve=extend_schema(
        operation_id="webhooks_read",
        summary="Read a webhook",
        description="A webhook, and whether it is called.",
        parameters=[NUMBER],
    ),
)
class Webhooks(Records):
    """Webhooks."""

    scopes: ClassVar[dict[str, str | None]] = MANAGE
    queryset = Endpoint.objects.none()
    conditional = frozenset({"change", "remove"})
    serializer_class = WebhookSerializer
    orderings = ("id",)
    # What this request made; it stands in its answer alone and is kept nowhere in the clear.
    secret: str | None = None

    def get_queryset(self) -> EndpointQuerySet:
        """Give the client's own."""
        return Endpoint.objects.visible_to(self.actor)

    def retrieve(self, *_args: Any, **_kwargs: Any) -> Response:
        """Answer with a webhook, under an ETag that begins with its version."""
        return self._shown(self.get_object())

    def _shown(self, endpoint: Endpoint) -> Response:
        self.version = endpoint.version
        return Response(self.get_serializer(endpoint).data)

    @extend_schema(
        operation_id="webhooks_create",
        summary="Make a webhook",
        description=(
            "From now on the address is called with what happens to the proposals that your client"
            " sees, signed as Standard Webhooks specifies. The answer holds the secret, this once."
        ),
        request=NewWebhook,
        responses={201: OpenApiResponse(WebhookWithSecret, "It is called from now on.")},
    )
    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Make a webhook."""
        return self._with_secret(self._made(request))

    @idempotent
    def _made(self, request: Request) -> Response:
        body = NewWebhook(data=request.data)
        body.is_valid(raise_exception=True)
        endpoint = Endpoint(client_id=self.actor.client_id or 0, **body.validated_data)
        self.secret = endpoints.add(endpoint=endpoint, by=self.actor, at=timezone.now())
        shown = self.get_serializer(endpoint).data
        location = {"Location": str(shown["url"])}
        return Response(shown, status=status.HTTP_201_CREATED, headers=location)

    @extend_schema(
        operation_id="webhooks_change",
        summary="Change a webhook",
        description="Gives a webhook another address or other events, or switches it on or off.",
        parameters=[NUMBER, IF_MATCH],
        request=WebhookChange,
        responses=WebhookSerializer,
    )
    def change(self, request: Request, **_kwargs: Any) -> Response:
        """Change a webhook."""
        endpoint: Endpoint = self.get_object()
        version = version_read(request, endpoint)
        body = WebhookChange(data=request.data)
        body.is_valid(raise_exception=True)
        for name, value in changed_fields(body):
            setattr(endpoint, name, value)
        endpoints.change(endpoint=endpoint, by=self.actor, at=timezone.now(), version=version)
        return self._shown(self.get_object())

    @extend_schema(
        operation_id="webhooks_remove",
        summary="End a webhook",
        description="The address is not called any more, and what it was owed is forgotten.",
        parameters=[NUMBER, IF_MATCH],
        responses={204: OpenApiResponse(description="It is gone.")},
    )
    def remove(self, request: Request, **_kwargs: Any) -> Response:
        """End a webhook."""
        endpoint: Endpoint = self.get_object()
        version = version_read(request, endpoint)
        endpoints.remove(endpoint=endpoint, by=self.actor, version=version)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="webhooks_renew_secret",
        summary="Make a new secret",
        description=(
            "The answer holds the new secret, this once. For a day every call carries a signature"
            " by each of the two, so that your receiver can change over at ease."
        ),
        parameters=[NUMBER],
        request=None,
        responses=WebhookWithSecret,
    )
    def renew_secret(self, request: Request, **_kwargs: Any) -> Response:
        """Make a new secret."""
        return self._with_secret(self._renewed(request))

    @idempotent
    def _renewed(self, _request: Request) -> Response:
        endpoint: Endpoint = self.get_object()
        self.secret = endpoints.renew_secret(endpoint=endpoint, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(endpoint).data)

    @extend_schema(
        operation_id="webhooks_test",
        summary="Try a webhook",
        description=(
            "Calls the address with an event of the type webhook.test, the same way as with any"
            " other. How it went is among its attempts."
        ),
        parameters=[NUMBER],
        request=None,
        responses={202: OpenApiResponse(TriedNotice, "It is on its way.")},
    )
    @idempotent
    def try_out(self, _request: Request, **_kwargs: Any) -> Response:
        """Try a webhook."""
        endpoint: Endpoint = self.get_object()
        notice = endpoints.try_out(endpoint=endpoint, by=self.actor, at=timezone.now())
        return self._on_its_way(endpoint, TriedNotice(notice).data)

    @extend_schema(
        operation_id="webhooks_replay",
        summary="Have a webhook told again",
        description=(
            "Sends once more all that happened since a moment and that your client may see now."
            " Each event keeps its webhook-id."
        ),
        parameters=[NUMBER],
        request=ReplayRequest,
        responses={202: OpenApiResponse(WebhookSerializer, "It is on its way.")},
    )
    @idempotent
    def replay(self, request: Request, **_kwargs: Any) -> Response:
        """Have a webhook told again."""
        endpoint: Endpoint = self.get_object()
        body = ReplayRequest(data=request.data)
        body.is_valid(raise_exception=True)
        since = body.validated_data["since"]
        endpoints.replay(endpoint=endpoint, since=since, by=self.actor, at=timezone.now())
        return self._on_its_way(endpoint, self.get_serializer(endpoint).data)

    def _with_secret(self, answer: Response) -> Response:
        """Put the secret into an answer, unless it only repeats an earlier one."""
        answer.data = {**(answer.data or {}), "secret": self.secret}
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _on_its_way(self, endpoint: Endpoint, shown: Any) -> Response:
        ring("owe_webhooks")
        address = reverse("webhooks:attempts", args=[endpoint.pk])
        location = {"Location": self.request.build_absolute_uri(address)}
        return Response(shown, status=status.HTTP_202_ACCEPTED, headers=location)


class Attempts(ListModelMixin, Address, GenericViewSet[Attempt]):
    """The attempts to call a webhook."""

    scopes: ClassVar[dict[str, str | None]] = MANAGE
    queryset = Attempt.objects.none()
    serializer_class = AttemptSerializer
    orderings = ("-at",)

    @extend_schema(
        operation_id="webhooks_attempts",
        summary="List the attempts to call a webhook",
        description="What was answered to each attempt of the last thirty days.",
        parameters=[NUMBER],
    )
    def list(self, _request: Request, pk: int) -> Response:
        """Answer with one page of attempts."""
        endpoint = get_object_or_404(Endpoint.objects.visible_to(self.actor), pk=pk)
        page = self.paginate_queryset(endpoint.tries.select_related("notice"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
