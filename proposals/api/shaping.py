"""What an answer holds: with ``fields`` less than usual, with ``include`` more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.serializers import BaseSerializer, ListSerializer, Serializer

from proposals.api.errors import InvalidQueryError
from proposals.api.serializers.plans import names_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from rest_framework.request import Request


def named(request: Request, parameter: str, known: Collection[str]) -> set[str]:
    """Give the names that a parameter lists, separated by commas; refuse unknown ones."""
    text = request.query_params.get(parameter, "")
    names = {name.strip() for name in text.split(",")} if text else set()
    unknown = names - set(known)
    if unknown:
        message = _("There is no such field: %(names)s.") % {"names": ", ".join(sorted(unknown))}
        raise InvalidQueryError({parameter: [message]})
    return names


def shape(request: Request, serializer: BaseSerializer[Any], includes: Collection[str]) -> None:
    """Let a serializer write the fields that the address asks for; ``includes`` only when named."""
    inner: Any = serializer.child if isinstance(serializer, ListSerializer) else serializer
    sort: type[Serializer[Any]] = type(inner)
    fields = names_of(sort)
    included = named(request, "include", includes)
    wanted = named(request, "fields", fields) or set(fields) - set(includes)
    inner.written = tuple(name for name in fields if name in wanted or name in included)
