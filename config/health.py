"""Whether the process lives, whether it can serve, and what is measured."""

import ipaddress
from hmac import compare_digest

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST

from tracker.measuring import exposition, lateness
from tracker.models.subscriptions import TO_PEOPLE


@never_cache
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process answers at all."""
    return HttpResponse("alive", content_type="text/plain")


@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when all is as it should be, else 503 with what is wrong.

    The store is there and at this version, and no message to a person waits longer than
    LATE_SECONDS. Redis does not count: without it the site works on, and what is owed waits in the
    store. Nor do partners' systems: that one of them is slow is no trouble of this one.
    """
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending:
            return JsonResponse({"database": "reachable", "migrations": "pending"}, status=503)
        late_by_way = lateness(at=timezone.now())
        late = max(late_by_way[way] for way in TO_PEOPLE)
    except Error:
        return JsonResponse({"database": "unreachable"}, status=503)
    is_late = late > settings.LATE_SECONDS
    return JsonResponse(
        {
            "database": "reachable",
            "migrations": "applied",
            "deliveries": f"late by {late:.0f} s" if is_late else "in time",
        },
        status=503 if is_late else 200,
    )


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Give what is measured to whoever watches; to everybody else there is no such page."""
    if not _may_measure(request):
        raise Http404
    return HttpResponse(exposition(at=timezone.now()), content_type=CONTENT_TYPE_LATEST)


def _may_measure(request: HttpRequest) -> bool:
    """Tell whether the token is given; where none is set, whether this machine itself asks."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    if "X-Forwarded-For" in request.headers or "X-Forwarded-Proto" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback
    except ValueError:
        return False
