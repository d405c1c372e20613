"""A dealer's price list from a spreadsheet: the file is picked, its rows are looked at as those of a message are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.screens import import_files
from tui.app.screens.base import DeskScreen
from tui.app.screens.chat_list import ChatScreen
from tui.app.screens.import_choices import Choice, Folder, columns, file_choices
from tui.app.screens.import_picks import SheetScreen
from tui.app.screens.picking import PickScreen
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Lines, Piece
from tui.app.widgets.pad import Pad
from tui.app.widgets.prompts import Prompt
from tui.app.widgets.table import Column
from tui.desk.chat_draft import Standing
from tui.desk.context import Desk
from tui.desk.list_draft import ListDraft, read_file
from tui.domain.parties import Dealer
from tui.domain.problems import Severity
from tui.errors import NearnewError
from tui.i18n.translator import _
from tui.sheets.table import Table

_GRAVEST_FIRST = (Severity.ERROR, Severity.CONFIRM, Severity.WARNING)
_TONES = {Severity.ERROR: "blocked", Severity.CONFIRM: "unknown", Severity.WARNING: ""}


class ListFileScreen(PickScreen[Choice, Path]):
    """The lists of a folder; typing goes to another one."""

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self._folder = Folder()

    def title_text(self) -> str:
        """The title."""
        return _("Price list: CSV, XLSX, XLS or ODS")

    def retranslate(self) -> None:
        """Set title and rows; a path is typed here, not words to search for."""
        super().retranslate()
        self.query_one(Prompt).ask(_("File: "), _("~/Downloads/list.xlsx"))

    def columns(self) -> Sequence[Column[Choice]]:
        """Name, size and day."""
        return columns(dealers=False)

    def choices(self, text: str) -> Sequence[Choice]:
        """What of the folder fits the path typed."""
        return file_choices(self._folder.fitting(text))

    def key(self, row: Choice) -> Hashable:
        """The name."""
        return row.key

    def help_lines(self, row: Choice | None) -> tuple[Sequence[Piece], ...]:
        """What picking does."""
        if row is None:
            return ([Piece(_("No list is called that"), "faint")],)
        if row.entry is not None and row.entry.folder:
            return ([Piece(_("enter opens the folder"))],)
        return ([Piece(_("Its rows are shown to be confirmed; nothing is written before ctrl+s"))],)

    def pick(self) -> None:
        """Leave with the file under the cursor, or open the folder."""
        entry = self.table.row.entry if self.table.row is not None else None
        if entry is None:
            return
        if entry.folder:
            field = self.query_one(Field)
            field.value = import_files.entered(field.value, entry)
            field.cursor_position = len(field.value)
            field.focus()
            return
        self.dismiss(entry.path)


class PriceListScreen(ChatScreen):
    """The rows of a file as proposals: confirmed, corrected, left out and kept with the keys of a message."""

    def __init__(self, desk: Desk, glyphs: Glyphs, dealer: Dealer, draft: ListDraft) -> None:
        super().__init__(desk, glyphs, dealer, draft)
        self.list = draft

    def begin(self) -> None:
        """Show the rows at once: there is no message to type."""
        self.query_one(Pad).display = False
        self.add_class("-list")
        self.table.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no text to go to."""
        return action != "type" and super().check_action(action, parameters)

    def source_text(self) -> str:
        """File, sheet and day."""
        table = self.list.table
        name = Path(table.name).name + (f" [{table.sheet}]" if len(table.sheets) > 1 else "")
        return _("%(file)s, list of %(day)s") % {"file": name, "day": self.draft.listed_on}

    def day_question(self) -> str:
        """How the day is asked for."""
        return _("Which day is the list of?")

    def explain(self) -> None:
        """The row as it stands in the file, and every question with its column, the gravest first."""
        row = self.table.row
        more = self.query_one("#chat-more", Lines)
        if row is None:
            more.show()
            return
        lines = [[Piece(f" {row.text}", "faint")]]
        for problem in sorted(row.problems, key=lambda one: _GRAVEST_FIRST.index(one.severity)):
            column = self.list.column_of(problem)
            where = f"{column}: " if column in self.list.table.columns else ""
            mark = self.glyphs.blocked if problem.severity is Severity.ERROR else self.glyphs.unknown
            said = f" {mark} {where}{problem_text(self.desk, problem)}"
            lines.append([Piece(said, _TONES[problem.severity])])
        if row.standing is Standing.UNREAD:
            lines.append([Piece(" " + _("a heading or a total, as it seems; enter makes an offer of it"), "faint")])
        more.show(*lines)


def take_in(below: DeskScreen[Any], dealer: Dealer, done: Callable[[int | None], None]) -> None:
    """Pick a file, and its sheet where it has several; show its rows, and hand the first offer kept to ``done``."""
    desk, glyphs, app = below.desk, below.glyphs, below.app

    def show(table: Table) -> None:
        try:
            draft = ListDraft(desk, dealer.id, table)
        except NearnewError as error:
            below.say_error(error)
            return
        app.push_screen(PriceListScreen(desk, glyphs, dealer, draft), done)

    def read(path: Path, sheet: str | None = None) -> Table | None:
        try:
            return read_file(path, sheet)
        except NearnewError as error:
            below.say_error(error)
            return None

    def picked(path: Path | None) -> None:
        table = read(path) if path is not None else None
        if path is None or table is None:
            return
        if len(table.sheets) < 2:
            show(table)
            return

        def chosen(sheet: str | None) -> None:
            again = read(path, sheet) if sheet is not None else None
            if again is not None:
                show(again)

        app.push_screen(SheetScreen(desk, glyphs, table.sheets, table.sheet), chosen)

    app.push_screen(ListFileScreen(desk, glyphs), picked)
