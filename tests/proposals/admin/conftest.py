"""What the tests of the staff's site ask for besides: people who are signed in, pages to read."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.http import HttpResponseBase
from django.test import Client as Browser
from django.urls import reverse
from lxml import html  # type: ignore[import-untyped]  # it has no types

from proposals.models import Article, Finding, Party, Proposal, User
from proposals.rights import Actor
from proposals.services import findings

type Sign = Callable[[Actor], Browser]


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Iterator[None]:
    """The site reads the clock at its edge: it is the tests' clock."""
    with time_machine.travel(at, tick=False):
        yield


class Page:
    """An answer of the site, read as a person would: its words, its links, its forms."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.source: str = response.content.decode()
        self.root = html.fromstring(self.source) if self.source.strip() else html.Element("p")

    @property
    def words(self) -> str:
        """All that a reader sees, with single spaces."""
        return " ".join(self.root.text_content().split())

    def all(self, path: str) -> list[Any]:
        """The elements or attributes of an XPath."""
        return list(self.root.xpath(path))

    def texts(self, path: str) -> list[str]:
        """The words of each element of an XPath."""
        return [" ".join(one.text_content().split()) for one in self.all(path)]

    def entered(self, form: str) -> dict[str, str]:
        """What a form would send as it stands: its fields' names and values."""
        found = {}
        for field in self.all(f"({form})//*[self::input or self::textarea or self::select][@name]"):
            if field.get("type") in {"radio", "checkbox"} and field.get("checked") is None:
                continue
            if field.get("type") in {"submit", "file"}:
                continue
            found[field.get("name")] = (field.value or "").removeprefix("\n")
        return found


@pytest.fixture
def read() -> Callable[[HttpResponseBase], Page]:
    """Give the function that reads an answer."""
    return Page


@pytest.fixture
def sign_in(db: None) -> Sign:
    """Give a function that gives the browser of somebody who is signed in and reads English."""

    def sign(actor: Actor) -> Browser:
        person = User.objects.get(pk=actor.user_id or 0)
        User.objects.filter(pk=person.pk).update(language="en")
        browser = Browser()
        browser.force_login(person)
        return browser

    return sign


@pytest.fixture
def as_officer(sign_in: Sign, officer: Actor) -> Browser:
    return sign_in(officer)


@pytest.fixture
def as_stranger(sign_in: Sign, stranger: Actor) -> Browser:
    return sign_in(stranger)


@pytest.fixture
def as_head(sign_in: Sign, head: Actor) -> Browser:
    return sign_in(head)


@pytest.fixture
def as_reader(sign_in: Sign, reader: Actor) -> Browser:
    return sign_in(reader)


@pytest.fixture
def as_administrator(sign_in: Sign, administrator: Actor) -> Browser:
    return sign_in(administrator)


@pytest.fixture
def open_page(as_officer: Browser) -> Callable[..., Page]:
    """Give a function that opens a page of the site as the officer, by its name."""

    def visit(name: str, *args: Any, **query: Any) -> Page:
        return Page(as_officer.get(reverse(f"admin:{name}", args=args), query))

    return visit


@pytest.fixture
def story(as_officer: Browser) -> Callable[..., Page]:
    """Give a function that opens a proposal's page as the officer."""

    def visit(proposal: Proposal) -> Page:
        return Page(as_officer.get(proposal.get_absolute_url()))

    return visit


@pytest.fixture
def act() -> Callable[..., HttpResponseBase]:
    """Give a function that does something on a proposal's page."""

    def do(
        browser: Browser, proposal: Proposal, action: str, key: Any = "new", **entered: Any
    ) -> HttpResponseBase:
        address = reverse("admin:proposals_proposal_act", args=[proposal.pk, action, key])
        return browser.post(address, entered)

    return do


@pytest.fixture
def restricted(
    make_proposal: Callable[..., Proposal], other_desk: Any, iraq: Party, iran: Party
) -> Proposal:
    """A proposal that only the other desk may see."""
    return make_proposal(
        titles={"en": "Quiet talks on a prisoner list"},
        visibility="restricted",
        desk=other_desk,
    )


@pytest.fixture
def suggest(at: datetime) -> Callable[..., None]:
    """Give a function that suggests existing proposals for a finding."""

    def keep(finding: Finding, *candidates: dict[str, Any]) -> None:
        findings.suggest(
            finding=finding, candidates=candidates, by=Actor.of_system("matching"), at=at
        )

    return keep


@pytest.fixture
def decide() -> Callable[..., HttpResponseBase]:
    """Give a function that sends a decision on a finding."""

    def send(browser: Browser, finding: Finding, decision: str, **entered: Any) -> HttpResponseBase:
        address = reverse(
            "admin:proposals_article_findings", args=[finding.article_id, finding.pk, decision]
        )
        return browser.post(
            address, {f"{decision}-{name}": value for name, value in entered.items()}
        )

    return send


@pytest.fixture
def article_page(as_officer: Browser) -> Callable[..., Page]:
    """Give a function that opens an article's page as the officer."""

    def visit(article: Article, finding: Finding | None = None) -> Page:
        address = reverse("admin:proposals_article_change", args=[article.pk])
        return Page(as_officer.get(address, {"finding": finding.pk} if finding else {}))

    return visit
