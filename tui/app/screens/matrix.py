"""The stock against every destination: one mark a cell, on any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.across import AcrossScreen
from tui.app.screens.dated import ask_day
from tui.app.sieve import readable
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.prompts import FaultLine
from tui.app.widgets.table import Column, RowTable
from tui.desk import matrix, stock
from tui.desk.checking import Question
from tui.desk.context import Desk
from tui.desk.matrix import Cell
from tui.desk.row import has_left
from tui.desk.rows import StockRow
from tui.domain.cars import Car
from tui.domain.query import EVERYTHING
from tui.domain.readiness import Verdict
from tui.errors import NearnewError, UsageError
from tui.i18n import formats
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

NOT_YET = "·"
"""A cell that is not worked out yet."""
_WIDTH = 4
"""Cells of a destination's column: mark and number of open flags."""
_GAP = 2
_MARKS = (Verdict.READY, Verdict.ACTION, Verdict.BLOCKED, Verdict.UNKNOWN)
_BEST_FIRST = {verdict: place for place, verdict in enumerate(_MARKS)}


class RowsAnswered(Message):
    """Some cars were answered for all destinations, as book and day were at a load."""

    def __init__(self, generation: int, rows: Mapping[int, matrix.Row]) -> None:
        super().__init__()
        self.generation = generation
        self.rows = rows


