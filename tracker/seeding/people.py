"""The demo's desks, its people with their digests, and the partner's system."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from proposals.models import Client, Desk, User
from proposals.services.records import keep
from proposals.vocabulary import Role
from tracker import digests, reminders
from tracker.models import Subscription
from tracker.seeding.known import SEEDING, Known
from tracker.seeding.library import FOLDER, read_toml

# Digests began this long ago, so that each is owed its newest one as soon as Mithaq runs.
DIGESTS_SINCE = timedelta(days=8)


def _secret() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Access:
    """How people and the partner's system sign in; made at random where it isn't given."""

    password: str
    client_id: str
    client_secret: str

    @classmethod
    def of(cls, password: str = "", client_id: str = "", client_secret: str = "") -> "Access":
        """Fill in what isn't given."""
        return cls(password or _secret(), client_id or _secret(), client_secret or _secret())


def employ(known: Known, access: Access, *, at: datetime) -> None:
    """Set up the desks and their people, as of ``at``; reminders and digests are theirs today."""
    file = read_toml(FOLDER / "people.toml")
    for entry in file["desks"]:
        desk = Desk(name_ar=entry["ar"], name_fa=entry["fa"], name_en=entry["en"])
        keep(desk, by=SEEDING, at=at)
        known.desks[entry["key"]] = desk
    password = make_password(access.password)  # once: it is meant to be slow
    for entry in file["people"]:
        known.people[entry["username"]] = _person(known, entry, password, at)
        _subscribe(known.people[entry["username"]], entry["digest"], known.at)
    reminders.ensure_default_rules()


def _person(known: Known, entry: dict[str, Any], password: str, at: datetime) -> User:
    first, last = entry["name"]
    person = User(
        username=entry["username"],
        first_name=first,
        last_name=last,
        email=f"{entry['username']}@mithaq.example",
        role=Role(entry["role"]),
        desk=known.desks.get(entry.get("desk", "")),
        language=entry["language"],
        time_zone=entry["time_zone"],
        date_joined=at,
        password=password,
    )
    keep(person, by=SEEDING, at=at)
    return person


def _subscribe(person: User, schedule: dict[str, int], at: datetime) -> None:
    digests.keep(subscription=Subscription(user=person, **schedule), at=at - DIGESTS_SINCE)


def connect_partner(known: Known, access: Access, *, at: datetime) -> None:
    """Set up the partner's system, with the committees that it is granted."""
    entry = read_toml(FOLDER / "people.toml")["client"]
    client = Client(
        name=entry["name"],
        client_id=access.client_id,
        client_secret=access.client_secret,
        client_type=Client.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS,
        allowed_scopes=entry["scopes"],
    )
    keep(client, by=SEEDING, at=at)
    client.committees.set([known.committees[key] for key in entry["committees"]])
    known.client = client
