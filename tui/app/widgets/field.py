"""A field to type into that lets no terminal escape through."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

from tui.app.widgets.cells import clean


class Field(Input):
    """One line of input without a frame; what is pasted is cleaned of control characters and direction marks."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.when_changed: Callable[[str], None] | None = None
        """Called at once with every new text, so that what it changes is drawn in the same frame as the text."""

    def watch_value(self, value: str) -> None:
        """Tell of the new text, unless its change is not to be told."""
        if self.when_changed is not None and not self._is_prevented(self.Changed):
            self.when_changed(value)

    def insert(self, text: str, index: int) -> None:
        """Insert cleaned text."""
        super().insert(clean(text), index)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace the selection by cleaned text."""
        super().replace(clean(text), start, end)

    def validate_value(self, value: str) -> str:
        """Clean a value that is set as a whole."""
        return clean(value)
