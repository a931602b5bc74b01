"""Confidence beside what came true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.evaluation.conftest import claim
from tracker.evaluation import reliability
from tracker.evaluation.pairing import Paired
from tracker.evaluation.reliability import Outcome

OUTCOMES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30)


def test_what_met_a_label_was_right() -> None:
    sure, unsure = claim(0, 9, confidence=0.9), claim(0, 9, confidence=0.4)
    paired = Paired([(claim(0, 9), sure)], [claim(20, 30)], [unsure])

    assert reliability.outcomes([paired, paired]) == [(0.9, True), (0.4, False)] * 2


def test_a_bin_tells_how_many_how_sure_and_how_right() -> None:
    bins = reliability.table([(0.81, True), (0.89, False), (1.0, True), (0.0, False)])

    assert [(one.found, one.mean, one.right) for one in (bins[0], bins[8], bins[9])] == [
        (1, 0.0, 0.0),
        (2, 0.85, 0.5),
        (1, 1.0, 1.0),
    ]
    assert (bins[5].found, bins[5].mean, bins[5].right) == (0, None, None)
    assert (bins[8].low, bins[8].high) == (0.8, 0.9)


@given(OUTCOMES)
def test_each_finding_is_in_one_bin(told: list[Outcome]) -> None:
    bins = reliability.table(told)

    assert len(bins) == 10
    assert sum(one.found for one in bins) == len(told)


def test_the_gap_is_the_mean_distance() -> None:
    assert reliability.gap([(0.8, True), (0.8, True), (0.3, False), (0.3, False)]) == 0.25
    assert reliability.gap([(1.0, True), (0.0, False)]) == 0.0
    assert reliability.gap([]) is None


def test_folding_trades_recall_for_precision() -> None:
    told = [(0.95, True), (0.85, True), (0.65, False), (0.55, True)]
    half, _, seven, _, nine = reliability.folding(told, labels=4)

    assert (half.shown, half.precision, half.recall) == (1.0, 0.75, 0.75)
    assert (seven.shown, seven.precision, seven.recall) == (0.5, 1.0, 0.5)
    assert (nine.shown, nine.precision, nine.recall) == (0.25, 1.0, 0.25)


@pytest.mark.parametrize("labels", [0, 3])
def test_where_nothing_was_found_nothing_is_claimed(labels: int) -> None:
    for one in reliability.folding([], labels):
        assert one.shown is one.precision is None
        assert one.recall == (0.0 if labels else None)
