"""What the addresses of tokens have in common with the others here."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from proposals.api.views.base import must_refuse_http

if TYPE_CHECKING:
    from collections.abc import Callable

    type View = Callable[..., HttpResponseBase]


def over_https(view: View) -> View:
    """Give the view, refusing what came unencrypted, in the words of RFC 6749."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if must_refuse_http(request):
            answer = {"error": "invalid_request", "error_description": "Use the https address."}
            return JsonResponse(answer, status=400)
        return view(request, *args, **kwargs)

    return guarded
