"""A dealer's price list from a spreadsheet: the file is picked, its rows are looked at as those of a message are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import BindingType

from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.screens import import_files
from tui.app.screens.base import DeskScreen
from tui.app.screens.chat_list import ChatScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.import_choices import Choice, Folder, columns, file_choices
from tui.app.screens.import_columns import ColumnsScreen
from tui.app.screens.import_picks import EncodingScreen, SheetScreen
from tui.app.screens.import_work import Source
from tui.app.screens.picking import PickScreen
from tui.app.widgets.cells import clean
from tui.app.widgets.field import Field
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece
from tui.app.widgets.pad import Pad
from tui.app.widgets.prompts import Prompt
from tui.app.widgets.table import Column
from tui.desk.chat_draft import Standing
from tui.desk.context import Desk
from tui.desk.files import read_bytes
from tui.desk.import_views import Setup, Trial, fitted, trials
from tui.desk.list_draft import ListDraft
from tui.domain.parties import Dealer
from tui.domain.problems import Severity
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext
from tui.sheets.reader import read_table
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


_OF_OFFERS = Setup(offers=True)


@dataclass(frozen=True)
class OpenedList:
    """A file with its bytes, and what a person said of it: encoding, sheet, and what its columns stand for."""

    source: Source
    encoding: str | None = None
    sheet: str | None = None
    setup: Setup = _OF_OFFERS

    def read(self) -> Table:
        """Its table. Raises BadFile."""
        named = tuple(self.setup.mapping.values())
        return read_table(
            self.source.data or b"", str(self.source.path), encoding=self.encoding, sheet=self.sheet, named=named
        )


class PriceListScreen(ChatScreen):
    """The rows of a file as proposals: confirmed, corrected, left out and kept with the keys of a message.

    Columns, encoding and sheet are chosen as for a list of cars.
    """

    NAME = "price_list"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("price_list")

    def __init__(self, desk: Desk, glyphs: Glyphs, dealer: Dealer, opened: OpenedList, draft: ListDraft) -> None:
        super().__init__(desk, glyphs, dealer, draft)
        self.list = draft
        self._opened = opened

    def begin(self) -> None:
        """Show the rows at once: there is no message to type."""
        self.query_one(Pad).display = False
        self.add_class("-list")
        self.table.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the file has to choose from."""
        match action:
            case "encoding":
                return bool(self.list.table.encoding)
            case "sheet":
                return len(self.list.table.sheets) > 1
            case _:
                return super().check_action(action, parameters)

    def action_columns(self) -> None:
        """See and change what the columns stand for."""
        opened = self._opened

        def chosen(setup: Setup | None) -> None:
            if setup is None or setup == opened.setup:
                return
            try:
                self.list.map(setup.mapping, setup.left_out)
            except NearnewError as error:
                self.say_error(error)
                return
            self._opened = replace(opened, setup=setup)
            self._show()

        self.app.push_screen(ColumnsScreen(self.desk, self.glyphs, self.list.table, opened.setup), chosen)

    def action_encoding(self) -> None:
        """Choose the encoding."""

        def picked(trial: Trial | None) -> None:
            if trial is not None and trial.encoding != self.list.table.encoding:
                self._unless_touched(replace(self._opened, encoding=trial.encoding))

        choices = trials(self._opened.source.data or b"")
        screen = EncodingScreen(self.desk, self.glyphs, choices, self.list.table.encoding)
        self.app.push_screen(screen, picked)

    def action_sheet(self) -> None:
        """Choose the sheet."""
        table = self.list.table

        def picked(sheet: str | None) -> None:
            if sheet is not None and sheet != table.sheet:
                self._unless_touched(replace(self._opened, sheet=sheet))

        self.app.push_screen(SheetScreen(self.desk, self.glyphs, table.sheets, table.sheet), picked)

    def _unless_touched(self, opened: OpenedList) -> None:
        """Read the file anew; ask first where that drops what a person corrected."""
        if not self.list.touched:
            read_anew(self, self._dealer, opened, self._take, said_on=self.list.said_on)
            return
        answers = [Answer("", _("Go back to the lines")), Answer("read", _("Read anew; corrections are dropped"))]

        def answered(word: str | None) -> None:
            if word:
                read_anew(self, self._dealer, opened, self._take, said_on=self.list.said_on)

        heading = _("The rows were corrected by hand")
        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, heading, [], answers), answered)

    def _take(self, opened: OpenedList, draft: ListDraft) -> None:
        self._opened = opened
        self.draft = self.list = draft
        self._show()

    def source_text(self) -> str:
        """File, sheet and day."""
        table = self.list.table
        name = Path(table.name).name + (f" [{table.sheet}]" if len(table.sheets) > 1 else "")
        said = _("%(file)s, list of %(day)s") % {"file": name, "day": self.draft.listed_on}
        ignored = len(self.list.list.ignored)
        if not ignored:
            return said
        text = ngettext("%(key)s: %(n)d column not known", "%(key)s: %(n)d columns not known", ignored)
        return f"{said}  {text % {'key': key_text(self.desk_app.keys['price_list.columns'][0]), 'n': ignored}}"

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


