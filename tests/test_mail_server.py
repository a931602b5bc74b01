"""The mail server that counts for other tests: what it took before costs a new line nothing."""

import smtplib

from tests.mail_server import MailServer, Taken

CONTENT = b"Message-ID: <%d@mithaq.test>\r\nSubject: Hello\r\n\r\nHello\r\n"


def test_a_line_reads_none_of_the_messages_that_were_taken_before() -> None:
    with MailServer() as server:
        before = Unreadable("reader@mithaq.test", CONTENT % 0)
        server.taken.append(before)
        with smtplib.SMTP("127.0.0.1", server.port, timeout=5) as line:
            line.sendmail("mithaq@mithaq.test", ["reader@mithaq.test"], CONTENT % 1)

        assert len(server.taken) == 2
        assert server.copies == {"<1@mithaq.test>": 1}


class Unreadable(Taken):
    """A message that nobody may read."""

    @property
    def message_id(self) -> str:
        raise AssertionError
