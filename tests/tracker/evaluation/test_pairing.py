"""Labels and findings paired: as many as can be."""

from collections import Counter
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.evaluation.conftest import claim
from tracker.evaluation.claims import Claim
from tracker.evaluation.pairing import Paired, fits, pair

SPANS = st.tuples(st.integers(0, 300), st.integers(1, 200)).map(
    lambda drawn: claim(drawn[0], sum(drawn))
)
SOME = st.lists(SPANS, max_size=4)


@pytest.mark.parametrize(
    ("label", "found", "does"),
    [
        ((0, 10), (5, 15), True),  # half of it
        ((0, 10), (6, 15), False),
        ((0, 10), (0, 300), True),
        ((0, 10), (0, 301), False),  # a whole paragraph proves nothing
        ((0, 200), (0, 600), True),
        ((0, 200), (0, 601), False),
        ((0, 10), (20, 30), False),
    ],
)
def test_a_finding_fits_that_holds_half_and_is_not_much_longer(
    label: tuple[int, int], found: tuple[int, int], *, does: bool
) -> None:
    assert fits(claim(*label), claim(*found)) is does


def test_the_one_that_shares_most_is_taken() -> None:
    label, less, more = claim(0, 100), claim(40, 100), claim(10, 100)
    paired = pair([label], [less, more])

    assert paired == Paired(together=[(label, more)], missed=[], unfounded=[less])


def test_a_label_gives_way_if_it_has_another_choice() -> None:
    wide, narrow = claim(0, 100), claim(0, 40)
    both, late = claim(0, 60), claim(50, 100)
    paired = pair([wide, narrow], [both, late])

    assert paired.together == [(wide, late), (narrow, both)]
    assert not paired.missed
    assert not paired.unfounded


def test_no_finding_counts_twice() -> None:
    first, second = claim(0, 50), claim(50, 100)
    paired = pair([first, second], [claim(0, 100)])

    assert len(paired.together) == len(paired.missed) == 1


def test_nothing_is_paired_with_nothing() -> None:
    label, found = claim(0, 10), claim(20, 30)

    assert pair([], []) == Paired([], [], [])
    assert pair([label], [found]) == Paired([], [label], [found])


@given(SOME, SOME)
def test_no_other_way_would_pair_more(labels: list[Claim], found: list[Claim]) -> None:
    paired = pair(labels, found)

    assert len(paired.together) == most_pairs(labels, found)


def most_pairs(labels: list[Claim], found: list[Claim]) -> int:
    """Try every way."""
    for size in range(min(len(labels), len(found)), 0, -1):
        for some in combinations(labels, size):
            for others in permutations(found, size):
                if all(map(fits, some, others)):
                    return size
    return 0


@given(SOME, SOME)
def test_everything_is_in_one_place(labels: list[Claim], found: list[Claim]) -> None:
    paired = pair(labels, found)
    ours = [one for one, _ in paired.together] + paired.missed
    theirs = [one for _, one in paired.together] + paired.unfounded

    assert Counter(ours) == Counter(labels)
    assert Counter(theirs) == Counter(found)
    assert all(fits(one, other) for one, other in paired.together)
