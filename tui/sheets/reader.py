"""Lists in: text in any encoding and with any delimiter, pasted cells, and workbooks; told apart by content.

Nothing passes through a locale: a date or a number of a workbook keeps its type beside its text.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from tui.errors import BadFile
from tui.sheets.decoding import decode
from tui.sheets.dialect import is_header
from tui.sheets.table import HEADER_WITHIN, NO_CELL, Cell, Row, Table

LARGEST = 50 * 1024 * 1024
"""Bytes a file may have; a workbook's unpacked size may be ten times that."""
_UNPACKED = 10 * LARGEST
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELIMITERS = (",", "\t", ";", "|")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_Numbered = tuple[int, tuple[Cell, ...]]


def read_table(
    data: bytes, name: str, *, encoding: str | None = None, sheet: str | None = None, named: Collection[str] = ()
) -> Table:
    """Read a list. ``name`` is only for messages; ``named`` are columns that count as known when the header is sought.

    Raises BadFile, always with ``path``: ``file_empty``, ``file_too_large``, ``file_binary``, ``file_is_web_page``,
    ``encoding_unknown``, ``encoding_wrong``, ``encoding_unclear``, ``csv_broken``, ``workbook_locked``,
    ``workbook_broken``, ``sheet_missing``, ``sheet_in_text_file``, ``header_missing``.
    """
    if len(data) > LARGEST:
        raise BadFile("file_too_large", path=name, size=len(data) // 1024**2, most=LARGEST // 1024**2)
    if not data.strip():
        raise BadFile("file_empty", path=name)
    if data.startswith((_ZIP, _OLE)):
        return _workbook(data, name, sheet, tuple(named))
    if sheet is not None:
        raise BadFile("sheet_in_text_file", path=name, sheet=sheet)
    return _text_file(data, name, encoding, tuple(named))


def _text_file(data: bytes, name: str, encoding: str | None, named: Sequence[str]) -> Table:
    def sense(text: str) -> int:
        return max(_sense(text, delimiter, named) for delimiter in _DELIMITERS)

    text, code = decode(data, name, encoding, sense)
    if not text.strip():
        raise BadFile("file_empty", path=name)
    if re.match(r"\s*<(!doctype|html|\?xml|table|meta)", text, re.IGNORECASE):
        raise BadFile("file_is_web_page", path=name)
    start = text[:65_536]
    delimiter = max(_DELIMITERS, key=lambda mark: (_sense(start, mark, named), start.count(mark)))
    rows = [
        (number, tuple(Cell(_unguarded(value)) for value in record))
        for number, record in _records(text, delimiter, name)
    ]
    columns, kept, header = _headed(rows, name, named)
    return Table(name, columns, kept, "csv", header, encoding=code, delimiter=delimiter)


def _sense(text: str, delimiter: str, named: Sequence[str]) -> int:
    """The best count of known names among the first rows."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return max((is_header(record, named) for record in islice(filter(any, lines), HEADER_WITHIN)), default=0)
    except csv.Error:
        return 0


def _records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The records numbered from 1.

    A quote that is never closed would swallow the rest of the file, so reading is strict; pasted cells with a stray
    quote are read once more without quoting.
    """
    try:
        return enumerate(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)), 1)
    except csv.Error as error:
        if delimiter != "\t":
            line = _broken_line(text, delimiter)
            raise BadFile("csv_broken", path=name, line=line) from error
    bare = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    try:
        return enumerate(list(bare), 1)
    except csv.Error as error:
        raise BadFile("csv_broken", path=name, line=bare.line_num) from error


