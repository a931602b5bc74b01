"""Keeping the simple records: parties, committees, meetings, outlets, feeds."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError, RefusedError
from proposals.models import (
    Article,
    Evidence,
    Finding,
    Meeting,
    Milestone,
    Original,
    Position,
    Proposal,
)
from proposals.rights import Actor, require
from proposals.services.meetings import keep_quotes, with_plain_lines
from proposals.services.recording import recording

# Each of these has services of its own, which do and refuse more than a simple record needs.
_NOT_SIMPLE = (Article, Evidence, Finding, Milestone, Original, Position, Proposal)


def keep(*records: models.Model, by: Actor, at: datetime, why: str = "") -> None:
    """Add or change simple records, after checking them; all of them or none."""
    with recording(by=by, at=at, why=why):
        for record in records:
            _require_simple(record)
            verb = "add" if record._state.adding else "change"  # noqa: SLF001  # Django's own word for it
            require(by, verb, _model_name(record))
            if isinstance(record, Meeting):
                with_plain_lines(record)
            _check(record)
            record.save()
            if isinstance(record, Meeting):
                keep_quotes(record)


def remove(*records: models.Model, by: Actor, at: datetime, why: str = "") -> None:
    """Delete simple records that nothing refers to."""
    with recording(by=by, at=at, why=why):
        for record in records:
            _require_simple(record)
            require(by, "delete", _model_name(record))
            try:
                record.delete()
            except ProtectedError as error:
                message = _("%(record)s is in use and can't be deleted.") % {"record": record}
                raise RefusedError(message) from error


def _require_simple(record: models.Model) -> None:
    if isinstance(record, _NOT_SIMPLE):
        message = f"{type(record).__name__} has services of its own"
        raise TypeError(message)


def _model_name(record: models.Model) -> str:
    return type(record).__name__.lower()


def _check(record: models.Model) -> None:
    try:
        record.full_clean()
    except ValidationError as error:
        raise InvalidInputError.of(error) from error
