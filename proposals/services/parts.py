"""Changing what belongs to a proposal: positions, milestones and evidence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from proposals.announcements import announce, proposal_changed
from proposals.errors import InvalidInputError, NotAllowedError, RefusedError
from proposals.models import (
    Evidence,
    Finding,
    Meeting,
    Milestone,
    Party,
    Position,
    Proposal,
)
from proposals.rights import Actor
from proposals.services.proposals import locked, refuse_unknown
from proposals.services.recording import recording
from proposals.status import Status
from proposals.vocabulary import FindingState, Voice

CONTEXT_LENGTH = 60
POSITION_FIELDS = frozenset(
    {"stance", "responsible_body", "statement", "is_proposer", "is_addressee"}
)
MILESTONE_FIELDS = frozenset(
    {"title", "party", "due_on", "due_wording", "due_precision", "done_on"}
)


def set_position(
    *,
    proposal: Proposal,
    party: Party,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Position:
    """Say where a party stands on a proposal; a party new to it is added."""
    with recording(by=by, at=at):
        current = locked(proposal=proposal, by=by, version=version)
        position = Position.objects.filter(proposal=current, party=party).first() or Position(
            proposal=current, party=party
        )
        _check_statement(values.get("statement"), current)
        if _fill(position, values, POSITION_FIELDS):
            announce(proposal_changed, proposal_id=current.pk)
    return position


def _check_statement(statement: Evidence | None, proposal: Proposal) -> None:
    """Refuse to show a position by words that are not evidence of this proposal."""
    if statement is not None and statement.proposal_id != proposal.pk:
        message = _("This statement is evidence of another proposal.")
        raise InvalidInputError(message, fields={"statement": [message]})


def add_milestone(
    *,
    proposal: Proposal,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Milestone:
    """Add a step to a proposal."""
    with recording(by=by, at=at):
        current = locked(proposal=proposal, by=by, version=version)
        milestone = Milestone(proposal=current)
        _fill(milestone, values, MILESTONE_FIELDS)
        announce(proposal_changed, proposal_id=current.pk)
    return milestone


def edit_milestone(
    *,
    milestone: Milestone,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Milestone:
    """Change a step of a proposal; mark it done by its ``done_on``."""
    with recording(by=by, at=at):
        current = locked(proposal=milestone.proposal, by=by, version=version)
        kept = _again(milestone)
        if _fill(kept, values, MILESTONE_FIELDS):
            announce(proposal_changed, proposal_id=current.pk)
    return kept


def remove_milestone(
    *, milestone: Milestone, by: Actor, at: datetime, version: int | None = None
) -> None:
    """Take a milestone off its proposal; the history keeps it."""
    with recording(by=by, at=at):
        current = locked(proposal=milestone.proposal, by=by, version=version)
        _again(milestone).delete()
        announce(proposal_changed, proposal_id=current.pk)


def attach_quote(
    *,
    proposal: Proposal,
    finding: Finding,
    by: Actor,
    at: datetime,
    score: float | None = None,
) -> Evidence:
    """Tie a finding's exact words to a proposal: confirmed by a person, or marked automatic.

    Call it inside ``recording``, with the proposal locked.
    """
    article = finding.article
    evidence, is_new = Evidence.objects.get_or_create(
        proposal=proposal,
        article=article,
        start=finding.start,
        end=finding.end,
        defaults={
            "exact": finding.quote,
            **_context(article.text, finding.start, finding.end),
            "voice": finding.voice,
            "speaker": finding.speaker,
            "dated_on": article.told_on,
            "score": score,
            "created_at": at,
            **_confirmation(by, at),
        },
    )
    if not is_new and by.is_staff:
        _confirm(evidence, by, at)
    return evidence


def _confirmation(by: Actor, at: datetime) -> dict[str, Any]:
    """Whoever brings evidence confirms it, if a person; anybody else's is marked as automatic."""
    if by.is_staff:
        return {"is_automatic": False, "confirmed_at": at, "confirmed_by": by.name}
    return {"is_automatic": True, "confirmed_at": None, "confirmed_by": ""}


