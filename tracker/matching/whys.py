"""Says why two statements may speak of the same measure, for a screen to show and JSON to hold."""

from collections.abc import Mapping
from typing import Any

from tracker.matching import comparing
from tracker.matching.reading import Reading, read
from tracker.matching.statements import Statement


def why(one: Statement, two: Statement, weighed: Mapping[str, float]) -> dict[str, Any]:
    """Give what two share, the first one's words before the other's, and what each sign weighs."""
    first, second = read(one), read(two)
    found: dict[str, Any] = {
        "parties": sorted(one.parties & two.parties or one.parties),
        "kind": _kinds(one, two),
        "concepts": _concepts(first, second),
        "context": _context(first, second),
        "names": _names(first, second),
        "numbers": [first.numbers[n] for n in sorted(first.numbers.keys() & second.numbers.keys())],
        "dates": [str(day) for day in (one.told_on, two.told_on) if day],
        "quote": two.quote,
        "signs": _strongest_first(weighed),
    }
    return {name: value for name, value in found.items() if value}


def _kinds(one: Statement, two: Statement) -> list[str]:
    return list(dict.fromkeys(kind for kind in (one.kind, two.kind) if kind))


def _concepts(one: Reading, two: Reading) -> dict[str, list[str]]:
    return {
        _spoken(concept): [words, two.concepts[concept]]
        for concept, words in one.concepts.items()
        if concept in two.concepts
    }


def _context(one: Reading, two: Reading) -> dict[str, list[str]]:
    """Give what one has around it and the other says."""
    before = {
        _spoken(concept): [words, two.concepts[concept]]
        for concept, words in one.context.items()
        if concept in two.concepts and concept not in one.concepts
    }
    return before | {
        _spoken(concept): [one.concepts[concept], words]
        for concept, words in two.context.items()
        if concept in one.concepts and concept not in two.concepts
    }


def _names(one: Reading, two: Reading) -> list[list[str]]:
    return [list(pair) for pair in comparing.shared_names(one, two).items()]


def _strongest_first(weighed: Mapping[str, float]) -> dict[str, float]:
    ordered = sorted(weighed.items(), key=lambda part: -abs(part[1]))
    return {name: round(value, 2) for name, value in ordered}


def _spoken(concept: str) -> str:
    return concept.replace("_", " ")
