"""What the tests of the brief ask for: a committee that met once and meets again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from proposals.briefs import Brief, brief_for
from proposals.models import Committee, Meeting, Party, Proposal
from proposals.rights import Actor
from proposals.services import moves, parts
from proposals.services.moves import MoveRequest
from proposals.services.records import keep
from proposals.vocabulary import Stance

SYSTEM = Actor.of_system("tests")
FIRST = date(2026, 3, 1)
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def make_meeting(committee: Committee, at: datetime) -> Callable[..., Meeting]:
    """Give a function that keeps a meeting of the committee."""

    def make(ordinal: int, starts_on: date, **values: Any) -> Meeting:
        meeting = Meeting(
            committee=committee, ordinal=ordinal, starts_on=starts_on, ends_on=starts_on, **values
        )
        keep(meeting, by=SYSTEM, at=at)
        return meeting

    return make


@pytest.fixture
def first(make_meeting: Callable[..., Meeting]) -> Meeting:
    minutes = "The Iranian side proposed a joint border operations centre."
    return make_meeting(1, FIRST, place="Baghdad", minutes=minutes)


@pytest.fixture
def second(make_meeting: Callable[..., Meeting], first: Meeting) -> Meeting:
    return make_meeting(2, date(2026, 6, 10), place="Tehran")


@pytest.fixture
def brief(second: Meeting, reader: Actor) -> Callable[..., Brief]:
    """Give a function that makes the second meeting's brief for a reader."""

    def make(language: str = "en", at: datetime = NOW, by: Actor = reader) -> Brief:
        return brief_for(second, reader=by, language=language, at=at)

    return make


@pytest.fixture
def proposed(make_proposal: Callable[..., Proposal], first: Meeting) -> Callable[..., Proposal]:
    """Give a function that records what was proposed at the first meeting."""

    def make(title: str = "A joint centre", **values: Any) -> Proposal:
        return make_proposal(titles={"en": title}, meeting=first, proposed_on=FIRST, **values)

    return make


@pytest.fixture
def quoted(first: Meeting, officer: Actor, at: datetime) -> Callable[[Proposal], None]:
    """Give a function that proves a proposal by the first meeting's minutes."""

    def prove(proposal: Proposal) -> None:
        start = first.minutes.index("a joint border")
        parts.attach_minutes(
            proposal=proposal,
            meeting=first,
            start=start,
            end=start + len("a joint border operations centre"),
            by=officer,
            at=at,
        )

    return prove


def moved(proposal: Proposal, request: MoveRequest, days: int) -> None:
    """Make a move on a proposal so many days after the first meeting."""
    later = datetime(2026, 3, 1, 10, 0, tzinfo=UTC) + timedelta(days=days)
    moves.move(proposal=proposal, request=request, by=SYSTEM, at=later)


@pytest.fixture
def take_up() -> Callable[..., None]:
    """Give a function that moves a proposal into discussion."""
    return lambda proposal, days: moved(proposal, MoveRequest.of("discuss"), days)


@pytest.fixture
def withdraw() -> Callable[..., None]:
    """Give a function that withdraws a proposal."""
    request = MoveRequest.of("withdraw", reason="It was a misunderstanding.")
    return lambda proposal, days: moved(proposal, request, days)


@pytest.fixture
def stand(at: datetime) -> Callable[..., None]:
    """Give a function that records where a party stands."""

    def keep_stance(proposal: Proposal, party: Party, stance: Stance, body: str = "") -> None:
        values = {"stance": stance, "responsible_body": body}
        parts.set_position(proposal=proposal, party=party, values=values, by=SYSTEM, at=at)

    return keep_stance
