"""Turns what speaks for and against a finding into one number between 0 and 1."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import repeat

from tracker.extraction.entries import FOLDER

MOST = 30.0
_GIVEN: ContextVar[Mapping[str, Mapping[str, float]] | None] = ContextVar("weights", default=None)


def weights(kind: str) -> Mapping[str, float]:
    """Give what each sign adds to the log-odds of a "proposal", a lone "report" or an "update"."""
    given = _GIVEN.get()
    return given[kind] if given is not None and kind in given else shipped(kind)


@contextmanager
def instead(tables: Mapping[str, Mapping[str, float]]) -> Iterator[None]:
    """Weigh by other tables for a while, to see what would be found with them."""
    token = _GIVEN.set(tables)
    try:
        yield
    finally:
        _GIVEN.reset(token)


@cache
def shipped(kind: str) -> dict[str, float]:
    """Give the weights that ship with the package."""
    table = {}
    for line in (FOLDER / "weights.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(kind + "\t"):
            _, feature, weight = line.split("\t")[:3]
            table[feature] = float(weight)
    return table


def log_odds(features: Mapping[str, float], kind: str = "proposal") -> float:
    """Give the sum of the features by their weights."""
    return odds(features, weights(kind))


def odds(features: Mapping[str, float], table: Mapping[str, float]) -> float:
    """Give the sum of the features by the weights of a table."""
    added = map(table.get, features, repeat(0.0))
    return table["bias"] + math.sumprod(features.values(), added)


def calibrated(raw: float, kind: str) -> float:
    """Give how likely a "proposal" or "update" with these log-odds is one, as labels showed.

    The log-odds are stretched and shifted as calibration.tsv says (Platt 1999).
    """
    slope, intercept = calibration(kind)
    return probability(slope * raw + intercept)


def raw_odds(confidence: float, kind: str) -> float:
    """Give the log-odds that were calibrated to a confidence."""
    slope, intercept = calibration(kind)
    return (math.log(confidence / (1 - confidence)) - intercept) / slope


@cache
def calibration(kind: str) -> tuple[float, float]:
    """Give a kind's slope and intercept."""
    for line in (FOLDER / "calibration.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(kind + "\t"):
            _, slope, intercept = line.split("\t")
            return float(slope), float(intercept)
    return 1.0, 0.0


def probability(raw: float) -> float:
    """Give the probability for log-odds."""
    return 1 / (1 + math.exp(-max(-MOST, min(MOST, raw))))
