"""Who may act or speak: roles with their state, states by name, pronouns; outsiders; both sides."""

from collections.abc import Callable

import pytest

from tracker.extraction import actors
from tracker.extraction.actors import Actor
from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]


def found(reading: Reading) -> list[Actor]:
    sentence = reading.document.sentences[0]
    return actors.find(reading.document, reading.parties, sentence)


def seen(reading: Reading) -> list[tuple[str, str | None]]:
    return [(actor.role, actor.code) for actor in found(reading)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Uzbekistan's deputy interior minister smiled.", ("official", "UZ")),
        ("en", "The Tajik drug chief smiled.", ("official", "TJ")),
        ("en", "The head of Ghana's cocoa regulator smiled.", ("official", "GH")),
        ("en", "The minister of Iraq smiled.", ("official", "IQ")),
        ("en", "The Armenian side smiled.", ("side", "AM")),
        ("en", "Armenia's foreign ministry smiled.", ("institution", "AM")),
        ("en", "His Ugandan counterpart smiled.", ("counterpart", "UG")),
        ("en", "The Jordanian host smiled.", ("host", "JO")),
        ("en", "Baku smiled.", ("party", "AZ")),
        ("en", "The two ministers smiled.", ("both", "both")),
        ("en", "Officials from the two countries smiled.", ("both", "both")),
        ("en", "Iran and Iraq smiled.", ("both", "both")),
        ("en", "An analyst in Almaty smiled.", ("outsider", None)),
        ("en", "A former minister smiled.", ("outsider", None)),
        ("en", "She smiled.", ("pronoun", None)),
        ("ar", "ابتسم نائب وزير الداخلية الأوزبكي.", ("official", "UZ")),
        ("ar", "ابتسم أمين مجلس تنسيق مكافحة المخدرات في طاجيكستان.", ("official", "TJ")),
        ("ar", "ابتسم الوفد العراقي.", ("institution", "IQ")),
        ("ar", "ابتسم الجانب الكويتي.", ("side", "KW")),
        ("ar", "ابتسمت أنقرة.", ("party", "TR")),
        ("ar", "ابتسم الجانبان.", ("both", "both")),
        ("ar", "ابتسمت إثيوبيا وجيبوتي.", ("both", "both")),
        ("ar", "ابتسم خبير مائي.", ("outsider", None)),
        ("fa", "دبیر شورای امنیت تاجیکستان خندید.", ("official", "TJ")),
        ("fa", "وزیر منابع آبی عراق خندید.", ("official", "IQ")),
        ("fa", "طرف عراقی خندید.", ("side", "IQ")),
        ("fa", "دو طرف خندیدند.", ("both", "both")),
        ("fa", "ایران و عراق خندیدند.", ("both", "both")),
        ("fa", "یک کارشناس خندید.", ("outsider", None)),
    ],
)
def test_an_actor_has_a_role_and_its_state(
    reading: Read, language: str, text: str, expected: tuple[str, str | None]
) -> None:
    assert expected in seen(reading(text, language))


@pytest.mark.parametrize(
    ("language", "text", "objects"),
    [
        ("en", "The minister wrote to Tehran.", [False, True]),
        ("en", "The minister spoke with his host.", [False, True]),
        ("ar", "كتب الوزير إلى طهران.", [False, True]),
        ("ar", "قال نظيره الإماراتي ذلك.", [False]),
        ("fa", "وزیر از تهران خواست.", [False, True]),
        ("fa", "وزیر ایران را دید.", [True]),
    ],
)
def test_one_who_is_spoken_to_is_no_subject(
    reading: Read, language: str, text: str, objects: list[bool]
) -> None:
    roles = [actor.is_object for actor in found(reading(text, language)) if actor.role != "pronoun"]
    assert roles == objects


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "According to the minister it rained."),
        ("fa", "به گفتهٔ سخنگوی دولت باران آمد."),
        ("fa", "به گزارش رسانه‌ها باران آمد."),
        ("ar", "بحسب الوزير هطل المطر."),
    ],
)
def test_one_who_is_only_quoted_is_a_source(reading: Read, language: str, text: str) -> None:
    assert found(reading(text, language))[0].is_source


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "TASHKENT, March 12 (Meridian) - The minister smiled."),
        ("ar", "طشقند، 11 آذار/مارس - ابتسم الوزير."),
        ("fa", "باکو – وزیر خندید."),
    ],
)
def test_the_dateline_is_no_actor(reading: Read, language: str, text: str) -> None:
    assert [role for role, _ in seen(reading(text, language))] == ["official"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our experts are ready."),
        ("fa", "کارشناسان ما آماده‌اند."),
        ("ar", "خبراؤنا مستعدون."),
    ],
)
def test_a_speakers_own_people_are_no_outsiders(reading: Read, language: str, text: str) -> None:
    assert "outsider" not in [role for role, _ in seen(reading(text, language))]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The host, the minister of Iraq, smiled.", ("host", "IQ")),
        ("en", "The minister, who led the Iraqi side, smiled.", ("official", "IQ")),
        ("ar", "مضيفه، وزير الداخلية العراقي، ابتسم.", ("host", "IQ")),
        ("fa", "وزیر بهداشت که ریاست طرف ایرانی را بر عهده داشت خندید.", ("official", "IR")),
        ("fa", "وزیر راه و شهرسازی ایران خندید.", ("official", "IR")),
    ],
)
def test_an_apposition_tells_an_officials_state(
    reading: Read, language: str, text: str, expected: tuple[str, str | None]
) -> None:
    assert seen(reading(text, language))[0] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister assured his counterpart."),
        ("ar", "قال الوزير لمرافقيه العراقيين."),
        ("ar", "كتب الوزير إلى المفتشين العراقيين."),
        ("fa", "وزیر به همراهان عراقی گفت."),
    ],
)
def test_one_whom_a_verb_or_a_prefix_marks_is_an_object(
    reading: Read, language: str, text: str
) -> None:
    assert found(reading(text, language))[-1].is_object


def test_said_his_counterpart_speaks(reading: Read) -> None:
    told = found(reading('"It rains," said his counterpart.', "en"))[-1]
    assert (told.role, told.is_object) == ("counterpart", False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Patients are treated free of charge."),
        ("en", "For its part, it rained."),
        ("ar", "من جانبها هطل المطر."),
        ("ar", "المقترح القاضي بإنشاء مركز."),
        ("fa", "از سوی دیگر باران آمد."),
    ],
)
def test_what_only_looks_like_a_role_is_none(reading: Read, language: str, text: str) -> None:
    roles = {role for role, _ in seen(reading(text, language))}
    assert not roles & {"official", "side", "counterpart"}


@pytest.mark.parametrize(
    ("text", "is_object"),
    [
        ("Ganbaatar invited Kazakh notaries to Ulaanbaatar.", True),
        ("The Kazakhs will send notaries to Ulaanbaatar.", False),
    ],
)
def test_an_adjective_before_people_tells_who_they_are_not_who_acts(
    reading: Read, text: str, is_object: bool
) -> None:
    kazakh = next(one for one in found(reading(text, "en")) if one.code == "KZ")
    assert kazakh.is_object == is_object
