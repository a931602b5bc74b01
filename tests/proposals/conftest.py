"""What the record's own tests ask for besides: articles, findings, a meeting, more people."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.dispatch import Signal

from proposals import announcements
from proposals.models import (
    Article,
    Change,
    Client,
    Committee,
    Desk,
    Evidence,
    File,
    Finding,
    Meeting,
    Note,
    Party,
    Proposal,
    User,
)
from proposals.rights import Actor
from proposals.services import articles, files, findings, moves, notes, records
from proposals.services.articles import Arrival, Reading
from proposals.services.files import Upload
from proposals.services.findings import Sighting
from proposals.services.moves import MoveRequest
from proposals.services.recording import recording
from proposals.vocabulary import Act, ArticleState, Failure, FindingType, Kind, Role, Stance, Voice

TEXT = (
    "The secretary spoke in Baghdad. We propose a joint border operations centre. "
    "We are ready to hold training courses for Iraqi officers. The centre has opened its doors."
)
QUOTE = "We propose a joint border operations centre"
PROGRESS = "The centre has opened its doors"
SYSTEM = Actor.of_system("tests")


@pytest.fixture
def system() -> Actor:
    """A part of Mithaq itself."""
    return SYSTEM


@pytest.fixture
def other_head(make_user: Callable[..., User], other_desk: Desk) -> Actor:
    """The head of another desk."""
    return Actor.of_user(make_user("amina", Role.HEAD, other_desk))


@pytest.fixture
def foreign_partner(db: None) -> Actor:
    """A partner that was granted no committee at all."""
    return Actor.of_client(Client.objects.create(name="Elsewhere", client_type="confidential"))


@pytest.fixture
def actor_called(request: pytest.FixtureRequest) -> Callable[[str], Actor]:
    """Give a function that gives the actor of a fixture's name."""

    def actor(name: str) -> Actor:
        found = request.getfixturevalue(name)
        assert isinstance(found, Actor)
        return found

    return actor


@pytest.fixture
def make_article(db: None, at: datetime) -> Callable[..., Article]:
    """Give a function that takes an article in and reads it, by the services."""

    def make(text: str = TEXT, by: Actor = SYSTEM, **values: Any) -> Article:
        arrival = Arrival(content=text.encode(), **values)
        article = articles.receive(arrival=arrival, by=by, at=at)
        articles.keep_text(article=article, reading=Reading(text, "en"), by=SYSTEM, at=at)
        return article

    return make


@pytest.fixture
def article(make_article: Callable[..., Article]) -> Article:
    """An article that was read."""
    return make_article(title="The second meeting")


@pytest.fixture
def waiting(db: None, at: datetime) -> Article:
    """An article of which only the address is known."""
    arrival = Arrival(address="https://news.example/1")
    return articles.receive(arrival=arrival, by=SYSTEM, at=at)


@pytest.fixture
def failed(waiting: Article, at: datetime) -> Article:
    """An article whose address could not be fetched."""
    articles.fail(article=waiting, failure=Failure.UNREACHABLE, detail="no route", by=SYSTEM, at=at)
    assert waiting.state == ArticleState.FAILED
    return waiting


def sighting(article: Article, quote: str = QUOTE, **values: Any) -> Sighting:
    """Give what extraction would see at the first place where the article says this."""
    start = article.text.index(quote)
    seen: dict[str, Any] = {
        "type": FindingType.PROPOSAL,
        "kind": Kind.JOINT_BODY,
        "act": Act.PROPOSES,
        "confidence": 0.9,
        "proposer": "IR",
        "addressee": "IQ",
        "voice": Voice.OFFICIAL,
        "speaker": "IR",
    }
    return Sighting(start=start, end=start + len(quote), quote=quote, **(seen | values))


@pytest.fixture
def see() -> Callable[..., Sighting]:
    """Give the function that gives what extraction would see in an article."""
    return sighting


@pytest.fixture
def make_finding(
    article: Article, iraq: Party, iran: Party, at: datetime
) -> Callable[..., Finding]:
    """Give a function that records what was seen in the article."""

    def make(quote: str = QUOTE, **values: Any) -> Finding:
        seen = sighting(article, quote, **values)
        return findings.record_findings(article=article, sightings=[seen], by=SYSTEM, at=at)[0]

    return make


