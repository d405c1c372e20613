"""The history of the whole book: who did what and when; an entry opens value by value, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from tui.app import undoing
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.pages.facts import BLANK, pairs
from tui.app.screens.base import DeskScreen
from tui.app.screens.reading import ReadScreen
from tui.app.widgets.field import Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Paragraph, Piece, Rule
from tui.app.widgets.prompts import Prompt
from tui.app.widgets.table import Column, RowTable
from tui.desk import history
from tui.desk.context import Desk
from tui.desk.history import Line
from tui.desk.history_words import what_text, when_text
from tui.desk.record_history import row_title, step_text, steps_of
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext
from tui.store.contract import Commit

_MOST_RECORDS = 200
"""Records of one entry that are shown in full."""


class HistoryScreen(DeskScreen[None]):
    """Every commit, the newest first."""

    NAME = "history"
    CSS_PATH = "../styles/nav.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("history")

    class Read(Message):
        """The history was read."""

        def __init__(self, lines: Sequence[Line]) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[Line] = RowTable(glyphs, lambda line: line.sequence, id="history-lines")
        self.table.when_moved = self._explain
        self._lines: Sequence[Line] = ()
        self._read = False

    def compose(self) -> ComposeResult:
        """Lay out title, filter, entries and what the keys do."""
        yield Lines(self.glyphs, id="headline")
        with Horizontal(id="history-line"):
            yield Prompt(self.glyphs, field="history-filter", id="history-prompt")
            yield Lines(self.glyphs, right=True, id="history-tally")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="history-help")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the screen, and read the history."""
        self.retranslate()
        self.table.focus()
        self.load()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one("#headline", Lines).show(
            [Piece(" nearnew  ", "accent"), Piece(_("History of the book"), "strong")]
        )
        self.query_one(Prompt).ask("/", _("type to search"))
        self.table.set_columns([
            Column("number", _("No."), lambda line: str(line.sequence), 5, right=True, most=7),
            Column("when", _("When"), lambda line: when_text(self.desk, line.at), 16),
            Column("who", _("Who"), lambda line: line.who, 8, rank=1, most=16),
            Column("what", _("What"), lambda line: what_text(self.desk, line.why), 24, most=70),
            Column("count", _("Records"), lambda line: str(line.count), 6, right=True, rank=2),
            Column("state", _("State"), self._state, 6, rank=1, most=12, tone=lambda _line: "faint"),
        ])  # fmt: skip
        self._show()

    @staticmethod
    def _state(line: Line) -> str:
        return _("undone") if line.undone else ""

    @work(thread=True, exclusive=True, group="history")
    def load(self) -> None:
        """Read the history, away from the screen."""
        try:
            self.post_message(self.Read(history.lines(self.desk)))
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)

    def on_history_screen_read(self, message: Read) -> None:
        """Show what was read; the cursor stays on its entry."""
        message.stop()
        self._lines, self._read = message.lines, True
        self._show()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the history again."""
        event.stop()
        self.load()

    def _show(self) -> None:
        words = self.query_one(Field).value.casefold().split()
        found = [line for line in self._lines if not words or all(word in self._haystack(line) for word in words)]
        self.table.set_rows(found)
        count = ngettext("%(n)d entry", "%(n)d entries", len(found)) % {"n": len(found)}
        self.query_one("#history-tally", Lines).show([Piece(f"{count} " if self._read else "", "faint")])
        self._explain()

    def _haystack(self, line: Line) -> str:
        told = (when_text(self.desk, line.at), line.who, what_text(self.desk, line.why), line.why, str(line.sequence))
        return "\n".join(told).casefold()

    def _explain(self) -> None:
        if not self.is_mounted:
            return
        if self.table.row is not None:
            text = _("enter shows it value by value, u undoes it and shows first what would go back")
        else:
            text = _("No entry fits; esc shows all") if self._lines else _("Nothing was written yet")
        if not self._read:
            text = ""
        elif self.desk.store.read_only and self.table.row is not None:
            text = _("enter shows it value by value")
        self.query_one("#history-help", Lines).show([Piece(text, "faint")])

    @on(Input.Changed)
    def _typed(self) -> None:
        self._show()

    @on(Input.Submitted)
    def _leave_field(self) -> None:
        self.set_focus(self.table)

    def action_filter(self) -> None:
        """Type a filter."""
        self.set_focus(self.query_one(Field))

    def action_leave(self) -> None:
        """Clear the filter, then return to the screen below."""
        field = self.query_one(Field)
        if field.value or self.focused is field:
            field.value = ""
            self._leave_field()
        else:
            self.dismiss(None)

    @on(RowTable.Chosen)
    def action_open(self) -> None:
        """Open the entry under the cursor."""
        if self.table.row is not None:
            self.app.push_screen(CommitScreen(self.desk, self.glyphs, self.table.row.sequence))

    def undo_here(self) -> bool:
        """Undo the entry under the cursor, after a look at what that does."""
        if self.table.row is not None:
            undoing.undo_entry(self.desk_app, self.table.row.sequence)
        return True


class CommitScreen(ReadScreen):
    """One entry of the book's history: every record it touched, value by value."""

    NAME = "commit"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("commit")

    def __init__(self, desk: Desk, glyphs: Glyphs, sequence: int) -> None:
        super().__init__(desk, glyphs)
        self._commit = history.entry(desk, sequence)

    def title_pieces(self) -> Sequence[Piece]:
        """The entry's number."""
        text = _("Entry %(number)s of the history") % {"number": self._commit.sequence}
        return [Piece(text, "strong")]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The entry in full."""
        return list(_page(self.desk, self._commit, self.glyphs.arrow))

    def undo_here(self) -> bool:
        """Undo this entry, after a look at what that does."""
        undoing.undo_entry(self.desk_app, self._commit.sequence)
        return True


def _page(desk: Desk, commit: Commit, arrow: str) -> Iterator[Paragraph]:
    yield Paragraph(what_text(desk, commit.why), "strong")
    yield from pairs([
        (_("When"), when_text(desk, commit.at)),
        (_("Who"), commit.who),
        (_("Entry"), f"{commit.sequence} · {commit.why}"),
    ])  # fmt: skip
    for change in commit.changes[:_MOST_RECORDS]:
        rows = steps_of(change)
        yield BLANK
        title = row_title(desk, rows)
        if rows.gone:
            title = _("%(record)s: taken out of the book") % {"record": title}
        yield Paragraph(title, "accent")
        for step in () if rows.gone else rows.steps:
            yield Paragraph(step_text(desk, step, arrow), indent=2)
    if (more := len(commit.changes) - _MOST_RECORDS) > 0:
        yield BLANK
        yield Paragraph(_("and %(n)d more") % {"n": more}, "faint")
