"""Taking in a dealer's list: file or paste, dealer, preview of every row; nothing is written before the last key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import ClassVar

import msgspec
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Footer, Input
from textual.worker import get_current_worker

from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens import import_files, import_words, import_work
from tui.app.screens.base import DeskScreen
from tui.app.screens.held import HeldScreen
from tui.app.screens.import_ask import AskScreen
from tui.app.screens.import_choices import (
    Choice,
    Folder,
    PathField,
    PathPrompt,
    RowsPasted,
    are_rows,
    columns,
    dealer_choices,
    file_choices,
)
from tui.app.screens.import_columns import ColumnsScreen
from tui.app.screens.import_picks import EncodingScreen, SheetScreen
from tui.app.screens.import_row import RowScreen
from tui.app.screens.import_work import ListFailed, ListPlanned, ListProgress, ListRead, ListStep, ListTaken, Source
from tui.app.widgets.cells import clean, wrap
from tui.app.widgets.field import Field
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.prompts import Prompt
from tui.app.widgets.table import RowTable
from tui.desk.context import Desk
from tui.desk.import_plan import RowPlan
from tui.desk.import_views import Setup, Trial, bought_day, fitted, recognised_as, trials
from tui.desk.importing import ImportResult, Outcome, Preview
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.sentences import sentence
from tui.i18n.translator import _, ngettext

_WALK = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}
_OF_ENCODING = frozenset({"encoding_unclear", "encoding_wrong", "encoding_unknown", "header_missing"})


class Stage(StrEnum):
    """How far the import is."""

    FILE = "file"
    DEALER = "dealer"
    WORK = "work"
    WRITING = "writing"
    ROWS = "rows"


class ImportScreen(DeskScreen[None]):
    """From a path or a paste to rows in the book."""

    NAME = "import"
    CSS_PATH = "../styles/importing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("import")

    def __init__(self, desk: Desk, glyphs: Glyphs, path: str = "") -> None:
        super().__init__(desk, glyphs)
        self.choices: RowTable[Choice] = RowTable(glyphs, lambda choice: choice.key, id="choices")
        self.table: RowTable[RowPlan] = RowTable(glyphs, lambda plan: plan.number, id="rows")
        self.table.when_moved = self._explain
        self.stage = Stage.FILE
        self.setup = Setup()
        self.shown: Preview | None = None
        self._path = path
        self._folder = Folder()
        self._walked = False
        self._generation = 0
        self._done = 0
        self._read: ListRead | None = None
        self._tried: Source | None = None
        self._encoding: str | None = None
        self._sheet: str | None = None
        self._fault: NearnewError | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield Lines(self.glyphs, id="headline")
        yield PathPrompt(self.glyphs, field="path", id="path-line")
        yield Prompt(self.glyphs, field="dealer", id="dealer-line")
        yield Lines(self.glyphs, id="options")
        yield Rule(self.glyphs)
        with Container(id="body"):
            yield self.choices
            yield self.table
            yield Page(self.glyphs, id="note")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="reasons")
        yield Prompt(self.glyphs, field="bought", id="bought-line")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Begin with the path; read the list at once when one was given."""
        self.query_one("#bought-line").display = False
        self.query_one("#path", PathField).value = self._path
        self._go(Stage.FILE)
        if self._path and not import_files.is_folder(self._path):
            self._read_path(self._path)

    # what stands on the screen

    def _go(self, stage: Stage) -> None:
        self.stage = stage
        asking = stage in {Stage.FILE, Stage.DEALER}
        self.query_one("#path-line").display = asking
        self.query_one("#dealer-line").display = asking
        self.query_one("#options").display = not asking
        self.choices.display = asking
        self.table.display = stage is Stage.ROWS
        self.query_one("#note").display = stage in {Stage.WORK, Stage.WRITING}
        self._walked = False
        if stage is Stage.ROWS:
            self.table.focus()
        elif asking:
            field = self.query_one("#dealer" if stage is Stage.DEALER else "#path", Field)
            field.focus()
            field.cursor_position = len(field.value)
        else:
            self.set_focus(None)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one("#path-line", Prompt).ask(_("File: "), _("~/Downloads/list.xlsx, or paste the rows here"))
        self.query_one("#dealer-line", Prompt).ask(_("Dealer: "), _("whose list it is"))
        self.query_one("#bought-line", Prompt).ask(_("Bought on: "), _("2026-11-22; empty: only listed"))
        self.choices.set_columns(columns(dealers=self.stage is Stage.DEALER))
        if self.stage in {Stage.FILE, Stage.DEALER}:
            self._choose_from()
        self.table.set_columns(import_words.preview_columns(self.desk, self.glyphs))
        self._show_headline()
        self._show_options()
        self._show_work()
        self._explain()
        self.refresh_bindings()

    def _show_headline(self) -> None:
        pieces = [Piece(" nearnew  ", "accent"), Piece(_("Take in a list"), "strong")]
        if self._read is not None and self.stage is not Stage.FILE:
            pieces.append(Piece(f"  {self._read.source.name}"))
        if self.shown is not None and self.stage is Stage.ROWS:
            pieces += [Piece("   "), *import_words.count_pieces(import_words.counts(self.shown))]
        self.query_one("#headline", Lines).show(pieces)

    def _show_options(self) -> None:
        """What the list was read with, each with the key that changes it."""
        if self._read is None:
            return
        table = self._read.table
        known = len(recognised_as(table, self.setup))
        parts = [
            ("dealer", _("Dealer"), self.setup.dealer or (_("from the list") if self._has_dealer() else formats.NONE)),
            ("columns", _("Columns"), f"{known}/{len(table.columns)}"),
        ]
        if table.encoding:
            parts.append(("encoding", _("Encoding"), table.encoding))
        if len(table.sheets) > 1:
            parts.append(("sheet", _("Sheet"), table.sheet))
        parts.append(("bought", _("Bought"), formats.day(self.setup.bought)))
        pieces = []
        for name, label, value in parts:
            key = key_text(self.desk_app.keys[f"import.{name}"][0])
            wanting = (name == "dealer" and value == formats.NONE) or (name == "columns" and known < len(table.columns))
            pieces += [Piece(f" {key} ", "accent"), Piece(f"{label} "), Piece(f"{value}  ", "action" if wanting else "strong")]
        self.query_one("#options", Lines).show(pieces)

    def _show_work(self) -> None:
        if self.stage not in {Stage.WORK, Stage.WRITING}:
            return
        if self.stage is Stage.WRITING:
            text = _("Writing to the book…")
        elif self._done and self._read is not None:
            blanks = {"done": self._done, "all": len(self._read.table.rows)}
            text = _("Comparing with the book: %(done)s / %(all)s rows; esc stops") % blanks
        else:
            text = _("Reading the list; esc stops")
        self.query_one("#note", Page).show([Paragraph(""), Paragraph(text, indent=2)])

    def _explain(self) -> None:
        """Two lines below: the row under the cursor, what is wrong with the file, or what to do."""
        lines: Sequence[Sequence[Piece]]
        if self.stage is Stage.ROWS:
            if not self.table.rows:
                lines = ([Piece(_(" The list has no rows under its column names"), "action")],)
            else:
                lines = import_words.two_lines(import_words.lines_of(self.desk, self.table.row))
        elif self._fault is not None and self.stage is Stage.FILE:
            lines = [[Piece(f" {line}", "blocked")] for line in wrap(self._fault_text(), max(self.size.width, 40) - 2)]
        elif self.stage is Stage.DEALER:
            lines = ([Piece(_(" Enter takes the line under the cursor; a name that is not there yet makes a new dealer"))],)
        else:
            lines = (
                [Piece(_(" Type the path: tab completes, up and down choose. CSV, XLSX, XLS and ODS are read"))],
                [Piece(_(" Or paste rows copied from a chat or a spreadsheet, with their line of column names"), "faint")],
            )
        self.query_one("#reasons", Lines).show(*lines[:2])

    def _fault_text(self) -> str:
        if self._fault is None:
            return ""
        if self._fault.code == "header_missing":
            return _("No line of column names was found; the list needs one with the VIN or a few known names")
        return sentence(self._fault)

    def _choose_from(self) -> None:
        if self.stage is Stage.DEALER:
            found = dealer_choices(self.desk, self.query_one("#dealer", Field).value)
        else:
            found = file_choices(self._folder.fitting(self.query_one("#path", Field).value))
        self.choices.set_rows(found)
        if not self._walked:
            self.choices.move_to(0)

    # typing, choosing, pasting

    @on(Input.Changed, "#path,#dealer")
    def _typed(self) -> None:
        self._walked = False
        if self.stage in {Stage.FILE, Stage.DEALER}:
            self._fault = None
            self._choose_from()
            self._explain()

    async def on_key(self, event: events.Key) -> None:
        """Walk along the choices while a field has the focus."""
        method = _WALK.get(event.key)
        if method and self.stage in {Stage.FILE, Stage.DEALER}:
            event.stop()
            event.prevent_default()
            self._walked = True
            await self.app.run_action(method, self.choices)

    def action_complete(self) -> None:
        """Complete the name typed; where there is nothing to complete, go to the other field."""
        field = self.query_one("#dealer" if self.stage is Stage.DEALER else "#path", Field)
        if self.stage is Stage.FILE:
            text = import_files.completed(field.value, [row.entry for row in self.choices.rows if row.entry])
        else:
            text = self.choices.row.key if self.choices.row else field.value
        if text != field.value:
            field.value = text
            field.cursor_position = len(text)
        elif self.stage is Stage.DEALER and self.shown is None:
            self._go(Stage.FILE)

    @on(Input.Submitted, "#path")
    def _path_given(self, event: Input.Submitted) -> None:
        row, text = self.choices.row, event.value
        if row is not None and row.entry is not None and (self._walked or not self._names_something(text)):
            self._entry_chosen(row.entry, text)
        elif import_files.is_folder(text) and text.strip():
            event.input.value = text if text.endswith("/") else f"{text.rstrip()}/"
            event.input.cursor_position = len(event.input.value)
        elif text.strip():
            self._read_path(text)

    @staticmethod
    def _names_something(text: str) -> bool:
        try:
            return bool(text.strip()) and import_files.path_of(text).exists()
        except (OSError, ValueError):
            return False

    def _entry_chosen(self, entry: import_files.Entry, text: str) -> None:
        field = self.query_one("#path", Field)
        field.value = import_files.entered(text, entry)
        field.cursor_position = len(field.value)
        if not entry.folder:
            self._begin(Source(clean(entry.path.name), entry.path))

    @on(RowTable.Chosen, "#choices")
    def _clicked(self) -> None:
        row = self.choices.row
        if row is None:
            return
        if row.entry is not None:
            self._entry_chosen(row.entry, self.query_one("#path", Field).value)
        else:
            self._dealer_given()

    def on_paste(self, event: events.Paste) -> None:
        """Take rows pasted anywhere on the screen."""
        if are_rows(event.text) and self.stage is not Stage.WRITING:
            event.stop()
            self._paste(event.text)

    def on_rows_pasted(self, event: RowsPasted) -> None:
        """Take rows pasted into the path."""
        event.stop()
        self._paste(event.text)

    def action_paste(self) -> None:
        """Take rows copied inside the program; the terminal's own key pastes those of other programs."""
        if are_rows(self.app.clipboard):
            self._paste(self.app.clipboard)
        else:
            self.say(_("Paste with the terminal's own key: ctrl+shift+v, shift+insert or cmd+v"))

    def _paste(self, text: str) -> None:
        self._begin(Source(_("pasted rows"), data=text.encode("utf-8", "replace")))

    # reading and planning

    def _read_path(self, text: str) -> None:
        path = import_files.path_of(text)
        self._begin(Source(clean(path.name), path))

    def _begin(self, source: Source) -> None:
        """Read a list anew: what was said of another one is forgotten, but not its dealer."""
        self._encoding = self._sheet = None
        if self._read is None or source.path is None or self._read.source.path != source.path:
            self.setup = Setup(dealer=self.setup.dealer)
        self._start_reading(replace(source))

    def _start_reading(self, source: Source) -> None:
        self._generation += 1
        self._done = 0
        self._fault = None
        self.shown = None
        self._go(Stage.WORK)
        self._read_list(self._generation, source, list(self.setup.mapping.values()))

    @work(thread=True, exclusive=True, group="import", description="read a list")
    def _read_list(self, generation: int, source: Source, named: list[str]) -> None:
        import_work.read(self, generation, source, encoding=self._encoding, sheet=self._sheet, named=named)

    def _start_planning(self) -> None:
        if self._read is None:
            return
        self._generation += 1
        self._done = 0
        self._read.generation = self._generation
        if self.shown is None:
            self._go(Stage.WORK)
        self._plan_rows(self._generation, self._read, self.setup)

    @work(thread=True, exclusive=True, group="import", description="plan a list")
    def _plan_rows(self, generation: int, read: ListRead, setup: Setup) -> None:
        worker = get_current_worker()
        import_work.plan(self, generation, self.desk, read, setup, lambda: worker.is_cancelled)

    @work(thread=True, group="write", description="write a list")
    def _write(self, generation: int, shown: Preview) -> None:
        import_work.write(self, generation, self.desk, shown)

    def _is_old(self, event: ListStep) -> bool:
        event.stop()
        return event.generation != self._generation

    def on_list_read(self, event: ListRead) -> None:
        """Ask whose list it is, unless that is known, and compare it with the book."""
        if self._is_old(event):
            return
        self._read = event
        self.setup = fitted(event.table, self.setup)
        if self.setup.dealer or self._has_dealer():
            self._start_planning()
        else:
            self._go(Stage.DEALER)

    def _has_dealer(self) -> bool:
        return self._read is not None and "dealer" in recognised_as(self._read.table, self.setup).values()

    def on_list_progress(self, event: ListProgress) -> None:
        """Show how far it is."""
        if not self._is_old(event):
            self._done = event.done
            self._show_work()

    def on_list_planned(self, event: ListPlanned) -> None:
        """Show the rows; the cursor stays, or begins on the first row that is held."""
        if self._is_old(event):
            return
        first = self.shown is None
        self.shown = event.shown
        self.table.set_rows(event.shown.rows)
        if self.stage is Stage.WORK or first:
            self._go(Stage.ROWS)
        else:
            self.retranslate()

    def on_list_failed(self, event: ListFailed) -> None:
        """Say what is wrong; offer the encodings where that may be it."""
        if self._is_old(event):
            return
        if self.stage is Stage.WRITING:
            self._go(Stage.ROWS)
            self.say_error(event.error)
            return
        self._fault, self._tried = event.error, event.source
        self._go(Stage.FILE)
        if event.error.code in _OF_ENCODING and event.source is not None and event.source.path is not None:
            self._choose_encoding(event.source, self._encoding or "")

    def on_book_changed(self, event: BookChanged) -> None:
        """Compare with the book again."""
        event.stop()
        if self.stage is Stage.ROWS:
            self._start_planning()
