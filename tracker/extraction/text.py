"""Folds the letters, digits and marks of a text into one normal form, and finds the way back."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

_LETTERS = {
    # Arabic and Persian hands write these letters for one another.
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك",
    "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ء": "", "ـ": "",
    # Latin letters that carry their accent inside.
    "ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h",
    # Quotation marks, apostrophes, ellipsis.
    "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "‹": '"', "›": '"',
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'",
}  # fmt: skip
_UNSEEN = {"Mn", "Me", "Cf"}  # vowel signs, accents, joiners, direction marks
_LAST_CACHED = 65536


def fold(text: str) -> str:
    """Give the one normal form that is compared; folding it again changes nothing."""
    return text.translate(_TABLE)


def _fold_once(character: str) -> str:
    folded = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        category = unicodedata.category(part)
        if category in _UNSEEN:
            continue
        if category == "Nd":
            folded.append(str(unicodedata.digit(part)))
        elif category == "Pd":
            folded.append("-")
        elif category in {"Zs", "Cc"} and part not in "\n\t":
            folded.append("\n" if part in "\v\f\x85" else " ")
        elif category in {"Zl", "Zp"}:
            folded.append("\n")
        else:
            folded.append(_LETTERS.get(part, part))
    return "".join(folded)


@lru_cache(maxsize=_LAST_CACHED)
def _fold_character(character: str) -> str:
    folded = _fold_once(character)
    while (again := "".join(map(_fold_once, folded))) != folded:
        folded = again
    return folded


class _FoldTable(dict[int, str]):
    """A translation table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_TABLE = _FoldTable()


class Folded:
    """A folded text that knows where each of its characters came from."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = fold(original)
        self._positions, self._origins = _breaks(original)

    def origin(self, position: int) -> int:
        """Give the index in the original of the folded character at `position`."""
        at = bisect_right(self._positions, position) - 1
        return self._origins[at] + position - self._positions[at]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the original's offsets for a folded slice, its last vowel signs and hamza too."""
        if start >= end:
            here = self.origin(start) if start < len(self.text) else len(self.original)
            return here, here
        first, last = self.origin(start), self.origin(end - 1) + 1
        while last < len(self.original) and _is_of_a_letter(self.original[last]):
            last += 1
        return first, last


def _is_of_a_letter(character: str) -> bool:
    """Tell what belongs to the word before it although it folds to nothing: «السجناء»."""
    return character == "ء" or unicodedata.category(character) == "Mn"


def _breaks(original: str) -> tuple[list[int], list[int]]:
    """List the folded positions at which the distance to the original changes."""
    positions, origins, shift = [0], [0], 0
    for found in _uneven(original):
        index, width = found.start(), len(_TABLE[ord(found[0])])
        positions += range(index + shift, index + shift + width + 1)
        origins += [index] * width + [index + 1]
        shift += width - 1
    return positions, origins


def _uneven(original: str) -> Iterable[re.Match[str]]:
    """Give the characters that fold to none or to several."""
    uneven = "".join(char for char in set(original) if len(_TABLE[ord(char)]) != 1)
    return re.finditer(f"[{re.escape(uneven)}]", original) if uneven else ()
