"""What happens around each request: a log line, and how the reader reads."""

import time
import uuid
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from proposals.days import Manner, written_for

log = structlog.get_logger("mithaq.request")
type View = Callable[[HttpRequest], HttpResponse]
QUIET = ("/livez", "/readyz", "/metrics", "/static/")
# Addresses that are secrets themselves; what follows is written into no log.
SECRET = ("/feeds/",)


def request_log(get_response: View) -> View:
    """Give each request a number, and write one line when it is answered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = uuid.uuid4().hex
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=number):
            response = get_response(request)
            if not request.path.startswith(QUIET):
                log.info(
                    "answered",
                    method=request.method,
                    path=_loggable(request.path),
                    status=response.status_code,
                    ms=round(1000 * (time.perf_counter() - started)),
                )
        response["X-Request-ID"] = number
        return response

    return middleware


def _loggable(path: str) -> str:
    hidden = next((start for start in SECRET if path.startswith(start)), None)
    return path if hidden is None else f"{hidden}…"


def reader_preferences(get_response: View) -> View:
    """Answer signed-in people in the language and the time zone that they prefer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return get_response(request)
        with (
            translation.override(user.language),
            timezone.override(ZoneInfo(user.time_zone)),
            written_for(Manner.of(user)),
        ):
            request.LANGUAGE_CODE = user.language
            response = get_response(request)
        response["Content-Language"] = user.language
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware
