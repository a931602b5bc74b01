"""Measures that no cue introduces."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from tracker.extraction import candidates, cues, uncued
from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]


def clauses(reading: Reading) -> list[str]:
    """Give the words of each clause that stands without a cue."""
    document = reading.document
    return [
        " ".join(document.words(cue.first, cue.last))
        for sentence in document.sentences
        for cue in uncued.find(document, sentence, list(cues.find(document, sentence)))
    ]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Between Riga and Dushanbe, a joint working group on skilled labour.", "joint"),
        ("ar", "بين الجانبين لجنة مشتركة لمكافحة المخدرات في المنطقة الحدودية", "لجنه"),
        ("fa", "میان دو همسایه کمیسیون مشترک مبارزه با مواد مخدر در مرز", "كميسيون"),
    ],
)
def test_a_heavy_concept_without_a_cue_has_its_clause(
    reading: Read, language: str, text: str, words: str
) -> None:
    found = clauses(reading(text, language))
    assert len(found) == 1
    assert words in found[0]


def test_a_concept_in_the_room_of_a_cue_has_none(reading: Read) -> None:
    assert not clauses(reading("Kenya proposed to Uganda a joint working group on labour.", "en"))


def test_a_few_words_are_no_clause(reading: Read) -> None:
    assert not clauses(reading("A joint working group.", "en"))


def test_words_without_a_concept_are_no_clause(reading: Read) -> None:
    assert not clauses(reading("He looked tired and said little on the whole that day.", "en"))


def test_clauses_do_not_overlap(reading: Read) -> None:
    text = (
        "Between Riga and Dushanbe, a joint working group on skilled labour"
        " and a joint centre for customs training."
    )
    document = reading(text, "en").document
    found = list(uncued.find(document, document.sentences[0], []))
    assert all(one.last <= two.first for one, two in pairwise(found))


def test_such_a_clause_is_weighed_as_one_without_a_cue(reading: Read) -> None:
    text = "Between Riga and Dushanbe, a joint working group on skilled labour."
    assert any("uncued" in one.features for one in candidates.find(reading(text, "en")))


def test_a_cue_is_never_weighed_as_uncued(reading: Read) -> None:
    text = "Kenya proposed to Uganda a joint working group on labour."
    assert all("uncued" not in one.features for one in candidates.find(reading(text, "en")))
