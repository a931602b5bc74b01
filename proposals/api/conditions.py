"""Conditional requests (RFC 9110): an unchanged answer isn't sent again, a stale change isn't made.

An ETag is a digest of the answer, so that it changes whenever a byte of it does: with the language,
with a name, with the rights of the caller. A proposal's or a webhook's begins with its version, as
``"7-3fa1…"``, and a change asks about that part alone: who decided on version 7 may go on while it
stands, even if a committee was renamed meanwhile.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Protocol

from django.http import HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter

from proposals.api.errors import InvalidHeaderError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from rest_framework.request import Request

DIGEST_LENGTH = 16
_OUR_TAG = re.compile(r'"([0-9]{1,10})(-[0-9a-f]+)?"')
# What the schema shows of If-Match: any version, or one of ours.
_TAG_PATTERN = r'^(\*|"[0-9]{1,10}(-[0-9a-f]+)?")$'
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": _TAG_PATTERN},
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the record as you read it, or “*” for whatever stands there now.",
)


def tagged(request: HttpRequest, response: HttpResponse, version: int | None) -> HttpResponse:
    """Give an answer its ETag, and 304 in its place to a caller who has it already."""
    digest = hashlib.sha256(response.content).hexdigest()[:DIGEST_LENGTH]
    etag = f'"{digest}"' if version is None else f'"{version}-{digest}"'
    response.headers["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ("Authorization",))
    known = parse_etags(request.headers.get("If-None-Match", ""))
    is_known = "*" in known or etag in {tag.removeprefix("W/") for tag in known}
    if request.method in {"GET", "HEAD"} and is_known:
        kept = ("Cache-Control", "ETag", "Vary")
        return HttpResponseNotModified(headers={name: response.headers[name] for name in kept})
    return response


class Versioned(Protocol):
    """A record with a number that changes whenever what is decided upon does."""

    @property
    def version(self) -> int:
        """Which state of it this is."""


def version_read(request: Request, record: Versioned) -> int | None:
    """Give the version that the caller decided on, from If-Match; None where any will do (``*``).

    A tag that isn't ours, or a weak one, matches no version: the change is stale. That the header
    is there was checked before (``Endpoint.conditional``).
    """
    tags = parse_etags(request.headers.get("If-Match", ""))
    if not tags:
        raise InvalidHeaderError(_("If-Match holds no ETag; keep its quotation marks."))
    if tags == ["*"]:
        return None
    versions = {int(found[1]) for tag in tags if (found := _OUR_TAG.fullmatch(tag))}
    return record.version if record.version in versions else max(versions, default=0)
