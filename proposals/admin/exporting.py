"""Lists and tables as files: the rows and the columns that are shown, in the same order."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from proposals.admin.columns import Cell
from proposals.days import Manner, in_figures, manner, written_for
from proposals.vocabulary import Calendar
from proposals.wording import listed

type Giver = Callable[[Iterable[Any], Sequence[Cell]], HttpResponseBase]

# What a spreadsheet would take for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
# Tells spreadsheets that the file is UTF-8.
MARK = "\ufeff"
ROWS_AT_ONCE = 500
BYTES_AT_ONCE = 64 * 1024
COLUMN_WIDTH = 18
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Echo:
    """Gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def as_csv(rows: Iterable[Any], cells: Sequence[Cell]) -> HttpResponseBase:
    """Give the rows as a CSV file with heads in the reader's language, row by row."""
    writer, beside = csv.writer(_Echo()), with_own_days(cells)

    def lines() -> Iterator[str]:
        yield MARK
        yield writer.writerow([str(one.label) for one in beside])
        for row in rows:
            yield writer.writerow([cell(one.value(row)) for one in beside])

    return _file(StreamingHttpResponse(spoken(lines())), "csv", "text/csv; charset=utf-8")


def cell(value: Any) -> str:
    """Give a value as a spreadsheet may open it: never as a formula."""
    text = _text(value)
    return f"'{text}" if text.startswith(FORMULAS) else text


def _text(value: Any) -> str:
    if isinstance(value, list):
        return listed(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
    return "" if value is None else str(value)


def with_own_days(cells: Sequence[Cell]) -> list[Cell]:
    """Give the cells; who reads another calendar has each day in that one too, before the ISO day.

    The ISO day keeps its head, so that a file which is taken in again says the same.
    """
    calendar = manner().calendar
    if calendar == Calendar.GREGORIAN:
        return list(cells)
    found: list[Cell] = []
    for one in cells:
        found += [_own_day(one, calendar), one] if one.is_day else [one]
    return found


def _own_day(one: Cell, calendar: str) -> Cell:
    names = {"column": one.label, "calendar": Calendar(calendar).label}

    def value(row: Any) -> str:
        day = one.value(row)
        if isinstance(day, datetime):
            day = timezone.localdate(day)
        return in_figures(day, calendar) if day else ""

    return Cell(f"{one.name}_own", _("%(column)s (%(calendar)s)") % names, value)


def as_json(rows: Iterable[Any], cells: Sequence[Cell]) -> HttpResponseBase:
    """Give the rows as a JSON list, row by row; names of the columns are the record's own."""

    def lines() -> Iterator[str]:
        before = "["
        for each in rows:
            row = {one.name: one.value(each) for one in cells}
            yield f"{before}\n{json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)}"
            before = ","
        yield "[]\n" if before == "[" else "\n]\n"

    return _file(StreamingHttpResponse(spoken(lines())), "json", "application/json")


def as_xlsx(rows: Iterable[Any], cells: Sequence[Cell]) -> HttpResponseBase:
    """Give the rows as a workbook of one sheet, written to the disk row by row."""

    def parts() -> Iterator[bytes]:
        with TemporaryFile() as file:
            _write_book(file, rows, with_own_days(cells))
            file.seek(0)
            while part := file.read(BYTES_AT_ONCE):
                yield part

    return _file(StreamingHttpResponse(spoken(parts())), "xlsx", XLSX)


def _write_book(file: IO[bytes], rows: Iterable[Any], cells: Sequence[Cell]) -> None:
    book = Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    if translation.get_language_bidi():
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(cells) - 1, COLUMN_WIDTH)
    head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, one in enumerate(cells):
        sheet.write_string(0, column, str(one.label), head)
    for number, row in enumerate(rows, start=1):
        for column, one in enumerate(cells):
            _write(sheet, (number, column), one.value(row), day)
    book.close()


def _write(sheet: Worksheet, place: tuple[int, int], value: Any, day: Any) -> None:
    """Write a day as a day, a number as a number, all else as words; never a formula."""
    if isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(*place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001  # a day alone
    elif isinstance(value, int):
        sheet.write_number(*place, value)
    else:
        sheet.write_string(*place, _text(value))


def spoken[T: (str, bytes)](lines: Iterator[T]) -> Iterator[T]:
    """Give the lines in the language of now, though the request will be over by then."""
    return _in_language(lines, translation.get_language() or "en", manner())


def _in_language[T: (str, bytes)](lines: Iterator[T], language: str, wanted: Manner) -> Iterator[T]:
    while True:
        with translation.override(language), written_for(wanted):
            line = next(lines, None)
        if line is None:
            return
        yield line


def _file(response: HttpResponseBase, ending: str, sort: str) -> HttpResponseBase:
    response.headers["Content-Type"] = sort
    response.headers["Content-Disposition"] = f'attachment; filename="proposals.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


GIVERS: dict[str, Giver] = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
