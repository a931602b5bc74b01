"""Fitting the weights of the signs for findings."""

from collections.abc import Callable

import pytest

from tracker.extraction import confidence, standard, weighing
from tracker.extraction.reading import Reading
from tracker.extraction.weighing import Weighed

Read = Callable[[str, str], Reading]
TEXT = (
    "The ministers of Uganda and Kenya met. Kenya proposed to Uganda a joint border post."
    " An economist suggested a common currency."
)
QUOTE = "Kenya proposed to Uganda a joint border post"
ARTICLE = {
    "lang": "en",
    "text": TEXT,
    "labels": [{"start": TEXT.index(QUOTE), "end": TEXT.index(QUOTE) + len(QUOTE)}],
}


def test_a_candidate_that_holds_a_label_is_right(reading: Read) -> None:
    weighed = list(weighing.of_proposals(reading(TEXT, "en"), ARTICLE))
    assert {one.is_right for one in weighed} == {True, False}


def test_without_labels_nothing_is_right(reading: Read) -> None:
    weighed = weighing.of_proposals(reading(TEXT, "en"), ARTICLE | {"labels": []})
    assert not any(one.is_right for one in weighed)


def test_reports_are_right_by_the_updates_of_an_article(reading: Read) -> None:
    text = "Work has begun on the joint border post of Uganda and Kenya."
    article = {"lang": "en", "text": text, "labels": [], "updates": [{"start": 0, "end": 40}]}
    assert any(one.is_right for one in weighing.of_reports(reading(text, "en"), article))
    assert any(
        one.is_right for one in weighing.of_updates(reading(text, "en"), article, {"bias": 0.0})
    )


@pytest.mark.parametrize(("is_right", "option"), [(True, "taken"), (False, "left")])
def test_a_case_says_what_should_be_done(is_right: bool, option: str) -> None:
    case = Weighed({"cue": 1.0}, is_right).case()
    assert case.right == option
    assert case.options["taken"] == {"cue": 1.0, "bias": 1.0}


def test_a_forgetful_lexicon_lacks_cues_and_nothing_else() -> None:
    whole, lacking = (one.dictionaries["en"].entries for one in (standard(), weighing.forgetful(1)))
    counts = [
        {name: sum(entry.file == name for entry in entries) for name in ("cues", "kinds")}
        for entries in (whole, lacking)
    ]
    assert 0.4 < counts[1]["cues"] / counts[0]["cues"] < 0.8
    assert counts[0]["kinds"] == counts[1]["kinds"]


def test_what_goes_with_labels_gains_weight() -> None:
    table = weighing.fit([ARTICLE], [standard()])["proposal"]
    assert table["strength"] > 0 or table["cue"] > 0
    assert table["led_by_outsider"] < 0


def test_the_weights_that_ship_are_of_all_three_findings() -> None:
    assert all("bias" in confidence.weights(name) for name in ("proposal", "report", "update"))


def test_a_word_that_few_candidates_have_gets_no_weight() -> None:
    told = {"in en:often", "in en:rare", "cue"}
    articles = [ARTICLE] * 3
    table = weighing.fit_proposals(articles, standard())
    assert "in en:borde" in table
    once = weighing.fit_proposals([ARTICLE], standard())
    assert not any(name in once for name in told - {"cue"})
    assert "before en:econo" not in once


def test_what_excludes_weighs_at_least_so_much() -> None:
    denied = TEXT + " Kenya did not propose a joint port to Uganda."
    table = weighing.fit_proposals([ARTICLE | {"text": denied}], standard())
    assert table["negated"] <= weighing.AT_MOST["negated"]
