"""What a session must still satisfy at each request: not too old, and with a second factor."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from proposals.models import User
from proposals.vocabulary import Role

type View = Callable[[HttpRequest], HttpResponse]

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
IN_CHARGE = frozenset({Role.HEAD, Role.ADMINISTRATOR})
BEGAN = "session_began"
SEEN = "session_seen"
HAS_FACTOR = "session_has_factor"
# How exactly idleness is measured, in seconds: sparing a write of the session at each request.
SEEN_EVERY = 60
# A page sends it when it looks by itself for news: that isn't use, and keeps no session alive.
WATCHING = "Mithaq-Watching"


def begin(request: HttpRequest) -> None:
    """Note when a session began."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def session_ends(get_response: View) -> View:
    """End a session that is too old, or that nobody used for too long, and say so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        now = int(time.time())
        if _is_over(request.session, now):
            logout(request)
            messages.info(request, _("You were signed out after a while, to be safe."))
            return _to_the_door(request)
        is_used = WATCHING not in request.headers
        if is_used and now - request.session.get(SEEN, 0) >= SEEN_EVERY:
            request.session[SEEN] = now
        return get_response(request)

    return middleware


def with_second_factor[V: Callable[..., Any]](view: V) -> V:
    """Lead those who may not work without a second factor to where they set one up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = cast("User", request.user)  # the site asks strangers to sign in first
        if needs_second_factor(user) and not request.session.get(HAS_FACTOR):
            if not is_mfa_enabled(user, FACTORS):
                return _to_the_factors(request)
            request.session[HAS_FACTOR] = True
        return view(request, *args, **kwargs)

    return cast("V", guarded)


def needs_second_factor(user: User) -> bool:
    """Tell whether this person may not work without a second factor."""
    in_charge = user.is_superuser or user.role in IN_CHARGE
    required: bool = settings.SECOND_FACTOR
    return required and in_charge


def _is_over(session: Any, now: int) -> bool:
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:  # signed in before sessions were measured
        session[BEGAN] = session[SEEN] = now
        return False
    too_old: bool = now - began >= settings.SESSION_COOKIE_AGE
    unused: bool = now - seen >= settings.SESSION_IDLE_SECONDS
    return too_old or unused


def _to_the_factors(request: HttpRequest) -> HttpResponse:
    text = _("Your role needs a second factor: an app that gives codes, or a passkey.")
    messages.warning(request, text)
    return redirect("mfa_index")


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in, and from there back to the page that was asked for."""
    there = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return redirect(f"{reverse('admin:login')}?{urlencode({'next': there})}")
