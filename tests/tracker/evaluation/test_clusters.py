"""Matching measured by language."""

import pytest

from tracker.evaluation import clusters
from tracker.evaluation.clusters import OVERALL
from tracker.matching import Article, cluster, given, scoring


def test_the_whole_is_what_matchings_own_scorer_says(events: list[Article]) -> None:
    found = clusters.measure(events, "given", 0.9)
    placed = list(cluster(told for one in events for told in given(one)))
    judged = scoring.judge(events, placed)

    assert found.figures[OVERALL] == scoring.figures(judged)
    assert found.naive[OVERALL] == scoring.baseline(judged)
    assert found.attached == scoring.attachment(judged, 0.9)


def test_each_language_has_its_figures_and_the_whole_lies_between(events: list[Article]) -> None:
    figures = dict(clusters.measure(events, "given", 0.9).figures)
    whole = figures.pop(OVERALL)

    assert list(figures) == ["ar", "en", "fa"]
    assert min(one.recall for one in figures.values()) <= whole.recall
    assert whole.recall <= max(one.recall for one in figures.values())


def test_the_naive_way_is_precise_and_recalls_less(events: list[Article]) -> None:
    found = clusters.measure(events, "extracted", 0.9)

    assert found.naive[OVERALL].precision == 1.0
    assert found.naive[OVERALL].recall < found.figures[OVERALL].recall


def test_of_given_spans_all_match_a_label(events: list[Article]) -> None:
    found = clusters.measure(events, "given", 0.9)

    assert found.attached == found.labelled


@pytest.mark.parametrize("score", [0.5, 0.99])
def test_the_higher_the_score_the_fewer_are_attached(events: list[Article], score: float) -> None:
    lower, higher = (clusters.measure(events, "given", one).attached for one in (0.3, score))

    assert higher.made <= lower.made
    assert higher.due == lower.due
