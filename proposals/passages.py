"""The place in a text where the searched words stand, shown with the words marked.

Words are compared as the database's ``proposals_fold`` compares them; here the folding also keeps
where in the text each letter comes from, so that the marks stand in the text as it was written.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

AROUND = 90
# Arabic-Indic and Persian digits, each with its own of ours.
DIGITS = {
    **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
    **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
}
# Each letter and digit is read as the one after the colon; marks and joiners are not read at all.
_READ_AS = {
    **dict.fromkeys("ىیېے", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةہھەۃ", "ه"),
    "ٱ": "ا",
    **DIGITS,
}
_UNREAD = re.compile(
    "[ءـ\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8"
    "\u06ea-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_TABLE = str.maketrans(_READ_AS)


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character).lower()
    return _UNREAD.sub("", plain).translate(_TABLE)


def fold(text: str) -> str:
    """Give the text in the letters and digits by which it is compared."""
    return "".join(map(_letter, text))


def places(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Give where any of the words stands in the text, as offsets, in order and without overlap.

    Marks that are not read belong to the letter before them.
    """
    origins = [place for place, one in enumerate(text) for _letter_of in _letter(one)]
    origins.append(len(text))
    folded = fold(text)
    found = sorted(
        (origins[match.start()], max(origins[match.end()], origins[match.end() - 1] + 1))
        for word in filter(None, map(fold, words))
        for match in re.finditer(re.escape(word), folded)
    )
    return list(_merged(found))


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for start, end in spans:
        if last and start <= last[1]:
            last = last[0], max(last[1], end)
            continue
        if last:
            yield last
        last = start, end
    if last:
        yield last


def marked(text: str, words: Iterable[str]) -> SafeString:
    """Give the whole text with the words marked."""
    return _marked(text, places(text, words))


def passage(text: str, words: Iterable[str]) -> SafeString:
    """Give what stands around the first of the words, with all that are near marked; else nothing.

    It is cut between words, with an ellipsis where something is left out.
    """
    found = places(text, words)
    if not found:
        return SafeString("")
    first, last = _cut(text, found[0][0] - AROUND, found[0][1] + 2 * AROUND)
    inside = [(start - first, end - first) for start, end in found if end <= last]
    return format_html(
        "{}{}{}",
        "… " if first else "",
        _marked(text[first:last], inside),
        " …" if last < len(text) else "",
    )


def _cut(text: str, first: int, last: int) -> tuple[int, int]:
    """Move the ends of a cut to where words end."""
    if first > 0:
        first = text.find(" ", first) + 1
    if last < len(text):
        last = text.rfind(" ", 0, last)
    return max(first, 0), min(last, len(text))


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    pieces, done = [], 0
    for start, end in spans:
        pieces.append((text[done:start], text[start:end]))
        done = end
    marks = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", marks, text[done:])