def attach_minutes(  # noqa: PLR0913  # a place in a text is two numbers
    *,
    proposal: Proposal,
    meeting: Meeting,
    start: int,
    end: int,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Evidence:
    """Make words of a meeting's minutes evidence of a proposal."""
    exact = meeting.minutes[start:end] if start >= 0 else ""
    if not exact.strip():
        raise InvalidInputError(_("Choose the words of the minutes that show it."))
    with recording(by=by, at=at):
        current = locked(proposal=proposal, by=by, version=version)
        evidence, _created = Evidence.objects.get_or_create(
            proposal=current,
            meeting=meeting,
            exact=exact,
            start=start,
            end=start + len(exact),
            defaults={
                **_context(meeting.minutes, start, end),
                "voice": Voice.JOINT,
                "dated_on": meeting.ends_on,
                "created_at": at,
                **_confirmation(by, at),
            },
        )
        announce(proposal_changed, proposal_id=current.pk)
    return evidence


def confirm_evidence(*, evidence: Evidence, by: Actor, at: datetime) -> Evidence:
    """Confirm evidence that was attached automatically; a person does, never a system."""
    if not by.is_staff:
        raise NotAllowedError(_("A person has to confirm it."))
    with recording(by=by, at=at):
        current = locked(proposal=evidence.proposal, by=by)
        kept = _again(evidence)
        if _confirm(kept, by, at):
            announce(proposal_changed, proposal_id=current.pk)
    return kept


def _confirm(evidence: Evidence, by: Actor, at: datetime) -> bool:
    """Confirm evidence in this actor's name, unless somebody has; tell whether it was needed."""
    if evidence.confirmed_at is not None:
        return False
    evidence.confirmed_at, evidence.confirmed_by = at, by.name
    evidence.save()
    return True


def detach_evidence(
    *, evidence: Evidence, by: Actor, at: datetime, why: str, version: int | None = None
) -> None:
    """Take evidence off a proposal, with a reason; its finding waits for a decision again."""
    if not why.strip():
        message = _("Say why it does not belong here.")
        raise InvalidInputError(message, fields={"why": [message]})
    with recording(by=by, at=at, why=why):
        findings = Finding.objects.select_for_update(of=("self",)).filter(
            proposal=evidence.proposal_id,
            article=evidence.article_id,
            start=evidence.start,
            end=evidence.end,
        )
        for finding in findings:  # locked before the proposal, as those who decide on them do
            put_back(finding)
        current = locked(proposal=evidence.proposal, by=by, version=version)
        take_off(_again(evidence), current)
        announce(proposal_changed, proposal_id=current.pk)


def take_off(evidence: Evidence, proposal: Proposal) -> None:
    """Delete evidence, but not the proof of a completed proposal; call it inside ``recording``."""
    others = proposal.evidence.exclude(pk=evidence.pk).filter(confirmed_at__isnull=False)
    if proposal.status == Status.COMPLETED and evidence.confirmed_at and not others.exists():
        raise RefusedError(
            _("It is the only confirmed evidence that this proposal is completed."),
            code="only_proof",
        )
    evidence.delete()


def put_back(finding: Finding) -> None:
    """Make a finding wait for a decision again; call it inside ``recording``."""
    finding.state, finding.proposal, finding.is_automatic = FindingState.OPEN, None, False
    finding.dismissal = finding.decided_by = ""
    finding.decided_at = None
    finding.save()


def _context(text: str, start: int, end: int) -> dict[str, str]:
    """Give what stands before and after the quote, by which it is found again."""
    return {
        "prefix": text[max(0, start - CONTEXT_LENGTH) : start],
        "suffix": text[end : end + CONTEXT_LENGTH],
    }


def _again[M: models.Model](record: M) -> M:
    """Give a record as it stands now; refuse one that somebody removed meanwhile."""
    kept = type(record)._default_manager.filter(pk=record.pk).first()  # noqa: SLF001  # Django's own word for it
    if kept is None:
        raise RefusedError(_("Somebody removed this meanwhile."), code="removed_meanwhile")
    return kept


def _fill(record: models.Model, values: Mapping[str, Any], allowed: frozenset[str]) -> bool:
    """Write these values, unless the record has them already; tell whether it was needed."""
    refuse_unknown(values, allowed)
    is_new = record._state.adding  # noqa: SLF001  # Django's own word for it
    if not is_new and all(getattr(record, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(record, name, value)
    try:
        record.full_clean()
    except ValidationError as error:
        raise InvalidInputError.of(error) from error
    record.save()
    return True
