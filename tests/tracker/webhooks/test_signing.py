"""Secrets and signatures, as the specification's own library sees them."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tracker.webhooks import signing

BODY = '{"type":"proposal.moved","data":{"title":"مركز"}}'.encode()


def signed(*secrets: str, at: datetime | None = None, body: bytes = BODY) -> dict[str, str]:
    now = at or datetime.now(UTC)
    return signing.headers(identity="msg_1", body=body, secrets_valid=secrets, at=now)


def test_the_specifications_own_library_accepts_it() -> None:
    secret = signing.new_secret()

    assert Webhook(secret).verify(BODY, signed(secret))["type"] == "proposal.moved"


def test_it_is_what_the_library_would_have_signed() -> None:
    secret, at = signing.new_secret(), datetime.now(UTC)

    theirs = Webhook(secret).sign("msg_1", at, BODY.decode())

    assert signed(secret, at=at)["webhook-signature"] == theirs


def test_while_secrets_change_over_either_is_enough() -> None:
    old, new = signing.new_secret(), signing.new_secret()
    headers = signed(new, old)

    for secret in (old, new):
        assert Webhook(secret).verify(BODY, headers)
    assert len(headers["webhook-signature"].split()) == 2


@pytest.mark.parametrize("what", ["body", "identity", "moment", "secret"])
def test_whatever_was_touched_is_noticed(what: str) -> None:
    secret = signing.new_secret()
    headers, body = signed(secret), BODY
    if what == "body":
        body = BODY.replace(b"moved", b"mover")
    elif what == "identity":
        headers["webhook-id"] = "msg_2"
    elif what == "moment":
        headers["webhook-timestamp"] = str(int(headers["webhook-timestamp"]) - 1)
    else:
        secret = signing.new_secret()

    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)


def test_an_old_call_is_noticed() -> None:
    secret = signing.new_secret()
    headers = signed(secret, at=datetime.now(UTC) - timedelta(minutes=6))

    with pytest.raises(WebhookVerificationError, match="old"):
        Webhook(secret).verify(BODY, headers)


def test_a_secret_is_long_random_and_of_the_form_that_is_specified() -> None:
    secrets = {signing.new_secret() for _ in range(20)}

    assert len(secrets) == 20
    for secret in secrets:
        assert secret.startswith("whsec_")
        assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32


def test_a_secret_is_kept_sealed() -> None:
    secret = signing.new_secret()
    kept = signing.SEAL.close(secret)

    assert secret.removeprefix("whsec_") not in kept
    assert signing.SEAL.open(kept) == secret
    assert signing.SEAL.close(secret) != kept
