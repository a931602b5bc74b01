"""Shows a report: in a terminal, in a document, to a program."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap

from tracker.evaluation import tables
from tracker.evaluation.measuring import Measured
from tracker.evaluation.mistakes import Mistake
from tracker.evaluation.tables import Table

START = "<!-- figures: written by scripts/evaluate --into, don't edit by hand -->"
END = "<!-- end of figures -->"
_GAP = "  "


def as_json(measured: Iterable[Measured]) -> str:
    """Give a report as one JSON object, by part."""
    report = {one.part: tables.plain(one) for one in measured}
    return json.dumps(report, ensure_ascii=False, indent=1)


def as_text(measured: Iterable[Measured]) -> str:
    """Give a report for a terminal."""
    return "\n\n".join(block for one in measured for block in _blocks(one))


def _blocks(measured: Measured) -> Iterator[str]:
    counts = ", ".join(f"{count} {name}" for name, count in measured.articles.items())
    yield f"== {measured.part}: {counts} articles =="
    for table in tables.of(measured):
        yield "\n".join(_lines(table))
    if measured.mistakes:
        yield f"The {len(measured.mistakes)} worst mistakes of the part {measured.part}"
        yield from starmap(_mistake, enumerate(measured.mistakes, 1))


def _lines(table: Table) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(table.columns, *table.rows, strict=True)]
    yield table.title
    for row in (table.columns, *table.rows):
        yield _aligned(row, widths)
    if table.remark:
        yield f"({table.remark})"


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    return _GAP.join(cells).rstrip()


def _mistake(number: int, one: Mistake) -> str:
    place = f"{number}. {one.sort} {one.type} in {one.article}, {one.start}–{one.end}: {one.told}"
    around = f"…{one.before}[[{one.quote}]]{one.after}…"
    return f"{place}\n   {' '.join(around.split())}"


def as_markdown(measured: Iterable[Measured]) -> str:
    """Give a report's tables for a document."""
    return "\n\n".join(_markdown(table) for one in measured for table in tables.of(one))


def _markdown(table: Table) -> str:
    rule = ["---", *["--:"] * (len(table.columns) - 1)]
    rows = [f"| {' | '.join(row)} |" for row in (table.columns, rule, *table.rows)]
    remark = f"\n\n{table.remark[:1].upper()}{table.remark[1:]}." if table.remark else ""
    return f"**{table.title}**\n\n" + "\n".join(rows) + remark


def put_between(document: str, figures: str) -> str:
    """Give a document with what stands between its two marks renewed. Raises ValueError."""
    if document.count(START) != 1 or document.count(END) != 1:
        raise ValueError(f"needs one line {START!r} and one line {END!r}")
    before, rest = document.split(START)
    after = rest.split(END)[1]
    return f"{before}{START}\n\n{figures}\n\n{END}{after}"
