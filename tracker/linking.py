"""Ties a new finding to what is tracked: attached by itself if that is sure, else suggested."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from proposals.models import Evidence, Finding, Position, Proposal
from proposals.rights import Actor
from proposals.services.findings import attach, suggest
from proposals.status import CLOSED
from proposals.vocabulary import FindingState, Language
from tracker.extraction import Finding as Seen
from tracker.matching import Candidate, Match, Statement, match
from tracker.matching.matching import TOO_EARLY

BY = Actor.of_system("matching")
_PAIR = ("one", "other")
# With how many proposals between two parties a finding is compared: those of its kind first, then
# the newest. Of each, its title and the evidence that was told first stand for what it is.
_MOST_COMPARED, _MOST_EVIDENCE = 100, 2
_MOST_SUGGESTED = 5
_CLOSED_LATELY = timedelta(days=365)
_TITLES = tuple(f"title_{language}" for language in Language.values)


def link(*, finding: Finding, seen: Seen, at: datetime, attaching: bool = True) -> None:
    """Attach a finding to the open proposal that it surely speaks of, or suggest the likely ones.

    What extraction saw tells the pair of parties, which the record doesn't keep. A proposal that
    is closed, that is younger than the report, or of which the same article already speaks
    elsewhere, is suggested at most; without ``attaching``, so is every other.
    """
    if finding.state != FindingState.OPEN or len(set(seen.parties)) != len(_PAIR):
        return
    statement = _statement(finding, seen)
    known = {proposal.pk: proposal for proposal in _comparable(statement, at)}
    candidates = [_candidate(proposal, statement.language) for proposal in known.values()]
    matches = match(statement, candidates)
    likely = [one for one in matches if one.score >= settings.SUGGEST_SCORE][:_MOST_SUGGESTED]
    if not likely:
        return
    pairs = [(one, known[one.candidate.key]) for one in likely]
    suggest(finding=finding, candidates=[_told(*pair) for pair in pairs], by=BY, at=at)
    best, proposal = pairs[0]
    is_sure = best.score >= settings.ATTACH_SCORE and TOO_EARLY not in best.weighed
    if attaching and is_sure and _may_take(proposal, finding):
        attach(finding=finding, proposal=proposal, by=BY, at=at, score=best.score)


def _statement(finding: Finding, seen: Seen) -> Statement:
    """Give a finding as a statement, with what its article says around it."""
    others = Finding.objects.visible_to(BY).filter(article=finding.article_id)
    return Statement.at(
        finding.article.text,
        finding.start,
        finding.end,
        siblings=others.values_list("start", "end"),
        language=finding.article.language,
        type=finding.type,
        parties=frozenset(seen.parties),
        kind=finding.kind or None,
        proposer="both" if finding.is_mutual else seen.proposer,
        told_on=finding.article.told_on,
    )


def _comparable(statement: Statement, at: datetime) -> QuerySet[Proposal]:
    """Give the proposals that a statement may speak of, in three queries however many they are."""
    same_kind = Case(
        When(kind=statement.kind or "", then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    lately = Q(status_since__gte=at - _CLOSED_LATELY)
    return (
        Proposal.objects.visible_to(BY)
        .between(*sorted(statement.parties))
        .filter(~Q(status__in=CLOSED) | lately)
        .order_by(same_kind, "-proposed_on", "-id")
        .only("reference", "kind", "status", "proposed_on", "original_language", *_TITLES)
        .prefetch_related(_positions(), _evidence())[:_MOST_COMPARED]
    )


def _positions() -> Prefetch[str]:
    positions = Position.objects.visible_to(BY).select_related("party")
    return Prefetch("positions", positions.only("proposal_id", "is_proposer", "party__code"))


def _evidence() -> Prefetch[str]:
    order = ["dated_on", "id"]
    number = Window(RowNumber(), partition_by="proposal", order_by=order)
    first = Evidence.objects.visible_to(BY).alias(number=number).filter(number__lte=_MOST_EVIDENCE)
    told = first.select_related("article").order_by(*order)
    return Prefetch("evidence", told.only("proposal_id", "exact", "dated_on", "article__language"))


def _candidate(proposal: Proposal, language: str) -> Candidate[int]:
    positions = proposal.positions.all()
    proposers = [position.party.code for position in positions if position.is_proposer]
    parties = frozenset(position.party.code for position in positions)
    known = {
        "parties": parties,
        "kind": proposal.kind,
        "proposer": proposers[0] if len(proposers) == 1 else "both",
    }
    return Candidate(proposal.pk, parties, tuple(_statements(proposal, language, known)))


def _statements(proposal: Proposal, language: str, known: dict[str, Any]) -> Iterator[Statement]:
    """Give what is said of a proposal: its title, in one language if it can be, and evidence."""
    titles = {name: title for name, title in proposal.titles.items() if title}
    for name in [language] if language in titles else titles:
        yield Statement.titled(titles[name], name, told_on=proposal.proposed_on, **known)
    for one in proposal.evidence.all():
        yield Statement(
            language=one.article.language if one.article else proposal.original_language,
            text=one.exact,
            start=0,
            end=len(one.exact),
            told_on=one.dated_on,
            **known,
        )


def _may_take(proposal: Proposal, finding: Finding) -> bool:
    """Tell whether a finding may be attached by itself: an article speaks of a measure once."""
    if proposal.status in CLOSED:
        return False
    elsewhere = Evidence.objects.visible_to(BY).filter(
        proposal=proposal, article=finding.article_id
    )
    return not elsewhere.exclude(start=finding.start, end=finding.end).exists()


def _told(match: Match[int], proposal: Proposal) -> dict[str, Any]:
    return {
        "proposal": proposal.pk,
        "reference": proposal.reference,
        "score": round(match.score, 4),
        "why": match.why,
    }
