"""Taking articles in, and what becomes of them until they are read."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from courlan import normalize_url
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from proposals.announcements import announce, article_doubted, article_kept, article_received
from proposals.errors import AlreadyKeptError, InvalidInputError, RefusedError
from proposals.models import Article, Original, Outlet
from proposals.rights import Actor, require
from proposals.services import stories
from proposals.services.recording import recording
from proposals.services.stories import Signature
from proposals.vocabulary import ArticleState, Failure

ADDRESS_LIMIT = 2048
TITLE_LIMIT = 500
MAX_ATTEMPTS = 4
DESCRIBED = frozenset({"title", "outlet", "published_at"})
_is_web_address = URLValidator(schemes=["http", "https"])
# What files of other sorts begin with: PDF, ZIP (also .docx), PNG, JPEG, GIF, OLE (.doc), gzip.
_OTHER_FILES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
)


@dataclass(frozen=True)
class Arrival:
    """An article as it comes in: an address to be fetched, or its content as bytes, or both.

    ``content_type`` is a MIME type with an optional charset, such as ``text/html; charset=utf-8``;
    ``language`` is the sender's word for it, which counts where the text is too short to tell.
    """

    address: str = ""
    content: bytes | None = None
    content_type: str = "text/plain; charset=utf-8"
    title: str = ""
    outlet: Outlet | None = None
    published_at: datetime | None = None
    language: str = ""


@dataclass(frozen=True)
class Reading:
    """What was read from an article's content; ``language`` is empty where it isn't one of ours.

    By its ``signature``, where the text is long enough for one, near copies of it are found. The
    encoding may have been guessed, and some of the text be missing.
    """

    text: str
    language: str
    title: str = ""
    published_at: datetime | None = None
    signature: Signature | None = None
    is_charset_uncertain: bool = False
    is_incomplete: bool = False


def canonical(address: str) -> str:
    """Give the form of an address by which the same page is recognised."""
    return normalize_url(address, strict=False).split("#", 1)[0] if address else ""


def receive(*, arrival: Arrival, by: Actor, at: datetime) -> Article:
    """Take an article in; it is read, and fetched before where only its address is known, later.

    Raises InvalidInputError for what can't be an article, AlreadyKeptError for one that is there.
    """
    require(by, "add", "article")
    check_arrival(arrival)
    address = canonical(arrival.address)
    known = _same_address(address) if address else _same_bytes(arrival.content or b"")
    if known is not None:
        raise AlreadyKeptError(known)
    article = Article(
        address=arrival.address,
        canonical_address=address,
        title=arrival.title.strip(),
        outlet=arrival.outlet or outlet_at(arrival.address),
        published_at=arrival.published_at,
        language=arrival.language,
        received_at=at,
        state=ArticleState.WAITING if arrival.content is None else ArticleState.KEPT,
        due_at=at,
        sent_by_id=by.client_id,
    )
    try:
        with recording(by=by, at=at):
            _save_new(article, arrival)
    except IntegrityError:  # somebody else brought the same address in the same moment
        raise AlreadyKeptError(Article.objects.of_address(address).get()) from None
    return article


def _same_address(address: str) -> Article | None:
    return Article.objects.of_address(address).first()


def _same_bytes(content: bytes) -> Article | None:
    digest = hashlib.sha256(content).hexdigest()
    return Article.objects.filter(original__sha256=digest).first()


def _save_new(article: Article, arrival: Arrival) -> None:
    article.save()
    if arrival.content is None:
        announce(article_received, article_id=article.pk)
    else:
        _keep_original(article, arrival.content, arrival.content_type)
        announce(article_kept, article_id=article.pk)


def check_arrival(arrival: Arrival) -> None:
    """Refuse what can't be an article, with the reason beside the field at fault."""
    if arrival.content is not None:
        check_content(arrival.content)
    elif not arrival.address:
        message = _("Give the address of an article, its text or a file.")
        raise InvalidInputError(message, code="empty", fields={"address": [message]})
    if arrival.address:
        _check_address(arrival.address)
    if len(arrival.title.strip()) > TITLE_LIMIT:
        message = _("Give a title of at most %(limit)d characters.") % {"limit": TITLE_LIMIT}
        raise InvalidInputError(message, code="too_long", fields={"title": [message]})


