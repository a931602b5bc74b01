"""Secrets of webhooks, and the signature that each call carries.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from proposals.sealing import Seal

PREFIX = "whsec_"
SECRET_BYTES = 32
SEAL = Seal("mithaq.webhooks.secrets")


def new_secret() -> str:
    """Give a new secret, as its receiver writes it down."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers(
    *, identity: str, body: bytes, secrets_valid: Sequence[str], at: datetime
) -> dict[str, str]:
    """Give the headers of a call, signed with each secret that is valid now."""
    moment = str(int(at.timestamp()))
    content = b".".join((identity.encode(), moment.encode(), body))
    return {
        "webhook-id": identity,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(_signature(secret, content) for secret in secrets_valid),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode()
