"""Which act a clause tells: by a strong cue alone, by a weak one's surroundings."""

from collections.abc import Callable

import pytest

from tracker.extraction import acts
from tracker.extraction.candidates import Candidate

Found = Callable[[str, str], list[Candidate]]


def told(found: Found, language: str, text: str) -> set[str]:
    return {one.act for one in found(text, language)}


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        (
            "en",
            "Iran met Iraq. Ten cameras would go to Iraq by May, Iran's minister vowed.",
            "commits",
        ),
        ("en", "Iran met Iraq. If Iraq so wishes, Iran could send two cranes to Basra.", "offers"),
        ("en", "Iran met Iraq. The Iranian ministry will publish the rule in May.", "announces"),
        ("fa", "ایران با عراق دیدار کرد. ایران اگر عراق بخواهد ده دوربین می‌فرستد.", "offers"),
    ],
)
def test_the_tone_of_a_sentence_tells_what_a_weak_cue_means(
    found: Found, language: str, text: str, act: str
) -> None:
    assert act in told(found, language, text)


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("en", "Iran's minister proposed to Iraq a joint committee on promises.", "proposes"),
        ("en", "Iraq's minister urged Iran to open a clinic as it had vowed.", "calls_for"),
        ("ar", "اقترح الوزير الإيراني على العراق تشكيل لجنة مشتركة للوعود.", "proposes"),
        ("fa", "وزیر ایران به عراق پیشنهاد داد کمیته‌ای مشترک تشکیل شود.", "proposes"),
    ],
)
def test_a_strong_cue_means_its_act_whatever_stands_around(
    found: Found, language: str, text: str, act: str
) -> None:
    assert act in told(found, language, text)


def test_what_both_are_to_do_they_have_agreed(found: Found) -> None:
    text = "Iran met Iraq. The two sides will open a joint centre in Basra."
    assert told(found, "en", text) == {"agrees"}


def test_an_act_comes_with_its_chance_and_its_signs(found: Found) -> None:
    (one,) = found("Iran's minister proposed to Iraq a joint committee.", "en")
    assert one.told is not None
    assert 0.5 < one.told.chance <= 1.0
    assert "cue" in one.told.why


def test_every_act_is_an_option(found: Found) -> None:
    (one,) = found("Iran's minister proposed to Iraq a joint committee.", "en")
    assert acts.plain(one.cue, "IR") == "proposes"
    assert acts.plain(one.cue, "both") == "proposes"
