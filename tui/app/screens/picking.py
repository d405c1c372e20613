"""A list to search and pick from, over the screen below: the menu and the destinations are of this kind."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar, Generic, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input
from typing_extensions import TypeVar

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.widgets.field import Field, PickField
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.prompts import Prompt
from tui.app.widgets.table import Column, RowTable
from tui.desk.context import Desk
from tui.i18n.translator import _

T = TypeVar("T")
R = TypeVar("R", default=T)
_WALK = {
    "down": "cursor_down",
    "up": "cursor_up",
    "pagedown": "page_down",
    "pageup": "page_up",
}


class PickScreen(DeskScreen[R | None], ModalScreen[R | None], Generic[T, R]):
    """Typing narrows the list, up and down walk along it, enter picks, escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("picking")
    FIELD: ClassVar[type[Field]] = PickField

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[T] = RowTable(glyphs, self.key, id="picks")

    def title_text(self) -> str:
        """What the list is of, translated."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column[T]]:
        """The columns, titled in the language of the moment."""
        raise NotImplementedError

    def choices(self, text: str) -> Sequence[T]:
        """The rows for a typed text."""
        raise NotImplementedError

    def key(self, row: T) -> Hashable:
        """What a row is known by."""
        raise NotImplementedError

    def help_lines(self, row: T | None) -> tuple[Sequence[Piece], ...]:
        """Two lines about the row under the cursor."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out title, field, list and two lines of help."""
        with Vertical(id="frame"):
            yield Lines(self.glyphs, id="pick-title")
            yield Prompt(self.glyphs, field="pick-text", id="pick-line", kind=self.FIELD)
            yield Rule(self.glyphs)
            yield self.table
            yield Rule(self.glyphs)
            yield Lines(self.glyphs, id="pick-help")
            yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Fill in the texts and rows."""
        self.retranslate()
        self.query_one(Field).focus()

    def retranslate(self) -> None:
        """Set title and rows."""
        self.query_one("#pick-title", Lines).show([Piece(f" {self.title_text()}", "strong")])
        self.query_one(Prompt).ask("/", _("type to search"))
        self.table.set_columns(self.columns())
        self.refill()

    def refill(self, at: Hashable = None) -> None:
        """Ask for the rows again."""
        self.table.set_rows(self.choices(self.query_one(Field).value.strip()), at)

    @on(Input.Changed)
    def _narrow(self) -> None:
        self.refill()
        self.table.move_to(0)

    @on(Input.Submitted)
    @on(RowTable.Chosen)
    def action_submit(self) -> None:
        """Pick the row under the cursor."""
        self.pick()

    @on(RowTable.Moved)
    def explain(self) -> None:
        """Say something about the row under the cursor."""
        self.query_one("#pick-help", Lines).show(*self.help_lines(self.table.row))

    def pick(self) -> None:
        """Leave with the row under the cursor."""
        if self.table.row is not None:
            self.dismiss(cast("R", self.table.row))

    def action_leave(self) -> None:
        """Leave without picking."""
        self.dismiss(None)

    async def on_key(self, event: events.Key) -> None:
        """Walk along the list while the field has the focus."""
        if method := _WALK.get(event.key):
            event.stop()
            event.prevent_default()
            await self.app.run_action(method, self.table)
