"""A head's view of the first page: what waits by desk and by officer, each number with its list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from proposals.admin.filters import due_this_week, has_unconfirmed_evidence, overdue, silent
from proposals.admin.waiting import listing
from proposals.models import Desk, User
from proposals.querysets import ProposalQuerySet
from proposals.rights import Actor
from proposals.vocabulary import Role

# What is counted, by the filters that list exactly those rows.
COLUMNS: dict[str, dict[str, str]] = {
    "open": {"status": "open"},
    "late": {"due": "overdue"},
    "soon": {"due": "week"},
    "silent": {"news": "none"},
    "confirm": {"evidence": "unconfirmed", "status": "open"},
}


@dataclass(frozen=True)
class Share:
    """What one desk, or one officer of it, has to see to: counts with the lists behind them."""

    name: str
    numbers: list[tuple[str, int, str]]
    is_desk: bool


def shares(proposals: ProposalQuerySet, actor: Actor, *, on: date) -> list[Share]:
    """Give each desk that the actor heads with its officers; an administrator sees all desks."""
    if actor.role not in {Role.HEAD, Role.ADMINISTRATOR}:
        return []
    seen = proposals if actor.sees_everything else proposals.filter(desk=actor.desk_id)
    rows = list(_counted(seen, on).order_by("desk", "owner"))
    desks = Desk.objects.in_bulk({row["desk"] for row in rows} - {None})
    owners = User.objects.in_bulk({row["owner"] for row in rows} - {None})
    found = []
    for desk, group in groupby(rows, key=lambda row: row["desk"]):
        people = list(group)
        place = {"desk__id__exact": desk} if desk else {"desk__isnull": "True"}
        total = {name: sum(row[name] for row in people) for name in COLUMNS}
        name = str(desks[desk]) if desk else _("Without a desk")
        found.append(Share(name, list(_numbers(total, place)), is_desk=True))
        for row in people:
            owner = row["owner"]
            called = str(owners[owner]) if owner else _("Nobody")
            theirs = {**place, "owner": _owner(owner, actor)}
            found.append(Share(called, list(_numbers(row, theirs)), is_desk=False))
    return found


def _counted(proposals: ProposalQuerySet, on: date) -> Any:
    """Count by desk and owner; each column by the very condition of its list."""
    parts = {
        "late": overdue(proposals, on),
        "soon": due_this_week(proposals, on),
        "silent": silent(proposals, on),
    }
    counts = {name: Count("pk", filter=Q(pk__in=part.values("pk"))) for name, part in parts.items()}
    return (
        proposals.open()
        .values("desk", "owner")
        .annotate(
            open=Count("pk"), confirm=Count("pk", filter=has_unconfirmed_evidence()), **counts
        )
    )


def _numbers(counts: Mapping[str, int], place: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    for name, filters in COLUMNS.items():
        yield name, counts[name], listing("proposal", **place, **filters)


def _owner(owner: int | None, actor: Actor) -> str:
    """Give the owner as the list's filter calls them."""
    if owner is None:
        return "nobody"
    return "me" if owner == actor.user_id else str(owner)
