"""The line of the main screens with their keys; the one in front stands in brackets, a click goes to another.

A main screen puts it on top: ``yield Tabs(self.glyphs, "dealers")`` in ``compose``, and in ``retranslate``
``self.query_one(Tabs).retranslate()``. What the screen has to say beside it goes to ``tell``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events

from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.places import PLACES, Place
from tui.app.widgets.lines import Lines, Piece
from tui.i18n.translator import _

if TYPE_CHECKING:
    from tui.app.app import DeskApp


class Tabs(Lines):
    """The main screens, on one line."""

    def __init__(self, glyphs: Glyphs, here: str) -> None:
        super().__init__(glyphs, id="tabs")
        self._here = here
        self._told: tuple[Piece, ...] = ()
        self._spans: list[tuple[int, int, Place]] = []

    def tell(self, pieces: Sequence[Piece]) -> None:
        """Show this at the right end, as far as there is room."""
        self._told = tuple(pieces)
        self.retranslate()

    def on_mount(self) -> None:
        """Show the line."""
        self.retranslate()

    def on_resize(self) -> None:
        """Set what stands at the right end anew."""
        self.retranslate()

    def retranslate(self) -> None:
        """Set the labels in the language of the moment."""
        keys = cast("DeskApp", self.app).keys
        line = [Piece(" nearnew ", "accent")]
        self._spans = []
        used = cell_len(line[0].text)
        for place in PLACES:
            label = _("%(label)s %(key)s") % {"label": _(place.label), "key": key_text(keys[place.action][0])}
            here = place.name == self._here
            piece = Piece(f"[{label}]" if here else f" {label} ", "strong" if here else "")
            width = cell_len(piece.text)
            self._spans.append((used, used + width, place))
            line.append(piece)
            used += width
        told = sum(cell_len(self._glyphs.plain(piece.text)) for piece in self._told)
        room = self.size.width - used - told - 1
        if self._told and room > 0:
            line += [Piece(" " * room), *self._told]
        self.show(line)

    def on_click(self, event: events.Click) -> None:
        """Go to the screen that was clicked."""
        event.stop()
        for left, right, place in self._spans:
            if left <= event.x < right:
                cast("DeskApp", self.app).go(place.name)
