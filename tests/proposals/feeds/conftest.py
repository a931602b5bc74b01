"""A person's address, and what a program that follows it reads there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from icalendar import Calendar

from proposals.models import CalendarAddress, User
from proposals.rights import Actor
from proposals.services import calendars


@dataclass
class Follower:
    """A program that follows an address; nobody is signed in."""

    token: str
    browser: Browser = field(default_factory=Browser)

    def get(self, form: str = "calendar", **headers: str) -> Any:
        """Come by."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.browser.get(reverse(f"feeds:{form}", args=[self.token]), headers=named)

    def events(self) -> dict[str, Any]:
        """Read the calendar; give its events by their titles."""
        answer = self.get()
        assert answer.status_code == 200
        found = Calendar.from_ical(answer.content).walk("VEVENT")
        return {str(event["SUMMARY"]): event for event in found}


@pytest.fixture
def follow(officer_user: User, at: Any) -> Callable[..., Follower]:
    """Give a function that makes an address of a person's, the officer's unless told otherwise."""

    def make(user: User | None = None, **values: Any) -> Follower:
        person = user or officer_user
        address = CalendarAddress(user=person, **values)
        return Follower(calendars.make(address=address, by=Actor.of_user(person), at=at))

    return make
