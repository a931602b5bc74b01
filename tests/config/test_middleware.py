"""What happens around each request: a log line, and the reader's language and time zone."""

import logging
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from config.middleware import reader_preferences, request_log
from proposals.models import User
from proposals.vocabulary import Role


@pytest.fixture
def reader_of_persian(make_user: Callable[..., User]) -> User:
    return make_user("dariush", Role.OFFICER, language="fa", time_zone="Asia/Tehran")


def told(_request: HttpRequest) -> HttpResponse:
    """Answer with the language and the time zone in which it is answered."""
    return HttpResponse(f"{translation.get_language()} {timezone.get_current_timezone_name()}")


def request_of(user: Any) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    return request


# Language and time zone


def test_signed_in_people_are_answered_as_they_prefer(reader_of_persian: User) -> None:
    request = request_of(reader_of_persian)
    answer = reader_preferences(told)(request)

    assert answer.content == b"fa Asia/Tehran"
    assert answer["Content-Language"] == request.LANGUAGE_CODE == "fa"
    assert "Cookie" in answer["Vary"]


def test_the_next_one_on_the_thread_is_answered_as_before(reader_of_persian: User) -> None:
    with translation.override("ar"), timezone.override(ZoneInfo("Asia/Baghdad")):
        reader_preferences(told)(request_of(reader_of_persian))

        assert told(request_of(None)).content == b"ar Asia/Baghdad"


def test_a_view_that_fails_leaves_no_language_behind(reader_of_persian: User) -> None:
    def fail(_request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    before = told(request_of(None)).content
    with pytest.raises(ZeroDivisionError):
        reader_preferences(fail)(request_of(reader_of_persian))
    assert told(request_of(None)).content == before


def test_strangers_are_answered_as_their_browser_asks() -> None:
    with translation.override("ar"):
        answer = reader_preferences(told)(request_of(AnonymousUser()))

    assert answer.content.startswith(b"ar ")
    assert "Content-Language" not in answer


@pytest.mark.parametrize("path", ["/livez", "/no-such-page"])
def test_every_page_speaks_the_readers_language(
    client: Client, reader_of_persian: User, path: str
) -> None:
    client.force_login(reader_of_persian)
    answer = client.get(path, headers={"accept-language": "en"})

    assert answer["Content-Language"] == "fa"


def test_a_page_for_strangers_speaks_their_browsers_language(client: Client, db: None) -> None:
    answer = client.get("/livez", headers={"accept-language": "ar,en;q=0.5"})

    assert answer["Content-Language"] == "ar"


# The log line


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, Any]]]:
    """Give a function that gives the lines about requests so far."""
    caplog.set_level(logging.INFO, "mithaq.request")

    def so_far() -> list[dict[str, Any]]:
        return [
            record.msg  # type: ignore[misc]  # structlog puts the whole event there
            for record in caplog.records
            if record.name == "mithaq.request"
        ]

    return so_far


def test_each_answer_is_a_line_with_a_number(
    client: Client, db: None, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    answers = [client.get("/no-such-page"), client.post("/no-such-page")]

    assert [(line["event"], line["method"], line["path"]) for line in lines()] == [
        ("answered", "GET", "/no-such-page"),
        ("answered", "POST", "/no-such-page"),
    ]
    assert [line["status"] for line in lines()] == [answer.status_code for answer in answers]
    assert [line["request"] for line in lines()] == [answer["X-Request-ID"] for answer in answers]
    assert lines()[0]["request"] != lines()[1]["request"]
    assert all(line["ms"] >= 0 for line in lines())


def test_what_is_asked_stays_out_of_the_line(
    client: Client, db: None, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    client.get("/no-such-page?token=secret", headers={"authorization": "Bearer secret"})

    assert "secret" not in str(lines())


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_probes_fill_no_log(
    client: Client, db: None, lines: Callable[[], list[dict[str, Any]]], path: str
) -> None:
    answer = client.get(path)

    assert lines() == []
    assert answer["X-Request-ID"]


def test_a_fault_is_a_line_too(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    answer = request_log(lambda _request: HttpResponse(status=500))(request_of(None))

    assert [(line["status"], line["request"]) for line in lines()] == [
        (500, answer["X-Request-ID"])
    ]
