"""A partner's client at the interface: how it calls, and what lies within its sight and outside."""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from oauth2_provider.models import get_access_token_model
from pytest_django import Settings

from proposals.models import Article, Client, Committee, Finding, Membership, Party, Proposal
from proposals.rights import Actor
from proposals.services import articles
from proposals.services.articles import Arrival, Reading
from proposals.services.findings import Sighting, attach, record_findings
from proposals.services.recording import recording
from proposals.vocabulary import Act, FindingType, Kind, Voice

API = "/api/v1"
SYSTEM = Actor.of_system("tests")
ALL_SCOPES = "proposals:read proposals:write articles:write changes:read webhooks:manage"
TEXT = "The secretary said: we propose a joint border operations centre. The visit ended on Monday."
QUOTE = "we propose a joint border operations centre"


def token_of(client: Client, scope: str = ALL_SCOPES, *, hours: int = 1) -> str:
    """Give a token of the client as the token's address would."""
    text = secrets.token_urlsafe(24)
    get_access_token_model().objects.create(
        application=client,
        token=text,
        scope=scope,
        expires=datetime.now(UTC) + timedelta(hours=hours),
    )
    return text


@dataclass
class Caller:
    """A partner's system that calls with a token, or without one."""

    token: str | None
    browser: Browser = field(default_factory=Browser)

    def __call__(self, method: str, path: str, **options: Any) -> Any:
        """Send a request; ``body`` is sent as JSON, ``headers`` as they are."""
        headers = dict(options.pop("headers", {}))
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if "body" in options:
            options["data"] = json.dumps(options.pop("body"))
        options.setdefault("content_type", "application/json")
        address = path if path.startswith("/") else f"{API}/{path}"
        return self.browser.generic(method, address, headers=headers, **options)

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        """Read an address."""
        return self("GET", path, query_params=query or {}, headers=_dashed(headers))

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """Send JSON to an address."""
        return self("POST", path, body=body, headers=_dashed(headers))


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture(autouse=True)
def unhurried(settings: Settings) -> None:
    """Tests call as often as they like, but for those of the limits."""
    settings.API_LIMITS = {"reads": 1_000_000, "writes": 1_000_000}


@pytest.fixture
def client(client_of: Callable[..., Client]) -> Client:
    """A client that may do everything that clients may."""
    return client_of(ALL_SCOPES, last_used_at=timezone.now())


@pytest.fixture
def api(client: Client) -> Caller:
    return Caller(token_of(client))


@pytest.fixture
def nobody() -> Caller:
    """A caller without a token."""
    return Caller(None)


@pytest.fixture
def other_committee(db: None, iraq: Party, iran: Party, at: datetime) -> Committee:
    """A committee that no client was granted."""
    found = Committee(name_en="Secret committee")
    with recording(by=SYSTEM, at=at):
        found.save()
        for member in (iraq, iran):
            Membership.objects.create(committee=found, party=member)
    return found


@pytest.fixture
def hidden(make_proposal: Callable[..., Proposal], other_committee: Committee) -> Proposal:
    """A proposal of a committee that no client was granted."""
    return make_proposal(titles={"en": "A hidden measure"}, committee=other_committee)


@pytest.fixture
def internal(make_proposal: Callable[..., Proposal]) -> Proposal:
    """A proposal of the client's committee that is for staff alone."""
    return make_proposal(titles={"en": "An internal measure"}, visibility="internal")


@pytest.fixture
def make_article(db: None, at: datetime) -> Callable[..., Article]:
    """Give a function that keeps an article that was read."""

    def make(text: str = TEXT, by: Actor = SYSTEM, **values: Any) -> Article:
        arrival = Arrival(
            content=text.encode(),
            **({"address": f"https://news.example/{secrets.token_hex(4)}"} | values),
        )
        article = articles.receive(arrival=arrival, by=by, at=at)
        articles.keep_text(
            article=article, reading=Reading(text, "en", title="The visit ends"), by=SYSTEM, at=at
        )
        return article

    return make


@pytest.fixture
def find(make_article: Callable[..., Article], at: datetime) -> Callable[..., Finding]:
    """Give a function that keeps what was found in an article that an actor sent in."""

    def make(by: Actor = SYSTEM, proposal: Proposal | None = None) -> Finding:
        source = make_article(f"{TEXT} {secrets.token_hex(4)}", by=by)
        finding = _found(source, source.text.index(QUOTE), at)
        if proposal is not None:
            attach(finding=finding, proposal=proposal, by=SYSTEM, at=at)
            finding.refresh_from_db()
        return finding

    return make


def _found(source: Article, start: int, at: datetime) -> Finding:
    sighting = Sighting(
        type=FindingType.PROPOSAL,
        start=start,
        end=start + len(QUOTE),
        quote=QUOTE,
        confidence=0.9,
        kind=Kind.JOINT_BODY,
        act=Act.PROPOSES,
        voice=Voice.OFFICIAL,
        speaker="IR",
    )
    return record_findings(article=source, sightings=[sighting], by=SYSTEM, at=at)[0]


@pytest.fixture
def quote(
    make_article: Callable[..., Article], officer: Actor, at: datetime
) -> Callable[..., Article]:
    """Give a function that makes an article's words, at their nth place, evidence of a proposal."""

    def make(
        proposal: Proposal,
        by: Actor | None = None,
        article: Article | None = None,
        nth: int = 0,
    ) -> Article:
        source = article or make_article(f"{TEXT} {secrets.token_hex(4)}")
        start = [found.start() for found in re.finditer(QUOTE, source.text)][nth]
        attach(finding=_found(source, start, at), proposal=proposal, by=by or officer, at=at)
        return source

    return make
