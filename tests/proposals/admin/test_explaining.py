"""Reasons as lines that a reader can judge, whatever shape they come in."""

from typing import Any

import pytest

from proposals.admin.explaining import reasons

TEXT = "The two sides agreed on six joint meters."


def told(why: Any, text: str = "") -> dict[str, list[str]]:
    return {str(reason.label): reason.seen for reason in reasons(why, text)}


def test_known_parts_have_names_for_readers() -> None:
    assert told({"cue": "ندعو إلى", "chain": ["subject وزير -> IQ"]}) == {
        "Words that signal it": ["ندعو إلى"],
        "Who acts": ["subject وزير -> IQ"],
    }


def test_unknown_parts_keep_their_own_name() -> None:
    assert told({"third_party_doubt": "a lawyer"}) == {"Third party doubt": ["a lawyer"]}


def test_a_table_of_weights_is_one_line_each() -> None:
    assert told({"features": {"cue": 0.45, "number": 1.0, "weak_alone": 2}}) == {
        "What counted, and how much": [
            "words that signal it: 0.45",
            "names a number: 1",
            "only weak words: 2",
        ]
    }


def test_entries_of_a_lexicon_are_told_without_their_places() -> None:
    why = {"cue": {"text": "proposes", "line": 12, "start": 40, "end": 48}}
    assert told(why) == {"Words that signal it": ["text: proposes", "line: 12"]}


def test_an_entry_of_a_lexicon_is_told_by_the_words_of_the_text() -> None:
    entry = {
        "lexicon": "cues",
        "line": 213,
        "label": "agrees",
        "pattern": "~agree (on)",
        "weight": 0.85,
        "spans": [[14, 20], [21, 23]],
    }
    line = "agrees on · 0.85 · cues 213"
    assert told({"cue": entry}, TEXT) == {"Words that signal it": [f"“agreed … on” · {line}"]}
    assert told({"cue": entry}) == {"Words that signal it": [f"“~agree (on)” · {line}"]}


def test_scores_and_entries_of_a_kind_are_told_with_its_name() -> None:
    why = {
        "kind": {
            "scores": {"information_sharing": 5.18},
            "entries": [
                {"label": "information_sharing", "pattern": "meter", "weight": 4.2},
                {"label": "information_sharing", "pattern": "reading", "weight": 1},
            ],
        }
    }
    assert told(why) == {
        "Words of its kind": [
            "scores: Information sharing: 5.18",
            "“meter” · Information sharing · 4.2",
            "“reading” · Information sharing · 1",
        ]
    }


def test_what_speaks_against_it_is_told_with_its_words() -> None:
    why = {"exclusions": [{"reason": "aim", "start": 24, "end": 27}]}
    assert told(why, TEXT) == {"What speaks against it": ["“six” · names only an aim"]}


def test_what_two_have_in_common_is_told_in_both_languages() -> None:
    why = {
        "concepts": {"liaison officer": ["ضابط ارتباط", "افسر رابط"]},
        "names": [["مهران", "مهران"]],
        "numbers": [6],
    }
    assert told(why) == {
        "Concepts in common": ["ضابط ارتباط · افسر رابط"],
        "Names in common": ["مهران", "مهران"],
        "Numbers in common": ["6"],
    }


@pytest.mark.parametrize(
    "entry",
    [
        {"spans": "odd"},
        {"spans": [[1]]},
        {"spans": [[1, "x"]]},
        {"start": 3},
        {"end": None},
        {"spans": 4},
    ],
)
def test_a_place_of_an_odd_shape_is_not_told(entry: dict[str, Any]) -> None:
    assert told({"cue": entry}, TEXT) == {}


def test_a_list_of_entries_is_a_line_each() -> None:
    why = {"kinds": [{"word": "centre", "score": 2.5}, {"word": "joint", "score": 1}]}
    assert told(why) == {"Words of its kind": ["word: centre, score: 2.5", "word: joint, score: 1"]}


def test_what_is_empty_is_not_said() -> None:
    assert told({"cue": "", "excl": [], "kinds": {}, "line": None, "start": 4}) == {}


@pytest.mark.parametrize("why", [None, "", [], {}, 0.0, False])
def test_no_reason_is_no_line(why: Any) -> None:
    assert told(why) in ({}, {"Why": ["0"]})


@pytest.mark.parametrize(
    ("why", "lines"),
    [("because", ["because"]), (["one", "two"], ["one", "two"]), (0.876, ["0.88"]), (3, ["3"])],
)
def test_a_bare_reason_is_told_all_the_same(why: Any, lines: list[str]) -> None:
    assert told(why) == {"Why": lines}


def test_what_is_nested_too_deep_is_told_as_it_stands() -> None:
    why: Any = {"end": 1}
    for _ in range(60):
        why = {"in": why}
    ((label, (line,)),) = told(why).items()
    assert label == "In"
    assert line.startswith("in: in: in: in: {")
