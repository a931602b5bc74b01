"""The feed of changes: every one that a client may see, in order, none skipped and none twice.

The order is that of (transaction, number). Only what is settled is given: a change that commits
late can't come before one that was given already. A cursor names the epoch, the last place that was
read, and the rights it was read under, so that a restore or a change of rights is noticed.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.api import history
from proposals.api.errors import CursorGoneError, InvalidQueryError
from proposals.models import Change, Client, Epoch, Proposal
from proposals.querysets import STAFF_ONLY
from proposals.questions import asked_as_prepared, asked_together, compiled
from proposals.rights import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SALT = "proposals.api.changes"
NEWEST = "now"
PAUSE_SECONDS = 0.5
# How many requests of one process may wait for news at once; a further one is answered at once.
_waiters = threading.BoundedSemaphore(2)
# How far a cursor may lie behind before it is moved over what is out of sight: to move it always
# would count for its holder what others do.
LONGEST_BLIND_STRETCH = 1000
OPERATIONS = history.OPERATIONS | {
    "shown": gettext_lazy("came into your sight"),
    "hidden": gettext_lazy("went out of your sight"),
}
_CIRCLE = ["visibility", "committee_id"]

type Place = tuple[int, int]


@dataclass(frozen=True)
class Cursor:
    """How far a client has read, in which epoch, and under which rights."""

    epoch: int
    place: Place
    rights: str

    @classmethod
    def read(cls, text: str) -> Cursor:
        """Give the cursor that this text holds."""
        try:
            epoch, transaction, number, rights = signing.Signer(salt=SALT).unsign_object(text)
        except signing.BadSignature as error:
            message = _("This isn't a cursor of the changes. Begin without one, or with “now”.")
            raise InvalidQueryError({"after": [message]}) from error
        return cls(epoch, (transaction, number), rights)

    def written(self) -> str:
        """Give the text that holds it."""
        return signing.Signer(salt=SALT).sign_object([self.epoch, *self.place, self.rights])


@dataclass(frozen=True)
class Page:
    """One page of the feed; ``is_anew`` where the rights have changed since the cursor.

    ``references`` are those of its proposals, by their numbers.
    """

    next: str
    has_more: bool
    is_anew: bool
    results: Sequence[history.Entry]
    references: Mapping[int, str]


@dataclass(frozen=True)
class _Row:
    """A change that may have to be told, and how its proposal stands by now."""

    change: Change
    reference: str
    stand: Mapping[str, Any]
    is_visible: bool


def read(actor: Actor, after: str, size: int) -> Page:
    """Give what comes after a cursor; after none, all there is; after “now”, what is to come."""
    rights = rights_of(actor)
    if after in {"", NEWEST}:
        cursor = Cursor(Epoch.present(), (0, 0), rights)
    else:
        cursor = Cursor.read(after)
    end, rows = _looked_up(cursor, actor, 0 if after == NEWEST else size + 1)
    if after == NEWEST:
        now = replace(cursor, place=end).written()
        return Page(now, has_more=False, is_anew=False, results=[], references={})
    entries, has_more = _entries(rows[:size], actor), len(rows) > size
    told = {entry.id for entry in entries}
    passed = [row.change for row in rows[:size] if has_more or row.change.pk in told]
    place = _place(passed[-1]) if passed else cursor.place
    if not has_more and end[1] - place[1] > LONGEST_BLIND_STRETCH:
        place = end
    return Page(
        Cursor(cursor.epoch, place, rights).written(),
        has_more=has_more,
        is_anew=cursor.rights != rights,
        results=entries,
        references={row.change.proposal_id or 0: row.reference for row in rows},
    )


def await_news(actor: Actor, after: str, size: int, seconds: float) -> Page:
    """Give what comes after a cursor, and wait for it up to so many seconds."""
    page = read(actor, after, size)
    if not seconds or not _waiters.acquire(blocking=False):
        return page
    try:
        until = time.monotonic() + seconds
        while not (page.results or page.has_more or page.is_anew) and time.monotonic() < until:
            time.sleep(min(PAUSE_SECONDS, max(until - time.monotonic(), 0)))
            now = Client.objects.filter(pk=actor.client_id or 0, is_active=True).first()
            if now is None:
                break
            page = read(Actor.of_client(now), page.next, size)
    finally:
        _waiters.release()
    return page


def rights_of(actor: Actor) -> str:
    """Give a short name of what a client may see: it changes whenever that does."""
    named = [*map(str, sorted(actor.committees or ())), *sorted(actor.visibilities)]
    return hashlib.sha256(" ".join(named).encode()).hexdigest()[:12]


# One statement, so that one snapshot: whether the cursor is of this history, where what is settled
# ends, and what comes in between. The proposals are looked up change by change: as a list of all
# that is visible they would grow with the record.
_LOOK_UP = """
    SELECT known.epoch, known.is_there, last.transaction, last.id, told.*
    FROM (
        SELECT proposals_present_epoch() AS epoch, %s = 0 OR EXISTS (
            SELECT FROM proposals_change WHERE id = %s AND transaction = %s
        ) AS is_there
    ) known
    LEFT JOIN LATERAL (
        SELECT transaction, id FROM proposals_change
        WHERE transaction < proposals_oldest_running()
        ORDER BY transaction DESC, id DESC LIMIT 1
    ) last ON true
    LEFT JOIN LATERAL (
        SELECT stands.*, seen.pk IS NOT NULL, {columns}
        FROM proposals_change change
        JOIN LATERAL (
            SELECT reference, visibility, committee_id FROM proposals_proposal
            WHERE id = change.proposal_id LIMIT 1
        ) stands ON true
        LEFT JOIN LATERAL (
            SELECT visible.pk FROM ({visible}) visible
            WHERE visible.pk = change.proposal_id LIMIT 1
        ) seen ON true
        WHERE transaction >= %s AND (transaction, change.id) > (%s, %s)
        AND transaction < proposals_oldest_running() AND subject <> ALL(%s)
        AND (seen.pk IS NOT NULL OR subject = 'proposal' AND operation = 'update'
            AND fields ?| ARRAY['visibility', 'committee_id'])
        ORDER BY transaction, change.id LIMIT %s
    ) told ON true
