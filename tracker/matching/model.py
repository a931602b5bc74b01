"""Turns signs into probabilities: a choice among the candidates, or none of them.

This is a conditional logit: each candidate's odds, against its being something new, are the
exponential of the weighted sum of its signs, and the probabilities of all candidates and of
"something new" add up to one. So a candidate is the less likely, the likelier another one is.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from tracker.extraction.entries import rows

FOLDER, FILE = Path(__file__).parent, "weights"
BIAS = "bias"
_MOST = 30.0  # log-odds apart at which one candidate is all there is

Signs = Mapping[str, float]
Weights = Mapping[str, float]


@cache
def standard_weights() -> Weights:
    """Give what each sign adds to the log-odds that two statements speak of one proposal."""
    return {row.cells[0]: float(row.cells[1]) for row in rows(FOLDER, FILE)}


def weighed(signs: Signs, weights: Weights) -> dict[str, float]:
    """Give what each sign adds to the log-odds, and the bias that is always there."""
    return {BIAS: weights[BIAS]} | {
        name: weights[name] * value for name, value in signs.items() if name in weights
    }


def probabilities(odds: Sequence[float]) -> list[float]:
    """Give the probability of each candidate by its log-odds; what they lack to 1 is for none."""
    if not odds:
        return []
    top = max(0.0, *odds)
    raised = [math.exp(max(one - top, -_MOST)) for one in odds]
    whole = math.exp(-top) + sum(raised)
    return [one / whole for one in raised]