class MatrixScreen(AcrossScreen):
    """Cars down, destinations across."""

    NAME = "matrix"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("matrix")

    def __init__(self, desk: Desk, glyphs: Glyphs, car_ids: Sequence[int] = (), query: str = "") -> None:
        """No ``car_ids`` means every car that has not left; ``query`` stands in the filter at first."""
        super().__init__(desk, glyphs)
        self.table: RowTable[StockRow] = RowTable(glyphs, lambda row: row.id, id="matrix")
        self.table.when_moved = self._explain
        self.day = desk.today
        self._ids = frozenset(car_ids)
        self._asked_for = query
        self._rows: Sequence[StockRow] = ()
        self._cells: dict[int, matrix.Row] = {}
        self._counts: list[Counter[Verdict]] = []
        self._query = EVERYTHING
        self._fault: UsageError | None = None
        self._generation = 0
        self._going = True

    def compose(self) -> ComposeResult:
        """Lay out title, filter, list and note."""
        yield Lines(self.glyphs, id="headline")
        yield self.filter_line
        yield FaultLine(self.glyphs, id="matrix-fault")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="matrix-note")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the cars at once; their answers come slice by slice."""
        self.query_one("#matrix-fault").display = False
        if self._asked_for:
            self.filter_line.field.value = self._asked_for
            self._query, self._fault = readable(self._asked_for)
        self.retranslate()
        self.table.focus()
        self.call_after_refresh(self.load)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.filter_line.ask(_("filter: make:byd dest:KZ age>150 is:blocked"))
        self._show_columns()
        self._show_head()
        self._explain()

    def language_changed(self) -> None:
        """Read the rows again, for they hold names in a language."""
        self.load()
        self.retranslate()

    def on_resize(self) -> None:
        """Show as many destinations as fit."""
        self._show_columns()

    def load(self) -> None:
        """Read cars and destinations, and answer them in the background."""
        self._generation += 1
        try:
            self.codes = self.desk.library.destinations
            found = stock.rows(self.desk, question=Question(self.day))
        except NearnewError as error:
            self.say_error(error)
            return
        self._rows = [row for row in found if (row.id in self._ids if self._ids else not has_left(row.car))]
        self._cells = {}
        self._going = True
        self._show_columns()
        self.sift()
        self._answer(self._generation, [row.car for row in self._rows], self.codes, self.day)

    @work(thread=True, exclusive=True, group="matrix", description="answer the matrix")
    def _answer(self, generation: int, cars: Sequence[Car], codes: Sequence[str], day: date) -> None:
        worker = get_current_worker()
        try:
            for rows in matrix.answered(self.desk, cars, codes, day, lambda: worker.is_cancelled):
                self.post_message(RowsAnswered(generation, rows))
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)

    def on_rows_answered(self, event: RowsAnswered) -> None:
        """Take the answers of some cars in."""
        if event.generation != self._generation:
            return
        self._cells.update(event.rows)
        if len(self._cells) >= len(self._rows):
            self._going = False
            self.sift()
        else:
            self.table.redraw()
            self._count()
            self._explain()

    def sift(self) -> None:
        """Filter and sort; what can be read stays in force while a term cannot."""
        self._query, self._fault = readable(self.typed)
        found = list(stock.filtered(self._rows, self._query))
        if self.sort in self.codes and not self._going:
            place = self.codes.index(self.sort)
            found.sort(key=lambda row: self._rank(row, place))
        self.table.set_rows(found)
        self.query_one("#matrix-fault", FaultLine).point(self._fault, self.filter_line.field)
        self._count()
        self.hold_focus()
        self._explain()

    def _rank(self, row: StockRow, place: int) -> tuple[int, int]:
        cell = self._cells[row.id][place]
        return _BEST_FIRST[cell.verdict], cell.flags

    def _count(self) -> None:
        rows = [self._cells[row.id] for row in self.table.rows if row.id in self._cells]
        self._counts = [matrix.counted(rows, place) for place in range(len(self.codes))]
        self._show_head()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read and answer again."""
        event.stop()
        self.load()

    # showing

    def _room(self) -> int:
        """How many destinations fit beside the cars."""
        fixed = sum(column.width + _GAP for column in self._car_columns())
        return max((self.size.width - fixed - 4) // (_WIDTH + _GAP), 1)

    def _car_columns(self) -> list[Column[StockRow]]:
        wide = self.size.width >= 120
        return [
            Column("vin", _("VIN"), wording.vin_tail, 8),
            Column("car", _("Car"), wording.car_name, 22 if wide else 12),
            Column("dest", _("To"), lambda row: row.destination or formats.NONE, max(cell_len(_("To")), 2)),
        ]

    def _show_columns(self) -> None:
        columns, room = self._car_columns(), self._room()
        for place, code, title in self.in_sight(room):
            columns.append(Column(code, title, self._cell(place), _WIDTH, tone=self._tone(place), sorts=True))
        self.table.set_columns(columns, self.sort)

    def _cell(self, place: int) -> Callable[[StockRow], str]:
        def text(row: StockRow) -> str:
            cells = self._cells.get(row.id)
            return NOT_YET if cells is None else self._mark(cells[place])

        return text

    def _mark(self, cell: Cell) -> str:
        mark = self.glyphs.mark(cell.verdict)
        if cell.by_override:
            return f"{mark}{wording.OVERRIDDEN}"
        return f"{mark} {cell.flags}" if cell.flags else mark

    def _tone(self, place: int) -> Callable[[StockRow], str]:
        def tone(row: StockRow) -> str:
            cells = self._cells.get(row.id)
            return TONE_OF[cells[place].verdict] if cells else "faint"

        return tone

    def _show_head(self) -> None:
        day = _("on %(day)s") % {"day": self.day.isoformat()}
        pieces = [
            Piece(" nearnew  ", "accent"),
            Piece(_("Matrix") + "  ", "strong"),
            Piece(f"{count_of_cars(len(self.table.rows))} × {len(self.codes)}  "),
            Piece(day, "accent" if self.day != self.desk.today else ""),
        ]
        if self._going and self._rows:
            told = {"done": len(self._cells), "all": len(self._rows)}
            pieces.append(Piece("  " + _("%(done)d of %(all)d answered") % told, "faint"))
        self.query_one("#headline", Lines).show(pieces)
        total: Counter[Verdict] = Counter()
        for one in self._counts:
            total.update(one)
        parts = [Piece(f"{self.glyphs.mark(one)} {total[one]}  ", TONE_OF[one]) for one in _MARKS]
        self.filter_line.tell(parts if total else [])

    def _explain(self) -> None:
        """What the row comes to, and the counts of each destination in sight."""
        row, note = self.table.row, self.query_one("#matrix-note", Lines)
        if row is None:
            text = _("No car fits this filter; esc shows all cars") if self._rows else _("No car of the stock is free")
            note.show([Piece(f" {text}", "faint")])
            return
        cells = self._cells.get(row.id)
        if cells is None:
            note.show([Piece(" " + _("Working out the answers"), "faint")])
            return
        free = [code for code, cell in zip(self.codes, cells, strict=True) if cell.verdict is Verdict.READY]
        near = [code for code, cell in zip(self.codes, cells, strict=True) if cell.verdict is Verdict.ACTION]
        first = [Piece(f" {self.glyphs.ready} {len(free)} ", "ready"), Piece(" ".join(free[:8]) + "  ")]
        first += [Piece(f"{self.glyphs.action} {len(near)} ", "action"), Piece(" ".join(near))]
        note.show(first, self._column_counts())

    def _column_counts(self) -> list[Piece]:
        """The counts of the destination under the cursor."""
        code = self.code
        if not code or len(self._counts) <= self.at:
            return []
        counts = self._counts[self.at]
        pieces = [Piece(f" {wording.destination_name(code)}  ", "faint")]
        return pieces + [Piece(f"{self.glyphs.mark(one)} {counts[one]}  ", TONE_OF[one]) for one in _MARKS]

    # moving

    def action_sort(self) -> None:
        """Sort by the verdict for the destination under the cursor, the best first; again for the order of before."""
        self._sort_by("" if self.sort == self.code else self.code)

    def _sort_by(self, code: str) -> None:
        self.sort = code
        self._show_columns()
        self.sift()

    def action_day(self) -> None:
        """Ask for another day: the whole screen answers again."""
        ask_day(self, self.day, self._day_given)

    def _day_given(self, day: date) -> None:
        self.day = day
        self.load()

    @on(RowTable.Chosen, "#matrix")
    def action_open(self) -> None:
        """Open the car under the cursor for the destination under the cursor, at its readiness."""
        row = self.table.row
        if row is None:
            return
        self._open(row, self.code or None)

    def _open(self, row: StockRow, code: str | None) -> None:
        try:
            rows = stock.rows(self.desk, destination=code, question=Question(self.day), archived=True)
        except NearnewError as error:
            self.say_error(error)
            return
        found = next((one for one in rows if one.id == row.id), None)
        if found is None:
            self.say(_("This car is no longer in the book"))
            return
        from tui.app.screens.car import CarScreen, Tab

        self.app.push_screen(CarScreen(self.desk, self.glyphs, found, code, tab=Tab.READINESS, on=self.day))

    def action_back(self) -> None:
        """Show all cars again; then return to the screen below."""
        if self.typed:
            self.action_clear()
        else:
            self.dismiss(None)