def read_anew(
    below: DeskScreen[Any],
    dealer: Dealer,
    opened: OpenedList,
    then: Callable[[OpenedList, ListDraft], None],
    *,
    said_on: date | None = None,
) -> None:
    """Read a list and hand its rows to ``then``; encoding, sheet and columns are asked for where nothing tells them."""
    desk, glyphs, app = below.desk, below.glyphs, below.app

    def encoded(trial: Trial | None) -> None:
        if trial is not None:
            read_anew(below, dealer, replace(opened, encoding=trial.encoding), then, said_on=said_on)

    def of_sheet(sheet: str | None) -> None:
        if sheet is not None:
            read_anew(below, dealer, replace(opened, sheet=sheet), then, said_on=said_on)

    def mapped(setup: Setup | None) -> None:
        if setup is not None and setup != opened.setup:
            read_anew(below, dealer, replace(opened, setup=setup), then, said_on=said_on)

    try:
        table = opened.read()
    except NearnewError as error:
        below.say_error(error)
        if opened.source.may_be_misread(error.code, opened.encoding):
            choices = trials(opened.source.data or b"")
            app.push_screen(EncodingScreen(desk, glyphs, choices, opened.encoding or ""), encoded)
        return
    if opened.sheet is None and len(table.sheets) > 1:
        app.push_screen(SheetScreen(desk, glyphs, table.sheets, table.sheet), of_sheet)
        return
    setup = fitted(table, opened.setup)
    opened = replace(opened, setup=setup)
    try:
        draft = ListDraft(desk, dealer.id, table, mapping=setup.mapping, left_out=setup.left_out, listed_on=said_on)
    except NearnewError as error:
        below.say_error(error)
        if error.code == "offer_column_missing":
            app.push_screen(ColumnsScreen(desk, glyphs, table, setup), mapped)
        return
    then(opened, draft)


def take_in(below: DeskScreen[Any], dealer: Dealer, done: Callable[[int | None], None]) -> None:
    """Pick a file, and its sheet where it has several; show its rows, and hand the first offer kept to ``done``."""
    desk, glyphs, app = below.desk, below.glyphs, below.app

    def show(opened: OpenedList, draft: ListDraft) -> None:
        app.push_screen(PriceListScreen(desk, glyphs, dealer, opened, draft), done)

    def picked(path: Path | None) -> None:
        if path is None:
            return
        try:
            opened = OpenedList(Source(clean(path.name), path, read_bytes(path)))
        except NearnewError as error:
            below.say_error(error)
            return
        read_anew(below, dealer, opened, show)

    app.push_screen(ListFileScreen(desk, glyphs), picked)
