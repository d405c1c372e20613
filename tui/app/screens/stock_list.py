"""The list behind the stock screen: reading, ordering, filtering, counting, and showing what was found.

The marks, and what is done with cars, are in ``screens.stock``, which builds on this.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.widgets import Input
from textual.worker import get_current_worker

from tui.app.columns import reason_lines, stock_columns
from tui.app.counting import count_verdicts, money_tied_up, read_ahead
from tui.app.first_reading import FirstReading
from tui.app.glyphs import Glyphs
from tui.app.marks import Marks
from tui.app.messages import BookChanged, StockCounted
from tui.app.ordering import column_name, column_of
from tui.app.resting import Resting
from tui.app.screens.base import DeskScreen
from tui.app.widgets.field import Field, FilterField
from tui.app.widgets.footer import Footer
from tui.app.widgets.lines import Across, Kept, Lines, Page, Rule
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.prompts import FaultLine, Prompt
from tui.app.widgets.table import RowTable
from tui.desk.context import Desk
from tui.domain.money import Money
from tui.domain.query import EVERYTHING
from tui.domain.verdicts import Verdict
from tui.errors import NearnewError, UsageError
from tui.i18n.translator import TRANSLATOR, _

if TYPE_CHECKING:
    from tui.app.sieve import Sieve
    from tui.desk.rows import Rows, StockRow, View

WIDE = 120
"""From so many cells on, the car stands beside the list."""
_AT_ONCE = 0.03
_SLICE = 0.008
_KEPT_SIEVES = 8
"""What the last filters found: a letter more narrows one of them, a letter less is one of them."""
_ROOM_TO_TYPE = 24
"""Cells of the filter's line that are kept free of figures."""
_REST = 0.06
"""Seconds the cursor stands still before the car beside the list is drawn."""


