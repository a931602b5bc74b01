"""The page on which a reminder is answered: opening it changes nothing, its button does."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from proposals.models import Proposal, User
from tracker import answers
from tracker.models import Answer

DAY = timedelta(days=1)

type Make = Callable[..., Any]


@pytest.fixture
def proposal(make_due: Make) -> Proposal:
    found: Proposal = make_due(date(2026, 3, 18))
    return found


@pytest.fixture
def visitor() -> Client:
    """Somebody who is not signed in, in a program that keeps no cookies."""
    return Client(enforce_csrf_checks=True)


def address(owner: User, proposal: Proposal, act: str) -> str:
    link = answers.link(owner, proposal.pk, Answer.Act(act))
    return link.removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize("method", ["get", "head"])
def test_whoever_only_looks_changes_nothing(
    visitor: Client, owner: User, proposal: Proposal, method: str
) -> None:
    """Mail programs and their guards open every link of a message."""
    answer = getattr(visitor, method)(address(owner, proposal, "seen"))

    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert not Answer.objects.exists()


def test_its_button_notes_the_answer(visitor: Client, owner: User, proposal: Proposal) -> None:
    page = address(owner, proposal, "later")
    until = timezone.localdate() + 3 * DAY
    assert until.isoformat() in visitor.get(page).content.decode()

    answer = visitor.post(page, {"until": until.isoformat()})

    assert "Noted" in answer.content.decode()
    noted = Answer.objects.get()
    assert (noted.person, noted.proposal, noted.act, noted.until) == (
        owner,
        proposal,
        "later",
        until,
    )


@pytest.mark.parametrize("until", ["", "soon", "2000-01-01", "2999-01-01"])
def test_a_day_that_makes_no_sense_is_asked_for_again(
    visitor: Client, owner: User, proposal: Proposal, until: str
) -> None:
    answer = visitor.post(address(owner, proposal, "seen"), {"until": until})

    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr")])
def test_it_speaks_the_recipients_language(
    visitor: Client, owner: User, proposal: Proposal, language: str, direction: str
) -> None:
    User.objects.filter(pk=owner.pk).update(language=language)

    page = visitor.get(address(owner, proposal, "seen"), headers={"Accept-Language": "en"})

    assert f'<html lang="{language}" dir="{direction}">' in page.content.decode()
    assert page["Content-Language"] == language
    assert "'self'" in page["Content-Security-Policy"]


def test_a_link_that_does_not_hold_says_so_and_no_more(db: None, visitor: Client) -> None:
    answer = visitor.get("/mail/answer/nonsense/")

    assert answer.status_code == 404
    assert "This link no longer holds" in answer.content.decode()
