"""Reading a table of proposals, out of CSV or XLSX, in the words of any of our languages."""

import base64
import binascii
import csv
import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from django.conf import settings
from django.db.models import Model, TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from proposals.admin.columns import EVERYTHING, Cell
from proposals.admin.drafting import possible_owners
from proposals.days import day_read, numerals
from proposals.errors import InvalidInputError
from proposals.models import Committee, Desk, Party
from proposals.rights import Actor
from proposals.services.importing import Entry
from proposals.vocabulary import Act, Kind, Visibility

type Table = list[list[str]]

BYTES_AT_MOST = 2 * 1024 * 1024
UNPACKED_AT_MOST = 16 * 1024 * 1024
ROWS_AT_MOST = 2000
BETWEEN_PARTIES = str.maketrans("،؛;", ",,,")
NUMBER = Cell("number", translation.gettext_lazy("partner's number"), lambda _one: "")
# What a file may hold; of what else our own files hold, nothing is taken in.
TAKEN: tuple[Cell, ...] = (NUMBER, *(one for one in EVERYTHING if one.name != "status"))


def read_file(name: str, content: bytes) -> Table:
    """Give the rows of a file, the heads first; raises InvalidInputError."""
    if len(content) > BYTES_AT_MOST:
        raise InvalidInputError(_("The file is too large; 2 MB is the limit."))
    table = _sheet(content) if name.lower().endswith(".xlsx") else _lines(content)
    filled = [row for row in table if any(row)]
    if len(filled) < 2:  # noqa: PLR2004  # the heads and a row
        raise InvalidInputError(_("There is no row in this file below the heads."))
    if len(filled) > ROWS_AT_MOST + 1:
        raise InvalidInputError(
            numerals(_("Take in at most %(count)d rows at once.") % {"count": ROWS_AT_MOST})
        )
    return filled


def _sheet(content: bytes) -> Table:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python()
    except (CalamineError, IndexError, OSError) as error:
        raise InvalidInputError(_("This is no workbook that can be read.")) from error
    return [[_plain(value) for value in row] for row in rows]


def _plain(value: Any) -> str:
    """Give a workbook's cell as words: a day as such, a whole number without a fraction."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _lines(content: bytes) -> Table:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(_("Save the file as UTF-8, then choose it again.")) from error
    heads = text.partition("\n")[0]
    mark = max(",;\t", key=heads.count)
    try:
        rows = list(csv.reader(StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise InvalidInputError(_("This is no table that can be read.")) from error
    return [[value.strip() for value in row] for row in rows]


def pack(table: Table) -> str:
    """Give a table as a form carries it from the preview to the import."""
    return base64.b64encode(zlib.compress(json.dumps(table).encode())).decode()


def unpack(packed: str) -> Table:
    """Give the table that a form carried; raises InvalidInputError."""
    try:
        content = zlib.decompressobj().decompress(base64.b64decode(packed), UNPACKED_AT_MOST)
        table = json.loads(content)
        return [[str(value) for value in row] for row in table[: ROWS_AT_MOST + 1]]
    except (binascii.Error, zlib.error, ValueError, TypeError) as error:
        raise InvalidInputError(_("Choose the file again.")) from error


class TableReader:
    """Reads rows in the words of any language, by what the reader may choose from."""

    def __init__(self, heads: Sequence[str], actor: Actor) -> None:
        named = _by_words((one, _in_all_languages(one.label, one.name)) for one in TAKEN)
        self.columns = [named.get(_key(head)) for head in heads]
        self.unknown = [head for head, one in zip(heads, self.columns, strict=True) if one is None]
        parties = Party.objects.prefetch_related("further_names")
        self.parties = _by_words((one, _names_of_party(one)) for one in parties)
        self.readers: Mapping[str, Callable[[str], Any]] = {
            "proposers": self._parties,
            "addressees": self._parties,
            "proposed_on": _day,
            "due_on": _day,
            "kind": _chosen(_choices(Kind)),
            "act": _chosen(_choices(Act)),
            "visibility": _chosen(_choices(Visibility)),
            "committee": _chosen(_named(Committee.objects.visible_to(actor))),
            "desk": _chosen(_named(Desk.objects.all())),
            "owner": _chosen(
                _by_words((one, [one.username, str(one)]) for one in possible_owners())
            ),
        }

    def entries(self, rows: Iterable[Sequence[str]]) -> list[Entry]:
        """Give what the rows say, each with its line in the file."""
        return [self._entry(line, row) for line, row in enumerate(rows, start=2)]

    def _entry(self, line: int, row: Sequence[str]) -> Entry:
        said: dict[str, Any] = {}
        faults = []
        for column, words in zip(self.columns, row, strict=False):
            if column is None or not words:
                continue
            try:
                said[column.name] = self.readers.get(column.name, str)(words)
            except ValueError:
                what = {"column": column.label, "words": words}
                faults.append(_("%(column)s: “%(words)s” is not known.") % what)
        reference, number = said.pop("reference", ""), said.pop("number", "")
        return Entry(line, reference.upper(), number, said, faults)

    def _parties(self, words: str) -> list[Party]:
        names = [one for one in words.translate(BETWEEN_PARTIES).split(",") if one.strip()]
        return [_chosen(self.parties)(name) for name in names]


def _key(words: str) -> str:
    """Give words as they are compared: without regard to case, spaces and how a yeh is typed."""
    return " ".join(words.casefold().replace("ي", "ی").replace("ك", "ک").split())


def _by_words[T](pairs: Iterable[tuple[T, Iterable[str]]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for thing, words in pairs:
        for one in words:
            if one:
                found.setdefault(_key(one), thing)
    return found


def _chosen[T](things: Mapping[str, T]) -> Callable[[str], T]:
    def choose(words: str) -> T:
        if _key(words) not in things:
            raise ValueError(words)
        return things[_key(words)]

    return choose


def _in_all_languages(label: Any, name: str) -> list[str]:
    found = [name]
    for code, _endonym in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(label))
    return found


def _choices(choices: type[TextChoices]) -> dict[str, Any]:
    return _by_words((one, _in_all_languages(one.label, one.value)) for one in choices)


def _named(rows: Iterable[Model]) -> dict[str, Any]:
    return _by_words((one, one.names.values()) for one in rows)  # type: ignore[attr-defined]  # Named


def _names_of_party(party: Party) -> list[str]:
    return [party.code, *party.names.values(), *(one.text for one in party.further_names.all())]


def _day(words: str) -> date:
    return day_read(words)
