"""Lists out: CSV and XLSX in which text stays text, whatever it begins with."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from tui.errors import BadFile

Value = str | int | float | Decimal | date | bool | None
_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_MOST_IN_CELL = 32_767
_MOST_ROWS = 1_048_576
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def guarded(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula; our reader takes it away again."""
    return f"'{text}" if _RISKY.match(text) else text


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Write RFC 4180 text; the caller writes it as UTF-8, with a byte order mark for Excel."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in columns])
    for row in rows:
        writer.writerow([_csv_value(value) for value in row])
    return out.getvalue()


def _csv_value(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return guarded(value)
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def xlsx_bytes(columns: Sequence[str], rows: Iterable[Sequence[Value]], sheet_name: str) -> bytes:
    """Write a workbook of one sheet: text as text, numbers as numbers, dates as dates, a bold header that stays.

    Raises BadFile ``cell_too_long`` or ``sheet_too_long`` rather than cut anything off.
    """
    import xlsxwriter

    out = io.BytesIO()
    name = _NOT_IN_SHEET_NAME.sub(" ", sheet_name).strip().strip("'")[:31] or "Sheet1"
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for column, title in enumerate(columns):
            sheet.write_string(0, column, _fits(title, 0, title), bold)
        for number, row in enumerate(rows, 1):
            if number >= _MOST_ROWS:
                raise BadFile("sheet_too_long", most=_MOST_ROWS)
            for column, value in enumerate(row):
                match value:
                    case None | "":
                        pass
                    case bool():
                        sheet.write_boolean(number, column, value)
                    case str():
                        sheet.write_string(number, column, _fits(value, number, columns[column]))
                    case datetime():
                        sheet.write_datetime(number, column, value.replace(tzinfo=None), moment)
                    case date():
                        sheet.write_datetime(number, column, value, day)
                    case _:
                        sheet.write_number(number, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofit(300)
    return out.getvalue()


def _fits(text: str, row: int, column: str) -> str:
    if len(text) > _MOST_IN_CELL:
        raise BadFile("cell_too_long", row=row + 1, column=column[:40], most=_MOST_IN_CELL)
    return text
