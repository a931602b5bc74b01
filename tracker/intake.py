"""An article's way in: fetched, read, searched for proposals, tied to what is tracked."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from proposals.models import Article, Finding, Original
from proposals.rights import Actor
from proposals.services import articles
from proposals.services.findings import Sighting, record_findings
from proposals.vocabulary import ArticleState, FindingType
from tracker import extraction, fetching, linking, reading
from tracker.collecting import hosts

log = structlog.get_logger("mithaq.intake")

BY = Actor.of_system("intake")
LEASE_SECONDS = 120
# Minutes until an address that failed for now is tried again.
PAUSES = (1, 10, 60)


def fetch(*, article_id: int, at: datetime) -> None:
    """Fetch an article that waits for it, unless somebody else does."""
    article = _leased(article_id, ArticleState.WAITING, at)
    if article is None:
        return
    try:
        fetched = fetching.fetch(article.address, turn=hosts.polite(at))
    except hosts.BusyError as busy:
        articles.postpone(article=article, until=busy.until, by=BY, at=at, is_attempt=False)
    except fetching.FetchError as fault:
        log.info("not fetched", article=article_id, failure=fault.failure, detail=fault.detail)
        _note_fault(article, fault, at)
    else:
        articles.keep_fetched(
            article=article,
            content=fetched.content,
            content_type=fetched.content_type,
            by=BY,
            at=at,
        )


def read(*, article_id: int, at: datetime, attaching: bool = True) -> list[Finding]:
    """Read an article that is kept, and keep what is found in it; all of it or nothing.

    Without ``attaching``, what matches a tracked proposal is only suggested, however sure it is.
    """
    article = _leased(article_id, ArticleState.KEPT, at)
    if article is None:
        return []
    original = Original.objects.get(article=article)
    try:
        found = reading.read(bytes(original.content), original.content_type)
    except reading.UnreadableError as fault:
        log.info("not read", article=article_id, failure=fault.failure)
        articles.fail(article=article, failure=fault.failure, detail=fault.detail, by=BY, at=at)
        return []
    with transaction.atomic():
        articles.keep_text(article=article, reading=found, by=BY, at=at)
        return _search(article, at, attaching=attaching) if article.same_as is None else []


def take_in(
    *, arrival: articles.Arrival, by: Actor, clock: Callable[[], datetime]
) -> tuple[Article, list[Finding]]:
    """Take an article in and do its whole way at once, for those who wait for the result."""
    article = articles.receive(arrival=arrival, by=by, at=clock())
    if article.state == ArticleState.WAITING:
        fetch(article_id=article.pk, at=clock())
    findings = read(article_id=article.pk, at=clock())
    article.refresh_from_db()
    return article, findings


def _leased(article_id: int, state: ArticleState, at: datetime) -> Article | None:
    return articles.lease(article_id=article_id, state=state, seconds=LEASE_SECONDS, by=BY, at=at)


def _note_fault(article: Article, fault: fetching.FetchError, at: datetime) -> None:
    if fault.is_passing and article.attempts <= len(PAUSES):
        pause = timedelta(minutes=PAUSES[article.attempts - 1])
        until = at + max(pause, timedelta(seconds=fault.retry_after))
        articles.postpone(article=article, until=until, by=BY, at=at)
    else:
        articles.fail(article=article, failure=fault.failure, detail=fault.detail, by=BY, at=at)


def _search(article: Article, at: datetime, *, attaching: bool) -> list[Finding]:
    """Find what an article proposes or reports, and tie it to what is tracked."""
    seen = extraction.extract(article.text, article.language or None)
    findings = record_findings(
        article=article, sightings=[_sighting(found) for found in seen], by=BY, at=at
    )
    for finding, found in zip(findings, seen, strict=True):
        linking.link(finding=finding, seen=found, at=at, attaching=attaching)
    return findings


def _sighting(found: extraction.Finding) -> Sighting:
    """Give what was found in the record's words: "both" becomes the article's two parties."""
    is_mutual = found.proposer == "both"
    pair = (*found.parties, None, None)
    return Sighting(
        type=FindingType(found.type),
        start=found.start,
        end=found.end,
        quote=found.quote,
        confidence=found.confidence,
        kind=found.kind or "",
        act=found.act or "",
        status=found.status or "",
        proposer=pair[0] if is_mutual else found.proposer,
        addressee=pair[1] if is_mutual else found.addressee,
        is_mutual=is_mutual,
        voice=found.voice,
        speaker=found.speaker,
        why=found.why,
    )
