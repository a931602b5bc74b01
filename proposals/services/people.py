"""What people may change about themselves."""

from datetime import datetime

from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError, NotAllowedError
from proposals.models import User
from proposals.rights import Actor
from proposals.services.recording import recording
from proposals.vocabulary import Language


def prefer_language(*, user: User, language: str, by: Actor, at: datetime) -> None:
    """Remember the language in which a person wants to read the site and its mail."""
    if by.user_id != user.pk:
        raise NotAllowedError(_("You may not do this."))
    if language not in Language.values:
        message = _("Mithaq does not speak this language yet.")
        raise InvalidInputError(message, fields={"language": [message]})
    with recording(by=by, at=at):
        user.language = Language(language)
        user.save(update_fields=["language"])
