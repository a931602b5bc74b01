"""Which proposal a statement speaks of: the likeliest first, with its probability."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.matching.conftest import PAIR, Know, State, statement
from tests.tracker.matching.test_comparing import CENTRE, COURSES, LANGUAGES
from tracker.matching import UPDATE, Candidate, Match, match

SURE, UNLIKELY = 0.9, 0.1
PACKAGE = {  # what one meeting may bring: measures that have much in common
    "officers": "Iran is ready to hold training courses for Iraqi border officers",
    "judges": "Iran is ready to hold training courses for Iraqi judges",
    "patrols": "The two sides agreed on joint patrols along the border",
    "nurses": "Iraq asked for scholarships for forty nurses",
    "zone": "They agreed to open a joint free zone near Basra",
}


def package() -> list[Candidate[str]]:
    return [Candidate(key, PAIR, (statement(text),)) for key, text in PACKAGE.items()]


def best(found: list[Match[str]]) -> tuple[str, float]:
    return found[0].candidate.key, found[0].score


@pytest.mark.parametrize("told", LANGUAGES)
@pytest.mark.parametrize("known", LANGUAGES)
def test_a_measure_is_recognised_in_another_language(
    state: State, know: Know, told: str, known: str
) -> None:
    candidates = [
        know("centre", state(CENTRE[known], known, kind="joint_body")),
        know("courses", state(COURSES[known], known, kind="training_capacity")),
    ]
    centre = state(CENTRE[told], told, kind="joint_body")
    courses = state(COURSES[told], told, kind="training_capacity")

    for one, key in ((centre, "centre"), (courses, "courses")):
        found, score = best(match(one, candidates))
        assert found == key
        assert score > SURE


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("وأبدت إيران استعدادها لتنظيم دورات تدريبية للقضاة العراقيين", "ar", "judges"),
        ("دوره‌های آموزشی برای افسران مرزی عراق برگزار می‌شود", "fa", "officers"),
        ("طلبت بغداد منحاً لأربعين ممرضة", "ar", "nurses"),
        ("گشت‌زنی مشترک مرزی", "fa", "patrols"),
        ("منطقة حرة مشتركة قرب البصرة", "ar", "zone"),
    ],
)
def test_the_measures_of_one_package_are_told_apart(
    state: State, text: str, language: str, key: str
) -> None:
    found, score = best(match(state(text, language), package()))

    assert found == key
    assert score > 0.5


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("Iraqi judges finished the training course in Tehran last week", "en", "judges"),
        ("أجلت المنطقة الحرة المشتركة قرب البصرة إلى العام المقبل", "ar", "zone"),
        ("نخستین پرستاران عراقی با بورس تحصیلی وارد تهران شدند", "fa", "nurses"),
    ],
)
def test_a_report_finds_the_proposal_that_it_reports_on(
    state: State, text: str, language: str, key: str
) -> None:
    assert best(match(state(text, language, type=UPDATE), package()))[0] == key


def test_something_new_is_like_nothing_that_is_known(state: State) -> None:
    found = match(state("Tehran offered 200,000 doses of cholera vaccine"), package())

    assert all(one.score < UNLIKELY for one in found)


def test_other_parties_proposals_are_not_compared(state: State, know: Know) -> None:
    same = state(CENTRE["en"])
    others = [
        know("elsewhere", same, parties=frozenset(("IQ", "TR"))),
        know("nobody", same, parties=frozenset()),
        know("silent"),
    ]
    assert match(same, others) == []
    assert match(state(CENTRE["en"], parties=frozenset(("IQ",))), [know("p", same)]) == []


def test_a_third_party_may_take_part(state: State, know: Know) -> None:
    three = know("three", state(CENTRE["en"]), parties=PAIR | {"TR"})

    assert match(state(CENTRE["ar"], "ar"), [three])[0].candidate is three


def test_what_is_said_most_like_it_counts(state: State, know: Know) -> None:
    near = state(CENTRE["fa"], "fa")
    (found,) = match(state(CENTRE["ar"], "ar"), [know("p", state("a memorandum"), near)])

    assert found.nearest is near


def test_two_that_fit_alike_share_the_doubt(state: State, know: Know) -> None:
    same = state(CENTRE["en"])
    one, other = match(same, [know("a", same), know("b", same)])

    assert one.score == other.score < 0.5


def test_a_report_from_before_the_proposal_is_of_something_else(state: State, know: Know) -> None:
    known = know("p", state(CENTRE["en"], told_on=date(2026, 3, 11)))
    early, late = (
        match(state("The joint border operations centre opened", type=UPDATE, told_on=day), [known])
        for day in (date(2026, 3, 10), date(2026, 3, 12))
    )
    assert early[0].score < late[0].score / 2


def test_the_order_of_the_candidates_does_not_matter(state: State) -> None:
    told = state(PACKAGE["judges"])
    found = [match(told, list(order)) for order in permutations(package())]

    assert all(
        [(one.candidate.key, one.score) for one in ranked]
        == [(one.candidate.key, one.score) for one in found[0]]
        for ranked in found
    )


@given(st.text(min_size=1, max_size=200), st.sampled_from(LANGUAGES))
def test_scores_are_probabilities_whatever_is_said(text: str, language: str) -> None:
    found = match(statement(text, language), package())

    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score <= 1 for one in found)
    assert sum(one.score for one in found) <= 1 + 1e-9


def test_other_weights_can_be_tried(state: State) -> None:
    careless = {"bias": 5.0}

    assert match(state("anything"), package(), careless)[0].score == pytest.approx(0.2, abs=0.01)
