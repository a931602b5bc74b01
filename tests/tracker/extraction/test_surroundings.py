"""What the sentence around a candidate says for or against it."""

from collections.abc import Callable

import pytest

from tracker.extraction import candidates
from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]
PAIR = "The ministers of Uganda and Kenya met in Kampala. "


def signs_of(reading: Reading, words: str) -> set[str]:
    """Give the signs of the candidates whose measure holds certain words."""
    document = reading.document
    return {
        sign
        for one in candidates.find(reading)
        if words in " ".join(document.words(one.first, one.last))
        for sign in one.features
    }


def test_the_act_and_whose_it_is_are_signs(reading: Read) -> None:
    signs = signs_of(reading(PAIR + "Kenya proposed a joint border post.", "en"), "border post")
    assert {"by_proposes", "of_subject"} <= signs


@pytest.mark.parametrize(
    ("sentence", "sign"),
    [
        ("Kenya proposed a joint border post, officials denied.", "around_denied"),
        ("An economist said Kenya should open a joint border post.", "led_by_outsider"),
        ("Should Kenya propose a joint border post?", "asks"),
        ("“We propose a joint border post,” the Kenyan minister said.", "quoted"),
        ("Kenya proposed a joint border post, and work has begun on it.", "reported"),
    ],
)
def test_the_sentence_around_gives_its_sign(reading: Read, sentence: str, sign: str) -> None:
    assert sign in signs_of(reading(PAIR + sentence, "en"), "border post")


@pytest.mark.parametrize(
    ("sentence", "sign"),
    [
        ("A joint border post was proposed.", "names_nobody"),
        ("Kenya proposed a border post.", "names_one"),
        ("Kenya proposed to Uganda a border post.", "names_both"),
    ],
)
def test_the_parties_that_a_sentence_names_are_counted(
    reading: Read, sentence: str, sign: str
) -> None:
    assert sign in signs_of(reading(PAIR + sentence, "en"), "border post")


def test_a_stranger_in_the_sentence_is_a_sign(reading: Read) -> None:
    text = PAIR * 2 + "Kenya proposed to Uganda a border post with France."
    assert "names_stranger" in signs_of(reading(text, "en"), "border post")


def test_what_one_side_will_do_by_itself_is_its_own_affair(reading: Read) -> None:
    text = PAIR + "Kenya will build ten hospitals next year."
    assert "own_affair" in signs_of(reading(text, "en"), "hospitals")


def test_what_both_will_do_is_nobodys_own_affair(reading: Read) -> None:
    text = PAIR + "Kenya and Uganda will build a joint hospital next year."
    assert "own_affair" not in signs_of(reading(text, "en"), "hospital")


def test_a_rumour_that_the_next_sentence_denies_is_answered_no(reading: Read) -> None:
    text = PAIR + "Kenya proposed a joint border post. No, the ministry said."
    assert "answered_no" in signs_of(reading(text, "en"), "border post")


def test_what_the_next_sentence_goes_on_with_is_not_answered_no(reading: Read) -> None:
    text = PAIR + "Kenya proposed a joint border post. It would open in May."
    assert "answered_no" not in signs_of(reading(text, "en"), "border post")


def test_the_first_sentences_are_told_from_later_ones(reading: Read) -> None:
    late = PAIR * 4 + "Kenya proposed a joint border post."
    early = "Kenya proposed to Uganda a joint border post."
    assert "first_sentences" not in signs_of(reading(late, "en"), "border post")
    assert "first_sentences" in signs_of(reading(early, "en"), "border post")
