"""The command that fills an empty database with the demo."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command

from proposals.models import (
    Article,
    Change,
    Client,
    Committee,
    Desk,
    Finding,
    Party,
    Proposal,
    User,
)
from proposals.rights import Actor
from proposals.services.records import remove
from tracker import seeding

AT = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
RECORDS = (Article, Change, Client, Committee, Desk, Finding, Proposal, User)


def seed(*arguments: str) -> str:
    """Run the command; give what it prints."""
    out = StringIO()
    call_command("seed_demo", *arguments, stdout=out)
    return out.getvalue()


def counted() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in RECORDS}


def test_it_fills_an_empty_database_once_and_says_how_to_sign_in(db: None) -> None:
    assert seeding.is_empty()

    said = seed("--password", "mithaq-demo", "--client-id", "registry", "--client-secret", "hush")
    before = counted()
    again = seed("--if-empty")

    for word in ("mithaq-demo", "registry", "hush", "samira", "dariush", "claire", "admin"):
        assert word in said
    assert before["Proposal"] >= 38
    assert (again, counted()) == ("", before)
    assert all(user.check_password("mithaq-demo") for user in User.objects.all())
    client = Client.objects.get(client_id="registry")
    assert check_password("hush", client.client_secret)


@pytest.mark.parametrize("arguments", [(), ("--password", "another one")])
def test_it_refuses_a_record_with_which_somebody_works(
    arguments: tuple[str, ...], desk: Desk
) -> None:
    with pytest.raises(CommandError, match="records already"):
        seed(*arguments)

    assert (Desk.objects.count(), User.objects.count()) == (1, 0)


def test_it_does_nothing_quietly_where_it_is_told_to(desk: Desk) -> None:
    assert seed("--if-empty") == ""
    assert (Desk.objects.count(), User.objects.count()) == (1, 0)


def test_one_record_is_enough_not_to_be_empty(administrator: Actor) -> None:
    assert not seeding.is_empty()


def test_the_parties_alone_do_not_count(db: None) -> None:
    assert Party.objects.exists()
    assert seeding.is_empty()


def test_what_is_not_given_is_made_at_random() -> None:
    one, other = seeding.Access.of(client_id="registry"), seeding.Access.of(client_id="registry")

    assert one.client_id == other.client_id == "registry"
    assert one.password != other.password
    assert one.client_secret != other.client_secret
    assert min(len(one.password), len(one.client_secret)) >= 24


def test_a_story_that_breaks_off_leaves_nothing(db: None) -> None:
    remove(Party.objects.get(code="UZ"), by=Actor.of_system("tests"), at=AT)
    before = counted()

    with pytest.raises(Party.DoesNotExist):
        seeding.tell(access=seeding.Access.of(), at=AT)

    assert counted() == before
    assert seeding.is_empty()
