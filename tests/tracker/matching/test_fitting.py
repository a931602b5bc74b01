"""Fitting the weights: the choices that articles pose, and what is learned from them."""

from typing import Any

import pytest

from tracker.matching import Article, fitting, model
from tracker.matching.fitting import JUDGED, Choice

PARTIES = {"proposer": "IR", "addressee": "IQ"}


def article(name: str, day: int, *spans: tuple[str, str]) -> Article:
    text = f"Iran met Iraq. {' '.join(f'It proposed {words}.' for words, _ in spans)}"
    labels: list[dict[str, Any]] = [
        {"start": text.index(words), "end": text.index(words) + len(words), "pid": pid, **PARTIES}
        for words, pid in spans
    ]
    published = f"2026-03-{day:02d}"
    return Article.of(
        {"id": name, "lang": "en", "published": published, "text": text, "labels": labels}
    )


FIRST = article("a", 1, ("forty dogs", "dogs"), ("a dam", "dam"))
SECOND = article("b", 2, ("the forty dogs", "dogs"))
THIRD = article("c", 3, ("those dogs", "dogs"), ("a hospital", "hospital"))


def test_articles_of_one_pair_are_one_event_by_date() -> None:
    other = Article.of(
        {
            "id": "d",
            "lang": "en",
            "published": "2026-01-01",
            "text": "Zambia and Malawi met in Lilongwe.",
        }
    )
    assert fitting.events([THIRD, other, FIRST]) == {
        frozenset(("MW", "ZM")): [other],
        frozenset(("IQ", "IR")): [FIRST, THIRD],
    }


def test_a_statement_chooses_among_what_was_told_before() -> None:
    as_told, untracked = list(fitting.choices([FIRST, SECOND]))

    assert len(as_told.candidates) == 2
    assert as_told.right is not None
    assert "numbers" in as_told.candidates[as_told.right][0]
    assert (len(untracked.candidates), untracked.right) == (1, None)
    assert untracked.weight < as_told.weight


def test_the_first_article_poses_no_choice() -> None:
    assert list(fitting.choices([FIRST])) == []


def test_what_is_new_is_none_of_the_candidates() -> None:
    choices = [one for one in fitting.choices([FIRST, THIRD]) if one.weight == 1.0]

    assert [one.right is None for one in choices] == [False, True]


def test_one_earlier_article_may_be_all_that_is_known() -> None:
    last = [one for one in fitting.choices([FIRST, SECOND, THIRD]) if one.weight == 0.5]

    assert sorted(len(one.candidates) for one in last) == [1, 1, 2, 2]


def test_extraction_poses_choices_too() -> None:
    given = list(fitting.choices([FIRST, SECOND]))

    assert len(fitting.all_choices([FIRST, SECOND])) >= len(given)


def choice(right: int | None, *signs: dict[str, float]) -> Choice:
    return Choice([[one] for one in signs], right)


CASES = [
    choice(0, {"names": 1.0}, {"other_kind": 1.0}),
    choice(1, {"other_kind": 1.0}, {"names": 1.0, "other_kind": 1.0}),
    choice(None, {"other_kind": 1.0}, {"common": 1.0}),
    choice(0, {"names": 1.0, "common": 1.0}, {"common": 1.0}),
]


def test_what_tells_them_apart_is_learned() -> None:
    weights = fitting.fit(CASES)

    assert weights["names"] > 1
    assert weights["other_kind"] < 0
    assert weights[model.BIAS] < 0
    assert abs(weights["common"]) < weights["names"] / 2


def test_the_right_choices_become_likely() -> None:
    weights = fitting.fit(CASES)
    for case in CASES:
        odds = [sum(model.weighed(said[0], weights).values()) for said in case.candidates]
        chances = model.probabilities(odds)
        assert (chances[case.right] if case.right is not None else 1 - sum(chances)) > 0.6


def test_of_what_is_said_of_a_candidate_the_nearest_counts() -> None:
    mixed = [Choice([[{"other_kind": 1.0}, {"names": 1.0}]], 0), choice(None, {"other_kind": 1.0})]

    assert fitting.fit(mixed)["names"] > 0.5


def test_a_fit_goes_on_from_where_another_ended() -> None:
    weights = fitting.fit(CASES)
    again = fitting.fit(CASES, weights)

    assert again == pytest.approx(weights, abs=0.3)


def test_each_pair_is_left_out_once() -> None:
    elsewhere = [
        Article.of(
            {
                "id": name,
                "lang": "en",
                "published": "2026-04-01",
                "text": "Zambia proposed a well. Malawi agreed.",
                "labels": [
                    {"start": 7, "end": 22, "pid": "well", "proposer": "ZM", "addressee": "MW"}
                ],
            }
        )
        for name in ("x", "y")
    ]
    left_out = list(fitting.left_out([FIRST, SECOND, *elsewhere]))

    assert sorted([one.id for one in own] for own, _ in left_out) == [["a", "b"], ["x", "y"]]
    assert all(set(JUDGED) < set(weights) for _, weights in left_out)
    (one, other) = (weights for _, weights in left_out)
    assert one != other
