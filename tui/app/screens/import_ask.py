"""A question over the screen below, answered by one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.desk.context import Desk
from tui.i18n.translator import _


class AskScreen(DeskScreen[bool], ModalScreen[bool]):
    """Some sentences; enter or y says yes, escape or n says no."""

    CSS_PATH = "../styles/importing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "yes", show=False),
        Binding("escape,n", "no", show=False),
    ]

    def __init__(self, desk: Desk, glyphs: Glyphs, text: Callable[[], tuple[str, Sequence[str], str]]) -> None:
        """``text`` gives question, sentences and what yes does, in the language of the moment."""
        super().__init__(desk, glyphs)
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out question, sentences and answers."""
        with Vertical(id="ask"):
            yield Lines(self.glyphs, id="ask-title")
            yield Rule(self.glyphs)
            yield Page(self.glyphs, id="ask-page")
            yield Rule(self.glyphs)
            yield Lines(self.glyphs, id="ask-keys")

    def on_mount(self) -> None:
        """Fill in the texts."""
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text."""
        title, sentences, answer = self._text()
        self.query_one("#ask-title", Lines).show([Piece(f" {title}", "strong")])
        self.query_one("#ask-page", Page).show([Paragraph(one, indent=1) for one in sentences])
        self.query_one("#ask-keys", Lines).show([
            Piece(" enter ", "accent"), Piece(f"{answer}   "), Piece("esc ", "accent"), Piece(_("No, leave it")),
        ])  # fmt: skip

    def action_yes(self) -> None:
        """Say yes."""
        self.dismiss(True)  # noqa: FBT003 - the answer

    def action_no(self) -> None:
        """Say no."""
        self.dismiss(False)  # noqa: FBT003 - the answer
