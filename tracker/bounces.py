"""Mail that came back: the address is marked, and nothing more is sent there until staff say so."""

import email
import email.policy
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage

from proposals.rights import Actor, require
from tracker.models import BadAddress


def mark(*, address: str, reason: str, at: datetime) -> None:
    """Note that an address does not take mail; the newest reason stands."""
    BadAddress.objects.update_or_create(
        address=address.casefold(), defaults={"reason": reason[:500], "noted_at": at}
    )


def forgive(*, bad: BadAddress, by: Actor) -> None:
    """Let mail go to an address again."""
    require(by, "delete", "badaddress")
    bad.delete()


def note(*, content: bytes, at: datetime) -> list[str]:
    """Read a report that a mail server sent back (RFC 3464); mark the addresses it gives up on.

    Gives those addresses. What is no report, or tells of a delay or a success, marks nobody.
    """
    message = email.message_from_bytes(content, policy=email.policy.default)
    marked = []
    for address, reason in _given_up(message):
        mark(address=address, reason=reason, at=at)
        marked.append(address)
    return marked


def _given_up(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """Give the recipients for whom delivery failed for good, each with the server's words."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.iter_parts():
            status, action = str(block.get("Status", "")), str(block.get("Action", ""))
            recipient = str(block.get("Final-Recipient", "")).rpartition(";")[2].strip()
            if action.strip().lower() == "failed" and status.startswith("5.") and recipient:
                words = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
                yield recipient, words or status
