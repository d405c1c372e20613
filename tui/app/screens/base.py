"""What all screens share: they are translated where they stand, and they know the desk.

A change of language never builds a screen anew: text in a field, the filter and the cursor stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.binding import ActiveBinding
from textual.dom import DOMNode
from textual.screen import Screen, ScreenResultType

from tui.app.commands import WRITING, canonical
from tui.app.labels import error_text
from tui.app.widgets.field import Field, TypedInto
from tui.app.widgets.lines import TONE_CLASSES
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext

if TYPE_CHECKING:
    from tui.app.app import DeskApp
    from tui.app.glyphs import Glyphs
    from tui.desk.context import Desk


class DeskScreen(Screen[ScreenResultType]):
    """A screen of the desk."""

    NAME: ClassVar[str] = ""
    """What ``commands.Action.screens`` calls it."""
    AUTO_FOCUS: ClassVar[str | None] = ""
    COMPONENT_CLASSES: ClassVar[set[str]] = set(TONE_CLASSES)

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__()
        self.desk = desk
        self.glyphs = glyphs
        self._gone = ""
        self._stands = False

    def _on_mount(self, event: events.Mount) -> None:  # noqa: ARG002 - textual's own
        """Take keys once everything is in its place; subclasses fill the screen in handlers of their own."""
        self.call_later(self.take_keys)

    def take_keys(self) -> None:
        """Take keys from now on; a screen that goes to its first field later overrides this, and takes them then."""
        self._stands = True

    @property
    def takes_keys(self) -> bool:
        """Whether the screen stands and is not at work, so that keys typed ahead can be handed to it."""
        return not self.at_work and (self._stands or self.focused is not None)

    @property
    def at_work(self) -> bool:
        """Whether the screen is about to show something else, for which keys typed ahead are meant, or to close."""
        return False

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings in force, described in the user's language: footer and menu read them here.

        While something is typed, keys that would be typed too are left out, and escape is always told. In a book for
        reading only those that write are left out.
        """
        typing = isinstance(self.focused, TypedInto)
        hidden = WRITING if self.desk.store.read_only else frozenset()
        found: dict[str, ActiveBinding] = {}
        for key, active in super().active_bindings.items():
            binding = active.binding
            if binding.id in hidden or (typing and (len(canonical(key)) == 1 or key == "space")):
                continue
            shown = binding.show or (typing and key == "escape")
            found[key] = active._replace(
                tooltip="", binding=replace(binding, description=_(binding.description), tooltip="", show=shown)
            )
        return found

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

    def action_menu(self) -> None:
        """Show all keys: for screens from which those of the app are out of reach."""
        self.desk_app.action_menu()

    def action_language(self) -> None:
        """Switch the language where the screen stands."""
        self.desk_app.action_language()

    def on_field_lines_left_out(self, event: Field.LinesLeftOut) -> None:
        """Say that a field took only the first of the lines that were pasted."""
        event.stop()
        text = ngettext("A field holds one line: the first of %(n)d was pasted",
                        "A field holds one line: the first of %(n)d was pasted", event.lines)  # fmt: skip
        self.say(text % {"n": event.lines}, wrong=True)

    def leave_for(self, reason: str) -> None:
        """Leave because what the screen shows is gone, and say so; once nothing stands over it any more."""
        self._gone = reason
        self._leave_if_gone()

    def stay(self) -> None:
        """Not leave after all: what was gone is there again."""
        self._gone = ""

    def on_screen_resume(self) -> None:
        """Leave when what is shown went while something else was in front."""
        if self._gone:
            self.call_later(self._leave_if_gone)

    def _leave_if_gone(self) -> None:
        if self._gone and self.is_active:
            self.say(self._gone)
            self._gone = ""
            self.dismiss(None)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a passing note."""
        self.desk_app.say(text, wrong=wrong)

    def say_error(self, error: NearnewError) -> None:
        """Show what went wrong, in a sentence."""
        self.say(error_text(error), wrong=True)

    @property
    def desk_app(self) -> DeskApp:
        """The app, as the type it is."""
        return cast("DeskApp", self.app)