def _broken_line(text: str, delimiter: str) -> int:
    """The line on which the record begins that cannot be read."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for _ in records:
            line = records.line_num + 1
    except csv.Error:
        return line
    return line


def _unguarded(text: str) -> str:
    """Take away the one apostrophe that our own writer puts before text that would be a formula."""
    return text[1:] if _GUARDED.match(text) else text


def _workbook(data: bytes, name: str, sheet: str | None, named: Sequence[str]) -> Table:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    kind = _workbook_format(data, name)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = tuple(book.sheet_names)
            if sheet is not None and sheet not in names:
                raise BadFile("sheet_missing", path=name, sheet=sheet, known=", ".join(names))
            shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
            wanted = (sheet,) if sheet is not None else tuple(shown)
            read = {each: _typed_rows(book.get_sheet_by_name(each).to_python(skip_empty_area=False)) for each in wanted}
    except PasswordError as error:
        raise BadFile("workbook_locked", path=name) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise BadFile("workbook_broken", path=name, reason=str(error)[:200]) from error
    if not any(read.values()):
        raise BadFile("file_empty", path=name)
    for each, rows in read.items():
        try:
            columns, kept, header = _headed(rows, name, named)
        except BadFile:
            continue
        return Table(name, columns, kept, kind, header, sheet=each, sheets=names)
    raise BadFile("header_missing", path=name, within=HEADER_WITHIN)


def _workbook_format(data: bytes, name: str) -> str:
    if data.startswith(_OLE):
        return "xls"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadFile("workbook_broken", path=name, reason=str(error)[:200]) from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > _UNPACKED:
        raise BadFile("file_too_large", path=name, size=unpacked // 1024**2, most=_UNPACKED // 1024**2)
    inside = {member.filename for member in members}
    if "xl/workbook.bin" in inside:
        return "xlsb"
    if any(member.startswith("xl/") for member in inside):
        return "xlsx"
    if "content.xml" in inside:
        return "ods"
    raise BadFile("file_binary", path=name)


def _typed_rows(rows: Iterable[Sequence[object]]) -> list[_Numbered]:
    return [
        (number, tuple(_typed(value) for value in row))
        for number, row in enumerate(rows, 1)
        if any(value not in {"", None} for value in row)
    ]


def _typed(value: object) -> Cell:
    """A workbook's value as a cell: numbers as the 15 digits a spreadsheet shows, dates in ISO form."""
    match value:
        case None | "":
            return NO_CELL
        case str():
            return Cell(value)
        case bool():
            return Cell("true" if value else "false")
        case int() | float():
            exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
            exact = exact.to_integral_value() if exact == exact.to_integral_value() else exact
            return Cell(format(exact, "f"), exact)
        case datetime():
            text = value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
            return Cell(text, value.date())
        case date():
            return Cell(value.isoformat(), value)
        case time() | timedelta():
            return Cell(str(value))
        case _:
            raise ValueError(type(value).__name__)


def _headed(rows: Sequence[_Numbered], name: str, named: Sequence[str]) -> tuple[tuple[str, ...], tuple[Row, ...], int]:
    """Find the header, name every column once, and give every row as many cells as there are columns."""
    filled = [(number, cells) for number, cells in rows if any(cell.text.strip() for cell in cells)]
    counts = [is_header([cell.text for cell in cells], named) for _, cells in filled[:HEADER_WITHIN]]
    if not any(counts):
        raise BadFile("header_missing", path=name, within=HEADER_WITHIN)
    place = counts.index(max(counts))
    header, titles = filled[place]
    body = [(number, cells) for number, cells in filled[place + 1 :] if cells != titles]
    width = max(_width(cells) for cells in (titles, *(cells for _, cells in body)))
    columns = _unique(titles[i].text.strip() if i < len(titles) else "" for i in range(width))
    padded = tuple(Row(number, (*cells, *[NO_CELL] * (width - len(cells)))[:width]) for number, cells in body)
    return columns, padded, header


def _width(cells: Sequence[Cell]) -> int:
    """Columns up to the last one with text."""
    return next((i for i in range(len(cells), 0, -1) if cells[i - 1].text.strip()), 0)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        unique, again = name or f"column {place}", 2
        while unique in found:
            unique, again = f"{name or f'column {place}'} ({again})", again + 1
        found[unique] = None
    return tuple(found)
