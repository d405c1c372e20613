"""A field to type into that lets no terminal escape through."""

from __future__ import annotations

from textual.widgets import Input

from tui.app.widgets.cells import clean


class Field(Input):
    """One line of input without a frame; what is pasted is cleaned of control characters and direction marks."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)

    def insert(self, text: str, index: int) -> None:
        """Insert cleaned text."""
        super().insert(clean(text), index)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace the selection by cleaned text."""
        super().replace(clean(text), start, end)

    def validate_value(self, value: str) -> str:
        """Clean a value that is set as a whole."""
        return clean(value)