"""
_FIELDS = [field.attname for field in Change._meta.concrete_fields]  # noqa: SLF001  # Django's own word for it


@lru_cache(maxsize=256)
def _statement(actor: Actor) -> tuple[str, Sequence[Any]]:
    """Give the statement that looks up a page for the actor, and the values of what it sees."""
    visible, values = compiled(Proposal.objects.visible_to(actor).order_by().values("pk"))
    columns = ", ".join(f'change."{name}"' for name in _FIELDS)
    return _LOOK_UP.format(columns=columns, visible=visible), values


def _looked_up(cursor: Cursor, actor: Actor, most: int) -> tuple[Place, list[_Row]]:
    """Give where what is settled ends, and what may have to be told from the cursor up to there.

    A cursor of a history that isn't this one is refused: of another epoch, or of what was lost.
    """
    sql, visible = _statement(actor)
    transaction, number = cursor.place
    start = [transaction, transaction, number]
    values = [number, number, transaction, *visible, *start, list(STAFF_ONLY), most]
    (found,) = asked_as_prepared((sql, values))
    epoch, is_there, *end = found[0][:4]
    if cursor.epoch != epoch or not is_there:
        raise CursorGoneError
    return (end[0] or 0, end[1] or 0), [_row(*told) for _, _, _, _, *told in found if told[0]]


def _row(reference: str, visibility: str, committee: int | None, *rest: Any) -> _Row:
    is_visible, *values = rest
    given = dict(zip(_FIELDS, values, strict=True))
    given["fields"] = json.loads(given["fields"])
    change = Change.from_db(None, given.keys(), given.values())
    stand = {"visibility": visibility, "committee_id": committee}
    return _Row(change, reference, stand, is_visible)


def _place(change: Change) -> Place:
    return change.transaction, change.pk


@dataclass(frozen=True)
class _Sight:
    """When proposals came into a client's sight and went out of it, as its rights now are.

    ``shown`` and ``hidden`` are changes by number, ``others`` those that moved a proposal out of
    sight; ``since`` is the place from which on a proposal's changes may be told.
    """

    shown: frozenset[int]
    hidden: frozenset[int]
    others: frozenset[int]
    since: Mapping[int, Place]
    visible: frozenset[int]

    def operation(self, change: Change) -> str | None:
        """Give what the change is to the client; None where it isn't to be told."""
        proposal = change.proposal_id or 0
        if _place(change) < self.since.get(proposal, (0, 0)) or change.pk in self.others:
            return None
        if change.pk in self.shown:
            return "shown"
        if change.pk in self.hidden:
            return "hidden"
        return change.operation if proposal in self.visible else None


def _sight(rows: Sequence[_Row], moved: Iterable[Change], actor: Actor) -> _Sight:
    """Go back from how the proposals stand, over each change of their circle or committee."""
    stand = {row.change.proposal_id or 0: dict(row.stand) for row in rows}
    found: dict[tuple[bool, bool], set[int]] = {}
    since: dict[int, Place] = {}
    for change in moved:
        row = stand[change.proposal_id or 0]
        is_seen = _sees(actor, row)
        row.update({name: change.fields[name][0] for name in _CIRCLE if name in change.fields})
        was_seen = _sees(actor, row)
        found.setdefault((was_seen, is_seen), set()).add(change.pk)
        if is_seen and not was_seen:
            since.setdefault(change.proposal_id or 0, _place(change))
    return _Sight(
        shown=frozenset(found.get((False, True), ())),
        hidden=frozenset(found.get((True, False), ())),
        others=frozenset(found.get((False, False), ())),
        since=since,
        visible=frozenset(row.change.proposal_id or 0 for row in rows if row.is_visible),
    )


def _sees(actor: Actor, row: Mapping[str, object]) -> bool:
    granted = row["committee_id"] in (actor.committees or ())
    return granted and row["visibility"] in actor.visibilities


def _entries(rows: Sequence[_Row], actor: Actor) -> list[history.Entry]:
    """Give the entries that a page of changes makes for the client."""
    told = history.Told.of([row.change for row in rows], actor)
    ids = {row.change.proposal_id for row in rows}
    moved, names = asked_together((history.moves(), ids), told.naming)
    sight = _sight(rows, moved, actor)
    operations = {row.change.pk: sight.operation(row.change) for row in rows}
    return [
        entry
        if operations[entry.id] == entry.operation
        else replace(entry, operation=str(operations[entry.id]), who="", why="", changes=())
        for entry in told.entries(names)
        if operations[entry.id]
    ]
