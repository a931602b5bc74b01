"""Secrets that must be read again, kept so that the database alone does not give them away."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SecretLostError(Exception):
    """A secret that can't be read: it was sealed under another key of the installation."""


@dataclass(frozen=True)
class Seal:
    """Seals secrets of one purpose with a key derived from the installation's own.

    What one seal closed, a seal of another purpose can't open. New secrets are sealed with the
    present key; former ones (``SECRET_KEY_FALLBACKS``) still open theirs.
    """

    purpose: str

    def close(self, secret: str) -> str:
        """Give a secret as it is stored."""
        return self._fernet().encrypt(secret.encode()).decode()

    def open(self, text: str) -> str:
        """Give a stored secret as it was; raise SecretLostError where no key fits."""
        try:
            return self._fernet().decrypt(text).decode()
        except InvalidToken as error:
            raise SecretLostError from error

    def _fernet(self) -> MultiFernet:
        keys: list[str] = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
        return MultiFernet([Fernet(self._derived(key)) for key in keys])

    def _derived(self, key: str) -> bytes:
        digest = hmac.digest(key.encode(), self.purpose.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest)
