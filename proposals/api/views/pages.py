"""What everybody may read: where things are, the schema, its readable form, and the problems."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.response import Response

from proposals.api import schema  # noqa: F401  # the library finds its extensions once imported
from proposals.api.problem_types import BY_CODE, TYPES
from proposals.api.views.base import Public

if TYPE_CHECKING:
    from rest_framework.request import Request

INDEX = {
    **{
        name: f"api:{name}"
        for name in (
            "proposals",
            "changes",
            "export",
            "articles",
            "findings",
            "committees",
            "meetings",
            "parties",
            "outlets",
            "me",
        )
    },
    "webhooks": "webhooks:webhooks",
    **{name: f"api:{name}" for name in ("schema", "docs", "problems")},
}
SCHEMA_FORMATS = (
    OpenApiYamlRenderer(),
    OpenApiYamlRenderer2(),
    OpenApiJsonRenderer(),
    OpenApiJsonRenderer2(),
)


@extend_schema(exclude=True)
class Index(Public):
    """Where everything is."""

    def get(self, request: Request) -> Response:
        """Answer with the address of each list."""
        return Response(
            {name: request.build_absolute_uri(reverse(view)) for name, view in INDEX.items()}
        )


@extend_schema(exclude=True)
class Schema(Public):
    """The interface as OpenAPI 3.1 describes it, in YAML or, where JSON is asked for, in JSON."""

    def get(self, request: Request) -> HttpResponse:
        """Answer with the schema."""
        choice = DefaultContentNegotiation().select_renderer(request, SCHEMA_FORMATS)
        return HttpResponse(_schema(choice[0].format), content_type=choice[0].media_type)


@cache
def _schema(form: str) -> bytes:
    """Write the schema as YAML or JSON, once a process; it's the same for all, and English."""
    renderer = OpenApiJsonRenderer if form == "json" else OpenApiYamlRenderer
    with translation.override("en"):
        description = SchemaGenerator().get_schema(request=None, public=True)
        written = renderer().render(description, renderer_context={})
        return written.encode() if isinstance(written, str) else written


@extend_schema(exclude=True)
class Docs(Public):
    """The schema for reading and trying out."""

    def get(self, request: Request) -> HttpResponse:
        """Answer with the page."""
        return render(request, "api/docs.html", {"schema": reverse("api:schema")})


@extend_schema(exclude=True)
class Problems(Public):
    """Every kind of problem."""

    def get(self, request: Request) -> HttpResponse:
        """Answer with the page."""
        return render(request, "api/problems.html", {"kinds": TYPES})


@extend_schema(exclude=True)
class Problem(Public):
    """One kind of problem: what it means, and what to do."""

    def get(self, request: Request, code: str) -> HttpResponse:
        """Answer with the page."""
        if code not in BY_CODE:
            raise Http404
        return render(request, "api/problem.html", {"kind": BY_CODE[code]})


@extend_schema(exclude=True)
class Nowhere(Public):
    """Every address at which there is nothing, for every method."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002  # the library's form
        """Answer that nothing is here."""
        raise NotFound(_("There is nothing at this address. Every address here ends in a slash."))
