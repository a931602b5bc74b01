"""What the interface refuses before the record is asked; ``problems`` writes the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

from proposals.api.problem_types import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from proposals.api.limits import Allowance
    from proposals.errors import RefusedError


class ProblemError(APIException):
    """A request that is answered with a problem document of this code.

    ``members`` are further members of the document, ``headers`` of the answer.
    """

    default_code = "refused"

    def __init__(self, detail: str, **members: Any) -> None:
        super().__init__(detail)
        self.status_code = BY_CODE[self.default_code].status
        self.members = members
        self.headers: dict[str, str] = {}


class InvalidQueryError(ProblemError):
    """Parameters of the address that can't be right, each with why."""

    default_code = "invalid_query"

    def __init__(self, faults: Mapping[str, Sequence[str]]) -> None:
        errors = [
            {"parameter": name, "detail": str(text)}
            for name, texts in faults.items()
            for text in texts
        ]
        super().__init__(" ".join(error["detail"] for error in errors), errors=errors)


class InvalidHeaderError(ProblemError):
    """A header that can't be right."""

    default_code = "invalid_header"


class NotJSONError(ProblemError):
    """A body that isn't JSON, or holds what no text of the record can."""

    default_code = "parse_error"


class LengthRequiredError(ProblemError):
    """A body that is sent in chunks, whose length nobody knows before its end."""

    default_code = "length_required"

    def __init__(self) -> None:
        super().__init__(_("Send the body with its Content-Length."))


class BodyTooLargeError(ProblemError):
    """A body of more bytes than its address takes."""

    default_code = "body_too_large"

    def __init__(self, limit: int) -> None:
        text = _("The body is larger than %(limit)d bytes.") % {"limit": limit}
        super().__init__(text, limit=limit)


class InvalidTokenError(ProblemError):
    """A token that is unknown, expired, or of a client that was switched off."""

    default_code = "invalid_token"

    def __init__(self) -> None:
        super().__init__(_("The token is unknown, expired or revoked. Get a new one."))
        self.headers["WWW-Authenticate"] = 'Bearer realm="api", error="invalid_token"'


class InsufficientScopeError(ProblemError):
    """A token that is valid, but not for this."""

    default_code = "insufficient_scope"

    def __init__(self, scope: str) -> None:
        super().__init__(_("This needs the scope %(scope)s.") % {"scope": scope}, scope=scope)
        self.headers["WWW-Authenticate"] = (
            f'Bearer realm="api", error="insufficient_scope", scope="{scope}"'
        )


class HttpsRequiredError(ProblemError):
    """A request that came unencrypted where it must not."""

    default_code = "https_required"

    def __init__(self) -> None:
        super().__init__(_("Use the https address of this installation."))


class PreconditionRequiredError(ProblemError):
    """A change that doesn't say which version it was decided on."""

    default_code = "precondition_required"

    def __init__(self) -> None:
        super().__init__(_("Send the ETag of the record as you read it in If-Match."))


class KeyInUseError(ProblemError):
    """A request under a key whose first request still runs."""

    default_code = "key_in_use"

    def __init__(self) -> None:
        super().__init__(_("The first request under this Idempotency-Key is still running."))
        self.headers["Retry-After"] = "1"


class KeyReusedError(ProblemError):
    """Another request under a key that was used already."""

    default_code = "key_reused"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was sent with another request."))


class CursorGoneError(ProblemError):
    """A cursor of a history that is not the present one."""

    default_code = "cursor_gone"

    def __init__(self) -> None:
        super().__init__(_("The record was restored since: this cursor leads nowhere. Read anew."))


class BatchRefusedError(Exception):
    """The refusal of one of many that were to be done together; ``place`` points to it."""

    def __init__(self, refusal: RefusedError, place: str) -> None:
        self.refusal, self.place = refusal, place
        super().__init__(str(refusal))


class TooManyError(ProblemError):
    """One call too many within a minute."""

    default_code = "too_many"

    def __init__(self, allowance: Allowance) -> None:
        super().__init__(
            _("Your system may make %(most)d such calls a minute.") % {"most": allowance.most}
        )
        self.headers = allowance.headers() | {"Retry-After": str(allowance.seconds)}
