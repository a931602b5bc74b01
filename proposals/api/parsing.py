"""Reading a body: JSON in UTF-8, of a bounded size, whose every text the record can hold."""

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.http import UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser
from rest_framework.utils.json import strict_constant

from proposals.api.errors import BodyTooLargeError, NotJSONError

# Bytes that a view takes that sets no ``body_limit`` of its own.
BODY_LIMIT = 256 * 1024


class StrictJSONParser(BaseParser):
    """JSON as RFC 8259 has it: UTF-8 whatever charset is claimed, no NaN, no broken text."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002  # the library's form
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Give what the body says; refuse one that is too large before it is read."""
        context = parser_context or {}
        limit = getattr(context.get("view"), "body_limit", BODY_LIMIT)
        if int(context["request"].META.get("CONTENT_LENGTH") or 0) > limit:
            raise BodyTooLargeError(limit)
        try:
            content = json.loads(stream.read().decode(), parse_constant=strict_constant)
        except (ValueError, RecursionError, UnreadablePostError) as error:
            raise NotJSONError(_("The body can't be read as JSON.")) from error
        if not all(_can_be_kept(text) for text in _texts(content)):
            message = _("The body holds a NUL character or half of a surrogate pair.")
            raise NotJSONError(message)
        return content


def _texts(content: Any) -> Iterator[str]:
    """Give every text in it, the names of fields too, however deep."""
    waiting = [content]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            yield current
        elif isinstance(current, list):
            waiting += current
        elif isinstance(current, dict):
            waiting += [*current.keys(), *current.values()]


def _can_be_kept(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
