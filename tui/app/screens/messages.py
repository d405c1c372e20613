"""The last messages in full: a passing note is cut short and goes, here it stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.messages import Note
from tui.app.screens.base import DeskScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.desk.context import Desk
from tui.i18n.translator import _


class MessagesScreen(DeskScreen[None]):
    """The notes of this session, newest first."""

    NAME = "messages"
    CSS_PATH = "../styles/nav.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("messages")

    def __init__(self, desk: Desk, glyphs: Glyphs, notes: Sequence[Note]) -> None:
        super().__init__(desk, glyphs)
        self._notes = notes

    def compose(self) -> ComposeResult:
        """Lay out title, page and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Page(self.glyphs, id="messages-page")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the notes."""
        self.retranslate()
        self.query_one(Page).focus()

    def retranslate(self) -> None:
        """Set the title; the notes stay in the language they were said in."""
        self.query_one("#headline", Lines).show([Piece(" nearnew  ", "accent"), Piece(_("Messages"), "strong")])
        page: list[Paragraph] = []
        for note in reversed(self._notes):
            mark = f"{self.glyphs.blocked} " if note.wrong else "  "
            page.append(Paragraph(note.text, "blocked" if note.wrong else "", head=f"{note.at} {mark}"))
            page += [Paragraph(line, "faint", indent=8) for line in note.details]
        self.query_one(Page).show(page or [Paragraph(_("Nothing was said yet"), "faint")], top=False)

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)
