"""Fitting the weights of the signs for findings."""

from collections.abc import Callable
from typing import Any

import pytest

from tracker.extraction import confidence, weighing
from tracker.extraction.reading import Reading
from tracker.extraction.weighing import Weighed

Read = Callable[[str, str], Reading]
TEXT = (
    "The ministers of Uganda and Kenya met. Kenya proposed to Uganda a joint border post."
    " An economist suggested a common currency."
)
QUOTE = "Kenya proposed to Uganda a joint border post"
ARTICLE = {
    "id": "A-1",
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


def article(name: str, text: str, status: str = "completed") -> dict[str, Any]:
    label = {"start": 0, "end": len(text), "status": status}
    return {"id": name, "lang": "en", "text": text, "labels": [], "updates": [label]}


SLIPPED = "The clinic has slipped to 2027."
LIVE = "The register went live in April."


@pytest.mark.parametrize(("name", "writer"), [("A-12-en", "A"), ("07-fa", "dev"), ("G-1", "G")])
def test_an_article_is_named_for_its_writer(name: str, writer: str) -> None:
    assert weighing.writer_of({"id": name}) == writer


def test_what_one_writer_alone_says_is_not_known_of_that_writer() -> None:
    articles = [article("A-1", SLIPPED), article("A-2", SLIPPED), article("B-1", LIVE)]
    told = weighing.read_as_strangers(articles)
    assert all(
        not reading.document.hits(reading.document.sentences[0], "progress") for reading, _ in told
    )


def test_what_two_writers_say_is_known_of_both() -> None:
    told = weighing.read_as_strangers([article("A-1", SLIPPED), article("B-1", SLIPPED)])
    assert all(
        reading.document.hits(reading.document.sentences[0], "progress", ("postponed",))
        for reading, _ in told
    )


def test_the_words_of_other_lexicons_stay_known() -> None:
    ((reading, _),) = weighing.read_as_strangers([article("A-1", SLIPPED)])
    assert reading.document.hits(reading.document.sentences[0], "kinds")


def test_each_article_is_read_in_full_and_as_a_strangers() -> None:
    full, strange = weighing.read_twice([article("A-1", SLIPPED)])
    sentence = full[0].document.sentences[0]
    assert full[0].document.hits(sentence, "kinds")
    assert not strange[0].document.hits(sentence, "kinds")
    assert strange[0].document.hits(sentence, "progress")


def test_what_reports_gains_weight() -> None:
    background = "Poland has 400 clinics and a register of its own."
    articles = [
        article(f"{writer}-{number}", f"{text} {background}") | {"updates": [label]}
        for writer in "AB"
        for number, text in enumerate((SLIPPED, LIVE, SLIPPED))
        for label in [{"start": 0, "end": len(text), "status": "completed"}]
    ]
    tables = weighing.fit_updates(weighing.read_as_strangers(articles))
    assert tables["report"]["cue"] > 0 > tables["report"]["unmarked"]
    assert tables["update"]["alone"] > 0


def test_each_labelled_report_is_a_choice_of_status() -> None:
    told = weighing.read_as_strangers(
        [article("A-1", SLIPPED, "postponed"), article("B-1", LIVE, "completed")]
    )
    assert [case.right for case in weighing.status_cases(told)] == ["postponed", "completed"]


def test_what_goes_with_labels_gains_weight() -> None:
    table = weighing.fit_proposals([ARTICLE])
    assert table["strength"] > 0 or table["cue"] > 0
    assert table["led_by_outsider"] < 0


def test_the_weights_that_ship_are_of_all_three_findings() -> None:
    assert all("bias" in confidence.weights(name) for name in ("proposal", "report", "update"))


def test_a_word_that_few_candidates_have_gets_no_weight() -> None:
    told = {"in en:often", "in en:rare", "cue"}
    articles = [ARTICLE] * 3
    table = weighing.fit_proposals(articles)
    assert "in en:borde" in table
    once = weighing.fit_proposals([ARTICLE])
    assert not any(name in once for name in told - {"cue"})
    assert "before en:econo" not in once


def test_what_excludes_weighs_at_least_so_much() -> None:
    denied = TEXT + " Kenya did not propose a joint port to Uganda."
    table = weighing.fit_proposals([ARTICLE | {"text": denied}])
    assert table["negated"] <= weighing.AT_MOST["negated"]
