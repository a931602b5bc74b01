"""Of what kind a measure is: by its head, by what it is for, without the words of the act."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker.extraction import choosing, fitting, kinds, measures
from tracker.extraction.candidates import Candidate
from tracker.extraction.entries import KINDS
from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]
Found = Callable[[str, str], list[Candidate]]
PHRASES = Path(__file__).with_name("kinds.txt")
ENOUGH = 0.9  # of the phrases


def phrases() -> Iterator[tuple[str, str, str]]:
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, kind, phrase = line.split("\t")
            yield language, kind, phrase


def sorted_kind(reading: Reading) -> str:
    sentence = reading.document.sentences[0]
    measure = measures.assess(reading.document, sentence, sentence.first, sentence.last)
    return kinds.sort(reading.document, sentence, measure).kind


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_nine_in_ten_phrases_are_sorted_rightly(language: str) -> None:
    cases = [fitting.phrase_case(*row) for row in phrases() if row[0] == language]
    assert fitting.accuracy(cases, choosing.weights("kind")) >= ENOUGH


def test_the_phrases_cover_every_kind_in_every_language() -> None:
    assert {row[:2] for row in phrases()} >= {
        (language, kind) for language in ("ar", "fa", "en") for kind in KINDS
    }


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "train forty railway engineers", "training_capacity"),
        ("en", "a joint committee on power lines", "joint_body"),
        ("en", "a treaty on the extradition of smugglers", "legal_judicial"),
        ("en", "share the passenger lists of ferries", "information_sharing"),
        ("ar", "تدريب أربعين مهندساً على إدارة السدود", "training_capacity"),
        ("ar", "لجنة مشتركة لشؤون الكهرباء", "joint_body"),
        ("ar", "تبادل قوائم ركاب العبارات", "information_sharing"),
        ("fa", "آموزش چهل مهندس راه‌آهن", "training_capacity"),
        ("fa", "کمیتهٔ مشترک برق", "joint_body"),
        ("fa", "تبادل فهرست مسافران کشتی‌ها", "information_sharing"),
    ],
)
def test_what_is_done_tells_the_kind_rather_than_what_it_is_about(
    reading: Read, language: str, text: str, kind: str
) -> None:
    assert sorted_kind(reading(text, language)) == kind


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Iran's health minister offered Iraq a rail link to Basra.", "prevention_treatment"),
        ("The Iranian energy ministry offered Iraq a museum exhibition.", "infrastructure_energy"),
    ],
)
def test_who_acts_says_nothing_about_the_kind(found: Found, text: str, other: str) -> None:
    told = {one.measure.kind for one in found(text, "en") if one.act == "offers"}
    assert told
    assert other not in told


def test_a_concept_speaks_in_three_languages(reading: Read) -> None:
    told = [
        sorted_kind(reading(text, language))
        for language, text in (("en", "methadone"), ("ar", "ميثادون"), ("fa", "متادون"))
    ]
    assert told == ["prevention_treatment"] * 3


def test_the_kind_comes_with_its_chance_and_its_strongest_signs(reading: Read) -> None:
    document = reading("a joint committee on transit", "en").document
    sentence = document.sentences[0]
    measure = measures.assess(document, sentence, sentence.first, sentence.last)
    told = kinds.sort(document, sentence, measure)
    assert 0.5 < told.chance <= 1.0
    assert any(sign.startswith("joint_body") for sign in told.signs)


def test_words_beside_the_measure_are_not_weighed(reading: Read) -> None:
    document = reading("hospital bridge", "en").document
    sentence = document.sentences[0]
    measure = measures.assess(document, sentence, sentence.first, sentence.last)
    whole = kinds.signs(document, sentence, measure, frozenset())
    without = kinds.signs(document, sentence, measure, frozenset({0}))
    assert "kinds" in whole["prevention_treatment"]
    assert "kinds" not in without["prevention_treatment"]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "a vaccine"), ("ar", "لقاح"), ("fa", "واکسن")]
)
def test_a_concept_is_one_sign_in_every_language(reading: Read, language: str, text: str) -> None:
    document = reading(text, language).document
    sentence = document.sentences[0]
    measure = measures.assess(document, sentence, sentence.first, sentence.last)
    options = kinds.signs(document, sentence, measure, frozenset())
    assert "prevention_treatment at vaccine" in options["prevention_treatment"]
    assert "other of vaccine" in options["other"]
