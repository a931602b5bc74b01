"""What many messages share, worked out once and kept for as long as the record stays as it is."""

import time
from collections.abc import Collection, Hashable, Sequence
from typing import Any

from django.db import connection

from proposals.models import Change, Proposal
from proposals.rights import Actor
from tracker.digests import Editions, settled
from tracker.messages import Press

# What the history doesn't note, such as the name of a desk, may be so many seconds old.
KEPT_SECONDS = 60
# Reminders share nothing with each other; so many letters are kept at most.
KEPT_LETTERS = 500


class Shelf:
    """Holds what the rounds of one sender share; any change of the record empties it."""

    def __init__(self) -> None:
        """Begin with nothing on it."""
        self._empty()

    def look(self) -> None:
        """Empty it if the record changed since it was begun, or if it is old or full.

        Every transaction below ``_from`` had ended when those above were counted, so one that
        commits late is counted too.
        """
        is_old = time.monotonic() - self._begun > KEPT_SECONDS
        if is_old or len(self.press) > KEPT_LETTERS or self._changes() != self._counted:
            self._empty()

    def sees(self, actor: Actor, told: Collection[int]) -> bool:
        """Tell whether an actor may see all of these proposals in this moment.

        The question is put into words once for all who see alike; it is asked each time.
        """
        sight = self.editions.sight(actor)
        key = (sight, frozenset(told))
        if key not in self._asked:
            found = Proposal.objects.visible_to(sight).filter(pk__in=told).values("pk")
            self._asked[key] = found.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(*self._asked[key])
            return len(cursor.fetchall()) == len(told)

    def _empty(self) -> None:
        self._begun, self._from = time.monotonic(), settled()
        self._counted = self._changes()
        self.editions, self.press = Editions(), Press()
        self._asked: dict[Hashable, tuple[str, Sequence[Any]]] = {}

    def _changes(self) -> int:
        return Change.objects.filter(transaction__gte=self._from).count()
