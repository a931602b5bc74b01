"""The notation of the lexicons, and the automaton that reads it."""

import pytest

from tracker.extraction.patterns import (
    Keys,
    Part,
    PatternError,
    Phrases,
    ends,
    parse,
    without_article,
)

CLASSES = {"doc": ("treaty", "accord"), "fa_doc": ("تفاهم‌نامه",)}


def matches(pattern: str, text: str, language: str = "en") -> bool:
    """Tell whether a pattern of one stretch matches the whole of a text's keys."""
    phrases = Phrases()
    (stretch,) = parse(pattern, CLASSES, language)
    phrases.add(stretch, Part(0, 0, 0))
    keys: list[Keys] = [(word,) for word in text.split()]
    begun = phrases.begun_by(keys[0])
    return begun is not None and any(end == len(keys) for end, _ in ends(begun, keys, 1))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("joint committee", "joint committee"),
        ("joint committee/commission", "joint commission"),
        ("joint (technical) committee", "joint committee"),
        ("joint (technical) committee", "joint technical committee"),
        ("(the) committee", "committee"),
        ("sign {doc}", "sign accord"),
        ("sign {doc}/text", "sign text"),
        ("sign {doc}/text", "sign treaty"),
        ("~sign {doc}", "~sign treaty"),
        ("~sign:past {doc}", "~sign:past treaty"),
        ("=who says", "=who says"),
        ("@fut1p", "@fut1p"),
        ("high-voltage line", "high voltage line"),
        ("high-voltage line", "highvoltage line"),
        ("Côte", "cote"),
        ("^Iraq", "^iraq"),
        ("^Guinea-Bissau", "^guinea ^bissau"),
        ("^St. ^Lucia", "^st . ^lucia"),
        ("^St. ^Lucia", "^st ^lucia"),
        ("St. Lucia", "st lucia"),
        ("a (b) (c) d", "a d"),
        ("a (b) (c) d", "a b d"),
        ("a (b) (c) d", "a c d"),
        ("a (b) (c) d", "a b c d"),
    ],
)
def test_a_pattern_matches(pattern: str, text: str) -> None:
    assert matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("joint committee", "joint"),
        ("joint committee/commission", "joint council"),
        ("joint (technical) committee", "joint technical"),
        ("sign {doc}", "sign text"),
        ("a (b) d", "a b"),
        ("a (b) (c) d", "a c b d"),
    ],
)
def test_a_pattern_does_not_match(pattern: str, text: str) -> None:
    assert not matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("اللجنة", "لجنه"),
        ("لجنة المتابعة", "لجنه متابعه"),
        ("=الآن", "=الان"),
        ("ضابط/ضباط ارتباط", "ضباط ارتباط"),
    ],
)
def test_arabic_patterns_are_folded_and_lose_the_article(pattern: str, text: str) -> None:
    assert matches(pattern, text, "ar")


def test_a_persian_half_space_is_read_joined_and_apart() -> None:
    assert matches("راه‌اندازی", "راهاندازي", "fa")
    assert matches("راه‌اندازی", "راه اندازي", "fa")
    assert matches("{fa_doc} مشترک", "تفاهمنامه مشترك", "fa")


def test_gaps_divide_a_pattern_into_stretches() -> None:
    stretches = parse("آمادگی .. اعلام ~کردن", {}, "fa")
    assert [len(stretch) for stretch in stretches] == [1, 2]


@pytest.mark.parametrize(
    "pattern",
    ["(a)", "(a) (b)", "a .. (b)", ".. a", "a ..", "", "{nothing}", "(ال)لجنة", "a(b", "-", "a//b"],
)
def test_what_is_not_well_formed_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        parse(pattern, CLASSES, "en")


def test_phrases_that_begin_alike_are_read_together() -> None:
    phrases = Phrases()
    for owner, pattern in enumerate(["joint committee", "joint commission on trade", "joint"]):
        (stretch,) = parse(pattern, {}, "en")
        phrases.add(stretch, Part(owner, 0, 0))
    keys: list[Keys] = [(word,) for word in ("joint", "commission", "on", "trade")]
    begun = phrases.begun_by(keys[0])
    assert begun is not None
    assert {(end, part.owner) for end, part in ends(begun, keys, 1)} == {(1, 2), (4, 1)}
    assert phrases.keys == {"joint", "committee", "commission", "on", "trade"}


def test_a_word_that_begins_nothing_has_no_state() -> None:
    assert Phrases().begun_by(("nothing",)) is None


@pytest.mark.parametrize(
    ("word", "bare"), [("اللجنه", "لجنه"), ("الله", "الله"), ("الف", "الف"), ("لجنه", "لجنه")]
)
def test_the_article_goes_only_where_a_word_is_left(word: str, bare: str) -> None:
    assert without_article(word) == bare


def test_what_begins_with_a_hamza_has_no_article_to_lose() -> None:
    assert matches("ألبان", "البان", "ar")
    assert not matches("ألبان", "بان", "ar")
