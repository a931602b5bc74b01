"""Comparing two statements: what they share, the same whichever came first."""

from itertools import product

import pytest

from tests.tracker.matching.conftest import State, statement
from tracker.matching import UPDATE, Statement, comparing
from tracker.matching.reading import read

CENTRE = {
    "ar": "اقترحت طهران إنشاء مركز عمليات حدودي مشترك يعمل فيه ضباط ارتباط في مهران",
    "fa": "تهران راه‌اندازی مرکز مشترک عملیات مرزی با افسران رابط در مهران را پیشنهاد داد",
    "en": "Tehran proposed a joint border operations centre with liaison officers at Mehran",
}
COURSES = {
    "ar": "أبدى استعداد بلاده لتدريب أربعين قاضياً على استرداد الأموال",
    "fa": "آمادگی کشورش را برای آموزش چهل قاضی در زمینهٔ بازگرداندن اموال اعلام کرد",
    "en": "He offered to train forty judges in the recovery of assets",
}
LANGUAGES = ("ar", "fa", "en")
SAMPLES = [
    *(
        statement(text, language, kind="joint_body", proposer="IR")
        for language, text in CENTRE.items()
    ),
    *(
        statement(text, language, kind="training_capacity", proposer="both")
        for language, text in COURSES.items()
    ),
    statement("The centre has opened at Mehran", type=UPDATE),
]


@pytest.mark.parametrize(("one", "other"), list(product(LANGUAGES, repeat=2)))
def test_the_same_measure_is_more_alike_than_another_in_any_two_languages(
    state: State, one: str, other: str
) -> None:
    centre = state(CENTRE[one], one)
    same = comparing.signs(centre, state(CENTRE[other], other))
    else_ = comparing.signs(centre, state(COURSES[other], other))

    for sign in ("concepts", "alike", "covered"):
        assert same[sign] > 2 * else_.get(sign, 0)


@pytest.mark.parametrize("one", SAMPLES)
@pytest.mark.parametrize("two", SAMPLES)
def test_signs_are_the_same_both_ways_and_within_bounds(one: Statement, two: Statement) -> None:
    signs = comparing.signs(one, two)

    assert signs == pytest.approx(comparing.signs(two, one))
    assert all(0 < value <= 1 for value in signs.values())


def test_a_name_is_shared_across_scripts(state: State) -> None:
    english, persian, arabic = (
        state(text, language)
        for language, text in (
            ("en", "towers at Khasab"),
            ("fa", "برج‌های خصب"),
            ("ar", "أبراج خصب"),
        )
    )
    for other in (persian, arabic):
        assert comparing.signs(english, other)["names"] == pytest.approx(1 / 3)
    assert comparing.shared_names(read(english), read(arabic)) == {"Khasab": "خصب"}


def test_a_number_is_shared_however_it_is_written(state: State) -> None:
    forty = state("forty dogs")

    assert comparing.signs(forty, state("٤٠ كلباً", "ar"))["numbers"] == pytest.approx(0.5)
    fifty = comparing.signs(forty, state("پنجاه سگ", "fa"))
    assert ("numbers" in fifty, fifty["other_numbers"]) == (False, 1.0)


def test_where_one_names_nothing_or_counts_nothing_no_name_or_number_differs(state: State) -> None:
    signs = comparing.signs(state("forty dogs at Khasab"), state("dogs"))

    assert {"other_numbers", "other_names"} & set(signs) == set()


def test_other_names_and_numbers_speak_of_another_measure(state: State) -> None:
    signs = comparing.signs(state("forty dogs at Khasab"), state("ثلاثون كلباً في كرج", "ar"))

    assert (signs["other_numbers"], signs["other_names"]) == (1.0, 1.0)


def test_two_tells_nothing_a_year_little_and_a_large_number_more(state: State) -> None:
    def told(number: str) -> float:
        return comparing.signs(state(f"{number} dogs"), state(f"{number} boats")).get("numbers", 0)

    assert told("two") == 0
    assert 0 < told("2027") < told("seven") < told("140")


@pytest.mark.parametrize(
    ("known", "other", "sign"),
    [
        ({"kind": "joint_body"}, {"kind": "joint_body"}, "same_kind"),
        ({"kind": "joint_body"}, {"kind": "legal_judicial"}, "other_kind"),
        ({"proposer": "IQ"}, {"proposer": "IQ"}, "same_side"),
        ({"proposer": "both"}, {"proposer": "both"}, "same_side"),
        ({"proposer": "IQ"}, {"proposer": "IR"}, "other_side"),
        ({"committee": 3}, {"committee": 3}, "same_committee"),
        ({"committee": 3}, {"committee": 4}, "other_committee"),
    ],
)
def test_what_is_known_is_a_sign(
    state: State, known: dict[str, str], other: dict[str, str], sign: str
) -> None:
    assert comparing.signs(state("dogs", **known), state("boats", **other)) == {sign: 1.0}


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ({"kind": "joint_body"}, {}),
        ({"proposer": "IQ"}, {"proposer": "both"}),  # what one proposed both may agree on
        ({"proposer": None}, {"proposer": "IR"}),
        ({"committee": None}, {"committee": 4}),
    ],
)
def test_what_is_not_known_is_no_sign(
    state: State, known: dict[str, str], other: dict[str, str]
) -> None:
    assert comparing.signs(state("dogs", **known), state("boats", **other)) == {}


def test_a_report_is_about_what_the_sentence_before_it_tells(state: State) -> None:
    text = "As for the free zone at Safwan, hopes were high. Kuwait turned it down in July."
    report = state(text, quote="Kuwait turned it down in July", type=UPDATE)
    zone, dam = state("a joint free zone at Safwan"), state("a dam on the river")

    assert comparing.signs(report, zone)["reported_alike"] > 0
    assert "reported_alike" not in comparing.signs(report, dam)


def test_a_proposals_context_weighs_apart(state: State) -> None:
    text = "The free zone was his theme. He proposed a joint office."
    signs = comparing.signs(state(text, quote="He proposed a joint office"), state("a free zone"))

    assert "around" in signs
    assert "reported" not in signs
