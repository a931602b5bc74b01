"""An article's way in: fetched, read, searched for proposals, tied to what is tracked."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from proposals.models import Article, Finding, Original
from proposals.rights import Actor
from proposals.services import articles
from proposals.services.findings import Sighting, carry_over, record_findings
from proposals.vocabulary import ArticleState, FindingState, FindingType
from tracker import extraction, fetching, linking, reading
from tracker.collecting import hosts

log = structlog.get_logger("mithaq.intake")

BY = Actor.of_system("intake")
LEASE_SECONDS = 120
# Minutes until an address that failed for now is tried again.
PAUSES = (1, 10, 60)
_WORD = re.compile(r"\w+")


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

    Without ``attaching``, what matches a tracked proposal is only suggested, however sure it is; so
    it is where the text's encoding is uncertain.
    """
    article = _leased(article_id, ArticleState.KEPT, at)
    if article is None:
        return []
    original = Original.objects.get(article=article)
    try:
        found = reading.read(bytes(original.content), original.content_type, _encoding_of(article))
    except reading.UnreadableError as fault:
        log.info("not read", article=article_id, failure=fault.failure)
        articles.fail(article=article, failure=fault.failure, detail=fault.detail, by=BY, at=at)
        return []
    seen = extraction.extract(found.text, found.language or article.language or None)
    with transaction.atomic():
        articles.keep_text(article=article, reading=found, by=BY, at=at)
        if article.state != ArticleState.READ:  # somebody else took it over
            return []
        is_sure = attaching and not article.is_charset_uncertain
        return _keep_what_is_new(article, seen, at, attaching=is_sure)


def check(*, article_id: int, at: datetime) -> Article | None:
    """Look for a page that was read once more; give the version that follows it, if it changed."""
    article = _leased(article_id, ArticleState.READ, at)
    if article is None:
        return None
    try:
        fetched = fetching.fetch(article.address, turn=hosts.polite(at))
        encoding = _encoding_of(article)
        says = reading.read(fetched.content, fetched.content_type, encoding).text
    except hosts.BusyError as busy:
        articles.postpone(article=article, until=busy.until, by=BY, at=at, is_attempt=False)
        return None
    except (fetching.FetchError, reading.UnreadableError) as fault:
        log.info("not checked", article=article_id, failure=fault.failure, detail=fault.detail)
        articles.leave_as_read(article=article, by=BY, at=at)
        return None
    if says.split() == article.text.split():
        articles.leave_as_read(article=article, by=BY, at=at)
        return None
    content, content_type = fetched.content, fetched.content_type
    return articles.keep_version(
        article=article, content=content, content_type=content_type, by=BY, at=at
    )


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


def _encoding_of(article: Article) -> str:
    return article.outlet.encoding if article.outlet else ""


def _note_fault(article: Article, fault: fetching.FetchError, at: datetime) -> None:
    if fault.is_passing and article.attempts <= len(PAUSES):
        pause = timedelta(minutes=PAUSES[article.attempts - 1])
        until = at + max(pause, timedelta(seconds=fault.retry_after))
        articles.postpone(article=article, until=until, by=BY, at=at)
    else:
        articles.fail(article=article, failure=fault.failure, detail=fault.detail, by=BY, at=at)


def _keep_what_is_new(
    article: Article, seen: Sequence[extraction.Finding], at: datetime, *, attaching: bool
) -> list[Finding]:
    """Keep what an article proposes or reports and its story did not yet, tied to what is tracked.

    In a copy, that is what the first article doesn't say; in a later version, nothing of which
    people were asked before, and on what they decided, the decision stands.
    """
    if article.previous_version is not None:
        known = _findings_before(article)
        seen = [one for one in seen if not _is_open(known.get(_said(one)))]
    elif article.same_as is not None:
        told, known = f" {_plain(article.same_as.text)} ", {}
        seen = [one for one in seen if f" {_plain(one.quote)} " not in told]
    else:
        known = {}
    sightings = [_sighting(found) for found in seen]
    findings = record_findings(article=article, sightings=sightings, by=BY, at=at)
    for finding, found in zip(findings, seen, strict=True):
        decided = known.get(_said(finding))
        if decided is not None:
            carry_over(finding=finding, decided=decided, by=BY, at=at)
        else:
            linking.link(finding=finding, seen=found, at=at, attaching=attaching)
    return findings


def _findings_before(article: Article) -> dict[tuple[str, str], Finding]:
    """Give what earlier versions said, by its words; of each, what was said of it last."""
    earlier, version = [], article.previous_version
    while version is not None:
        earlier.append(version.pk)
        version = version.previous_version
    found = Finding.objects.visible_to(BY).filter(article__in=earlier).order_by("article_id")
    return {_said(finding): finding for finding in found}


def _said(finding: Finding | extraction.Finding) -> tuple[str, str]:
    return finding.type, _plain(finding.quote)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(extraction.fold(text)))


def _is_open(finding: Finding | None) -> bool:
    return finding is not None and finding.state == FindingState.OPEN


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
