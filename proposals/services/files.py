"""Laying files beside proposals and meetings, and withdrawing them. Only people of the staff do."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError, NotAllowedError, RefusedError
from proposals.file_types import kind_of, safe_name
from proposals.models import File, FileContent, Meeting, Proposal
from proposals.rights import Actor, require, require_change
from proposals.services.notes import may_take_back, require_person
from proposals.services.recording import recording
from proposals.vocabulary import FileKind, FilePurpose
from proposals.wording import listed


@dataclass(frozen=True)
class Upload:
    """A file as it comes in: its name as its bringer has it, its bytes, and what it is."""

    name: str
    content: bytes
    purpose: str = FilePurpose.PAPER


def keep(*, upload: Upload, place: Proposal | Meeting, by: Actor, at: datetime) -> File:
    """Lay a file beside a proposal or a meeting, if it is of a sort that is kept."""
    person = require_person(by)
    with recording(by=by, at=at):
        _require_place(by, place)
        kind = _checked(upload.content)
        file = File(
            proposal=place if isinstance(place, Proposal) else None,
            meeting=place if isinstance(place, Meeting) else None,
            purpose=upload.purpose,
            name=safe_name(upload.name, kind),
            kind=kind,
            size=len(upload.content),
            sha256=hashlib.sha256(upload.content).hexdigest(),
            added_by_id=person,
            added_at=at,
        )
        _save(file)
        FileContent.objects.create(file=file, content=upload.content)
    return file


def withdraw(*, file: File, by: Actor, at: datetime) -> None:
    """Take a file out of sight: nobody can open it any more; the history keeps what it was."""
    require_person(by)
    with recording(by=by, at=at):
        kept = File.objects.standing().select_for_update(of=("self",)).filter(pk=file.pk).first()
        if kept is None:
            raise RefusedError(_("Somebody withdrew this meanwhile."), code="removed_meanwhile")
        _require_place(by, kept.place)
        if not may_take_back(by, kept.added_by_id):
            raise NotAllowedError(_("Whoever added it may do this, and heads of desk."))
        kept.withdrawn_at = at
        kept.save()


def _require_place(by: Actor, place: Proposal | Meeting) -> None:
    if isinstance(place, Proposal):
        require_change(by, Proposal.objects.get(pk=place.pk))
    else:
        require(by, "change", "meeting")


def _checked(content: bytes) -> FileKind:
    """Give the sort of a file; refuse one that is empty, too large or of a sort that isn't kept."""
    if not content:
        raise _refused("empty", _("It is empty."))
    if len(content) > settings.FILE_LIMIT:
        raise _refused("too_large", too_large())
    if (kind := kind_of(content)) is None:
        message = _("Files of this sort are not kept. Kept are: %(sorts)s; all without macros.")
        sorts = listed(str(sort.label) for sort in FileKind)
        raise _refused("unknown_sort", message % {"sorts": sorts})
    return kind


def _refused(code: str, message: str) -> InvalidInputError:
    return InvalidInputError(message, code=code, fields={"file": [message]})


def too_large() -> str:
    """Say that a file is larger than this installation accepts."""
    return _("It is larger than %(limit)s.") % {"limit": filesizeformat(settings.FILE_LIMIT)}


def _save(file: File) -> None:
    same = File.objects.standing().filter(
        proposal=file.proposal, meeting=file.meeting, sha256=file.sha256
    )
    if found := same.first():
        message = _("This very file is here already: %(name)s") % {"name": found.name}
        raise _refused("already_kept", message)
    try:
        file.full_clean()
    except ValidationError as error:
        raise InvalidInputError.of(error) from error
    file.save()
