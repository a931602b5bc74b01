"""Arabic forms: a dictionary word behind clitics and endings; regular verbs in all persons."""

import pytest

from tracker.extraction import arabic
from tracker.extraction.text import fold


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("اللجنة", "لجنه"),
        ("للجنة", "لجنه"),
        ("باللجنة", "لجنه"),
        ("واللجنة", "لجنه"),
        ("ولجنة", "لجنه"),
        ("لجنتين", "لجنه"),
        ("اللجنتان", "لجنه"),
        ("لجنتها", "لجنه"),
        ("المخدرات", "مخدرات"),
        ("للمخدرات", "مخدرات"),
        ("دورات", "دوره"),
        ("دورتين", "دوره"),
        ("الدورتان", "دوره"),
        ("ودوراتهم", "دوره"),
        ("مركزا", "مركز"),
        ("المركزين", "مركز"),
        ("مركزها", "مركز"),
        ("العراقيين", "عراقي"),
        ("العراقية", "عراقي"),
        ("الإيرانيون", "ايراني"),
        ("استعداده", "استعداد"),
        ("استعدادها", "استعداد"),
        ("مذكرتي", "مذكره"),
        ("وزيرا", "وزير"),
        ("أكاديميتها", "اكاديميه"),
        ("بالحدود", "حدود"),
        ("كالعادة", "عاده"),
        ("وزير", "وزير"),
        ("فريق", "فريق"),
    ],
)
def test_a_word_is_found_behind_its_clitics_and_endings(word: str, base: str) -> None:
    assert base in arabic.bases(fold(word))


@pytest.mark.parametrize(
    ("word", "verb_form"),
    [
        ("واقترح", "اقترح"),
        ("فاقترحت", "اقترحت"),
        ("ليقترح", "يقترح"),
        ("ردته", "ردت"),
        ("ستستقبلهم", "ستستقبل"),
        ("والتمس", "التمس"),
    ],
)
def test_a_verb_is_found_behind_and_to_and_its_object(word: str, verb_form: str) -> None:
    assert verb_form in arabic.verb_bases(fold(word))


@pytest.mark.parametrize("word", ["بحث", "باحث", "العرض", "كحث"])
def test_a_noun_prefix_hides_no_verb(word: str) -> None:
    assert not {"حث", "احث", "عرض"} & arabic.verb_bases(fold(word))


@pytest.mark.parametrize(
    ("form", "features"),
    [
        ("اقترح", {"past"}),
        ("اقترحت", {"past"}),
        ("اقترحا", {"past"}),
        ("اقترحوا", {"past"}),
        ("اقترحنا", {"past", "1p", "past1p"}),
        ("يقترح", {"pres"}),
        ("تقترح", {"pres"}),
        ("نقترح", {"pres", "1p", "pres1p"}),
        ("يقترحون", {"pres"}),
        ("يقترحان", {"pres"}),
        ("سيقترح", {"fut"}),
        ("ستقترح", {"fut"}),
        ("سنقترح", {"fut", "1p", "fut1p"}),
        ("سيقترحون", {"fut"}),
    ],
)
def test_a_regular_verb_has_all_its_persons(form: str, features: set[str]) -> None:
    forms: dict[str, set[str]] = {}
    for shape, marks in arabic.conjugate("اقترح-", "-قترح"):
        forms.setdefault(shape, set()).update(marks)
    assert features <= forms[form]


def test_forms_without_a_hyphen_stand_for_themselves() -> None:
    forms = dict(arabic.conjugate("دعا دعت دعونا", "يدعو ندعو"))
    assert forms["دعونا"] == ("past", "1p", "past1p")
    assert forms["ندعو"] == ("pres", "1p", "pres1p")
    assert forms["سندعو"] == ("fut", "1p", "fut1p")
    assert "دعوا" not in forms


@pytest.mark.parametrize(
    ("word", "features"),
    [
        ("سيداومون", ("fut",)),
        ("وستتكفل", ("fut",)),
        ("سنجهز", ("fut", "1p", "fut1p")),
        ("سياسة", ()),
        ("سيادة", ()),
        ("سنوات", ()),
        ("السنة", ()),
        ("سيناريو", ()),
        ("كتب", ()),
    ],
)
def test_the_future_shows_in_the_shape_alone(word: str, features: tuple[str, ...]) -> None:
    assert arabic.guess(fold(word)) == features


@pytest.mark.parametrize("word", ["العراق", "وللعراق", "بالعراق", "وعراق"])
def test_a_name_stands_behind_its_prefixes(word: str) -> None:
    assert "عراق" in arabic.name_bases(fold(word))


def test_a_name_takes_no_endings() -> None:
    assert "عراق" not in arabic.name_bases(fold("عراقة"))
