"""One measure told twice is one finding."""

from collections.abc import Callable
from itertools import pairwise

from tracker.extraction import repeats
from tracker.extraction.candidates import Candidate
from tracker.extraction.reading import Reading

Find = Callable[[str, str], list[Candidate]]
Read = Callable[[str, str], Reading]

TWICE = """Iran's minister met Iraq's minister.

Iran proposed a joint border operations centre. Nobody spoke.

Iran proposed a joint border operations centre where officers of both sides sit by day and night."""


def test_of_candidates_that_share_words_one_is_left(found: Find) -> None:
    text = "Iran's minister met Iraq's. The Iranian side stood ready to offer to train officers."
    left = repeats.apart(found(text, "en"))
    for one, two in pairwise(left):
        assert one.last <= two.first


def test_they_are_given_in_the_order_of_the_text(found: Find) -> None:
    left = repeats.apart(found(TWICE, "en"))
    assert [one.first for one in left] == sorted(one.first for one in left)


def test_the_fullest_mention_is_kept(reading: Read, found: Find) -> None:
    likely = [one for one in repeats.apart(found(TWICE, "en")) if one.act == "proposes"]
    assert len(likely) == 2
    document = reading(TWICE, "en").document
    (left,) = repeats.once(document, likely)
    assert "by day and night" in document.text[slice(*document.span(left.first, left.last))]


def test_the_same_words_from_the_other_side_are_another_measure(reading: Read, found: Find) -> None:
    text = TWICE.replace(
        "Iran proposed a joint border operations centre.",
        "Iraq proposed a joint border operations centre.",
    )
    likely = [one for one in repeats.apart(found(text, "en")) if one.act == "proposes"]
    assert len(repeats.once(reading(text, "en").document, likely)) == 2


def test_another_measure_of_the_kind_is_kept(reading: Read, found: Find) -> None:
    text = (
        "Iran's minister met Iraq's.\n\nIran proposed a joint water commission. "
        "Iran proposed a joint council of merchants."
    )
    likely = [one for one in repeats.apart(found(text, "en")) if one.act == "proposes"]
    assert len(repeats.once(reading(text, "en").document, likely)) == 2
