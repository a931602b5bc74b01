"""Handing over: what each answer of a real mail server means for a message."""

import socket
from collections.abc import Iterator

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from tests.mail_server import MailServer
from tests.tracker.conftest import send_to
from tracker.posting import Outcome, PostError, Postman, is_real

ADDRESS = "nadia@mithaq.test"


def message(address: str = ADDRESS) -> EmailMessage:
    return EmailMessage("Subject", "Text", "mithaq@mithaq.test", [address])


def outcome(mail: EmailMessage | None = None) -> Outcome:
    """Try to hand a message over; give what became of it."""
    with pytest.raises(PostError) as refused:
        post_one(mail or message())
    return refused.value.outcome


def post_one(mail: EmailMessage) -> None:
    with Postman() as postman:
        postman.reach()
        postman.hand_over(mail)


def test_a_message_arrives(post: MailServer) -> None:
    post_one(message())

    assert [taken.recipient for taken in post.taken] == [ADDRESS]
    assert is_real()


def test_several_messages_take_one_line(post: MailServer) -> None:
    with Postman() as postman:
        for _ in range(5):
            postman.reach()
            postman.hand_over(message())

    assert (len(post.taken), post.connections) == (5, 1)


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("421 Closing", Outcome.PASSING),
        ("450 Greylisted", Outcome.PASSING),
        ("451 Later", Outcome.PASSING),
        ("452 Full", Outcome.PASSING),
        ("550 No such user", Outcome.FINAL),
        ("552 Too large", Outcome.FINAL),
        ("554 Refused", Outcome.FINAL),
        ("530 Sign in first", Outcome.CLOSED),
    ],
)
def test_an_answer_says_what_comes_of_the_message(
    post: MailServer, command: str, answer: str, expected: Outcome
) -> None:
    post.answers[command] = answer

    assert outcome() == expected
    assert post.taken == []


def test_after_a_refusal_the_same_line_serves_the_next(post: MailServer) -> None:
    post.answers["nobody@mithaq.test"] = "550 No such user"
    with Postman() as postman:
        postman.reach()
        with pytest.raises(PostError):
            postman.hand_over(message("nobody@mithaq.test"))
        postman.reach()
        postman.hand_over(message())

    assert (len(post.taken), post.connections) == (1, 1)


def test_after_the_server_hangs_up_a_new_line_serves_the_next(post: MailServer) -> None:
    post.answers["nobody@mithaq.test"] = "421 Closing"
    with Postman() as postman:
        postman.reach()
        with pytest.raises(PostError):
            postman.hand_over(message("nobody@mithaq.test"))
        postman.reach()
        postman.hand_over(message())

    assert (len(post.taken), post.connections) == (1, 2)


@pytest.mark.parametrize("answer", ["cut", "hang"])
def test_no_answer_after_the_message_leaves_it_uncertain(
    post: MailServer, settings: Settings, answer: str
) -> None:
    send_to(post.url, settings, timeout=0.3)
    post.answers["DATA"] = answer

    assert outcome() == Outcome.UNCERTAIN
    assert len(post.taken) == 1


def test_a_server_that_is_not_there_is_unreachable(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        send_to(f"smtp://127.0.0.1:{free.getsockname()[1]}", settings)

    assert outcome() == Outcome.UNREACHABLE


def test_a_name_that_leads_nowhere_is_unreachable(settings: Settings) -> None:
    send_to("smtp://mail.invalid", settings)

    assert outcome() == Outcome.UNREACHABLE


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield f"smtp://127.0.0.1:{server.getsockname()[1]}"


def test_a_server_that_says_nothing_is_unreachable(silent: str, settings: Settings) -> None:
    send_to(silent, settings, timeout=0.3)

    assert outcome() == Outcome.UNREACHABLE


def test_a_server_without_encryption_is_not_trusted_with_mail(
    post: MailServer, settings: Settings
) -> None:
    send_to(post.url.replace("smtp:", "smtp+tls:"), settings)

    assert outcome() == Outcome.CLOSED
    assert post.taken == []


def test_a_sign_in_that_fails_closes_the_way_out(settings: Settings) -> None:
    with MailServer(is_admitting=False) as server:
        send_to(server.url.replace("//", "//mithaq:wrong@"), settings)

        assert outcome() == Outcome.CLOSED


def test_a_sign_in_that_succeeds_opens_it(settings: Settings) -> None:
    with MailServer(password="right") as server:
        send_to(server.url.replace("//", "//mithaq:right@"), settings)
        post_one(message())

        assert len(server.taken) == 1


@pytest.mark.parametrize("address", ["näd@mithaq.test", "a@b, c@d", "a b@c"])
def test_an_address_that_cannot_be_written_down_is_refused_for_good(
    post: MailServer, address: str
) -> None:
    assert outcome(message(address)) == Outcome.FINAL


def test_without_a_mail_server_nothing_leaves_the_house(settings: Settings) -> None:
    settings.MAIL_URL = ""

    assert not is_real()
