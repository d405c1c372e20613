"""The main table of a paper as CSV (RFC 4180), headed in the paper's language."""

from __future__ import annotations

import csv
import io

from tui.reports.paper import Kind
from tui.reports.set_paper import SetCell, SetPaper
from tui.reports.setting import DASH, plain

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula; the full-width forms do so in East Asian versions."""


def guarded(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe goes before a formula's first character."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def as_csv(paper: SetPaper) -> str:
    """One row for each row of the main table; a cell not known is empty. Lines end with CR LF; encode as UTF-8.

    A paper without a table gives an empty text.
    """
    table = paper.main
    if table is None:
        return ""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(guarded(plain(column.heading)) for column in table.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return target.getvalue()


def _cell(cell: SetCell) -> str:
    text = plain(cell.text)
    if cell.cell is None and text == DASH:
        return ""
    return text if cell.kind in {Kind.FIGURE, Kind.MONEY} and cell.cell is not None else guarded(text)
