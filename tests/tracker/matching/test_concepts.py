"""The trilingual lexicon: well formed, found in each language, and clear about what is wrong."""

from pathlib import Path

import pytest

from tracker.extraction.entries import FOLDER, rows
from tracker.matching import concepts
from tracker.matching.concepts import COLUMNS, FILE, Concepts, check, standard_concepts

HUNDREDS = 700  # concepts


def named(text: str, language: str) -> set[str]:
    return set(concepts.in_text(text, language))


def lexicon_of(tmp_path: Path, *lines: str) -> Concepts:
    (tmp_path / "concepts.tsv").write_text("\n".join(lines))
    return Concepts(tmp_path)


def test_the_shipped_lexicon_is_well_formed() -> None:
    assert check() == []
    assert len(standard_concepts().weights) > HUNDREDS


@pytest.mark.parametrize(
    "row", [row.cells for row in rows(FOLDER, FILE)], ids=lambda cells: str(cells[0])
)
def test_every_concept_has_words_in_every_language(row: tuple[str, ...]) -> None:
    assert len(row) == len(COLUMNS)
    for cell in row[2:]:
        phrases = [phrase.strip() for phrase in cell.split(",")]
        assert all(phrases), row
        assert len(set(phrases)) == len(phrases), f"a phrase stands twice: {row}"


@pytest.mark.parametrize(
    ("concept", "arabic", "persian", "english"),
    [
        ("liaison_officer", "وضباط الارتباط", "افسران رابط", "liaison officers"),
        ("extradition", "تسليم المطلوبين", "استرداد مجرمان", "extradition"),
        ("prisoner_transfer", "نقل المحكوم عليهم", "انتقال محکومان", "transfer of prisoners"),
        ("drone", "الطائرات المسيّرة", "پهپادها", "drones"),
        ("free_zone", "المناطق الحرة", "منطقهٔ آزاد", "free zones"),
        ("mine_clearance", "إزالة الألغام", "مین‌روبی", "demining"),
        ("power_line", "خط الربط", "خط انتقال", "transmission line"),
        ("railway", "السكة الحديدية", "راه‌آهن", "railway"),
        ("methadone", "الميثادون", "متادون", "methadone"),
        ("scholarship", "منحة", "بورسیه", "scholarships"),
        ("domestic_worker", "العمالة المنزلية", "کارگران خانگی", "domestic workers"),
        ("remittance", "تحويلات", "حواله", "remittances"),
        ("early_warning", "الإنذار المبكر", "هشدار زودهنگام", "early-warning"),
        ("search_rescue", "البحث والإنقاذ", "جست‌وجو و نجات", "search and rescue"),
        ("bogie", "بوجي", "بوژی", "bogie"),
        ("round_the_clock", "على مدار الساعة", "شبانه‌روزی", "round the clock"),
        ("visa_waiver", "إلغاء التأشيرات", "لغو روادید", "visa-free"),
        ("awareness", "حملة توعية", "آگاهی‌بخشی", "awareness campaign"),
        ("well", "الآبار", "چاه‌ها", "boreholes"),
        ("cocoa", "الكاكاو", "کاکائو", "cocoa"),
    ],
)
def test_one_concept_in_three_languages(
    concept: str, arabic: str, persian: str, english: str
) -> None:
    for language, phrase in (("ar", arabic), ("fa", persian), ("en", english)):
        assert concept in named(phrase, language), phrase


@pytest.mark.parametrize(
    ("language", "text", "absent"),
    [
        ("ar", "وقال ما لم يقله أحد", "water"),  # «ما» is no water
        ("ar", "أمام الوفد", "mosque"),  # "before" is no imam
        ("ar", "في لبنان", "dairy"),
        ("ar", "إلى كابل", "cable"),
        ("fa", "راه‌آهن", "road"),
        ("fa", "یک بار دیگر", "shipment_cargo"),
        ("fa", "داده است", "data"),
        ("en", "the train is late", "training"),
        ("en", "they spring from", "waterfall_spring"),
    ],
)
def test_a_word_that_looks_like_another_is_not_taken_for_it(
    language: str, text: str, absent: str
) -> None:
    assert absent not in named(text, language)


def test_a_longer_phrase_hides_a_shorter_one_but_no_word(tmp_path: Path) -> None:
    lexicon = lexicon_of(
        tmp_path,
        "officer\t1\tضابط\tافسر\tofficer",
        "customs_officer\t1\tضابط جمارك\tافسر گمرک\tcustoms officer",
        "senior_customs_officer\t1\tضابط جمارك كبير\tافسر ارشد گمرک\tsenior customs officer",
    )
    assert lexicon.problems == []
    from tracker.extraction.sentences import layout  # noqa: PLC0415  # only here
    from tracker.extraction.text import Folded  # noqa: PLC0415
    from tracker.extraction.words import cut  # noqa: PLC0415

    folded = Folded("a senior customs officer")
    found = layout(folded, cut(folded.text, lexicon.vocabularies["en"], "en"))
    assert {hit.entry.label for hit in lexicon.find(found, "en")} == {
        "officer",
        "senior_customs_officer",
    }


def test_the_words_are_given_as_they_stand() -> None:
    found = concepts.in_text("The Liaison Officers met.", "en")

    assert found["liaison_officer"] == ["Liaison Officers"]


def test_a_language_that_nobody_reads_names_nothing() -> None:
    assert concepts.in_text("Grenzschutz und Zoll", "de") == {}


def test_everyday_words_are_no_concepts(tmp_path: Path) -> None:
    lexicon = lexicon_of(tmp_path, "everyday\t0\tفي, هذا\tدر, این\tthe, this")

    assert (lexicon.problems, lexicon.weights) == ([], {})
    assert lexicon.everyday["en"] == {"the", "this"}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("dam\t1\tسد\tسد", "needs 5 columns"),
        ("dam\t1\tسد\t\tdam", "needs 5 columns, each with something in it"),
        ("dam\tmuch\tسد\tسد\tdam", "weight 'much' is not a number"),
        ("dam\t-1\tسد\tسد\tdam", "weight '-1' is not a number"),
        ("dam\t1\tسد\tسد\t(dam", "en: brackets stand around a whole place"),
        ("dam\t1\tسد\tسد\t~flummox", "en: no verb 'flummox' in verbs.tsv"),
        ("dam\t1\tسد\t{nothing}\tdam", "fa: no class 'nothing' in classes.tsv"),
    ],
)
def test_what_is_not_well_formed_is_told_with_its_line(
    tmp_path: Path, line: str, problem: str
) -> None:
    (told,) = lexicon_of(tmp_path, "# a remark", line).problems

    assert told.startswith("concepts.tsv:2: ")
    assert problem in told


def test_a_concept_that_stands_twice_is_told(tmp_path: Path) -> None:
    line = "dam\t1\tسد\tسد\tdam"

    assert lexicon_of(tmp_path, line, line).problems == [
        "concepts.tsv:2: the concept 'dam' stands there twice"
    ]


def test_a_language_may_have_no_word_of_its_own(tmp_path: Path) -> None:
    lexicon = lexicon_of(tmp_path, "nowruz\t1\t-\tنوروز\tnowruz")

    assert lexicon.problems == []
    assert lexicon.dictionaries["ar"].entries == []
