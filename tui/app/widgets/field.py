"""A field to type into that lets no terminal escape through."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from tui.app.widgets.cells import clean
from tui.app.widgets.keys import screen_bindings


class TypedInto:
    """What takes the letters that are typed: keys of one letter are its own while it has the focus."""


class Field(TypedInto, Input):
    """One line of input without a frame; what is pasted is cleaned of control characters and direction marks."""

    class LinesLeftOut(Message):
        """Of what was pasted, only the first line with anything in it was taken."""

        def __init__(self, lines: int) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.when_changed: Callable[[str], None] | None = None
        """Called at once with every new text, so that what it changes is drawn in the same frame as the text."""

    def watch_value(self, value: str) -> None:
        """Tell of the new text, unless its change is not to be told."""
        if self.when_changed is not None and not self._is_prevented(self.Changed):
            self.when_changed(value)

    def on_paste(self, event: events.Paste) -> None:
        """Take the first line that says something, and tell of the others."""
        event.stop()
        event.prevent_default()
        lines = [line for line in event.text.splitlines() if line.strip()]
        if lines:
            self.replace(lines[0], *self.selection)
        if len(lines) > 1:
            self.post_message(self.LinesLeftOut(len(lines)))

    def insert(self, text: str, index: int) -> None:
        """Insert cleaned text."""
        super().insert(clean(text), index)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace the selection by cleaned text."""
        super().replace(clean(text), start, end)

    def validate_value(self, value: str) -> str:
        """Clean a value that is set as a whole."""
        return clean(value)


class FilterField(Field, inherit_bindings=False):
    """A field that filters the list below it. Its own keys come before those of textual's input, so as to be told."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("filtering"), *Input.BINDINGS]


class PickField(Field, inherit_bindings=False):
    """A field that searches the list it stands over."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("picking"), *Input.BINDINGS]


class MarkField(Field, inherit_bindings=False):
    """A field that searches a list of which several lines can be marked."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("marking"), *Input.BINDINGS]


class EntryField(Field, inherit_bindings=False):
    """A field that asks for one thing."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("asking"), *Input.BINDINGS]
