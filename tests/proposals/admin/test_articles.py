"""The list of articles, and adding one by its three ways."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import Settings

from proposals.models import Article, Finding, Outlet
from proposals.rights import Actor
from proposals.services import articles
from proposals.services.articles import Arrival
from proposals.services.records import keep

LIST = reverse("admin:proposals_article_changelist")
ADD = reverse("admin:proposals_article_add")
FORM = "//form[contains(@class,'arrival')]"


@pytest.fixture
def outlet(db: None, at: datetime) -> Outlet:
    found = Outlet(name_en="Rafidain Agency", host="rafidain.example")
    keep(found, by=Actor.of_system("tests"), at=at)
    return found


def rows(page: Any) -> list[str]:
    return list(page.texts("//table[@id='result_list']/tbody/tr"))


# The list


def test_a_row_tells_how_far_an_article_has_come(
    finding: Finding, failed: Article, open_page: Callable[..., Any]
) -> None:
    listed = rows(open_page("proposals_article_changelist"))
    assert any("The second meeting" in row and "English" in row and "Read" in row for row in listed)
    assert any("https://news.example/1" in row and "Failed" in row for row in listed)


def test_a_row_counts_the_open_findings(
    make_finding: Callable[..., Finding], open_page: Callable[..., Any]
) -> None:
    make_finding()
    make_finding("We are ready to hold training courses")
    page = open_page("proposals_article_changelist")
    assert page.texts("//td[contains(@class,'field-to_decide')]") == ["2"]


def test_a_title_keeps_its_own_direction(
    make_article: Callable[..., Article], open_page: Callable[..., Any]
) -> None:
    make_article("نص", title="الاجتماع الثاني")
    page = open_page("proposals_article_changelist")
    assert page.texts("//*[contains(@class,'field-headline')]//bdi") == ["الاجتماع الثاني"]


def test_a_copy_is_marked_as_one(
    make_article: Callable[..., Article], open_page: Callable[..., Any]
) -> None:
    make_article("The same words.", title="First")
    make_article("The  same words.", title="Second")
    (copy,) = [row for row in rows(open_page("proposals_article_changelist")) if "copy" in row]
    assert "Second" in copy


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"review": "open"}, ["With a finding"]),
        ({"review": "done"}, ["Without", "https://news.example/1"]),
        ({"review": "nonsense"}, ["With a finding", "Without", "https://news.example/1"]),
        ({"language": "en"}, ["With a finding", "Without"]),
        ({"language": "fa"}, []),
        ({"state__exact": "failed"}, ["https://news.example/1"]),
        ({"q": "without"}, ["Without"]),
        ({"q": "news.example"}, ["https://news.example/1"]),
    ],
)
def test_articles_are_found(
    make_article: Callable[..., Article],
    article: Article,
    finding: Finding,
    failed: Article,
    officer: Actor,
    at: datetime,
    open_page: Callable[..., Any],
    query: dict[str, str],
    titles: list[str],
) -> None:
    articles.describe(article=article, values={"title": "With a finding"}, by=officer, at=at)
    make_article("Nothing here.", title="Without")
    page = open_page("proposals_article_changelist", **query)
    assert sorted(page.texts("//*[contains(@class,'field-headline')]//bdi")) == titles


def test_a_search_without_a_result_says_so(article: Article, open_page: Callable[..., Any]) -> None:
    assert "Nothing fits this search" in open_page("proposals_article_changelist", q="zzz").words


def test_nobody_deletes_an_article(article: Article, as_administrator: Browser) -> None:
    address = reverse("admin:proposals_article_delete", args=[article.pk])
    assert as_administrator.post(address, {"post": "yes"}).status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()


# Adding


def test_an_address_is_taken_in_and_waits(as_officer: Browser, outlet: Outlet) -> None:
    address = "https://www.rafidain.example/news/1"
    response = as_officer.post(ADD, {"way": "address", "address": address})

    article = Article.objects.get()
    assert response.headers["Location"] == reverse(
        "admin:proposals_article_change", args=[article.pk]
    )
    assert (article.address, article.state, article.outlet) == (address, "waiting", outlet)


def test_a_pasted_text_is_kept_to_the_letter(as_officer: Browser, outlet: Outlet) -> None:
    as_officer.post(
        ADD,
        {
            "way": "text",
            "text": "  نقترح إنشاء مركز.\r\n\r\nنص ثان.  ",
            "title": "الاجتماع الثاني",
            "outlet": outlet.pk,
            "published_on": "2026-03-09",
        },
    )
    article = Article.objects.get()
    assert bytes(article.original.content).decode() == "  نقترح إنشاء مركز.\r\n\r\nنص ثان.  "
    assert article.original.content_type == "text/plain; charset=utf-8"
    assert (article.title, article.outlet, article.state) == ("الاجتماع الثاني", outlet, "kept")
    assert article.published_at == datetime(2026, 3, 9, 12, tzinfo=UTC)


def test_a_pasted_text_may_say_where_it_stood(as_officer: Browser) -> None:
    entered = {"way": "text", "text": "We propose it.", "address": "https://a.example/1"}
    as_officer.post(ADD, entered)
    assert Article.objects.get().canonical_address == "https://a.example/1"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("a.txt", "text/plain"), ("a.HTML", "text/html"), ("a.htm", "text/html")],
)
def test_a_file_is_kept_as_its_bytes(as_officer: Browser, name: str, content_type: str) -> None:
    content = "اقترح الوزير".encode("windows-1256")
    as_officer.post(ADD, {"way": "file", "file": SimpleUploadedFile(name, content)})

    original = Article.objects.get().original
    assert (bytes(original.content), original.content_type) == (content, content_type)


@pytest.mark.parametrize(
    ("entered", "field", "words"),
    [
        ({"way": "address"}, "address", "Give the address of the article."),
        ({"way": "address", "address": "news"}, "address", "starts with http"),
        ({"way": "address", "address": "ftp://a.example/1"}, "address", "starts with http"),
        ({"way": "text"}, "text", "Paste the text"),
        ({"way": "text", "text": " \n "}, "text", "It is empty."),
        ({"way": "file"}, "file", "Choose a file."),
        ({"way": "somehow"}, "way", "Select a valid choice"),
        (
            {"way": "text", "text": "x", "published_on": "soon"},
            "published_on",
            "There is no such day",
        ),
    ],
)
def test_a_refusal_stands_beside_its_field(
    as_officer: Browser,
    read: Callable[..., Any],
    entered: dict[str, str],
    field: str,
    words: str,
) -> None:
    page = read(as_officer.post(ADD, {"title": "Kept all the same", **entered}))

    wrong = page.texts(f"{FORM}//*[contains(@class,'is-wrong')][.//*[@name='{field}']]")
    assert any(words in text for text in wrong)
    assert page.entered(FORM)["title"] == "Kept all the same"
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF-1.7", "Choose a .txt or .html file."),
        ("a.docx", b"PK\x03\x04", "Choose a .txt or .html file."),
        ("a.txt", b"%PDF-1.7", "neither plain text nor a web page"),
        ("a.html", b"\x00\x01\x02", "neither plain text nor a web page"),
        ("a.txt", b"   ", "It is empty."),
        ("a.txt", b"", "The submitted file is empty."),
        ("a.txt", b"x" * 2000, "It is larger than"),
    ],
)
def test_a_refused_file_keeps_the_other_fields(
    as_officer: Browser,
    read: Callable[..., Any],
    settings: Settings,
    name: str,
    content: bytes,
    words: str,
) -> None:
    settings.ARTICLE_LIMIT = 1000
    entered = {
        "way": "file",
        "file": SimpleUploadedFile(name, content),
        "text": "Half of a text",
        "title": "A title",
        "published_on": "2026-03-09",
    }
    page = read(as_officer.post(ADD, entered))

    (wrong,) = page.texts(f"{FORM}//*[contains(@class,'is-wrong')]")
    assert words in wrong
    kept = page.entered(FORM)
    assert (kept["text"], kept["title"], kept["published_on"]) == (
        "Half of a text",
        "A title",
        "2026-03-09",
    )
    assert not Article.objects.exists()


def test_a_text_that_is_too_long_is_refused_and_kept(
    as_officer: Browser, read: Callable[..., Any], settings: Settings
) -> None:
    settings.ARTICLE_LIMIT = 100
    page = read(as_officer.post(ADD, {"way": "text", "text": "word " * 100}))
    assert "It is larger than" in page.words
    assert page.entered(FORM)["text"].startswith("word word")


def test_a_known_address_leads_to_the_kept_article(
    as_officer: Browser, waiting: Article, read: Callable[..., Any]
) -> None:
    entered = {"way": "address", "address": "https://news.example/1?utm_source=x"}
    page = read(as_officer.post(ADD, entered, follow=True))

    assert page.response.redirect_chain[-1][0] == reverse(
        "admin:proposals_article_change", args=[waiting.pk]
    )
    assert "This article is already kept" in page.words
    assert Article.objects.count() == 1


def test_a_known_text_leads_to_the_kept_article(
    as_officer: Browser, officer: Actor, at: datetime, read: Callable[..., Any]
) -> None:
    articles.receive(arrival=Arrival(content=b"We propose it."), by=officer, at=at)
    page = read(as_officer.post(ADD, {"way": "text", "text": "We propose it."}, follow=True))
    assert "This article is already kept" in page.words
    assert Article.objects.count() == 1


def test_hostile_words_stay_words(as_officer: Browser, read: Callable[..., Any]) -> None:
    hostile = "</textarea><script>alert(1)</script>"
    page = read(as_officer.post(ADD, {"way": "address", "text": hostile, "title": '"><b>'}))
    assert "<script>alert(1)" not in page.source
    assert page.entered(FORM)["text"] == hostile
    assert page.entered(FORM)["title"] == '"><b>'


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_reader_adds_nothing(as_reader: Browser, method: str) -> None:
    response = getattr(as_reader, method)(ADD, {"way": "text", "text": "We propose it."})
    assert response.status_code == 403
    assert not Article.objects.exists()
