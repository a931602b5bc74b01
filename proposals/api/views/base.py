"""What every address has in common: how it reads a request, and how it answers."""

from __future__ import annotations

import time
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from proposals.api import limits
from proposals.api.conditions import tagged
from proposals.api.deprecations import deprecation_of
from proposals.api.errors import (
    HttpsRequiredError,
    LengthRequiredError,
    PreconditionRequiredError,
    TooManyError,
)
from proposals.api.filters import refuse_unknown_parameters
from proposals.api.shaping import shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from rest_framework.request import Request
    from rest_framework.response import Response

    from proposals.api.serializers.fields import Body
    from proposals.rights import Actor

READ = "proposals:read"
WRITE = "proposals:write"


def must_refuse_http(request: Request | HttpRequest) -> bool:
    """Tell whether the request came unencrypted where only https is served.

    It isn't redirected: a client that is, sends its secrets in the clear for ever, and works.
    """
    return settings.SECURE_SSL_REDIRECT and not request.is_secure()


class Endpoint(APIView):
    """An address under a token, whose answers carry an ETag."""

    http_method_names = ("get", "post", "put", "patch", "delete", "head")
    scopes: ClassVar[dict[str, str | None]] = {"*": READ}
    filterset_class: Any = None
    # The actions that need If-Match. Without it nothing is looked up, not even a kept answer.
    conditional: ClassVar[frozenset[str]] = frozenset()
    allowance: limits.Allowance | None = None
    # Of the proposal that is shown, with which its ETag begins.
    version: int | None = None

    @property
    def actor(self) -> Actor:
        """The client that calls."""
        return self.request.user  # type: ignore[return-value]  # set by TokenAuthentication

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Read the address as UTF-8, whatever charset the body's type claims."""
        request.encoding = "utf-8"
        return super().initialize_request(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check who calls and what for, then that the address asks for nothing unknown."""
        if must_refuse_http(request):
            raise HttpsRequiredError
        super().initial(request, *args, **kwargs)
        self._count_call(request)
        method = str(request.method).lower()
        if method not in self.http_method_names or not hasattr(self, method):
            self.http_method_not_allowed(request)
        refuse_unknown_parameters(request, self)
        if "Transfer-Encoding" in request.headers and not request.headers.get("content-length"):
            raise LengthRequiredError
        if getattr(self, "action", None) in self.conditional and "If-Match" not in request.headers:
            raise PreconditionRequiredError

    def _count_call(self, request: Request) -> None:
        """Count the call of a client, and refuse it if it is one too many."""
        if request.auth is None:
            return
        self.allowance = limits.count(self.actor, str(request.method), time.time())
        if self.allowance.is_spent:
            raise TooManyError(self.allowance)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Answer with an ETag, or that the caller has the answer already."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in self._told_besides(request).items():
            answer.headers[name] = value
        shown = getattr(answer, "data", None)  # pages are written already, and have none
        if shown is not None and answer.status_code == HTTPStatus.OK:
            tag = partial(tagged, self.request._request, version=self.version)  # noqa: SLF001  # Django's own request
            answer.add_post_render_callback(tag)
        return answer

    def _told_besides(self, request: Request) -> dict[str, str]:
        """Give the headers of every answer: what is left of the allowance, and what will end."""
        place = request.resolver_match
        ending = deprecation_of(place.view_name, str(request.method)) if place else None
        left = self.allowance.headers() if self.allowance else {}
        return left | (ending.headers() if ending else {})


class Records(ListModelMixin, RetrieveModelMixin, Endpoint, GenericViewSet[Any]):
    """A list of records, and each by itself.

    ``get_queryset`` gives what the caller may see; everything else there starts from it, so that a
    record out of sight is found, counted and ordered by nowhere.
    """

    orderings: Sequence[str] = ()
    # What a list holds only when “include” names it.
    includes: Sequence[str] = ()

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Give the serializer, with the fields that the address asks for."""
        serializer = super().get_serializer(*args, **kwargs)
        shape(self.request, serializer, self.includes if self.action == "list" else ())
        return serializer

    def body[B: Body](self, sort: type[B]) -> B:
        """Give the body of the request, checked."""
        body = sort(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return body


class AnyFormat(DefaultContentNegotiation):
    """Answers in the one format there is, whatever the caller would like best."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:  # noqa: ARG002  # the library's form
        """Give the first renderer."""
        return renderers[0], renderers[0].media_type


class Public(Endpoint):
    """An address for everybody, with or without a token."""

    authentication_classes = ()
    permission_classes = ()
    content_negotiation_class: type[DefaultContentNegotiation] = AnyFormat
