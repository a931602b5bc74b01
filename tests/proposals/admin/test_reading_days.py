"""The page on which each person chooses how days are written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from proposals.models import Meeting, Proposal, User

SOLAR = {"calendar": "solar_hijri", "beside": "", "numerals": "persian"}


def test_a_choice_holds_on_every_page(
    proposal: Proposal, as_officer: Browser, read: Callable[..., Any]
) -> None:
    answer = as_officer.post("/days/", SOLAR, follow=True)
    assert "۲۰ Esfand ۱۴۰۴" in read(answer).words
    story = read(as_officer.get(proposal.get_absolute_url()))
    assert "۲۰ Esfand ۱۴۰۴ ۱۱ March ۲۰۲۶" in story.words
    assert story.all("//time[@datetime='2026-03-11']")


def test_the_page_shows_today_in_each_calendar_and_what_was_chosen(
    officer_user: User, open_page: Callable[..., Any]
) -> None:
    User.objects.filter(pk=officer_user.pk).update(calendar="hijri")
    page = open_page("days")
    assert page.texts("//dd") == ["11 March 2026", "20 Esfand 1404", "22 Ramadan 1447"]
    assert page.entered("//form[contains(@class,'manner')]")["calendar"] == "hijri"


def test_what_is_no_choice_is_refused(as_officer: Browser, officer_user: User) -> None:
    assert as_officer.post("/days/", {**SOLAR, "calendar": "julian"}).status_code == 200
    officer_user.refresh_from_db()
    assert officer_user.calendar == "gregorian"


@pytest.mark.parametrize(
    ("calendar", "day"), [("solar_hijri", "17 Esfand 1404"), ("hijri", "19 Ramadan 1447")]
)
def test_lists_have_days_in_the_readers_calendar(
    meeting: Meeting,
    officer_user: User,
    open_page: Callable[..., Any],
    calendar: str,
    day: str,
) -> None:
    User.objects.filter(pk=officer_user.pk).update(calendar=calendar)
    (cell,) = open_page("proposals_meeting_changelist").texts("//td[contains(@class,'starts_on')]")
    assert cell == f"{day} 8 March 2026"
