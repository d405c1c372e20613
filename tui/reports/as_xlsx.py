"""A paper as a workbook: one sheet that prints as the paper does; text as text, numbers as numbers, dates as dates.

Numbers and dates are shown as the paper's language writes them; every column of a table is a column of the sheet.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from tui.domain.money import minor_units
from tui.reports.cells import cut, width
from tui.reports.paper import Amount, Day, Figure
from tui.reports.set_paper import (
    SetCell,
    SetDrawing,
    SetEntries,
    SetFields,
    SetPaper,
    SetParagraphs,
    SetSection,
    SetSignatures,
    SetTable,
)
from tui.reports.setting import plain

_MOST_IN_CELL = 32_767
_MOST_WIDTH, _LEAST_WIDTH = 44, 6
_MOST_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; a longer one is written as text, so that nothing is lost."""
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DATES = {"ru": "dd.mm.yyyy", "ar": "dd/mm/yyyy", "es": "dd/mm/yyyy", "fr": "dd/mm/yyyy"}
_ISO_DATE = "yyyy-mm-dd"
_FOOTER_NUMBER = 60
"""Cells of the paper's number in the footer, which takes 255 characters in all."""


def as_xlsx(paper: SetPaper) -> bytes:
    """The workbook as bytes. Its properties name nobody and no machine, and the same paper gives the same bytes."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime.combine(paper.as_of, time(), UTC)})
        _Sheet(book, paper).draw()
    return target.getvalue()


class _Sheet:
    """The one sheet of a workbook, filled from above."""

    def __init__(self, book: Any, paper: SetPaper) -> None:
        self._book, self._paper = book, paper
        name = _NOT_IN_SHEET_NAME.sub(" ", paper.face.title).strip().strip("'")[:31]
        self._sheet = book.add_worksheet(name or "Sheet1")
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._widths: dict[int, int] = {}
        self._row = 0

    def draw(self) -> None:
        sheet, face = self._sheet, self._paper.face
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        if self._paper.rtl:
            sheet.right_to_left()
        named = _escaped(f"{cut(plain(face.number), _FOOTER_NUMBER)} · {face.mark}")
        paging = _escaped(face.paging).format(page="&P", pages="&N")
        sheet.set_footer(f"&L{named}&R{paging}")
        self._line(f"{face.title} {plain(face.number)}", bold=True, font_size=14)
        self._line(face.mark, bold=True)
        for text in (face.other_title, face.covers, face.days, face.rules, face.printed, *face.why, *face.overrides):
            if text:
                self._line(text)
        for section in self._paper.sections:
            self._section(section)
        self._row += 1
        self._line(self._paper.check, font_color="#666666")
        for column, cells in self._widths.items():
            sheet.set_column(column, column, max(_LEAST_WIDTH, min(cells + 2, _MOST_WIDTH)))

    def _format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **properties})
        return self._formats[key]

    def _line(self, text: str, column: int = 0, **properties: Any) -> None:
        """A line that runs over the columns beside it."""
        self._sheet.write_string(self._row, column, plain(text)[:_MOST_IN_CELL], self._format(**properties))
        self._row += 1

    def _section(self, section: SetSection) -> None:
        self._row += 1
        title = "" if isinstance(section, SetSignatures) else section.title
        if title:
            self._line(title, bold=True, bottom=1)
        match section:
            case SetFields():
                for field in section.fields:
                    self._text(0, field.label)
                    self._value(1, field.value, wide=not field.value.right)
                    if field.note:
                        self._text(2, field.note, measured=False)
                    self._row += 1
            case SetTable():
                self._table(section)
            case SetEntries():
                for entry in section.entries:
                    self._text(0, entry.mark)
                    for text in (entry.text, *entry.details):
                        self._line(text, 1)
                if not section.entries:
                    self._line(section.none)
            case SetParagraphs():
                for text in section.paragraphs:
                    self._line(text)
            case SetDrawing():
                for line in section.lines:
                    self._line(line, font_name="Courier New")
            case SetSignatures():
                for label in section.labels:
                    self._text(0, label, bottom=1)
                    self._row += 2

    def _table(self, table: SetTable) -> None:
        if not table.rows:
            self._line(table.none)
            return
        for place, column in enumerate(table.columns):
            self._text(
                place, column.heading, bold=True, bottom=1, text_wrap=True, align="right" if column.right else "left"
            )
            self._widths[place] = max(self._widths.get(place, 0), min(width(column.heading), 12))
        if table.main:
            self._sheet.repeat_rows(self._row)
        self._row += 1
        for row in table.rows:
            for place, cell in enumerate(row):
                self._value(place, cell)
            self._row += 1
        if table.totals:
            for place, cell in enumerate(table.totals):
                self._value(place, cell, bold=True, top=1)
            self._row += 1

    def _text(self, column: int, text: str, *, measured: bool = True, **properties: Any) -> None:
        if measured and "text_wrap" not in properties:
            self._widths[column] = max(self._widths.get(column, 0), width(plain(text)))
        self._sheet.write_string(self._row, column, plain(text)[:_MOST_IN_CELL], self._format(**properties))

    def _value(self, column: int, cell: SetCell, *, wide: bool = False, **properties: Any) -> None:
        """A value as the spreadsheet's own type; what is not known and totals left open stay text."""
        text = plain(cell.text)
        if not wide:
            self._widths[column] = max(self._widths.get(column, 0), width(text))
        if cell.right:
            properties["align"] = "right"
        match cell.cell:
            case Figure(value=value) if _exact(value):
                self._number(column, value, _figure_format(cell.cell, text), properties)
            case Amount(money=money) if _exact(money.amount):
                shown = f'#,##0{_places(minor_units(money.currency))}" {money.currency}"'
                self._number(column, money.amount, shown, properties)
            case Day(day=day) if (whole := day.exact) is not None:
                shown = _DATES.get(self._paper.tag, _ISO_DATE)
                style = self._format(num_format=shown, align="left", **properties)
                self._sheet.write_datetime(self._row, column, whole, style)
            case _:  # what is copied out of a workbook has the spaces that people type
                text = text.replace("\u00a0", " ")[:_MOST_IN_CELL]
                self._sheet.write_string(self._row, column, text, self._format(**properties))

    def _number(self, column: int, value: Decimal | int, shown: str, properties: dict[str, Any]) -> None:
        self._sheet.write_number(self._row, column, float(value), self._format(num_format=shown, **properties))


def _exact(value: Decimal | int) -> bool:
    return len(Decimal(value).normalize().as_tuple().digits) <= _MOST_DIGITS


def _figure_format(cell: Figure, text: str) -> str:
    exponent = Decimal(cell.value).as_tuple().exponent
    own = max(0, -exponent) if isinstance(exponent, int) else 0
    whole = "#,##0" if cell.grouped else "0"
    unit = f'" {text.rsplit(" ", 1)[-1]}"' if cell.unit else ""
    return f"{whole}{_places(own if cell.places is None else cell.places)}{unit}"


def _places(places: int) -> str:
    return f".{'0' * places}" if places else ""


def _escaped(text: str) -> str:
    """Text for a page footer, in which ``&`` begins a command."""
    return text.replace("&", "&&")
