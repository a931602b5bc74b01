"""What the plain words of a candidate's sentence say for or against it."""

from collections.abc import Callable

import pytest

from tracker.extraction import candidates, confidence, wording
from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]
TEXTS = {
    "en": (
        "The ministers of Kenya and Uganda met in Nairobi.",
        "A scholar believes Kenya should open a border post.",
        ("before en:schol", "in en:borde"),
    ),
    "ar": (
        "التقى وزيرا الخارجية العراقي والإيراني في بغداد.",
        "ويرى باحث أن على العراق إنشاء مركز حدودي.",
        ("before ar:باحث", "in ar:حدودي"),
    ),
    "fa": (
        "وزیران خارجه ایران و عراق در تهران دیدار کردند.",
        "یک پژوهشگر گفت ایران باید یک مرکز مرزی بسازد.",
        ("before fa:پژوهش"[: len("before fa:") + 5], "in fa:مرزي"),
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_each_word_says_where_it_stands(reading: Read, language: str) -> None:
    lede, sentence, expected = TEXTS[language]
    document = reading(f"{lede} {sentence}", language).document
    second = document.sentences[1]
    words = list(document.words(second.first, second.last))
    first = next(n for n in range(second.first, second.last) if document.forms[n].is_word) + 3
    told = set(wording.signs(document, second, first, second.last))
    assert set(expected) <= told
    assert len(told) <= len(words)


def test_what_follows_a_stretch_is_told_from_what_is_in_it(reading: Read) -> None:
    document = reading("Kenya proposed a border post. ", "en").document
    sentence = document.sentences[0]
    told = list(wording.signs(document, sentence, sentence.first + 1, sentence.first + 2))
    assert told[:2] == ["before en:kenya", "in en:propo"]
    assert "after en:borde" in told


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "scholars", "scholar"), ("ar", "اللجنة", "لجنة"), ("fa", "پيشنهادي", "پيشنهادها")],
)
def test_forms_of_a_word_are_one_sign(language: str, one: str, other: str) -> None:
    folded = [word.replace("ة", "ه") for word in (one, other)]
    first, second = wording.signs_of("in", language, folded)
    assert first == second


def test_a_word_of_one_language_is_none_of_another() -> None:
    word = ["مركز"]
    assert [*wording.signs_of("in", "ar", word)] != [*wording.signs_of("in", "fa", word)]


def test_words_are_told_from_the_signs_of_rules(reading: Read) -> None:
    text = "Kenya met Uganda in Nairobi. Kenya proposed to Uganda a joint border post."
    features = next(iter(candidates.find(reading(text, "en")))).features
    words = {name for name in features if wording.is_word(name)}
    assert "in en:borde" in words
    assert {"cue", "bilateral"} <= set(features) - words
    assert {features[name] for name in words} == {wording.VALUE}


@pytest.mark.parametrize("word", ["en:econo", "ar:باحث", "all:opinion"])
def test_who_is_no_party_speaks_against_a_proposal(word: str) -> None:
    assert confidence.weights("proposal")[f"before {word}"] < 0


def test_a_word_without_weight_changes_nothing(reading: Read) -> None:
    features = next(
        iter(candidates.find(reading("Kenya asked Uganda for a joint post.", "en")))
    ).features
    known = confidence.log_odds(features)
    assert confidence.log_odds(features | {"in en:zyzzy": wording.VALUE}) == known


@pytest.mark.parametrize(
    ("language", "text", "sense"),
    [
        ("en", "Nurses will be instructed.", "health"),
        ("ar", "سيجري تأهيل القابلات في نيروبي.", "health"),
        ("fa", "قابله‌ها در نایروبی آموزش می‌بینند.", "health"),
        ("en", "Seedlings were flown in.", "farm"),
        ("ar", "نقلت الشتلات جواً.", "farm"),
        ("fa", "نهال‌ها با هواپیما رسید.", "farm"),
    ],
)
def test_a_word_speaks_by_its_sense_in_every_language(
    reading: Read, language: str, text: str, sense: str
) -> None:
    document = reading(text, language).document
    told = {
        sign
        for one in document.sentences
        for sign in wording.meanings(document, one, one.first, one.last)
    }
    assert f"in all:{sense}" in told
