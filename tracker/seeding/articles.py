"""The demo's articles: taken in and read as any other, and decided on as its labels say.

What extraction finds is looked up by its overlap with the labelled quotes. A label that it misses
becomes a finding made by hand, so that the story always holds.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from proposals.models import Article, Finding
from proposals.rights import Actor
from proposals.services import articles, findings
from proposals.vocabulary import DismissalReason, Failure, FindingState, FindingType, Voice
from tracker import intake
from tracker.seeding import timeline
from tracker.seeding.known import SEEDING, Known
from tracker.seeding.library import DemoArticle, Label
from tracker.seeding.timeline import Event

# How sure a finding made by hand is, and how alike a proposal that it is attached to, or may be.
CONFIDENCE, ATTACHED_SCORE, LIKELY_SCORE = 0.9, 0.9, 0.75
# Newspapers print before offices open.
PRINTED_BEFORE = timedelta(hours=2)


def arrivals(known: Known, article: DemoArticle) -> Iterator[Event]:
    """Give the event of an article's arrival."""
    yield Event(article.received, partial(_arrive, known, article))


def decisions(known: Known, article: DemoArticle) -> Iterator[Event]:
    """Give the events of what people decided on an article beside its proposals."""
    for label in article.labels:
        if label.dismissed is not None:
            yield Event(label.dismissed.ago, partial(_dismiss, known, article, label))
    if article.reviewed is not None:
        yield Event(article.reviewed.ago, partial(_clear, known, article))


def _arrive(known: Known, article: DemoArticle, at: datetime) -> None:
    arrival = articles.Arrival(
        address=article.address,
        content=article.text.encode() or None,
        title=article.title,
        outlet=known.outlets[article.outlet],
        published_at=_printed(article, known.at) if article.published else None,
    )
    kept = articles.receive(arrival=arrival, by=known.actor(article.by), at=at)
    if article.failure:
        articles.fail(article=kept, failure=Failure(article.failure), by=intake.BY, at=at)
        return
    intake.read(article_id=kept.pk, at=at, attaching=not article.is_left_open)
    kept.refresh_from_db()
    found = set(Finding.objects.filter(article=kept))
    for label in article.labels:
        finding = overlapping(label, kept.text, found) or _by_hand(kept, label, at)
        found.discard(finding)
        known.findings[f"{article.key}/{label.key}"] = finding
        if label.is_attached:
            _attach_by_itself(known, finding, label, at)
        elif label.about:
            _suggest_by_hand(known, finding, label, at)


def _printed(article: DemoArticle, at: datetime) -> datetime:
    return timeline.opening(article.published, at=at) - PRINTED_BEFORE


def overlapping(label: Label, text: str, found: Iterable[Finding]) -> Finding | None:
    """Give the finding of a label's type that shares most of its words."""
    start = text.index(label.quote)
    end = start + len(label.quote)
    shared = {
        finding: min(end, finding.end) - max(start, finding.start)
        for finding in found
        if finding.type == _type(label) and finding.start < end and start < finding.end
    }
    return max(shared, key=shared.__getitem__, default=None)


def _type(label: Label) -> FindingType:
    return FindingType.UPDATE if label.status else FindingType.PROPOSAL


def _by_hand(article: Article, label: Label, at: datetime) -> Finding:
    """Keep a label as a finding, as a person would who marks the words."""
    start = article.text.index(label.quote)
    sighting = findings.Sighting(
        type=_type(label),
        start=start,
        end=start + len(label.quote),
        quote=label.quote,
        confidence=CONFIDENCE,
        kind=label.kind,
        act=label.act,
        status=label.status,
        proposer=label.proposer,
        addressee=label.addressee,
        is_mutual=label.act == "agrees",
        voice=label.voice,
        speaker=label.speaker or label.proposer if label.voice == Voice.OFFICIAL else None,
        why={"by_hand": label.key},
    )
    return findings.record_findings(article=article, sightings=[sighting], by=SEEDING, at=at)[0]


def _attach_by_itself(known: Known, finding: Finding, label: Label, at: datetime) -> None:
    """Have matching attach a finding where it did not do so itself."""
    proposal = known.proposals[label.about]
    finding.refresh_from_db()
    if finding.proposal_id != proposal.pk:
        free(finding, by=SEEDING, at=at)
        findings.attach(
            finding=finding, proposal=proposal, by=intake.BY, at=at, score=ATTACHED_SCORE
        )


def _suggest_by_hand(known: Known, finding: Finding, label: Label, at: datetime) -> None:
    """Name the proposal that a label means among the likely ones where matching did not."""
    finding.refresh_from_db()
    proposal = known.proposals[label.about].pk
    if all(candidate["proposal"] != proposal for candidate in finding.candidates):
        likely = {"proposal": proposal, "score": LIKELY_SCORE, "why": {"by_hand": label.key}}
        findings.suggest(
            finding=finding, candidates=[*finding.candidates, likely], by=SEEDING, at=at
        )


def free(finding: Finding, *, by: Actor, at: datetime) -> None:
    """Take a finding off what matching attached it to by itself."""
    finding.refresh_from_db()
    if finding.state == FindingState.ATTACHED:
        findings.undo(finding=finding, by=by, at=at)


def _dismiss(known: Known, article: DemoArticle, label: Label, at: datetime) -> None:
    if label.dismissed is None:
        return
    details = label.dismissed.details
    finding = known.findings[f"{article.key}/{label.key}"]
    by = known.actor(label.dismissed.by)
    free(finding, by=by, at=at)
    findings.dismiss(
        finding=finding, reason=details["reason"], by=by, at=at, note=details.get("note", "")
    )


def _clear(known: Known, article: DemoArticle, at: datetime) -> None:
    """Dismiss what no label means: the words of a labelled finding twice, or no measure at all."""
    if article.reviewed is None:
        return
    by = known.actor(article.reviewed.by)
    labelled = {known.findings[f"{article.key}/{label.key}"].pk for label in article.labels}
    kept = Finding.objects.filter(article__address=article.address)
    quotes = [finding for finding in kept if finding.pk in labelled]
    for finding in kept.exclude(pk__in=labelled).exclude(state=FindingState.DISMISSED):
        free(finding, by=by, at=at)
        is_double = any(finding.start < one.end and one.start < finding.end for one in quotes)
        reason = DismissalReason.REPEATED if is_double else DismissalReason.NOT_CONCRETE
        findings.dismiss(finding=finding, reason=reason, by=by, at=at)
