"""The worst mistakes."""

import math
from typing import Any

import pytest

from tests.tracker.evaluation.conftest import CENTRE, COURSES, STORY, article, claim, label
from tracker.evaluation.claims import Claim
from tracker.evaluation.mistakes import MISREAD, MISSED, UNFOUNDED, Mistake, worst
from tracker.evaluation.pairing import Paired, pair
from tracker.matching import PROPOSAL, UPDATE


def at(quote: str, **said: Any) -> Claim:
    start = STORY.index(quote)
    return claim(start, start + len(quote), **said)


def mistakes(labels: list[Claim], found: list[Claim], number: int = 10) -> list[Mistake]:
    return worst([(article(), [pair(labels, found)])], number)


def test_what_is_right_is_no_mistake() -> None:
    assert mistakes([at(CENTRE)], [at(CENTRE, confidence=0.6)]) == []


def test_a_missed_label_tells_what_it_was_held_for() -> None:
    (one,) = mistakes([at(CENTRE)], [])

    assert (one.sort, one.quote) == (MISSED, CENTRE)
    assert one.told.startswith("weighed, held for ")
    assert 0 < one.surprise < 1  # extraction does hold it for likely


def test_what_was_not_weighed_at_all_surprises_most() -> None:
    seen, unseen = mistakes([at(CENTRE), at("The weather was fine")], [])[::-1]

    assert unseen.told == "not weighed at all"
    assert unseen.surprise > seen.surprise


def test_the_surer_the_worse() -> None:
    found = [at(CENTRE, confidence=0.6), at(COURSES, confidence=0.95)]

    assert [(one.sort, one.quote) for one in mistakes([], found)] == [
        (UNFOUNDED, COURSES),
        (UNFOUNDED, CENTRE),
    ]


def test_a_misread_one_tells_what_stood_for_what() -> None:
    found = at(CENTRE, kind="other", proposer=None, confidence=0.8)
    (one,) = mistakes([at(CENTRE)], [found])

    assert one.sort == MISREAD
    assert one.told == "kind other for joint_body, proposer none for IR"
    assert one.surprise == pytest.approx(-math.log(1 - 0.8 * 2 / 4), abs=0.01)


def test_sorts_take_turns() -> None:
    labels = [at(CENTRE), at("The weather was fine")]
    found = [at(CENTRE, kind="other", confidence=0.5), at(COURSES, confidence=0.99)]

    assert [one.sort for one in mistakes(labels, found)] == [MISSED, UNFOUNDED, MISREAD]


def test_no_more_than_asked_for() -> None:
    assert len(mistakes([], [at(CENTRE), at(COURSES)], number=1)) == 1


def test_the_text_around_is_shown_exactly() -> None:
    (one,) = mistakes([], [at(COURSES, confidence=0.9)])

    assert one.before + one.quote + one.after in STORY
    assert STORY[one.start : one.end] == one.quote == COURSES


def test_updates_are_told_with_their_status() -> None:
    report = at(CENTRE, type_=UPDATE, status="completed", kind=None, act=None, proposer=None)
    found = worst([(article(labels=[label(CENTRE)]), [Paired([], [], [report])])], 5)

    assert [(one.type, one.told) for one in found] == [(UPDATE, "held for 100% likely, completed")]
    assert PROPOSAL != UPDATE
