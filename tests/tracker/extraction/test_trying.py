"""Trying a text, and a new line, in the lexicons."""

import pytest

from tracker.extraction import effect_lexicon, standard, trying

STORY = (
    "BAGHDAD - Iran's interior minister met his Iraqi counterpart. "
    "Iran proposed a joint border operations centre at Mehran."
)
ODD = STORY.replace("proposed", "flumphed")
LINE = "en\tproposes\tafter\tsubject\t0.9\t=flumphed"


def test_entries_are_told_with_their_place() -> None:
    lines = trying.told(STORY, "en", standard())
    proposed = next(line for line in lines if line.startswith("«proposed» is proposes 0.9 by cues"))

    assert proposed.endswith(": ~propose")
    assert any(line.startswith("«Iraqi» is IQ by parties.tsv:") for line in lines)


def test_words_around_a_gap_are_shown_as_such() -> None:
    lines = trying.told(STORY, "en", standard())

    assert any(line.startswith("«joint … centre» is joint_body") for line in lines)


def test_clauses_are_told_with_their_reasons() -> None:
    clause = next(line for line in trying.told(STORY, "en", standard()) if line.startswith("found"))

    assert "proposal «Iran proposed a joint border operations centre at Mehran»" in clause
    for name in ("cue: proposes by cues.tsv:", "who: ", "kind: joint_body", "signs: "):
        assert f"\n    {name}" in clause


def test_what_speaks_against_a_clause_is_told() -> None:
    denied = STORY.replace("Iran proposed", "Iran has not proposed")
    clauses = trying.told(denied, "en", standard())

    assert any("against: negated" in line for line in clauses if line.startswith("not found"))


def test_a_new_line_shows_what_it_changes() -> None:
    added = effect_lexicon("cues", LINE)
    changed = trying.changes(trying.told(ODD, "en", standard()), trying.told(ODD, "en", added))
    assert changed[0].startswith("+ «flumphed» is proposes 0.9 by cues.tsv:")
    assert any(line.startswith("+ found") for line in changed)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (["a", "b"], ["a", "b"], []),
        (["a", "b"], ["b"], ["- a"]),
        ([], ["a"], ["+ a"]),
        (["found (80%)"], ["found (90%)"], ["- found (80%)", "+ found (90%)"]),
    ],
)
def test_only_what_differs_is_shown(
    before: list[str], after: list[str], changed: list[str]
) -> None:
    assert trying.changes(before, after) == changed


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_an_empty_text_tells_nothing(language: str) -> None:
    assert trying.told("", language, standard()) == []
