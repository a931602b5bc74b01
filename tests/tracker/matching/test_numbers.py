"""Numbers in digits and in words, in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction.lexicon import LANGUAGES
from tracker.extraction.text import fold
from tracker.extraction.words import cut
from tracker.matching import numbers
from tracker.matching.concepts import standard_concepts
from tracker.matching.numbers import Number


def values(text: str, language: str) -> list[float]:
    return [number.value for number in found(text, language)]


def found(text: str, language: str) -> list[Number]:
    words = cut(fold(text), standard_concepts().vocabularies[language], language).words
    return list(numbers.find([word.text for word in words], language))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "38 gauges", [38]),
        ("en", "thirty-eight gauges", [38]),
        ("en", "forty two", [42]),
        ("en", "one hundred and fifty", [150]),
        ("en", "1,200 men and three boats", [1200, 3]),
        ("en", "200 thousand doses", [200_000]),
        ("en", "half a dozen boats", [12]),
        ("en", "12.5 percent", [12.5]),
        ("en", "the 14th meeting", [14]),
        ("ar", "ثمانية وثلاثين مقياساً", [38]),
        ("ar", "لثمانين ضابطاً", [80]),
        ("ar", "خمسة عشر مقعداً", [15]),
        ("ar", "أحد عشر بحاراً", [11]),
        ("ar", "مئتي ألف جرعة", [200_000]),
        ("ar", "ثلاثة آلاف وخمسة عشر", [3015]),
        ("ar", "٢٠ ألف عامل", [20_000]),
        ("ar", "من الضباط الأربعين", [40]),
        ("fa", "سی و هشت", [38]),
        ("fa", "بیست‌وپنج راهنما", [25]),
        ("fa", "صد و بیست مگاوات", [120]),
        ("fa", "۲۰۰ هزار دوز", [200_000]),
        ("fa", "سه هزار راننده", [3000]),
        ("fa", "دوصد جوان", [200]),
        ("fa", "عوارض دوازده‌درصدی", [12]),
        ("fa", "گروه سی‌نفره", [30]),
        ("fa", "بیست‌وچهارساعته", [24]),
    ],
)
def test_a_number_is_read_as_its_value(language: str, text: str, expected: list[float]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "two 40-seat buses", [2, 40]),
        ("en", "twenty, thirty", [20, 30]),
        ("en", "five officers and ten judges", [5, 10]),
        ("fa", "چهل و دو سگ و سه قایق", [42, 3]),
        ("ar", "أربعين مفتشاً وثلاثين قاضياً", [40, 30]),
    ],
)
def test_numbers_that_stand_apart_stay_apart(
    language: str, text: str, expected: list[float]
) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize("text", ["at 12:30", "no number here"])
def test_what_is_no_number_is_left(text: str) -> None:
    assert values(text, "en") == []


def test_a_number_knows_its_words() -> None:
    assert found("about forty - two dogs", "en") == [Number(40, 1, 2), Number(2, 3, 4)]
    assert found("about forty two dogs", "en") == [Number(42, 1, 3)]


UNITS = {3: ("ثلاثة", "سه", "three"), 7: ("سبعة", "هفت", "seven"), 9: ("تسعة", "نه", "nine")}
TENS = {
    20: ("عشرين", "بیست", "twenty"),
    40: ("أربعين", "چهل", "forty"),
    90: ("تسعين", "نود", "ninety"),
}
WRITTEN = {"ar": "{unit} و{tens}", "fa": "{tens} و {unit}", "en": "{tens}-{unit}"}


@pytest.mark.parametrize("tens", TENS)
@pytest.mark.parametrize("unit", UNITS)
def test_digits_and_words_agree(tens: int, unit: int) -> None:
    for column, (language, written) in enumerate(WRITTEN.items()):
        said = written.format(tens=TENS[tens][column], unit=UNITS[unit][column])
        assert values(said, language) == values(str(tens + unit), language) == [tens + unit]


@given(st.text(max_size=80), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_has_numbers_in_order_or_none(text: str, language: str) -> None:
    last = 0
    for number in found(text, language):
        assert last <= number.start < number.end
        last = number.end
