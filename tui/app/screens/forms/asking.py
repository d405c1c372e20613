"""Questions over a screen: a few answers to one question, and two versions of one record field by field."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
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
MINE, THEIRS = "mine", "theirs"
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


@dataclass(frozen=True)
class Versions:
    """One field in two versions, as texts."""

    name: str
    label: str
    mine: str
    theirs: str


class VersionsScreen(DeskScreen[dict[str, str] | None], ModalScreen[dict[str, str] | None]):
    """Two versions of a record that was changed elsewhere meanwhile; dismisses with the text to keep of each field."""

    NAME = "versions"
    CSS_PATH = STYLES
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("versions")

    def __init__(self, desk: Desk, glyphs: Glyphs, versions: Sequence[Versions], chosen: dict[str, str]) -> None:
        super().__init__(desk, glyphs)
        self._versions = tuple(versions)
        self._chosen = dict(chosen)
        self.table: RowTable[Versions] = RowTable(glyphs, self._key, id="versions")

    @staticmethod
    def _key(row: Versions) -> Hashable:
        return row.name

    def compose(self) -> ComposeResult:
        """Lay out what happened and the fields."""
        with Vertical(id="versions-frame"):
            yield Page(self.glyphs, id="question")
            yield Rule(self.glyphs)
            yield self.table
            yield Rule(self.glyphs)
            yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the fields."""
        self.retranslate()
        self.table.set_rows(self._versions)
        self.table.focus()

    def retranslate(self) -> None:
        """Set every text."""
        self.query_one("#question", Page).show(
            [
                Paragraph(_("Somebody changed this record while the form was open"), "strong", indent=1),
                Paragraph(
                    _("Choose what to keep of each field, space switches; the form then shows it, to be saved"),
                    indent=1,
                ),
            ]
        )
        self.table.set_columns(
            [
                Column("label", _("Field"), lambda row: row.label, 16, most=28),
                Column("mine", _("Mine"), lambda row: self._cell(row, MINE), 18, most=40, tone=self._tone(MINE)),
                Column("theirs", _("Theirs"), lambda row: self._cell(row, THEIRS), 18, most=40,
                       tone=self._tone(THEIRS)),
            ]
        )  # fmt: skip

    def _cell(self, row: Versions, side: str) -> str:
        text = (row.mine if side == MINE else row.theirs) or self.glyphs.dash
        return f"[{text}]" if self._chosen[row.name] == side else f" {text}"

    def _tone(self, side: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a column's tone
        return lambda row: "accent" if self._chosen[row.name] == side else "faint"

    def action_other_version(self) -> None:
        """Keep the other version of the field under the cursor."""
        if self.table.row is not None:
            name = self.table.row.name
            self._chosen[name] = THEIRS if self._chosen[name] == MINE else MINE
            self.table.redraw()

    def action_all_mine(self) -> None:
        """Keep my version of all fields."""
        self._choose_all(MINE)

    def action_all_theirs(self) -> None:
        """Take the other version of all fields."""
        self._choose_all(THEIRS)

    def _choose_all(self, side: str) -> None:
        self._chosen = dict.fromkeys(self._chosen, side)
        self.table.redraw()

    def action_settle(self) -> None:
        """Go back to the form with the versions chosen."""
        self.dismiss({row.name: row.mine if self._chosen[row.name] == MINE else row.theirs for row in self._versions})

    def action_back(self) -> None:
        """Go back to the form as it was."""
        self.dismiss(None)
