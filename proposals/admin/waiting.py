"""What may wait on the first page: the form of it, and who adds something of their own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from proposals.rights import Actor


@dataclass(frozen=True)
class Waiting:
    """One sort of thing that waits: how many there are, how many of them are the reader's own."""

    label: str | Promise
    count: int
    address: str
    tone: str
    own: int = 0
    own_address: str = ""


type Panel = Callable[[Actor, datetime], Iterator[Waiting]]

_PANELS: list[Panel] = []


def waits_too(panel: Panel) -> Panel:
    """Ask this function as well, whenever somebody opens the first page; for other packages."""
    _PANELS.append(panel)
    return panel


def waiting_elsewhere(actor: Actor, *, at: datetime) -> Iterator[Waiting]:
    """Give what waits in other packages for this actor."""
    for panel in _PANELS:
        yield from panel(actor, at)


def listing(model: str, app: str = "proposals", **filters: str | int) -> str:
    """Give the address of a list with these filters set."""
    return f"{reverse(f'admin:{app}_{model}_changelist')}?{urlencode(filters)}"
