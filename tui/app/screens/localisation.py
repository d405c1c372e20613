"""The localisation board: models down, destinations across, each cell a kit in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.pages.kit import counts_text, counts_tone
from tui.app.screens.across import AcrossScreen
from tui.app.screens.dated import ask_day
from tui.app.screens.kit import KitScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.table import Column, RowTable
from tui.desk import kit_board, kit_words, localising
from tui.desk.context import Desk
from tui.desk.kit_book import ModelAt
from tui.domain.kit_standing import Counts
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _, ngettext

_NOT_YET = "·"
_WIDTH = 9
"""Cells of a destination's column: done of applicable, and the open blockers."""
_GAP = 2
_WIDE = 120

Row = tuple[int, ModelAt]
"""A model and its place, as the board was read."""


class ModelStands(Message):
    """The kits of one model were worked out, as book and day were at a load."""

    def __init__(self, generation: int, place: int, cells: Mapping[str, Counts]) -> None:
        super().__init__()
        self.generation = generation
        self.place = place
        self.cells = cells


class LocalisationScreen(AcrossScreen):
    """Models against destinations."""

    NAME = "localisation"
    CSS_PATH = "../styles/localisation.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("localisation")

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[Row] = RowTable(glyphs, lambda row: row[1].key, id="models")
        self.table.when_moved = self._explain
        self.day = desk.today
        self._rows: Sequence[Row] | None = None
        self._cells: dict[int, Mapping[str, Counts]] = {}
        self._going: Mapping[kit_board.Key, int] = {}
        self._generation = 0

    def compose(self) -> ComposeResult:
        """Lay out tabs, filter, board and note."""
        yield MainTabs(self.glyphs, "localisation")
        yield self.filter_line
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="board-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="board-note")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the models at once; their kits come row by row."""
        self.retranslate()
        self.table.focus()
        self.call_after_refresh(self.load)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(MainTabs).retranslate()
        self.filter_line.ask(_("filter: make, model, powertrain"))
        self._show_columns()
        self.sift()

    def on_resize(self) -> None:
        """Show as many destinations as fit."""
        self._show_columns()

    def load(self) -> None:
        """Read models and destinations, and work the kits out in the background."""
        self._generation += 1
        try:
            self._rows = list(enumerate(localising.models(self.desk)))
            self.codes = kit_board.columns(self.desk)
            self._going = kit_board.going(self.desk)
        except NearnewError as error:
            self.say_error(error)
            return
        self._show_columns()
        self.sift()
        self._work_out(self._generation, [model for _place, model in self._rows], self.codes, self.day)

    @work(thread=True, exclusive=True, group="board", description="work the kits out")
    def _work_out(self, generation: int, models: Sequence[ModelAt], codes: Sequence[str], day: date) -> None:
        worker = get_current_worker()
        try:
            for place, cells in kit_board.rows(self.desk, models, codes, day, lambda: worker.is_cancelled):
                self.post_message(ModelStands(generation, place, cells))
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)

    def on_model_stands(self, event: ModelStands) -> None:
        """Show the kits of one model, unless the book was read again meanwhile."""
        if event.generation != self._generation:
            return
        self._cells[event.place] = event.cells
        if self.sort and self._rows and event.place == len(self._rows) - 1:
            self.sift()
        else:
            self.table.redraw()
            self._explain()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read again; the figures of before stay until the new ones are there."""
        event.stop()
        before = [model.key for _place, model in self._rows or ()]
        self.load()
        if [model.key for _place, model in self._rows or ()] != before:
            self._cells.clear()

    def sift(self) -> None:
        """Filter and sort."""
        rows = self._rows or ()
        found = [row for row in rows if self.fits(self._haystack(row[1]))]
        if self.sort:
            found.sort(key=self._rank)
        self.table.set_rows(found)
        count = ngettext("%(n)d model", "%(n)d models", len(found)) % {"n": len(found)}
        told = [Piece(f"{count} × {len(self.codes)}")]
        if self.day != self.desk.today:
            told.append(Piece("  " + _("on %(day)s") % {"day": self.day.isoformat()}, "accent"))
        self.filter_line.tell(told)
        page = self.query_one("#board-empty", Page)
        page.display, self.table.display = not found, bool(found)
        if not found:
            page.show(self._nothing())
        self.hold_focus()
        self._explain()

    def _nothing(self) -> list[Paragraph]:
        if self._rows is None:
            return [Paragraph("")]
        if self._rows:
            return [Paragraph(""), Paragraph(_("No model fits this filter; esc shows all"))]
        return [
            Paragraph(""),
            Paragraph(_("There is no model in this book yet"), "strong"),
            Paragraph(""),
            Paragraph(_("Kits are of models: take in a dealer's list on the stock (1, then i) or add a car there")),
            Paragraph(_("w opens the repair partners, t the parts: both can be filled in before the first car")),
        ]

    def _rank(self, row: Row) -> tuple[int, int]:
        cells = self._cells.get(row[0])
        if cells is None or self.sort not in cells:
            return 1_000, 0
        return cells[self.sort].blockers, -cells[self.sort].done

    def _haystack(self, model: ModelAt) -> str:
        return f"{model.make} {kit_words.model_text(self.desk, model)} {model.powertrain}".casefold()

    # showing

    def _model_columns(self) -> list[Column[Row]]:
        """The model, and its powertrain where there is room; a name that two powertrains share says which it is."""
        wide = self.size.width >= _WIDE
        names = Counter((model.make, model.model.casefold()) for _place, model in self._rows or ())

        def name(row: Row) -> str:
            model = row[1]
            shared = names[model.make, model.model.casefold()] > 1
            return kit_words.model_text(self.desk, model if shared else msgspec.structs.replace(model, powertrain=""))

        def drive(row: Row) -> str:
            return word(self.desk.library.words, "powertrain", row[1].powertrain or None)

        columns = [Column("model", _("Model"), name, 30 if wide else 21)]
        return [*columns, Column("drive", _("Drive"), drive, 16)] if wide else columns

    def _room(self) -> int:
        """How many destinations fit beside the models."""
        fixed = sum(column.width + _GAP for column in self._model_columns())
        return max((self.size.width - fixed) // (_WIDTH + _GAP), 1)

    def _show_columns(self) -> None:
        columns, room = self._model_columns(), self._room()
        for _place, code, title in self.in_sight(room):
            columns.append(Column(code, title, self._cell(code), _WIDTH, tone=self._tone(code), sorts=True))
        self.table.set_columns(columns, self.sort)

    def _cell(self, code: str) -> Callable[[Row], str]:
        def text(row: Row) -> str:
            counts = self._counts(row, code)
            return _NOT_YET if counts is None else counts_text(counts, self.glyphs)

        return text

    def _tone(self, code: str) -> Callable[[Row], str]:
        def tone(row: Row) -> str:
            counts = self._counts(row, code)
            return "faint" if counts is None else counts_tone(counts)

        return tone

    def _counts(self, row: Row, code: str) -> Counts | None:
        return self._cells.get(row[0], {}).get(code)

    def _explain(self) -> None:
        """What the cell under the cursor means, and how many cars it is about."""
        row, lines = self.table.row, self.query_one("#board-note", Lines)
        if row is None or not self.code:
            lines.show()
            return
        at = msgspec.structs.replace(row[1], country=self.code)
        counts = self._counts(row, self.code)
        cars = count_of_cars(self._going.get(at.key, 0))
        head = [
            Piece(f" {kit_words.model_text(self.desk, at)} ", "strong"),
            Piece(f"{self.glyphs.arrow} {wording.country_name(self.code)}  "),
            Piece(_("going there: %(cars)s") % {"cars": cars}, "faint"),
        ]
        if counts is None:
            lines.show(head, [Piece(" " + _("Working out the answers"), "faint")])
            return
        words = self.desk.library.words["kit_standing"]
        states = [f"{_(words[name])} {counts.states[name]}" for name in words if counts.states.get(name)]
        blocking = _("open blockers: %(n)s") % {"n": counts.blockers}
        lines.show(head, [
            Piece(f" {self.glyphs.blocked if counts.blockers else self.glyphs.ready} {blocking}",
                  "blocked" if counts.blockers else "ready"),
            Piece(f"  {wording.joined(states) or formats.NONE}"),
        ])  # fmt: skip

    # moving

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open only what there is."""
        return bool(self.table.rows) if action == "open" else super().check_action(action, parameters)

    def action_sort(self) -> None:
        """Sort by the destination under the cursor, the fewest open blockers first; again for the order of before."""
        self.sort = "" if self.sort == self.code else self.code
        self._show_columns()
        self.sift()

    def action_day(self) -> None:
        """Ask for another day: the whole board is of that day."""
        ask_day(self, self.day, self._day_given)

    def _day_given(self, day: date) -> None:
        self.day = day
        self._cells.clear()
        self.load()

    # going on

    @on(RowTable.Chosen, "#models")
    def action_open(self) -> None:
        """Open the kit of the model for the destination under the cursor."""
        row = self.table.row
        if row is not None and self.code:
            at = msgspec.structs.replace(row[1], country=self.code)
            self.app.push_screen(KitScreen(self.desk, self.glyphs, at, day=self.day))

    def action_partners(self) -> None:
        """The repair partners of every country."""
        from tui.app.screens.repair_partners import RepairPartnersScreen

        self.app.push_screen(RepairPartnersScreen(self.desk, self.glyphs))

    def action_parts(self) -> None:
        """The parts of every model."""
        from tui.app.screens.parts import PartsScreen

        self.app.push_screen(PartsScreen(self.desk, self.glyphs))

    def action_distributors(self) -> None:
        """The official distributors."""
        from tui.app.screens.distributors import DistributorsScreen

        self.app.push_screen(DistributorsScreen(self.desk, self.glyphs))
