"""What of the interface is on its way out: named here, told by every answer and by the schema.

To retire an address or a method, add an entry to ``DEPRECATIONS``. Its answers then carry
``Deprecation`` (RFC 9745), ``Sunset`` (RFC 8594) once its last day is known, and a ``Link`` to what
to do instead; the schema marks it as deprecated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import Resolver404, resolve
from django.utils.http import http_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True)
class Deprecation:
    """One operation that is on its way out.

    ``name`` and ``method`` are those of its address, such as ``api:outlets`` and ``GET``; ``since``
    is when it was declared so, ``ends`` from when on it may no longer answer, and ``instead`` the
    address of a page that says what to do.
    """

    name: str
    method: str
    since: datetime
    instead: str
    ends: datetime | None = None

    def headers(self) -> dict[str, str]:
        """Give it as an answer tells it."""
        told = {
            "Deprecation": f"@{int(self.since.timestamp())}",
            "Link": f'<{self.instead}>; rel="deprecation"; type="text/html"',
        }
        if self.ends is not None:
            told["Sunset"] = http_date(self.ends.timestamp())
        return told


DEPRECATIONS: Sequence[Deprecation] = ()
_IN_PLACE_OF = {"{reference}": "A-1", "{code}": "A", "{id}": "1"}


def deprecation_of(name: str, method: str) -> Deprecation | None:
    """Give the deprecation of an address and its method, if there is one; HEAD counts as GET."""
    asked = (name, "GET" if method == "HEAD" else method)
    return next((one for one in DEPRECATIONS if (one.name, one.method) == asked), None)


def mark(operation: dict[str, Any], path: str, method: str) -> None:
    """Mark an operation of the schema that is deprecated."""
    found = deprecation_of(_name_of(path), method.upper())
    if found is None:
        return
    operation["deprecated"] = True
    ends = f" It may end on {found.ends.date()}." if found.ends else ""
    operation["description"] += f"\n\nDeprecated since {found.since.date()}: {found.instead}.{ends}"


def _name_of(path: str) -> str:
    """Give the name of an address as the schema writes it."""
    for parameter, value in _IN_PLACE_OF.items():
        path = path.replace(parameter, value)
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
