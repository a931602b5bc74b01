"""Making and ending calendar addresses: one's own, or as an administrator anybody's."""

from datetime import datetime

import pytest

from proposals.errors import InvalidInputError, NotAllowedError
from proposals.models import CalendarAddress, User
from proposals.rights import Actor
from proposals.services import calendars


def test_everybody_makes_and_ends_their_own(
    officer_user: User, officer: Actor, at: datetime
) -> None:
    token = calendars.make(address=CalendarAddress(user=officer_user), by=officer, at=at)
    address = calendars.find(token)

    assert address is not None
    assert (address.user, address.made_at, address.last_used_at) == (officer_user, at, None)

    calendars.revoke(address=address, by=officer)
    assert calendars.find(token) is None


def test_nobody_makes_or_ends_somebody_elses(
    officer_user: User, officer: Actor, stranger: Actor, partner: Actor, at: datetime
) -> None:
    calendars.make(address=CalendarAddress(user=officer_user), by=officer, at=at)
    kept = CalendarAddress.objects.get()

    for other in (stranger, partner):
        with pytest.raises(NotAllowedError):
            calendars.make(address=CalendarAddress(user=officer_user), by=other, at=at)
        with pytest.raises(NotAllowedError):
            calendars.revoke(address=kept, by=other)
    assert CalendarAddress.objects.get() == kept


def test_an_administrator_ends_anybodys(
    officer_user: User, officer: Actor, administrator: Actor, at: datetime
) -> None:
    token = calendars.make(address=CalendarAddress(user=officer_user), by=officer, at=at)

    calendars.revoke(address=CalendarAddress.objects.get(), by=administrator)

    assert calendars.find(token) is None


def test_a_committee_that_is_not_there_is_refused(
    officer_user: User, officer: Actor, at: datetime
) -> None:
    address = CalendarAddress(user=officer_user, committee_id=999_999)

    with pytest.raises(InvalidInputError):
        calendars.make(address=address, by=officer, at=at)


def test_two_addresses_are_never_alike(officer_user: User, officer: Actor, at: datetime) -> None:
    tokens = {
        calendars.make(address=CalendarAddress(user=officer_user), by=officer, at=at)
        for _ in range(10)
    }

    assert len(tokens) == 10
