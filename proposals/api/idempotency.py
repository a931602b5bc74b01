"""Idempotency-Key: a request that is sent again is answered again, and nothing is done twice.

The answer is kept in the same transaction as what it answers. Whoever comes with a key while the
first request under it still runs is told so; what was refused did nothing and keeps no answer.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from proposals.api.errors import InvalidHeaderError, KeyInUseError, KeyReusedError
from proposals.models import KeptAnswer, Proposal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from rest_framework.request import Request

    from proposals.api.views.base import Endpoint

    type Action = Callable[..., Response]

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 255


def idempotent(action: Action) -> Action:
    """Give the action of a view, done once for each Idempotency-Key that its client sends."""

    @wraps(action)
    def once(view: Endpoint, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = _key(request)
        if key is None:
            return action(view, request, *args, **kwargs)
        fingerprint, at = _fingerprint(request), timezone.now()
        with transaction.atomic():
            _hold(view, key)
            kept = _kept(view, key, at)
            if kept is not None:
                return _again(view, kept, fingerprint)
            response = action(view, request, *args, **kwargs)
            _keep(view, key, fingerprint, response, at)
        return response

    return once


def _key(request: Request) -> str | None:
    key = request.headers.get(HEADER)
    if key is None or (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        return key
    message = _("Idempotency-Key holds between 1 and %(most)d printable characters of ASCII.")
    raise InvalidHeaderError(message % {"most": LONGEST_KEY})


def _fingerprint(request: Request) -> str:
    """Tell one request from another, whatever the order and spacing of its JSON."""
    body = json.dumps(request.data, sort_keys=True)
    return hashlib.sha256(f"{request.method} {request.path}\n{body}".encode()).hexdigest()


def _hold(view: Endpoint, key: str) -> None:
    """Hold the key until the transaction ends; refuse if another request holds it."""
    name = hashlib.sha256(f"{view.actor.key} {key}".encode()).digest()
    with connection.cursor() as cursor:
        number = int.from_bytes(name[:8], signed=True)
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise KeyInUseError


def _kept(view: Endpoint, key: str, at: datetime) -> KeptAnswer | None:
    """Give the answer kept under this key; what is older than a day is gone."""
    KeptAnswer.objects.filter(kept_at__lte=at - KEPT_FOR).delete()
    return KeptAnswer.objects.filter(client=view.actor.client_id, key=key).first()


def _again(view: Endpoint, kept: KeptAnswer, fingerprint: str) -> Response:
    """Answer as before, unless the request is another one or its record went out of sight."""
    if kept.fingerprint != fingerprint:
        raise KeyReusedError
    shown = json.loads(kept.content)
    reference = shown.get("reference") or shown.get("proposal")
    visible = Proposal.objects.visible_to(view.actor)
    if reference is not None and not visible.filter(reference=reference).exists():
        raise Http404
    view.version = shown.get("version")
    headers = {"Location": kept.location} if kept.location else {}
    return Response(shown, status=kept.status, headers={**headers, REPLAYED: "true"})


def _keep(view: Endpoint, key: str, fingerprint: str, response: Response, at: datetime) -> None:
    KeptAnswer.objects.create(
        client_id=view.actor.client_id or 0,
        key=key,
        fingerprint=fingerprint,
        status=response.status_code,
        location=response.headers.get("Location", ""),
        content=JSONRenderer().render(response.data).decode(),
        kept_at=at,
    )
