"""Keeping endpoints: one's own, at addresses that may be called, with a secret shown once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import WebhookVerificationError

from proposals.errors import InvalidInputError, NotAllowedError, RefusedError
from proposals.models import Client
from proposals.rights import Actor
from tests.conftest import SYSTEM
from tests.tracker.webhooks.conftest import Receiver
from tracker.webhooks import calling, endpoints, owing, signing
from tracker.webhooks.models import Endpoint, Notice

type Make = Callable[..., Any]


def test_its_secret_is_kept_sealed(endpoint: Endpoint) -> None:
    row = Endpoint.objects.values().get()

    assert endpoint.shown_secret not in str(row)  # type: ignore[attr-defined]  # for the tests
    assert signing.SEAL.open(row["sealed_secret"]) == endpoint.shown_secret  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "address",
    [
        "http://partner.example/hook",
        "https://partner.example:8443/hook",
        "https://user:password@partner.example/hook",
        "https://partner.example:99999/hook",
        "https://10.0.0.1/hook",
        "https://[::1]/hook",
        "https://169.254.169.254/hook",
        "ftp://partner.example/",
        "https://",
        "nonsense",
        "",
    ],
)
def test_an_address_that_may_not_be_called_is_refused(make_endpoint: Make, address: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        make_endpoint(address=address)

    assert "address" in refused.value.fields
    assert not Endpoint.objects.exists()


def test_a_usual_address_is_taken(make_endpoint: Make) -> None:
    make_endpoint(address="https://partner.example/mithaq?from=us")

    assert Endpoint.objects.get().is_enabled


@pytest.mark.parametrize("types", [[], ["everything"], ["webhook.test"]])
def test_events_that_are_not_there_are_refused(make_endpoint: Make, types: list[str]) -> None:
    with pytest.raises(InvalidInputError) as refused:
        make_endpoint(event_types=types)

    assert "event_types" in refused.value.fields


def test_a_client_has_so_many_and_no_more(make_endpoint: Make, monkeypatch: Any) -> None:
    monkeypatch.setattr(endpoints, "MOST_OF_A_CLIENT", 2)
    make_endpoint()
    make_endpoint()

    with pytest.raises(RefusedError):
        make_endpoint()


def test_nobody_keeps_somebody_elses(
    endpoint: Endpoint, client_of: Callable[..., Client], officer: Actor, head: Actor
) -> None:
    now = timezone.now()
    for other in (Actor.of_client(client_of("webhooks:manage", name="Other")), officer, head):
        for act in (
            lambda by: endpoints.add(endpoint=Endpoint(client=endpoint.client), by=by, at=now),
            lambda by: endpoints.change(endpoint=endpoint, by=by, at=now),
            lambda by: endpoints.remove(endpoint=endpoint, by=by),
            lambda by: endpoints.renew_secret(endpoint=endpoint, by=by, at=now),
            lambda by: endpoints.try_out(endpoint=endpoint, by=by, at=now),
            lambda by: endpoints.replay(endpoint=endpoint, since=now, by=by, at=now),
        ):
            with pytest.raises(NotAllowedError):
                act(other)


def test_for_a_day_after_a_new_secret_both_are_valid(
    endpoint: Endpoint, receiver: Receiver, partner_client: Client
) -> None:
    old, now = endpoint.shown_secret, timezone.now()  # type: ignore[attr-defined]  # for the tests
    by = Actor.of_client(partner_client)
    new = endpoints.renew_secret(endpoint=endpoint, by=by, at=now - timedelta(hours=23))
    owing.owe_test(endpoint=endpoint, at=now)
    calling.call_due(endpoint_id=endpoint.pk, at=lambda: now)
    for secret in (old, new):
        assert receiver.calls[-1].verified(secret)

    Endpoint.objects.update(former_until=now)
    owing.owe_test(endpoint=endpoint, at=now)
    calling.call_due(endpoint_id=endpoint.pk, at=lambda: now)
    assert receiver.calls[-1].verified(new)
    with pytest.raises(WebhookVerificationError):
        receiver.calls[-1].verified(old)


def test_a_mended_address_gets_all_its_attempts_again(endpoint: Endpoint) -> None:
    now = timezone.now()
    notice = owing.owe_test(endpoint=endpoint, at=now)
    Notice.objects.update(attempts=7, not_before=now + timedelta(hours=6))
    Endpoint.objects.update(failing_since=now, rests_until=now + timedelta(hours=1))
    endpoint.address = "https://partner.example/mended"

    endpoints.change(endpoint=endpoint, by=SYSTEM, at=now)

    notice.refresh_from_db()
    endpoint.refresh_from_db()
    assert (notice.attempts, notice.not_before) == (0, now)
    assert (endpoint.failing_since, endpoint.rests_until) == (None, None)


def test_a_disabled_one_is_neither_tried_nor_told_again(endpoint: Endpoint) -> None:
    now = timezone.now()
    endpoint.is_enabled = False
    endpoints.change(endpoint=endpoint, by=SYSTEM, at=now)
    assert Endpoint.objects.get().disabled_reason == "by_hand"

    with pytest.raises(RefusedError):
        endpoints.try_out(endpoint=endpoint, by=SYSTEM, at=now)
    with pytest.raises(RefusedError):
        endpoints.replay(endpoint=endpoint, since=now, by=SYSTEM, at=now)


def test_what_it_was_owed_goes_with_it(endpoint: Endpoint) -> None:
    owing.owe_test(endpoint=endpoint, at=timezone.now())

    endpoints.remove(endpoint=endpoint, by=SYSTEM)

    assert not Notice.objects.exists()
