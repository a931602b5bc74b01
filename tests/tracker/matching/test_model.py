"""Signs turned into probabilities: a choice among candidates, or none of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.matching.test_comparing import SAMPLES
from tracker.matching import comparing, fitting, model

ODDS = st.lists(st.floats(-50, 50), max_size=8)


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    seen = {sign for one in SAMPLES for two in SAMPLES for sign in comparing.signs(one, two)}
    unseen = {"same_committee", "other_committee", "too_early", "around", "numbers", "names"}
    unseen |= {"other_numbers", "other_names", "other_side"}

    assert set(model.standard_weights()) == seen | unseen | {model.BIAS}
    assert set(fitting.JUDGED) < set(model.standard_weights())


@pytest.mark.parametrize(
    "sign", ["concepts", "alike", "covered", "names", "numbers", "same_kind", "reported"]
)
def test_what_is_shared_speaks_for_it(sign: str) -> None:
    assert model.standard_weights()[sign] > 0


@pytest.mark.parametrize(
    "sign", [model.BIAS, "other_kind", "other_side", "other_names", "other_numbers", "too_early"]
)
def test_what_differs_speaks_against_it(sign: str) -> None:
    assert model.standard_weights()[sign] < 0


@given(ODDS)
def test_probabilities_leave_room_for_something_new(odds: list[float]) -> None:
    found = model.probabilities(odds)

    assert all(0 <= one <= 1 for one in found)
    assert sum(found) <= 1 + 1e-9


@given(ODDS.filter(bool))
def test_greater_odds_are_no_less_likely(odds: list[float]) -> None:
    found = model.probabilities(odds)

    assert found[odds.index(max(odds))] == max(found)


def test_a_rival_takes_from_a_candidate() -> None:
    (alone,) = model.probabilities([2.0])
    one, _other = model.probabilities([2.0, 2.0])

    assert alone == pytest.approx(0.88, abs=0.01)
    assert one < alone


def test_nobody_to_choose_is_no_choice() -> None:
    assert model.probabilities([]) == []


def test_a_sign_without_a_weight_adds_nothing() -> None:
    weights = {model.BIAS: -1.0, "names": 2.0}

    assert model.weighed({"names": 0.5, "unheard": 1.0}, weights) == {
        model.BIAS: -1.0,
        "names": 1.0,
    }
