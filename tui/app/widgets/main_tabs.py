"""The line of the main screens with their keys; the one in front stands in brackets, a click goes to another.

A main screen puts it on top: ``yield MainTabs(self.glyphs, "dealers")`` in ``compose``, and in ``retranslate``
``self.query_one(MainTabs).retranslate()``. At its right end stands the day of a book that is only a sample.
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


class MainTabs(Lines):
    """The main screens, on one line."""

    def __init__(self, glyphs: Glyphs, here: str) -> None:
        super().__init__(glyphs, id="main-tabs")
        self._here = here
        self._spans: list[tuple[int, int, Place]] = []

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
        told = next((one for one in self._told() if cell_len(one) < self.size.width - used - 1), "")
        if told:
            line += [Piece(" " * (self.size.width - used - cell_len(told) - 1)), Piece(told, "accent")]
        self.show(line)

    def _told(self) -> Sequence[str]:
        """What stands at the right end: the day of a sample book, as short as there is room for."""
        desk = cast("DeskApp", self.app).desk
        if not desk.demo:
            return (desk.today.isoformat(),) if self._here == "front" else ()
        return (_("demo %(day)s") % {"day": desk.today.isoformat()}, _("demo"))

    def on_click(self, event: events.Click) -> None:
        """Go to the screen that was clicked."""
        event.stop()
        for left, right, place in self._spans:
            if left <= event.x < right:
                cast("DeskApp", self.app).go(place.name)
