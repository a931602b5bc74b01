"""Rows as they come from the store."""

from collections.abc import Collection
from typing import Any, Self, override

from django.db import models
from django.db.models.base import ModelState


class Fetched(models.Model):
    """A record whose rows are taken as they are read.

    Django makes each row as if it were a new record: field by field, with defaults and signals. Of
    what the store gives none of that is asked, and a page of a list is hundreds of rows.
    """

    class Meta:
        abstract = True

    @override
    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        *,
        fetch_mode: Any = None,
    ) -> Self:
        """Give the record that a row is; columns that weren't read are fetched when asked for."""
        found = cls.__new__(cls)
        found.__dict__.update(zip(field_names, values, strict=True))
        state = ModelState()
        state.adding, state.db = False, db
        if fetch_mode is not None:
            state.fetch_mode = fetch_mode
        found._state = state  # noqa: SLF001  # Django's own word for it
        return found
