"""Errors as RFC 9457 problem documents, each with a stable ``type`` and what to do about it."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from proposals import errors
from proposals.api import history
from proposals.api.errors import BatchRefusedError, ProblemError
from proposals.api.problem_types import BY_CODE
from proposals.api.serializers.history import HistoryEntrySerializer
from proposals.models import Article, Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request

    from proposals.rights import Actor

type Document = dict[str, Any]
CONTENT_TYPE = "application/problem+json"


def problem_response(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """Give the problem document for an exception, or None for one that is a fault of ours."""
    request: Request = context["request"]
    document = _document(exc, request)
    if document is None:
        return None
    set_rollback()
    document["instance"] = request.path
    return Response(
        document, status=document["status"], content_type=CONTENT_TYPE, headers=_headers(exc)
    )


def problem(code: str, detail: str, **members: Any) -> Document:
    """Give a problem document of this code; ``detail`` is about this one occurrence."""
    kind = BY_CODE[code]
    return {
        "type": settings.BASE_URL + reverse("api:problem", args=[code]),
        "title": str(kind.title),
        "status": kind.status,
        "detail": detail,
        "code": code,
        **members,
    }


@singledispatch
def _document(_exc: Exception, _request: Request) -> Document | None:
    return None


@_document.register(ProblemError)
def _of_request(exc: ProblemError, _request: Request) -> Document:
    return problem(exc.default_code, str(exc.detail), **exc.members)


@_document.register(Http404)
def _of_missing_record(_exc: Http404, _request: Request) -> Document:
    return problem("not_found", _("There is no such record, or it isn't yours to see."))


@_document.register(exceptions.ValidationError)
def _of_body(exc: exceptions.ValidationError, _request: Request) -> Document:
    found = list(_listed(exc.detail))
    return problem("invalid", " ".join(error["detail"] for error in found), errors=found)


@_document.register(exceptions.APIException)
def _of_rest(exc: exceptions.APIException, _request: Request) -> Document:
    code = str(exc.get_codes())
    return problem(code if code in BY_CODE else exc.default_code, str(exc.detail))


@_document.register(errors.RefusedError)
def _of_refusal(exc: errors.RefusedError, _request: Request) -> Document:
    """Give the refusal of a service; a code without a type of its own falls under its class's."""
    document = problem(exc.code if exc.code in BY_CODE else type(exc).code, str(exc))
    if exc.fields:
        document["errors"] = list(_listed(exc.fields))
    return document


@_document.register(BatchRefusedError)
def _of_batch(exc: BatchRefusedError, request: Request) -> Document | None:
    """Give the refusal of one of many, at its place."""
    document = _document(exc.refusal, request)
    if document is not None:
        found = document.get("errors") or [{"pointer": "", "detail": str(exc.refusal)}]
        moved = [error | {"pointer": exc.place + error["pointer"]} for error in found]
        document["errors"] = moved
    return document


@_document.register(errors.MoveRefusedError)
def _of_move(exc: errors.MoveRefusedError, _request: Request) -> Document:
    return problem(exc.code, str(exc), missing=exc.missing)


@_document.register(errors.ChangedMeanwhileError)
def _of_stale_version(exc: errors.ChangedMeanwhileError, request: Request) -> Document:
    """Tell what changed meanwhile, as far as the caller may see it and still sees the record."""
    actor: Actor = request.user  # type: ignore[assignment]  # set by TokenAuthentication
    ids = {change.proposal_id for change in exc.changes if change.proposal_id}
    proposal = Proposal.objects.visible_to(actor).filter(pk__in=ids).first()
    seen = history.since(proposal, exc.changes, actor) if proposal else []
    return problem(exc.code, str(exc), changes=HistoryEntrySerializer(seen, many=True).data)


@_document.register(errors.AlreadyKeptError)
def _of_known_article(exc: errors.AlreadyKeptError, request: Request) -> Document:
    """Link to the article that is kept, or only say that it is where it's out of sight."""
    actor: Actor = request.user  # type: ignore[assignment]  # set by TokenAuthentication
    if not Article.objects.visible_to(actor).filter(pk=exc.article.pk).exists():
        return problem(exc.code, _("This article is already kept, but it isn't yours to see."))
    address = reverse("api:article", args=[exc.article.pk])
    return problem(exc.code, str(exc), article=request.build_absolute_uri(address))


def _listed(faults: Any, path: str = "") -> list[dict[str, str]]:
    """Give the errors one by one, each with a JSON Pointer (RFC 6901) to its place in the body."""
    if isinstance(faults, dict):
        return [
            error for name, inner in faults.items() for error in _listed(inner, _below(path, name))
        ]
    if isinstance(faults, list):
        return [
            error
            for place, inner in enumerate(faults)
            for error in _listed(inner, _below(path, place) if isinstance(inner, dict) else path)
        ]
    return [{"pointer": path, "detail": str(faults)}]


def _below(path: str, name: object) -> str:
    if name in {"", "non_field_errors"}:
        return path
    return f"{path}/{str(name).replace('~', '~0').replace('/', '~1')}"


def _headers(exc: Exception) -> dict[str, str]:
    headers: dict[str, str] = dict(getattr(exc, "headers", {}))
    challenge = getattr(exc, "auth_header", None)
    if challenge:  # the library's own, where no token was sent
        headers.setdefault("WWW-Authenticate", challenge)
    return headers
