"""Picking cars of the stock to put on a shipment."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.manifest import loading_columns
from tui.app.messages import BookChanged
from tui.app.screens.base import DeskScreen
from tui.app.sieve import readable
from tui.app.widgets.field import Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.prompts import FaultLine, Prompt
from tui.app.widgets.table import RowTable
from tui.desk import shipments, stock
from tui.desk.context import Desk
from tui.desk.rows import StockRow
from tui.domain.cars import Car
from tui.domain.query import EVERYTHING
from tui.domain.shipments import Shipment
from tui.errors import NearnewError, UsageError
from tui.i18n.translator import _


class LoadingScreen(DeskScreen[tuple[Car, ...] | None]):
    """Cars on no shipment, with their verdict for this one's destination; leaves with those taken."""

    NAME = "loading"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("loading")

    def __init__(self, desk: Desk, glyphs: Glyphs, shipment: Shipment) -> None:
        super().__init__(desk, glyphs)
        self.marked: set[int] = set()
        self.table: RowTable[StockRow] = RowTable(
            glyphs, lambda row: row.id, id="free-cars", marked=lambda row: row.id in self.marked
        )
        self.table.when_moved = self._show_reasons
        self._shipment = shipment
        self._rows: list[StockRow] = []
        self._query = EVERYTHING
        self._fault: UsageError | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield Lines(self.glyphs, id="loading-title")
        with Horizontal(id="filter-line"):
            yield Prompt(self.glyphs, field="loading-filter", id="loading-prompt")
        yield FaultLine(self.glyphs, id="loading-fault")
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="loading-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="loading-reasons")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the cars and show them."""
        self.query_one("#loading-fault").display = False
        self.load()
        self.retranslate()
        self.table.focus()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(Prompt).ask("/", _("filter: make:byd dest:KZ age>150 is:blocked"))
        self.table.set_columns(loading_columns(self.glyphs))
        self._show_title()
        self._show_reasons()
        self._show_fault()
        self._arrange()

    def language_changed(self) -> None:
        """Read the rows again, for they hold names in a language."""
        self.load()
        self.retranslate()

    def on_resize(self) -> None:
        """Point at the fault anew."""
        self._show_fault()

    def load(self) -> None:
        """Read the cars that are free."""
        try:
            self._rows = shipments.free_cars(self.desk, self._shipment)
            self.marked &= {row.id for row in self._rows}
            self._sift()
        except NearnewError as error:
            self.say_error(error)

    def _sift(self) -> None:
        self.table.set_rows(stock.filtered(self._rows, self._query))
        self._show_title()
        self._arrange()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again."""
        event.stop()
        self.load()

    def _show_title(self) -> None:
        place = wording.destination_name(self._shipment.deal.country)
        number = self._shipment.number
        line = [Piece(" "), Piece(_("Cars for %(number)s to %(place)s") % {"number": number, "place": place}, "strong")]
        line.append(
            Piece("   " + _("%(shown)d / %(all)d free") % {"shown": len(self.table.rows), "all": len(self._rows)})
        )
        if self.marked:
            hidden = len(self.marked - {row.id for row in self.table.rows})
            text = "   " + _("%(n)d marked") % {"n": len(self.marked)}
            line.append(Piece(text, "accent"))
            if hidden:
                line.append(Piece(_(", ") + _("%(n)d hidden") % {"n": hidden}, "accent"))
        self.query_one("#loading-title", Lines).show(line)

    def _show_reasons(self) -> None:
        row = self.table.row
        found = wording.reasons(self.desk, row.answer.assessment, row.on) if row else []
        self.query_one("#loading-reasons", Lines).show(
            *([Piece(f" {self.glyphs.mark(one.verdict)} ", TONE_OF[one.verdict]), Piece(one.text)] for one in found)
        )

    def _show_fault(self) -> None:
        self.query_one("#loading-fault", FaultLine).point(self._fault, self.query_one("#loading-filter", Field))

    def _arrange(self) -> None:
        any_row, page = bool(self.table.rows), self.query_one("#loading-empty", Page)
        self.table.display, page.display = any_row, not any_row
        text = _("No car fits this filter; esc shows all cars") if self._rows else _("No car of the stock is free")
        page.show([Paragraph(""), Paragraph(text, indent=2)])
        if any_row and self.focused is None and self.is_current:
            self.table.focus()

    @on(Input.Changed, "#loading-filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        query, self._fault = readable(event.value)
        self._query = query
        self._sift()
        self._show_fault()

    @on(Input.Submitted, "#loading-filter")
    def _leave_field(self) -> None:
        self.set_focus(self.table if self.table.rows else None)

    def on_key(self, event: events.Key) -> None:
        """Go from the filter down into the list."""
        if event.key == "down" and self.focused is self.query_one("#loading-filter"):
            event.stop()
            self._leave_field()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer the filter to the one who does not stand in it."""
        return action != "filter" or not isinstance(self.focused, Field)

    def action_filter(self) -> None:
        """Type a filter."""
        self.set_focus(self.query_one("#loading-filter", Field))

    def action_mark(self) -> None:
        """Mark the car under the cursor or take its mark away, and go on to the next."""
        self._turn_mark()
        self.table.action_cursor_down()

    @on(RowTable.MarkClicked, "#free-cars")
    def _turn_mark(self) -> None:
        if self.table.row is not None:
            self.marked ^= {self.table.row.id}
            self._marks_changed()

    def action_mark_all(self) -> None:
        """Mark all cars shown; when all are marked, take the marks away."""
        shown = {row.id for row in self.table.rows}
        self.marked = self.marked - shown if shown <= self.marked else self.marked | shown
        self._marks_changed()

    def _marks_changed(self) -> None:
        self.table.redraw()
        self._show_title()

    @on(RowTable.Chosen, "#free-cars")
    def action_pick(self) -> None:
        """Leave with the marked cars that are shown, or with the one under the cursor."""
        shown = [row.car for row in self.table.rows if row.id in self.marked]
        if self.marked and not shown:
            self.say(_("The filter hides all marked cars; esc shows them"))
            return
        if not shown and self.table.row is not None:
            shown = [self.table.row.car]
        if shown:
            self.dismiss(tuple(shown))

    def action_back(self) -> None:
        """Clear the filter; then leave without taking any car."""
        field = self.query_one("#loading-filter", Field)
        if field.value:
            field.value = ""
        elif isinstance(self.focused, Field):
            self._leave_field()
        else:
            self.dismiss(None)
