"""A list as it was read: column names, rows and cells, and how it had to be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

HEADER_WITHIN = 10
"""The header is looked for among so many rows from the top that are not blank."""


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """One cell: its text, and the typed value when the spreadsheet holds a date or a number."""

    text: str
    value: date | Decimal | None = None


class Row(msgspec.Struct, frozen=True):
    """One row that is not blank. ``number`` counts the rows of the file from 1, so data under a header begin at 2."""

    number: int
    cells: tuple[Cell, ...]


class Table(msgspec.Struct, frozen=True):
    """A list with its header found; every row has one cell per column and column names are unique.

    ``format`` is csv, xlsx, xls, xlsb or ods; ``encoding`` and ``delimiter`` are empty for a workbook, ``sheet`` and
    ``sheets`` for a text file.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    format: str
    header_row: int = 1
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


NO_CELL = Cell("")
