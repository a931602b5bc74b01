"""Keeping the simple records: parties, committees, meetings, outlets, feeds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from proposals.errors import ChangedMeanwhileError, InvalidInputError, RefusedError
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
from proposals.rights import Actor, require, require_meeting
from proposals.services.meetings import keep_quotes, with_plain_lines
from proposals.services.recording import recording

MEETING_FIELDS = frozenset({"ordinal", "place", "starts_on", "ends_on"})
# Each of these has services of its own, which do and refuse more than a simple record needs.
_NOT_SIMPLE = (Article, Evidence, Finding, Milestone, Original, Position, Proposal)


def keep(*records: models.Model, by: Actor, at: datetime, why: str = "") -> None:
    """Add or change simple records, after checking them; all of them or none."""
    with recording(by=by, at=at, why=why):
        for record in records:
            _require_simple(record)
            verb = "add" if record._state.adding else "change"  # noqa: SLF001  # Django's own word for it
            if isinstance(record, Meeting):
                require_meeting(by, verb, record)
            require(by, verb, _model_name(record))
            if isinstance(record, Meeting):
                with_plain_lines(record)
            _check(record)
            record.save()
            if isinstance(record, Meeting):
                keep_quotes(record)


def change_meeting(
    *,
    meeting: Meeting,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    version: int | None = None,
    why: str = "",
) -> Meeting:
    """Change a meeting, decided on as it was in this version; its committee stays the same.

    Raises ChangedMeanwhileError where it isn't the present one.
    """
    with recording(by=by, at=at, why=why):
        current = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        require_meeting(by, "change", current)
        if version is not None and version != current.version:
            raise ChangedMeanwhileError([])
        for name in MEETING_FIELDS & set(values):
            setattr(current, name, values[name])
        keep(current, by=by, at=at, why=why)
    return current


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
