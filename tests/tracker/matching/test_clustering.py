"""Clusters: one for each proposal, across articles and languages, in the order of the dates."""

from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from tests.tracker.matching.conftest import PAIR, statement
from tests.tracker.matching.test_comparing import CENTRE, COURSES
from tracker.matching import UPDATE, Article, Placed, Told, cluster, given
from tracker.matching.clustering import JOIN_ODDS


def told(article: str, text: str, language: str = "en", start: int = 0, **known: Any) -> Told:
    return Told(article, start, start + len(text), statement(text, language, **known))


def clusters(*told_: Told) -> dict[tuple[str, int], int]:
    return {(one.told.article, one.told.start): one.cluster for one in cluster(told_)}


def on(month: int) -> date:
    return date(2026, month, 1)


def test_one_measure_in_three_languages_is_one_cluster() -> None:
    found = clusters(
        *(told(f"a-{one}", CENTRE[one], one, told_on=on(3)) for one in ("ar", "fa", "en")),
        *(told(f"a-{one}", COURSES[one], one, 500, told_on=on(3)) for one in ("ar", "fa", "en")),
    )
    assert {found[f"a-{one}", 0] for one in ("ar", "fa", "en")} == {found["a-ar", 0]}
    assert {found[f"a-{one}", 500] for one in ("ar", "fa", "en")} == {found["a-ar", 500]}
    assert len(set(found.values())) == 2


def test_a_report_joins_what_it_reports_on() -> None:
    report = told("b", "مرکز عملیات مرزی مهران افتتاح شد", "fa", type=UPDATE, told_on=on(9))
    found = clusters(told("a", CENTRE["en"], told_on=on(3)), report)

    assert found["b", 0] == found["a", 0]


def test_a_report_on_something_unknown_stands_alone() -> None:
    report = told("b", "Forty camels were vaccinated", type=UPDATE, told_on=on(9))
    found = clusters(told("a", CENTRE["en"], told_on=on(3)), report)

    assert found["b", 0] != found["a", 0]


def test_two_measures_of_one_article_are_never_one() -> None:
    officers, judges = (f"training courses for {who}" for who in ("border officers", "judges"))
    known = told("a", "training courses for officers and judges", told_on=on(3))
    found = clusters(
        known, told("b", officers, told_on=on(5)), told("b", judges, start=100, told_on=on(5))
    )
    assert found["b", 0] != found["b", 100]


def test_a_proposal_and_the_report_that_it_is_agreed_stand_together() -> None:
    words = "The two sides agreed on the joint border operations centre"
    found = list(
        cluster(
            [
                told("b", words, told_on=on(9)),
                told("b", words, type=UPDATE, told_on=on(9)),
                told("a", CENTRE["en"], told_on=on(3)),
            ]
        )
    )
    assert len({one.cluster for one in found}) == 1
    assert [one.is_new for one in found] == [True, False, False]


def test_articles_are_taken_by_date_whatever_their_order() -> None:
    late = told("early-name", CENTRE["fa"], "fa", told_on=on(9))
    early = told("late-name", CENTRE["en"], told_on=on(3))
    found = [(one.told.article, one.is_new) for one in cluster([late, early])]

    assert found == [("late-name", True), ("early-name", False)]


def test_other_parties_have_clusters_of_their_own() -> None:
    elsewhere = told("b", CENTRE["en"], told_on=on(5), parties=frozenset(("IQ", "TR")))
    found = clusters(told("a", CENTRE["en"], told_on=on(3)), elsewhere)

    assert found["a", 0] != found["b", 0]


def test_without_a_pair_nothing_is_joined() -> None:
    found = clusters(*(told(name, CENTRE["en"], parties=frozenset()) for name in "ab"))

    assert found["a", 0] != found["b", 0]


def test_the_score_is_of_what_was_joined_or_nearly() -> None:
    first, again, other = cluster(
        [
            told("a", CENTRE["en"], told_on=on(3)),
            told("b", CENTRE["ar"], "ar", told_on=on(4)),
            told("c", "forty camels at Safwan", told_on=on(5)),
        ]
    )
    assert (first.score, first.why) == (0.0, {})
    assert again.score > 0.9
    assert again.why["quote"] == CENTRE["en"]
    assert other.is_new
    assert 0 < other.score < 0.3


def test_nothing_told_makes_no_cluster() -> None:
    assert list(cluster([])) == []


def by_proposal(articles: list[Article], placed: list[Placed]) -> dict[str, set[int]]:
    pids = {
        (article.id, span["start"]): span["pid"]
        for article in articles
        for span in (*article.labels, *article.updates)
    }
    found: dict[str, set[int]] = defaultdict(set)
    for one in placed:
        found[pids[one.told.article, one.told.start]].add(one.cluster)
    return found


@pytest.fixture(scope="module")
def placed(events: list[Article]) -> list[Placed]:
    return list(cluster(told for article in events for told in given(article)))


def test_the_invented_events_are_gathered(events: list[Article], placed: list[Placed]) -> None:
    gathered = by_proposal(events, placed)
    whole = [pid for pid, numbers in gathered.items() if len(numbers) == 1]

    assert len(whole) > 0.85 * len(gathered)


def test_no_two_proposals_of_the_invented_events_are_mixed(
    events: list[Article], placed: list[Placed]
) -> None:
    owners: dict[int, set[str]] = defaultdict(set)
    for pid, numbers in by_proposal(events, placed).items():
        for number in numbers:
            owners[number].add(pid)

    assert [pids for pids in owners.values() if len(pids) > 1] == []


def test_what_is_below_the_odds_stays_apart(placed: list[Placed]) -> None:
    joined = [one for one in placed if not one.is_new]

    assert joined
    assert all(sum(one.why["signs"].values()) >= JOIN_ODDS - 0.1 for one in joined)
    assert PAIR
