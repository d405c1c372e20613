"""One row of a preview: every cell, what its column stands for, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.screens.import_words import car_text, row_page, vin_text
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Piece, Rule
from tui.desk.context import Desk
from tui.desk.import_plan import RowPlan
from tui.desk.import_views import MEANINGS
from tui.desk.importing import Preview
from tui.i18n.translator import _


class RowScreen(DeskScreen[int]):
    """Leaves with the number of the row it shows."""

    NAME = "import_row"
    CSS_PATH = "../styles/importing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("import_row")

    def __init__(self, desk: Desk, glyphs: Glyphs, shown: Preview, rows: Sequence[RowPlan], place: int) -> None:
        super().__init__(desk, glyphs)
        self._rows = rows
        self._place = place
        self._meanings = {column: target for target, column in shown.recognised.items()}

    def compose(self) -> ComposeResult:
        """Lay out title, page and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Page(self.glyphs, id="row-page")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Fill in the page."""
        self.retranslate()
        self.query_one(Page).focus()

    def retranslate(self) -> None:
        """Set title and page."""
        plan = self._rows[self._place]
        self.query_one("#headline", Lines).show([
            Piece(" nearnew  ", "accent"),
            Piece(_("Row %(row)s") % {"row": plan.number}, "strong"),
            Piece(f"  {vin_text(plan)}  {car_text(self.desk, plan)}"),
        ])  # fmt: skip
        self.query_one(Page).show(row_page(self.desk, plan, self._meaning))

    def _meaning(self, column: str) -> str:
        return self._meanings.get(column) or (column if column in MEANINGS else "")

    def _move(self, step: int) -> None:
        self._place = max(0, min(self._place + step, len(self._rows) - 1))
        self.retranslate()

    def action_next(self) -> None:
        """Show the next row."""
        self._move(1)

    def action_previous(self) -> None:
        """Show the row before."""
        self._move(-1)

    def action_back(self) -> None:
        """Return to the list, to this row."""
        self.dismiss(self._rows[self._place].number)
