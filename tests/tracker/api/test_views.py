"""Webhooks over the interface: made, changed, tried, told again, ended."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from proposals.models import KeptAnswer
from tests.proposals.api.conftest import Caller
from tests.tracker.api.conftest import ADDRESS
from tracker.webhooks import endpoints, owing, signing
from tracker.webhooks.models import Attempt, Endpoint, EventType, Notice


def at(webhook: Endpoint, rest: str = "") -> str:
    return f"webhooks/{webhook.pk}/{rest}"


def test_a_webhook_is_made_with_a_secret_that_is_shown_once(api: Caller) -> None:
    answer = api.post("webhooks/", {"address": ADDRESS, "event_types": ["proposal.moved"]})

    assert answer.status_code == 201
    made = Endpoint.objects.get()
    assert answer.json()["secret"] == signing.SEAL.open(made.sealed_secret)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Location"].endswith(f"/api/v1/webhooks/{made.pk}/")
    read = api.get(answer.headers["Location"].removeprefix("http://testserver"))
    assert read.json()["event_types"] == ["proposal.moved"]
    for later in (read, api.get("webhooks/")):
        assert "secret" not in later.json()
        assert answer.json()["secret"] not in later.content.decode()


@pytest.mark.parametrize("address", ["webhooks/", "webhooks/{}/secret/"])
def test_sent_again_it_is_done_once_and_the_secret_is_kept_nowhere(
    api: Caller, webhook: Endpoint, address: str
) -> None:
    body, headers = {"address": ADDRESS}, {"Idempotency-Key": "once"}
    where = address.format(webhook.pk)
    options = {"body": body} if where == "webhooks/" else {}
    first = api("POST", where, headers=headers, **options)
    count, sealed = Endpoint.objects.count(), list(Endpoint.objects.values("sealed_secret"))

    again = api("POST", where, headers=headers, **options)

    assert first.json()["secret"].startswith("whsec_")
    assert again.json() == first.json() | {"secret": None}
    assert Endpoint.objects.count() == count
    assert list(Endpoint.objects.values("sealed_secret")) == sealed
    assert "whsec_" not in str(list(KeptAnswer.objects.values()))


def test_without_a_choice_it_is_told_of_everything(api: Caller) -> None:
    api.post("webhooks/", {"address": ADDRESS})

    assert set(Endpoint.objects.get().event_types) == set(EventType.values)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/address"),
        ({"address": "http://plain.example/"}, "/address"),
        ({"address": "https://user@registry.example/"}, "/address"),
        ({"address": 7}, "/address"),
        ({"address": ADDRESS, "event_types": []}, "/event_types"),
        ({"address": ADDRESS, "event_types": ["everything"]}, "/event_types/0"),
        ({"address": ADDRESS, "client": 1}, "/client"),
        ({"address": ADDRESS, "secret": "whsec_mine"}, "/secret"),
    ],
)
def test_what_cannot_be_right_is_refused(api: Caller, body: Any, pointer: str) -> None:
    answer = api.post("webhooks/", body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert not Endpoint.objects.exists()


def test_more_than_so_many_are_refused(
    api: Caller, webhook: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "MOST_OF_A_CLIENT", 1)

    answer = api.post("webhooks/", {"address": ADDRESS})

    assert (answer.status_code, answer.json()["code"]) == (409, "refused")


def test_what_is_left_out_of_a_change_stays(api: Caller, webhook: Endpoint) -> None:
    answer = api("PATCH", at(webhook), headers={"If-Match": "*"}, body={"is_enabled": False})

    shown = answer.json()
    assert (shown["is_enabled"], shown["disabled_reason"]) == (False, "by_hand")
    assert shown["disabled_reason_label"] == "It was switched off."
    assert (shown["address"], len(shown["event_types"])) == (ADDRESS, len(EventType.values))

    again = api(
        "PATCH",
        at(webhook),
        headers={"If-Match": "*"},
        body={"is_enabled": True, "address": f"{ADDRESS}/2"},
    ).json()
    assert (again["is_enabled"], again["disabled_reason"]) == (True, None)
    assert again["address"] == f"{ADDRESS}/2"


def test_a_new_secret_is_shown_once(api: Caller, webhook: Endpoint) -> None:
    former = webhook.sealed_secret

    answer = api("POST", at(webhook, "secret/"))

    webhook.refresh_from_db()
    assert answer.json()["secret"] == signing.SEAL.open(webhook.sealed_secret)
    assert answer.json()["former_secret_until"]
    assert webhook.sealed_former == former


def test_a_test_is_on_its_way(api: Caller, webhook: Endpoint) -> None:
    answer = api("POST", at(webhook, "test/"))

    assert answer.json() == {"notice": Notice.objects.get().webhook_id}
    assert answer.headers["Location"].endswith(at(webhook, "attempts/"))


def test_a_disabled_one_is_not_tried(api: Caller, webhook: Endpoint) -> None:
    api("PATCH", at(webhook), headers={"If-Match": "*"}, body={"is_enabled": False})

    for rest, body in (("test/", {}), ("replay/", {"since": "2026-03-01T00:00:00Z"})):
        assert api.post(at(webhook, rest), body).json()["code"] == "refused"
    assert not Notice.objects.exists()


def test_it_is_told_again_from_a_moment_on(api: Caller, webhook: Endpoint) -> None:
    now = timezone.now()
    for number in range(2):
        Notice.objects.create(
            endpoint=webhook,
            type="proposal.moved",
            transaction=number,
            change_id=number,
            happened_at=now.replace(year=2020 + number),
            not_before=now,
            state="done",
        )

    answer = api.post(at(webhook, "replay/"), {"since": "2021-01-01T00:00:00Z"})

    assert answer.status_code == 202
    states = Notice.objects.order_by("change_id").values_list("state", flat=True)
    assert list(states) == ["done", "queued"]


def test_the_attempts_say_what_was_answered(
    api: Caller, webhook: Endpoint, make_webhook: Callable[..., Endpoint]
) -> None:
    other = make_webhook()
    for endpoint, status in ((webhook, 500), (webhook, 200), (other, 404)):
        notice = owing.owe_test(endpoint=endpoint, at=timezone.now())
        Attempt.objects.create(
            notice=notice, endpoint=endpoint, at=timezone.now(), status=status, milliseconds=12
        )

    page = api.get(at(webhook, "attempts/"), {"page_size": 1}).json()
    (newest,) = page["results"]
    (older,) = api.get(page["next"].removeprefix("http://testserver")).json()["results"]

    assert (newest["status"], older["status"]) == (200, 500)
    assert newest["notice"].startswith("msg_")
    assert (newest["state"], newest["state_label"]) == ("queued", "Waiting")


def test_ended_it_is_gone(api: Caller, webhook: Endpoint) -> None:
    assert api("DELETE", at(webhook), headers={"If-Match": "*"}).content == b""

    assert api.get(at(webhook)).status_code == 404
    assert not Endpoint.objects.exists()


def test_a_webhook_is_changed_as_it_was_read(api: Caller, webhook: Endpoint) -> None:
    read = api("GET", at(webhook)).headers["ETag"]
    changed = api("PATCH", at(webhook), body={"is_enabled": False}, headers={"If-Match": read})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != read

    for method in ("PATCH", "DELETE"):
        body = {"body": {"is_enabled": True}} if method == "PATCH" else {}
        stale = api(method, at(webhook), headers={"If-Match": read}, **body)
        assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
        untold = api(method, at(webhook), **body)
        assert (untold.status_code, untold.json()["code"]) == (428, "precondition_required")
    gone = api("DELETE", at(webhook), headers={"If-Match": changed.headers["ETag"]})
    assert gone.status_code == 204


def test_a_call_leaves_a_webhooks_version_as_it_is(webhook: Endpoint) -> None:
    before = webhook.version
    webhook.failing_since = webhook.succeeded_at = webhook.made_at

    assert webhook.version == before
    webhook.event_types = ["proposal.moved"]
    assert webhook.version != before
