"""Taking in a dealer's list: file or paste, dealer, preview of every row; nothing is written before the last key."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Input

from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.screens import import_files, import_lines, import_words
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.held import HeldScreen
from tui.app.screens.import_choices import (
    Choice,
    Folder,
    PathField,
    RowsPasted,
    are_rows,
    columns,
    dealer_choices,
    file_choices,
)
from tui.app.screens.import_columns import ColumnsScreen
from tui.app.screens.import_picks import EncodingScreen, SheetScreen
from tui.app.screens.import_reading import ListScreen, Stage
from tui.app.screens.import_row import RowScreen
from tui.app.screens.import_work import Source
from tui.app.widgets.cells import clean
from tui.app.widgets.field import Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Rule
from tui.app.widgets.prompts import Prompt
from tui.app.widgets.table import RowTable
from tui.desk.context import Desk
from tui.desk.import_plan import RowPlan
from tui.desk.import_views import Trial, bought_day, trials
from tui.desk.importing import ImportResult, Outcome
from tui.errors import NearnewError
from tui.i18n.translator import _

_WALK = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}
_OF_ROWS = frozenset({"open", "take_in", "columns", "encoding", "sheet", "dealer", "bought", "next_held"})


class ImportScreen(ListScreen):
    """From a path or a paste to rows in the book."""

    NAME = "import"
    CSS_PATH = "../styles/importing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("import")

    def __init__(self, desk: Desk, glyphs: Glyphs, path: str = "") -> None:
        super().__init__(desk, glyphs)
        self.choices: RowTable[Choice] = RowTable(glyphs, lambda choice: choice.key, id="choices")
        self.table: RowTable[RowPlan] = RowTable(glyphs, lambda plan: plan.number, id="rows")
        self.table.when_moved = self._explain
        self._path = path
        self._folder = Folder()
        self._walked = False

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield Lines(self.glyphs, id="headline")
        yield Prompt(self.glyphs, field="path", id="path-line", kind=PathField)
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
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Begin with the path; read the list at once when one was given."""
        self.query_one("#path", PathField).value = self._path
        self.go(Stage.FILE)
        if self._path and not import_files.is_folder(self._path):
            self._read_path(self._path)

    # what stands on the screen

    def go(self, stage: Stage) -> None:
        """Show another stage."""
        self.stage = stage
        asking = stage in {Stage.FILE, Stage.DEALER}
        for name in ("#path-line", "#dealer-line", "#choices"):
            self.query_one(name).display = asking
        self.query_one("#options").display = not asking
        self.query_one("#rows").display = stage is Stage.ROWS
        self.query_one("#note").display = stage in {Stage.WORK, Stage.WRITING}
        self.query_one("#bought-line").display = False
        self._walked = False
        if stage is Stage.FILE:
            self._folder.forget()
        self.retranslate()
        if stage is Stage.ROWS:
            self.table.focus()
        elif asking:
            field = self.query_one("#dealer" if stage is Stage.DEALER else "#path", Field)
            field.focus()
            field.cursor_position = len(field.value)
        else:
            self.set_focus(None)
        self.refresh_bindings()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one("#path-line", Prompt).ask(_("File: "), _("~/Downloads/list.xlsx, or paste the rows here"))
        self.query_one("#dealer-line", Prompt).ask(_("Dealer: "), _("whose list it is"))
        self.query_one("#bought-line", Prompt).ask(_("Bought on: "), _("such as 2026-11-22; empty: only listed"))
        self.choices.set_columns(columns(dealers=self.stage is Stage.DEALER))
        if self.stage in {Stage.FILE, Stage.DEALER}:
            self._choose_from()
        self.table.set_columns(import_words.preview_columns(self.desk, self.glyphs))
        self.show_work()
        self._show_around()

    def _show_around(self) -> None:
        self.query_one("#headline", Lines).show(import_lines.headline(self.stage, self.read, self.shown))
        if self.read is not None:
            self.query_one("#options", Lines).show(import_lines.options(self.read, self.setup, self.desk_app.keys))
        self._explain()

    def show_work(self) -> None:
        """Show how far the work is."""
        text = import_lines.work_text(self.stage, self.read, self.done)
        self.query_one("#note", Page).show([Paragraph(""), Paragraph(text, indent=2)])

    def show_planned(self) -> None:
        """Show the preview that came."""
        if self.shown is not None:
            self.table.set_rows(self.shown.rows)
        self._show_around()

    def _explain(self) -> None:
        """Two lines below: the row under the cursor, what is wrong with the file, or what to do."""
        if self.stage is Stage.ROWS:
            lines = import_lines.row_lines(self.desk, self.table.row)
        elif self.fault is not None and self.stage is Stage.FILE:
            lines = import_lines.fault_lines(self.fault, self.size.width, self.desk_app.keys)
        else:
            lines = import_lines.help_lines(self.stage)
        self.query_one("#reasons", Lines).show(*lines)

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
            self.fault = None
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
            self.go(Stage.FILE)

    @on(Input.Submitted, "#path")
    def _path_given(self, event: Input.Submitted) -> None:
        row, text = self.choices.row, event.value
        if row is not None and row.entry is not None and (self._walked or not import_files.names_something(text)):
            self._entry_chosen(row.entry, text)
        elif import_files.is_folder(text) and text.strip():
            event.input.value = text if text.endswith("/") else f"{text.rstrip()}/"
            event.input.cursor_position = len(event.input.value)
        elif text.strip():
            self._read_path(text)

    def _entry_chosen(self, entry: import_files.Entry, text: str) -> None:
        field = self.query_one("#path", Field)
        field.value = import_files.entered(text, entry)
        field.cursor_position = len(field.value)
        if not entry.folder:
            self.begin(Source(clean(entry.path.name), entry.path))

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
        self.begin(Source(_("pasted rows"), data=text.encode("utf-8", "replace")))

    def _read_path(self, text: str) -> None:
        path = import_files.path_of(text)
        self.begin(Source(clean(path.name), path))

    @on(Input.Submitted, "#dealer")
    def _dealer_given(self) -> None:
        """Compare the list with the book as this dealer's."""
        row = self.choices.row
        if row is None:
            return
        self.query_one("#dealer", Field).value = row.key
        self.setup = msgspec.structs.replace(self.setup, dealer=row.key)
        self.shown = None
        self.start_planning()

    def unreadable(self, source: Source) -> None:
        """Offer the encodings where one of them may be the remedy."""
        if self.fault is not None and source.may_be_misread(self.fault.code, self.encoding):
            if self.encoding:
                self.say(_("No column names can be read in %(encoding)s") % {"encoding": self.encoding}, wrong=True)
            self._choose_encoding(source, self.encoding or "")

    # what the rows offer

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer what the stage has."""
        table = self.read.table if self.read else None
        if action in _OF_ROWS and (self.stage is not Stage.ROWS or isinstance(self.focused, Field)):
            return False
        match action:
            case "encoding":
                return bool(table and table.encoding)
            case "sheet":
                return bool(table and len(table.sheets) > 1)
            case "complete":
                return self.stage in {Stage.FILE, Stage.DEALER}
            case _:
                return True

    @on(RowTable.Chosen, "#rows")
    def action_open(self) -> None:
        """Show every cell of the row under the cursor."""
        if self.shown is not None and self.table.row is not None:
            screen = RowScreen(self.desk, self.glyphs, self.shown, self.table.rows, self.table.cursor)
            self.app.push_screen(screen, self._back_from_row)

    def _back_from_row(self, number: int | None) -> None:
        self.table.set_rows(self.table.rows, number)

    def action_next_held(self) -> None:
        """Go to the next row that is held or changed, round the end."""
        count, wanted = len(self.table.rows), {Outcome.HELD, Outcome.CHANGED}
        places = ((self.table.cursor + step) % count for step in range(1, count + 1))
        place = next((place for place in places if self.table.rows[place].outcome in wanted), None)
        if place is None:
            self.say(_("No row is held or changed"))
        else:
            self.table.move_to(place)

    def action_columns(self) -> None:
        """See and change what the columns stand for."""
        if self.read is not None:
            screen = ColumnsScreen(self.desk, self.glyphs, self.read.table, self.setup)
            self.app.push_screen(screen, lambda setup: self.change_setup(setup or self.setup))

    def action_encoding(self) -> None:
        """Choose the encoding."""
        if self.read is not None:
            self._choose_encoding(self.read.source, self.read.table.encoding)

    def _choose_encoding(self, source: Source, chosen: str) -> None:
        def picked(trial: Trial | None) -> None:
            if trial is not None:
                self.encoding = trial.encoding
                self.start_reading(source)

        self.app.push_screen(EncodingScreen(self.desk, self.glyphs, trials(source.data or b""), chosen), picked)

    def action_sheet(self) -> None:
        """Choose the sheet."""
        if self.read is None:
            return
        table, source = self.read.table, self.read.source

        def picked(name: str | None) -> None:
            if name is not None:
                self.sheet = name
                self.start_reading(source)

        self.app.push_screen(SheetScreen(self.desk, self.glyphs, table.sheets, table.sheet), picked)

    def action_dealer(self) -> None:
        """Say whose list it is."""
        self.query_one("#dealer", Field).value = self.setup.dealer
        self.go(Stage.DEALER)

    def action_bought(self) -> None:
        """Type the day of purchase."""
        field = self.query_one("#bought", Field)
        field.value = self.setup.bought.isoformat() if self.setup.bought else ""
        self.query_one("#bought-line").display = True
        field.focus()

    @on(Input.Submitted, "#bought")
    def _bought_given(self, event: Input.Submitted) -> None:
        try:
            day = bought_day(self.desk, event.value)
        except NearnewError as error:
            self.say_error(error)
            return
        self._close_bought()
        self.change_setup(msgspec.structs.replace(self.setup, bought=day))

    def _close_bought(self) -> None:
        self.query_one("#bought-line").display = False
        self.table.focus()

    def action_take_in(self) -> None:
        """Write what the preview shows, as one step."""
        if self.shown is not None and self.shown.writes:
            self.start_writing()
        else:
            self.say(_("The book says all of this already: there is nothing to write"))

    def taken(self, result: ImportResult) -> None:
        """Say what was written and how to take it back; offer to mend the rows that wait."""
        told = import_words.counted(result.accepted, result.changed, result.same, result.held)
        undo = key_text(self.desk_app.keys.get("app.undo", ("u",))[0])
        self.say(_("Taken in: %(counts)s. %(key)s undoes it") % {"counts": told, "key": undo})
        if not result.held:
            self.dismiss(None)
            return

        self.app.push_screen(
            ConfirmScreen(self.desk, self.glyphs, *import_lines.held_question(result.held)), self._after
        )

    def _after(self, mend: bool | None) -> None:  # noqa: FBT001 - the answer
        if mend:
            self.app.switch_screen(HeldScreen(self.desk, self.glyphs))
        else:
            self.dismiss(None)

    def action_back(self) -> None:
        """One step back: out of a field, from the rows to the file, out of the import."""
        match self.stage:
            case Stage.ROWS if self.query_one("#bought-line").display:
                self._close_bought()
            case Stage.DEALER if self.shown is not None:
                self.go(Stage.ROWS)
            case Stage.ROWS | Stage.DEALER | Stage.WORK:
                self.stop_work()
                self.go(Stage.FILE)
            case Stage.FILE:
                self.dismiss(None)
