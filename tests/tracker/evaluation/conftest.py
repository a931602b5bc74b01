"""What the tests of measuring share: short ways to make claims and labelled articles."""

from datetime import date
from typing import Any

import pytest

from tests.tracker.matching.conftest import events
from tracker.evaluation.claims import Claim
from tracker.matching import PROPOSAL, Article

__all__ = ["events"]  # the fixture is shared

STORY = (
    "BAGHDAD - Iran's interior minister met his Iraqi counterpart on Wednesday. "
    "Iran proposed a joint border operations centre at Mehran. "
    "Iraq offered training courses for Iranian judges. "
    "The weather was fine."
)
CENTRE = "Iran proposed a joint border operations centre at Mehran"
COURSES = "Iraq offered training courses for Iranian judges"


def claim(start: int, end: int, type_: str = PROPOSAL, **said: Any) -> Claim:
    """Give a claim; of a proposal it says the same as every other one, if nothing else is told."""
    usual: dict[str, Any] = {
        "kind": "joint_body", "act": "proposes", "proposer": "IR", "addressee": "IQ",
    }  # fmt: skip
    return Claim(type_, start, end, **(usual | said))


def label(quote: str, text: str = STORY, **said: Any) -> dict[str, Any]:
    """Give a label of a text as a file of the corpus holds it."""
    start = text.index(quote)
    usual = {
        "kind": "joint_body", "act": "proposes", "proposer": "IR", "addressee": "IQ", "pid": quote,
    }  # fmt: skip
    return {"quote": quote, "start": start, "end": start + len(quote), **usual, **said}


def article(name: str = "a", text: str = STORY, language: str = "en", **spans: Any) -> Article:
    """Give an article with its labels and updates."""
    return Article(name, language, date(2026, 3, 11), text, **spans)


@pytest.fixture
def labelled() -> Article:
    """Give an article with two labels that are all right."""
    courses = {
        "kind": "training_capacity", "act": "offers", "proposer": "IQ", "addressee": "IR",
    }  # fmt: skip
    return article(labels=[label(CENTRE), label(COURSES, **courses)])
