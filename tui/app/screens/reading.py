"""Something to read on the whole screen: the base of a flag, a document and an entry of the history."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from tui.app.screens.base import DeskScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.i18n.translator import ngettext


class ReadScreen(DeskScreen[None]):
    """A title and a page; escape returns."""

    CSS_PATH = "../styles/car.tcss"

    def title_pieces(self) -> Sequence[Piece]:
        """What is read, after the program's name."""
        raise NotImplementedError

    def paragraphs(self) -> Sequence[Paragraph]:
        """The page, in the language of the moment."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out title, page and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Page(self.glyphs, id="read")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Fill in the page."""
        page = self.query_one(Page)
        self.retranslate()
        for changed in ("scroll_y", "virtual_size"):
            self.watch(page, changed, self._show_title, init=False)
        page.focus()

    def on_resize(self) -> None:
        """Say anew how much is below."""
        self.call_after_refresh(self._show_title)

    def retranslate(self) -> None:
        """Set title and page; the page stays where it was scrolled to."""
        self.query_one(Page).show(self.paragraphs(), top=False)
        self._show_title()

    def _show_title(self) -> None:
        """Set the title, and how much of the page is still below."""
        pieces = [Piece(" nearnew  ", "accent"), *self.title_pieces()]
        if below := self.query_one(Page).below:
            told = ngettext("%(n)d line below", "%(n)d lines below", below) % {"n": below}
            pieces.append(Piece(f"   {self.glyphs.falling} {told}", "faint"))
        self.query_one("#headline", Lines).show(pieces)

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)

    def copy(self, text: str, what: str) -> None:
        """Copy a text through the terminal, so that it works over SSH too; say it, or that there is none."""
        if not text:
            self.say(what)
            return
        self.app.copy_to_clipboard(text)
        self.say(text)
