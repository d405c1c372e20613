"""Fields with a prompt in front, and the line that points at what is wrong in one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal

from tui.app.glyphs import Glyphs
from tui.app.labels import error_text
from tui.app.widgets.cells import cut, whole_or_cut
from tui.app.widgets.field import Field, FilterField
from tui.app.widgets.lines import Lines, Piece
from tui.errors import UsageError

_MOST_LINES = 3


class Prompt(Horizontal):
    """A line that asks for something: a few words, then a field."""

    def __init__(self, glyphs: Glyphs, *, field: str, id: str, kind: type[Field] = Field) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._field = field
        self._kind = kind
        self._words = self._placeholder = ""

    def compose(self) -> ComposeResult:
        """Lay out the words and the field."""
        yield Lines(self._glyphs)
        yield self._kind(id=self._field)

    def ask(self, words: str, placeholder: str = "") -> None:
        """Show these words before the field, and the placeholder in it while it is empty."""
        lines = self.query_one(Lines)
        lines.show([Piece(f" {words}", "accent")])
        lines.styles.width = cell_len(words) + 2
        self._words, self._placeholder = words, placeholder
        self._fit()

    def on_resize(self) -> None:
        """Show as much of the placeholder as there is room for."""
        self._fit()

    def _fit(self) -> None:
        room = self.size.width - cell_len(self._words) - 2
        whole = self._placeholder if room <= 0 else cut(self._placeholder, room, self._glyphs.ellipsis)
        self.query_one(Field).placeholder = whole


class FilterLine(Horizontal):
    """The line of a list's filter, with what the list comes to at its right end."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Lay out the filter and what is told beside it."""
        yield Prompt(self._glyphs, field="list-filter", id="list-filter-prompt", kind=FilterField)
        yield Lines(self._glyphs, right=True, id="list-tally")

    @property
    def field(self) -> Field:
        """The field of the filter."""
        return self.query_one("#list-filter", Field)

    def ask(self, placeholder: str) -> None:
        """Say what may be typed."""
        self.query_one(Prompt).ask("/", placeholder)

    def tell(self, pieces: Sequence[Piece]) -> None:
        """Show what the list comes to."""
        tally = self.query_one("#list-tally", Lines)
        tally.show([*pieces, Piece(" ")])
        tally.styles.width = sum(cell_len(self._glyphs.plain(piece.text)) for piece in pieces) + 1


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
        text = error_text(fault)
        if caret + cell_len(text) + 3 <= width:
            lines = [[Piece(" " * caret), Piece(f"^ {text}", "blocked")]]
        else:
            below = whole_or_cut(text, width - 4, _MOST_LINES, self._glyphs.ellipsis)
            lines = [[Piece(" " * caret), Piece("^", "blocked")], *([Piece(f"   {one}", "blocked")] for one in below)]
        self.styles.height = len(lines)
        self.show(*lines)