def check_content(content: bytes, field: str = "content") -> None:
    """Refuse content that is empty, too large or no text."""
    code, message = "", ""
    if not content.strip():
        code, message = "empty", _("It is empty.")
    elif len(content) > settings.ARTICLE_LIMIT:
        limit = filesizeformat(settings.ARTICLE_LIMIT)
        code, message = "too_large", _("It is larger than %(limit)s.") % {"limit": limit}
    elif looks_binary(content):
        code, message = "not_text", _("It is neither plain text nor a web page.")
    if code:
        raise InvalidInputError(message, code=code, fields={field: [message]})


def looks_binary(content: bytes) -> bool:
    """Tell whether these bytes are no text in any encoding that newswires use."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, whose text is full of zero bytes
        return False
    return content.startswith(_OTHER_FILES) or b"\x00" in content[:65536]


def _check_address(address: str) -> None:
    try:
        _is_web_address(address)
        is_plain = "@" not in urlsplit(address).netloc
    except (ValidationError, ValueError):
        is_plain = False
    message = ""
    if not is_plain:
        message = _("Give a web address that starts with http:// or https://.")
    elif len(canonical(address)) > ADDRESS_LIMIT:  # as it is sent, other letters than ASCII encoded
        message = _("This address is too long to be fetched.")
    if message:
        raise InvalidInputError(message, code="bad_address", fields={"address": [message]})


def outlet_at(address: str) -> Outlet | None:
    """Find the outlet by the host of an address, with or without ``www.``"""
    host = (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
    return Outlet.objects.filter(host=host).first() if host else None


def lease(*, article_id: int, state: str, seconds: int, by: Actor, at: datetime) -> Article | None:
    """Take an article's next step for so many seconds; None where it isn't due or somebody has it.

    The attempt is counted before the work, so that an article that kills its worker is given up
    after MAX_ATTEMPTS instead of killing workers for ever.
    """
    require(by, "change", "article")
    with recording(by=by, at=at):
        article = (
            Article.objects.due(state, at=at)
            .select_for_update(skip_locked=True)
            .filter(pk=article_id)
            .first()
        )
        if article is None:
            return None
        if article.attempts >= MAX_ATTEMPTS:
            _give_up(article)
            return None
        article.attempts += 1
        article.leased_until = at + timedelta(seconds=seconds)
        article.save(update_fields=["attempts", "leased_until"])
    return article


def _give_up(article: Article) -> None:
    """End an article's step for good; one that was read stays as it was read."""
    if article.state == ArticleState.READ:
        _rest(article)
    else:
        _fail(article, Failure.BROKEN, "")


def _rest(article: Article) -> None:
    article.due_at = article.leased_until = None
    article.save(update_fields=["due_at", "leased_until"])


def keep_fetched(
    *, article: Article, content: bytes, content_type: str, by: Actor, at: datetime
) -> None:
    """Keep what the article's address answered; it waits to be read now."""
    require(by, "change", "article")
    with recording(by=by, at=at):
        if not _still_held(article):
            return
        _keep_original(article, content, content_type)
        article.state, article.fetched_at = ArticleState.KEPT, at
        article.failure = article.failure_detail = ""
        article.attempts, article.due_at, article.leased_until = 0, at, None
        article.save()
        announce(article_kept, article_id=article.pk)


def postpone(
    *, article: Article, until: datetime, by: Actor, at: datetime, is_attempt: bool = True
) -> None:
    """Let go of an article whose step failed for now, to be taken again later.

    Where the step was not even begun, it was no attempt.
    """
    require(by, "change", "article")
    with recording(by=by, at=at):
        if not _still_held(article):
            return
        article.due_at, article.leased_until = until, None
        article.attempts -= 0 if is_attempt else 1
        article.save(update_fields=["attempts", "due_at", "leased_until"])


def fail(*, article: Article, failure: Failure, detail: str = "", by: Actor, at: datetime) -> None:
    """Give an article up, with the reason; people can have it tried again."""
    require(by, "change", "article")
    with recording(by=by, at=at, why=str(failure.label)):
        if _still_held(article):
            _fail(article, failure, detail)


def _fail(article: Article, failure: Failure, detail: str) -> None:
    article.state, article.failure, article.failure_detail = (
        ArticleState.FAILED,
        failure,
        detail[:300],
    )
    article.due_at = article.leased_until = None
    article.save()


def try_again(*, article: Article, by: Actor, at: datetime) -> None:
    """Have an article that failed fetched again, or read again where its content is kept."""
    require(by, "change", "article")
    with recording(by=by, at=at):
        _lock(article)
        if article.state != ArticleState.FAILED:
            raise RefusedError(_("It did not fail, or somebody has it tried already."))
        kept = Original.objects.filter(article=article).exists()
        article.state = ArticleState.KEPT if kept else ArticleState.WAITING
        article.failure = article.failure_detail = ""
        article.attempts, article.due_at, article.leased_until = 0, at, None
        article.save()
        announce(article_kept if kept else article_received, article_id=article.pk)


