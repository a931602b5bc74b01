"""The lexicon files: what a line may say, and what is wrong with one that says something else."""

from pathlib import Path

import pytest

from tracker.extraction.entries import ACTS, FILES, FOLDER, KINDS, STATUSES, Entry, misfit, rows


def test_rows_skip_remarks_and_empty_lines_and_keep_their_number(tmp_path: Path) -> None:
    (tmp_path / "kinds.tsv").write_text("# a remark\n\nen\tother\t1\twell\n", encoding="utf-8")
    (row,) = rows(tmp_path, "kinds")
    assert (row.file, row.line, row.cells) == ("kinds", 3, ("en", "other", "1", "well"))


def test_added_lines_come_after_the_files_own(tmp_path: Path) -> None:
    (tmp_path / "kinds.tsv").write_text("en\tother\t1\twell\n", encoding="utf-8")
    found = list(rows(tmp_path, "kinds", {"kinds": "en\tother\t1\tspring"}))
    assert [row.cells[3] for row in found] == ["well", "spring"]
    assert found[1].line == 2


def test_a_file_that_is_missing_has_no_rows(tmp_path: Path) -> None:
    assert list(rows(tmp_path, "kinds")) == []


@pytest.mark.parametrize(
    ("name", "cells", "problem"),
    [
        ("kinds", {"kind": "other", "weight": "1.5", "pattern": "x"}, ""),
        ("kinds", {"kind": "others", "weight": "1", "pattern": "x"}, "kind 'others' is none of"),
        ("kinds", {"kind": "other", "weight": "much", "pattern": "x"}, "weight 'much' is not a"),
        ("kinds", {"kind": "other", "weight": "-1", "pattern": "x"}, "weight '-1' is not a"),
        ("roles", {"role": "host", "pattern": "x"}, ""),
        ("roles", {"role": "guest", "pattern": "x"}, "role 'guest' is none of"),
        ("ordinals", {"number": "7", "pattern": "seventh"}, ""),
        (
            "cues",
            {"act": "offers", "argument": "after", "who": "subject", "weight": "1", "pattern": "x"},
            "",
        ),
        (
            "cues",
            {"act": "offers", "argument": "behind", "who": "both", "weight": "1", "pattern": "x"},
            "argument 'behind' is none of",
        ),
        (
            "cues",
            {"act": "offers", "argument": "gap", "who": "nobody", "weight": "1", "pattern": "x"},
            "who 'nobody' is none of",
        ),
        (
            "cues",
            {"act": "asks", "argument": "gap", "who": "both", "weight": "1", "pattern": "x"},
            "act 'asks' is none of",
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_said(name: str, cells: dict[str, str], problem: str) -> None:
    assert misfit(name, cells).startswith(problem)
    assert bool(misfit(name, cells)) == bool(problem)


@pytest.mark.parametrize("name", [*FILES, "verbs", "classes", "parties", "weights"])
def test_each_file_says_at_its_head_what_it_holds(name: str) -> None:
    first = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")


@pytest.mark.parametrize("name", [*FILES, "verbs", "classes", "parties", "weights"])
def test_each_head_names_the_columns(name: str) -> None:
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    head = " ".join(line for line in lines[:20] if line.startswith("#"))
    assert "column" in head.lower()


def test_the_guides_words_are_the_files_words() -> None:
    assert len(KINDS) == 12
    assert len(ACTS) == 6
    assert len(STATUSES) == 6
    assert set(FILES["progress"][1]) > set(STATUSES)


def test_an_entry_shows_where_it_comes_from() -> None:
    entry = Entry("cues", 7, "en", "offers", "~offer", 0.9, ("after", "subject"))
    assert entry.as_json() == {
        "lexicon": "cues",
        "line": 7,
        "label": "offers",
        "pattern": "~offer",
        "weight": 0.9,
    }
