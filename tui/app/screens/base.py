"""What all screens share: they are translated where they stand, and they know the desk.

A change of language never builds a screen anew: text in a field, the filter and the cursor stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import ActiveBinding
from textual.dom import DOMNode
from textual.screen import Screen, ScreenResultType

from tui.app.commands import WRITING
from tui.errors import NearnewError
from tui.i18n.sentences import sentence
from tui.i18n.translator import _

if TYPE_CHECKING:
    from tui.app.app import DeskApp
    from tui.app.glyphs import Glyphs
    from tui.desk.context import Desk


class DeskScreen(Screen[ScreenResultType]):
    """A screen of the desk."""

    NAME: ClassVar[str] = ""
    """What ``commands.Action.screens`` calls it."""
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__()
        self.desk = desk
        self.glyphs = glyphs

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings in force, described in the user's language: footer and menu read them here.

        In a book for reading only those that write are left out.
        """
        hidden = WRITING if self.desk.store.read_only else frozenset()
        return {
            key: active._replace(
                tooltip="", binding=replace(active.binding, description=_(active.binding.description), tooltip="")
            )
            for key, active in super().active_bindings.items()
            if active.binding.id not in hidden
        }

    def undo_here(self) -> bool:
        """Undo what this screen shows, if that is something of its own; False leaves it to the app."""
        return False

    def retranslate(self) -> None:
        """Set every text anew in the language of the moment, and nothing else."""

    def language_changed(self) -> None:
        """Take a change of language: here, set every text; screens whose rows hold names read them again."""
        self.retranslate()

    def action_target(self, method: str) -> DOMNode | None:
        """The node that would do an action: the focused widget, else the screen, else the app."""
        nodes: list[DOMNode | None] = [self.focused, self, self.app]
        return next((node for node in nodes if node is not None and hasattr(node, f"action_{method}")), None)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a passing note."""
        self.desk_app.say(text, wrong=wrong)

    def say_error(self, error: NearnewError) -> None:
        """Show what went wrong, in a sentence."""
        self.say(sentence(error), wrong=True)

    @property
    def desk_app(self) -> DeskApp:
        """The app, as the type it is."""
        return cast("DeskApp", self.app)
