"""A few lines to paste or type into, that let no terminal escape through."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from tui.app.widgets.cells import clean
from tui.app.widgets.field import TypedInto

_LONGEST = 60_000


class Pad(TypedInto, TextArea):
    """Several lines of text without a frame; tab leaves it."""

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(text, id=id, soft_wrap=True, show_line_numbers=False, compact=True, placeholder=placeholder)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take the text without what steers a terminal; its lines stay."""
        lines = event.text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        await super()._on_paste(events.Paste("\n".join(map(clean, lines))))
        event.stop()
        event.prevent_default()
