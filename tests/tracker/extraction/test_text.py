"""Folding: one normal form for every spelling, and an exact way back to the text as given."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction.text import Folded, fold

SPELLINGS = [
    # Arabic: hamza, madda, alef maqsura, ta marbuta, vowel signs, tatweel
    ("أَعلنت", "اعلنت"),
    ("إيران", "ايران"),
    ("آذار", "اذار"),
    ("ٱلعراق", "العراق"),
    ("على", "علي"),
    ("لجنة", "لجنه"),
    ("مسؤول", "مسوول"),
    ("شؤون", "شوون"),
    ("هيئة", "هييه"),
    ("إنشاء", "انشا"),
    ("اتُّفِقَ", "اتفق"),
    ("تصفيــق", "تصفيق"),
    ("ﻻ", "لا"),
    # Persian: ye and kaf, half-space, he with hamza
    ("کمیته", "كميته"),
    ("كميته", "كميته"),
    ("می‌کند", "ميكند"),
    ("راه‌اندازی", "راهاندازي"),
    ("کمیتهٔ مشترک", "كميته مشترك"),
    ("دورهٔ", "دوره"),
    ("ۀ", "ه"),
    # Digits of all three scripts
    ("۱۴۰۴", "1404"),
    ("٢٠٢٢", "2022"),
    ("2022", "2022"),
    # Latin letters, with case and accents
    ("São Paulo", "sao paulo"),
    ("CÔTE D’IVOIRE", "cote d'ivoire"),
    ("Straße", "strasse"),
    ("Łódź", "lodz"),
    ("İzmir", "izmir"),
    ("Tromsø", "tromso"),
    # Quotation marks, dashes, spaces, marks of direction
    ("«نعم»", '"نعم"'),
    ("“yes”", '"yes"'),
    ("‹no›", '"no"'),
    ("it’s", "it's"),
    ("1990–2000", "1990-2000"),
    ("a\u00a0b", "a b"),
    ("\u200fطهران\u200e", "طهران"),
    ("co\u00adoperation", "cooperation"),
    ("\ufeffText", "text"),
    ("a\u2028b", "a\nb"),
    ("wait…", "wait..."),
    ("\x00", " "),
    ("", ""),
]


@pytest.mark.parametrize(("written", "folded"), SPELLINGS)
def test_every_spelling_folds_to_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(("written", "_"), SPELLINGS)
def test_folding_again_changes_nothing(written: str, _: str) -> None:
    assert fold(fold(written)) == fold(written)


@given(st.text())
def test_folding_is_idempotent_for_any_text(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.characters())
def test_a_characters_fold_does_not_depend_on_its_neighbours(character: str) -> None:
    assert fold("ا" + character + "z") == fold("ا") + fold(character) + fold("z")


@given(st.text(alphabet=st.characters(codec=None)))
def test_lone_surrogates_are_kept_as_they_are(text: str) -> None:
    Folded(text + "\ud800")


@given(st.text())
def test_the_way_back_never_goes_backwards(text: str) -> None:
    folded = Folded(text)
    origins = [folded.origin(position) for position in range(len(folded.text))]
    assert origins == sorted(origins)
    assert all(0 <= origin < len(text) for origin in origins)


@given(st.text())
def test_each_folded_character_comes_from_where_the_way_back_leads(text: str) -> None:
    folded = Folded(text)
    for position, character in enumerate(folded.text):
        assert character in fold(text[folded.origin(position)])


@given(st.text())
def test_a_span_of_the_original_folds_to_the_slice_it_was_found_in(text: str) -> None:
    folded = Folded(text)
    for start in range(0, len(folded.text), 3):
        first, last = folded.span(start, start + 1)
        assert folded.text[start] in fold(text[first:last])
        assert 0 <= first <= last <= len(text)


@pytest.mark.parametrize(
    ("text", "word", "quote"),
    [
        ("وقد اتُّفِقَ على ذلك", "اتفق", "اتُّفِقَ"),
        ("ـــأَعلنتْ أمس", "اعلنت", "أَعلنتْ"),
        ("کمیتهٔ مشترک", "كميته", "کمیتهٔ"),
        ("او می‌کند.", "ميكند", "می‌کند"),
        ("the São Paulo talks", "sao paulo", "São Paulo"),
        ("a Straße b", "strasse", "Straße"),
        ("تبادل السجناء.", "السجنا", "السجناء"),
        ("ﷲ واحد", "واحد", "واحد"),
    ],
)
def test_a_span_takes_in_all_that_was_folded_into_it(text: str, word: str, quote: str) -> None:
    folded = Folded(text)
    start = folded.text.index(word)
    first, last = folded.span(start, start + len(word))
    assert text[first:last] == quote


def test_an_empty_span_is_empty() -> None:
    folded = Folded("aُb")
    assert folded.span(1, 1) == (2, 2)
    assert folded.span(2, 2) == (3, 3)


def test_no_letter_that_folds_away_is_left() -> None:
    folded = fold("".join(map(chr, range(0x300, 0x370))))
    assert not any(unicodedata.category(character) == "Mn" for character in folded)
