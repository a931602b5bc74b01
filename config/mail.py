"""The mail server, from one address such as ``smtp+tls://user:password@mail.example``."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT_SECONDS = 30
PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


def mailer(url: str) -> dict[str, Any]:
    """Give the MAILERS entry for an address.

    ``smtp`` speaks in the clear (a server on this host), ``smtp+tls`` uses STARTTLS, ``smtps`` TLS
    from the start; ``?timeout=10`` says for how many seconds an answer is awaited. Without an
    address nothing is sent: deliveries are kept and shown to staff.
    """
    if not url:
        return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("MITHAQ_MAIL_URL starts with smtp://, smtp+tls:// or smtps:// and a host")
    asked = parse_qs(parts.query).get("timeout", [])
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or PORTS[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": float(asked[0]) if asked else TIMEOUT_SECONDS,
        },
    }
