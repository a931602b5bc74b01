"""Taking articles in, and what becomes of them until they are read."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis.provisional import urls
from pytest_django import Settings

from proposals.announcements import article_kept, article_received
from proposals.errors import AlreadyKeptError, InvalidInputError, NotAllowedError, RefusedError
from proposals.models import Article, Change, Original, Outlet
from proposals.rights import Actor
from proposals.services import articles
from proposals.services.articles import MAX_ATTEMPTS, Arrival, Reading, canonical, lease
from proposals.services.records import keep
from proposals.vocabulary import ArticleState, Failure

ADDRESS = "https://news.example/politics/1?utm_source=x&id=7#top"
type Commit = Callable[..., Any]
type Newest = Callable[[], Change]


def receive(by: Actor, at: datetime, **arrival: Any) -> Article:
    return articles.receive(arrival=Arrival(**arrival), by=by, at=at)


def leased(article: Article, state: str, at: datetime, seconds: int = 60) -> Article | None:
    by = Actor.of_system("worker")
    return lease(article_id=article.pk, state=state, seconds=seconds, by=by, at=at)


# Arriving


def test_an_address_waits_to_be_fetched(officer: Actor, at: datetime, last_change: Newest) -> None:
    article = receive(officer, at, address=ADDRESS, title=" A meeting ")

    assert (article.state, article.due_at, article.received_at) == ("waiting", at, at)
    assert (article.address, article.title) == (ADDRESS, "A meeting")
    assert article.canonical_address == "https://news.example/politics/1?id=7"
    assert last_change().actor == officer.key
    assert last_change().subject_id == article.pk


def test_content_is_kept_as_it_was_received(officer: Actor, at: datetime) -> None:
    content = "نص المقال".encode("windows-1256")
    content_type = "text/html; charset=windows-1256"
    article = receive(officer, at, content=content, content_type=content_type)

    original = Original.objects.get(article=article)
    assert (bytes(original.content), original.content_type) == (content, content_type)
    assert original.sha256 == hashlib.sha256(content).hexdigest()
    assert (article.state, article.text, article.due_at) == ("kept", "", at)


def test_content_with_an_address_need_not_be_fetched(officer: Actor, at: datetime) -> None:
    article = receive(officer, at, address=ADDRESS, content=b"Some words")

    assert (article.state, article.address) == ("kept", ADDRESS)


def test_the_outlet_is_known_by_the_host(officer: Actor, system: Actor, at: datetime) -> None:
    outlet = Outlet(name_en="News", host="WWW.News.example ")
    keep(outlet, by=system, at=at)

    assert outlet.host == "news.example"
    for address in ("https://news.example/1", "http://www.news.example/2"):
        assert receive(officer, at, address=address).outlet == outlet
    assert receive(officer, at, address="https://sport.news.example/1").outlet is None
    assert receive(officer, at, content=b"Pasted").outlet is None


def test_an_outlet_that_is_named_is_taken(officer: Actor, system: Actor, at: datetime) -> None:
    agency = Outlet(name_en="Agency")
    keep(agency, by=system, at=at)

    assert receive(officer, at, address=ADDRESS, outlet=agency).outlet == agency


def test_what_a_partner_sends_is_known_as_its_own(partner: Actor, at: datetime) -> None:
    article = receive(partner, at, address=ADDRESS)

    assert article.sent_by_id == partner.client_id
    assert list(Article.objects.visible_to(partner)) == [article]


def test_a_reader_brings_none(reader: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowedError):
        receive(reader, at, address=ADDRESS)


@pytest.mark.parametrize(
    ("arrival", "signal"),
    [({"address": ADDRESS}, article_received), ({"content": b"Some words"}, article_kept)],
)
def test_an_arrival_is_announced_once_it_is_committed(
    officer: Actor,
    at: datetime,
    arrival: dict[str, Any],
    signal: object,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        article = receive(officer, at, **arrival)
        assert announced == []

    assert announced == [(signal, {"article_id": article.pk})]


# What is no article


def content_of(kind: str, limit: int) -> bytes:
    return {
        "nothing": b"",
        "blanks": b" \r\n\t ",
        "too much": b"x" * (limit + 1),
        "a PDF": b"%PDF-1.7 ...",
        "a Word file": b"PK\x03\x04word/document.xml",
        "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1",
        "a picture": b"\x89PNG\r\n",
        "a photo": b"\xff\xd8\xff\xe0",
        "an animation": b"GIF89a",
        "a gzip": b"\x1f\x8b\x08",
        "a program": b"MZ\x90\x00\x03\x00\x00\x00",
    }[kind]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("nothing", "empty"),
        ("blanks", "empty"),
        ("too much", "too_large"),
        ("a PDF", "not_text"),
        ("a Word file", "not_text"),
        ("an old Word file", "not_text"),
        ("a picture", "not_text"),
        ("a photo", "not_text"),
        ("an animation", "not_text"),
        ("a gzip", "not_text"),
        ("a program", "not_text"),
    ],
)
def test_content_that_is_no_article_is_refused_with_the_reason(
    officer: Actor, at: datetime, settings: Settings, kind: str, code: str
) -> None:
    settings.ARTICLE_LIMIT = 1000
    with pytest.raises(InvalidInputError) as refused:
        receive(officer, at, content=content_of(kind, 1000))
    assert refused.value.code == code
    assert refused.value.fields == {"content": refused.value.messages}
    assert not Article.objects.exists()


def test_an_article_may_be_as_large_as_the_limit(
    officer: Actor, at: datetime, settings: Settings
) -> None:
    settings.ARTICLE_LIMIT = 1000

    assert receive(officer, at, content=b"x" * 1000).state == ArticleState.KEPT


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "windows-1256"])
def test_text_in_a_newswires_encoding_is_text(officer: Actor, at: datetime, encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""

    assert receive(officer, at, content=mark + "اجتماع في بغداد".encode(encoding)).pk


@pytest.mark.parametrize(
    "address",
    [
        "news.example/1",
        "ftp://news.example/1",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@news.example/1",
        "https://[news.example/1",
        "https://news.example/" + "x" * 2048,
        "https://news.example/" + "خبر" * 200,  # 600 letters, six times as many once encoded
        "https://news example/1",
    ],
)
def test_what_is_no_web_address_is_refused_beside_its_field(
    officer: Actor, at: datetime, address: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        receive(officer, at, address=address)
    assert (refused.value.code, list(refused.value.fields)) == ("bad_address", ["address"])
    assert not Article.objects.exists()


def test_neither_address_nor_content_is_nothing(officer: Actor, at: datetime) -> None:
    with pytest.raises(InvalidInputError) as refused:
        receive(officer, at, title="Only a title")
    assert (refused.value.code, list(refused.value.fields)) == ("empty", ["address"])


def test_a_title_that_does_not_fit_is_refused_not_cut(officer: Actor, at: datetime) -> None:
    assert receive(officer, at, content=b"One", title="x" * 500).title == "x" * 500
    with pytest.raises(InvalidInputError) as refused:
        receive(officer, at, content=b"Two", title="x" * 501)
    assert (refused.value.code, list(refused.value.fields)) == ("too_long", ["title"])


# The same again


@pytest.mark.parametrize(
    "again",
    [
        ADDRESS,
        "https://news.example/politics/1?id=7",
        "https://NEWS.example/politics/1?id=7&utm_campaign=y",
        "https://news.example:443/politics/1?id=7#comments",
    ],
)
def test_the_same_page_is_kept_once_however_it_is_written(
    officer: Actor, head: Actor, at: datetime, again: str
) -> None:
    first = receive(officer, at, address=ADDRESS, title="A meeting")

    with pytest.raises(AlreadyKeptError, match="A meeting") as refused:
        receive(head, at, address=again)
    assert refused.value.article == first
    assert refused.value.code == "already_kept"


def test_the_same_bytes_are_kept_once(officer: Actor, at: datetime) -> None:
    first = receive(officer, at, content=b"The whole story", title="Story")

    with pytest.raises(AlreadyKeptError) as refused:
        receive(officer, at, content=b"The whole story")
    assert refused.value.article == first
    assert receive(officer, at, content=b"Another story").pk != first.pk


@given(urls())
def test_the_canonical_form_is_a_form_of_itself(address: str) -> None:
    once = canonical(address)

    assert canonical(once) == once
    assert "#" not in once


def test_no_address_has_no_canonical_form() -> None:
    assert canonical("") == ""


# Waiting and taking turns


def test_a_lease_keeps_others_away_until_it_ends(waiting: Article, at: datetime) -> None:
    taken = leased(waiting, "waiting", at, seconds=60)

    assert taken is not None
    assert (taken.attempts, taken.leased_until) == (1, at + timedelta(seconds=60))
    assert leased(waiting, "waiting", at + timedelta(seconds=60)) is None
    again = leased(waiting, "waiting", at + timedelta(seconds=61))
    assert again is not None
    assert again.attempts == 2


@pytest.mark.parametrize("state", ["kept", "read", "failed"])
def test_a_step_that_is_not_its_own_is_not_taken(
    waiting: Article, at: datetime, state: str
) -> None:
    assert leased(waiting, state, at) is None


def test_an_article_is_not_taken_before_it_is_due(
    waiting: Article, system: Actor, at: datetime
) -> None:
    later = at + timedelta(minutes=10)
    articles.postpone(article=waiting, until=later, by=system, at=at)

    assert leased(waiting, "waiting", later - timedelta(seconds=1)) is None
    assert leased(waiting, "waiting", later) is not None


def test_postponing_lets_go_of_the_lease(waiting: Article, system: Actor, at: datetime) -> None:
    taken = leased(waiting, "waiting", at, seconds=3600)
    assert taken is not None
    articles.postpone(article=taken, until=at, by=system, at=at)

    assert leased(waiting, "waiting", at) is not None


def test_an_article_that_kills_its_workers_is_given_up(waiting: Article, at: datetime) -> None:
    for attempt in range(MAX_ATTEMPTS):
        assert leased(waiting, "waiting", at + timedelta(hours=attempt)) is not None

    assert leased(waiting, "waiting", at + timedelta(hours=9)) is None
    waiting.refresh_from_db()
    assert (waiting.state, waiting.failure, waiting.due_at) == ("failed", Failure.BROKEN, None)


def test_taking_turns_is_no_entry_of_the_history(waiting: Article, at: datetime) -> None:
    entries = Change.objects.count()
    leased(waiting, "waiting", at)

    assert Change.objects.count() == entries


def test_a_missing_article_is_nobodys_turn(db: None, at: datetime) -> None:
    by = Actor.of_system("worker")

    assert lease(article_id=404, state="waiting", seconds=9, by=by, at=at) is None


# Fetched


def test_what_was_fetched_waits_to_be_read(
    waiting: Article,
    system: Actor,
    at: datetime,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    taken, later = leased(waiting, "waiting", at), at + timedelta(seconds=5)
    assert taken is not None
    with django_capture_on_commit_callbacks(execute=True):
        articles.keep_fetched(
            article=taken, content=b"<p>Words", content_type="text/html", by=system, at=later
        )

    kept = Article.objects.get()
    assert (kept.state, kept.fetched_at, kept.due_at) == ("kept", later, later)
    assert (kept.attempts, kept.leased_until) == (0, None)
    assert bytes(kept.original.content) == b"<p>Words"
    assert announced == [(article_kept, {"article_id": kept.pk})]


def test_a_content_type_may_be_as_long_as_servers_write(
    waiting: Article, system: Actor, at: datetime
) -> None:
    articles.keep_fetched(
        article=waiting, content=b"x", content_type="text/html;" * 90, by=system, at=at
    )

    assert len(Original.objects.get().content_type) == 200


def test_who_lost_the_lease_comes_too_late(
    waiting: Article, officer: Actor, system: Actor, at: datetime
) -> None:
    """A person pasted the text while a worker was still fetching it."""
    worked_on = leased(waiting, "waiting", at)
    assert worked_on is not None
    articles.give_content(
        article=waiting, content=b"Pasted", content_type="text/plain", by=officer, at=at
    )

    articles.keep_fetched(article=worked_on, content=b"x", content_type="", by=system, at=at)
    worked_on.leased_until = at + timedelta(seconds=60)
    articles.postpone(article=worked_on, until=at + timedelta(days=1), by=system, at=at)
    worked_on.leased_until = at + timedelta(seconds=60)
    articles.fail(article=worked_on, failure=Failure.TOO_SLOW, by=system, at=at)
    worked_on.leased_until = at + timedelta(seconds=60)
    articles.keep_text(article=worked_on, reading=Reading("x", "en"), by=system, at=at)

    kept = Article.objects.get()
    assert (kept.state, kept.due_at, kept.text) == ("kept", at, "")
    assert bytes(kept.original.content) == b"Pasted"


def test_what_a_person_put_right_meanwhile_stays(
    waiting: Article, officer: Actor, system: Actor, at: datetime
) -> None:
    worked_on = leased(waiting, "waiting", at)
    assert worked_on is not None
    articles.describe(article=waiting, values={"title": "Mine"}, by=officer, at=at)
    articles.keep_text(
        article=worked_on, reading=Reading("Words", "en", "Theirs"), by=system, at=at
    )

    assert Article.objects.get().title == "Mine"


# Read


def test_the_text_is_kept_for_good(
    waiting: Article, system: Actor, at: datetime, last_change: Newest
) -> None:
    reading = Reading("متن خبر", "fa", title="خبر", published_at=at - timedelta(days=1))
    articles.keep_text(article=waiting, reading=reading, by=system, at=at)

    kept = Article.objects.get()
    assert (kept.state, kept.text, kept.language) == ("read", "متن خبر", "fa")
    assert (kept.title, kept.published_at) == ("خبر", at - timedelta(days=1))
    assert (kept.due_at, kept.same_as) == (None, None)
    assert "text" not in last_change().fields  # too long for a line of the history
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        articles.keep_text(article=kept, reading=Reading("else", "fa"), by=system, at=at)


def test_what_a_person_entered_counts_more_than_what_was_read(
    officer: Actor, system: Actor, at: datetime
) -> None:
    told = at - timedelta(days=3)
    article = receive(officer, at, content=b"Words", title="Mine", published_at=told)
    articles.keep_text(
        article=article, reading=Reading("Words", "en", "Theirs", at), by=system, at=at
    )

    assert (article.title, article.published_at) == ("Mine", told)


def test_a_title_that_was_read_is_cut_to_fit(waiting: Article, system: Actor, at: datetime) -> None:
    reading = Reading("Words", "en", title="x" * 900)
    articles.keep_text(article=waiting, reading=reading, by=system, at=at)

    assert Article.objects.get().title == "x" * 500


def test_a_copy_points_to_the_first_of_its_text(
    make_article: Callable[..., Article], system: Actor, at: datetime
) -> None:
    first = make_article("The whole story.")
    copies = [
        receive(system, at, address=f"https://mirror.example/{number}") for number in range(2)
    ]
    for copy in copies:
        reading = Reading("The  whole\nstory.", "en")  # other white space, the same words
        articles.keep_text(article=copy, reading=reading, by=system, at=at)

    assert [copy.same_as for copy in copies] == [first, first]
    assert set(first.copies.all()) == set(copies)


def test_reading_again_makes_no_copy_of_itself(
    article: Article, system: Actor, at: datetime
) -> None:
    articles.keep_text(article=article, reading=Reading(article.text, "en"), by=system, at=at)

    assert Article.objects.get().same_as is None


# Put right


def test_what_an_article_says_about_itself_is_put_right(
    article: Article, officer: Actor, at: datetime, last_change: Newest
) -> None:
    told = at - timedelta(days=2)
    values = {"title": "The second meeting in Baghdad", "published_at": told}
    described = articles.describe(article=article, values=values, by=officer, at=at)

    assert (described.title, described.published_at) == (values["title"], told)
    assert set(last_change().fields) == {"title", "published_at"}
    assert last_change().actor == officer.key


@pytest.mark.parametrize("field", ["text", "state", "address", "text_sha256"])
def test_what_it_says_in_its_own_words_is_not_put_right(
    article: Article, officer: Actor, at: datetime, field: str
) -> None:
    articles.describe(article=article, values={field: "x"}, by=officer, at=at)

    assert getattr(Article.objects.get(), field) == getattr(article, field)


# Failed


def test_a_failure_says_why(
    waiting: Article, system: Actor, at: datetime, last_change: Newest
) -> None:
    articles.fail(article=waiting, failure=Failure.NOT_FOUND, detail="x" * 900, by=system, at=at)

    kept = Article.objects.get()
    assert (kept.state, kept.failure, kept.failure_detail) == ("failed", "not_found", "x" * 300)
    assert (kept.due_at, kept.leased_until) == (None, None)
    assert last_change().why == "The site answers that there is no such page."
    for state in ArticleState.values:
        assert not Article.objects.due(state, at=at + timedelta(days=9)).exists()


def test_a_person_has_it_tried_again(
    failed: Article,
    officer: Actor,
    at: datetime,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        articles.try_again(article=failed, by=officer, at=at)

    kept = Article.objects.get()
    assert (kept.state, kept.failure, kept.failure_detail) == ("waiting", "", "")
    assert (kept.attempts, kept.due_at) == (0, at)
    assert announced == [(article_received, {"article_id": kept.pk})]


def test_where_its_content_is_kept_only_the_reading_is_tried_again(
    officer: Actor,
    system: Actor,
    at: datetime,
    announced: list[Any],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    article = receive(officer, at, content=b"Words")
    articles.fail(article=article, failure=Failure.NO_TEXT, by=system, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        articles.try_again(article=article, by=officer, at=at)

    assert Article.objects.get().state == ArticleState.KEPT
    assert announced[-1] == (article_kept, {"article_id": article.pk})


@pytest.mark.parametrize("name", ["waiting", "article"])
def test_what_did_not_fail_is_not_tried_again(
    request: pytest.FixtureRequest, officer: Actor, at: datetime, name: str
) -> None:
    """Two presses of a button start one try, and an article that was read stays read."""
    article = request.getfixturevalue(name)
    with pytest.raises(RefusedError):
        articles.try_again(article=article, by=officer, at=at)
    assert Article.objects.get().state == article.state


def test_its_text_can_be_pasted_instead(
    failed: Article, officer: Actor, at: datetime, last_change: Newest
) -> None:
    articles.give_content(
        article=failed, content=b"Pasted words", content_type="text/plain", by=officer, at=at
    )

    kept = Article.objects.get()
    assert (kept.state, kept.failure, kept.due_at) == ("kept", "", at)
    assert bytes(kept.original.content) == b"Pasted words"
    assert last_change().actor == officer.key


def test_pasted_text_is_checked_like_any_other(
    failed: Article, officer: Actor, at: datetime
) -> None:
    with pytest.raises(InvalidInputError, match="empty"):
        articles.give_content(
            article=failed, content=b" ", content_type="text/plain", by=officer, at=at
        )
    assert Article.objects.get().state == ArticleState.FAILED


def test_an_article_that_was_read_takes_no_other_content(
    article: Article, officer: Actor, at: datetime
) -> None:
    before = bytes(article.original.content)
    with pytest.raises(RefusedError, match="stays as it was"):
        articles.give_content(
            article=article, content=b"Mine", content_type="text/plain", by=officer, at=at
        )
    assert bytes(Original.objects.get().content) == before


@pytest.mark.parametrize("who", ["reader", "partner"])
def test_helping_a_failed_article_on_is_the_desks_work(
    failed: Article, at: datetime, actor_called: Callable[[str], Actor], who: str
) -> None:
    by = actor_called(who)
    with pytest.raises(NotAllowedError):
        articles.try_again(article=failed, by=by, at=at)
    with pytest.raises(NotAllowedError):
        articles.give_content(
            article=failed, content=b"Words", content_type="text/plain", by=by, at=at
        )
