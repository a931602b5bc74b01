"""Keeping findings, and deciding on them: accept, attach, dismiss, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from proposals.announcements import announce, proposal_changed
from proposals.errors import InvalidInputError, NotAllowedError, RefusedError
from proposals.models import Article, Finding, Party, Proposal
from proposals.models.findings import DECIDED_WITH_PROPOSAL
from proposals.rights import PARTNER, Actor, require, require_decision, require_finding
from proposals.services.parts import attach_quote, put_back, take_off
from proposals.services.proposals import Draft, create, locked, read_version
from proposals.services.recording import recording
from proposals.vocabulary import (
    Act,
    DismissalReason,
    FindingState,
    FindingType,
    Kind,
    Voice,
)


@dataclass(frozen=True)
class Sighting:
    """What extraction saw in an article, in the record's words; parties by their codes."""

    type: FindingType
    start: int
    end: int
    quote: str
    confidence: float
    kind: str = ""
    act: str = ""
    status: str = ""
    proposer: str | None = None
    addressee: str | None = None
    is_mutual: bool = False
    voice: str = Voice.UNNAMED
    speaker: str | None = None
    why: Mapping[str, Any] = field(default_factory=dict)


def record_findings(
    *, article: Article, sightings: Sequence[Sighting], by: Actor, at: datetime
) -> list[Finding]:
    """Keep what was found in an article; what is already there stays as it is."""
    require_finding(by, article)
    codes = {code for sighting in sightings for code in _codes(sighting)}
    parties = {party.code: party for party in Party.objects.filter(code__in=codes)}
    with recording(by=by, at=at):
        return [
            Finding.objects.get_or_create(
                article=article,
                type=sighting.type,
                start=sighting.start,
                end=sighting.end,
                defaults=_values(sighting, parties, at),
            )[0]
            for sighting in sightings
        ]


def mark(*, article: Article, start: int, end: int, by: Actor, at: datetime) -> Finding:
    """Keep words of an article that extraction missed, without the white space around them.

    ``start`` and ``end`` count code points. Words that were found before give that finding.
    """
    quote = article.text[start:end]
    if not quote.strip():
        message = _("Mark the words that say it.")
        raise InvalidInputError(message, fields={"start": [message]})
    start += len(quote) - len(quote.lstrip())
    sighting = Sighting(
        type=FindingType.PROPOSAL,
        start=start,
        end=start + len(quote.strip()),
        quote=quote.strip(),
        confidence=1.0,
        kind=Kind.OTHER,
        act=Act.PROPOSES,
        why={"by_hand": by.name},
    )
    (finding,) = record_findings(article=article, sightings=[sighting], by=by, at=at)
    return finding


def _codes(sighting: Sighting) -> set[str]:
    return {code for code in (sighting.proposer, sighting.addressee, sighting.speaker) if code}


def _values(sighting: Sighting, parties: Mapping[str, Party], at: datetime) -> dict[str, Any]:
    return {
        "quote": sighting.quote,
        "kind": sighting.kind,
        "act": sighting.act,
        "status": sighting.status,
        "proposer": parties.get(sighting.proposer or ""),
        "addressee": parties.get(sighting.addressee or ""),
        "is_mutual": sighting.is_mutual,
        "voice": sighting.voice,
        "speaker": parties.get(sighting.speaker or "")
        if sighting.voice == Voice.OFFICIAL
        else None,
        "confidence": sighting.confidence,
        "why": dict(sighting.why),
        "found_at": at,
    }


def suggest(
    *, finding: Finding, candidates: Sequence[Mapping[str, Any]], by: Actor, at: datetime
) -> None:
    """Keep the likely existing proposals of a finding: ``{"proposal", "score", "why"}`` each."""
    require(by, "change", "finding")
    if by.client_id is not None:  # candidates name proposals that a partner may not see
        raise NotAllowedError(_("You may not do this."))
    with recording(by=by, at=at):
        finding.candidates = [dict(candidate) for candidate in candidates]
        finding.save(update_fields=["candidates"])


def accept(*, finding: Finding, draft: Draft, by: Actor, at: datetime) -> Proposal:
    """Make a finding a new proposal, with its words as the first, confirmed evidence."""
    with recording(by=by, at=at):
        current = _open(finding, by)
        proposal = create(draft=draft, by=by, at=at)
        evidence = attach_quote(proposal=proposal, finding=current, by=by, at=at)
        _show_stances(proposal, evidence.pk)
        _decide(current, FindingState.ACCEPTED, by, at, proposal=proposal)
        read_version(proposal)
    return proposal


def attach(
    *,
    finding: Finding,
    proposal: Proposal,
    by: Actor,
    at: datetime,
    score: float | None = None,
) -> Proposal:
    """Make a finding's words evidence of an existing proposal."""
    with recording(by=by, at=at):
        current = _open(finding, by)
        kept = locked(proposal=proposal, by=by)
        attach_quote(proposal=kept, finding=current, by=by, at=at, score=score)
        _decide(current, FindingState.ATTACHED, by, at, proposal=kept)
        announce(proposal_changed, proposal_id=kept.pk)
        read_version(kept)
    return kept


def carry_over(*, finding: Finding, decided: Finding, by: Actor, at: datetime) -> Finding:
    """Let what was decided on the same words of an earlier version stand for a later one too.

    No evidence is added: it stays with the version on which the decision was made.
    """
    with recording(by=by, at=at, why=_("Decided on an earlier version.")):
        current = _open(finding, by)
        current.dismissal = decided.dismissal
        is_tied = decided.state in DECIDED_WITH_PROPOSAL
        current.state = FindingState.ATTACHED if is_tied else decided.state
        current.proposal, current.is_automatic = decided.proposal, decided.is_automatic
        current.decided_at, current.decided_by = decided.decided_at, decided.decided_by
        current.save()
    return current


def dismiss(*, finding: Finding, reason: str, by: Actor, at: datetime, note: str = "") -> Finding:
    """Decide that a finding is no proposal, for one of the reasons of ``DismissalReason``."""
    if reason not in DismissalReason.values:
        message = _("Choose why it is dismissed.")
        raise InvalidInputError(message, code="no_reason", fields={"reason": [message]})
    with recording(by=by, at=at, why=note):
        current = _open(finding, by)
        current.dismissal = DismissalReason(reason)
        _decide(current, FindingState.DISMISSED, by, at)
    return current


def undo(*, finding: Finding, by: Actor, at: datetime) -> Finding:
    """Take back the dismissal or attachment of a finding.

    A proposal that was made of it stays, since references have no gaps: withdraw it instead. What a
    person decided, no partner's system takes back.
    """
    require_decision(by, finding)
    with recording(by=by, at=at):
        current = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        if by.role == PARTNER and not current.is_automatic and current.decided_at:
            raise NotAllowedError(_("A person decided on it."))
        if current.state == FindingState.ACCEPTED:
            raise RefusedError(_("It became a proposal; withdraw that one instead."))
        if current.state == FindingState.ATTACHED and current.proposal:
            proposal = locked(proposal=current.proposal, by=by)
            put_back(current)
            _take_its_quote_off(current, proposal)
            announce(proposal_changed, proposal_id=proposal.pk)
        else:
            put_back(current)
    return current


def _take_its_quote_off(finding: Finding, proposal: Proposal) -> None:
    """Delete a finding's evidence, unless another finding of the same words still stands on it."""
    place = {"article": finding.article_id, "start": finding.start, "end": finding.end}
    if not Finding.objects.filter(proposal=proposal, **place).exists():
        for evidence in proposal.evidence.filter(**place):
            take_off(evidence, proposal)


def _open(finding: Finding, by: Actor) -> Finding:
    """Lock a finding that waits for a decision; refuse one that somebody decided meanwhile."""
    require_decision(by, finding)
    current = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if current.state != FindingState.OPEN:
        raise RefusedError(
            _("%(who)s already decided on it: %(decision)s.")
            % {"who": current.decided_by, "decision": current.get_state_display()},
            code="already_decided",
        )
    return current


def _decide(
    finding: Finding,
    state: FindingState,
    by: Actor,
    at: datetime,
    proposal: Proposal | None = None,
) -> None:
    finding.state, finding.proposal = state, proposal
    finding.decided_at, finding.decided_by = at, by.name
    finding.is_automatic = not by.is_staff
    finding.save()


def _show_stances(proposal: Proposal, evidence_id: int) -> None:
    """Make the first evidence the statement that shows the proposers' positions."""
    for position in proposal.positions.filter(is_proposer=True):
        position.statement_id = evidence_id
        position.save()
