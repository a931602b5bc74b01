"""Learning from a text whose official a person's name is."""

from collections.abc import Callable

import pytest

from tracker.extraction import actors, names
from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]

INDIAN = """Asked about it, the Indian labour secretary, Sudha Menon, said no. The UAE side agreed.

"You read last year's newspaper," Menon said."""

EGYPTIAN = """قال السيد حسام البنا وزير العمل المصري إن الزيارة مهمة. ورحب الوزير البحريني بذلك.

وأوضح البنا أنه عرض الأمر."""

IRANIAN = """کامران دشتی‌پور، دبیر ستاد ایران، گفت سفر به عمان خوب بود.

دشتی‌پور افزود کار ادامه دارد."""


def learned(reading: Reading) -> dict[str, str | None]:
    document = reading.document
    raw = [actors.find(document, reading.parties, one) for one in document.sentences]
    return names.learn(document, raw)


@pytest.mark.parametrize(
    ("language", "text", "name", "code"),
    [
        ("en", INDIAN, "menon", "IN"),
        ("ar", EGYPTIAN, "البنا", "EG"),
        ("fa", IRANIAN, "دشتيپور", "IR"),
    ],
)
def test_a_name_beside_a_title_and_a_verb_of_saying_is_learned(
    reading: Read, language: str, text: str, name: str, code: str
) -> None:
    assert learned(reading(text, language)).get(name) == code


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [("en", INDIAN, "IN"), ("ar", EGYPTIAN, "EG"), ("fa", IRANIAN, "IR")],
)
def test_the_name_alone_speaks_for_its_state(
    reading: Read, language: str, text: str, code: str
) -> None:
    assert reading(text, language).scenes[-1].voice.code == code


def test_common_words_beside_a_verb_of_saying_are_no_names(reading: Read) -> None:
    text = "قال الوزير العراقي اليوم ذلك. وقال اليوم وزير إيران شيئاً آخر."
    assert "اليوم" not in learned(reading(text, "ar"))


def test_without_officials_no_names_are_learned(reading: Read) -> None:
    assert learned(reading("Rain said nothing to Menon.", "en")) == {}


MONGOLIAN = """Kazakhstan's justice minister received his Mongolian counterpart Batu Ganzorig.

Ganzorig invited Kazakh notaries to a course. Nobody else asked Ganzorig."""

JORDANIAN = """قال وزير التجارة الأردني فارس المجالي إن العراق شريك.

وأبدى المجالي استعداده لتدريب موظفين."""

AFGHAN = """سرپرست وزارت معارف افغانستان، عبدالحکیم نورزی، با وزیر معارف تاجیکستان ملاقات نمود.

باران بارید و نورزی از مهمان‌نوازی ابراز امتنان کرد."""


@pytest.mark.parametrize(
    ("language", "text", "name", "code"),
    [
        ("en", MONGOLIAN, "ganzorig", "MN"),
        ("ar", JORDANIAN, "المجالي", "JO"),
        ("fa", AFGHAN, "نورزي", "AF"),
    ],
)
def test_a_name_that_acts_is_learned_without_a_verb_of_saying(
    reading: Read, language: str, text: str, name: str, code: str
) -> None:
    assert learned(reading(text, language)).get(name) == code


def test_what_acts_only_once_is_no_name(reading: Read) -> None:
    text = "The Iranian minister Rahimi met Iraq's minister. Rahimi offered grain. Basra offered."
    assert "rahimi" in learned(reading(text, "en"))
    assert "grain" not in learned(reading(text, "en"))
