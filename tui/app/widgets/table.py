"""A table that draws only the lines it shows, over a Python list of any length.

The rows stay where they are: the table keeps the list, a cursor, and the strips it drew last. A move of the cursor
draws two lines; a change of the rows draws one screen of them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import fit
from tui.app.widgets.keys import list_bindings
from tui.app.widgets.lines import Kept, tone_style

T = TypeVar("T")
_GAP = 2
_MARK = "*"
_KEPT_STRIPS = 512
_WHEEL = 3


class Column(msgspec.Struct, Generic[T], frozen=True):
    """One column: its key, its title as shown, its cells, and what it may take of the width.

    ``rank`` 0 is always there; of the others the highest go first when the screen is narrow. ``most`` above ``width``
    lets the column grow into room that is left. A column that ``sorts`` has room for the sign of the order.
    """

    key: str
    title: str
    cell: Callable[[T], str]
    width: int
    right: bool = False
    rank: int = 0
    most: int = 0
    sorts: bool = False
    tone: Callable[[T], str] | None = None


def laid_out(columns: Sequence[Column[T]], width: int) -> list[tuple[Column[T], int]]:
    """The columns that fit into ``width`` cells, in their order, each with the width it gets."""
    wanted = {column.key: max(column.width, cell_len(column.title) + column.sorts) for column in columns}
    chosen: set[str] = set()
    used = -_GAP
    for column in sorted(columns, key=lambda one: one.rank):
        need = wanted[column.key] + _GAP
        if column.rank and used + need > width:
            break
        chosen.add(column.key)
        used += need
    left = max(width - used, 0)
    for column in columns:
        if column.key in chosen and column.most > wanted[column.key]:
            more = min(left, column.most - wanted[column.key])
            wanted[column.key] += more
            left -= more
    return [(column, wanted[column.key]) for column in columns if column.key in chosen]


class RowTable(Kept, ScrollView, Generic[T], can_focus=True):
    """Rows under a line of titles, with a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--title", "table--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = list_bindings()

    class Moved(Message):
        """The cursor stands on another row, or the row under it is a new record."""

        def __init__(self, table: RowTable[Any]) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> RowTable[Any]:
            """The table."""
            return self.table

    class Chosen(Moved):
        """The row under the cursor was clicked twice."""

    class MarkClicked(Moved):
        """The mark of the row under the cursor was clicked, or the row with the control key held."""

    class StretchClicked(Moved):
        """A row was clicked with the shift key held: the cursor came there from ``start``."""

        def __init__(self, table: RowTable[Any], start: int) -> None:
            super().__init__(table)
            self.start = start

    class TitleClicked(Message):
        """The title of a column was clicked."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    def __init__(
        self,
        glyphs: Glyphs,
        key: Callable[[T], Hashable],
        *,
        id: str | None = None,
        marked: Callable[[T], bool] | None = None,
        at_once: bool = False,
    ) -> None:
        """``marked`` says which rows carry a mark; without it there is no room for marks.

        A table that moves ``at_once`` keeps the keys of its cursor from the screen.
        """
        super().__init__(id=id)
        self._glyphs = glyphs
        self._key = key
        self._marked = marked
        self._at_once = at_once
        self._gutter = _GAP if marked is None else _GAP + 1
        self._columns: tuple[Column[T], ...] = ()
        self._layout_of: list[tuple[Column[T], int]] = []
        self._rows: Sequence[T] = ()
        self._cursor = 0
        self._put_on: Hashable = None
        self._strips: LRUCache[tuple[int, bool, bool], Strip] = LRUCache(_KEPT_STRIPS)
        self._sorted_by = ""
        self._title: Strip | None = None
        self._moves = {
            "cursor_down": self.action_cursor_down,
            "cursor_up": self.action_cursor_up,
            "page_down": self.action_page_down,
            "page_up": self.action_page_up,
            "first": self.action_first,
            "last": self.action_last,
        }
        self.when_moved: Callable[[], None] | None = None
        """Called in place of sending ``Moved``, so that what explains the row is drawn in the same frame."""
        self.lines_drawn = 0
        """How many rows were drawn since the table was made: what tests of the window count."""

    @property
    def rows(self) -> Sequence[T]:
        """The rows, as they were given."""
        return self._rows

    @property
    def cursor(self) -> int:
        """The place of the cursor, from 0."""
        return self._cursor

    @property
    def row(self) -> T | None:
        """The row under the cursor, or None in an empty table."""
        return self._rows[self._cursor] if self._rows else None

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The keys of the columns that fit."""
        return tuple(column.key for column, _width in self._layout_of)

    def set_columns(self, columns: Sequence[Column[T]], sorted_by: str = "") -> None:
        """Take other columns; ``sorted_by`` is the key of the one that orders the rows, ``-`` in front when falling."""
        self._columns = tuple(columns)
        self._sorted_by = sorted_by
        self._lay_out()

    def set_rows(self, rows: Sequence[T], at: Hashable = None) -> None:
        """Take other rows; the cursor stays on the row it was put on last, or on the one it stands on, if it can.

        A row that a filter hides is remembered: the cursor is there again when the filter goes. ``at`` puts the
        cursor on a row anew.
        """
        before = self.row
        self._put_on = self._put_on if at is None else at
        self._rows = rows
        found = self._place_of(self._put_on)
        if found is None and before is not None:
            found = self._place_of(self._key(before))
        if found is not None:
            self._cursor = found
        self._cursor = max(min(self._cursor, len(rows) - 1), 0)
        self._strips.clear()
        self._lay_out()
        self.call_after_refresh(self._show_cursor)
        self._tell_moved()

    def _place_of(self, key: Hashable) -> int | None:
        if key is None:
            return None
        if self._cursor < len(self._rows) and self._key(self._rows[self._cursor]) == key:
            return self._cursor
        if (place_of := getattr(self._rows, "place_of", None)) is not None:
            place: int | None = place_of(key)
            return place
        return next((place for place, row in enumerate(self._rows) if self._key(row) == key), None)

    def redraw(self) -> None:
        """Draw everything shown again: what the cells say has changed."""
        self._strips.clear()
        self._title = None
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget what was drawn: a style has changed."""
        self._strips.clear()
        self._title = None
        super().notify_style_update()

    def move_to(self, place: int) -> None:
        """Put the cursor on a row and bring it into sight."""
        place = max(min(place, len(self._rows) - 1), 0)
        if place == self._cursor:
            self._show_cursor()
            return
        before, self._cursor = self._cursor, place
        self._put_on = self._key(self._rows[place]) if self._rows else None
        self._refresh_rows(before, place)
        self._show_cursor()
        self._tell_moved()

    def _tell_moved(self) -> None:
        if self.when_moved is not None:
            self.when_moved()
        else:
            self.post_message(self.Moved(self))

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        self._layout_of = laid_out(self._columns, width - self._gutter) if width else []
        self.virtual_size = Size(width, len(self._rows) + 1)
        self.redraw()

    def _show_cursor(self) -> None:
        page = max(self.size.height - 1, 1)
        top = self.scroll_offset.y
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, force=True)
        elif self._cursor >= top + page:
            self.scroll_to(y=self._cursor - page + 1, animate=False, force=True)

    def _refresh_rows(self, *places: int) -> None:
        (width, height), above = self.size, self.scroll_offset.y - 1
        shown = [Region(0, place - above, width, 1) for place in places if 1 <= place - above < height]
        if shown:
            self.repaint(*shown)

    def render_line(self, y: int) -> Strip:
        """Draw the titles or one row."""
        return self.drawn(y, y + 1)[0]

    def drawn(self, first: int, end: int) -> list[Strip]:
        """Draw the titles or rows of some lines."""
        width, above = self.size.width, self.scroll_offset.y - 1
        return [self._row_line(y + above, width) if y else self._title_line(width) for y in range(first, end)]

    def _title_line(self, width: int) -> Strip:
        if self._title is None:
            self._title = self._title_strip(width)
        return self._title

    def _row_line(self, place: int, width: int) -> Strip:
        if place >= len(self._rows):
            return Strip.blank(width, tone_style(self, ""))
        row = self._rows[place]
        key = (place, place == self._cursor, self._marked is not None and self._marked(row))
        strip = self._strips.get(key)
        if strip is None:
            strip = self._row_strip(row, width, here=key[1], marked=key[2])
            self._strips[key] = strip
        return strip

    def _title_strip(self, width: int) -> Strip:
        style = self.get_component_rich_style("table--title")
        cells = [" " * self._gutter]
        for column, size in self._layout_of:
            title = self._glyphs.plain(column.title)
            if column.key == self._sorted_by.removeprefix("-"):
                sign = self._glyphs.falling if self._sorted_by.startswith("-") else self._glyphs.rising
                title = f"{sign}{title}" if column.right else f"{title}{sign}"
            cells += [fit(title, size, self._glyphs.ellipsis, right=column.right), " " * _GAP]
        return self._joined([Segment(cell, style) for cell in cells], width, style)

    def _row_strip(self, row: T, width: int, *, here: bool, marked: bool) -> Strip:
        self.lines_drawn += 1
        base = self.get_component_rich_style("table--cursor") if here else tone_style(self, "")
        segments = [Segment(">" if here else " ", base)]
        if self._marked is not None:
            style = tone_style(self, "accent") if marked and not here else base
            segments.append(Segment(_MARK if marked else " ", style))
        segments.append(Segment(" ", base))
        gap = Segment(" " * _GAP, base)
        for column, size in self._layout_of:
            text = fit(self._glyphs.plain(column.cell(row)), size, self._glyphs.ellipsis, right=column.right)
            tone = column.tone(row) if column.tone and not here else ""
            segments += [Segment(text, tone_style(self, tone) if tone else base), gap]
        return self._joined(segments, width, base)

    @staticmethod
    def _joined(segments: list[Segment], width: int, style: Style) -> Strip:
        return Strip(segments[:-1]).adjust_cell_length(width, style)

    def on_resize(self) -> None:
        """Choose the columns anew."""
        self._lay_out()
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click on the row opens it, one on a title sorts.

        A click on the mark, or with the control key, marks; one with the shift key marks the stretch up to there.
        """
        event.stop()
        if event.y == 0:
            column = self._column_at(event.x)
            if column is not None:
                self.post_message(self.TitleClicked(column))
            return
        place = event.y - 1 + self.scroll_offset.y
        if place < len(self._rows):
            start = self._cursor
            self.move_to(place)
            if self._marked is not None and event.shift:
                self.post_message(self.StretchClicked(self, start))
            elif self._marked is not None and (event.ctrl or event.x < self._gutter):
                self.post_message(self.MarkClicked(self))
            elif event.chain > 1:
                self.post_message(self.Chosen(self))

    def _column_at(self, x: int) -> str | None:
        left = self._gutter
        for column, size in self._layout_of:
            if left <= x < left + size + _GAP:
                return column.key
            left += size + _GAP
        return None

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down with the wheel; the cursor stays on its row."""
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_offset.y + _WHEEL, animate=False, force=True)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up with the wheel; the cursor stays on its row."""
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_offset.y - _WHEEL, animate=False, force=True)

    def walk(self, action: str) -> bool:
        """Do one of the actions that move the cursor, if the table moves at once: the app asks before it sends a key.

        A key that goes to the table and from there up to the app takes half as long again.
        """
        if self._at_once and (move := self._moves.get(action)) is not None:
            move()
            return True
        return False

    def action_cursor_down(self) -> None:
        """Go one row down."""
        self.move_to(self._cursor + 1)

    def action_cursor_up(self) -> None:
        """Go one row up."""
        self.move_to(self._cursor - 1)

    def action_page_down(self) -> None:
        """Go one page down."""
        self.move_to(self._cursor + max(self.size.height - 1, 1))

    def action_page_up(self) -> None:
        """Go one page up."""
        self.move_to(self._cursor - max(self.size.height - 1, 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(len(self._rows) - 1)
