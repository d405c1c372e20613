"""A question over a screen, with a few answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.widgets.cells import wrap
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Page, Paragraph, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk.context import Desk
from tui.i18n.translator import _

STYLES = str(Path(__file__).parents[2] / "styles" / "forms.tcss")
_WIDEST = 100


@dataclass(frozen=True)
class Answer:
    """One answer: the word it is known by, and its text, translated."""

    word: str
    text: str


class QuestionScreen(DeskScreen[str | None], ModalScreen[str | None]):
    """Asks; dismisses with the word of the answer, or with None when the user goes back.

    ``texts`` gives question and answers anew in the language of the moment: heading, paragraphs, answers.
    """

    NAME = "question"
    CSS_PATH = STYLES
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("question")

    def __init__(
        self, desk: Desk, glyphs: Glyphs, heading: str, lines: Sequence[str], answers: Sequence[Answer]
    ) -> None:
        super().__init__(desk, glyphs)
        self._heading = heading
        self._lines = tuple(lines)
        self._answers = tuple(answers)
        self.table: RowTable[Answer] = RowTable(glyphs, lambda answer: answer.word, id="answers")

    def compose(self) -> ComposeResult:
        """Lay out question and answers."""
        with Vertical(id="question-frame"):
            yield Page(self.glyphs, id="question")
            yield Rule(self.glyphs)
            yield self.table
            yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Ask."""
        self.retranslate()
        self.table.set_rows(self._answers)
        self.table.focus()

    def retranslate(self) -> None:
        """Set the title of the answers; the question stays in the language it was asked in."""
        self._show_question()
        self.table.set_columns([Column("text", _("Answer"), lambda answer: answer.text, 30, most=90)])
        self.table.styles.height = len(self._answers) + 1

    def on_resize(self) -> None:
        """Give the question the lines it needs."""
        self._show_question()

    def _show_question(self) -> None:
        width = max(min(self.size.width, _WIDEST) - 2, 10)
        page = self.query_one("#question", Page)
        texts = (self._heading, *self._lines)
        page.styles.height = sum(len(wrap(self.glyphs.plain(text), width)) for text in texts)
        page.show([Paragraph(text, "" if place else "strong", indent=1) for place, text in enumerate(texts)])

    @on(RowTable.Chosen)
    def action_answer(self) -> None:
        """Give the answer under the cursor."""
        if self.table.row is not None:
            self.dismiss(self.table.row.word)

    def action_back(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)
