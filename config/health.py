"""Whether the process lives, and whether it can serve."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache


@never_cache
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process answers at all."""
    return HttpResponse("alive", content_type="text/plain")


@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when the store is there and at this version, else 503 with what is wrong.

    Redis does not count: without it the site works on, and what is owed waits in the store.
    """
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return JsonResponse({"database": "unreachable"}, status=503)
    if pending:
        return JsonResponse({"database": "reachable", "migrations": "pending"}, status=503)
    return JsonResponse({"database": "reachable", "migrations": "applied"})
