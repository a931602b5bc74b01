"""The tables of a report."""

import json

import pytest

from tests.tracker.evaluation.test_measuring import options
from tracker.evaluation import Measured, measure, tables
from tracker.evaluation.tables import Table
from tracker.matching import Article


@pytest.fixture
def measured(labelled: Article) -> Measured:
    return measure("tune", [labelled], options(shown=1))


@pytest.fixture
def found(measured: Measured) -> dict[str, Table]:
    return {table.title: table for table in tables.of(measured)}


def test_there_is_a_table_for_all_that_is_measured(found: dict[str, Table]) -> None:
    assert list(found) == [
        "Proposals, tune",
        "Reports of progress, tune",
        "Matching, tune",
        "Attaching by itself from a score of 0.9 and a confidence of 0, tune",
        "Confidence of proposals, tune",
        "What folding away costs, tune",
        "Speed of extraction on one core, tune",
    ]


def test_every_row_has_every_column(found: dict[str, Table]) -> None:
    for table in found.values():
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_the_naive_way_stands_below_each_language(found: dict[str, Table]) -> None:
    names = [row[0] for row in found["Proposals, tune"].rows]

    assert names == ["en", "all", "naive en", "naive all"]


def test_a_record_of_progress_has_its_status(found: dict[str, Table]) -> None:
    assert "status" in found["Reports of progress, tune"].columns
    assert "kind" not in found["Reports of progress, tune"].columns


@pytest.mark.parametrize(
    ("value", "written"), [(None, "–"), (3, "3"), (0, "0"), (0.5, "0.500"), (1.0, "1.000")]
)
def test_numbers_are_written_as_what_they_are(value: float | None, written: str) -> None:
    assert tables.number(value) == written


def test_the_plain_form_holds_the_same_figures(measured: Measured) -> None:
    plain = json.loads(json.dumps(tables.plain(measured)))

    assert plain["proposals"] == measured.figures["proposal"]
    assert plain["naive"]["updates"] == measured.naive["update"]
    assert plain["matching"]["given"]["b_cubed"]["overall"]["f1"] == 1.0
    assert len(plain["reliability"]) == 10
    assert plain["speed"]["articles_a_second"] == 1.0
    assert plain["articles"] == {"en": 1, "overall": 1}
