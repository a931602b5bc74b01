"""Fitting the weights of choices to labelled articles."""

import pytest

from tracker.extraction import confidence, fitting
from tracker.extraction.fitting import Case
from tracker.extraction.lexicon import standard
from tracker.extraction.reading import read

RAIN = Case({"rain": {"wet": 1.0}, "sun": {"warm": 1.0}}, "rain")
SUN = Case({"rain": {"wet": 0.1}, "sun": {"warm": 2.0}}, "sun")
TEXT = "Iran met Iraq. Iran's minister proposed to Iraq a joint committee on water."
QUOTE = "proposed to Iraq a joint committee on water"
LABEL = {
    "start": TEXT.index(QUOTE),
    "end": TEXT.index(QUOTE) + len(QUOTE),
    "kind": "joint_body",
    "act": "proposes",
}
ARTICLE = {"id": "x", "lang": "en", "text": TEXT, "labels": [LABEL], "updates": []}


def test_the_right_options_become_likely() -> None:
    weights = fitting.fit([RAIN, SUN] * 20)
    assert fitting.accuracy([RAIN, SUN], weights) == 1.0
    assert weights["wet"] > 0


def test_a_ridge_keeps_weights_small() -> None:
    loose, tight = fitting.fit([RAIN] * 5, ridge=0.1), fitting.fit([RAIN] * 5, ridge=10.0)
    assert abs(tight["wet"]) < abs(loose["wet"])


def test_what_is_no_help_weighs_nothing() -> None:
    case = Case({"rain": {"any": 1.0}, "sun": {"any": 1.0}}, "rain")
    assert fitting.fit([case])["any"] == pytest.approx(0.0, abs=1e-6)


def test_each_group_is_judged_by_weights_fitted_without_it() -> None:
    wrong = Case(RAIN.options, "sun")
    told = fitting.left_out({"good": [RAIN] * 9, "bad": [wrong] * 9})
    assert told == {"good": 0.0, "bad": 0.0}


def test_an_empty_group_has_no_accuracy() -> None:
    assert fitting.accuracy([], {}) == 0.0


def test_a_label_poses_a_choice_among_all_kinds() -> None:
    (case,) = fitting.kind_cases(read(TEXT, "en", standard()), ARTICLE)
    assert case.right == "joint_body"
    assert "kinds" in case.options["joint_body"]


def test_a_label_that_nothing_found_overlaps_poses_none() -> None:
    far = ARTICLE | {"labels": [{"start": 0, "end": 14, "kind": "other"}]}
    assert list(fitting.kind_cases(read(TEXT, "en", standard()), far)) == []


def test_the_words_of_a_stretch_are_told_by_its_offsets() -> None:
    reading = read(TEXT, "en", standard())
    first, last = fitting.words_of(reading, 0, len("Iran met"))
    assert reading.document.texts[first:last] == ["iran", "met"]


def test_an_act_is_a_choice_among_all_acts() -> None:
    (case,) = fitting.act_cases(read(TEXT, "en", standard()), ARTICLE)
    assert case.right == "proposes"
    assert set(case.options) >= {"proposes", "offers", "agrees"}


def test_calibration_tells_the_share_that_is_right() -> None:
    judged = [(2.0, True)] * 60 + [(2.0, False)] * 40 + [(-1.0, True)] * 20 + [(-1.0, False)] * 80
    slope, intercept = fitting.calibrate(judged)
    assert confidence.probability(2 * slope + intercept) == pytest.approx(0.6, abs=0.02)
    assert confidence.probability(-slope + intercept) == pytest.approx(0.2, abs=0.02)


def test_reliability_calibrates_each_group_on_the_others() -> None:
    half = [(0.0, True), (1.0, True), (0.0, False), (1.0, False)] * 10
    told = list(fitting.reliability({"one": half, "two": half}))
    assert sum(size for *_, size in told) == 2 * len(half)
    assert all(share == 0.5 for _, share, _ in told)


def test_a_finding_that_meets_a_label_is_right_once() -> None:
    (told,) = fitting.judged(ARTICLE, "proposal")
    assert told[1] is True
    (missed,) = fitting.judged(ARTICLE | {"labels": []}, "proposal")
    assert missed == (told[0], False)
