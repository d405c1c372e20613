"""A table of what a paper prints, pasted: one row a car, found by the VIN in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import TextArea

from tui.app.glyphs import Glyphs
from tui.app.labels import error_text, problem_text
from tui.app.screens.base import DeskScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.pad import Pad
from tui.desk import prints
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.prints import Saying
from tui.domain.problems import Problem
from tui.errors import DraftRefused, NearnewError
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _


class PrintTableScreen(DeskScreen[int | None]):
    """From a pasted table to what a paper prints; what was understood stands below before anything is written."""

    NAME = "print_table"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("print_table")

    def __init__(self, desk: Desk, glyphs: Glyphs, document_id: int, title: str) -> None:
        super().__init__(desk, glyphs)
        self._document_id = document_id
        self._title = title
        self._told: tuple[Saying, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out title, table, and what was understood."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Pad(id="print-text")
        yield Rule(self.glyphs)
        yield Page(self.glyphs, id="print-told")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Wait for the table."""
        self.retranslate()
        self.query_one(Pad).focus()

    def retranslate(self) -> None:
        """Set every text in the language of the moment; the table stays."""
        title = _("What %(paper)s prints") % {"paper": self._title}
        self.query_one("#headline", Lines).show([Piece(" nearnew  ", "accent"), Piece(title, "strong")])
        self.query_one(Pad).placeholder = _(
            "Paste a table here, a row a car, its first line the names of the columns; one of them is the VIN"
        )
        self._show()

    @on(TextArea.Changed)
    def _changed(self) -> None:
        self._show()

    def _show(self) -> None:
        self.query_one("#print-told", Page).show(self._paragraphs(), top=False)

    def _paragraphs(self) -> Sequence[Paragraph]:
        self._told = ()
        text = self.query_one(Pad).text
        document = prints.document_of(self.desk, self._document_id)
        if not text.strip() or document is None:
            return [Paragraph(_("Nothing is written before ctrl+s"), "faint")]
        try:
            told = prints.pasted(self.desk, document, text)
            _document, problems = prints.said(self.desk, document, told)
        except DraftRefused as refused:
            problems = tuple(one for one in refused.problems if isinstance(one, Problem))
            told = ()
        except NearnewError as error:
            return [Paragraph(error_text(error), "blocked", head=f"{self.glyphs.blocked} ")]
        if problems:
            return [
                Paragraph(problem_text(self.desk, one), "blocked", head=f"{self.glyphs.blocked} ") for one in problems
            ]
        self._told = told
        table = self.desk.library.agreement
        lines = [Paragraph(_("%(cars)s understood; ctrl+s records it") % {"cars": count_of_cars(len(told))}, "ready")]
        for one in told:
            said = _(", ").join(f"{_(table.fields[name].title)} {value.strip()}" for name, value in one.texts)
            lines.append(Paragraph(f"{name_of(one.car) if one.car else ''}: {said}", indent=2))
        return lines

    def action_keep(self) -> None:
        """Record what the table says."""
        document = prints.document_of(self.desk, self._document_id)
        if not self._told or document is None:
            self.say(_("Nothing here can be recorded yet"), wrong=True)
            return
        try:
            prints.say(self.desk, document, self._told)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Recorded what it prints of %(cars)s") % {"cars": count_of_cars(len(self._told))})
        self.dismiss(document.id)

    def action_back(self) -> None:
        """Return to the papers."""
        self.dismiss(None)
