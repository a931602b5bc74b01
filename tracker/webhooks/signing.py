"""Secrets of webhooks, and the signature that each call carries.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PREFIX = "whsec_"
SECRET_BYTES = 32


class SecretLostError(Exception):
    """A secret that can't be read: it was sealed under another key of the installation."""


def new_secret() -> str:
    """Give a new secret, as its receiver writes it down."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sealed(secret: str) -> str:
    """Give a secret as it is stored: readable with the installation's own key alone."""
    return _seal().encrypt(secret.encode()).decode()


def opened(text: str) -> str:
    """Give a stored secret as it was before it was sealed."""
    try:
        return _seal().decrypt(text).decode()
    except InvalidToken as error:
        raise SecretLostError from error


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


def _seal() -> MultiFernet:
    """Give the seal: made with the present key, opened with former ones as well."""
    keys: list[str] = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    digest = hmac.digest(key.encode(), b"mithaq.webhooks.secrets", hashlib.sha256)
    return base64.urlsafe_b64encode(digest)
