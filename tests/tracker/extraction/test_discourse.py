"""Following who speaks from sentence to sentence."""

from collections.abc import Callable

import pytest

from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]


def voices(reading: Reading) -> list[str | None]:
    return [scene.voice.code for scene in reading.scenes]


def persons(reading: Reading) -> list[str | None]:
    return [scene.person.code for scene in reading.scenes]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "The Iranian minister spoke in Iraq. He said it rained. It poured. Iraq listened.",
            ["IR", "IR", "IR", "IQ"],
        ),
        (
            "ar",
            "تحدث الوزير الإيراني في العراق. وأضاف أن المطر يهطل. ورد الوزير العراقي.",
            ["IR", "IR", "IQ"],
        ),
        (
            "fa",
            "وزیر ایران در عراق سخن گفت. وی افزود باران می‌آید. وزیر عراق پاسخ داد.",
            ["IR", "IR", "IQ"],
        ),
    ],
)
def test_a_pronoun_and_a_dropped_subject_point_back(
    reading: Read, language: str, text: str, expected: list[str]
) -> None:
    assert voices(reading(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "BAGHDAD - Iran's minister met Iraq's minister. The host spoke. The visitor spoke."),
        ("ar", "بغداد - التقى الوزير الإيراني الوزير العراقي. وتحدث المضيف. وتحدث الضيف."),
        ("fa", "بغداد – وزیر ایران با وزیر عراق دیدار کرد. میزبان گفت آری. مهمان گفت نه."),
    ],
)
def test_host_and_visitor_are_told_by_the_dateline(reading: Read, language: str, text: str) -> None:
    assert voices(reading(text, language))[1:] == ["IQ", "IR"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Iran's minister met Iraq's team. The minister spoke. His counterpart spoke."),
        ("ar", "التقى الوزير الإيراني وفد العراق. وتحدث الوزير. وتحدث نظيره."),
        ("fa", "وزیر ایران با هیئت عراق دیدار کرد. وزیر گفت آری. همتای او گفت نه."),
    ],
)
def test_a_counterpart_is_the_other_sides(reading: Read, language: str, text: str) -> None:
    assert voices(reading(text, language))[1:] == ["IR", "IQ"]


def test_a_title_is_remembered_with_its_side(reading: Read) -> None:
    text = (
        "Iran's health minister met Iraq's interior minister. The health minister spoke. "
        "The interior minister spoke."
    )
    assert voices(reading(text, "en"))[1:] == ["IR", "IQ"]


def test_its_points_to_the_side_that_the_sentence_names_first(reading: Read) -> None:
    text = "Iran met Iraq. Iraq will lift the levy on Iranian goods, its president announced."
    scene = reading(text, "en").scenes[-1]
    assert [actor.code for actor in scene.actors if actor.role == "official"] == ["IQ"]


def test_officials_without_a_country_are_the_tellers_own(reading: Read) -> None:
    text = "The health ministry said its chief met Pakistan's minister in Kabul. The chief spoke."
    assert voices(reading(text, "en"))[-1] == "AF"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            'Iraq met Iran. "It rains. It pours," the Iranian envoy said. "It snows."',
            ["IQ", "IR", "IR", "IR"],
        ),
        (
            "fa",
            "وزیر عراق ایران را دید. سفیر ایران گفت: «باران می‌آید. برف هم می‌آید.»",
            ["IQ", "IR", "IR"],
        ),
        (
            "ar",
            "التقى الوزير العراقي إيران. وقال السفير الإيراني: «يهطل المطر. ويهطل الثلج».",
            ["IQ", "IR", "IR"],
        ),
    ],
)
def test_a_quotation_over_several_sentences_has_one_speaker(
    reading: Read, language: str, text: str, expected: list[str]
) -> None:
    assert voices(reading(text, language)) == expected


def test_both_speak_for_one_sentence_only(reading: Read) -> None:
    text = "Iran's minister met Iraq. The two sides agreed. He said it rained."
    found = reading(text, "en")
    assert voices(found) == ["IR", "both", "IR"]
    assert persons(found)[1] == "IR"


def test_a_third_country_in_passing_takes_nobodys_place(reading: Read) -> None:
    text = (
        "Iran's minister met Iraq's. The Iranian minister spoke. India was far away. He sat down."
    )
    assert persons(reading(text, "en"))[-1] == "IR"


