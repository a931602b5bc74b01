"""Turns what speaks for and against a finding into one number between 0 and 1."""

import math
from collections.abc import Mapping
from functools import cache

from tracker.extraction.entries import FOLDER

MOST = 30.0


@cache
def weights(kind: str) -> dict[str, float]:
    """Give what each sign adds to the log-odds of a "proposal", a lone "report" or an "update"."""
    table = {}
    for line in (FOLDER / "weights.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(kind + "\t"):
            _, feature, weight = line.split("\t")[:3]
            table[feature] = float(weight)
    return table


def log_odds(features: Mapping[str, float], kind: str = "proposal") -> float:
    """Give the sum of the features by their weights."""
    table = weights(kind)
    return table["bias"] + sum(table.get(name, 0.0) * value for name, value in features.items())


def probability(odds: float) -> float:
    """Give the probability for log-odds."""
    return 1 / (1 + math.exp(-max(-MOST, min(MOST, odds))))
