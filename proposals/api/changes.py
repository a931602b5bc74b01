"""The feed of changes: every one that a client may see, in order, none skipped and none twice.

The order is that of (transaction, number). Only what is settled is given: a change that commits
late can't come before one that was given already. A cursor names the epoch, the last place that was
read, and the rights it was read under, so that a restore or a change of rights is noticed.
"""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.api import history
from proposals.api.errors import CursorGoneError, InvalidQueryError
from proposals.models import Change, Client, Epoch, Proposal
from proposals.questions import Question
from proposals.rights import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from proposals.querysets import ChangeQuerySet

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
_MOVES_SIGHT = Q(subject="proposal", operation="update", fields__has_any_keys=_CIRCLE)

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
    """One page of the feed; ``is_anew`` where the rights have changed since the cursor."""

    next: str
    has_more: bool
    is_anew: bool
    results: Sequence[history.Entry]


def read(actor: Actor, after: str, size: int) -> Page:
    """Give what comes after a cursor; after none, all there is; after “now”, what is to come."""
    epoch, rights, end = Epoch.present(), rights_of(actor), _end()
    if after == NEWEST:
        return Page(Cursor(epoch, end, rights).written(), has_more=False, is_anew=False, results=[])
    cursor = Cursor.read(after) if after else Cursor(epoch, (0, 0), rights)
    _require_known(cursor, epoch)
    rows = list(_between(actor, cursor.place, end)[: size + 1])
    entries, has_more = _entries(rows[:size], actor), len(rows) > size
    told = {entry.id for entry in entries}
    passed = [row for row in rows[:size] if has_more or row.pk in told]
    place = _place(passed[-1]) if passed else cursor.place
    if not has_more and end[1] - place[1] > LONGEST_BLIND_STRETCH:
        place = end
    return Page(
        Cursor(epoch, place, rights).written(),
        has_more=has_more,
        is_anew=cursor.rights != rights,
        results=entries,
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


def _require_known(cursor: Cursor, epoch: int) -> None:
    """Refuse a cursor of a history that isn't this one: of another epoch, or of what was lost."""
    transaction, number = cursor.place
    is_there = number == 0 or Change.objects.filter(pk=number, transaction=transaction).exists()
    if cursor.epoch != epoch or not is_there:
        raise CursorGoneError


def _end() -> Place:
    last = Change.objects.settled().order_by("-transaction", "-pk").first()
    return _place(last) if last else (0, 0)


def _place(change: Change) -> Place:
    return change.transaction, change.pk


def _between(actor: Actor, start: Place, end: Place) -> ChangeQuerySet:
    """Give what a client may have to be told between two places, the second one included."""
    # Looked up change by change: as a list of all that is visible it would grow with the record.
    visible = Proposal.objects.visible_to(actor).filter(pk=OuterRef("proposal_id")).order_by()
    seen = Q(visible__isnull=False)
    later = Q(transaction__gt=start[0]) | Q(transaction=start[0], pk__gt=start[1])
    until = Q(transaction__lt=end[0]) | Q(transaction=end[0], pk__lte=end[1])
    return (
        Change.objects.alias(visible=Subquery(visible.values("pk")))
        .filter(later, until, transaction__range=(start[0], end[0]))
        .filter(seen | _MOVES_SIGHT, proposal_id__isnull=False)
        .without_staff_work()
        .order_by("transaction", "pk")
    )


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


def _sight(changes: Iterable[Change], actor: Actor) -> _Sight:
    """Go back from how the proposals stand, over each change of their circle or committee."""
    ids = {change.proposal_id or 0 for change in changes}
    stand: dict[int, dict[str, Any]] = {
        one.pk: {name: getattr(one, name) for name in _CIRCLE} for one in _standing().asked(ids)
    }
    found: dict[tuple[bool, bool], set[int]] = {}
    since: dict[int, Place] = {}
    visible = frozenset(pk for pk, row in stand.items() if _sees(actor, row))
    for change in _moved().asked(ids):
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
        visible=visible,
    )


@cache
def _standing() -> Question[Proposal]:
    """Ask in which circle and committee proposals stand; only for comparing."""
    return Question(Proposal.objects.only(*_CIRCLE).order_by(), "pk")


@cache
def _moved() -> Question[Change]:
    """Ask for the changes of their circle or committee, the newest first."""
    return Question(
        Change.objects.filter(_MOVES_SIGHT).order_by("-transaction", "-pk"), "proposal_id"
    )


def _sees(actor: Actor, row: Mapping[str, object]) -> bool:
    granted = row["committee_id"] in (actor.committees or ())
    return granted and row["visibility"] in actor.visibilities


def _entries(changes: Sequence[Change], actor: Actor) -> list[history.Entry]:
    """Give the entries that a page of changes makes for the client."""
    sight = _sight(changes, actor)
    operations = {change.pk: sight.operation(change) for change in changes}
    told = [change for change in changes if operations[change.pk]]
    return [
        entry
        if operations[entry.id] == entry.operation
        else replace(entry, operation=str(operations[entry.id]), who="", why="", changes=())
        for entry in history.entries(told, actor)
    ]
