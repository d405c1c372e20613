"""The stock: one line a car, the reason under the cursor, a filter, a destination; wide screens show the car beside."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Footer, Input
from textual.worker import get_current_worker

from tui.app import empty, wording
from tui.app.columns import TONE_OF, stock_columns
from tui.app.counting import count_verdicts
from tui.app.finding import place_of
from tui.app.glyphs import Glyphs
from tui.app.headline import headline, tally
from tui.app.messages import BookChanged, StockCounted
from tui.app.ordering import clicked, column_of, stepped, turned
from tui.app.pages import car_page
from tui.app.screens.base import DeskScreen
from tui.app.screens.car import CarScreen
from tui.app.screens.destination import DestinationScreen, Place
from tui.app.sieve import Sieve, readable
from tui.app.widgets.field import Field
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Piece, Rule
from tui.app.widgets.prompts import FaultLine, Prompt
from tui.app.widgets.table import RowTable
from tui.desk import stock
from tui.desk.context import Desk
from tui.desk.stock import StockRow
from tui.domain.money import Money
from tui.domain.query import EVERYTHING
from tui.domain.readiness import Verdict
from tui.errors import NearnewError, UsageError
from tui.i18n.translator import _

WIDE = 120
"""From so many cells on, the car stands beside the list."""
_AT_ONCE = 0.03
_SLICE = 0.008
_REST = 0.06
"""Seconds the cursor stands still before the car beside the list is drawn."""


class StockScreen(DeskScreen[None]):
    """The list of cars."""

    NAME = "stock"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("stock")

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[StockRow] = RowTable(glyphs, lambda row: row.id, id="cars")
        self.destination: str | None = None
        self.sort = ""
        self._rows: list[StockRow] = []
        self._query = EVERYTHING
        self._sieve = Sieve([], EVERYTHING)
        self._generation = 0
        self._verdicts: Mapping[Verdict, int] | None = None
        self._money: tuple[Money, ...] = ()
        self._fault: UsageError | None = None
        self._beside = True
        self._judging = False
        self._find_from: Hashable = None
        self._resting: Timer | None = None
        self.table.when_moved = self._show_reasons

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield Lines(self.glyphs, id="headline")
        with Horizontal(id="filter-line"):
            yield Prompt(self.glyphs, field="filter", id="filter-prompt")
            yield Lines(self.glyphs, right=True, id="tally")
        yield FaultLine(self.glyphs, id="fault")
        yield Rule(self.glyphs)
        with Horizontal(id="body"):
            yield self.table
            yield Page(self.glyphs, id="empty")
            yield Page(self.glyphs, id="beside")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="reasons")
        yield Rule(self.glyphs)
        yield Prompt(self.glyphs, field="find", id="find-line")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Read the stock and show it."""
        self.query_one("#find-line").display = False
        self.query_one("#fault").display = False
        self.load()
        self.retranslate()
        self.table.focus()
        self.call_after_refresh(self.set_timer, 0.01, self._begin_judging)

    def _begin_judging(self) -> None:
        """Show verdicts from now on: the first rows came without waiting for the rules to be read."""
        self._judging = True
        self.table.redraw()
        self._show_reasons()
        self._show_beside()
        self._count(self._generation, self._rows)

    def on_resize(self) -> None:
        """Show or hide the car beside the list."""
        self._arrange()
        self._show_headline()
        self._show_fault()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one("#filter-prompt", Prompt).ask("/", _("filter: make:byd dest:KZ age>150 is:blocked"))
        self.query_one("#find-line", Prompt).ask(_("VIN or stock number: "))
        self._show_columns()
        self._show_headline()
        self._show_tally()
        self._show_fault()
        self._show_reasons()
        self._show_beside()
        self._arrange()

    def language_changed(self) -> None:
        """Read the rows again, for they hold names in a language, and set every text."""
        self.load()
        self.retranslate()

    def load(self, at: Hashable = None) -> None:
        """Read the stock from the book, sort it and sift it; then count it in the background."""
        self._generation += 1
        try:
            rows = stock.rows(self.desk, destination=self.destination, archived=self._query.wants_archived)
            self._rows = stock.ordered(rows, self.sort) if self.sort else rows
        except NearnewError as error:
            self.say_error(error)
            return
        self._verdicts = None
        self._sift(at)
        if self._judging:
            self.call_after_refresh(self._count, self._generation, self._rows)

    def _sift(self, at: Hashable = None) -> None:
        """Put the rows through the filter; what takes longer goes on slice by slice."""
        self._sieve = sieve = Sieve(self._rows, self._query)
        self.workers.cancel_group(self, "sift")
        try:
            done = sieve.run(_AT_ONCE)
        except NearnewError as error:
            self.say_error(error)
            return
        if done:
            self._show_found(sieve, at)
        else:
            self._sift_on(sieve, at)

    @work(exclusive=True, group="sift", description="sift")
    async def _sift_on(self, sieve: Sieve, at: Hashable) -> None:
        for _slice in iter(lambda: sieve.run(_SLICE), True):  # noqa: FBT003 - "done" ends it
            await asyncio.sleep(0)
        if sieve is self._sieve:
            self._show_found(sieve, at)

    def _show_found(self, sieve: Sieve, at: Hashable) -> None:
        self.table.set_rows(sieve.found, at)
        self._arrange()
        self._show_tally()
        self._show_headline()

    @work(thread=True, exclusive=True, group="count", description="count")
    def _count(self, generation: int, rows: Sequence[StockRow]) -> None:
        """Assess every car in the background; described in words, for textual would else write out every row."""
        verdicts = count_verdicts(rows, lambda: get_current_worker().is_cancelled)
        if verdicts is not None:
            self.post_message(StockCounted(generation, verdicts, stock.money_of(rows)))

    def on_stock_counted(self, event: StockCounted) -> None:
        """Show the counts, unless the stock was read again meanwhile."""
        if event.generation == self._generation:
            self._verdicts, self._money = event.verdicts, event.money
            self._show_headline()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again; the cursor stays on its car."""
        event.stop()
        self.load()

    def _show_headline(self) -> None:
        line = headline(
            self.desk,
            self.glyphs,
            width=self.size.width,
            cars=len(self._rows),
            money=self._money,
            verdicts=self._verdicts,
            destination=self.destination,
        )
        self.query_one("#headline", Lines).show(line)

    def _show_tally(self) -> None:
        line = tally(
            self.glyphs,
            shown=self.table.rows,
            cars=len(self._rows),
            filtered=bool(self._query.terms),
            sort="" if column_of(self.sort) in self.table.shown_columns else self.sort,
        )
        widget = self.query_one("#tally", Lines)
        widget.show(line)
        widget.styles.width = sum(cell_len(self.glyphs.plain(piece.text)) for piece in line)

    def _show_fault(self) -> None:
        self.query_one("#fault", FaultLine).point(self._fault, self.query_one("#filter", Field))

    def _show_columns(self) -> None:
        sign = "-" if self.sort.startswith("-") else ""
        self.table.set_columns(
            stock_columns(self.desk, self.glyphs, self.destination, lambda: self._judging),
            sign + column_of(self.sort) if self.sort else "",
        )

    def _show_reasons(self) -> None:
        """Explain the row under the cursor, below the list."""
        row = self.table.row if self._judging else None
        found = wording.reasons(self.desk, row.answer.assessment, row.on) if row else []
        self.query_one("#reasons", Lines).show(
            *([Piece(f" {self.glyphs.mark(one.verdict)} ", TONE_OF[one.verdict]), Piece(one.text)] for one in found)
        )

    @on(RowTable.Moved, "#cars")
    def _rest(self) -> None:
        """Show the car beside the list once the cursor rests on it: running along the list waits for nothing."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_REST, self._show_beside)

    def _show_beside(self) -> None:
        row, beside = self.table.row, self.query_one("#beside", Page)
        if row is not None and beside.display and self._judging:
            beside.show(car_page(self.desk, row, self.glyphs))

    def _arrange(self) -> None:
        """Decide between list and "nothing here", and whether the car stands beside."""
        any_row = bool(self.table.rows)
        page, beside = self.query_one("#empty", Page), self.query_one("#beside", Page)
        shown = any_row and self._beside and self.size.width >= WIDE
        newly = shown and not beside.display
        beside.display = shown
        page.display = not any_row
        self.table.display = any_row
        if not any_row:
            page.show(empty.page(filtered=bool(self._query.terms)))
        elif self.focused is None and self.is_current:
            self.table.focus()
        if newly:
            self._show_beside()

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        """Filter while typing; what can be read stays in force while a term cannot."""
        query, self._fault = readable(event.value)
        archived, self._query = self._query.wants_archived, query
        if archived is not query.wants_archived:
            self.load()
        else:
            self._sift()
        self._show_fault()

    @on(Input.Submitted, "#filter")
    def _leave_field(self) -> None:
        self.set_focus(self.table if self.table.rows else None)

    def on_key(self, event: events.Key) -> None:
        """Go from the filter down into the list."""
        if event.key == "down" and self.focused is self.query_one("#filter"):
            event.stop()
            self._leave_field()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer to clear only what is there, and no field to the one who stands in it."""
        match action:
            case "clear":
                return isinstance(self.focused, Field) or bool(self.query_one("#filter", Field).value)
            case "filter":
                return not isinstance(self.focused, Field)
            case _:
                return True

    def action_filter(self) -> None:
        """Type a filter."""
        self.query_one("#filter", Field).focus()

    def action_clear(self) -> None:
        """Clear the field typed in, then leave it; in the list, show all cars again."""
        field = self.query_one("#filter", Field)
        if self.focused is self.query_one("#find"):
            self.table.set_rows(self.table.rows, self._find_from)
            self._close_find()
        elif field.value:
            field.value = ""
            self.refresh_bindings()
        else:
            self._leave_field()

    def action_find(self) -> None:
        """Type the end of a VIN or a stock number."""
        self._find_from = self.table.row.id if self.table.row else None
        self.query_one("#find-line").display = True
        self.query_one("#find", Field).focus()

    @on(Input.Changed, "#find")
    def _find_typed(self, event: Input.Changed) -> None:
        place = place_of(self.table.rows, event.value)
        if place is not None:
            self.table.move_to(place)

    @on(Input.Submitted, "#find")
    def _find_done(self, event: Input.Submitted) -> None:
        text = event.value
        self._close_find()
        if not text.strip() or place_of(self.table.rows, text) is not None:
            return
        try:
            stock.find_car(self.desk, text)
        except NearnewError as error:
            self.say_error(error)
        else:
            self.say(_("The filter hides this car; esc shows all"))

    def _close_find(self) -> None:
        field = self.query_one("#find", Field)
        with field.prevent(Input.Changed):
            field.value = ""
        self.query_one("#find-line").display = False
        self._leave_field()

    def action_sort_next(self) -> None:
        """Sort by the next column."""
        self._sort_by(stepped(self.sort, self.table.shown_columns, 1))

    def action_sort_previous(self) -> None:
        """Sort by the column before."""
        self._sort_by(stepped(self.sort, self.table.shown_columns, -1))

    def action_sort_reverse(self) -> None:
        """Turn the order round."""
        self._sort_by(turned(self.sort))

    @on(RowTable.TitleClicked)
    def _sort_clicked(self, event: RowTable.TitleClicked) -> None:
        key = clicked(self.sort, event.column)
        if key is not None:
            self._sort_by(key)

    def _sort_by(self, key: str) -> None:
        self.sort = key
        self.load()
        self._show_columns()
        self._show_tally()

    @on(RowTable.Chosen, "#cars")
    def action_open(self) -> None:
        """Open the car under the cursor."""
        if self.table.row is not None:
            self.app.push_screen(CarScreen(self.desk, self.glyphs, self.table.row, self.destination))

    def action_detail(self) -> None:
        """Show or hide the car beside the list; open it where there is no room."""
        if self.size.width < WIDE:
            self.action_open()
            return
        self._beside = not self._beside
        self._arrange()

    def action_destination(self) -> None:
        """Choose the destination."""
        self.app.push_screen(DestinationScreen(self.desk, self.glyphs, self.destination), self._destination_chosen)

    def _destination_chosen(self, place: Place | None) -> None:
        if place is None:
            return
        self.destination = place.code or None
        self.load()
        self._show_columns()
        self._show_headline()

    def action_copy_vin(self) -> None:
        """Copy the VIN of the car under the cursor."""
        if self.table.row is not None:
            self.desk_app.copy_vin(self.table.row.car.vin)
