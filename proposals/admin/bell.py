"""The bell in the bar at the top: how much there is to read, and where another package shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from proposals.models import User


@dataclass(frozen=True)
class Bell:
    """How many notices a person has not read, and where they stand."""

    count: int
    address: str


type Ringer = Callable[[User], Bell]

_RINGERS: list[Ringer] = []


def rings(ringer: Ringer) -> Ringer:
    """Ask this function for the bell, whenever a page is shown to somebody who is signed in."""
    _RINGERS.append(ringer)
    return ringer


def bell_for(request: HttpRequest) -> Bell | None:
    """Give the bell of whoever asks; None for a stranger, or where nobody rings."""
    if not isinstance(request.user, User):
        return None
    return next((ringer(request.user) for ringer in _RINGERS), None)
