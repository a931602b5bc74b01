"""The public pages: whole under the site's own policy for browsers, and read from either side."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.csp import CSP

from tests.proposals.api.conftest import Caller

PAGES = ("docs/", "problems/", "problems/move_refused/")


class Page(HTMLParser):
    """What a page loads, and what of it a strict policy would block."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.blocked: list[str] = []
        self.root: dict[str, str | None] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.root = values
        if tag == "style" or (tag == "script" and "src" not in values):
            self.blocked.append(tag)
        self.blocked += [name for name in values if name == "style" or name.startswith("on")]
        source = values.get("src") or (values.get("href") if tag == "link" else None)
        self.loaded += [source] if source and source != "data:," else []
        self.links += [values["href"] or ""] if tag == "a" else []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_nothing_that_the_policy_blocks(nobody: Caller, path: str) -> None:
    answer = nobody.get(path)
    page = Page(answer.content.decode())

    assert page.blocked == []
    assert page.loaded
    for address in page.loaded:
        assert address.startswith("/static/"), address
        assert finders.find(address.removeprefix("/static/")), address
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_the_policy_is_the_sites_own() -> None:
    assert settings.SECURE_CSP["script-src"] == [CSP.SELF]
    assert settings.SECURE_CSP["style-src"] == [CSP.SELF]


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(nobody: Caller, path: str) -> None:
    for address in Page(nobody.get(path).content.decode()).links:
        assert nobody.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr"), ("de", "ltr")]
)
def test_a_page_runs_as_its_language_does(nobody: Caller, language: str, direction: str) -> None:
    answer = nobody.get("problems/", Accept_Language=language)

    root = Page(answer.content.decode()).root
    assert (root["dir"], root["lang"]) == (direction, language if language != "de" else "en")


def test_the_reference_is_shown_from_the_schema(nobody: Caller) -> None:
    text = nobody.get("docs/").content.decode()

    assert 'data-schema="/api/v1/schema/"' in text
    assert "swagger-ui-bundle.js" in text
    assert "<noscript>" in text


def test_the_index_names_every_list(nobody: Caller) -> None:
    index = nobody.get("").json()

    assert {"proposals", "articles", "me", "schema", "docs"} <= set(index)
    for name in ("schema", "docs", "problems"):
        assert nobody.get(index[name].removeprefix("http://testserver")).status_code == 200
