"""Cutting a text into words and marks, and what each written form answers to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction.lexicon import standard
from tracker.extraction.text import fold
from tracker.extraction.words import Word, cut, vocabulary, word_classes


def texts(text: str, language: str) -> list[str]:
    found = cut(fold(text), vocabulary(standard(), language), language)
    return [word.text for word in found.words]


def word(text: str, language: str) -> Word:
    return vocabulary(standard(), language).word(fold(text))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Iran's 2.5 million, 1,200-km line",
            ["iran's", "2.5", "million", ",", "1,200", "km", "line"],
        ),
        ("en", "a high-voltage line - now", ["a", "high", "voltage", "line", "-", "now"]),
        ("en", "The U.S. said", ["the", "u.s.", "said"]),
        ("en", "the 13th meeting", ["the", "13th", "meeting"]),
        ("en", '"We will," he said.', ['"', "we", "will", ",", '"', "he", "said", "."]),
        ("ar", "آذار/مارس الماضي", ["اذار", "مارس", "الماضي"]),
        ("ar", "قال: «نعم»", ["قال", ":", '"', "نعم", '"']),
        ("fa", "او می کند", ["او", "ميكند"]),
        ("fa", "او می‌کند", ["او", "ميكند"]),
        ("fa", "نمی شود", ["نميشود"]),
        ("fa", "دوره های آموزشی", ["دورههاي", "اموزشي"]),
        ("fa", "می.", ["مي", "."]),
        ("fa", "ها", ["ها"]),
        ("en", "one\n\ntwo", ["one", "\n\n", "two"]),
        ("en", "one\ntwo", ["one", "\n", "two"]),
    ],
)
def test_a_text_is_cut_into_words_and_marks(language: str, text: str, expected: list[str]) -> None:
    assert texts(text, language) == expected


@given(st.text())
def test_every_word_stands_where_it_says(text: str) -> None:
    folded = fold(text)
    found = cut(folded, vocabulary(standard(), "en"), "en")
    assert found.starts == sorted(found.starts)
    for one, start, end in zip(found.words, found.starts, found.ends, strict=True):
        assert one.text.startswith("\n") or folded[start:end] == one.text


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "proposed", "~propose"),
        ("en", "proposing", "~propose"),
        ("en", "were", "~be"),
        ("en", "visas", "visa"),
        ("en", "2027", "@number"),
        ("ar", "واقترحت", "~اقترح"),
        ("ar", "ليقترح", "~اقترح"),
        ("ar", "والتمس", "~التمس"),
        ("ar", "سنجهز", "@fut1p"),
        ("ar", "اللجنة", "لجنه"),
        ("fa", "خواستند", "~خواستن:past"),
        ("fa", "دوره‌های", "دوره"),
        ("fa", "می‌دهیم", "@pres1p"),
    ],
)
def test_a_form_answers_to_its_keys(language: str, text: str, key: str) -> None:
    assert key in word(text, language).keys


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("ar", "باحث", "~حث"),
        ("ar", "بحث", "~حث"),
        ("ar", "العرض", "~عرض"),
        ("ar", "الاقتراح", "~اقترح"),
        ("fa", "نپذیرفت", "~پذيرفتن"),
        ("fa", "نپذیرفت", "~پذيرفتن:past"),
        ("fa", "نمی‌کند", "~كردن"),
    ],
)
def test_nouns_and_negations_answer_to_no_plain_verb(language: str, text: str, key: str) -> None:
    assert key not in word(text, language).keys


def test_a_verb_tells_its_features() -> None:
    assert {"past", "1p"} <= word("خواستیم", "fa").features
    assert "fut" in word("ستفتح", "ar").features
    assert word("table", "ar").features == frozenset()


def test_a_word_is_analysed_once() -> None:
    words = vocabulary(standard(), "en")
    assert words.word("committee") is words.word("committee")


def test_a_word_without_end_is_no_lexicons_word() -> None:
    assert not word("a" * 5000, "en").keys


def test_classes_are_folded() -> None:
    assert "اعلام" in word_classes(standard(), "fa")["source_mark"]
    assert "بر" in word_classes(standard(), "fa")["object_mark"]
    assert "براي" in word_classes(standard(), "fa")["object_mark"]
