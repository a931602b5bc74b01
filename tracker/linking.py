"""Ties a new finding to what is tracked: attached by itself if that is sure, else suggested."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import IntegerField, Q, Value, Window
from django.db.models.functions import RowNumber

from proposals.models import Evidence, Finding, Position, Proposal
from proposals.querysets import ProposalQuerySet
from proposals.rights import Actor
from proposals.services.findings import attach, suggest
from proposals.services.references import pair_of
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
_READ = ("pk", "kind", "proposed_on", "original_language")
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
    matches = match(statement, _candidates(statement, at))
    likely = [one for one in matches if one.score >= settings.SUGGEST_SCORE][:_MOST_SUGGESTED]
    if not likely:
        return
    known = Proposal.objects.visible_to(BY).in_bulk([one.candidate.key for one in likely])
    pairs = [(one, known[one.candidate.key]) for one in likely]
    suggest(finding=finding, candidates=[_told(*pair) for pair in pairs], by=BY, at=at)
    best, proposal = pairs[0]
    fits = best.score >= settings.ATTACH_SCORE and TOO_EARLY not in best.weighed
    is_sure = fits and finding.confidence >= settings.ATTACH_CONFIDENCE
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


def _candidates(statement: Statement, at: datetime) -> list[Candidate[int]]:
    """Give the proposals that a statement may speak of, in four queries however many they are.

    Their rows are read as they are: as records, they would take longer than all the comparing.
    """
    keys = _comparable(statement, at)
    parties, evidence = _parties_of(keys), _evidence_of(keys)
    rows = Proposal.objects.visible_to(BY).filter(pk__in=keys).values_list(*_READ, *_TITLES)
    return [
        _candidate(row, parties[row[0]], evidence[row[0]], statement.language)
        for row in sorted(rows, key=lambda row: keys.index(row[0]))
    ]


def _comparable(statement: Statement, at: datetime) -> list[int]:
    """Give the numbers of those between a statement's parties, its kind and the newest first.

    Those of the two parties alone are found by their pair, those of more by being in ``Wider``.
    """
    lately = Q(status_since__gte=at - _CLOSED_LATELY)
    parties = sorted(statement.parties)
    tracked = Proposal.objects.visible_to(BY).filter(~Q(status__in=CLOSED) | lately)
    alone = tracked.filter(pair=pair_of(parties))
    wider = tracked.filter(wider__isnull=False).exclude(pair=pair_of(parties)).between(*parties)
    kind = statement.kind or ""
    parts = [
        _newest(rows, is_same)
        for rows in (alone, wider)
        for is_same, rows in ((0, rows.filter(kind=kind)), (1, rows.exclude(kind=kind)))
    ]
    found = parts[0].union(*parts[1:], all=True).order_by("other_kind", "-proposed_on", "-pk")
    return [pk for pk, *_order in found[:_MOST_COMPARED]]


def _newest(rows: ProposalQuerySet, other_kind: int) -> Any:
    """Give the newest of some proposals, with what all such parts together are put in order by."""
    marked = rows.annotate(other_kind=Value(other_kind, IntegerField()))
    order = marked.order_by("-proposed_on", "-pk")
    return order.values_list("pk", "proposed_on", "other_kind")[:_MOST_COMPARED]


def _parties_of(keys: list[int]) -> dict[int, list[tuple[str, bool]]]:
    """Give the code of each party of these proposals, and whether it proposes."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = Position.objects.visible_to(BY).filter(proposal__in=keys)
    for key, *party in rows.values_list("proposal_id", "party__code", "is_proposer"):
        found[key].append(tuple(party))
    return found


def _evidence_of(keys: list[int]) -> dict[int, list[tuple[str | None, str, date]]]:
    """Give of each of these proposals what was told first: language, words and day."""
    order = ["dated_on", "id"]
    number = Window(RowNumber(), partition_by="proposal", order_by=order)
    rows = Evidence.objects.visible_to(BY).filter(proposal__in=keys).alias(number=number)
    first = rows.filter(number__lte=_MOST_EVIDENCE).order_by(*order)
    found: dict[int, list[Any]] = defaultdict(list)
    for key, *told in first.values_list("proposal_id", "article__language", "exact", "dated_on"):
        found[key].append(tuple(told))
    return found


def _candidate(
    row: tuple[Any, ...],
    parties: list[tuple[str, bool]],
    evidence: list[tuple[str | None, str, date]],
    language: str,
) -> Candidate[int]:
    key, kind, proposed_on, original, *titles = row
    proposers = [code for code, is_proposer in parties if is_proposer]
    known = {
        "parties": frozenset(code for code, _is_proposer in parties),
        "kind": kind,
        "proposer": proposers[0] if len(proposers) == 1 else "both",
    }
    named = {name: title for name, title in zip(Language.values, titles, strict=True) if title}
    statements = [
        Statement.titled(named[name], name, told_on=proposed_on, **known)
        for name in ([language] if language in named else named)
    ] + [
        Statement(
            language=original if spoken is None else spoken,
            text=words,
            start=0,
            end=len(words),
            told_on=told_on,
            **known,
        )
        for spoken, words, told_on in evidence
    ]
    return Candidate(key, known["parties"], tuple(statements))


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
