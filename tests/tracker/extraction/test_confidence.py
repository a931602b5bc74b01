"""One number from what speaks for and against a finding."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction import confidence
from tracker.extraction.entries import FILES


@pytest.mark.parametrize("kind", ["proposal", "report", "update"])
def test_each_kind_of_finding_has_its_weights(kind: str) -> None:
    assert "bias" in confidence.weights(kind)
    assert len(confidence.weights(kind)) > 10


def test_log_odds_are_the_sum_of_the_signs() -> None:
    table = confidence.weights("proposal")
    signs = {"cue": 0.4, "bilateral": 1.0}
    expected = table["bias"] + 0.4 * table["cue"] + table["bilateral"]
    assert math.isclose(confidence.log_odds(signs, "proposal"), expected)


def test_an_unknown_sign_weighs_nothing() -> None:
    assert confidence.log_odds({"odd": 1.0}, "update") == confidence.weights("update")["bias"]


@pytest.mark.parametrize("sign", ["outsider", "negated", "denied", "hypothetical", "dated", "past"])
def test_what_excludes_weighs_against(sign: str) -> None:
    table = confidence.weights("proposal")
    assert table[sign] + table.get(f"around_{sign}", 0.0) < -1


@pytest.mark.parametrize("sign", ["cue", "strength", "bilateral", "action"])
def test_what_speaks_for_a_proposal_weighs_for_it(sign: str) -> None:
    assert confidence.weights("proposal")[sign] > 0


def test_each_exclusion_has_a_weight() -> None:
    reasons = set(FILES["exclusions"][1]) - {"anonymous"}
    assert reasons <= set(confidence.weights("proposal"))


@given(st.floats(allow_nan=False))
def test_a_probability_is_between_nought_and_one(odds: float) -> None:
    assert 0 < confidence.probability(odds) < 1


@given(st.floats(min_value=-20, max_value=20), st.floats(min_value=-20, max_value=20))
def test_more_odds_are_more_probable(one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert confidence.probability(low) <= confidence.probability(high)


def test_even_odds_are_one_half() -> None:
    assert confidence.probability(0.0) == 0.5


@pytest.mark.parametrize("kind", ["proposal", "update"])
def test_calibration_keeps_the_order(kind: str) -> None:
    chances = [confidence.calibrated(odds, kind) for odds in (-3.0, 0.0, 1.0, 4.0)]
    assert chances == sorted(chances)
    assert 0 < chances[0] < chances[-1] < 1


@given(st.floats(min_value=-8, max_value=8))
def test_the_odds_behind_a_confidence_can_be_told(odds: float) -> None:
    confidence_of = confidence.calibrated(odds, "proposal")
    assert math.isclose(confidence.raw_odds(confidence_of, "proposal"), odds, abs_tol=1e-6)


def test_a_kind_without_calibration_is_left_as_it_is() -> None:
    assert confidence.calibration("report") == (1.0, 0.0)


def test_other_weights_hold_for_a_while() -> None:
    shipped = confidence.log_odds({}, "proposal")
    with confidence.instead({"proposal": {"bias": shipped + 1}}):
        assert confidence.log_odds({}, "proposal") == shipped + 1
        assert confidence.weights("update") == confidence.shipped("update")
    assert confidence.log_odds({}, "proposal") == shipped
