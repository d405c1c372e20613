"""Undo and redo as the app offers them, one at a time; ``app.undoing`` does them, imported once there is one to do."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from textual.message import Message

from tui.app.glyphs import Glyphs
from tui.app.main_screens import MainScreens
from tui.app.screens.base import DeskScreen
from tui.desk.context import Desk
from tui.desk.own_writes import OwnWrites

if TYPE_CHECKING:
    from tui.app.app import DeskApp
    from tui.desk.history import Undone
    from tui.errors import NearnewError


class Turn:
    """One undo or redo at a time: the next one waits, for what it takes back depends on the one before."""

    def __init__(self) -> None:
        self.busy = False
        self.waiting: deque[Callable[[], None]] = deque()

    def waits(self, action: Callable[[], None]) -> bool:
        """Whether an action has to wait; it is done when its turn comes then."""
        if self.busy:
            self.waiting.append(action)
        return self.busy


class Reversed(Message):
    """An undo or a redo is in the book, or is not, and why."""

    def __init__(
        self, done: Undone | None = None, text: str = "", details: Sequence[str] = (), error: NearnewError | None = None
    ) -> None:
        super().__init__()
        self.done = done
        self.text = text
        self.details = details
        self.error = error


class TakesBack(MainScreens):
    """The part of the app that takes back what was written."""

    def __init__(self, desk: Desk, glyphs: Glyphs, start: str, *, ansi_color: bool | None) -> None:
        super().__init__(desk, glyphs, start, ansi_color=ansi_color)
        self.own = OwnWrites(self.revision)
        self.undo_turn = Turn()

    def action_undo(self) -> None:
        """Take back the last change made here; on the history, the entry in sight."""
        from tui.app import undoing

        if not (isinstance(self.screen, DeskScreen) and self.screen.undo_here()):
            undoing.undo(cast("DeskApp", self))

    def action_redo(self) -> None:
        """Take back the last undo."""
        from tui.app import undoing

        undoing.redo(cast("DeskApp", self))

    def on_reversed(self, message: Reversed) -> None:
        """Tell what an undo or a redo did."""
        from tui.app import undoing

        undoing.tell(cast("DeskApp", self), message)
