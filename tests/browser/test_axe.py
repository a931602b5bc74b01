"""Every page for everyone: axe finds nothing, in three languages, light, dark and on a telephone.

https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.core.management import call_command
from django.db import models
from django.test import Client as Visitor
from django.urls import NoReverseMatch, URLPattern, reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from proposals.models import User
from proposals.vocabulary import Role

pytestmark = [pytest.mark.processes, pytest.mark.timeout(1500)]

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # what the dark differs in
LOOKS: tuple[tuple[str, dict[str, int], list[str]], ...] = (
    ("light", WIDE, RULES),
    ("dark", WIDE, COLOURS),
    ("light", NARROW, RULES),
)
# Pages that are somebody else's: the widget for the history of a library's own table.
SPARED = ("autocomplete", "jsi18n", "logout", "view_on_site")


@dataclass(frozen=True)
class Tour:
    """What one person opens: where, and with which session."""

    session: str
    addresses: list[str]


@pytest.fixture
def tour(live_server: LiveServer, language: str) -> Tour:
    """All pages of the site over the demo's record, for an administrator who reads a language."""
    call_command("seed_demo", verbosity=0)
    person = User.objects.get(username="admin")
    User.objects.filter(pk=person.pk).update(language=language, role=Role.ADMINISTRATOR)
    visitor = Visitor(raise_request_exception=False)
    visitor.force_login(person)
    addresses = [one for one in dict.fromkeys(_addresses()) if _is_page(visitor, one)]
    return Tour(visitor.cookies["sessionid"].value, addresses)


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_axe_finds_nothing(
    tour: Tour, eyes: Browser, live_server: LiveServer, language: str
) -> None:
    context = eyes.new_context(locale=language, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{live_server.url}/login/")
    found = list(_violations(page, "/login/"))
    context.add_cookies([{"name": "sessionid", "value": tour.session, "url": live_server.url}])
    for address in tour.addresses:
        page.goto(live_server.url + address)
        found += _violations(page, address)
    context.close()
    assert found == [], "\n".join(found)
    assert len(tour.addresses) > 60  # the walk did walk


def _violations(page: Page, address: str) -> Iterator[str]:
    axe = Axe()
    for scheme, size, rules in LOOKS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a width and a height
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            yield f"{address} {scheme} {size['width']}: {overflow} pixels too wide"
        for violation in axe.run(page, options={"runOnly": rules}).response["violations"]:
            where = [" ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
            yield f"{address} {scheme} {size['width']}: {violation['id']}: {'; '.join(where)}"


def _addresses() -> Iterator[str]:
    """Give the addresses of the site: of each page about a record, that of its latest record."""
    patterns, _app, _namespace = admin.site.urls
    for name in _names(patterns):
        model = _model_of(name)
        latest = None if model is None else model._default_manager.order_by("-pk").first()
        for arguments in [[], *([[latest.pk]] if latest is not None else [])]:
            try:
                yield reverse(f"admin:{name}", args=arguments)
            except NoReverseMatch:
                continue


def _names(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            yield from _names(pattern.url_patterns)
        elif pattern.name and pattern.name not in SPARED:
            yield pattern.name


def _model_of(name: str) -> type[models.Model] | None:
    ours = admin.site._registry
    starts = {f"{model._meta.app_label}_{model._meta.model_name}_": model for model in ours}
    return next((model for start, model in starts.items() if name.startswith(start)), None)


def _is_page(visitor: Visitor, address: str) -> bool:
    response = visitor.get(address)
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and is_html
