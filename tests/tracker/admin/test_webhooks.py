"""The pages of webhooks: for administrators; the secret once, the attempts, tests and replays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from proposals.models import Client
from proposals.vocabulary import Role
from tests.conftest import SYSTEM
from tracker.webhooks import endpoints, owing, signing
from tracker.webhooks.models import Attempt, Endpoint, Notice

type Make = Callable[..., Any]
LIST = reverse("admin:tracker_endpoint_changelist")
ADD = reverse("admin:tracker_endpoint_add")
ADDRESS = "https://registry.example/mithaq"


@pytest.fixture
def sign_in(client: Browser, make_user: Make) -> Callable[[Role], Browser]:
    """Give a function that signs somebody of a role in."""

    def make(role: Role) -> Browser:
        client.force_login(make_user(f"some-{role}", role))
        return client

    return make


@pytest.fixture
def as_administrator(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.ADMINISTRATOR)


@pytest.fixture
def endpoint(client_of: Callable[..., Client]) -> Endpoint:
    made = Endpoint(client=client_of(), address=ADDRESS)
    endpoints.add(endpoint=made, by=SYSTEM, at=timezone.now())
    return made


def page_of(endpoint: Endpoint, page: str = "change") -> str:
    return reverse(f"admin:tracker_endpoint_{page}", args=[endpoint.pk])


def words(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_secret_is_shown_once(
    as_administrator: Browser, client_of: Callable[..., Client]
) -> None:
    wish = {"client": client_of().pk, "address": ADDRESS, "is_enabled": "on"}
    answer = as_administrator.post(ADD, wish | {"event_types": ["proposal.moved"]})

    made = Endpoint.objects.get()
    secret = signing.SEAL.open(made.sealed_secret)
    assert secret in words(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert made.event_types == ["proposal.moved"]
    for later in (LIST, page_of(made), page_of(made, "attempts")):
        assert secret not in words(as_administrator.get(later))


def test_an_address_that_may_not_be_called_is_refused_on_the_form(
    as_administrator: Browser, client_of: Callable[..., Client]
) -> None:
    wish = {"client": client_of().pk, "address": "http://plain.example/", "is_enabled": "on"}

    answer = as_administrator.post(ADD, wish | {"event_types": ["proposal.moved"]})

    assert "Give a public https address" in words(answer)
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize(
    ("role", "looks", "changes"),
    [(Role.READER, 403, 403), (Role.OFFICER, 403, 403), (Role.HEAD, 200, 403)],
)
def test_who_keeps_no_clients_keeps_no_webhooks(
    sign_in: Callable[[Role], Browser], endpoint: Endpoint, role: Role, looks: int, changes: int
) -> None:
    browser = sign_in(role)

    for address in (LIST, page_of(endpoint), page_of(endpoint, "attempts")):
        assert browser.get(address).status_code == looks
    assert browser.get(ADD).status_code == changes
    for page in ("test", "secret", "replay", "delete"):
        assert browser.post(page_of(endpoint, page), {"post": "yes"}).status_code == changes
    assert not Notice.objects.exists()


def test_a_test_is_owed(as_administrator: Browser, endpoint: Endpoint) -> None:
    answer = as_administrator.post(page_of(endpoint, "test"), follow=True)

    assert "A test is on its way." in words(answer)
    assert Notice.objects.get().type == "webhook.test"


@pytest.mark.parametrize("page", ["test", "secret", "replay"])
def test_looking_does_nothing(as_administrator: Browser, endpoint: Endpoint, page: str) -> None:
    assert as_administrator.get(page_of(endpoint, page)).status_code == 405


def test_the_attempts_show_how_it_went(as_administrator: Browser, endpoint: Endpoint) -> None:
    assert "Nothing was sent yet." in words(as_administrator.get(page_of(endpoint, "attempts")))
    notice = owing.owe_test(endpoint=endpoint, at=timezone.now())
    for status, trouble in ((503, ""), (None, "too_slow: ReadTimeout")):
        Attempt.objects.create(
            notice=notice,
            endpoint=endpoint,
            at=timezone.now(),
            status=status,
            trouble=trouble,
            milliseconds=41,
        )

    shown = words(as_administrator.get(page_of(endpoint, "attempts")))

    for expected in ("503", "too_slow: ReadTimeout", notice.webhook_id, "webhook.test", "41"):
        assert expected in shown


def test_a_new_secret_leaves_the_former_one_for_a_day(
    as_administrator: Browser, endpoint: Endpoint
) -> None:
    former = endpoint.sealed_secret

    answer = as_administrator.post(page_of(endpoint, "secret"))

    endpoint.refresh_from_db()
    assert signing.SEAL.open(endpoint.sealed_secret) in words(answer)
    assert endpoint.sealed_former == former
    assert endpoint.former_until is not None
    assert timedelta(hours=23) < endpoint.former_until - timezone.now() < timedelta(hours=25)


def test_it_is_told_again_from_a_moment_on(as_administrator: Browser, endpoint: Endpoint) -> None:
    when = datetime(2026, 3, 1, tzinfo=UTC)
    notice = Notice.objects.create(
        endpoint=endpoint,
        type="proposal.moved",
        transaction=1,
        change_id=1,
        happened_at=when,
        not_before=when,
        state="done",
    )

    refused = as_administrator.post(page_of(endpoint, "replay"), {"since": "soon"}, follow=True)
    assert "Give a day and a time." in words(refused)
    as_administrator.post(page_of(endpoint, "replay"), {"since": "2026-02-01T00:00"})

    notice.refresh_from_db()
    assert notice.state == "queued"


def test_a_disabled_one_says_why_and_is_enabled_again(
    as_administrator: Browser, endpoint: Endpoint
) -> None:
    endpoints.disable(endpoint, why=Endpoint.WhyDisabled.FAILING, at=timezone.now())
    assert "It failed for about a day." in words(as_administrator.get(LIST))
    refused = as_administrator.post(page_of(endpoint, "test"), follow=True)
    assert "Enable it first." in words(refused)

    wish = {"address": ADDRESS, "is_enabled": "on", "event_types": ["proposal.moved"]}
    assert as_administrator.post(page_of(endpoint), wish).status_code == 302

    endpoint.refresh_from_db()
    assert (endpoint.is_enabled, endpoint.disabled_reason) == (True, "")


def test_deleting_ends_it(as_administrator: Browser, endpoint: Endpoint) -> None:
    owing.owe_test(endpoint=endpoint, at=timezone.now())

    answer = as_administrator.post(page_of(endpoint, "delete"), {"post": "yes"})

    assert answer.status_code == 302
    assert not Endpoint.objects.exists()
