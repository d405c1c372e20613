"""A question before something is destroyed or undone: y does it, n and escape leave everything as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen

from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.desk.context import Desk
from tui.i18n.translator import _


class AnswerLine(Lines):
    """One answer to click on."""

    class Clicked(Message):
        """The answer was clicked."""

        def __init__(self, answer: bool) -> None:  # noqa: FBT001 - the answer itself
            super().__init__()
            self.answer = answer

    def __init__(self, glyphs: Glyphs, *, answer: bool) -> None:
        super().__init__(glyphs)
        self.answer = answer

    def on_click(self, event: events.Click) -> None:
        """Give the answer."""
        event.stop()
        self.post_message(self.Clicked(self.answer))


class ConfirmScreen(DeskScreen[bool], ModalScreen[bool]):
    """Asks yes or no; question and details are given in the user's language."""

    NAME = "confirm"
    CSS_PATH = "../styles/nav.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("confirm")

    def __init__(self, desk: Desk, glyphs: Glyphs, question: str, details: Sequence[str] = ()) -> None:
        super().__init__(desk, glyphs)
        self._question = question
        self._details = tuple(details)

    def compose(self) -> ComposeResult:
        """Lay out the question, what it is about, and the answers."""
        with Vertical(id="confirm-frame"):
            yield Rule(self.glyphs)
            yield Page(self.glyphs, id="confirm-page")
            yield Rule(self.glyphs)
            with Horizontal(id="confirm-answers"):
                yield AnswerLine(self.glyphs, answer=True)
                yield AnswerLine(self.glyphs, answer=False)

    def on_mount(self) -> None:
        """Show the question."""
        self.retranslate()
        self.query_one(Page).focus()

    def retranslate(self) -> None:
        """Set the words of the answers; the question stays in the language it was asked in."""
        page = [Paragraph(self._question, "strong", indent=1), Paragraph("")]
        page += [Paragraph(line, indent=1) for line in self._details]
        self.query_one(Page).show(page, top=False)
        for line in self.query(AnswerLine):
            action = "confirm.yes" if line.answer else "confirm.no"
            word = _("Yes") if line.answer else _("No")
            key = key_text(self.desk_app.keys[action][0])
            line.show([Piece(f" {key} ", "accent"), Piece(word)])
            line.styles.width = cell_len(key) + cell_len(word) + 5

    def on_answer_line_clicked(self, event: AnswerLine.Clicked) -> None:
        """Leave with the clicked answer."""
        self.dismiss(event.answer)

    def action_yes(self) -> None:
        """Leave with yes."""
        self.dismiss(True)  # noqa: FBT003 - the answer itself

    def action_no(self) -> None:
        """Leave with no."""
        self.dismiss(False)  # noqa: FBT003 - the answer itself
