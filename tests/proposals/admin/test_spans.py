"""Spans of days, as addresses name them and as readers say them."""

from datetime import date

import pytest
from django.utils import translation

from proposals.admin.spans import Span

SPRING = Span(date(2026, 3, 1), date(2026, 5, 31))


@pytest.mark.parametrize("span", [SPRING, Span(since=date(2026, 1, 1)), Span(until=SPRING.until)])
def test_a_span_is_read_as_it_is_written(span: Span) -> None:
    assert Span.of(str(span)) == span
    assert span


@pytest.mark.parametrize(
    "text", ["", "..", "2026", "2026-01-01", "2026-13-01..", "today..", "a..b"]
)
def test_what_is_no_span_is_none(text: str) -> None:
    assert Span.of(text) is None


def test_a_span_holds_both_its_ends() -> None:
    assert SPRING.holds(date(2026, 3, 1))
    assert SPRING.holds(date(2026, 5, 31))
    assert not SPRING.holds(date(2026, 2, 28))
    assert not SPRING.holds(date(2026, 6, 1))
    assert Span().holds(date(1900, 1, 1))
    assert not Span()


def test_a_span_is_said_in_the_readers_words() -> None:
    assert SPRING.words == "1 March 2026 to 31 May 2026"
    assert Span(since=SPRING.since).words == "From 1 March 2026"
    assert Span(until=SPRING.until).words == "Until 31 May 2026"
    with translation.override("fa"):
        assert SPRING.words.startswith("از 1 مارس 2026 تا 31 ")
