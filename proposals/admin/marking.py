"""Cuts a text, paragraph by paragraph, at the ends of marked spans, which may overlap."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Span[M]:
    """A stretch of the text that carries a mark; offsets count code points."""

    start: int
    end: int
    mark: M


@dataclass(frozen=True)
class Piece[M]:
    """A piece of the text that the same marks cover; ``opening`` are those that begin with it."""

    start: int
    text: str
    marks: tuple[M, ...] = ()
    opening: tuple[M, ...] = ()

    @property
    def at(self) -> str:
        """Where it starts, as an attribute of the page: digits alone in every language."""
        return str(self.start)


def paragraphs[M](text: str, spans: Iterable[Span[M]]) -> list[list[Piece[M]]]:
    """Give the text's paragraphs as pieces; together with the line ends they are the whole text.

    A span that ends before it starts, or lies outside of the text, marks nothing.
    """
    kept = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    kept.sort(key=lambda span: (span.start, -span.end))
    return [
        list(_pieces(text, match.start(), match.end(), kept)) for match in _PARAGRAPH.finditer(text)
    ]


def _pieces[M](text: str, first: int, last: int, spans: Sequence[Span[M]]) -> Iterator[Piece[M]]:
    inside = [span for span in spans if span.start < last and span.end > first]
    cuts = {first, last}
    for span in inside:
        cuts |= {max(span.start, first), min(span.end, last)}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        covering = [span for span in inside if span.start < end and span.end > start]
        yield Piece(
            start,
            text[start:end],
            tuple(span.mark for span in covering),
            tuple(span.mark for span in covering if span.start == start),
        )
