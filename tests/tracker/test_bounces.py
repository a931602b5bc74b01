"""Mail that came back: which reports mark an address, and how it is let off again."""

from datetime import datetime
from io import BytesIO

import pytest
from django.core.management import call_command

from proposals.errors import NotAllowedError
from proposals.rights import Actor
from tests.mail_server import MailServer
from tracker import bounces, deliveries
from tracker.models import BadAddress, Delivery


def report(action: str = "failed", status: str = "5.1.1") -> bytes:
    """Give a report as mail servers write it."""
    return f"""From: MAILER-DAEMON@mail.test
To: mithaq@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.test

Final-Recipient: rfc822; Nadia@mithaq.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 No such user here

--b--
""".replace("\n", "\r\n").encode()


def test_an_address_that_was_given_up_is_marked(db: None, at: datetime) -> None:
    assert bounces.note(content=report(), at=at) == ["Nadia@mithaq.test"]

    bad = BadAddress.objects.get()
    assert (bad.address, bad.reason) == ("nadia@mithaq.test", "550 5.1.1 No such user here")


@pytest.mark.parametrize(
    "content",
    [
        report(action="delayed", status="4.4.1"),
        report(status="4.2.2"),
        report(action="delivered", status="2.0.0"),
        b"Subject: I am on holiday\r\n\r\nBack on Monday.",
        b"",
        b"\xff\x00 no mail at all",
    ],
)
def test_nothing_else_marks_anybody(db: None, at: datetime, content: bytes) -> None:
    assert bounces.note(content=content, at=at) == []
    assert not BadAddress.objects.exists()


def test_the_command_reads_what_the_mail_server_pipes_in(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("bounce", report=BytesIO(report()))

    assert capsys.readouterr().out == "Nadia@mithaq.test\n"
    assert BadAddress.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "is_marked"),
    [("550 No such user", True), ("553 Bad mailbox", True), ("452 Full", False)],
)
def test_a_recipient_that_the_server_refuses_for_good_is_marked(
    owed: Delivery, post: MailServer, at: datetime, answer: str, is_marked: bool
) -> None:
    post.answers["RCPT"] = answer
    deliveries.send_due(at=lambda: at)

    assert BadAddress.objects.exists() is is_marked


def test_a_message_that_the_server_does_not_like_marks_nobody(
    owed: Delivery, post: MailServer, at: datetime
) -> None:
    post.answers["DATA"] = "554 Looks like spam"
    deliveries.send_due(at=lambda: at)

    owed.refresh_from_db()
    assert owed.state == "failed"
    assert not BadAddress.objects.exists()


def test_administrators_let_an_address_off(
    db: None, at: datetime, administrator: Actor, head: Actor
) -> None:
    bounces.mark(address="a@b.test", reason="550", at=at)
    bad = BadAddress.objects.get()

    with pytest.raises(NotAllowedError):
        bounces.forgive(bad=bad, by=head)
    bounces.forgive(bad=bad, by=administrator)
    assert not BadAddress.objects.exists()
