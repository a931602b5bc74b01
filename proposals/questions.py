"""Queries that are made once and asked often.

What Django makes of a queryset before the store sees it, and what the store makes of that before it
reads a row, take longer than to read a page by its numbers. Both are the same each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, override

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import FETCH_ONE, F, Lookup, Model
from django.db.models.query import get_related_populators

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

_GAP = object()


class _Among(Lookup[Any]):
    """One of the values that are put in when the question is asked."""

    lookup_name = "among"
    prepare_rhs = False

    @override
    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Give the condition."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*values, self.rhs)


class _Preparing(psycopg.Cursor[Any]):
    """Has the store keep its plan; only for what is looked up by an index whatever the values."""

    @override
    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        """Run a statement that stays prepared for this connection."""
        return super().execute(query, params, prepare=True)


class Question[M: Model]:
    """The rows of a queryset of which a field has one of some values, each time other ones.

    The field needs an index. Whatever else the queryset keeps to, such as what an actor sees, stays
    as it was when the question was made: make another one for another actor.
    """

    def __init__(self, rows: QuerySet[M], field: str) -> None:
        narrowed = rows.filter(_Among(F(field), _GAP))
        self._using, self._model = rows.db, rows.model
        self._compiler: Any = narrowed.query.get_compiler(rows.db)
        try:
            self._sql, self._values = self._compiler.as_sql()
        except EmptyResultSet:  # whoever was granted nothing sees nothing
            self._sql = ""
            return
        shape = self._compiler.klass_info
        columns = shape["select_fields"]
        self._own = slice(columns[0], columns[-1] + 1)
        self._names = [column[0].target.attname for column in self._compiler.select[self._own]]
        self._others = get_related_populators(
            shape, self._compiler.select, rows.db, fetch_mode=FETCH_ONE
        )
        self._annotations = self._compiler.annotation_col_map or {}

    def asked(self, values: Iterable[Any]) -> list[M]:
        """Give the rows whose field has one of these values."""
        given = list(values)
        if not given or not self._sql:
            return []
        connection = connections[self._using]
        with connection.cursor() as cursor:
            cursor.cursor = _Preparing(connection.connection)
            filled = [given if value is _GAP else value for value in self._values]
            cursor.execute(self._sql, filled)
            found = self._compiler.results_iter([cursor.fetchall()])
            return [self._record(row) for row in found]

    def _record(self, row: Sequence[Any]) -> M:
        """Make the record of a row, with those that are read together with it."""
        record = self._model.from_db(self._using, self._names, row[self._own])
        for other in self._others:
            other.populate(row, record)
        for name, place in self._annotations.items():
            setattr(record, name, row[place])
        return record
