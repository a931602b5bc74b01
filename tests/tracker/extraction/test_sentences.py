"""Sentences, paragraphs and quotations, in three scripts and in spite of broken lines."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction.document import Document, read
from tracker.extraction.lexicon import standard


def document(text: str, language: str = "en") -> Document:
    return read(text, language, standard())


def sentences(text: str, language: str = "en") -> list[str]:
    found = document(text, language)
    return [text[slice(*found.span(one.first, one.last))] for one in found.sentences]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "One came. Two went.", ["One came.", "Two went."]),
        ("en", "He asked why. Nobody knew!", ["He asked why.", "Nobody knew!"]),
        ("en", "Mr. Khan met Dr. Lee on Feb. 3 in St. Petersburg.", None),
        ("en", "It fell by 2.5 percent.", None),
        ("en", "The U.S. and Iran met.", None),
        ("en", '"Why not?" he asked.', None),
        ("en", '"We will," he said. "They too."', ['"We will," he said.', '"They too."']),
        ("en", "One; two.", ["One; two."]),
        ("ar", "قال نعم. ثم قال لا.", ["قال نعم.", "ثم قال لا."]),
        ("ar", "هل وافق؟ لا.", ["هل وافق؟", "لا."]),
        ("ar", "قال إنه «نعم». وأضاف شيئاً.", ["قال إنه «نعم».", "وأضاف شيئاً."]),
        ("fa", "او گفت آری. سپس رفت.", ["او گفت آری.", "سپس رفت."]),
        ("fa", "آیا پذیرفت؟ نه.", ["آیا پذیرفت؟", "نه."]),
        ("en", "No full stop", ["No full stop"]),
        ("en", "...", []),
        ("en", "", []),
    ],
)
def test_a_text_is_cut_into_sentences(language: str, text: str, expected: list[str] | None) -> None:
    assert sentences(text, language) == (expected if expected is not None else [text])


def test_an_empty_line_ends_a_paragraph_and_a_sentence() -> None:
    found = document("One came\n\nTwo went").sentences
    assert [one.paragraph for one in found] == [0, 1]


def test_a_line_broken_in_the_middle_of_a_sentence_is_no_end() -> None:
    text = (
        "The Turkmen deputy minister asked his hosts in Herat to clear all of the many old\n"
        "mines along the route."
    )
    assert len(sentences(text)) == 1


def test_a_short_line_is_a_line_of_its_own() -> None:
    assert len(sentences("A headline\nThe first sentence of the text.")) == 2


def test_a_sentence_without_end_is_cut() -> None:
    found = document("word " * 1000).sentences
    assert all(one.last - one.first <= 122 for one in found)
    assert sum(one.last - one.first for one in found) >= 990


def quoted(text: str, language: str = "en") -> list[str]:
    found = document(text, language)
    return [found.word(index) for index in range(len(found.texts)) if found.quote(index)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes sir" and left.', ["yes", "sir"]),
        ("قال «نعم يا سيدي» ومضى.", ["نعم", "يا", "سيدي"]),
        ("He said “yes sir” and left.", ["yes", "sir"]),
        ("He said „yes“ and left.", ["yes"]),
        ("nothing quoted", []),
        ('An open "quotation\n\nends with its paragraph', ["quotation"]),
    ],
)
def test_what_stands_in_quotation_marks_is_known(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_each_quotation_has_its_number() -> None:
    found = document('"One" and "two".')
    assert [found.quote(index) for index in range(len(found.texts))] == [0, 1, 0, 0, 0, 2, 0, 0]


@given(st.text(alphabet='abc .!?"«»“”\n؟,؛'))
def test_sentences_never_overlap_and_never_run_backwards(text: str) -> None:
    found = document(text).sentences
    for one, two in pairwise(found):
        assert one.first < one.last <= two.first < two.last
        assert one.number + 1 == two.number
        assert one.paragraph <= two.paragraph
