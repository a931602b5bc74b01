"""Persian forms: plural, ezafe and enclitics off; verbs in past, present, subjunctive, negation."""

import pytest

from tracker.extraction import persian
from tracker.extraction.text import fold


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("دوره‌های", "دوره"),
        ("دوره‌ها", "دوره"),
        ("دوره‌هایی", "دوره"),
        ("مرزبانان", "مرزبان"),
        ("مرزبانانشان", "مرزبان"),
        ("کارشناسان", "کارشناس"),
        ("مرکزی", "مرکز"),
        ("کمیته‌ای", "کمیته"),
        ("نهادی", "نهاد"),
        ("اعضای", "اعضا"),
        ("آماده‌اند", "آماده"),
        ("حاضرند", "حاضر"),
        ("آماده‌ایم", "آماده"),
        ("همتایش", "همتای"),
        ("کشورشان", "کشور"),
        ("دولتمان", "دولت"),
        ("همسایگان", "همسایه"),
        ("دانشجویان", "دانشجو"),
        ("پیشنهاد", "پیشنهاد"),
    ],
)
def test_a_word_is_found_without_its_endings(word: str, base: str) -> None:
    assert fold(base) in persian.bases(fold(word))


@pytest.mark.parametrize(
    ("form", "features"),
    [
        ("کرد", {"past"}),
        ("کردند", {"past"}),
        ("کردیم", {"past", "1p", "past1p"}),
        ("کرده", {"past", "part"}),
        ("کرده‌اند", {"past"}),
        ("می‌کرد", {"past"}),
        ("نکرد", {"neg"}),
        ("نکرده", {"neg"}),
        ("می‌کند", {"pres"}),
        ("می‌کنیم", {"pres", "1p", "pres1p"}),
        ("نمی‌کنیم", {"neg"}),
        ("کند", {"subj"}),
        ("بکند", {"subj"}),
        ("کنیم", {"subj", "1p", "subj1p"}),
        ("نکند", {"neg"}),
        ("کردن", {"inf"}),
    ],
)
def test_a_verb_has_its_tenses_and_its_negation(form: str, features: set[str]) -> None:
    forms: dict[str, set[str]] = {}
    for shape, marks in persian.conjugate(fold("کرد"), fold("کن")):
        forms.setdefault(shape, set()).update(marks)
    assert features <= forms[fold(form)]


@pytest.mark.parametrize(
    ("past", "present", "form"),
    [
        ("انداخت", "انداز", "بیندازیم"),
        ("افتاد", "افت", "بیفتد"),
        ("آورد", "آور", "بیاورند"),
        ("گفت", "گو گوی", "بگوید"),
        ("آمد", "آ آی", "می‌آیند"),
        ("گشود", "گشا گشای", "بگشاید"),
    ],
)
def test_stems_that_begin_or_end_in_a_vowel(past: str, present: str, form: str) -> None:
    forms = dict(persian.conjugate(fold(past), fold(present)))
    assert fold(form) in forms


@pytest.mark.parametrize(
    ("word", "features"),
    [
        ("خواهد", ("fut",)),
        ("خواهند", ("fut",)),
        ("خواهیم", ("fut", "1p", "fut1p")),
        ("می‌سازد", ("pres",)),
        ("می‌فرستیم", ("pres", "1p", "pres1p")),
        ("نمی‌فرستیم", ("neg",)),
        ("بازار", ()),
        ("ایران", ()),
    ],
)
def test_the_shape_alone_shows_present_and_future(word: str, features: tuple[str, ...]) -> None:
    assert persian.guess(fold(word)) == features


def test_a_name_loses_the_ya_of_ezafe_alone() -> None:
    assert "كانادا" in persian.name_bases(fold("کانادای"))
    assert "قطر" not in persian.name_bases(fold("قطره‌ای"))
