"""Days in the calendars and the figures of their readers."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from proposals import days
from proposals.days import Manner
from proposals.vocabulary import Calendar, Numerals

DAY = date(2026, 11, 24)
SOLAR = Manner(Calendar.SOLAR_HIJRI)
HIJRI = Manner(Calendar.HIJRI)


@pytest.mark.parametrize(
    ("calendar", "gregorian", "parts"),
    [
        # The calendars' own days of note, as their authorities published them.
        (Calendar.SOLAR_HIJRI, date(2025, 3, 21), (1404, 1, 1)),
        (Calendar.SOLAR_HIJRI, date(2025, 3, 20), (1403, 12, 30)),
        (Calendar.HIJRI, date(2025, 6, 26), (1447, 1, 1)),
        (Calendar.HIJRI, date(2024, 3, 11), (1445, 9, 1)),
        (Calendar.GREGORIAN, DAY, (2026, 11, 24)),
    ],
)
def test_known_days_stand_in_each_calendar(
    calendar: str, gregorian: date, parts: tuple[int, int, int]
) -> None:
    assert days.parts_of(gregorian, calendar) == parts
    assert days.day_in(calendar, *parts) == gregorian


@given(
    day=st.dates(date(1930, 1, 1), date(2070, 1, 1)),
    manner=st.builds(Manner, st.sampled_from(Calendar.values)),
    figures=st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]),
    between=st.sampled_from("-/."),
)
def test_every_day_is_read_as_it_was_written(
    day: date, manner: Manner, figures: str, between: str
) -> None:
    with days.written_for(manner):
        written = days.in_figures(day).replace("-", between)
        assert days.day_read(written.translate(str.maketrans("0123456789", figures))) == day


@pytest.mark.parametrize(
    ("language", "manner", "words"),
    [
        ("en", Manner(), "24 November 2026"),
        ("ar", Manner(), "24 نوفمبر 2026"),
        ("fa", Manner(), "24 نوامبر 2026"),
        ("fa", SOLAR, "3 آذر 1405 (24 نوامبر 2026)"),
        ("ar", HIJRI, "14 جمادى الآخرة 1448 (24 نوفمبر 2026)"),
        ("en", SOLAR, "3 Azar 1405 (24 November 2026)"),
        (
            "ar",
            Manner(Calendar.GREGORIAN, Calendar.HIJRI, Numerals.ARABIC),
            "٢٤ نوفمبر ٢٠٢٦ (١٤ جمادى الآخرة ١٤٤٨)",
        ),
        (
            "fa",
            Manner(Calendar.SOLAR_HIJRI, Calendar.HIJRI, Numerals.PERSIAN),
            "۳ آذر ۱۴۰۵ (۱۴ جمادی‌الثانی ۱۴۴۸)",
        ),
    ],
)
def test_a_day_is_told_in_the_readers_calendar_with_the_other_beside(
    language: str, manner: Manner, words: str
) -> None:
    with translation.override(language), days.written_for(manner):
        assert days.whole_day(DAY) == words


def test_a_ministry_names_the_gregorian_months_its_own_way(settings: Any) -> None:
    settings.ARABIC_LOCALE = "ar_IQ"
    with translation.override("ar"):
        assert days.day_in_words(date(2026, 1, 5)) == "5 كانون الثاني 2026"


def test_pages_hold_the_iso_day_and_show_both_calendars() -> None:
    with days.written_for(SOLAR):
        shown = days.shown_day(DAY)
    assert '<time datetime="2026-11-24">3 Azar 1405 ' in shown
    assert '<small class="other-calendar">24 November 2026</small>' in shown
    assert days.shown_day(None) == days.shown_moment(None) == ""


def test_a_moment_is_told_in_the_readers_time_zone() -> None:
    late = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    with timezone.override("Asia/Baghdad"), days.written_for(SOLAR):
        shown = days.shown_moment(late)
    assert "4 Azar 1405, 01:30" in shown
    assert 'datetime="2026-11-25T01:30:00+03:00"' in shown
    with timezone.override("Asia/Baghdad"):
        assert "25 November 2026" in days.shown_day(late)


def test_where_the_tables_of_a_calendar_end_the_gregorian_day_stands_alone() -> None:
    with days.written_for(HIJRI):
        assert days.whole_day(date(2090, 1, 2)) == "2 January 2090"
        assert days.in_figures(date(2090, 1, 2)) == "2090-01-02"


@pytest.mark.parametrize(
    ("manner", "typed"),
    [
        (Manner(), "1405-09-03"),
        (Manner(), "2026-02-30"),
        (Manner(), "tomorrow"),
        (SOLAR, "1404-12-30"),
        (SOLAR, "1405-13-01"),
        (HIJRI, "1448-01-31"),
        (HIJRI, "1301-01-01"),
    ],
)
def test_what_is_no_day_is_refused(manner: Manner, typed: str) -> None:
    with days.written_for(manner), pytest.raises(ValueError):  # noqa: PT011  # the typed words or a library's
        days.day_read(typed)


def test_a_gregorian_day_is_known_by_its_year_in_every_calendar() -> None:
    for manner in (Manner(), SOLAR, HIJRI):
        with days.written_for(manner):
            assert days.day_read("2026/11/24") == DAY


def test_figures_stay_as_they_are_without_a_preference() -> None:
    assert days.numerals("12 and ۳") == "12 and ۳"
    with days.written_for(Manner(numerals=Numerals.PERSIAN)):
        assert days.numerals(1405) == "۱۴۰۵"
    with days.written_for(Manner(numerals=Numerals.LATIN)):
        assert days.numerals("۱۴۰۵") == "1405"


def test_a_manner_ends_with_its_block() -> None:
    with days.written_for(SOLAR):
        pass
    assert days.manner() == Manner()
