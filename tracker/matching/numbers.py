"""Finds the numbers in a text, in digits or in words: 42, forty-two, چهل‌ودو, اثنين وأربعين."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tracker.extraction.entries import rows
from tracker.extraction.text import fold

FOLDER = Path(__file__).parent
FILE = "numbers"
COLUMNS = ("value", "ar", "fa", "en")
NONE = "-"  # stands where a language has no word of its own for a number

_SCALES = (100, 1_000, 1_000_000, 1_000_000_000)
_AND = frozenset(("and", "و"))
_UNITS, _TENS = range(1, 10), range(10, 100, 10)
_PREFIXES = re.compile(r"[وفبلك](?:ال|ل)?|ال")
# What Persian writes in one word with a number: percent, persons, years, months, days, hours.
_MEASURES = re.compile(r"(?:درصد|نفر|سال|ماه|روز|ساعت)[يه]?$")
_ENDS_OF_DIGITS = re.compile(r"st|nd|rd|th|[,٬]")


class Number(NamedTuple):
    """A number found: its value, its first word and the one after its last."""

    value: float
    start: int
    end: int


@cache
def words(language: str) -> dict[str, int]:
    """Give the values of a language's number words."""
    column = COLUMNS.index(language)
    return {
        fold(word).replace("\u200c", ""): int(row.cells[0])
        for row in rows(FOLDER, FILE)
        for word in row.cells[column].split()
        if word != NONE
    }


def find(texts: Sequence[str], language: str) -> Iterator[Number]:
    """Give the numbers among folded words, in order; what is said in several words is one."""
    held: Number | None = None
    for number in _simple(texts, language):
        joined = held and _joined(held, number, texts)
        if held and not joined:
            yield held
        held = joined or number
    if held:
        yield held


def _simple(texts: Sequence[str], language: str) -> Iterator[Number]:
    for index, text in enumerate(texts):
        value = _value(text, language)
        if value is not None:
            yield Number(value, index, index + 1)


def _value(text: str, language: str) -> float | None:
    if text[:1].isdigit():
        return _of_digits(text)
    known = words(language)
    if text in known:
        return known[text]
    if language == "ar":
        return known.get(_PREFIXES.sub("", text, count=1)) if _PREFIXES.match(text) else None
    return _of_compound(text, known) if language == "fa" else None


def _of_digits(text: str) -> float | None:
    try:
        return float(_ENDS_OF_DIGITS.sub("", text).replace("٫", "."))
    except ValueError:  # a time or a date
        return None


def _of_compound(text: str, known: dict[str, int]) -> float | None:
    """Give the value of a Persian number within one word: بیست‌وپنج, دوازده‌درصدی."""
    bare = _MEASURES.sub("", text)
    if bare in known:
        return known[bare]
    tens, _, units = bare.partition("و")
    if tens in known and units in known and known[units] < known[tens]:
        return known[tens] + known[units]
    return None


def _joined(one: Number, two: Number, texts: Sequence[str]) -> Number | None:
    """Give the number that two make together, if they do."""
    between = texts[one.end : two.start]
    if any(text not in _AND for text in between) or len(between) > 1:
        return None
    if two.value in _SCALES and one.value < two.value and not between:
        return Number(one.value * two.value, one.start, two.end)
    if texts[two.start][0].isdigit() or not _adds_up(one.value, two.value):
        return None
    return Number(one.value + two.value, one.start, two.end)


def _adds_up(one: float, two: float) -> bool:
    """Tell whether a number goes on with the next: forty and two, or in Arabic two and forty."""
    if one % 100 in _UNITS and two in _TENS:
        return True
    room = 10 ** len(str(int(two)))
    return two < one and one % room == 0 and one >= room
