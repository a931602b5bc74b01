"""What every test can ask for: people, parties, a committee, a proposal, and a clock."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from proposals.models import Change, Client, Committee, Desk, Membership, Party, Proposal, User
from proposals.rights import Actor
from proposals.services.proposals import Draft, create
from proposals.services.recording import recording
from proposals.services.records import keep
from proposals.vocabulary import Act, Kind, Reach, Role
from tracker import tasks

AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
SYSTEM = Actor.of_system("tests")
LONGEST_TEST = 240  # seconds for which another worker's test may keep its transaction open


@pytest.fixture(autouse=True)
def quick_hashes(settings: Settings) -> None:
    """Passwords and clients' secrets of tests need not withstand anybody."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def plain_language() -> Iterator[None]:
    """What a visitor of an earlier test read is not what the next one reads."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bell that an earlier test could not reach is tried again by the next one."""
    monkeypatch.setattr(tasks._Silence, "until", 0.0)


@pytest.fixture
def at() -> datetime:
    """The clock of the tests."""
    return AT


@pytest.fixture
def settle(transactional_db: None) -> Callable[[], None]:
    """Give a function that waits until every change so far is settled.

    Transactions in other databases hold changes back as well: those of the other workers' tests.
    """

    def wait() -> None:
        pause, deadline = threading.Event(), time.monotonic() + LONGEST_TEST
        while Change.objects.count() > Change.objects.settled().count():
            assert time.monotonic() < deadline, "a transaction somewhere does not end"
            pause.wait(0.02)

    return wait


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk.objects.create(name_en="Near East desk", name_ar="مكتب الشرق الأدنى")


@pytest.fixture
def other_desk(db: None) -> Desk:
    return Desk.objects.create(name_en="Africa desk")


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Give a function that makes a member of staff of a role, at a desk; mail alone tells them."""

    def make(username: str, role: Role, desk: Desk | None = None, **values: Any) -> User:
        values = {"reached_by": Reach.MAIL} | values
        return User.objects.create_user(
            username, f"{username}@mithaq.test", "a long password", role=role, desk=desk, **values
        )

    return make


@pytest.fixture
def officer_user(make_user: Callable[..., User], desk: Desk) -> User:
    return make_user("samira", Role.OFFICER, desk, first_name="Samira", language="ar")


@pytest.fixture
def officer(officer_user: User) -> Actor:
    return Actor.of_user(officer_user)


@pytest.fixture
def stranger(make_user: Callable[..., User], other_desk: Desk) -> Actor:
    """An officer of another desk."""
    return Actor.of_user(make_user("kofi", Role.OFFICER, other_desk))


@pytest.fixture
def head(make_user: Callable[..., User], desk: Desk) -> Actor:
    return Actor.of_user(make_user("leila", Role.HEAD, desk))


@pytest.fixture
def reader(make_user: Callable[..., User]) -> Actor:
    return Actor.of_user(make_user("noor", Role.READER))


@pytest.fixture
def administrator(make_user: Callable[..., User]) -> Actor:
    return Actor.of_user(make_user("root", Role.ADMINISTRATOR))


def party(code: str, **names: str) -> Party:
    """Give the party of this code, with these names if it is new."""
    found = Party.objects.filter(code=code).first()
    if found is None:
        found = Party(code=code, **(names or {"name_en": code}))
        keep(found, by=SYSTEM, at=AT)
    return found


@pytest.fixture
def iraq(db: None) -> Party:
    return party("IQ", name_ar="العراق", name_fa="عراق", name_en="Iraq")


@pytest.fixture
def iran(db: None) -> Party:
    return party("IR", name_ar="إيران", name_fa="ایران", name_en="Iran")


@pytest.fixture
def committee(iraq: Party, iran: Party, desk: Desk) -> Committee:
    found = Committee(name_en="Joint counter-narcotics committee", desk=desk, cadence_months=6)
    with recording(by=SYSTEM, at=AT):
        found.save()
        for member in (iraq, iran):
            Membership.objects.create(committee=found, party=member)
    return found


@pytest.fixture
def make_proposal(iraq: Party, iran: Party, committee: Committee) -> Callable[..., Proposal]:
    """Give a function that records a proposal of Iran to Iraq, with what it is told to change."""

    def make(**values: Any) -> Proposal:
        by, at = values.pop("by", SYSTEM), values.pop("at", AT)
        draft: dict[str, Any] = {
            "titles": {"en": "A joint border operations centre"},
            "kind": Kind.JOINT_BODY,
            "act": Act.PROPOSES,
            "proposers": [iran],
            "addressees": [iraq],
            "proposed_on": date(2026, 3, 10),
            "committee": committee,
        }
        return create(draft=Draft(**(draft | values)), by=by, at=at)

    return make


@pytest.fixture
def proposal(make_proposal: Callable[..., Proposal]) -> Proposal:
    return make_proposal()


@pytest.fixture
def client_of(committee: Committee) -> Callable[..., Client]:
    """Give a function that makes a partner's client with these scopes, granted the committee."""

    def make(scopes: str = "proposals:read", **values: Any) -> Client:
        values = {"name": "Partner registry", "visibility": "shared"} | values
        client = Client.objects.create(
            client_type="confidential",
            authorization_grant_type="client-credentials",
            allowed_scopes=scopes,
            **values,
        )
        client.committees.add(committee)
        return client

    return make


@pytest.fixture
def partner(client_of: Callable[..., Client]) -> Actor:
    return Actor.of_client(client_of("proposals:read proposals:write"))
