"""What other packages show on a proposal's page, beside its story: a panel each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from proposals.models import Proposal
from proposals.rights import Actor


@dataclass(frozen=True)
class Panel:
    """A panel: the template that draws ``shown`` by the name of ``panel``, and its style sheet."""

    template: str
    style: str
    shown: Any


type PanelMaker = Callable[[Proposal, Actor, datetime], Panel | None]

_MAKERS: list[PanelMaker] = []


def stands_beside(maker: PanelMaker) -> PanelMaker:
    """Ask this function for a panel as well, whenever a proposal's page is shown."""
    _MAKERS.append(maker)
    return maker


def panels_beside(proposal: Proposal, actor: Actor, *, at: datetime) -> list[Panel]:
    """Give the panels that have something to show to this actor."""
    made = (maker(proposal, actor, at) for maker in _MAKERS)
    return [panel for panel in made if panel is not None]
