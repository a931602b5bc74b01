"""A real mail server on loopback that keeps what it takes, and misbehaves on order."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from functools import cached_property
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

HANG_SECONDS = 30

type Hook = Callable[[int], None]


@dataclass(frozen=True)
class Taken:
    """A message that the server took: for whom, and its bytes."""

    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)

    @cached_property
    def message_id(self) -> str:
        heads = BytesHeaderParser(policy=policy.compat32).parsebytes(self.content)
        return str(heads["Message-ID"])

    def part(self, subtype: str) -> str:
        """Give the text of the message's part of this kind: "plain" or "html"."""
        body = self.message.get_body((subtype,))
        assert body is not None
        return str(body.get_content())


class MailServer(Controller):
    """The server; a message is noted before it is acknowledged, as a careful server does.

    ``taken`` are the messages, ``copies`` how often each was taken, by its Message-ID; no property
    counts them, for aiosmtpd looks at each property anew for every line that it answers.
    ``answers`` holds a reply for a command ("MAIL", "RCPT", "DATA") or for an address, in place of
    the usual one: "450 later", or "hang", "cut" for no reply at all. An answer to "DATA" that isn't
    a refusal comes after the message was noted; ``on_taken`` is called in that moment, and
    ``on_greeted`` when somebody introduces themselves, each with how often that has happened.
    """

    def __init__(self, *, password: str = "", is_admitting: bool = True) -> None:
        self.taken: list[Taken] = []
        self.copies: Counter[str] = Counter()
        self.answers: dict[str, str] = {}
        self.on_taken: Hook = lambda _count: None
        self.on_greeted: Hook = lambda _count: None
        self.connections = 0
        access: dict[str, Any] = {}
        if password or not is_admitting:
            access = {
                "authenticator": lambda *_: AuthResult(success=is_admitting, handled=False),
                "auth_require_tls": False,
            }
        super().__init__(self, hostname="127.0.0.1", port=0, **access)

    def __enter__(self) -> Self:
        self.start()
        self.connections = 0
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Its address, as the settings want it."""
        return f"smtp://127.0.0.1:{self.port}"

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd has no types

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's name
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        self.connections += 1
        self.on_greeted(self.connections)
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        envelope.mail_from = address
        return await self._answer(server, "MAIL") or "250 OK"

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        answer = await self._answer(server, address) or await self._answer(server, "RCPT")
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        asked = self.answers.get("DATA", "")
        if asked[:1] in {"4", "5"}:
            return asked
        content = envelope.original_content
        assert content is not None
        taken = [Taken(recipient, content) for recipient in envelope.rcpt_tos]
        self.taken += taken
        self.copies.update(one.message_id for one in taken)
        self.on_taken(len(self.taken))
        return await self._give(server, asked) or "250 OK"

    async def _answer(self, server: SMTP, about: str) -> str:
        return await self._give(server, self.answers.get(about, ""))

    async def _give(self, server: SMTP, answer: str) -> str:
        if answer == "hang":
            await asyncio.sleep(HANG_SECONDS)
        if answer == "cut":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return answer
