"""The mail server from one address, tried on a real one."""

from typing import Any

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from config.mail import TIMEOUT_SECONDS, mailer
from tests.mail_server import MailServer


def options(url: str) -> dict[str, Any]:
    found: dict[str, Any] = mailer(url)["OPTIONS"]
    return found


@pytest.mark.parametrize(
    ("url", "host", "port", "starttls", "tls"),
    [
        ("smtp://localhost", "localhost", 25, False, False),
        ("smtp://mail.example:2525", "mail.example", 2525, False, False),
        ("smtp+tls://mail.example", "mail.example", 587, True, False),
        ("smtps://mail.example", "mail.example", 465, False, True),
        ("smtps://[2001:db8::25]:1465", "2001:db8::25", 1465, False, True),
    ],
)
def test_the_address_says_how_to_speak(
    url: str, host: str, port: int, starttls: bool, tls: bool
) -> None:
    found = options(url)

    assert (found["host"], found["port"]) == (host, port)
    assert (found["use_tls"], found["use_ssl"]) == (starttls, tls)
    assert found["timeout"] == TIMEOUT_SECONDS


def test_the_address_may_say_how_long_an_answer_is_awaited() -> None:
    assert options("smtp://mail.example?timeout=2.5")["timeout"] == 2.5


def test_names_and_passwords_may_hold_any_letter() -> None:
    found = options("smtps://mithaq%40mail.example:p%3A%2F%40ss@mail.example")

    assert (found["username"], found["password"]) == ("mithaq@mail.example", "p:/@ss")


def test_without_a_name_nobody_signs_in() -> None:
    assert (options("smtp://localhost")["username"], options("smtp://x")["password"]) == ("", "")


def test_without_an_address_nothing_is_sent() -> None:
    assert mailer("")["BACKEND"].endswith("dummy.EmailBackend")


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://user:hunter2@mail.example",
        "smtp://",
        "smtps://user:hunter2@",
        "smtp://user:hunter2@mail.example:99999",
    ],
)
def test_what_is_no_mail_servers_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"MITHAQ_MAIL_URL|[Pp]ort") as refused:
        mailer(url)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("password", ["", "p:/@ss"])
def test_a_message_arrives(settings: Settings, password: str) -> None:
    with MailServer(password=password) as server:
        name = "mithaq:p%3A%2F%40ss@" if password else ""
        settings.MAILERS = {"default": mailer(server.url.replace("//", f"//{name}"))}
        message = EmailMessage("موعد", "النص", "Mithaq <a@mithaq.test>", ["b@mithaq.test"])
        assert message.send() == 1

    (taken,) = server.taken
    assert (taken.recipient, taken.message["Subject"]) == ("b@mithaq.test", "موعد")
    assert taken.part("plain").strip() == "النص"
