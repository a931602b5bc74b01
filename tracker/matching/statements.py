"""What is matched: statements in articles and titles, and the proposals that they may speak of."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

Span = tuple[int, int]

PROPOSAL, UPDATE, TITLE = "proposal", "update", "title"
# Characters around a quote in which its context stands.
_BEFORE, _AFTER = 400, 200


@dataclass(frozen=True, slots=True)
class Statement:
    """Words that put a measure forward, report on one, or name one, with what is known of them.

    ``text[start:end]`` is the quote; what stands around it tells what "the centre" or "it" is.
    ``siblings`` are the places in ``text`` of the article's other findings, which are no context:
    they speak of other measures. A proposer is a code, "both" or, where nobody knows, None.
    """

    language: str
    text: str
    start: int
    end: int
    type: str = PROPOSAL
    parties: frozenset[str] = frozenset()
    kind: str | None = None
    proposer: str | None = None
    committee: Hashable = None
    told_on: date | None = None
    siblings: tuple[Span, ...] = ()

    @property
    def quote(self) -> str:
        """Give the words themselves."""
        return self.text[self.start : self.end]

    @classmethod
    def at(
        cls, text: str, start: int, end: int, siblings: Iterable[Span] = (), **known: Any
    ) -> Self:
        """Give the statement at a place of a text, with as much of the text as may be context."""
        first, last = max(start - _BEFORE, 0), end + _AFTER
        others = tuple(
            (max(a - first, 0), b - first)
            for a, b in siblings
            if (a, b) != (start, end) and a < last and b > first
        )
        return cls(
            text=text[first:last], start=start - first, end=end - first, siblings=others, **known
        )

    @classmethod
    def titled(cls, title: str, language: str, **known: Any) -> Self:
        """Give the statement that a proposal's title is."""
        return cls(language=language, text=title, start=0, end=len(title), type=TITLE, **known)


@dataclass(frozen=True)
class Candidate[Key: Hashable]:
    """A proposal that a statement may speak of: its parties, and what is said of it."""

    key: Key
    parties: frozenset[str]
    statements: tuple[Statement, ...]

    @property
    def known_since(self) -> date | None:
        """Give the first day on which it was told."""
        return min((one.told_on for one in self.statements if one.told_on), default=None)
