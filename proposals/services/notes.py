"""Writing notes on a proposal, correcting and withdrawing them. Only people of the staff do."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from proposals.errors import InvalidInputError, NotAllowedError, RefusedError
from proposals.models import Note, Proposal
from proposals.rights import Actor, require_change
from proposals.services.recording import recording
from proposals.vocabulary import Role


def write(*, proposal: Proposal, text: str, by: Actor, at: datetime) -> Note:
    """Lay a note beside a proposal."""
    person = require_person(by)
    with recording(by=by, at=at):
        require_change(by, Proposal.objects.get(pk=proposal.pk))
        note = Note(proposal=proposal, text=text, author_id=person, written_at=at, changed_at=at)
        _save(note)
    return note


def correct(
    *, note: Note, text: str, by: Actor, at: datetime, seen_at: datetime | None = None
) -> Note:
    """Let a note say something else; the history keeps what it said.

    ``seen_at`` is its ``changed_at`` as the actor read it.
    """
    with recording(by=by, at=at):
        kept = _standing(note)
        require_own(by, kept.proposal, kept.author_id)
        if seen_at is not None and seen_at != kept.changed_at:
            raise RefusedError(
                _("Somebody corrected this note meanwhile. It says now: %(text)s")
                % {"text": kept.text},
                code="changed_meanwhile",
            )
        if text != kept.text:
            kept.text, kept.changed_at = text, at
            _save(kept)
    return kept


def withdraw(*, note: Note, by: Actor, at: datetime) -> None:
    """Take a note out of sight; the history keeps it."""
    with recording(by=by, at=at):
        kept = _standing(note)
        require_own(by, kept.proposal, kept.author_id)
        kept.withdrawn_at = at
        kept.save()


def require_person(by: Actor) -> int:
    """Give who of the staff acts; refuse partners and programs: papers are people's work."""
    if by.user_id is None:
        raise NotAllowedError(_("Only people of the staff do this."))
    return by.user_id


def may_take_back(by: Actor, author_id: int) -> bool:
    """Tell whether the actor may correct and withdraw what this person laid beside the record."""
    return by.user_id == author_id or by.role in {Role.HEAD, Role.ADMINISTRATOR}


def require_own(by: Actor, proposal: Proposal, author_id: int) -> None:
    """Refuse whoever neither wrote it nor heads those who did."""
    require_person(by)
    require_change(by, proposal)
    if not may_take_back(by, author_id):
        raise NotAllowedError(_("Whoever wrote it may do this, and heads of desk."))


def _standing(note: Note) -> Note:
    """Lock a note and give it as it stands now; refuse one that somebody withdrew."""
    kept = Note.objects.standing().select_for_update(of=("self",)).filter(pk=note.pk).first()
    if kept is None:
        raise RefusedError(_("Somebody withdrew this meanwhile."), code="removed_meanwhile")
    return kept


def _save(note: Note) -> None:
    note.text = note.text.strip()
    try:
        note.full_clean()
    except ValidationError as error:
        raise InvalidInputError.of(error) from error
    note.save()
