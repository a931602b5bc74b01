"""The frame of every service: one transaction, with who, when and why for the history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import pghistory
from django.db import connection, transaction

from proposals.rights import Actor


@contextmanager
def recording(*, by: Actor, at: datetime, why: str = "") -> Iterator[None]:
    """Open a transaction whose every change is noted with this actor, clock and reason.

    A service that calls another shares its transaction; where the inner one gives no reason, the
    outer one's stands for both.
    """
    with transaction.atomic(), pghistory.context() as current:
        outer = dict(current.metadata)
        current.metadata.update(
            actor=by.key, actor_name=by.name, at=at.isoformat(), why=why or outer.get("why", "")
        )
        try:
            yield
        finally:
            current.metadata.clear()
            current.metadata.update(outer)
    if "actor" not in outer and connection.in_atomic_block:
        _name_nobody()


def act_and_reason() -> tuple[UUID, str]:
    """Give the identity of the act that is being recorded, and its reason, inside ``recording``."""
    with pghistory.context() as current:
        return current.id, current.metadata.get("why", "")


def _name_nobody() -> None:
    """Keep the actor from signing what the caller's own transaction writes after the service."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")
