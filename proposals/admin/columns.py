"""The columns of the list of proposals: which there are, which a person wants, what files hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.admin.acting import user_of
from proposals.models import Proposal

# The part of an address that names columns, and what parts their names there.
IN_ADDRESS = "columns"
BETWEEN = "."
# What stands there for a file with all that can be said of a proposal.
ALL = "all"


@dataclass(frozen=True)
class Cell:
    """A column of a file: its name in JSON, its head, and what a row has there."""

    name: str
    label: str | Promise
    value: Callable[[Any], Any]
    is_day: bool = False


class Place(Enum):
    """Whether a column is always there, there unless a person chose others, or there for choice."""

    FIXED = "fixed"
    USUAL = "usual"
    OFFERED = "offered"


@dataclass(frozen=True)
class Column:
    """A column of the list: its name, the method or field that shows it, its cells in a file."""

    name: str
    label: str | Promise
    shows: str
    cells: tuple[Cell, ...]
    place: Place = Place.OFFERED

    @property
    def is_fixed(self) -> bool:
        """Whether it is always there."""
        return self.place == Place.FIXED


def _parties(is_wanted: Callable[[Any], bool]) -> Callable[[Proposal], list[str]]:
    return lambda proposal: [str(one.party) for one in proposal.positions.all() if is_wanted(one)]


def _plain(name: str, label: str | Promise) -> Column:
    """Give a column that is a field of the record."""
    is_day = name.endswith(("_on", "_at", "_since"))
    return Column(name, label, name, (Cell(name, label, lambda one: _said(one, name), is_day),))


def _said(proposal: Proposal, name: str) -> Any:
    """Give what a field says: a choice by its label, another record by its name."""
    display = getattr(proposal, f"get_{name}_display", None)
    value = display() if display else getattr(proposal, name)
    return value if value is None or hasattr(value, "isoformat") else str(value)


REFERENCE = Cell("reference", _("reference"), lambda one: one.reference)
TITLE = Cell("title", _("title"), lambda one: one.title)
KIND = Cell("kind", _("kind"), lambda one: one.get_kind_display())
STATUS = Cell("status", _("status"), lambda one: one.get_status_display())
PROPOSERS = Cell("proposers", _("proposer"), _parties(lambda position: position.is_proposer))
ADDRESSEES = Cell("addressees", _("addressee"), _parties(lambda position: position.is_addressee))
DUE = Cell("due_on", _("due"), lambda one: one.due_on, is_day=True)
WORDING = Cell("due_wording", _("deadline as worded"), lambda one: one.due_wording)
OWNER = Cell("owner", _("owner"), lambda one: str(one.owner or ""))

COLUMNS: tuple[Column, ...] = (
    Column("reference", _("reference"), "shown_reference", (REFERENCE,), place=Place.FIXED),
    Column("title", _("title"), "headline", (TITLE, KIND), place=Place.FIXED),
    Column("parties", _("parties"), "who", (PROPOSERS, ADDRESSEES), place=Place.USUAL),
    Column("status", _("status"), "where", (STATUS,), place=Place.USUAL),
    Column("due", _("due"), "due", (DUE, WORDING), place=Place.USUAL),
    Column("owner", _("owner"), "holder", (OWNER,), place=Place.USUAL),
    _plain("committee", _("committee")),
    _plain("desk", _("desk")),
    _plain("act", _("act")),
    _plain("proposed_on", _("proposed on")),
    _plain("status_since", _("status since")),
    _plain("review_on", _("review on")),
    _plain("visibility", _("visibility")),
    _plain("updated_at", _("changed")),
)
BY_NAME = {column.name: column for column in COLUMNS}

# All that a file can hold of a proposal.
EVERYTHING: tuple[Cell, ...] = (
    REFERENCE,
    Cell("title_ar", _("title in Arabic"), lambda one: one.title_ar),
    Cell("title_fa", _("title in Persian"), lambda one: one.title_fa),
    Cell("title_en", _("title in English"), lambda one: one.title_en),
    PROPOSERS,
    ADDRESSEES,
    KIND,
    *BY_NAME["act"].cells,
    STATUS,
    *BY_NAME["committee"].cells,
    *BY_NAME["proposed_on"].cells,
    DUE,
    WORDING,
    OWNER,
    *BY_NAME["desk"].cells,
    *BY_NAME["visibility"].cells,
)


def wanted(request: HttpRequest) -> list[Column]:
    """Give the columns that the address names, else those the reader chose, else the usual ones.

    They stand in the table's own order; a name that nobody knows is passed over.
    """
    named = request.GET.get(IN_ADDRESS, "").split(BETWEEN)
    return of_names(named) or of_names(user_of(request).columns) or usual()


def usual() -> list[Column]:
    """Give the columns that everybody starts with."""
    return [column for column in COLUMNS if column.place != Place.OFFERED]


def of_names(names: Sequence[str]) -> list[Column]:
    """Give the columns of these names, with those that are always there; none for no name."""
    known = BY_NAME.keys() & set(names)
    return (
        [column for column in COLUMNS if column.name in known or column.is_fixed] if known else []
    )


def in_address(columns: Sequence[Column]) -> str:
    """Give the columns as an address names them."""
    return BETWEEN.join(column.name for column in columns)


def cells_of(columns: Sequence[Column]) -> list[Cell]:
    """Give the cells that a file with these columns holds."""
    return [cell for column in columns for cell in column.cells]
