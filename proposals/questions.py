"""Queries that are made once and asked often.

What Django makes of a queryset before the store sees it, and what the store makes of that before it
reads a row, take longer than to read a page by its numbers. Both are the same each time.
"""

from __future__ import annotations

from contextlib import ExitStack, nullcontext
from typing import TYPE_CHECKING, Any, override

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import FETCH_ONE, F, Lookup, Model, TextField, Value
from django.db.models.functions import Cast
from django.db.models.query import get_related_populators

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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


def asked_as_prepared(*statements: tuple[str, Sequence[Any]]) -> list[list[Any]]:
    """Give the rows of statements that the store plans once for each connection.

    They go there and come back together.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    with ExitStack() as stack:
        cursors = [stack.enter_context(connection.cursor()) for _ in statements]
        with connection.connection.pipeline() if len(statements) > 1 else nullcontext():
            for cursor, (sql, values) in zip(cursors, statements, strict=True):
                cursor.cursor = _Preparing(connection.connection)
                cursor.execute(sql, values)
        return [cursor.fetchall() for cursor in cursors]


def asked_together(*questions: tuple[Question[Any] | Names, Any]) -> list[Any]:
    """Give what several questions find, each asked for its values, all at once."""
    asked = [(question, question.statement(values)) for question, values in questions]
    rows = iter(asked_as_prepared(*(statement for _, statement in asked if statement)))
    return [question.found(next(rows) if statement else []) for question, statement in asked]


def compiled(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """Give the statement of a queryset, to stand within another one; None there has none."""
    sql, values = rows.query.get_compiler(rows.db, elide_empty=False).as_sql()
    return str(sql), tuple(values)


class Question[M: Model]:
    """The rows of a queryset of which a field has one of some values, each time other ones.

    The field needs an index. Whatever else the queryset keeps to, such as what an actor sees, stays
    as it was when the question was made: make another one for another actor. ``most`` is how many
    rows are given of all that are found.
    """

    def __init__(self, rows: QuerySet[M], field: str, most: int | None = None) -> None:
        narrowed = rows.filter(_Among(F(field), _GAP))[:most]
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
        populators = get_related_populators(
            shape, self._compiler.select, rows.db, fetch_mode=FETCH_ONE
        )
        fields = [info["field"] for info in shape.get("related_klass_infos", ())]
        self._others: list[Any] = list(zip(fields, populators, strict=True))
        self._annotations = self._compiler.annotation_col_map or {}

    def asked(self, values: Iterable[Any]) -> list[M]:
        """Give the rows whose field has one of these values."""
        found: list[M] = asked_together((self, values))[0]
        return found

    def statement(self, values: Iterable[Any]) -> tuple[str, list[Any]] | None:
        """Give the statement that asks for these values; None where there is nothing to ask."""
        given = list(values)
        if not given or not self._sql:
            return None
        return self._sql, [given if value is _GAP else value for value in self._values]

    def found(self, rows: list[Any]) -> list[M]:
        """Make the records of the rows that the store gave."""
        known: dict[tuple[int, Any], Any] = {}
        return [self._record(row, known) for row in self._compiler.results_iter([rows])]

    def _record(self, row: Sequence[Any], known: dict[tuple[int, Any], Any]) -> M:
        """Make the record of a row, with those that are read together with it.

        One that several rows are read together with is made once.
        """
        record = self._model.from_db(self._using, self._names, row[self._own])
        for place, (field, other) in enumerate(self._others):
            key = place, row[other.cols_start + other.pk_idx]
            if key in known:
                other.local_setter(record, known[key])
            else:
                other.populate(row, record)
                known[key] = field.get_cached_value(record)
        for name, column in self._annotations.items():
            setattr(record, name, row[column])
        return record


class Names:
    """What names records of several kinds, asked for by their numbers in one statement.

    ``named`` gives for each kind the records that may be named, and the field that does it.
    """

    def __init__(self, named: Mapping[type[Model], tuple[QuerySet[Any], str]]) -> None:
        statements: list[str] = []
        self._values: list[Any] = []
        self._fields: list[tuple[type[Model], Any]] = []
        for place, (model, (rows, name)) in enumerate(named.items()):
            shown = Cast(F(name), TextField())
            narrowed = rows.filter(_Among(F("pk"), _GAP)).order_by()
            sql, values = compiled(narrowed.values_list(Value(place), "pk", shown))
            statements.append(sql)
            self._values += values
            self._fields.append((model, model._meta.get_field(name)))  # noqa: SLF001  # Django's own word for it
        self._sql = " UNION ALL ".join(statements)

    def statement(
        self, numbers: Mapping[type[Model], Iterable[int]]
    ) -> tuple[str, list[Any]] | None:
        """Give the statement that asks for these records; None where there is nothing to ask."""
        gaps = iter([list(numbers[model]) for model, _field in self._fields])
        filled = [next(gaps) if value is _GAP else value for value in self._values]
        return (self._sql, filled) if self._fields else None

    def found(self, rows: list[Any]) -> dict[type[Model], dict[int, Any]]:
        """Give the names by kind and number; a record that may not be named has none."""
        found: dict[type[Model], dict[int, Any]] = {model: {} for model, _field in self._fields}
        for place, number, text in rows:
            model, field = self._fields[place]
            found[model][number] = field.to_python(text)
        return found
