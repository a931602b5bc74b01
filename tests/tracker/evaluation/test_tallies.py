"""Counting pairs: the figures by hand."""

from typing import Any

import pytest

from tests.tracker.evaluation.conftest import claim
from tracker.evaluation.pairing import Paired
from tracker.evaluation.tallies import Tally, total
from tracker.matching import PROPOSAL, UPDATE


def together(**said: Any) -> Paired:
    return Paired([(claim(0, 9), claim(0, 9, **said))], [], [])


def test_the_figures_are_as_by_hand() -> None:
    same, other = claim(0, 9), claim(0, 9, kind="other", addressee=None)
    paired = Paired([(same, same), (same, other)], [same], [same, same])

    assert Tally.of(PROPOSAL, paired).figures() == {
        "labels": 3, "found": 4, "matched": 2,
        "precision": 0.5, "recall": 0.6667, "f1": 0.5714,
        "kind": 0.5, "act": 1.0, "proposer": 1.0, "addressee": 0.5,
        "record_f1": 0.2857,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "records"),
    [
        ({}, 1),
        ({"addressee": None}, 1),
        ({"kind": "other"}, 0),
        ({"act": "offers"}, 0),
        ({"proposer": None}, 0),
    ],
)
def test_a_record_is_right_whoever_is_addressed(said: dict[str, Any], records: int) -> None:
    assert Tally.of(PROPOSAL, together(**said)).records == records


def test_of_an_update_the_status_counts() -> None:
    one, other = claim(0, 9, UPDATE, status="agreed"), claim(0, 9, UPDATE, status="completed")
    figures = Tally.of(UPDATE, Paired([(one, one), (one, other)], [], [])).figures()

    assert figures["f1"] == 1.0
    assert figures["status"] == figures["record_f1"] == 0.5
    assert "kind" not in figures


def test_tallies_add_up() -> None:
    one = Tally.of(PROPOSAL, together())
    other = Tally.of(PROPOSAL, Paired([], [claim(0, 9)], [claim(0, 9)]))
    whole = total(PROPOSAL, [one, other])

    assert (whole.labels, whole.found, whole.matched, whole.records) == (2, 2, 1, 1)
    assert whole.right["kind"] == 1
    assert total(PROPOSAL, []).labels == 0


def test_what_divides_by_nothing_is_no_figure() -> None:
    figures = Tally(PROPOSAL).figures()

    assert figures["labels"] == 0
    assert {figures[name] for name in ("precision", "recall", "f1", "kind")} == {None}
