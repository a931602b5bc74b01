"""Lists, quotes and names, in the reader's language."""

import pytest
from django.utils.translation import override

from proposals.wording import PARTS, listed, name_of_actor, quoted


@pytest.mark.parametrize(
    ("language", "words"), [("en", "a, b, c"), ("ar", "a، b، c"), ("fa", "a، b، c")]
)
def test_a_list_has_the_commas_of_the_language(language: str, words: str) -> None:
    with override(language):
        assert listed("abc") == words


@pytest.mark.parametrize(("language", "words"), [("en", "“yes”"), ("ar", "«yes»"), ("fa", "«yes»")])
def test_a_quote_has_the_marks_of_the_language(language: str, words: str) -> None:
    with override(language):
        assert quoted("yes") == words


def test_a_person_keeps_the_name_that_was_kept() -> None:
    assert name_of_actor("user:7", "Samira") == "Samira"


@pytest.mark.parametrize("part", list(PARTS))
@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_each_part_of_mithaq_has_a_name_of_its_own(language: str, part: str) -> None:
    with override(language):
        assert name_of_actor(f"system:{part}", part) != part


def test_a_part_that_nobody_named_keeps_its_word() -> None:
    assert name_of_actor("system:tests", "tests") == "tests"
