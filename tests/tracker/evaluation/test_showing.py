"""A report in a terminal, in a document, to a program."""

import json

import pytest

from tests.tracker.evaluation.conftest import COURSES, article, label
from tests.tracker.evaluation.test_measuring import options
from tracker.evaluation import Measured, as_json, as_markdown, as_text, measure, put_between
from tracker.evaluation.showing import END, START


@pytest.fixture
def measured() -> Measured:
    return measure("tune", [article(labels=[label(COURSES)])], options(shown=2))


def test_a_terminal_shows_tables_in_columns(measured: Measured) -> None:
    lines = as_text([measured]).splitlines()
    first = lines.index("Proposals, tune")
    head, row = lines[first + 1], lines[first + 2]

    assert lines[0] == "== tune: 1 en, 1 overall articles =="
    assert head.index("recall") + len("recall") == row.index("1.000") + len("1.000")
    assert "record F1: span, kind, act and proposer right" in as_text([measured])


def test_a_terminal_shows_the_mistakes_with_their_text(measured: Measured) -> None:
    shown = as_text([measured])

    assert "The 2 worst mistakes of the part tune" in shown
    assert f"[[{COURSES}]]. The weather was fine" in shown
    assert "misread proposal in a, " in shown


def test_a_document_has_tables_without_mistakes(measured: Measured) -> None:
    shown = as_markdown([measured])

    assert "**Proposals, tune**\n\n|  | labels | found |" in shown
    assert "| --- | --: |" in shown
    assert COURSES not in shown


def test_a_program_gets_each_part(measured: Measured) -> None:
    report = json.loads(as_json([measured]))

    assert list(report) == ["tune"]
    assert report["tune"]["mistakes"][1]["quote"] in article().text


def test_a_documents_figures_are_renewed_and_nothing_else() -> None:
    document = f"before\n{START}\n\nold\n\n{END}\nafter\n"
    renewed = put_between(document, "new")

    assert renewed == f"before\n{START}\n\nnew\n\n{END}\nafter\n"
    assert put_between(renewed, "new") == renewed


@pytest.mark.parametrize("document", ["no marks", START, f"{START}{END}{START}{END}"])
def test_a_document_without_its_marks_is_left_alone(document: str) -> None:
    with pytest.raises(ValueError, match="needs one line"):
        put_between(document, "new")
