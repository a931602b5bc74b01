"""Compares two statements: what they share, as signs that can be weighed and shown.

Nothing here depends on which of the two came first.
"""

import math
from collections.abc import Iterable, Iterator, Mapping

from tracker.matching.reading import COMMON, Reading, read, weight
from tracker.matching.statements import UPDATE, Statement

# Where sharing more tells no more.
_MUCH, _MUCH_AROUND, _MANY_NAMES, _MANY_NUMBERS = 6.0, 4.0, 3, 2.0
_LITTLE = 1.5  # keeps two short statements from being alike for one shared concept
_FEWEST_TO_TELL, _ROUND = 3, 10  # "two" is in "the two countries"
_YEARS = range(1990, 2101)


def signs(one: Statement, two: Statement) -> dict[str, float]:
    """Give the signs that two statements speak of the same measure, or don't; absent ones are 0."""
    first, second = read(one), read(two)
    found = dict(_of_words(first, second))
    found |= _of_reports(one, first, two, second)
    found |= _of_what_is_known(one, two)
    return {name: value for name, value in found.items() if value}


def _of_words(one: Reading, two: Reading) -> Iterator[tuple[str, float]]:
    shared = _weigh(one.concepts.keys() & two.concepts.keys())
    yield "concepts", min(shared, _MUCH) / _MUCH
    yield "alike", shared / math.sqrt((one.weight + _LITTLE) * (two.weight + _LITTLE))
    yield "covered", shared / (min(one.weight, two.weight) + _LITTLE)
    yield "names", min(len(shared_names(one, two)), _MANY_NAMES) / _MANY_NAMES
    numbers = sum(map(_telling, one.numbers.keys() & two.numbers.keys()))
    yield "numbers", min(numbers, _MANY_NUMBERS) / _MANY_NUMBERS
    yield "other_numbers", float(not numbers and _counts(one) and _counts(two))
    is_strange = one.names.keys().isdisjoint(two.names)
    yield "other_names", float(is_strange and _has_names(one) and _has_names(two))


def _of_reports(
    one: Statement, first: Reading, two: Statement, second: Reading
) -> Mapping[str, float]:
    """Weigh the context: a report often names its measure only in the sentence before."""
    if UPDATE not in {one.type, two.type}:
        around = _around(first, second) + _around(second, first)
        return {"around": min(around, _MUCH_AROUND) / _MUCH_AROUND}
    pairs = [(first, second)] * (one.type == UPDATE) + [(second, first)] * (two.type == UPDATE)
    reports = [_of_report(report, other) for report, other in pairs]
    return {name: max(report[name] for report in reports) for name in reports[0]}


def _of_report(report: Reading, other: Reading) -> dict[str, float]:
    told = report.around | dict.fromkeys(report.concepts, 1.0)
    shared = sum(weight(concept) * told.get(concept, 0) for concept in other.concepts)
    whole = sum(weight(concept) * closeness for concept, closeness in told.items())
    return {
        "reported": min(shared, _MUCH) / _MUCH,
        "reported_alike": shared / math.sqrt((whole + _LITTLE) * (other.weight + _LITTLE)),
    }


def _around(one: Reading, two: Reading) -> float:
    """Weigh what one's context has of what the other says and it doesn't say itself."""
    return sum(
        weight(concept) * one.around[concept]
        for concept in two.concepts.keys() - one.concepts.keys()
        if concept in one.around
    )


def _of_what_is_known(one: Statement, two: Statement) -> dict[str, float]:
    return {
        "same_kind": float(bool(one.kind) and one.kind == two.kind),
        "other_kind": float(_differ(one.kind, two.kind)),
        "same_side": float(bool(one.proposer) and one.proposer == two.proposer),
        "other_side": float(
            _differ(one.proposer, two.proposer) and "both" not in {one.proposer, two.proposer}
        ),
        "same_committee": float(bool(one.committee) and one.committee == two.committee),
        "other_committee": float(_differ(one.committee, two.committee)),
    }


def _differ(one: object, two: object) -> bool:
    return bool(one) and bool(two) and one != two


def _counts(reading: Reading) -> bool:
    """Tell whether a statement has a number that tells something."""
    return any(map(_telling, reading.numbers))


def _has_names(reading: Reading) -> bool:
    return any(not key.startswith(COMMON) for key in reading.names)


def _weigh(concepts: Iterable[str]) -> float:
    return sum(map(weight, concepts))


def _telling(number: float) -> float:
    """Give what it tells that two statements share a number."""
    if number < _FEWEST_TO_TELL:
        return 0.0
    if number in _YEARS:
        return 0.3
    return 0.6 if number < _ROUND else 1.0


def shared_names(one: Reading, two: Reading) -> dict[str, str]:
    """Give the words outside the lexicon that both have, as each writes them.

    Common words are known again in their own language, names in any.
    """
    keys = one.names.keys() & two.names.keys()
    return {one.names[key]: two.names[key] for key in sorted(keys)}
