"""The keys at the bottom, drawn as one line; a click on one does what the key does."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import clean, cut
from tui.app.widgets.lines import Kept

_GAP = 2


class Footer(Kept, Widget):
    """The actions in force that are shown at the bottom, each behind its key.

    One widget where textual's has one for each key, which it builds anew whenever the focus moves.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer--key", "footer--label"}

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._shown: tuple[tuple[str, str, str], ...] = ()

    def on_mount(self) -> None:
        """Hear of other keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if self.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._show)

    def _show(self) -> None:
        if not self.is_attached:
            return
        found = {
            one.binding.action: (one.binding.key, self.app.get_key_display(one.binding), one.binding.description)
            for one in reversed(self.screen.active_bindings.values())
            if one.binding.show
        }
        shown = tuple(reversed(found.values()))
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is only one
        """Draw the keys that there is room for."""
        key_style, label_style = (self.get_component_rich_style(name) for name in ("footer--key", "footer--label"))
        segments: list[Segment] = []
        room = self.size.width
        for _key, name, label in self._shown:
            for text, style in ((name, key_style), (f" {clean(self._glyphs.plain(label))}", label_style)):
                shown = cut(text, room, self._glyphs.ellipsis)
                segments.append(Segment(shown, style))
                room -= cell_len(shown)
            gap = " " * min(_GAP, room)
            segments.append(Segment(gap, label_style))
            room -= len(gap)
        return Strip(segments).adjust_cell_length(self.size.width, label_style)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Do what the key does that was clicked."""
        left = self.content_offset.x
        for key, name, label in self._shown:
            right = left + cell_len(name) + 1 + cell_len(clean(self._glyphs.plain(label)))
            if left <= event.x < right:
                self.app.simulate_key(key)
                return
            left = right + _GAP
