"""The newsstand: newspapers' pages whose text is read back as it was written."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from io import StringIO
from urllib.parse import urlsplit

import pytest
import trafilatura
from django.core.management import CommandError, call_command
from pytest_django import Settings

from proposals.rights import Actor
from proposals.services.articles import Arrival
from proposals.vocabulary import ArticleState
from tracker import extraction, intake, reading
from tracker.seeding import library
from tracker.seeding.library import DemoArticle
from tracker.seeding.newsstand import HOST, Newsstand, Page, pages

AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
PAIRS = list(zip(library.fresh(), pages(at=AT), strict=True))
NAMES = [article.key for article, _page in PAIRS]


@pytest.fixture
def newsstand() -> Iterator[Newsstand]:
    with Newsstand(port=0, at=AT) as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        found.shutdown()
        thread.join()


def fetched(newsstand: Newsstand, path: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(HOST, newsstand.server_port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


@pytest.mark.parametrize(("article", "page"), PAIRS, ids=NAMES)
def test_a_page_is_read_back_to_the_same_text(article: DemoArticle, page: Page) -> None:
    found = reading.read(page.content, page.content_type)

    assert found.text.split() == article.text.split()
    assert found.title == article.title
    assert found.language == page.language
    assert found.published_at == datetime(2026, 3, 11, tzinfo=UTC)


@pytest.mark.parametrize(("article", "page"), PAIRS, ids=NAMES)
def test_trafilatura_alone_tells_the_text_from_the_furniture(
    article: DemoArticle, page: Page
) -> None:
    text = trafilatura.extract(page.content.decode(article.encoding)) or ""

    joined = article.text.replace("\u200c", "")  # which it drops
    assert text.replace("\u200c", "").split() == joined.split()


@pytest.mark.parametrize(("article", "page"), PAIRS, ids=NAMES)
def test_a_page_looks_like_a_newspapers(article: DemoArticle, page: Page) -> None:
    html = page.content.decode(article.encoding)

    host = library.read_toml(library.FOLDER / "outlets.toml")[article.outlet]["host"]
    assert f'<link rel="canonical" href="https://{host}{article.address}">' in html
    assert 'property="article:published_time" content="2026-03-11T09:30:00+00:00"' in html
    for part in ("<nav>", 'class="share"', 'class="related"', "<footer>"):
        assert part in html
    is_rtl = page.language in {"ar", "fa"}
    assert f'dir="{"rtl" if is_rtl else "ltr"}"' in html


def test_one_page_is_in_windows_1256_and_says_so_twice() -> None:
    (found,) = [page for article, page in PAIRS if article.encoding == "windows-1256"]

    assert found.content_type == "text/html; charset=windows-1256"
    assert b'<meta charset="windows-1256">' in found.content
    with pytest.raises(UnicodeDecodeError):
        found.content.decode("utf-8")


def test_the_arabic_page_holds_five_proposals_or_more() -> None:
    (page,) = [page for _article, page in PAIRS if page.language == "ar"]

    text = reading.read(page.content, page.content_type).text
    found = [one for one in extraction.extract(text, "ar") if one.type == "proposal"]

    assert len(found) >= 5
    assert {one.act for one in found} >= {"proposes", "offers", "agrees"}


def test_every_address_answers_with_its_page(newsstand: Newsstand) -> None:
    assert len(newsstand.addresses) == len(PAIRS)
    for address, (_article, page) in zip(newsstand.addresses, PAIRS, strict=True):
        answer, content = fetched(newsstand, f"{urlsplit(address).path}?from=letter")
        assert answer.status == 200
        assert answer.headers["Content-Type"] == page.content_type
        assert content == page.content


def test_a_pasted_address_is_fetched_read_and_searched(
    newsstand: Newsstand, settings: Settings, officer: Actor
) -> None:
    settings.FETCH_ALLOWED = [f"{HOST}:{newsstand.server_port}"]

    for address, (article, _page) in zip(newsstand.addresses, PAIRS, strict=True):
        arrival = Arrival(address=address)
        kept, findings = intake.take_in(arrival=arrival, by=officer, clock=lambda: AT)
        assert (kept.state, kept.title) == (ArticleState.READ, article.title)
        assert kept.text.split() == article.text.split()
        assert len(findings) >= 2


def test_the_front_page_leads_to_every_article(newsstand: Newsstand) -> None:
    answer, content = fetched(newsstand, "/")

    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    for article, page in PAIRS:
        assert f'href="{page.path}"' in content.decode()
        assert article.title in content.decode()


def test_the_style_sheet_knows_no_left_and_right(newsstand: Newsstand) -> None:
    answer, content = fetched(newsstand, "/paper.css")

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert b"left" not in content
    assert b"right" not in content


def test_what_is_not_there_is_not_found(newsstand: Newsstand) -> None:
    answer, _content = fetched(newsstand, "/no/such/story")

    assert answer.status == 404


def test_it_serves_this_machine_alone(newsstand: Newsstand) -> None:
    assert newsstand.server_address[0] == "127.0.0.1"


def test_the_command_says_which_port_is_taken(newsstand: Newsstand) -> None:
    with pytest.raises(CommandError, match=f"Port {newsstand.server_port} can't be used"):
        call_command("serve_articles", port=newsstand.server_port, stdout=StringIO())
