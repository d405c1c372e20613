"""Rows against destinations: the cursor that goes across, and which destinations are in sight."""

from __future__ import annotations

from textual import on

from tui.app.glyphs import Glyphs
from tui.app.screens.filtered import FilteredScreen
from tui.app.widgets.table import RowTable
from tui.desk.context import Desk


class AcrossScreen(FilteredScreen[None]):
    """A table whose last columns are destinations, of which as many are shown as fit."""

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.codes: tuple[str, ...] = ()
        self.at = 0
        """The place of the destination under the cursor."""
        self.first = 0
        """The place of the first destination shown."""
        self.sort = ""
        """The code of the destination the rows are sorted by."""

    def _room(self) -> int:
        """How many destinations fit."""
        raise NotImplementedError

    def _show_columns(self) -> None:
        """Draw the columns anew."""
        raise NotImplementedError

    def _explain(self) -> None:
        """Say what the cell under the cursor means."""
        raise NotImplementedError

    def action_sort(self) -> None:
        """Sort by the destination under the cursor; again for the order of before."""
        raise NotImplementedError

    @property
    def code(self) -> str:
        """The destination the cursor stands on; empty where there is none."""
        return self.codes[self.at] if self.codes else ""

    def in_sight(self, room: int) -> list[tuple[int, str, str]]:
        """The destinations shown where ``room`` fit, with the cursor among them: place, code and title."""
        self.at = max(min(self.at, len(self.codes) - 1), 0)
        if not self.first <= self.at < self.first + room:
            self.first = self.at if self.at < self.first else self.at - room + 1
        self.first = max(min(self.first, len(self.codes) - room), 0)
        shown = enumerate(self.codes[self.first : self.first + room], self.first)
        return [(place, code, f">{code}" if place == self.at else code) for place, code in shown]

    def action_right(self) -> None:
        """To the next destination."""
        self._move_to(self.at + 1)

    def action_left(self) -> None:
        """To the destination before."""
        self._move_to(self.at - 1)

    def action_scroll_right(self) -> None:
        """Show the destinations further on."""
        self._move_to(self.at + self._room())

    def action_scroll_left(self) -> None:
        """Show the destinations before."""
        self._move_to(self.at - self._room())

    def _move_to(self, at: int) -> None:
        self.at = max(min(at, len(self.codes) - 1), 0)
        self._show_columns()
        self._explain()

    @on(RowTable.TitleClicked)
    def _title_clicked(self, event: RowTable.TitleClicked) -> None:
        if event.column in self.codes:
            self._move_to(self.codes.index(event.column))
            self.action_sort()
