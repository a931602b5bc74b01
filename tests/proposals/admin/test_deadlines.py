"""How long is left, in words."""

from datetime import date, timedelta

import pytest

from proposals.admin.deadlines import time_left
from proposals.days import Manner, written_for
from proposals.vocabulary import Numerals

TODAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-400, "13 months late", "late"),
        (-90, "3 months late", "late"),
        (-89, "12 weeks late", "late"),
        (-21, "3 weeks late", "late"),
        (-20, "20 days late", "late"),
        (-1, "1 day late", "late"),
        (0, "today", "soon"),
        (1, "in 1 day", "soon"),
        (7, "in 7 days", "soon"),
        (8, "in 8 days", "far"),
        (20, "in 20 days", "far"),
        (21, "in 3 weeks", "far"),
        (89, "in 12 weeks", "far"),
        (90, "in 3 months", "far"),
        (800, "in 26 months", "far"),
    ],
)
def test_how_long_is_left(days: int, words: str, tone: str) -> None:
    left = time_left(TODAY + timedelta(days=days), on=TODAY)
    assert (left.words, left.tone) == (words, tone)


def test_how_long_is_left_is_written_in_the_readers_numerals() -> None:
    with written_for(Manner(numerals=Numerals.ARABIC)):
        assert time_left(TODAY + timedelta(days=7), on=TODAY).words == "in ٧ days"