def test_an_interview_has_one_speaker(reading: Read) -> None:
    text = (
        "Thailand's drug chief spoke of his talks with Malaysia.\n\n"
        "Q: What did Malaysia want?\nA: I proposed a treaty.\n\n"
        "Q: And the Malaysians?\nA: They listened.\n\n"
        "Q: And then?\nA: Malaysia's minister gave me his word."
    )
    assert set(persons(reading(text, "en"))[1:]) == {"TH"}


def test_a_question_in_passing_changes_no_speaker(reading: Read) -> None:
    text = "Iran's minister met Iraq's. The Iranian spoke. What did Iraq say? It rained, he said."
    assert persons(reading(text, "en"))[-1] == "IR"


def test_an_unnamed_source_is_told(reading: Read) -> None:
    text = "Iran met Iraq. A source said that it rained."
    assert reading(text, "en").scenes[-1].voice.is_unnamed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Iran met Iraq. The minister told his Iraqi counterpart that it rained."),
        ("en", "Iran met Iraq. The minister spoke to the Iraqi side."),
        ("ar", "التقت إيران العراق. واستقبل الوزير نظيره العراقي."),
        ("fa", "ایران و عراق دیدار کردند. معاون وزیر به مهمان عراقی قول داد."),
    ],
)
def test_an_official_is_of_the_side_opposite_to_the_one_he_meets(
    reading: Read, language: str, text: str
) -> None:
    assert voices(reading(text, language))[1] == "IR"


def test_the_text_tells_the_host_better_than_its_dateline(reading: Read) -> None:
    text = "TEHRAN - Iran's minister met his Iraqi hosts on Monday. The host spoke."
    assert voices(reading(text, "en"))[1] == "IQ"


def test_an_opening_in_a_capital_tells_the_host(reading: Read) -> None:
    text = "Iran's minister met Iraq's minister in Baghdad. The host spoke."
    assert voices(reading(text, "en"))[1] == "IQ"


def test_a_persian_official_who_opens_the_sentence_speaks_at_its_end(reading: Read) -> None:
    text = "سفیر ایران در عراق پس از پایان چهارمین نشست کمیسیون دو کشور به پرسش‌ها پاسخ داد."
    assert voices(reading(text, "fa")) == ["IR"]


def test_who_speaks_beside_her_host_is_she(reading: Read) -> None:
    text = (
        "The Serbian minister came to Hungary. She smiled.\n\n"
        "Speaking beside her host, the Hungarian minister, she offered data."
    )
    she = reading(text, "en").scenes[-1].actors[-1]
    assert (she.role, she.code) == ("pronoun", "RS")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            (
                "Iraq's interior minister met Iranian officials. The Iraqi minister praised ties. "
                "For his part, the minister spoke of rain."
            ),
        ),
        (
            "ar",
            (
                "التقى وزير الداخلية العراقي نظيره الإيراني. وقال الوزير العراقي إن اللقاء مثمر. "
                "من جانبه، تحدث الوزير عن المطر."
            ),
        ),
        (
            "fa",
            (
                "وزیر کشور عراق با مقام‌های ایران دیدار کرد. وزیر عراقی از روابط گفت. "
                "به نوبهٔ خود، وزیر لبخند زد."
            ),
        ),
    ],
)
def test_for_his_part_the_other_one_speaks(reading: Read, language: str, text: str) -> None:
    assert voices(reading(text, language))[-2:] == ["IQ", "IR"]


def test_for_his_part_says_nothing_against_a_state_that_is_named(reading: Read) -> None:
    text = "Iraq's minister met Iran's minister. The Iraqi minister spoke. In turn, Iraq left."
    assert voices(reading(text, "en"))[-1] == "IQ"


def test_who_answers_questions_was_named_last_before_them(reading: Read) -> None:
    text = (
        "Iran's clinic in Basra opened. Iraq's health minister spoke to the paper. "
        "Are you happy? We are. Is it big? Iran says so. Is it late? Our people will know."
    )
    assert voices(reading(text, "en"))[2:] == ["IQ"] * 6


def test_in_answers_they_are_the_others(reading: Read) -> None:
    text = (
        "Iran's ambassador to Iraq spoke to the paper. Are you happy? I am. Was there talk? Yes. "
        "What did you hear? They asked us to open a clinic."
    )
    (they, *_) = reading(text, "en").scenes[-1].actors
    assert they.code == "IQ"
