"""Each finding says why, in a form that a screen can show and JSON can hold."""

import json

import pytest

from tracker.extraction import explain, extract
from tracker.extraction.findings import Finding

TEXT = {
    "en": "Iran's minister met his Iraqi host. The Iranian side proposed a joint committee.",
    "ar": "بغداد - التقى الوزير الإيراني نظيره العراقي. واقترح الجانب الإيراني تشكيل لجنة مشتركة.",
    "fa": "وزیر ایران با همتای عراقی دیدار کرد. طرف ایرانی پیشنهاد کرد کمیته‌ای مشترک تشکیل شود.",
}


@pytest.fixture(params=["en", "ar", "fa"])
def finding(request: pytest.FixtureRequest) -> Finding:
    (found,) = extract(TEXT[request.param], request.param)
    return found


def test_the_reasons_can_be_kept_as_json(finding: Finding) -> None:
    assert json.loads(json.dumps(finding.why)) == finding.why


def test_the_cue_is_told_with_its_entry_and_its_place(finding: Finding) -> None:
    cue = finding.why["cue"]
    assert isinstance(cue, dict)
    assert cue["lexicon"] == "cues"
    assert cue["label"] == finding.act
    assert cue["line"] > 0
    start, end = cue["spans"][0]
    assert finding.start <= start < end <= finding.end


def test_the_kind_is_told_with_its_entries_and_scores(finding: Finding) -> None:
    kind = finding.why["kind"]
    assert isinstance(kind, dict)
    assert max(kind["scores"], key=lambda name: kind["scores"][name]) == finding.kind
    assert kind["entries"][0]["lexicon"] == "kinds"


def test_the_attribution_tells_the_side(finding: Finding) -> None:
    steps = finding.why["attribution"]
    assert isinstance(steps, list)
    assert any("IR" in step for step in steps)


def test_the_signs_add_up_to_the_confidence(finding: Finding) -> None:
    signs = finding.why["signs"]
    assert isinstance(signs, dict)
    assert list(signs.values()) == sorted(signs.values(), key=lambda value: -abs(value))


def test_exclusions_are_told_with_their_place() -> None:
    text = "Iran met Iraq. Iran had proposed a joint committee last year."
    told = [one for one in explain(text, "en") if one["type"] == "proposal"]
    exclusions = told[0]["exclusions"]
    assert isinstance(exclusions, list)
    assert {one["reason"] for one in exclusions} >= {"past"}
    for one in exclusions:
        assert text[one["start"] : one["end"]]


def test_what_was_weighed_and_left_is_explained_too() -> None:
    text = "Iran met Iraq. An analyst proposed a joint committee."
    assert extract(text, "en") == []
    told = explain(text, "en")
    assert told
    assert not any(one["is_likely"] for one in told)


def test_an_update_says_why() -> None:
    text = "Six months on, Iran met Iraq. The joint unit has begun work. The course was postponed."
    told = [one for one in explain(text, "en") if one["type"] == "update"]
    assert told
    cues = [one["cue"] for one in told if one["cue"]]
    assert cues
    assert all(cue["lexicon"] == "progress" for cue in cues)  # type: ignore[index]  # JSON
    assert all(one["features"] for one in told)


@pytest.mark.parametrize(
    ("text", "voice", "speaker"),
    [
        ("Iran met Iraq. The Iranian side proposed a joint committee.", "official", "IR"),
        ("Iran met Iraq. The two sides agreed to set up a joint committee.", "joint", "both"),
        (
            "Iran met Iraq. A source said Iran proposed to Iraq a joint panel on trade.",
            "unnamed",
            None,
        ),
    ],
)
def test_who_says_so_is_told(text: str, voice: str, speaker: str | None) -> None:
    (found,) = extract(text, "en")
    assert found.voice == voice
    assert speaker is None or found.speaker == speaker


def test_nothing_is_explained_in_an_unknown_language() -> None:
    assert explain("Die Minister trafen sich.", "de") == []


@pytest.mark.parametrize(
    ("language", "measure"),
    [
        ("en", "joint committee"),
        ("ar", "تشكيل لجنة مشتركة"),
        ("fa", "کمیته‌ای مشترک تشکیل شود"),
    ],
)
def test_the_measure_is_told_without_cue_and_subject(language: str, measure: str) -> None:
    (found,) = extract(TEXT[language], language)
    place = found.why["measure"]
    assert isinstance(place, dict)
    assert TEXT[language][place["start"] : place["end"]] == measure


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("اقترحت إيران على العراق بناء سد.", "بناء سد"),
        ("عرضت إيران على العراق برنامج تدريب للقضاة.", "برنامج تدريب للقضاة"),
        ("تقدمت إيران إلى العراق باقتراح بعثة طبية إلى بغداد.", "بعثة طبية إلى بغداد"),
        ("تعهدت إيران بتدريب مئة قاض عراقي.", "تدريب مئة قاض عراقي"),
        ("اقترح الوزير الإيراني على نظيره العراقي إنشاء لجنة مشتركة.", "إنشاء لجنة مشتركة"),
        ("عرضت إيران على العراق بروتوكول لتبادل السجناء.", "بروتوكول لتبادل السجناء"),
    ],
)
def test_an_arabic_measure_begins_and_ends_with_a_whole_word(text: str, measure: str) -> None:
    (found,) = extract(text, "ar")
    place = found.why["measure"]
    assert isinstance(place, dict)
    assert text[place["start"] : place["end"]] == measure


def test_readiness_is_no_part_of_the_measure_it_is_for() -> None:
    text = "أبدى الوزير الأردني استعداد بلاده لتدريب أربعين فنياً سورياً."
    (found,) = extract(text, "ar")
    place = found.why["measure"]
    assert isinstance(place, dict)
    assert text[place["start"] : place["end"]] == "لتدريب أربعين فنياً سورياً"
