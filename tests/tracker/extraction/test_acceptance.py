"""What one side proposes and the other accepts in the same text, both agree on."""

from collections.abc import Callable

import pytest

from tracker.extraction import acceptance
from tracker.extraction.candidates import Candidate
from tracker.extraction.reading import Reading

Find = Callable[[str, str], list[Candidate]]
Read = Callable[[str, str], Reading]

LEDE = {
    "en": "Iran's minister met Iraq's minister.\n\n",
    "ar": "التقى الوزير الإيراني الوزير العراقي.\n\n",
    "fa": "وزیر ایران با وزیر عراق دیدار کرد.\n\n",
}


def settled(reading: Read, found: Find, language: str, text: str) -> tuple[str, str | None]:
    whole = LEDE[language] + text
    open_acts = [
        one for one in found(whole, language) if one.act in {"proposes", "calls_for", "offers"}
    ]
    surest = max(open_acts, key=lambda one: one.score)
    (one,) = acceptance.settle(reading(whole, language).document, [surest])
    return one.act, one.whose.proposer


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Iran proposed a joint committee, which Iraq accepted."),
        ("en", "Iran proposed a joint committee. The host accepted the idea at once."),
        ("en", "Iran asked for a joint committee. Iraq agreed to the request."),
        ("ar", "اقترح الوفد الإيراني نصب كاميرات على المعابر، فوافق الضيوف."),
        ("ar", "اقترح الوفد الإيراني تشكيل لجنة مشتركة. ووافق المضيف على المقترح."),
        ("fa", "طرف ایرانی پیشنهاد کرد کمیته‌ای تشکیل شود. میزبان این پیشنهاد را پذیرفت."),
        ("fa", "طرف ایرانی پیشنهاد کرد کمیته‌ای مشترک تشکیل شود و طرف عراقی پذیرفت."),
        ("en", "Iraq accepted the Iranian proposal for a joint committee on floods."),
        ("ar", "وافق العراق على المقترح الإيراني بتشكيل لجنة مشتركة للحدود."),
    ],
)
def test_what_is_taken_up_is_agreed(reading: Read, found: Find, language: str, text: str) -> None:
    assert settled(reading, found, language, text) == ("agrees", "both")


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("en", "Iran proposed a joint committee. The host welcomed the idea.", "proposes"),
        ("en", "Iran proposed a joint committee. The host did not accept the idea.", "proposes"),
        ("en", "Iran proposed a joint committee.\n\nIraq accepted the offer of tea.", "proposes"),
        ("en", "Iraq did not accept the Iranian proposal for a joint committee.", "proposes"),
        ("ar", "اقترح الوفد الإيراني تشكيل لجنة مشتركة. ولم يوافق المضيف على المقترح.", "proposes"),
        ("ar", "اقترح الوفد الإيراني تشكيل لجنة مشتركة. ورحب المضيف بالفكرة.", "proposes"),
        ("fa", "طرف ایرانی خواستار تشکیل کمیته‌ای شد. میزبان این پیشنهاد را نپذیرفت.", "calls_for"),
    ],
)
def test_what_is_not_taken_up_stays_open(
    reading: Read, found: Find, language: str, text: str, act: str
) -> None:
    assert settled(reading, found, language, text)[0] == act


def test_the_steps_tell_of_the_acceptance(reading: Read, found: Find) -> None:
    text = LEDE["en"] + "Iran proposed a joint committee, which Iraq accepted."
    surest = max(found(text, "en"), key=lambda one: one.cue.weight)
    (one,) = acceptance.settle(reading(text, "en").document, [surest])
    assert one.whose.steps[-1] == "taken up by the other side"


def test_an_agreement_needs_no_acceptance(reading: Read, found: Find) -> None:
    text = LEDE["en"] + "The two sides agreed to set up a joint committee."
    agreed = [one for one in found(text, "en") if one.act == "agrees"]
    assert acceptance.settle(reading(text, "en").document, agreed) == agreed
