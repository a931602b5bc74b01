"""Who calls: a partner's client by its bearer token, and whether the token's scopes are enough."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.models import get_access_token_model
from oauth2_provider.oauth2_backends import get_oauthlib_core
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import SettingsScopes
from rest_framework.permissions import BasePermission

from proposals.api.errors import InsufficientScopeError, InvalidTokenError
from proposals.models import Client
from proposals.questions import Question
from proposals.rights import Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from oauth2_provider.models import AccessToken
    from rest_framework.request import Request
    from rest_framework.views import APIView


NOTED_EVERY = timedelta(minutes=5)


class TokenAuthentication(OAuth2Authentication):
    """OAuth 2.0 bearer tokens of the client credentials grant; ``request.user`` is the actor."""

    def authenticate(self, request: Request) -> tuple[Actor, AccessToken] | None:
        """Give the client's actor and its token, or None where no token was sent.

        The token comes in the header alone: neither the body nor the query is shown to the library,
        so that nobody's body is read before it's known who sent it.
        """
        header = request.headers.get("Authorization", "")
        if not header.lower().startswith("bearer "):
            return None
        is_valid, found = get_oauthlib_core().server.verify_request(
            request.build_absolute_uri(request.path),
            http_method=request.method,
            headers={"Authorization": header},
            scopes=[],
        )
        if not is_valid or found.client is None:
            raise InvalidTokenError
        _note_use(found.client, timezone.now())
        return Actor.of_client(found.client, found.access_token.committees), found.access_token


def _note_use(client: Client, at: datetime) -> None:
    """Note that a client was here, at most once in some minutes: a read should write nothing."""
    if client.last_used_at is None or client.last_used_at < at - NOTED_EVERY:
        type(client).objects.filter(pk=client.pk).update(last_used_at=at)


class HasScope(BasePermission):
    """Lets a request through whose token has the scope that the view asks for.

    A view names it in ``scopes``: by action, with ``*`` for every other one; None asks for no
    more than a valid token.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Tell whether there is a token; raise InsufficientScopeError where it isn't for this."""
        if request.auth is None:
            return False
        scope = scope_of(view)
        if scope is not None and scope not in scopes_of(request.auth):
            raise InsufficientScopeError(scope)
        return True


def scope_of(view: APIView) -> str | None:
    """Give the scope that the view asks for in its present action."""
    scopes: dict[str, str | None] = view.scopes  # type: ignore[attr-defined]  # every view of ours has it
    return scopes.get(getattr(view, "action", None) or "", scopes["*"])


def scopes_of(token: Any) -> Sequence[str]:
    """Give the scopes of a token that its client still has; one that was withdrawn ends at once."""
    return [scope for scope in token.scope.split() if scope in token.application.granted]


class ClientValidator(OAuth2Validator):
    """The library's checks of who asks for a token."""

    def _authenticate_basic_auth(self, request: Any) -> bool:
        """Check the secret of the header, or the one before it."""
        return _by_either_secret(super()._authenticate_basic_auth, request)

    def _authenticate_request_body(self, request: Any) -> bool:
        """Check the secret of the body, or the one before it."""
        return _by_either_secret(super()._authenticate_request_body, request)

    def _load_application(self, client_id: str | None, request: Any) -> Client | None:
        """Find the client; the store refuses to be asked for a name that no text of it can hold."""
        if client_id is None or "\x00" in client_id:
            return None
        found: Client | None = super()._load_application(client_id, request)  # type: ignore[no-untyped-call]  # library
        return found

    def _load_access_token(self, token: str) -> AccessToken | None:
        """Find the token with its client and what that was granted, in one query."""
        found = _tokens().asked([hashlib.sha256(token.encode()).hexdigest()])
        return found[0] if found else None


@cache
def _tokens() -> Question[AccessToken]:
    """Ask for tokens by their checksums; each has the committees of its client."""
    granted = Client.committees.through.objects.filter(client=OuterRef("application"))
    known = get_access_token_model().objects.select_related("application")
    listed = known.annotate(committees=ArraySubquery(granted.values("committee")))
    return Question(listed, "token_checksum")


def _by_either_secret(check: Callable[[Any], bool], request: Any) -> bool:
    """Check by the present secret, then by the former one as long as it is good."""
    if check(request):
        return True
    client: Client | None = request.client
    if client is None or not client.has_former_secret(at=timezone.now()):
        return False
    present, client.client_secret = client.client_secret, client.former_secret
    try:
        return check(request)
    finally:
        client.client_secret = present


class GrantedScopes(SettingsScopes):
    """Gives a client the scopes that an administrator granted it, and no others."""

    def get_available_scopes(
        self, application: Client | None = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Give the scopes that the client may ask for."""
        known = super().get_available_scopes(  # type: ignore[no-untyped-call]  # library
            application, request, *args, **kwargs
        )
        granted = application.granted if application else frozenset()
        return [scope for scope in known if scope in granted]

    def get_default_scopes(
        self, application: Client | None = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Give the scopes of a token for which none were named: all that are granted."""
        return self.get_available_scopes(application, request, *args, **kwargs)
