"""Chooses the likeliest of several options by what speaks for each, with fitted weights.

A choice (whose act it is, which act, of what kind) gives each of its options signs with values; the
weights of choices.tsv say what each sign adds. The chances of the options follow as in any
log-linear model (multinomial logit: McFadden 1974).
"""

import math
from collections.abc import Mapping
from functools import cache
from itertools import repeat

from tracker.extraction.entries import FOLDER

Signs = Mapping[str, float]
_COLUMNS = 3


@cache
def weights(choice: str) -> dict[str, float]:
    """Give what each sign of a choice adds to an option."""
    table = {}
    for line in (FOLDER / "choices.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(choice + "\t"):
            _, sign, weight = line.split("\t")[:_COLUMNS]
            table[sign] = float(weight)
    return table


def odds(signs: Signs, table: Mapping[str, float]) -> float:
    """Give the sum of an option's signs by their weights."""
    return math.sumprod(signs.values(), map(table.get, signs, repeat(0.0)))


def chances[Option](
    options: Mapping[Option, Signs], table: Mapping[str, float]
) -> dict[Option, float]:
    """Give how likely each option is."""
    sums = {option: odds(signs, table) for option, signs in options.items()}
    highest = max(sums.values())
    shares = {option: math.exp(value - highest) for option, value in sums.items()}
    whole = sum(shares.values())
    return {option: share / whole for option, share in shares.items()}


def likeliest[Option](
    options: Mapping[Option, Signs], table: Mapping[str, float]
) -> tuple[Option, float]:
    """Give the likeliest option, and how likely it is."""
    shares = chances(options, table)
    best = max(shares, key=lambda option: shares[option])
    return best, shares[best]


def strongest(signs: Signs, table: Mapping[str, float], most: int) -> dict[str, float]:
    """Give the signs that weighed most for an option, with what each added."""
    added = {sign: round(table.get(sign, 0.0) * value, 2) for sign, value in signs.items()}
    ranked = sorted(added.items(), key=lambda pair: -abs(pair[1]))
    return dict(ranked[:most])
