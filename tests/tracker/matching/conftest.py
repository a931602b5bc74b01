"""What the tests of matching share: short ways to make statements, and invented events."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.matching import Article, Candidate, Statement

PAIR = frozenset(("IQ", "IR"))
EVENTS = Path(__file__).parent / "events.txt"
_MARK = re.compile(r"\[\[([^\]]*)\]\]")
_FIELDS = ("pid", "type", "kind", "act", "proposer", "addressee")

type State = Callable[..., Statement]
type Know = Callable[..., Candidate[str]]


def statement(text: str, language: str = "en", quote: str = "", **known: Any) -> Statement:
    """Give what a text states in one of its parts, or as a whole."""
    words = quote or text
    start = text.index(words)
    values: dict[str, Any] = {"parties": PAIR, "told_on": date(2026, 3, 11)} | known
    return Statement.at(text, start, start + len(words), language=language, **values)


@pytest.fixture
def state() -> State:
    """Give the function that makes a statement."""
    return statement


@pytest.fixture
def know() -> Know:
    """Give a function that makes a candidate of statements, under a name."""

    def make(key: str, *statements: Statement, parties: frozenset[str] = PAIR) -> Candidate[str]:
        return Candidate(key, parties, statements)

    return make


def _spans(marked: str, event: str) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Give the pieces of a marked text, each with the span that it is, if it is one."""
    done = 0
    for mark in _MARK.finditer(marked):
        yield marked[done : mark.start()], None
        *fields, quote = mark[1].split("|")
        known = {name: value or None for name, value in zip(_FIELDS, fields, strict=True)}
        yield quote, known | {"pid": f"{event} {known['pid']}"}
        done = mark.end()
    yield marked[done:], None


def _article(head: str, marked: str) -> Article:
    name, language, published, *_pair = head.split()
    text, spans = "", []
    for piece, span in _spans(marked, name.split("-")[0]):
        if span is not None:
            spans.append(span | {"start": len(text), "end": len(text) + len(piece)})
        text += piece
    return Article.of(
        {
            "id": name,
            "lang": language,
            "published": published,
            "text": text,
            "labels": [span for span in spans if span["type"] == "p"],
            "updates": [span for span in spans if span["type"] == "u"],
        }
    )


@pytest.fixture(scope="session")
def events() -> list[Article]:
    """The invented events of events.txt."""
    lines = [line for line in EVENTS.read_text().splitlines() if not line.startswith("#")]
    return [
        _article(head.removeprefix("= "), marked)
        for head, marked in zip(lines[::2], lines[1::2], strict=True)
    ]