def check_again(*, article: Article, by: Actor, at: datetime) -> None:
    """Have a page that was read looked for again; where it was corrected, a version follows.

    It is the newest version that is checked, whichever of them is named.
    """
    require(by, "change", "article")
    with recording(by=by, at=at):
        newest = Article.objects.newest_version_of(article)
        _lock(newest)
        if newest.state != ArticleState.READ or not newest.address:
            raise RefusedError(_("Only a page that was read can be fetched again."))
        newest.attempts, newest.due_at, newest.leased_until = 0, at, None
        newest.save(update_fields=["attempts", "due_at", "leased_until"])
        announce(article_doubted, article_id=newest.pk)


def keep_version(
    *, article: Article, content: bytes, content_type: str, by: Actor, at: datetime
) -> Article | None:
    """Keep what a page says by now as an article of its own, which follows the one that was read.

    Gives None where somebody else took the check over.
    """
    require(by, "change", "article")
    with recording(by=by, at=at, why=_("The page was corrected.")):
        if not _still_held(article):
            return None
        _rest(article)
        version = Article(
            address=article.address,
            canonical_address=article.canonical_address,
            outlet=article.outlet,
            language=article.language,
            previous_version=article,
            published_at=article.published_at,
            received_at=at,
            fetched_at=at,
            due_at=at,
            state=ArticleState.KEPT,
            sent_by=article.sent_by,
        )
        version.save()
        _keep_original(version, content, content_type)
        announce(article_kept, article_id=version.pk)
    return version


def leave_as_read(*, article: Article, by: Actor, at: datetime) -> None:
    """End the check of a page that says what it said, or says nothing by now."""
    require(by, "change", "article")
    with recording(by=by, at=at):
        if _still_held(article):
            _rest(article)


def give_content(
    *, article: Article, content: bytes, content_type: str, by: Actor, at: datetime
) -> None:
    """Give the text of an article that could not be fetched, pasted by a person."""
    require(by, "change", "article")
    check_content(content)
    with recording(by=by, at=at):
        _lock(article)
        if article.state == ArticleState.READ:
            raise RefusedError(_("It has been read already, and its text stays as it was."))
        keep_fetched(article=article, content=content, content_type=content_type, by=by, at=at)


def describe(*, article: Article, values: Mapping[str, Any], by: Actor, at: datetime) -> Article:
    """Put right what an article says about itself: its title, outlet, date of publication."""
    require(by, "change", "article")
    with recording(by=by, at=at):
        current = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        for name in DESCRIBED & set(values):
            setattr(current, name, values[name])
        current.save(update_fields=sorted(DESCRIBED))
    return current


def _lock(article: Article) -> None:
    """Bring an article up to date and keep others from it; call it inside ``recording``."""
    article.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))


def _still_held(article: Article) -> bool:
    """Lock an article and tell whether the lease with which it was worked on is still the last.

    Where it isn't, a person or another worker took the article over: what comes late is dropped.
    """
    lease_of_work = article.leased_until
    _lock(article)
    return article.leased_until == lease_of_work


def keep_text(*, article: Article, reading: Reading, by: Actor, at: datetime) -> None:
    """Keep the text that was read from an article's content, for good; note whose copy it is."""
    require(by, "change", "article")
    with recording(by=by, at=at):
        if not _still_held(article):
            return
        article.text, article.language = reading.text, reading.language or article.language
        article.text_sha256 = hashlib.sha256(" ".join(reading.text.split()).encode()).hexdigest()
        article.title = article.title or reading.title[:TITLE_LIMIT]
        article.published_at = article.published_at or reading.published_at
        article.is_charset_uncertain = reading.is_charset_uncertain
        article.is_incomplete = reading.is_incomplete
        article.state, article.due_at, article.leased_until = ArticleState.READ, None, None
        _save_in_its_story(article, reading.signature)


def _save_in_its_story(article: Article, signature: Signature | None) -> None:
    """Save an article that was read, as a copy where its story was told before."""
    stories.one_at_a_time()
    told = stories.likeness(article, signature)
    if told is not None:
        article.same_as, article.similarity = told.first, told.similarity
    article.save()
    if signature is not None:
        stories.remember(article, signature)


def _keep_original(article: Article, content: bytes, content_type: str) -> None:
    Original.objects.update_or_create(
        article=article,
        defaults={
            "content": content,
            "content_type": content_type[:200],
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )
