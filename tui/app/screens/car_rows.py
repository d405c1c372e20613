"""Which screen opens from a row of a car's pages: a flag, a document, an inspection, an entry of its history."""

from __future__ import annotations

from datetime import date

from textual.screen import Screen

from tui.app import places
from tui.app.glyphs import Glyphs
from tui.app.pages.flags import FlagLine
from tui.app.screens.flag import DocumentScreen, EntryScreen, FlagScreen
from tui.desk.car_history import Entry
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.rows import StockRow
from tui.domain.documents import Document
from tui.domain.inspections import Judged


def opened(desk: Desk, glyphs: Glyphs, car: StockRow, row: object, on: date) -> Screen[None] | None:
    """The screen of a row, ``on`` the day that was asked about; None for a row that opens nothing."""
    match row:
        case FlagLine() if row.flag is not None:
            return FlagScreen(desk, glyphs, car.answer, row.flag, on)
        case Document():
            return DocumentScreen(desk, glyphs, row)
        case Judged():
            return places.make("inspection", "InspectionScreen", desk, glyphs, row.inspection.id)
        case Entry():
            return EntryScreen(desk, glyphs, row, name_of(car.car))
        case _:
            return None
