"""A newsstand on this machine: the demo's fresh articles as pages of newspapers.

They are what a newcomer pastes the address of: the record does not know them yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.template import Context, Engine

from tracker.extraction import detect_language
from tracker.seeding.library import FOLDER, DemoArticle, fresh, read_toml

HOST = "127.0.0.1"
PAGES = FOLDER / "pages"


@dataclass(frozen=True)
class Page:
    """What the newsstand answers at a path."""

    path: str
    content: bytes
    content_type: str = "text/html; charset=utf-8"
    title: str = ""
    language: str = ""


def pages(*, at: datetime) -> list[Page]:
    """Give a page for each fresh article, as if it had been printed now."""
    return [_page(article, at) for article in fresh()]


def _page(article: DemoArticle, at: datetime) -> Page:
    language = detect_language(article.text) or ""
    outlet = read_toml(FOLDER / "outlets.toml")[article.outlet]
    html = _render(
        "article.html",
        article=article,
        language=language,
        words=read_toml(PAGES / "words.toml")[language],
        outlet=outlet[language],
        encoding=article.encoding,
        address=f"https://{outlet['host']}{article.address}",
        published=at,
        paragraphs=article.text.split("\n\n"),
    )
    return Page(
        path=article.address,
        content=html.encode(article.encoding),
        content_type=f"text/html; charset={article.encoding}",
        title=article.title,
        language=language,
    )


def _render(template: str, **values: Any) -> str:
    return Engine(dirs=[str(PAGES)]).get_template(template).render(Context(values))


def _front(shown: Sequence[Page]) -> list[Page]:
    """Give the list of all pages, and their style sheet."""
    style = (PAGES / "paper.css").read_bytes()
    return [
        Page("/", _render("index.html", pages=shown).encode()),
        Page("/paper.css", style, "text/css; charset=utf-8"),
    ]


class Newsstand(ThreadingHTTPServer):
    """Serves the pages on this machine alone; port 0 takes any that is free."""

    daemon_threads = True

    def __init__(self, *, port: int, at: datetime) -> None:
        self.shown = pages(at=at)
        self.answers = {page.path: page for page in [*_front(self.shown), *self.shown]}
        super().__init__((HOST, port), _Handler)

    @property
    def addresses(self) -> list[str]:
        """The addresses of the articles."""
        return [f"http://{HOST}:{self.server_port}{page.path}" for page in self.shown]


class _Handler(BaseHTTPRequestHandler):
    server_version = "Newsstand"
    server: Newsstand

    def do_GET(self) -> None:
        page = self.server.answers.get(self.path.partition("?")[0])
        if page is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(len(page.content)))
        self.end_headers()
        self.wfile.write(page.content)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the reader's own program tells what it read."""
