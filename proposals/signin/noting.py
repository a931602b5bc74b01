"""Keeps the list of sign-ins: what the libraries' signals tell is written down."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from proposals.models import SignIn, User
from proposals.models.signins import Step, Way
from proposals.signin import gates


def listen() -> None:
    """Hear from now on who signs in, and who is refused."""
    user_logged_in.connect(_signed_in, dispatch_uid="proposals.signin.signed_in")
    user_login_failed.connect(_refused, dispatch_uid="proposals.signin.refused")
    authentication_failed.connect(_factor_refused, dispatch_uid="proposals.signin.factor_refused")
    authenticator_added.connect(_factor_added, dispatch_uid="proposals.signin.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="proposals.signin.factor_removed")


def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    gates.begin(request)
    records = get_authentication_records(request, user)
    used = (record.get("type") or record["method"] for record in records)
    note(user, Step.SIGNED_IN, " ".join(way for way in used if way in Way), request)


def _refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    user = User.objects.filter(username=credentials.get("username") or "").first()
    if user is not None:
        note(user, Step.REFUSED, Way.PASSWORD, request)


def _factor_refused(request: HttpRequest, user: User, **_: Any) -> None:
    note(user, Step.REFUSED, Way.CODE, request)


def _factor_added(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    note(user, Step.FACTOR_ADDED, authenticator.type, request)


def _factor_removed(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    request.session.pop(gates.HAS_FACTOR, None)
    note(user, Step.FACTOR_REMOVED, authenticator.type, request)


def note(user: User, step: Step, ways: str = "", request: HttpRequest | None = None) -> None:
    """Write down what happened at a person's door."""
    address = None
    if request is not None and "REMOTE_ADDR" in request.META:
        address = get_adapter().get_client_ip(request)
    SignIn.objects.create(user=user, at=timezone.now(), step=step, ways=ways, address=address)


def remove_old(*, at: datetime) -> int:
    """Remove what happened longer ago than it is kept; give how many rows that was."""
    before = at - timedelta(days=settings.SIGN_IN_DAYS)
    count, _by_model = SignIn.objects.filter(at__lt=before).delete()
    return count
