"""Checks that the lexicons are well formed, in words that whoever writes them understands."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tracker.extraction.entries import FILES, FOLDER, PARTY_HEADER, PARTY_USES, Row, rows
from tracker.extraction.lexicon import LANGUAGES, Lexicon

# What loading does not read by FILES: the number of columns that a line may have.
_MOST = {"classes": 3, "verbs": 5, "parties": 5, "weights": 3, "senses": 4}
_STATE, _ORGANISATION = re.compile(r"[A-Z]{2}"), re.compile(r"[A-Z0-9]{3,}")
_SAYS_NOTHING_NEW = "weight"  # the column that doesn't make two lines differ


def check(folder: Path = FOLDER) -> list[str]:
    """List the problems of a folder's lexicons, each with its file and line.

    A line may be unreadable, have columns that mean nothing, say again what an earlier one says, or
    name a party by a code that has no name.
    """
    found = [*Lexicon(folder).problems, *_surplus(folder), *_repeated(folder), *_codes(folder)]
    return sorted(dict.fromkeys(found), key=_place)


def _place(problem: str) -> tuple[str, int]:
    file, line, _ = problem.split(":", 2)
    return file, int(line)


def _problem(row: Row, said: str) -> str:
    return f"{row.file}.tsv:{row.line}: {said}"


def _surplus(folder: Path) -> Iterator[str]:
    most = {name: 1 + len(columns) for name, (columns, _) in FILES.items()} | _MOST
    for name, number in most.items():
        for row in rows(folder, name):
            if len(row.cells) > number:
                yield _problem(row, f"has {len(row.cells)} columns, {number} mean something")


def _repeated(folder: Path) -> Iterator[str]:
    for name in (*FILES, *_MOST):
        first: dict[tuple[str, ...], Row] = {}
        for row in rows(folder, name):
            earlier = first.setdefault(_says(row), row)
            if earlier is not row:
                same = earlier.cells == row.cells
                how = "the same" if same else f"with {_weight(earlier)} for {_weight(row)}"
                yield _problem(row, f"stands in line {earlier.line} already, {how}; keep one")


def _says(row: Row) -> tuple[str, ...]:
    """Give what two lines must not both say."""
    if row.file == "classes":
        return row.cells[:2]
    if row.file not in FILES:
        return row.cells
    columns = ("language", *FILES[row.file][0])
    told = zip(columns, row.cells, strict=False)
    return tuple(cell for name, cell in told if name != _SAYS_NOTHING_NEW)


def _weight(row: Row) -> str:
    if row.file not in FILES:
        return "other words"
    return dict(zip(("language", *FILES[row.file][0]), row.cells, strict=False)).get("weight", "")


def _codes(folder: Path) -> Iterator[str]:
    """Find codes that are none, and those of parties without a name in one of the languages."""
    readable = [row for row in rows(folder, "parties") if _is_readable(row)]
    named: dict[str, set[str]] = defaultdict(set)
    for row in readable:
        code, language, use = row.cells[:3]
        if use == "name":
            named[code].add(language)
    for row in readable:
        code = row.cells[0]
        if not (_STATE.fullmatch(code) or _ORGANISATION.fullmatch(code)):
            yield _problem(row, f"{code!r} is no code: two capitals, of an organisation more")
        elif lacking := [language for language in LANGUAGES if language not in named[code]]:
            yield _problem(row, f"no name of {code} in {', '.join(lacking)}; is the code right?")


def _is_readable(row: Row) -> bool:
    """Tell whether loading took a line for a party's name; it tells the others itself."""
    _, _, use, text, *_ = (*row.cells, *[""] * len(PARTY_HEADER))
    return use in PARTY_USES and bool(text)
