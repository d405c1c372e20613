"""One car on the whole screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.pages import car_page
from tui.app.screens.base import DeskScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Piece, Rule
from tui.desk import stock
from tui.desk.context import Desk
from tui.desk.stock import StockRow
from tui.errors import NearnewError
from tui.i18n.translator import _


class CarScreen(DeskScreen[None]):
    """A car: its money, its readiness flag by flag, its facts with where they come from."""

    NAME = "car"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("car")

    def __init__(self, desk: Desk, glyphs: Glyphs, row: StockRow, destination: str | None) -> None:
        super().__init__(desk, glyphs)
        self._row = row
        self._destination = destination

    def compose(self) -> ComposeResult:
        """Lay out title, page and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Page(self.glyphs, id="car-page")
        yield Rule(self.glyphs)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Fill in the page."""
        self.retranslate()
        self.query_one(Page).focus()

    def retranslate(self) -> None:
        """Set title and page; the page stays where it was scrolled to."""
        name = wording.car_name(self._row, whole=True)
        self.query_one("#headline", Lines).show([
            Piece(" nearnew  ", "accent"),
            Piece(f"{self._row.car.stock_number}  ", "strong"),
            Piece(name),
        ])  # fmt: skip
        try:
            page = car_page(self.desk, self._row, self.glyphs)
        except NearnewError as error:
            self.say_error(error)
            return
        self.query_one(Page).show(page, top=False)

    def language_changed(self) -> None:
        """Read the row again: it holds names in a language."""
        self.on_book_changed()

    def on_book_changed(self, event: BookChanged | None = None) -> None:
        """Show the car as the book has it now."""
        if event is not None:
            event.stop()
        try:
            found = stock.rows(self.desk, destination=self._destination, archived=True)
        except NearnewError as error:
            self.say_error(error)
            return
        row = next((row for row in found if row.id == self._row.id), None)
        if row is None:
            self.say(_("This car is no longer in the book"))
            self.dismiss(None)
            return
        self._row = row
        self.retranslate()

    def action_copy_vin(self) -> None:
        """Copy the VIN."""
        self.desk_app.copy_vin(self._row.car.vin)

    def action_back(self) -> None:
        """Return to the list."""
        self.dismiss(None)
