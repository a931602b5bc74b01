"""Lists come in pages that stay stable while others write.

A page begins after the last row of the one before, found by that row's own place in the order and
never by counting, so that nothing that was there all the time is skipped or shown twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.core import signing
from django.db.models import F, Q
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from proposals.api.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model, QuerySet
    from rest_framework.request import Request
    from rest_framework.views import APIView

PAGE_SIZE = 50
MAX_PAGE_SIZE = 200


@dataclass(frozen=True)
class Place:
    """Where a row stands in an order: the value it is ordered by, then its number."""

    value: Any
    number: int


@dataclass(frozen=True)
class Order:
    """An order by one field, and by number among equals; rows without a value come last."""

    field: str
    is_descending: bool
    is_nullable: bool

    @classmethod
    def of(cls, name: str, model: type[Model]) -> Self:
        """Give the order of this name: a field, after a minus for the descending one."""
        field = name.removeprefix("-")
        return cls(field, name.startswith("-"), model._meta.get_field(field).null)  # noqa: SLF001  # Django's own word for it

    def sort[M: Model](self, rows: QuerySet[M]) -> QuerySet[M]:
        """Put the rows in this order."""
        by, nulls_last = F(self.field), self.is_nullable or None
        return rows.order_by(
            by.desc(nulls_last=nulls_last) if self.is_descending else by.asc(nulls_last=nulls_last),
            "-pk" if self.is_descending else "pk",
        )

    def after(self, place: Place) -> list[Q]:
        """Give the conditions for what comes after this place, one part of the order after another.

        Rows without a value are a part of their own: asked for together with the others, no index
        would help.
        """
        beyond = "lt" if self.is_descending else "gt"
        equals = Q(**{f"pk__{beyond}": place.number})
        without = Q(**{f"{self.field}__isnull": True})
        if place.value is None:
            return [without & equals]
        # The first condition says nothing new, but it is the one for which an index helps.
        further = Q(**{f"{self.field}__{beyond}e": place.value}) & (
            Q(**{f"{self.field}__{beyond}": place.value}) | equals
        )
        return [further, without] if self.is_nullable else [further]

    def place_of(self, row: Model) -> Place:
        """Give the place of a row."""
        return Place(getattr(row, self.field), row.pk)


class Pages(BasePagination):
    """Pages followed by an opaque cursor; a view's ``orderings`` begin with the usual one."""

    def paginate_queryset[M: Model](  # type: ignore[override]  # lists of records alone
        self,
        queryset: QuerySet[M],
        request: Request,
        view: APIView | None = None,
    ) -> list[M]:
        """Give one page of rows, and remember whether there is another."""
        self.request = request
        name = _chosen(request, view.orderings)  # type: ignore[union-attr]  # every list of ours has it
        order, size = Order.of(name, queryset.model), _size(request)
        cursor = request.query_params.get("cursor")
        parts = [Q()]
        if cursor is not None:
            parts = order.after(_read(cursor, name, order, queryset.model))
        rows: list[M] = []
        for part in parts:
            if len(rows) <= size:
                rows += order.sort(queryset.filter(part))[: size + 1 - len(rows)]
        has_more = len(rows) > size
        self.next = _written(name, order, rows[size - 1]) if has_more else None
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        """Give the answer: the page, and where the next one is."""
        following = None
        if self.next:
            address = self.request.build_absolute_uri()
            following = replace_query_param(address, "cursor", self.next)
        return Response({"next": following, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe the answer."""
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "The address of the next page; null on the last one.",
                },
                "results": schema | {"description": "The records of this page."},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the parameters."""
        return [
            _parameter("cursor", "Where to go on: follow “next”, it holds this.", type="string"),
            _parameter(
                "page_size",
                "How many records a page holds.",
                type="integer",
                minimum=1,
                maximum=MAX_PAGE_SIZE,
                default=PAGE_SIZE,
            ),
            _parameter(
                "ordering",
                "By which field, from the smallest value to the largest; with a minus the other way"
                " round. Records without a value come last.",
                type="string",
                enum=list(_names(view.orderings)),
                default=view.orderings[0],
            ),
        ]


PARAMETERS = frozenset({"cursor", "page_size", "ordering"})


def _names(orderings: Sequence[str]) -> list[str]:
    """Give every order that can be asked for: each way by each field."""
    fields = dict.fromkeys(name.removeprefix("-") for name in orderings)
    return [name for field in fields for name in (field, f"-{field}")]


def _chosen(request: Request, orderings: Sequence[str]) -> str:
    name = request.query_params.get("ordering", orderings[0])
    names = _names(orderings)
    if name not in names:
        message = _("There is no such order; there are: %(names)s.") % {"names": ", ".join(names)}
        raise InvalidQueryError({"ordering": [message]})
    return name


def _size(request: Request) -> int:
    text = request.query_params.get("page_size", str(PAGE_SIZE))
    size = int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else 0
    if not 1 <= size <= MAX_PAGE_SIZE:
        message = _("A page holds between 1 and %(most)d records.") % {"most": MAX_PAGE_SIZE}
        raise InvalidQueryError({"page_size": [message]})
    return size


def _written(name: str, order: Order, row: Model) -> str:
    place = order.place_of(row)
    field: Any = row._meta.get_field(order.field)  # noqa: SLF001  # Django's own word for it
    value = None if place.value is None else field.value_to_string(row)
    # Without the moment: an unchanged page has an unchanged “next”, and so the same ETag.
    return signing.Signer(salt=_salt(type(row))).sign_object([name, value, place.number])


def _read(cursor: str, name: str, order: Order, model: type[Model]) -> Place:
    """Give the place that a cursor of ours holds; refuse one that is another order's, or forged."""
    try:
        written, value, number = signing.Signer(salt=_salt(model)).unsign_object(cursor)
    except signing.BadSignature:
        written = None
    if written != name:
        message = _("This isn't a cursor of this list in this order. Begin at its first page.")
        raise InvalidQueryError({"cursor": [message]})
    field: Any = model._meta.get_field(order.field)  # noqa: SLF001  # Django's own word for it
    return Place(field.to_python(value), number)


def _salt(model: type[Model]) -> str:
    """Give the purpose of a cursor's signature, so that one list refuses another's cursors."""
    return f"proposals.api.pagination.{model.__name__}"


def _parameter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
