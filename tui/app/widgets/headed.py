"""A table whose rows stand under headings: the cursor goes over the headings, for nothing can be done with one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from tui.app.glyphs import Glyphs
from tui.app.widgets.table import RowTable

T = TypeVar("T")


class HeadedTable(RowTable[T]):
    """Rows and headings between them, in one list."""

    def __init__(
        self, glyphs: Glyphs, key: Callable[[T], Hashable], is_heading: Callable[[T], bool], *, id: str | None = None
    ) -> None:
        super().__init__(glyphs, key, id=id)
        self._is_heading = is_heading

    def set_rows(self, rows: Sequence[T], at: Hashable = None) -> None:
        """Take other rows; the row that the cursor was put on last stays the one it goes back to."""
        super().set_rows(rows, at)
        if self.row is not None and self._is_heading(self.row):
            put_on = self._put_on
            self.move_to(self.cursor)
            self._put_on = put_on

    def move_to(self, place: int) -> None:
        """Put the cursor on a row, the next one in the same direction from a heading."""
        rows = self.rows
        place = max(min(place, len(rows) - 1), 0)
        if rows and self._is_heading(rows[place]):
            step = 1 if place >= self.cursor else -1
            found = self._row_from(place, step)
            found = self._row_from(place, -step) if found is None else found
            place = place if found is None else found
        super().move_to(place)

    def _show_cursor(self) -> None:
        """Bring the cursor into sight, and the headings right above it."""
        super()._show_cursor()
        top = self.cursor
        while top and self._is_heading(self.rows[top - 1]):
            top -= 1
        if top < self.scroll_offset.y and self.cursor - top < self.size.height - 1:
            self.scroll_to(y=top, animate=False, force=True)

    def _row_from(self, place: int, step: int) -> int | None:
        """The first row that is no heading, from a place on."""
        end = len(self.rows) if step > 0 else -1
        return next((at for at in range(place, end, step) if not self._is_heading(self.rows[at])), None)
