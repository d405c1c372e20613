"""One line to type, at the foot of the screen below."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.widgets.cells import wrap
from tui.app.widgets.field import EntryField, Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.prompts import Prompt
from tui.desk.context import Desk
from tui.i18n.translator import _

_MOST_LINES = 6


class EntryScreen(DeskScreen[str | None], ModalScreen[str | None]):
    """One line to type at the foot of the screen; below it stands how it is understood, or what is wrong with it."""

    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("asking")

    def __init__(
        self,
        desk: Desk,
        glyphs: Glyphs,
        *,
        title: str,
        prompt: str,
        value: str,
        read: Callable[[str], tuple[str, bool]],
    ) -> None:
        """``read`` tells how a text is understood and whether it may be taken."""
        super().__init__(desk, glyphs)
        self._title = title
        self._prompt = prompt
        self._value = value
        self._read = read

    def compose(self) -> ComposeResult:
        """Lay out title, field and note."""
        with Vertical(id="entry-frame"):
            yield Rule(self.glyphs)
            yield Lines(self.glyphs, id="entry-title")
            yield Prompt(self.glyphs, field="entry", id="entry-line", kind=EntryField)
            yield Lines(self.glyphs, id="entry-note")
            yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Fill in the texts and the value."""
        self.retranslate()
        field = self.query_one(Field)
        field.value = self._value
        field.focus()
        field.action_select_all()

    def on_resize(self) -> None:
        """Wrap the texts to the width."""
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts."""
        _show(self.query_one("#entry-title", Lines), self._title, self.size.width)
        self.query_one(Prompt).ask(self._prompt)
        self._explain()

    @on(Input.Changed)
    def _explain(self) -> None:
        text = self.query_one(Field).value
        note, fits = self._read(text) if text.strip() else (_("enter takes it, esc leaves"), True)
        _show(self.query_one("#entry-note", Lines), note, self.size.width, "faint" if fits else "blocked")

    @on(Input.Submitted)
    def action_submit(self) -> None:
        """Leave with what is typed, when it may be taken."""
        text = self.query_one(Field).value
        if text.strip() and self._read(text)[1]:
            self.dismiss(text)

    def action_leave(self) -> None:
        """Leave without a text."""
        self.dismiss(None)


def _show(lines: Lines, text: str, width: int, tone: str = "") -> None:
    """Show a text wrapped, as high as it needs to be."""
    room = max(width - 2, 10)
    wrapped = [line for part in text.split("\n") for line in wrap(part, room)][:_MOST_LINES]
    lines.styles.height = len(wrapped)
    lines.show(*([Piece(f" {line}", tone)] for line in wrapped))
