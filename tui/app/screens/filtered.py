"""A list under a filter: typing narrows it, enter and down go on into the list, escape clears and then leaves."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.screen import ScreenResultType
from textual.widgets import Input

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.widgets.field import Field
from tui.app.widgets.prompts import FilterLine
from tui.app.widgets.table import RowTable
from tui.desk.context import Desk


class FilteredScreen(DeskScreen[ScreenResultType]):
    """A screen with one filter line over one table, which its subclass makes before anything else."""

    table: RowTable[Any]

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.filter_line = FilterLine(glyphs)

    def sift(self) -> None:
        """Show the rows that fit the filter."""
        raise NotImplementedError

    @property
    def typed(self) -> str:
        """What stands in the filter."""
        return self.filter_line.field.value if self.filter_line.is_mounted else ""

    def fits(self, haystack: str) -> bool:
        """Whether every typed word occurs in a casefolded text."""
        return all(word in haystack for word in self.typed.casefold().split())

    def hold_focus(self) -> None:
        """Give the keys to the list once it has rows again."""
        if self.table.display and self.focused is None and self.is_current:
            self.table.focus()

    @on(Input.Changed, "#list-filter")
    def _narrow(self) -> None:
        self.sift()
        self.refresh_bindings()

    @on(Input.Submitted, "#list-filter")
    def leave_filter(self) -> None:
        """Go from the filter into the list."""
        self.set_focus(self.table if self.table.rows else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer the filter to the one who does not stand in it, and to clear only what is there."""
        match action:
            case "filter":
                return not isinstance(self.focused, Field)
            case "clear":
                return isinstance(self.focused, Field) or bool(self.typed)
            case _:
                return True

    def action_filter(self) -> None:
        """Type a filter."""
        self.set_focus(self.filter_line.field)

    def action_clear(self) -> None:
        """Clear the filter, then leave it."""
        if self.typed:
            self.filter_line.field.value = ""
        else:
            self.leave_filter()
