"""Fields with a prompt in front, and the line that points at what is wrong in one."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import wrap
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Lines, Piece
from tui.errors import UsageError
from tui.i18n.sentences import sentence

_MOST_LINES = 3


class Prompt(Horizontal):
    """A line that asks for something: a few words, then a field."""

    def __init__(self, glyphs: Glyphs, *, field: str, id: str) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._field = field

    def compose(self) -> ComposeResult:
        """Lay out the words and the field."""
        yield Lines(self._glyphs)
        yield Field(id=self._field)

    def ask(self, words: str, placeholder: str = "") -> None:
        """Show these words before the field, and the placeholder in it while it is empty."""
        lines = self.query_one(Lines)
        lines.show([Piece(f" {words}", "accent")])
        lines.styles.width = cell_len(words) + 2
        self.query_one(Field).placeholder = placeholder


class FaultLine(Lines):
    """What is wrong with the text of a field, under the place where it is wrong; not there when nothing is."""

    def point(self, fault: UsageError | None, field: Field) -> None:
        """Point at the fault, or go away."""
        self.display = fault is not None
        if fault is None:
            return
        width = self.screen.size.width
        at = fault.params.get("at", 0)
        before = field.value[: at if isinstance(at, int) else 0]
        caret = field.region.x + cell_len(before) - round(field.scroll_offset.x)
        caret = max(0, min(caret, width - 2))
        text = sentence(fault)
        if caret + cell_len(text) + 3 <= width:
            lines = [[Piece(" " * caret), Piece(f"^ {text}", "blocked")]]
        else:
            below = wrap(text, width - 4)[:_MOST_LINES]
            lines = [[Piece(" " * caret), Piece("^", "blocked")], *([Piece(f"   {one}", "blocked")] for one in below)]
        self.styles.height = len(lines)
        self.show(*lines)
