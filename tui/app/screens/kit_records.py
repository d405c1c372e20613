"""The base of the lists behind the kits: repair partners, parts and distributors under a filter, each with its form."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult

from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.filtered import FilteredScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.forms.kit_record import KitRecordForm
from tui.app.widgets.cells import cut, wrap
from tui.app.widgets.footer import Footer
from tui.app.widgets.headed import HeadedTable
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk.context import Desk
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext

T = TypeVar("T")
_NOTE = 4


class KitRecordsScreen(FilteredScreen[None], Generic[T]):
    """A list of records; headings may stand between them."""

    CSS_PATH = "../styles/localisation.tcss"
    FORM: ClassVar[str] = ""

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[T] = HeadedTable(glyphs, self.key, self._is_heading, id="kit-records")
        self.table.when_moved = self.explain
        self.lines: Sequence[T] = ()

    # what a list says of itself

    def title_text(self) -> str:
        """What the list is of."""
        raise NotImplementedError

    def read(self) -> Sequence[T]:
        """The lines, read from the book."""
        raise NotImplementedError

    def key(self, line: T) -> Hashable:
        """What a line is known by."""
        raise NotImplementedError

    def record_of(self, line: T) -> Any:
        """The record of a line; None for a heading."""
        raise NotImplementedError

    def haystack(self, line: T) -> str:
        """The casefolded text that a filter looks in."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column[T]]:
        """The columns."""
        raise NotImplementedError

    def about(self, line: T) -> Sequence[tuple[str, str]]:
        """Lines about a record, each with its tone."""
        raise NotImplementedError

    def empty(self) -> Sequence[Paragraph]:
        """What to do first where there is nothing."""
        raise NotImplementedError

    def start(self) -> Mapping[str, str]:
        """What a new record begins with."""
        return {}

    def take_out(self, record: Any) -> None:
        """Take a record out of the book."""
        raise NotImplementedError

    # the screen

    def compose(self) -> ComposeResult:
        """Lay out title, filter, list and note."""
        yield Lines(self.glyphs, id="headline")
        yield self.filter_line
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="kit-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="kit-note")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read and show the list."""
        self.load()
        self.retranslate()
        self.table.focus()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one("#headline", Lines).show([Piece(" nearnew  ", "accent"), Piece(self.title_text(), "strong")])
        self.filter_line.ask(_("type to search"))
        self.table.set_columns(self.columns())
        self.sift()

    def on_resize(self) -> None:
        """Wrap the note anew."""
        self.explain()

    def language_changed(self) -> None:
        """Read the lines again: they hold names in a language."""
        self.load()
        self.retranslate()

    def load(self, at: Hashable = None) -> None:
        """Read the list from the book."""
        try:
            self.lines = self.read()
        except NearnewError as error:
            self.say_error(error)
            return
        self.sift(at)

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again; the cursor stays on its line."""
        event.stop()
        self.load()

    def sift(self, at: Hashable = None) -> None:
        """Show the records that fit the filter, with the headings over them."""
        shown: list[T] = []
        heads: list[T] = []
        for line in self.lines:
            if self.record_of(line) is None:
                heads = [*(one for one in heads if self.depth(one) < self.depth(line)), line]
            elif self.fits(self.haystack(line)):
                shown += [*(one for one in heads if one not in shown), line]
        self.table.set_rows(shown, at)
        count = sum(self.record_of(line) is not None for line in shown)
        self.filter_line.tell([Piece(ngettext("%(n)d entry", "%(n)d entries", count) % {"n": count})])
        page = self.query_one("#kit-empty", Page)
        page.display, self.table.display = not shown, bool(shown)
        if not shown:
            page.show([Paragraph(_("Nothing here fits this filter; esc shows all"))] if self.lines else self.empty())
        self.hold_focus()
        self.explain()
        self.refresh_bindings()

    def depth(self, line: T) -> int:  # noqa: ARG002 - for lists with headings in headings
        """How deep a heading stands."""
        return 0

    def _is_heading(self, line: T) -> bool:
        return self.record_of(line) is None

    def explain(self) -> None:
        """Say more about the line under the cursor."""
        if not self.is_mounted:
            return
        line = self.table.row
        told = self.about(line) if line is not None and self.record_of(line) is not None else []
        note = wrapped_note(told, self.size.width, _NOTE, self.glyphs.ellipsis)
        self.query_one("#kit-note", Lines).show(*note)

    @property
    def record(self) -> Any:
        """The record under the cursor, or None."""
        return self.record_of(self.table.row) if self.table.row is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to change only what is there."""
        if action in {"edit", "remove", "confirm"}:
            return bool(self.table.rows)
        return super().check_action(action, parameters)

    @on(RowTable.Chosen)
    def action_edit(self) -> None:
        """Change the one under the cursor."""
        record = self.record
        if record is not None and not self.desk.store.read_only:
            self.app.push_screen(KitRecordForm(self.desk, self.glyphs, self.FORM, record))

    def action_add(self) -> None:
        """Add one."""
        form = KitRecordForm(self.desk, self.glyphs, self.FORM, None, self.start())
        self.app.push_screen(form, lambda written: self.load(written) if written is not None else None)

    def action_remove(self) -> None:
        """Take the one under the cursor out of the book, after a question."""
        record = self.record
        if record is None:
            return
        answers = [Answer("", _("Keep it")), Answer("remove", _("Remove it; u brings it back"))]
        known = self.desk.library.makes.get(getattr(record, "make", ""))
        name = record.name or (known.name(self.desk.language) if known else getattr(record, "make", ""))
        heading = _("Remove %(name)s?") % {"name": name}

        def answered(word: str | None) -> None:
            if word:
                self._take_out(record, name)

        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, heading, [], answers), answered)

    def _take_out(self, record: Any, name: str) -> None:
        try:
            self.take_out(record)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Removed: %(name)s") % {"name": name})

    def action_back(self) -> None:
        """Show all again; then return to the screen below."""
        if self.typed:
            self.action_clear()
        else:
            self.dismiss(None)


def wrapped_note(told: Sequence[tuple[str, str]], width: int, most: int, ellipsis: str) -> list[list[Piece]]:
    """Texts with their tones as lines of a note, wrapped to the width; the last one says when something is left out."""
    room = max(width - 2, 10)
    lines = [(line, tone) for text, tone in told for line in wrap(text, room)]
    if len(lines) > most:
        text, tone = lines[most - 1]
        lines[most - 1 :] = [(cut(f"{text} {ellipsis}", room, ellipsis), tone)]
    return [[Piece(f" {line}", tone)] for line, tone in lines]
