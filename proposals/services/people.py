"""What people may change about themselves."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from proposals.days import Manner
from proposals.errors import InvalidInputError
from proposals.models import User
from proposals.rights import Actor, require_self, require_standing_for
from proposals.services.recording import recording
from proposals.vocabulary import Language, Reach


def prefer_language(*, user: User, language: str, by: Actor, at: datetime) -> None:
    """Remember the language in which a person wants to read the site and its mail."""
    require_self(by, user)
    if language not in Language.values:
        message = _("Mithaq does not speak this language yet.")
        raise InvalidInputError(message, fields={"language": [message]})
    with recording(by=by, at=at):
        user.language = Language(language)
        user.save(update_fields=["language"])


def prefer_reach(*, user: User, reach: str, by: Actor, at: datetime) -> None:
    """Remember where a person wants to be told of what needs them."""
    require_self(by, user)
    if reach not in Reach.values:
        message = _("Choose where you want to be told.")
        raise InvalidInputError(message, fields={"reached_by": [message]})
    with recording(by=by, at=at):
        user.reached_by = Reach(reach)
        user.save(update_fields=["reached_by"])


def prefer_days(*, user: User, manner: Manner, by: Actor, at: datetime) -> None:
    """Remember the calendars and the numerals in which a person wants to read days."""
    require_self(by, user)
    user.calendar, user.calendar_beside = manner.calendar, manner.beside
    user.numerals = manner.numerals
    columns = ["calendar", "calendar_beside", "numerals"]
    try:
        user.clean_fields(exclude={one.name for one in user._meta.fields} - set(columns))  # noqa: SLF001  # Django's own word for it
    except ValidationError as error:
        raise InvalidInputError.of(error) from error
    with recording(by=by, at=at):
        user.save(update_fields=columns)


def choose_columns(*, user: User, columns: Sequence[str], by: Actor, at: datetime) -> None:
    """Remember which columns a person wants in the list of proposals; none means the usual ones."""
    require_self(by, user)
    with recording(by=by, at=at):
        user.columns = list(columns)
        user.save(update_fields=["columns"])


def go_away(
    *,
    user: User,
    first_day: date | None,
    last_day: date | None,
    alternate: User | None,
    by: Actor,
    at: datetime,
) -> None:
    """Note from when to when a person is away and who stands in; no first day means here again.

    One's own absence is one's own to note; a head of desk notes that of the desk's people, and
    administrators note anybody's.
    """
    require_standing_for(by, user)
    user.absent_from, user.absent_until, user.alternate = first_day, last_day, alternate
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise InvalidInputError.of(error) from error
    with recording(by=by, at=at):
        user.save(update_fields=["absent_from", "absent_until", "alternate"])
