"""Putting together what may be a proposal: its words, its act, and the signs for and against."""

from collections.abc import Callable

import pytest

from tracker.extraction.candidates import Candidate
from tracker.extraction.reading import Reading

Find = Callable[[str, str], list[Candidate]]
Read = Callable[[str, str], Reading]

LEDE = {
    "en": "Iran's minister met Iraq's minister.\n\n",
    "ar": "التقى الوزير الإيراني الوزير العراقي.\n\n",
    "fa": "وزیر ایران با وزیر عراق دیدار کرد.\n\n",
}


def best(found: Find, language: str, text: str) -> Candidate:
    return max(found(LEDE[language] + text, language), key=lambda one: one.score)


def quote(reading: Reading, one: Candidate) -> str:
    return reading.document.text[slice(*reading.document.span(one.first, one.last))]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "On Monday the Iranian side proposed a joint committee, saying it was late.",
            "Iranian side proposed a joint committee",
        ),
        ("en", "Baghdad asked Tehran to lift visas.", "Baghdad asked Tehran to lift visas"),
        ("ar", "واقترح المسؤول الإيراني إنشاء لجنة مشتركة، مشيراً إلى التأخير.", None),
        ("fa", "بغداد از تهران خواست روادید رانندگان لغو شود.", None),
    ],
)
def test_the_quotation_holds_act_and_measure_and_no_more(
    reading: Read, found: Find, language: str, text: str, expected: str | None
) -> None:
    one = best(found, language, text)
    words = quote(reading(LEDE[language] + text, language), one)
    if expected is not None:
        assert words == expected
    assert words in text
    assert len(words) < len(text)


def test_each_of_several_measures_stands_alone(found: Find) -> None:
    text = "The two sides agreed to post a liaison prosecutor and to link fingerprint databases."
    kinds = {one.measure.kind for one in found(LEDE["en"] + text, "en") if one.act == "agrees"}
    assert {"legal_judicial", "information_sharing"} <= kinds


@pytest.mark.parametrize(
    ("language", "text", "sign"),
    [
        ("en", "The Iranian side proposed a joint committee.", "bilateral"),
        ("en", "The Iranian side proposed a joint committee.", "subject"),
        ("en", "The Iranian side proposed to open twelve posts.", "action"),
        ("en", "The Iranian side proposed 12 posts on the road.", "number"),
        ("en", "The Iranian side proposed closer ties in trade.", "vague"),
        ("en", "The Iranian side proposed a thing of sorts.", "hollow"),
        ("en", "The Iranian side proposed green tea.", "short"),
        ("en", "An analyst proposed a joint committee.", "outsider"),
        ("en", "It will widen a road.", "weak_alone"),
        ("en", "India proposed a joint committee.", "third_party"),
        ("en", "The sides signed the text of the agreement.", "bare"),
        ("ar", "اقترح الجانب الإيراني تشكيل لجنة مشتركة.", "bilateral"),
        ("ar", "اقترح الجانب الإيراني تعزيز التعاون في التجارة.", "vague"),
        ("fa", "طرف ایرانی پیشنهاد کرد کمیته‌ای مشترک تشکیل شود.", "bilateral"),
        ("fa", "طرف ایرانی خواستار گسترش همکاری‌ها شد.", "vague"),
    ],
)
def test_a_sign_is_seen(found: Find, language: str, text: str, sign: str) -> None:
    candidates = found(LEDE[language] + text, language)
    assert any(one.features.get(sign) for one in candidates)


@pytest.mark.parametrize(
    ("language", "likely", "unlikely"),
    [
        (
            "en",
            "The Iranian side proposed a joint committee.",
            "The Iranian side did not propose a joint committee.",
        ),
        (
            "en",
            "The Iranian side proposed a joint committee.",
            "An analyst proposed a joint committee.",
        ),
        (
            "en",
            "Iran will lift the visa fee for Iraqi students.",
            "Iran will lift a fee.",
        ),
        ("en", "The sides should share the data.", "The sides should deepen cooperation."),
        ("ar", "اقترحت إيران تشكيل لجنة مشتركة.", "وكانت إيران قد اقترحت تشكيل لجنة مشتركة."),
        ("ar", "دعا الوزير العراقي إلى تشكيل لجنة.", "ودعا باحث إلى تشكيل لجنة."),
        ("fa", "ایران خواستار تشکیل کمیته شد.", "یک کارشناس خواستار تشکیل کمیته شد."),
        (
            "fa",
            "ایران پیشنهاد داد کمیته تشکیل شود.",
            "پرسید آیا ایران پیشنهاد داد کمیته تشکیل شود.",
        ),
    ],
)
def test_the_likelier_scores_higher(found: Find, language: str, likely: str, unlikely: str) -> None:
    assert best(found, language, likely).score > best(found, language, unlikely).score


def test_what_the_two_will_do_is_agreed(found: Find) -> None:
    one = best(found, "en", "The two navies will patrol the lake in mixed crews.")
    assert (one.act, one.whose.proposer) == ("agrees", "both")


def test_a_joint_plan_of_nobody_in_particular_is_of_both(found: Find) -> None:
    text = "A joint monitoring centre will be opened on the lake."
    one = max(found(text, "en"), key=lambda one: one.score)
    assert (one.act, one.whose.proposer) == ("agrees", "both")


@pytest.mark.parametrize(
    ("text", "sign", "expected"),
    [
        ("Iran's minister asked Iraq's to lift visas. He left.", "lede", True),
        ("Iran met Iraq.\n\nIran's minister asked Iraq's to lift visas.", "lede", False),
        ("Iran met Iraq.\n\nIran agreed to a joint committee.", "unsaid", True),
        ("Iran met Iraq.\n\nThe two sides agreed to a joint committee.", "unsaid", False),
        ("Iran met Iraq.\n\nAn analyst asked Iran to lift visas.", "outsider", True),
        ("Iran met Iraq.\n\nHe told reporters that Iran would lift visas.", "outsider", False),
    ],
)
def test_place_and_teller_are_signs(found: Find, text: str, sign: str, expected: bool) -> None:
    assert any(sign in one.features for one in found(text, "en")) is expected
