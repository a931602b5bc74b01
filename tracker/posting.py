"""Handing a message to the mail server, and what the server's answer means for it."""

import contextlib
import smtplib
from enum import Enum
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, mailers

PASSING = range(400, 500)
FINAL = range(500, 600)
# The server wants nothing from us at all: authentication required, failed, or too weak.
NOT_ADMITTED = (530, 534, 535, 538)
CLOSING = 421


class Outcome(Enum):
    """What became of a message that was not taken."""

    CLOSED = "closed"  # the server admits nobody of us: no fault of the message
    UNREACHABLE = "unreachable"  # no line to the server: nothing was handed over
    PASSING = "passing"  # refused for now
    FINAL = "final"  # refused for good
    UNCERTAIN = "uncertain"  # no answer: the server may have taken it


class PostError(Exception):
    """A message that the server did not take, or from which no answer came back."""

    def __init__(self, outcome: Outcome, detail: str, *, is_of_recipient: bool = False) -> None:
        self.outcome, self.detail = outcome, detail
        # Whether it was the recipient that the server refused, not the message.
        self.is_of_recipient = is_of_recipient
        super().__init__(f"{outcome.value}: {detail}")


def is_real() -> bool:
    """Tell whether messages leave the house; without a mail server they are kept and shown."""
    return bool(settings.MAIL_URL)


class Postman:
    """Hands messages over, one after another, on one line that is opened when it is needed."""

    def __init__(self) -> None:
        self._line = mailers.default

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang_up()

    def reach(self) -> None:
        """Make sure of a line to the server: connected, encrypted and signed in."""
        try:
            self._line.open()
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
            self.hang_up()
            raise PostError(Outcome.CLOSED, _said(error)) from error
        except OSError as error:  # smtplib's errors too
            self.hang_up()
            raise PostError(Outcome.UNREACHABLE, _said(error)) from error

    def hand_over(self, message: EmailMessage) -> None:
        """Hand one message to the server; returning means that it took it."""
        try:
            self._line.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            refusal = self._refusal(code, text)
            refusal.is_of_recipient = True
            raise refusal from error
        except smtplib.SMTPResponseException as error:
            raise self._refusal(error.smtp_code, error.smtp_error) from error
        except ValueError as error:  # an address that can't be written down
            raise PostError(Outcome.FINAL, _said(error)) from error
        except OSError as error:
            self.hang_up()
            raise PostError(Outcome.UNCERTAIN, _said(error)) from error

    def hang_up(self) -> None:
        """End the line; a server that is gone needs no goodbye."""
        with contextlib.suppress(OSError):
            self._line.close()

    def _refusal(self, code: int, text: bytes | str) -> PostError:
        words = text.decode(errors="replace") if isinstance(text, bytes) else text
        detail = f"{code} {words}"
        if code in NOT_ADMITTED:
            outcome = Outcome.CLOSED
        elif code in FINAL:
            return PostError(Outcome.FINAL, detail)
        else:
            outcome = Outcome.PASSING if code in PASSING else Outcome.UNCERTAIN
        if code == CLOSING or outcome != Outcome.PASSING:
            self.hang_up()
        return PostError(outcome, detail)


def _said(error: Exception) -> str:
    """Give an error's words in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())
