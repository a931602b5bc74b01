"""Keeping lists under a name, and sharing them with one's desk."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError, NotAllowedError
from proposals.models import SavedList, User
from proposals.rights import Actor, require_self


def save_list(
    *, user: User, name: str, query: str, is_shared: bool, by: Actor, at: datetime
) -> SavedList:
    """Keep a list under a name; one of the same name takes what the new one says."""
    require_self(by, user)
    kept = SavedList.objects.filter(user=user, name=name.strip()).first()
    kept = kept or SavedList(user=user, name=name.strip())
    kept.query, kept.is_shared, kept.saved_at = query, is_shared, at
    try:
        kept.full_clean()
    except ValidationError as error:
        raise InvalidInputError.of(error) from error
    kept.save()
    return kept


def remove_list(*, saved: SavedList, by: Actor) -> None:
    """Remove a list that the actor keeps."""
    if by.user_id != saved.user_id:
        raise NotAllowedError(_("This list is somebody else's."))
    saved.delete()
