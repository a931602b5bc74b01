"""Whose words a sentence gives."""

from collections.abc import Callable

import pytest

from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]

PAIR = {
    "en": "Iran and Iraq met. Iran spoke to Iraq.\n\n",
    "ar": "التقت إيران والعراق. وتحدثت إيران إلى العراق.\n\n",
    "fa": "ایران و عراق دیدار کردند. ایران با عراق سخن گفت.\n\n",
}


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "The Iranian minister said it rained.", "IR"),
        ("en", '"It rains," the Iraqi minister told the Iranian press.', "IQ"),
        ("en", '"It rains," said the Iraqi minister.', "IQ"),
        ("en", "After talks with Iran, the Iraqi minister said it rained.", "IQ"),
        ("en", "Iraqi minister: it rains", "IQ"),
        ("ar", "قال الوزير الإيراني إن المطر يهطل.", "IR"),
        ("ar", "وأضاف الوزير العراقي بعد لقاء الوفد الإيراني أن المطر يهطل.", "IQ"),
        ("ar", "الوزير العراقي: المطر يهطل", "IQ"),
        ("fa", "وزیر ایران گفت باران می‌آید.", "IR"),
        ("fa", "وزیر عراقی ضمن تشکر از مهمان‌نوازی تهران گفت باران می‌آید.", "IQ"),
        ("fa", "وزیر عراق: باران می‌آید", "IQ"),
    ],
)
def test_the_sentence_is_whose_speaks(reading: Read, language: str, text: str, code: str) -> None:
    assert reading(PAIR[language] + text, language).scenes[-1].voice.code == code


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "An analyst in Paris said it rained."),
        ("en", "A former Iranian minister said it rained."),
        ("en", '"It rains," a columnist wrote.'),
        ("en", "A patients' association called on both to sign."),
        ("ar", "ويرى خبير في باريس أن المطر يهطل."),
        ("ar", "وقال وزير إيراني سابق إن المطر يهطل."),
        ("ar", "ودعت ناشطة حقوقية إلى ذلك."),
        ("fa", "یک کارشناس در پاریس گفت باران می‌آید."),
        ("fa", "یک پژوهشگر گفت باران می‌آید."),
    ],
)
def test_an_outsiders_sentence_is_no_sides(reading: Read, language: str, text: str) -> None:
    voice = reading(PAIR[language] + text, language).scenes[-1].voice
    assert voice.is_outsider
    assert voice.code is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The two sides said it rained."),
        ("en", "The pair said it rained."),
        ("ar", "وقال الجانبان إن المطر يهطل."),
        ("fa", "دو طرف گفتند باران می‌آید."),
    ],
)
def test_both_speak_together(reading: Read, language: str, text: str) -> None:
    assert reading(PAIR[language] + text, language).scenes[-1].voice.code == "both"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Iraqi minister told reporters that experts were ready."),
        ("ar", "وبعد عروض قدمها خبراء، قال الوزير العراقي ذلك."),
        ("fa", "وزیر عراق به پرسش خبرنگاران پاسخ داد و گفت باران می‌آید."),
    ],
)
def test_outsiders_who_are_only_spoken_to_do_not_lead(
    reading: Read, language: str, text: str
) -> None:
    assert reading(PAIR[language] + text, language).scenes[-1].voice.code == "IQ"
