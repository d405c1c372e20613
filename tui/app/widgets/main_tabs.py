"""The line of the main screens with their keys; the one in front stands in brackets, a click goes to another.

A main screen puts it on top: ``yield MainTabs(self.glyphs, "dealers")`` in ``compose``, and in ``retranslate``
``self.query_one(MainTabs).retranslate()``. At its right end stands the day of a book that is only a sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events

from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.places import PLACES, Place
from tui.app.widgets.cells import cut
from tui.app.widgets.lines import Lines, Piece
from tui.i18n.translator import _

if TYPE_CHECKING:
    from tui.app.app import DeskApp


_SHORT = 4
"""Cells of a label that is cut short."""


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
        room = self.size.width - max((cell_len(one) + 2 for one in self._told()[-1:]), default=0)
        line = next((one for one in self._fuller() if _width(one) <= room), None) or self._shorter(room)
        self._spans = []
        used = 0
        for place, piece in zip((None, *PLACES), line, strict=True):
            width = cell_len(piece.text)
            if place is not None:
                self._spans.append((used, used + width, place))
            used += width
        told = next((one for one in self._told() if cell_len(one) < self.size.width - used - 1), "")
        if told:
            line += [Piece(" " * (self.size.width - used - cell_len(told) - 1)), Piece(told, "accent")]
        self.show(line)

    def _fuller(self) -> Iterator[list[Piece]]:
        """The line at full length, then without the name, then with less room: the first that fits counts."""
        labels = [self._label(place) for place in PLACES]
        for brand, gap in ((" nearnew ", " "), ("", " "), ("", "")):
            yield self._line(labels, brand, gap)

    def _shorter(self, room: int) -> list[Piece]:
        """The line with as many short labels as it takes, what saves most first, the screen in front last of all.

        What does not fit into ``room`` may take the whole width; what still does not is cut.
        """
        labels = [self._label(place) for place in PLACES]
        shorts = [self._label(place, _(place.short)) if place.short else label
                  for place, label in zip(PLACES, labels, strict=True)]  # fmt: skip
        saved = [cell_len(label) - cell_len(short) for label, short in zip(labels, shorts, strict=True)]
        for place in sorted(range(len(PLACES)), key=lambda one: (PLACES[one].name == self._here, -saved[one])):
            if _width(line := self._line(labels)) <= room:
                return line
            labels[place] = shorts[place]
        line = self._line(labels)
        if _width(line) <= self.size.width:
            return line
        return self._line(
            [
                label
                if place.name == self._here
                else self._label(place, cut(_(place.short or place.label), _SHORT, ""))
                for place, label in zip(PLACES, labels, strict=True)
            ]
        )

    def _line(self, labels: Sequence[str], brand: str = "", gap: str = "") -> list[Piece]:
        tabs = (self._tab(place, label, gap) for place, label in zip(PLACES, labels, strict=True))
        return [Piece(brand, "accent"), *tabs]

    def _tab(self, place: Place, label: str, gap: str) -> Piece:
        if place.name == self._here:
            return Piece(f"[{label}]", "strong")
        return Piece(f" {label}{gap}")

    def _key(self, place: Place) -> str:
        return key_text(cast("DeskApp", self.app).keys[place.action][0])

    def _label(self, place: Place, label: str = "") -> str:
        return _("%(label)s %(key)s") % {"label": label or _(place.label), "key": self._key(place)}

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


def _width(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)
