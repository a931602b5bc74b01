"""Whether the process lives, and whether it can serve."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client


@pytest.fixture
def gone() -> Iterator[None]:
    """A store that is not there."""
    connection.close()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "mithaq_that_is_not_there"
    yield
    connection.close()
    connection.settings_dict["NAME"] = name


def test_a_process_that_answers_lives(client: Client) -> None:
    answer = client.get("/livez")

    assert (answer.status_code, answer.content) == (200, b"alive")


def test_with_the_store_at_this_version_it_is_ready(client: Client, db: None) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "reachable", "migrations": "applied"}


@pytest.mark.django_db(transaction=True)
def test_without_the_store_it_lives_and_is_not_ready(client: Client, gone: None) -> None:
    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "unreachable"}


def test_before_the_migrations_are_applied_it_is_not_ready(client: Client, db: None) -> None:
    MigrationRecorder.Migration.objects.filter(app="tracker").latest("id").delete()
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "reachable", "migrations": "pending"}


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_an_answer_is_of_now(client: Client, db: None, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_a_probe_inside_the_network_need_not_speak_tls(
    client: Client, db: None, settings: object, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]  # pytest-django's

    assert client.get(path).status_code == 200
    assert client.get("/").status_code == 301
