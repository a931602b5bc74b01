"""Signs in a reader's words, whole or by their parts."""

import pytest
from django.utils.translation import override

from proposals.admin.signs import said, step


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("looks_back", "the article looks back"),
        ("in ar:وزير", "the word “وزير”"),
        ("lead en:minis", "“minis” at its beginning"),
        ("past1p in fa", "the past, “we”"),
        ("1s in ar", "the verb itself, “I”"),
        ("offers of subject", "offers, said of who is named"),
        ("by_calls_for", "act: calls for"),
        ("uncued_pres", "without a signal: the present"),
        ("around_denied", "around it: is denied"),
        ("marked past", "words of progress: told in the past"),
        ("surest in_progress", "surest words: In progress"),
        ("agrees for weak offers", "agrees on, by weak words of “offers”"),
        ("calls_for without a cue", "calls for, without a signal"),
        ("joint_body beside training_capacity", "Joint body, beside “Training and capacity”"),
        ("legal_judicial of judge", "Legal and judicial, by something that it names"),
        ("legal_judicial head of kinds", "Legal and judicial, by the word at its head"),
    ],
)
def test_a_sign_is_said_in_words(sign: str, words: str) -> None:
    assert said(sign) == words


def test_a_sign_is_said_in_the_readers_language() -> None:
    with override("fa"):
        assert said("looks_back") == "مطلب به گذشته می‌نگرد"


@pytest.mark.parametrize("sign", ["", "phase_of_moon", "moon of subject", "dual in ar", "by_moon"])
def test_what_nobody_put_into_words_is_left_to_the_caller(sign: str) -> None:
    assert said(sign) == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("party «طهران»: IR", "“طهران”: Iran"),
        ("addressed to IQ", "addressed to: Iraq"),
        ("told by both", "told by: both sides"),
        ("the two sides", "both sides"),
        ("last speaker: GCC", "the last speaker: GCC"),
        ("something else", "something else"),
    ],
)
def test_a_step_of_an_attribution_is_said_in_words(words: str, told: str) -> None:
    assert step(words) == told
