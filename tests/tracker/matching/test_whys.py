"""The reasons for a match: words of both, for a screen, in JSON."""

import json

from tests.tracker.matching.conftest import Know, State
from tests.tracker.matching.test_comparing import CENTRE
from tracker.matching import UPDATE, match


def test_the_reasons_name_the_words_of_both(state: State, know: Know) -> None:
    known = know("p", state(CENTRE["en"], kind="joint_body"))
    why = match(state(CENTRE["ar"], "ar", kind="joint_body"), [known])[0].why

    assert why["parties"] == ["IQ", "IR"]
    assert why["kind"] == ["joint_body"]
    assert why["concepts"]["liaison officer"] == ["ضباط ارتباط", "liaison officers"]
    assert ["مهران", "Mehran"] in why["names"]
    assert why["dates"] == ["2026-03-11", "2026-03-11"]
    assert why["quote"] == CENTRE["en"]


def test_the_signs_stand_by_what_they_weigh_and_make_the_odds(state: State, know: Know) -> None:
    found = match(state(CENTRE["fa"], "fa"), [know("p", state(CENTRE["en"]))])[0]
    signs = found.why["signs"]

    assert list(signs) == sorted(signs, key=lambda sign: -abs(signs[sign]))
    assert abs(sum(signs.values()) - found.odds) < 0.1


def test_numbers_and_context_are_shown_where_they_count(state: State, know: Know) -> None:
    text = "On the free zone, hopes were high. All 140 traders were turned down."
    report = state(text, quote="All 140 traders were turned down", type=UPDATE)
    why = match(report, [know("p", state("a free zone for 140 shops"))])[0].why

    assert why["numbers"] == ["140"]
    assert why["context"] == {"free zone": ["free zone", "free zone"]}


def test_what_is_not_shared_is_not_listed(state: State, know: Know) -> None:
    why = match(state("a dam"), [know("p", state("forty dogs"))])[0].why

    assert {"concepts", "context", "names", "numbers", "kind"} & set(why) == set()


def test_the_reasons_can_be_kept_as_json(state: State, know: Know) -> None:
    why = match(state(CENTRE["fa"], "fa"), [know("p", state(CENTRE["ar"], "ar"))])[0].why

    assert json.loads(json.dumps(why)) == why
