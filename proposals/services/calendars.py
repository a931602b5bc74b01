"""Making and ending the addresses at which calendars and feed readers follow the record."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError, NotAllowedError
from proposals.models import CalendarAddress
from proposals.rights import Actor

TOKEN_BYTES = 32
# How exactly the last use is known; a calendar program comes by every few minutes.
USE_NOTED_EVERY = timedelta(hours=1)


def make(*, address: CalendarAddress, by: Actor, at: datetime) -> str:
    """Keep a new address and give its secret part, which nobody can be told again."""
    _require_own(address, by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    address.token_sha256, address.made_at = digest(token), at
    try:
        address.full_clean()
    except ValidationError as error:
        raise InvalidInputError.of(error) from error
    address.save(force_insert=True)
    return token


def revoke(*, address: CalendarAddress, by: Actor) -> None:
    """End an address: from now on there is nothing at it."""
    _require_own(address, by)
    address.delete()


def find(token: str) -> CalendarAddress | None:
    """Give the address with this secret part, while its person works here."""
    known = CalendarAddress.objects.select_related("user", "committee")
    return known.filter(token_sha256=digest(token), user__is_active=True).first()


def note_use(address: CalendarAddress, *, at: datetime) -> None:
    """Note that the address was read, at most once an hour."""
    if address.last_used_at is None or address.last_used_at <= at - USE_NOTED_EVERY:
        CalendarAddress.objects.filter(pk=address.pk).update(last_used_at=at)


def digest(token: str) -> str:
    """Give what is kept of a token; it is random and long, so that one round of hashing will do."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _require_own(address: CalendarAddress, by: Actor) -> None:
    if not by.sees_everything and by.user_id != address.user_id:
        raise NotAllowedError(_("You may not do this."))
