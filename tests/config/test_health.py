"""Whether the process lives, and whether it can serve."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from proposals.models import User
from tracker.models import Delivery


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
    assert answer.json() == {
        "database": "reachable",
        "migrations": "applied",
        "deliveries": "in time",
    }


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


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_an_answer_is_of_now(client: Client, db: None, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_a_probe_inside_the_network_need_not_speak_tls(
    client: Client, db: None, settings: object, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]  # pytest-django's

    assert client.get(path).status_code == 200
    assert client.get("/").status_code == 301


@pytest.mark.parametrize(("seconds", "status"), [(60, 200), (3600, 503)])
def test_while_messages_wait_too_long_it_is_not_ready(
    client: Client, officer_user: User, seconds: int, status: int
) -> None:
    since = timezone.now() - timedelta(seconds=seconds)
    Delivery.objects.create(
        key="a test's",
        kind="digest",
        recipient=officer_user,
        owed_at=since,
        not_before=since,
        stale_after=since + timedelta(days=1),
    )

    answer = client.get("/readyz")

    assert answer.status_code == status
    assert answer.json()["deliveries"].startswith("in time" if status == 200 else "late by 360")


class TestMetrics:
    def test_this_machine_reads_what_is_measured(self, client: Client, db: None) -> None:
        answer = client.get("/metrics")

        assert answer.status_code == 200
        assert 'mithaq_owed{channel="email"} 0.0' in answer.content.decode()

    @pytest.mark.parametrize(
        "stranger",
        [
            {"REMOTE_ADDR": "192.0.2.7"},
            {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
            {"REMOTE_ADDR": ""},
        ],
    )
    def test_to_others_there_is_no_such_page(
        self, client: Client, db: None, stranger: dict[str, str]
    ) -> None:
        assert client.get("/metrics", **stranger).status_code == 404  # type: ignore[arg-type]  # the request's own names

    @pytest.mark.parametrize(
        ("token", "status"), [("Bearer the one", 200), ("Bearer another", 404), ("", 404)]
    )
    def test_with_a_token_set_whoever_gives_it_reads(
        self, client: Client, db: None, settings: Settings, token: str, status: int
    ) -> None:
        settings.METRICS_TOKEN = "the one"

        answer = client.get("/metrics", headers={"Authorization": token}, REMOTE_ADDR="192.0.2.7")

        assert answer.status_code == status
