"""The items of a list: each is proposed, asked for or agreed as the sentence before it says."""

from collections.abc import Callable

import pytest

from tracker.extraction import items
from tracker.extraction.candidates import Candidate
from tracker.extraction.reading import Reading

Find = Callable[[str, str], list[Candidate]]
Read = Callable[[str, str], Reading]

LISTS = {
    "ar": (
        (
            "عرض الوزير الإيراني على الجانب العراقي ثلاثة مقترحات. أولًا، إنشاء لجنة عمالية مشتركة."
            " وثانيًا، إبرام اتفاق لتسليم المطلوبين. وثالثًا: فتح معبر ثان على الحدود."
        ),
        "proposes",
    ),
    "fa": (
        (
            "وزیر ایرانی از همتای عراقی دو درخواست کرد. یکی این‌که روادید رانندگان لغو شود."
            " دیگر این‌که سهمیهٔ درمانی بیماران دوبرابر شود."
        ),
        "calls_for",
    ),
    "en": (
        (
            "Iran's minister proposed three steps to Iraq. First, a joint border committee."
            " The second was that a hotline be opened. Third: training courses for officers."
        ),
        "proposes",
    ),
}


def words(reading: Reading, language: str) -> list[tuple[str, str]]:
    """Give the words of each item with its act."""
    document = reading.document
    return [
        (" ".join(document.words(cue.first, cue.last)), cue.act)
        for _scene, _opening, cue in items.find(document, reading.scenes)
    ]


@pytest.mark.parametrize("language", LISTS)
def test_each_item_of_a_list_is_what_the_list_is(reading: Read, language: str) -> None:
    text, act = LISTS[language]
    found = words(reading(text, language), language)
    assert len(found) == text.count(".") - 1
    assert {one_act for _words, one_act in found} == {act}


@pytest.mark.parametrize("bullet", ["-", "•", "*"])
def test_a_bullet_opens_an_item(reading: Read, bullet: str) -> None:
    text = (
        "Iraq asked Iran for two things:\n\n"
        f"{bullet} an end to visas for drivers.\n\n{bullet} a joint patrol on the river.\n"
    )
    found = [item for item, _act in words(reading(text, "en"), "en")]
    assert found == ["an end to visas for drivers", "a joint patrol on the river"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "First, the ministers had lunch. Second, a walk in the garden."),
        (
            "en",
            "Iran's minister proposed a joint committee.\n\n- Did Iraq agree to a pipeline?\n",
        ),
        (
            "en",
            (
                "Iran's minister proposed a joint committee.\n\n"
                "- Both sides reviewed the labour scheme.\n"
            ),
        ),
        ("fa", "وزیر ایرانی از عراق خواست روادید لغو شود. از اول تیر شروع می‌شود."),
    ],
)
def test_what_only_looks_like_an_item_is_none(reading: Read, language: str, text: str) -> None:
    assert words(reading(text, language), language) == []


def test_a_list_ends_where_the_text_goes_on_without_it(reading: Read) -> None:
    between = "The weather was fine. " * 4
    text = f"Iran's minister proposed to Iraq a committee. {between}First, a joint patrol."
    assert words(reading(text, "en"), "en") == []


def test_an_item_stands_alone_and_belongs_to_who_opened_the_list(found: Find) -> None:
    text, _act = LISTS["en"]
    (one,) = [
        candidate
        for candidate in found(text, "en")
        if candidate.cue.is_item and candidate.measure.kind == "training_capacity"
    ]
    assert (one.whose.proposer, one.act) == ("IR", "proposes")
    assert one.first == one.cue.first
