"""What an article's page shows of its story: other outlets, versions, and words that are gone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import Article, Finding, Outlet
from proposals.rights import Actor
from proposals.services import articles, findings, records
from proposals.services.articles import Arrival, Reading
from proposals.services.findings import Sighting
from proposals.vocabulary import ArticleState

SYSTEM = Actor.of_system("tests")
WORDS = "We propose a joint border operations centre. The talks went on."


@pytest.fixture
def page(db: None, at: datetime) -> Article:
    """A page that was read at its address."""
    arrival = Arrival(address="https://wire.example/1", content=WORDS.encode(), title="The wire")
    article = articles.receive(arrival=arrival, by=SYSTEM, at=at)
    articles.keep_text(article=article, reading=Reading(WORDS, "en"), by=SYSTEM, at=at)
    return article


@pytest.fixture
def version(page: Article, at: datetime) -> Article:
    """What the page says by now."""
    articles.check_again(article=page, by=SYSTEM, at=at)
    page.refresh_from_db()
    found = articles.keep_version(
        article=page, content=b"New", content_type="text/plain", by=SYSTEM, at=at
    )
    assert found is not None
    reading = Reading("The talks went on.", "en", title="The wire, corrected")
    articles.keep_text(article=found, reading=reading, by=SYSTEM, at=at)
    return found


@pytest.fixture
def copy(page: Article, at: datetime) -> Article:
    """The same words in another outlet."""
    outlet = Outlet(name_en="Mirror", host="mirror.example")
    records.keep(outlet, by=SYSTEM, at=at)
    arrival = Arrival(address="https://mirror.example/9", content=WORDS.encode(), title="A mirror")
    found = articles.receive(arrival=arrival, by=SYSTEM, at=at)
    articles.keep_text(article=found, reading=Reading(WORDS, "en"), by=SYSTEM, at=at)
    return found


def test_an_article_that_stands_alone_shows_no_story(
    page: Article, article_page: Callable[..., Any]
) -> None:
    assert article_page(page).all("//section[@aria-labelledby='story']") == []


def test_a_story_names_its_other_outlets(
    page: Article, copy: Article, article_page: Callable[..., Any]
) -> None:
    shown = article_page(page).texts("//section[@aria-labelledby='story']")[0]
    assert "1 other article tells it." in shown
    assert "Mirror: A mirror" in shown
    assert "100% the same words" in shown

    there = article_page(copy).texts("//section[@aria-labelledby='story']")[0]
    assert "The wire" in there
    assert "came first" in there


def test_a_page_that_was_corrected_shows_its_versions(
    page: Article, version: Article, article_page: Callable[..., Any]
) -> None:
    before = article_page(page)
    assert "The page was corrected later." in before.words
    assert str(version.pk) in "".join(before.all("//section[@aria-labelledby='story']//a/@href"))
    assert "this is what it says since then" in article_page(version).words


def test_words_that_a_correction_took_back_are_shown(
    page: Article,
    version: Article,
    see: Callable[..., Sighting],
    at: datetime,
    article_page: Callable[..., Any],
) -> None:
    for quote in ("We propose a joint border operations centre", "The talks went on"):
        findings.record_findings(article=page, sightings=[see(page, quote)], by=SYSTEM, at=at)

    quotes = article_page(version).texts("//section[@aria-labelledby='story']//q")
    assert quotes == ["We propose a joint border operations centre"]
    assert Finding.objects.count() == 2


def test_the_list_marks_copies_and_versions(
    copy: Article, version: Article, as_officer: Browser, read: Callable[..., Any]
) -> None:
    rows = read(as_officer.get(reverse("admin:proposals_article_changelist")))

    assert len([row for row in rows.texts("//tr") if "copy" in row]) == 1
    assert len([row for row in rows.texts("//tr") if "new version" in row]) == 1


def test_an_officer_has_a_page_fetched_again(
    page: Article, as_officer: Browser, article_page: Callable[..., Any], at: datetime
) -> None:
    address = reverse("admin:proposals_article_check", args=[page.pk])
    assert article_page(page).all(f"//form[@action='{address}']")

    as_officer.post(address)

    assert Article.objects.due(ArticleState.READ, at=at).get() == page


def test_what_can_not_be_fetched_again_says_why(
    article: Article, as_officer: Browser, read: Callable[..., Any]
) -> None:
    address = reverse("admin:proposals_article_check", args=[article.pk])

    shown = read(as_officer.post(address, follow=True))

    assert "Only a page that was read can be fetched again." in shown.words
    assert not shown.all(f"//form[@action='{address}']")


@pytest.mark.parametrize(
    ("doubt", "words"),
    [
        ("is_charset_uncertain", "The encoding of this text was guessed"),
        ("is_incomplete", "some of its text may be missing here"),
    ],
)
def test_the_doubts_about_a_text_are_shown(
    db: None, at: datetime, article_page: Callable[..., Any], doubt: str, words: str
) -> None:
    article = articles.receive(arrival=Arrival(content=WORDS.encode()), by=SYSTEM, at=at)
    values: dict[str, Any] = {doubt: True}
    reading = Reading(WORDS, "en", **values)
    articles.keep_text(article=article, reading=reading, by=SYSTEM, at=at)

    assert words in article_page(article).words
