"""References such as ``IQ-IR-2025-0007``: gapless for each pair of parties and year."""

from collections.abc import Iterable

from django.db import connection

from proposals.models import ReferenceCounter


def pair_of(codes: Iterable[str]) -> str:
    """Give the pair's name: the parties' codes in alphabetical order."""
    return "-".join(sorted(set(codes)))


def next_reference(*, pair: str, year: int) -> str:
    """Take the next number of a pair and year.

    The counter's row stays locked until the caller's transaction ends and goes back with it, so
    that concurrent creation waits its turn and leaves no gap.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {ReferenceCounter._meta.db_table} AS counter (pair, year, last)
            VALUES (%s, %s, 1)
            ON CONFLICT ON CONSTRAINT proposals_counter_once
            DO UPDATE SET last = counter.last + 1 RETURNING last
            """,  # noqa: S608, SLF001  # the table's own name
            [pair, year],
        )
        (number,) = cursor.fetchone()
    return f"{pair}-{year}-{number:04d}"
