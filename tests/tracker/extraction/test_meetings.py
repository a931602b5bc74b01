"""Meetings of standing bodies: committee, ordinal, place, date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction import MeetingMention, find_meetings


def one(text: str, language: str) -> MeetingMention:
    (found,) = find_meetings(text, language)
    return found


@pytest.mark.parametrize(
    ("language", "text", "ordinal", "committee"),
    [
        (
            "en",
            "The second meeting of the joint counter-narcotics committee was held.",
            2,
            "committee",
        ),
        ("en", "The 13th meeting of the Joint Steering Committee on power ended.", 13, None),
        ("en", "The next meeting of the commission will be held in Pakse.", None, "commission"),
        (
            "ar",
            "عقد الاجتماع الثاني للجنة المشتركة لمكافحة المخدرات في طشقند.",
            2,
            "للجنة المشتركة لمكافحة المخدرات",
        ),
        ("ar", "واتفقا على عقد الدورة السابعة للجنة المشتركة.", 7, "للجنة المشتركة"),
        ("fa", "دومین نشست کمیتهٔ مشترک مبارزه با مواد مخدر", 2, "کمیتهٔ مشترک مبارزه با مواد مخدر"),
        ("fa", "در پنجمین اجلاس کمیسیون مشترک ایران و عراق", 5, "کمیسیون مشترک ایران و عراق"),
    ],
)
def test_a_meeting_has_a_body_and_a_number(
    language: str, text: str, ordinal: int | None, committee: str | None
) -> None:
    found = one(text, language)
    assert found.ordinal == ordinal
    assert committee is None or found.committee == committee
    assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    ("language", "text", "place", "date"),
    [
        (
            "en",
            "The committee's 14th meeting will be in New Delhi in November.",
            "New Delhi",
            "November",
        ),
        (
            "en",
            "The second meeting of the committee was held in Tashkent on March 12.",
            "Tashkent",
            "March 12",
        ),
        ("ar", "الاجتماع الثاني للجنة المشتركة في طشقند في 11 مارس", "طشقند", "11 مارس"),
        ("fa", "دومین نشست کمیتهٔ مشترک در تاشکند روز ۲۰ اسفند", "تاشکند", "۲۰ اسفند"),
        ("en", "The second meeting of the committee ended.", None, None),
    ],
)
def test_place_and_date_keep_their_wording(
    language: str, text: str, place: str | None, date: str | None
) -> None:
    found = one(text, language)
    assert (found.place, found.date) == (place, date)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The two ministers met in Tashkent."),
        ("en", "A committee was formed."),
        ("en", "They had a long meeting."),
        ("ar", "اجتمع الوزيران في طشقند."),
        ("fa", "دو وزیر در تاشکند دیدار کردند."),
        ("de", "Die zweite Sitzung des Ausschusses."),
    ],
)
def test_no_meeting_of_a_body_is_told(language: str, text: str) -> None:
    assert find_meetings(text, language) == []


def test_the_language_is_told_by_the_text() -> None:
    text = "It was the second meeting of the joint committee of the two states on the border."
    assert find_meetings(text)[0].ordinal == 2


@given(st.text())
def test_it_never_raises(text: str) -> None:
    for language in (None, "ar", "fa", "en"):
        for found in find_meetings(text, language):
            assert text[found.start : found.end] == found.quote
