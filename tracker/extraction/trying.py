"""Shows what the lexicons make of a sentence, and what a new line would change in that."""

from collections.abc import Iterator
from difflib import ndiff
from typing import Any

from tracker.extraction.document import Document, read
from tracker.extraction.extracting import explain
from tracker.extraction.lexicon import Lexicon
from tracker.extraction.scan import Hit

_MARKS = {True: "found", False: "not found"}


def told(text: str, language: str, lexicon: Lexicon) -> list[str]:
    """Give, a line each, the entries that a text holds and the clauses that were weighed."""
    document = read(text, language, lexicon)
    return [
        *(_entry(document, hit) for hit in _hits(document)),
        *(_clause(clause) for clause in explain(text, language, lexicon=lexicon)),
    ]


def changes(before: list[str], after: list[str]) -> list[str]:
    """Give the lines that are gone, after a minus, and those that are new, after a plus."""
    return [line for line in ndiff(before, after) if line.startswith(("+ ", "- "))]


def _hits(document: Document) -> Iterator[Hit]:
    hits = [
        hit
        for by_file in document.found.values()
        for in_file in by_file.values()
        for hit in in_file
    ]
    yield from sorted(hits, key=lambda hit: (hit.start, hit.end, hit.entry.file, hit.entry.line))


def _entry(document: Document, hit: Hit) -> str:
    words = " … ".join(
        document.text[start:end] for start, end in (document.span(*one) for one in hit.stretches)
    )
    entry = hit.entry
    weight = f" {entry.weight:g}" if entry.weight else ""
    place = f"{entry.file}.tsv:{entry.line}"
    return f"«{words}» is {entry.label}{weight} by {place}: {entry.pattern}"


def _clause(clause: dict[str, Any]) -> str:
    cue = clause["cue"]
    scores = sorted(clause["kind"]["scores"].items(), key=lambda pair: -pair[1])
    signs = [f"{name} {weight:+g}" for name, weight in clause["signs"].items() if weight]
    against = [f"{one['reason']}" for one in clause["exclusions"]]
    parts = {
        "cue": f"{cue['label']} by {cue['lexicon']}.tsv:{cue['line']}" if cue else "",
        "who": "; ".join(clause["attribution"]),
        "kind": ", ".join(f"{kind} {score:g}" for kind, score in scores),
        "signs": ", ".join(signs),
        "against": ", ".join(against),
    }
    reasons = "".join(f"\n    {name}: {said}" for name, said in parts.items() if said)
    mark = _MARKS[bool(clause["is_likely"])]
    return f"{mark} ({clause['confidence']:.0%}): {clause['type']} «{clause['quote']}»{reasons}"
