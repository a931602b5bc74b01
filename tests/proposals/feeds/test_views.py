"""The addresses: unguessable, revocable, silent in the log, cheap to come by again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog
import time_machine
from django.test import Client as Browser

from proposals.models import CalendarAddress, Proposal, User
from proposals.rights import Actor
from proposals.services import calendars
from tests.proposals.feeds.conftest import Follower

type Make = Callable[..., Any]
FORMS = pytest.mark.parametrize("form", ["calendar", "news"])


@FORMS
def test_an_address_needs_nobody_signed_in(follow: Make, form: str) -> None:
    answer = follow().get(form)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Language"] == "ar"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers


@FORMS
def test_nobody_guesses_an_address(follow: Make, officer_user: User, form: str) -> None:
    token = follow().token
    assert len(token) >= 43  # 256 bits

    for guess in (token[:-1], token + "A", token.swapcase(), "x", str(officer_user.pk), "\ufffd"):
        assert Follower(guess).get(form).status_code == 404


def test_only_a_digest_of_it_is_kept(follow: Make) -> None:
    token = follow().token

    row = CalendarAddress.objects.values().get()

    assert token not in str(row)
    assert row["token_sha256"] == calendars.digest(token)


@FORMS
def test_a_revoked_address_leads_nowhere(follow: Make, officer: Actor, form: str) -> None:
    follower = follow()
    assert follower.get(form).status_code == 200

    calendars.revoke(address=CalendarAddress.objects.get(), by=officer)

    assert follower.get(form).status_code == 404


@FORMS
def test_who_left_reads_nothing_any_more(follow: Make, officer_user: User, form: str) -> None:
    follower = follow()
    User.objects.filter(pk=officer_user.pk).update(is_active=False)

    assert follower.get(form).status_code == 404


@FORMS
def test_what_has_not_changed_is_not_sent_again(
    follow: Make, make_proposal: Make, form: str
) -> None:
    follower = follow()
    etag = follower.get(form).headers["ETag"]
    again = follower.get(form, If_None_Match=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag

    make_proposal(deadline={"due_on": "2026-05-31", "due_precision": "day"})

    assert follower.get(form, If_None_Match=etag).status_code == 200


@FORMS
def test_nothing_can_be_sent_to_it(follow: Make, form: str) -> None:
    follower = follow()
    address = follower.get(form).request["PATH_INFO"]

    for method in ("post", "put", "patch", "delete"):
        assert getattr(Browser(), method)(address).status_code == 405
    head = Browser().head(address)
    assert (head.status_code, head.content) == (200, b"")


def test_an_address_stands_in_no_log(follow: Make) -> None:
    follower = follow()

    with structlog.testing.capture_logs() as lines:
        follower.get()

    (line,) = [line for line in lines if line["event"] == "answered"]
    assert line["path"] == "/feeds/…"
    assert follower.token not in str(lines)


def test_the_last_use_is_noted_once_an_hour(follow: Make, at: datetime) -> None:
    follower = follow()
    noted = []
    for minutes in (0, 30, 61):
        with time_machine.travel(at + timedelta(minutes=minutes), tick=False):
            follower.get()
        noted.append(CalendarAddress.objects.get().last_used_at)

    assert noted == [at, at, at + timedelta(minutes=61)]


def test_a_session_shows_no_more_than_the_address(
    follow: Make, make_proposal: Make, other_desk: Any, administrator: Actor
) -> None:
    make_proposal(titles={"en": "Kept back"}, visibility="restricted", desk=other_desk)
    follower = follow()
    follower.browser.force_login(User.objects.get(username="root"))

    assert "Kept back" not in follower.get("news").content.decode()


def test_the_record_is_not_touched_by_reading(follow: Make, proposal: Proposal) -> None:
    before = proposal.version
    follow().get()
    proposal.refresh_from_db()

    assert proposal.version == before
