"""Lines to read that are walked along with the keys of lists: pages of text, papers."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.scroll_view import ScrollView

from tui.app.widgets.keys import list_bindings


class Walked(ScrollView, can_focus=True):
    """Something to scroll line by line and window by window."""

    BINDINGS: ClassVar[list[BindingType]] = list_bindings()

    def action_cursor_down(self) -> None:
        """Scroll one line down."""
        self.scroll_relative(y=1, animate=False)

    def action_cursor_up(self) -> None:
        """Scroll one line up."""
        self.scroll_relative(y=-1, animate=False)

    def action_page_down(self) -> None:
        """Scroll one page down."""
        self.scroll_relative(y=max(self.size.height - 1, 1), animate=False)

    def action_page_up(self) -> None:
        """Scroll one page up."""
        self.scroll_relative(y=-max(self.size.height - 1, 1), animate=False)

    def action_first(self) -> None:
        """Scroll to the first line."""
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        """Scroll to the last line."""
        self.scroll_to(y=self.max_scroll_y, animate=False)