class StockList(Kept, DeskScreen[None]):
    """A list of cars with a filter above it and the reasons below; wide screens show the car beside."""

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.marks = Marks()
        self.table: RowTable[StockRow] = RowTable(
            glyphs, lambda row: row.id, id="cars", marked=lambda row: row.id in self.marks, at_once=True
        )
        self.destination: str | None = None
        self.sort = ""
        self.rows: Rows | None = None
        self._asked_for = ""
        self._query = EVERYTHING
        self._sieve: Sieve | None = None
        self._sieves: deque[Sieve] = deque(maxlen=_KEPT_SIEVES)
        self._found: Rows | View | None = None
        self._generation = 0
        self._verdicts: Mapping[Verdict, int] | None = None
        self._money: tuple[Money, ...] = ()
        self._fault: UsageError | None = None
        self._wants_beside = True
        self._beside_shows: tuple[StockRow, str] | None = None
        self._judging = False
        self._reasons = Lines(glyphs, id="reasons")
        self._beside = Page(glyphs, id="beside")
        self._reading = FirstReading(self, self._opened)
        self._resting = Resting(self, _REST, self._show_beside)
        self.table.when_moved = self._moved

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield MainTabs(self.glyphs, "stock")
        with Across(id="filter-line"):
            yield Prompt(self.glyphs, field="filter", id="filter-prompt", kind=FilterField)
            yield Lines(self.glyphs, right=True, id="tally")
        yield FaultLine(self.glyphs, id="fault")
        yield Rule(self.glyphs)
        with Across(id="body"):
            yield self.table
            yield Page(self.glyphs, id="empty")
            yield self._beside
        yield Rule(self.glyphs)
        yield self._reasons
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the stock and show it."""
        self.query_one("#fault").display = False
        self.query_one("#filter", Field).when_changed = self._filter_by
        if self._asked_for:
            field = self.query_one("#filter", Field)
            with field.prevent(Input.Changed):
                field.value = self._asked_for
            self._read_filter(self._asked_for)
        self.retranslate()
        self.table.focus()
        self._reading.begin()

    def _opened(self) -> None:
        if self.rows is None:
            self.load()
            self._show_columns()
        self.call_after_refresh(self._prepare_judging)

    @work(thread=True, exclusive=True, group="prepare", description="read the rules")
    def _prepare_judging(self) -> None:
        """Judge the first car away from the screen: that reads the rules, which takes longer than the first rows."""
        try:
            if self.rows:
                _ = self.rows[0].answer
        except NearnewError as error:
            self.call_later(self.say_error, error)
        else:
            self.call_later(self._begin_judging)

    def _begin_judging(self) -> None:
        """Show verdicts from now on: the first rows came without waiting for the rules to be read."""
        self._judging = True
        self.table.redraw()
        self._show_reasons()
        self._show_beside()
        self._count_anew()

    def on_resize(self) -> None:
        """Show or hide the car beside the list."""
        self._arrange()
        self._show_tally()
        self._show_fault()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(MainTabs).retranslate()
        self.query_one("#filter-prompt", Prompt).ask("/", _("filter: make:byd dest:KZ age>150 is:blocked"))
        self._show_columns()
        self._show_tally()
        self._show_fault()
        self._show_reasons()
        self._show_beside()
        self._arrange()

    def language_changed(self) -> None:
        """Set every text; only the order of makes depends on the language."""
        if self.rows is not None:
            self.rows.forget(column_name("make"))
            if column_name(self.sort) == column_name("make"):
                self._sieves.clear()
                self._sift()
        self.retranslate()

    # reading, ordering, filtering

    def show_query(self, text: str, destination: str | None = None) -> None:
        """Show the cars of a filter, checked for a destination; None is each car's own."""
        moved, self.destination = destination != self.destination, destination
        self._asked_for = text
        if not self.is_mounted:
            return
        self._set_filter(text, anew=moved)
        self.table.move_to(0)
        if moved:
            self._show_columns()
            self._show_tally()
        self.set_focus(self.table if self.table.display else None)

    def load(self, at: Hashable = None, *, anew: bool = False) -> None:
        """Read the stock from the book, sort it and sift it; then count it in the background.

        Rows of cars that did not change are kept, unless something else is asked of all (``anew``).
        """
        from tui.desk import stock  # with the first rows, not before them: the frame stands already

        try:
            if self.rows is None or anew:
                archived = self._query.wants_archived
                self.rows = stock.lazy_rows(self.desk, destination=self.destination, archived=archived)
            else:
                self.rows = self.rows.after()
        except NearnewError as error:
            self.say_error(error)
            return
        self._generation += 1
        self._verdicts = None
        self._sieves.clear()
        self.marks.keep(lambda car_id: stock.has_car(self.desk, car_id))
        self._sift(at)
        self._count_anew()

    def _sift(self, at: Hashable = None) -> None:
        """Put the rows in order and through the filter; what takes longer goes on slice by slice."""
        if self.rows is None:
            return
        from tui.app.sieve import Sieve

        self._sieve = sieve = Sieve(self.rows, self._query, self.sort, self._sieves)
        self._sieves.append(sieve)
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
        """Go on without holding up keys; a screenful is shown as soon as there is one."""
        shown = -1
        while not sieve.run(_SLICE):
            if len(sieve.found) != shown and (sieve.sifted or (shown < 0 and len(sieve.found) >= self.size.height)):
                shown = len(sieve.found)
                self._show_found(sieve, at)
            await asyncio.sleep(0)
        if sieve is not self._sieve:
            return
        if len(sieve.found) == shown:
            self._show_tally()
        else:
            self._show_found(sieve, at)

    def _show_found(self, sieve: Sieve, at: Hashable) -> None:
        self._found = sieve.view
        self.table.set_rows(self._found, at)
        self._arrange()
        self._show_tally()

    def _count_anew(self) -> None:
        if self._judging and self.rows is not None:
            self.call_after_refresh(self._count, self._generation, self.rows)

    @work(thread=True, exclusive=True, group="count", description="count")
    def _count(self, generation: int, rows: Rows) -> None:
        """Assess every car in the background; described in words, for textual would else write out every row."""
        worker = get_current_worker()
        verdicts = count_verdicts(rows, lambda: worker.is_cancelled)
        if verdicts is not None:
            money = money_tied_up(rows, lambda: worker.is_cancelled)
            self.post_message(StockCounted(generation, verdicts, money))
            read_ahead(rows, lambda: worker.is_cancelled)
            if not worker.is_cancelled and (settled := self.desk_app.when_open) is not None:
                self.app.call_from_thread(settled)

    def on_stock_counted(self, event: StockCounted) -> None:
        """Show the counts, unless the stock was read again meanwhile."""
        if event.generation == self._generation:
            self._verdicts, self._money = event.verdicts, event.money
            self._show_tally()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again; the cursor stays on its car, the marks on theirs."""
        event.stop()
        self.load()

    # showing

    def _show_tally(self) -> None:
        if self.rows is None:
            return
        from tui.app.headline import Stocked, tally  # there is nothing to count before the book is read

        filtered = bool(self._query.terms)
        stocked = Stocked(
            shown=len(self.table.rows),
            cars=len(self.rows),
            money=(() if self._sieve is None else self._sieve.money) if filtered else self._money,
            filtered=filtered,
            verdicts=self._verdicts,
            destination=self.destination,
            sort="" if column_of(self.sort) in self.table.shown_columns else self.sort,
            marked=len(self.marks),
            hidden=len(self.marks) - len(self.seen_marks()),
        )
        line = tally(self.glyphs, stocked, max(self.size.width - _ROOM_TO_TYPE, self.size.width // 2))
        widget = self.query_one("#tally", Lines)
        widget.show(line)
        widget.styles.width = sum(cell_len(self.glyphs.plain(piece.text)) for piece in line)

    def seen_marks(self) -> list[int]:
        """The ids of the marked cars that the list shows, in its order."""
        return self.marks.seen(self._found.ids) if self._found is not None and len(self.marks) else []

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
        self._reasons.show(*reason_lines(self.desk, self.glyphs, row))

    def _moved(self) -> None:
        """Explain the row at once; show the car beside it when the cursor rests: running along the list never waits."""
        self._show_reasons()
        if self._beside.display:
            self._resting.stir()

    def _show_beside(self) -> None:
        row, beside = self.table.row, self._beside
        if row is None or not beside.display or not self._judging:
            return
        shown = (row, TRANSLATOR.tag)
        if shown != self._beside_shows:
            same = self._beside_shows is not None and self._beside_shows[0].id == row.id
            self._beside_shows = shown
            from tui.app.pages import car_page  # not needed for the first rows

            beside.show(car_page(self.desk, row, self.glyphs), top=not same)

    def _arrange(self) -> None:
        """Decide between list and "nothing here", and whether the car stands beside."""
        any_row = self.rows is None or bool(self.table.rows)
        page, beside = self.query_one("#empty", Page), self._beside
        shown = any_row and self._wants_beside and self.size.width >= WIDE
        newly = shown and not beside.display
        beside.display = shown
        if page.display is any_row:
            self.refresh_bindings()
        page.display = not any_row
        self.table.display = any_row
        if not any_row:
            from tui.app import empty

            page.show(empty.page(self.desk_app.keys, filtered=bool(self._query.terms)))
        elif self.focused is None and self.is_current:
            self.table.focus()
        if newly:
            self._show_beside()

    # the filter and the order

    def _filter_by(self, text: str, *, anew: bool = False) -> None:
        """Filter while typing; what can be read stays in force while a term cannot."""
        archived = self._query.wants_archived
        self._read_filter(text)
        if anew or archived is not self._query.wants_archived:
            self.load(anew=True)
        else:
            self._sift()
        self._show_fault()

    def _read_filter(self, text: str) -> None:
        from tui.app.sieve import readable

        self._query, self._fault = readable(text)

    def _set_filter(self, text: str, *, anew: bool) -> None:
        field = self.query_one("#filter", Field)
        with field.prevent(Input.Changed):
            field.value = text
        self._filter_by(text, anew=anew)
        self.refresh_bindings()

    def sort_by(self, key: str) -> None:
        """Sort by a column, in falling order with ``-`` in front."""
        self.sort = key
        self.marks.end_stretch()
        self._sift()
        self._show_columns()
        self._show_tally()
