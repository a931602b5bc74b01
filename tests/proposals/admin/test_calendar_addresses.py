"""The page of calendar addresses: one's own, shown once, ended by deleting it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client as Browser
from django.urls import reverse

from proposals.models import CalendarAddress, Committee, User
from proposals.rights import Actor
from proposals.services import calendars

LIST = reverse("admin:proposals_calendaraddress_changelist")
ADD = reverse("admin:proposals_calendaraddress_add")

type Read = Callable[..., Any]


@pytest.fixture
def theirs(reader: Actor, at: datetime) -> CalendarAddress:
    """A reader's address."""
    person = User.objects.get(username="noor")
    calendars.make(address=CalendarAddress(user=person), by=reader, at=at)
    return CalendarAddress.objects.get(user=person)


def page_of(address: CalendarAddress, page: str = "change") -> str:
    return reverse(f"admin:proposals_calendaraddress_{page}", args=[address.pk])


def test_the_address_is_shown_once_and_works(
    as_officer: Browser, read: Read, committee: Committee, officer_user: User
) -> None:
    page = read(as_officer.post(ADD, {"committee": committee.pk, "only_own": "on"}))
    calendar, news = page.texts("//*[contains(@class,'secret')]//code")
    address = CalendarAddress.objects.get()

    assert (address.user, address.committee, address.only_own) == (officer_user, committee, True)
    assert "no-store" in page.response.headers["Cache-Control"]
    for one in (calendar, news):
        assert Browser().get(one.removeprefix("http://127.0.0.1:8000")).status_code == 200
    token = calendar.rpartition("/")[2].removesuffix(".ics")
    for later in (LIST, page_of(address)):
        assert token not in as_officer.get(later).content.decode()


def test_nobody_makes_one_for_somebody_else(
    as_officer: Browser, officer_user: User, reader: Actor
) -> None:
    as_officer.post(ADD, {"user": str(reader.user_id)})

    assert CalendarAddress.objects.get().user == officer_user


def test_an_administrator_makes_one_for_anybody(
    as_administrator: Browser, officer_user: User
) -> None:
    as_administrator.post(ADD, {"user": str(officer_user.pk)})

    assert CalendarAddress.objects.get().user == officer_user


def test_nobody_sees_or_ends_somebody_elses(
    as_officer: Browser, read: Read, theirs: CalendarAddress
) -> None:
    assert "Noor" not in read(as_officer.get(LIST)).words
    for page in ("change", "delete"):
        as_officer.post(page_of(theirs, page), {"post": "yes"})

    assert CalendarAddress.objects.filter(pk=theirs.pk).exists()


def test_deleting_it_ends_it(as_administrator: Browser, theirs: CalendarAddress) -> None:
    answer = as_administrator.post(page_of(theirs, "delete"), {"post": "yes"})

    assert answer.status_code == 302
    assert not CalendarAddress.objects.exists()
    assert LogEntry.objects.filter(user__username="root", action_flag=3).exists()


def test_an_address_cannot_be_changed(
    as_administrator: Browser, theirs: CalendarAddress, committee: Committee
) -> None:
    as_administrator.post(page_of(theirs), {"committee": committee.pk})

    theirs.refresh_from_db()
    assert theirs.committee is None
