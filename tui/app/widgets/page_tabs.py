"""The line of tabs above the pages of a car: keys and mouse choose one."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.message import Message

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import clean
from tui.app.widgets.lines import Lines, Piece


class PageTabs(Lines):
    """A few names in a row, the one in force in brackets."""

    class Clicked(Message):
        """A name was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(glyphs, id=id)
        self._ends: list[int] = []

    def show_tabs(self, names: list[str], chosen: int) -> None:
        """Show the names; brackets keep their cells free, so that nothing jumps."""
        pieces: list[Piece] = [Piece(" ")]
        self._ends = []
        at = 1
        for place, name in enumerate(names):
            text = f"[{name}]" if place == chosen else f" {name} "
            pieces.append(Piece(text, "accent" if place == chosen else ""))
            at += cell_len(clean(self._glyphs.plain(text)))
            self._ends.append(at)
        self.show(pieces)

    def on_click(self, event: events.Click) -> None:
        """Choose the name under the mouse."""
        event.stop()
        place = next((place for place, end in enumerate(self._ends) if event.x < end), None)
        if place is not None:
            self.post_message(self.Clicked(place))