@pytest.fixture
def finding(make_finding: Callable[..., Finding]) -> Finding:
    """A proposal that was found and waits for a decision."""
    return make_finding()


@pytest.fixture
def attached(finding: Finding, proposal: Proposal, at: datetime) -> Finding:
    """A finding that matching attached to the proposal by itself."""
    findings.attach(finding=finding, proposal=proposal, by=SYSTEM, at=at, score=0.91)
    finding.refresh_from_db()
    return finding


@pytest.fixture
def evidence(attached: Finding, proposal: Proposal) -> Evidence:
    """Evidence that was attached automatically and that nobody has confirmed."""
    return proposal.evidence.get()


@pytest.fixture
def meeting(committee: Committee, at: datetime) -> Meeting:
    """The second meeting of the committee, with its minutes."""
    found = Meeting(
        committee=committee,
        ordinal=2,
        place="Baghdad",
        starts_on=date(2026, 3, 8),
        ends_on=date(2026, 3, 9),
        minutes="Both sides agreed on the centre. They meet again in autumn.",
    )
    records.keep(found, by=SYSTEM, at=at)
    return found


@pytest.fixture
def note(proposal: Proposal, officer: Actor, at: datetime) -> Note:
    """What the officer wrote about the proposal, for colleagues."""
    return notes.write(proposal=proposal, text="Call the embassy in April.", by=officer, at=at)


@pytest.fixture
def file(proposal: Proposal, officer: Actor, at: datetime) -> File:
    """A file that the officer laid beside the proposal."""
    upload = Upload("letter.txt", b"Dear colleague")
    return files.keep(upload=upload, place=proposal, by=officer, at=at)


@pytest.fixture
def move(at: datetime) -> Callable[..., Proposal]:
    """Give a function that makes a move: ``move(proposal, "postpone", officer, reason="…")``."""

    def make(proposal: Proposal, key: str, by: Actor = SYSTEM, **values: Any) -> Proposal:
        version = values.pop("version", None)
        request = MoveRequest.of(key, **values)
        return moves.move(proposal=proposal, request=request, by=by, at=at, version=version)

    return make


@pytest.fixture
def last_change() -> Callable[[], Change]:
    """Give a function that gives the newest entry of the whole history."""

    def newest() -> Change:
        return Change.objects.latest("id")

    return newest


@pytest.fixture
def announced(
    monkeypatch: pytest.MonkeyPatch,
) -> list[tuple[Signal, dict[str, int]]]:
    """What the record announces, in a list that grows; nobody else listens meanwhile."""
    heard: list[tuple[Signal, dict[str, int]]] = []

    def listen(signal: Signal, **identifiers: Any) -> None:
        identifiers.pop("sender")
        heard.append((signal, identifiers))

    for signal in (
        announcements.article_doubted,
        announcements.article_received,
        announcements.article_kept,
        announcements.proposal_changed,
    ):
        monkeypatch.setattr(signal, "receivers", [])
        signal.connect(listen, weak=False)
    return heard


@pytest.fixture
def complete(
    make_article: Callable[..., Article], move: Callable[..., Proposal]
) -> Callable[..., None]:
    """Give a function that completes a proposal, as if it had become so at a moment."""

    def make(proposal: Proposal, at: datetime) -> None:
        article = make_article(f"{proposal.pk}. {QUOTE}.")
        seen = [sighting(article)]
        (found,) = findings.record_findings(article=article, sightings=seen, by=SYSTEM, at=at)
        findings.attach(finding=found, proposal=proposal, by=SYSTEM, at=at)
        with recording(by=SYSTEM, at=at):
            proposal.evidence.update(confirmed_at=at)
            proposal.positions.update(stance=Stance.ACCEPTS)
        for key in ("discuss", "agree", "start", "complete"):
            proposal.refresh_from_db()
            move(proposal, key)
        with recording(by=SYSTEM, at=at):
            Proposal.objects.filter(pk=proposal.pk).update(status_since=at)
        proposal.refresh_from_db()

    return make
