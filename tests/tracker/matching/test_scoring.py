"""Measuring clusters: B-cubed by hand, labels aligned with findings, attachment counted."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from tests.tracker.matching.conftest import statement
from tracker.matching import PROPOSAL, UPDATE, Article, Placed, Told, cluster, given, scoring
from tracker.matching.scoring import Attachment, Figures, Judged

JUDGED = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=20)


def article(name: str, month: int, labels: str = "", updates: str = "") -> Article:
    """Give an article whose spans are ten letters each, of the proposals named by letters."""

    def spans(pids: str, first: int) -> list[dict[str, Any]]:
        return [
            {"start": first + 20 * n, "end": first + 20 * n + 10, "pid": pid}
            for n, pid in enumerate(pids)
        ]

    return Article(
        name, "en", date(2026, month, 1), "x" * 400, spans(labels, 0), spans(updates, 200)
    )


def placed(
    name: str, start: int, number: int, score: float = 1.0, *, end: int = 0, **known: Any
) -> Placed:
    told = Told(name, start, end or start + 10, statement("words", **known))
    return Placed(told, number, score < 0, abs(score), {})


def test_what_is_all_right_scores_one() -> None:
    found = scoring.b_cubed([("a", 1), ("a", 1), ("b", 2)])

    assert (found.precision, found.recall, found.f1) == (1.0, 1.0, 1.0)


def test_b_cubed_is_as_by_hand() -> None:
    # Cluster 1 holds a, a, b; cluster 2 holds b.
    found = scoring.b_cubed([("a", 1), ("a", 1), ("b", 1), ("b", 2)])

    assert found.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert found.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)


@given_any(JUDGED)
def test_one_cluster_for_all_recalls_everything_and_each_alone_is_precise(
    judged: list[Judged],
) -> None:
    together = scoring.b_cubed([(proposal, 0) for proposal, _ in judged])
    apart = scoring.b_cubed([(proposal, number) for number, (proposal, _) in enumerate(judged)])

    assert together.recall == pytest.approx(1)
    assert apart.precision == pytest.approx(1)


@given_any(JUDGED, st.randoms())
def test_neither_order_nor_names_of_clusters_matter(judged: list[Judged], random: Any) -> None:
    shuffled = [(proposal, f"cluster {cluster_}") for proposal, cluster_ in judged]
    random.shuffle(shuffled)
    one, other = scoring.b_cubed(judged), scoring.b_cubed(shuffled)

    assert (one.precision, one.recall) == pytest.approx((other.precision, other.recall))


def test_nothing_to_judge_is_nothing_wrong() -> None:
    assert scoring.b_cubed([]).f1 == 1.0
    assert Figures(0.0, 0.0).f1 == 0.0


def test_labels_are_aligned_with_the_findings_that_hold_half_of_them() -> None:
    one = article("a", 1, "xy")
    half, less = placed("a", 5, 1), placed("a", 26, 2)
    aligned = scoring.align(one, [half.told, less.told])

    assert [told for _, told in aligned] == [half.told, None]


def test_a_finding_that_is_much_longer_is_no_match() -> None:
    long, longer = placed("a", 0, 1, end=300), placed("a", 0, 1, end=301)

    assert scoring.align(article("a", 1, "x"), [long.told])[0][1] is long.told
    assert scoring.align(article("a", 1, "x"), [longer.told])[0][1] is None


def test_types_are_matched_first() -> None:
    both = Article(
        "a",
        "en",
        date(2026, 1, 1),
        "x" * 50,
        [{"start": 0, "end": 10, "pid": "p"}],
        [{"start": 0, "end": 10, "pid": "u"}],
    )
    told = [placed("a", 0, 1, type=UPDATE).told, placed("a", 0, 2, type=PROPOSAL).told]

    assert [found for _, found in scoring.align(both, told)] == [told[1], told[0]]


def test_as_many_as_can_be_are_paired() -> None:
    # The first finding fits both labels, the second one only the first.
    one = Article(
        "a", "en", date(2026, 1, 1), "x" * 50,
        [{"start": 0, "end": 10, "pid": "p"}, {"start": 8, "end": 18, "pid": "q"}],
    )  # fmt: skip
    wide, narrow = placed("a", 2, 1, end=18).told, placed("a", 0, 2, end=7).told

    assert [found for _, found in scoring.align(one, [wide, narrow])] == [narrow, wide]


def test_what_was_missed_stands_alone_and_what_is_no_label_is_of_its_own() -> None:
    judged = scoring.judge([article("a", 1, "xy")], [placed("a", 0, 7), placed("a", 100, 7)])

    assert [(one.proposal, one.is_unlabelled) for one in judged[:2]] == [("x", False), ("y", False)]
    assert judged[2].is_unlabelled
    assert judged[0].cluster == judged[2].cluster == 7
    assert judged[1].cluster != 7
    assert scoring.figures(judged).precision == pytest.approx((1 / 2 + 1 + 1 / 2) / 3)


def test_the_naive_way_joins_nothing() -> None:
    judged = scoring.judge(
        [article("a", 1, "x"), article("b", 2, "x")], [placed("a", 0, 1), placed("b", 0, 1)]
    )
    assert scoring.baseline(judged).precision == 1.0
    assert scoring.baseline(judged).recall == 0.5


def test_an_attachment_is_right_if_its_cluster_held_the_proposal_before() -> None:
    articles = [article("a", 1, "xy"), article("b", 2, "xyz", "x")]
    judged = scoring.judge(
        articles,
        [
            placed("a", 0, 1, -0.1),
            placed("a", 20, 2, -0.1),
            placed("b", 0, 1, 0.95),  # x to x
            placed("b", 20, 1, 0.92),  # y to x: wrong
            placed("b", 40, 3, -0.2),  # z opens its own
            placed("b", 200, 1, 0.6, type=UPDATE),  # x to x, not sure
        ],
    )
    assert scoring.attachment(judged, 0.9) == Attachment(made=2, right=1, due=3)
    assert scoring.attachment(judged, 0.5) == Attachment(made=3, right=2, due=3)
    assert scoring.attachment(judged, 0.5).coverage == pytest.approx(2 / 3)


def test_what_matches_no_label_can_be_left_out_of_the_count() -> None:
    judged = scoring.judge(
        [article("a", 1, "x"), article("b", 2, "x")],
        [placed("a", 0, 1, -0.1), placed("b", 0, 1, 0.95), placed("b", 100, 1, 0.95)],
    )
    assert scoring.attachment(judged, 0.9).precision == 0.5
    assert scoring.attachment(judged, 0.9, labelled_only=True).precision == 1.0


def test_no_attachment_is_no_mistake() -> None:
    empty = Attachment(0, 0, 0)

    assert (empty.precision, empty.coverage) == (1.0, 1.0)


def test_reliability_sets_scores_beside_what_was_right() -> None:
    judged = scoring.judge(
        [article("a", 1, "xy"), article("b", 2, "xy")],
        [
            placed("a", 0, 1, -0.1),
            placed("a", 20, 2, -0.1),
            placed("b", 0, 1, 0.9),
            placed("b", 20, 1, 0.3),
        ],
    )
    assert scoring.reliability(judged, steps=2) == [(0.3, 0.0, 1), (0.9, 1.0, 1)]


def test_the_invented_events_meet_the_mark(events: list[Article]) -> None:
    found = list(cluster(told for one in events for told in given(one)))
    judged = scoring.judge(events, found)

    assert scoring.figures(judged).f1 >= 0.94
    assert scoring.figures(judged).f1 > scoring.baseline(judged).f1 + 0.3
    assert scoring.attachment(judged, 0.9).precision >= 0.98
    assert scoring.attachment(judged, 0.9).coverage >= 0.7
