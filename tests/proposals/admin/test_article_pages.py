"""An article's page: while it waits, when it failed, and what people put right."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Article, Change, Finding
from proposals.rights import Actor
from proposals.services import articles


def address(article: Article, name: str = "change") -> str:
    return reverse(f"admin:proposals_article_{name}", args=[article.pk])


# While it waits


def test_a_waiting_article_says_so_and_is_looked_at_again(
    waiting: Article, article_page: Callable[..., Any]
) -> None:
    page = article_page(waiting)
    assert "Waiting to be fetched" in page.words
    assert page.all("//*[@data-waits]/@data-waits") == [address(waiting, "state")]
    assert page.all("//*[@data-waits]//a[.='Look now']/@href") == [""]


def test_its_state_is_told_to_the_page_that_waits(waiting: Article, as_officer: Browser) -> None:
    assert as_officer.get(address(waiting, "state")).json() == {"state": "waiting"}


def test_an_article_that_is_kept_is_being_read(
    as_officer: Browser, officer: Actor, at: datetime, article_page: Callable[..., Any]
) -> None:
    arrival = articles.Arrival(content=b"We propose it.")
    kept = articles.receive(arrival=arrival, by=officer, at=at)
    assert "Mithaq is reading the text" in article_page(kept).words


# When it failed


def test_a_failed_article_says_why_and_what_to_do(
    failed: Article, article_page: Callable[..., Any]
) -> None:
    page = article_page(failed)
    assert "The address can't be reached. no route" in page.words
    assert page.all("//form/@action")[-2:] == [address(failed, "again"), address(failed, "text")]


def test_it_is_tried_again(failed: Article, as_officer: Browser) -> None:
    response = as_officer.post(address(failed, "again"))
    failed.refresh_from_db()
    assert response.headers["Location"] == address(failed)
    assert (failed.state, failed.failure) == ("waiting", "")


def test_its_text_is_pasted(failed: Article, as_officer: Browser) -> None:
    as_officer.post(address(failed, "text"), {"text": "نقترح إنشاء مركز."})
    failed.refresh_from_db()
    assert (failed.state, failed.failure) == ("kept", "")
    assert bytes(failed.original.content).decode() == "نقترح إنشاء مركز."


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "This field is required"), (" \n", "It is empty"), ("%PDF-1", "neither")],
)
def test_a_refused_text_is_shown_again(
    failed: Article, as_officer: Browser, read: Callable[..., Any], text: str, words: str
) -> None:
    page = read(as_officer.post(address(failed, "text"), {"text": text}))
    assert any(words in one for one in page.texts("//*[contains(@class,'is-wrong')]"))
    failed.refresh_from_db()
    assert failed.state == "failed"


@pytest.mark.parametrize("name", ["again", "text"])
def test_what_did_not_fail_is_left_alone(article: Article, as_officer: Browser, name: str) -> None:
    response = as_officer.post(address(article, name), {"text": "Another text"})
    assert response.headers["Location"] == address(article)
    assert Article.objects.get(pk=article.pk).state == "read"


@pytest.mark.parametrize("name", ["again", "text", "mark"])
def test_merely_looking_does_nothing(failed: Article, as_officer: Browser, name: str) -> None:
    assert as_officer.get(address(failed, name)).headers["Location"] == address(failed)
    assert Article.objects.get(pk=failed.pk).state == "failed"


def test_a_reader_sees_why_but_does_nothing(
    failed: Article, as_reader: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_reader.get(address(failed)))
    assert "The address can't be reached." in page.words
    assert "What you can do" not in page.words
    for name in ("again", "text", "describe", "mark"):
        assert as_reader.post(address(failed, name), {"text": "x"}).status_code == 403


# What it says about itself


def test_title_outlet_and_day_are_put_right(
    article: Article, as_officer: Browser, officer: Actor
) -> None:
    entered = {"title": "The third meeting", "outlet": "", "published_on": "2026-03-01"}
    response = as_officer.post(address(article, "describe"), entered)

    article.refresh_from_db()
    assert response.headers["Location"] == address(article)
    assert article.title == "The third meeting"
    assert article.published_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    change = Change.objects.filter(subject="article").latest("id")
    assert (change.actor, change.fields["title"]) == (
        officer.key,
        ["The second meeting", "The third meeting"],
    )


def test_a_day_that_stays_keeps_its_hour(
    make_article: Callable[..., Article], as_officer: Browser
) -> None:
    moment = datetime(2026, 3, 9, 21, 40, tzinfo=UTC)
    article = make_article(title="Old", published_at=moment)
    as_officer.post(address(article, "describe"), {"title": "New", "published_on": "2026-03-09"})
    article.refresh_from_db()
    assert (article.title, article.published_at) == ("New", moment)


def test_an_article_keeps_a_title(
    article: Article, as_officer: Browser, read: Callable[..., Any]
) -> None:
    page = read(as_officer.post(address(article, "describe"), {"title": ""}))
    assert "This field is required" in page.words
    article.refresh_from_db()
    assert article.title == "The second meeting"


def test_its_history_says_who_and_what(
    article: Article, officer: Actor, at: datetime, open_page: Callable[..., Any]
) -> None:
    articles.describe(article=article, values={"title": "The third meeting"}, by=officer, at=at)
    (entry, *_rest) = open_page("proposals_article_history", article.pk).texts(
        "//ol[@class='entries']/li"
    )
    assert "Samira" in entry
    assert "Title" in entry
    assert "The second meeting" in entry
    assert "The third meeting" in entry


# Addresses


@pytest.mark.parametrize("pk", ["0", "99999999", "abc", "9" * 30])
def test_an_article_that_is_not_there_is_not_found(as_officer: Browser, db: None, pk: str) -> None:
    assert as_officer.get(f"/proposals/article/{pk}/change/").status_code == 404


def test_a_copy_says_so_and_leads_to_the_first(
    make_article: Callable[..., Article], article_page: Callable[..., Any]
) -> None:
    first = make_article("We propose it.", title="First")
    copy = make_article("We propose  it.", title="Second")
    page = article_page(copy)
    assert "First" in page.texts("//section[@aria-labelledby='story']")[0]
    assert address(first) in page.all("//section[@aria-labelledby='story']//a/@href")


# Words marked by hand


def mark(browser: Browser, article: Article, start: Any, end: Any) -> Any:
    return browser.post(address(article, "mark"), {"start": start, "end": end})


def test_words_marked_by_hand_become_a_finding(
    article: Article, as_officer: Browser, article_page: Callable[..., Any]
) -> None:
    quote = "We are ready to hold training courses"
    start = article.text.index(quote)
    response = mark(as_officer, article, start, start + len(quote))

    finding = Finding.objects.get()
    assert (finding.quote, finding.start, finding.state) == (quote, start, "open")
    assert response.headers["Location"].endswith(f"?finding={finding.pk}#card-{finding.pk}")
    assert "Marked by hand" in article_page(article, finding).words


def test_white_space_around_marked_words_is_left_out(article: Article, as_officer: Browser) -> None:
    start = article.text.index(" We propose")
    mark(as_officer, article, start, start + len(" We propose "))
    assert Finding.objects.get().quote == "We propose"


@pytest.mark.parametrize(
    ("start", "end"), [("", ""), (5, 5), (9, 4), (-3, 4), ("x", "y"), (99999, 99999)]
)
def test_nothing_marked_makes_no_finding(
    article: Article, as_officer: Browser, start: Any, end: Any
) -> None:
    assert mark(as_officer, article, start, end).status_code == 302
    assert not Finding.objects.exists()


def test_the_same_words_marked_twice_are_one_finding(article: Article, as_officer: Browser) -> None:
    mark(as_officer, article, 4, 20)
    mark(as_officer, article, 4, 20)
    assert Finding.objects.count() == 1
