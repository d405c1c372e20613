"""A paper as it will be printed: its lines as they are, never wrapped; a rule where a page ends."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import clean, isolated
from tui.app.widgets.lines import tone_style
from tui.app.widgets.walked import Walked

_STEP = 20
_LONGEST = 4000
"""Cells of a line that are shown; a table of many columns is for spreadsheets."""


class Leaf(Walked):
    """The lines of a paper; longer ones scroll sideways, and end in an ellipsis where they go on."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._lines: list[str | None] = []
        self._starts: list[int] = [0]

    def show(self, text: str, *, top: bool = True) -> None:
        """Show a text; a form feed ends a page."""
        self._lines, self._starts = [], []
        for place, page in enumerate(text.split("\f")):
            if place:
                self._lines.append(None)
            self._starts.append(len(self._lines))
            self._lines += [clean(self._glyphs.plain(line)) for line in page.rstrip("\n").split("\n")]
        width = max((cell_len(line) for line in self._lines if line), default=0)
        self.virtual_size = Size(min(width, _LONGEST), len(self._lines))
        if top:
            self.scroll_to(x=0, y=0, animate=False)
        self.refresh()

    @property
    def texts(self) -> list[str]:
        """The lines as shown, without those between pages."""
        return [line for line in self._lines if line is not None]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._starts)

    @property
    def page(self) -> int:
        """The page at the top of the window, from 1."""
        return max(sum(1 for start in self._starts if start <= self.scroll_offset.y), 1)

    def turn(self, step: int) -> None:
        """Go to the top of the next page, or of the one before."""
        place = min(max(self.page - 1 + step, 0), self.pages - 1)
        self.scroll_to(y=self._starts[place], animate=False)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, (left, top) = self.size.width, self.scroll_offset
        place = y + top
        if place >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[place]
        if line is None:
            return Strip([Segment(self._glyphs.rule * width, tone_style(self, "faint"))], width)
        whole = Strip([Segment(isolated(line), self.rich_style)], cell_len(line))
        if whole.cell_length <= left + width:
            return whole.crop(left, left + width).adjust_cell_length(width, self.rich_style)
        mark = Segment(self._glyphs.ellipsis, self.rich_style)
        room = width - cell_len(mark.text)
        part = whole.crop(left, left + room).adjust_cell_length(room, self.rich_style)
        return Strip([*part, mark]).adjust_cell_length(width, self.rich_style)

    def action_scroll_right(self) -> None:
        """Scroll to the right."""
        self.scroll_relative(x=_STEP, animate=False)

    def action_scroll_left(self) -> None:
        """Scroll to the left."""
        self.scroll_relative(x=-_STEP, animate=False)
