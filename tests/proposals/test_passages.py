"""Where the searched words stand, in the text as it was written."""

import json
from pathlib import Path

import pytest
from django.db import connection

from proposals.passages import fold, marked, passage, places

CORPUS = Path(__file__).parents[1] / "corpus" / "tune"


@pytest.mark.parametrize(
    ("text", "word", "seen"),
    [
        ("A joint border centre", "BORDER", "border"),
        ("إنشاء مركز مشترك", "انشاء", "إنشاء"),
        ("اللجنة القانونية", "اللجنه", "اللجنة"),
        ("هماهنگی‌های هوایی", "هماهنگیهای", "هماهنگی‌های"),
        ("بند ۱۴", "14", "۱۴"),
        ("لَجْنَة مشتركة", "لجنة", "لَجْنَة"),
        ("the ﬁnal act", "final", "ﬁnal"),
    ],
)
def test_a_word_is_found_as_it_is_written_there(text: str, word: str, seen: str) -> None:
    assert [text[start:end] for start, end in places(text, [word])] == [seen]


def test_words_that_overlap_are_one_place() -> None:
    assert places("abcdef", ["abc", "bcd", "f"]) == [(0, 4), (5, 6)]


def test_nothing_that_only_marks_letters_is_found_everywhere() -> None:
    assert places("a text", ["", "ـ"]) == []


def test_what_is_marked_is_escaped() -> None:
    assert marked("<b> & c", ["b"]) == "&lt;<mark>b</mark>&gt; &amp; c"


def test_a_short_text_is_shown_whole() -> None:
    assert passage("We propose a centre.", ["centre"]) == "We propose a <mark>centre</mark>."


def test_a_long_text_is_cut_between_words() -> None:
    text = f"{'before ' * 60}the centre {'after ' * 60}"
    shown = passage(text, ["centre"])
    assert shown.startswith("… before")
    assert shown.endswith("after …")
    assert "the <mark>centre</mark> after" in shown
    assert len(shown) < 400


def test_where_no_word_stands_nothing_is_shown() -> None:
    assert passage("We propose a centre.", ["gate"]) == ""


def test_a_word_at_the_very_end_of_a_long_text_is_shown() -> None:
    assert passage("word " * 100 + "centre", ["centre"]).endswith("<mark>centre</mark>")


@pytest.mark.django_db
def test_it_folds_as_the_database_does() -> None:
    texts = [json.loads(path.read_text())["text"] for path in sorted(CORPUS.glob("*.json"))]
    assert len(texts) > 50
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute("SELECT proposals_fold(%s)", [text])
            assert cursor.fetchone() == (fold(text),)
