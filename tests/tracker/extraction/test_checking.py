"""Lexicons that are not well formed are told line by line."""

from pathlib import Path

import pytest

from tracker.extraction import check

NAMES = "IQ\tar\tname\tالعراق\nIQ\tfa\tname\tعراق\nIQ\ten\tname\tIraq\n"


def write(folder: Path, file: str, *lines: str) -> None:
    (folder / f"{file}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_shipped_lexicons_are_well_formed() -> None:
    assert check() == []


@pytest.mark.parametrize(
    ("file", "line", "surplus"),
    [
        ("kinds", "en\tother\t1\tword\tremark", "kinds.tsv:1: has 5 columns, 4 mean something"),
        ("classes", "en\tdoc\ttreaty\taccord", "classes.tsv:1: has 4 columns, 3 mean something"),
        ("verbs", "en\tgo\t\tgo\t\tgone", "verbs.tsv:1: has 6 columns, 5 mean something"),
        ("weights", "proposal\tcue\t1\t2", "weights.tsv:1: has 4 columns, 3 mean something"),
    ],
)
def test_columns_that_mean_nothing_are_told(
    tmp_path: Path, file: str, line: str, surplus: str
) -> None:
    write(tmp_path, file, line)

    assert check(tmp_path) == [surplus]


@pytest.mark.parametrize(
    ("file", "one", "other", "how"),
    [
        ("roles", "en\tofficial\tenvoy", "en\tofficial\tenvoy", "the same"),
        ("kinds", "en\tother\t1\tword", "en\tother\t2.5\tword", "with 1 for 2.5"),
        ("classes", "en\tdoc\ttreaty", "en\tdoc\taccord", "with other words for other words"),
        ("verbs", "en\tgo\t\tgo\t", "en\tgo\t\tgo\t", "the same"),
    ],
)
def test_what_is_said_twice_is_told_with_both_lines(
    tmp_path: Path, file: str, one: str, other: str, how: str
) -> None:
    write(tmp_path, file, "# a remark", one, "", other)

    assert check(tmp_path) == [f"{file}.tsv:4: stands in line 2 already, {how}; keep one"]


def test_one_pattern_may_stand_for_two_things(tmp_path: Path) -> None:
    write(tmp_path, "kinds", "en\tother\t1\tword", "en\tjoint_body\t1\tword")
    write(tmp_path, "roles", "en\tofficial\tenvoy", "fa\tofficial\tenvoy")

    assert check(tmp_path) == []


@pytest.mark.parametrize("code", ["I", "iq", "I1"])
def test_a_code_that_is_none_is_told(tmp_path: Path, code: str) -> None:
    write(tmp_path, "parties", f"{code}\ten\tname\tSomewhere")

    assert check(tmp_path) == [
        f"parties.tsv:1: {code!r} is no code: two capitals, of an organisation more"
    ]


def test_a_code_without_a_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "parties.tsv").write_text(NAMES + "IK\ten\tcapital\tBaghdad\n", encoding="utf-8")

    assert check(tmp_path) == ["parties.tsv:4: no name of IK in ar, fa, en; is the code right?"]


def test_a_party_with_its_names_is_well_formed(tmp_path: Path) -> None:
    (tmp_path / "parties.tsv").write_text(
        f"code\tlanguage\tuse\ttext\tweak\n{NAMES}IQ\ten\tcapital\tBaghdad\tweak\n",
        encoding="utf-8",
    )
    assert check(tmp_path) == []


def test_problems_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    write(tmp_path, "roles", *["en\tofficial\tenvoy"] * 11, "en\tking\tking")
    write(tmp_path, "cues", "en\tproposes")
    places = [problem.rsplit(": ", 1)[0].split(":")[:2] for problem in check(tmp_path)]

    assert places[0] == ["cues.tsv", "1"]
    assert [int(line) for file, line in places if file == "roles.tsv"] == list(range(2, 13))


def test_an_empty_folder_has_no_problems(tmp_path: Path) -> None:
    assert check(tmp_path) == []
