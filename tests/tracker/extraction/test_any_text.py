"""Properties of extraction that hold for any text at all.

How long it takes is measured by ``scripts/bench/extraction``; here it only has to end.
"""

import math
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tracker.extraction import detect_language, explain, extract, find_meetings
from tracker.extraction.entries import ACTS, KINDS, STATUSES
from tracker.extraction.lexicon import LANGUAGES, standard

# Letters and marks of the three languages, and what goes wrong in real copies: joiners, marks of
# direction, presentation forms, combining marks, lone surrogates, control characters, broken lines.
SIGNS = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي" + "پچژگکیئأإآؤةىـ" + "ًٌٍَُِّْٰ" + "٠١٢٣۴۵۶"
    "abcdefgXYZ" + "0123" + " .,:;!?()[]{}/\\|~@=-–—…" + "«»‹›“”„\"'’،؛؟٪"
    "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2069\ufeff\u00ad"
    "\n\r\t\x00\x1b\u2028\ufb56\ufdf2\u0301\ud800\udfff😀"
)
PIECES = [
    "BAGHDAD - Iran's interior minister met his Iraqi counterpart. ",
    "Iran proposed a joint border operations centre at Mehran",
    " and offered training courses; ",
    "“We will open a hotline”, he said. ",
    "The proposal was rejected in 2024. ",
    "اقترح الوزير الإيراني على نظيره العراقي إنشاء مركز حدودي مشترك",
    "وأبدى استعداد بلاده لتدريب القضاة. ",
    "لم يوقّع الجانبان أي اتفاق، ",
    "«سنفتح خطاً ساخناً» قال. ",
    "ایران پیشنهاد کرد مرکزی مشترک در مرز برپا شود",
    "دو طرف توافق کردند که دورهٔ آموزشی برگزار کنند. ",
    "این طرح رد شد. ",
    " را ", " و ", "\n\n", "\n", " ", ". ", "- ", "1. ",
]  # fmt: skip
WORDS = sorted(
    {entry.pattern for one in LANGUAGES for entry in standard().dictionaries[one].entries}
)

ANY = st.text(max_size=400)
ODD = st.text(st.sampled_from(SIGNS), max_size=400)
BROKEN = st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.sampled_from(SIGNS), max_size=8)))
LISTED = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
TEXTS = st.one_of(ANY, ODD, BROKEN.map("".join), LISTED)
LANGUAGE = st.sampled_from([*LANGUAGES, None])
PATIENT = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(TEXTS, LANGUAGE)
@example("", None)
@example("\ud800", "ar")
@example("«" * 300, "fa")
@example("~propose " * 200, "en")
def test_every_offset_is_right(text: str, language: str | None) -> None:
    for finding in extract(text, language):
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.quote
        assert finding.quote.strip()


@PATIENT
@given(TEXTS, LANGUAGE)
def test_every_finding_says_only_what_can_be_said(text: str, language: str | None) -> None:
    for finding in extract(text, language):
        assert finding.kind in {*KINDS, ""}
        assert finding.act in ACTS
        assert finding.type in {"proposal", "update"}
        assert (finding.status in STATUSES) is (finding.type == "update")
        assert math.isfinite(finding.confidence)
        assert 0 <= finding.confidence <= 1


@PATIENT
@given(TEXTS, LANGUAGE)
def test_findings_stand_in_the_order_of_the_text(text: str, language: str | None) -> None:
    found = extract(text, language)

    assert [one.start for one in found] == sorted(one.start for one in found)
    assert len({(one.type, one.start, one.end) for one in found}) == len(found)


@PATIENT
@given(TEXTS)
def test_the_same_text_gives_the_same_findings(text: str) -> None:
    assert extract(text) == extract(text)


@PATIENT
@given(TEXTS, LANGUAGE)
def test_what_is_weighed_stands_in_the_text(text: str, language: str | None) -> None:
    for clause in explain(text, language):
        start, end = int(str(clause["start"])), int(str(clause["end"]))
        assert text[start:end] == clause["quote"]


@PATIENT
@given(TEXTS)
def test_the_language_is_one_of_ours_or_none(text: str) -> None:
    assert detect_language(text) in {*LANGUAGES, None}


@PATIENT
@given(TEXTS, LANGUAGE)
def test_meetings_are_looked_for_in_any_text(text: str, language: str | None) -> None:
    assume(language is not None)
    assert isinstance(find_meetings(text, language), list)


@PATIENT
@given(st.sampled_from(PIECES[:3]), st.text("\u200e\u200f\u202b\u202c\u2066\u2069ـ", max_size=30))
def test_invisible_marks_do_not_move_an_offset(piece: str, marks: str) -> None:
    text = PIECES[0] + marks + PIECES[1] + marks + ". " + piece
    for finding in extract(text, "en"):
        assert text[finding.start : finding.end] == finding.quote


@pytest.mark.parametrize(
    "grow",
    [
        lambda size: "«" * size,
        lambda size: "proposed to " * (size // 12),
        lambda size: "و" * size,
        lambda size: "(((" * (size // 3),
        lambda size: "\u200c" * size,
        lambda size: "پیشنهاد کرد " * (size // 12),
        lambda size: "Iran and Iraq agreed to open, to close, to set up, " * (size // 51),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_of_one_thing_over_and_over_comes_to_an_end(
    language: str, grow: Callable[[int], str]
) -> None:
    text = grow(50_000)

    assert all(text[one.start : one.end] == one.quote for one in extract(text, language))
