"""All actions of the screen below, to search and to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.app.commands import Action, key_text, of_screen
from tui.app.glyphs import Glyphs
from tui.app.screens.picking import PickScreen
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.desk.context import Desk
from tui.i18n.translator import _


class MenuScreen(PickScreen[Action]):
    """The menu behind ``?``: it runs what it shows."""

    def __init__(
        self, desk: Desk, glyphs: Glyphs, screen: str, keys: Mapping[str, tuple[str, ...]], *, modal: bool = False
    ) -> None:
        super().__init__(desk, glyphs)
        self._actions = of_screen(screen, read_only=desk.store.read_only, modal=modal)
        self._keys = keys
        self._modal = modal

    def title_text(self) -> str:
        """The title."""
        return _("All keys: enter runs the action, esc leaves")

    def columns(self) -> Sequence[Column[Action]]:
        """Keys, label and help."""
        return [
            Column("keys", _("Key"), self._key_texts, 14),
            Column("label", _("Action"), lambda action: _(action.label), 14),
            Column("help", _("What it does"), lambda action: _(action.help), 20, most=80),
        ]

    def _key_texts(self, action: Action) -> str:
        """The keys that work there: in a form those of one letter are typed."""
        keys = self._keys[action.id]
        return " ".join(key_text(key) for key in keys if not (self._modal and len(key) == 1)) or key_text(keys[0])

    def choices(self, text: str) -> Sequence[Action]:
        """The actions in which every typed word occurs: in key, label, help or command, in either language."""
        words = text.casefold().split()
        return [action for action in self._actions if all(word in self._haystack(action) for word in words)]

    def _haystack(self, action: Action) -> str:
        texts = (*self._keys[action.id], _(action.label), _(action.help), action.label, action.help, action.command)
        return "\n".join(texts).casefold()

    def key(self, row: Action) -> str:
        """The action's id."""
        return row.id

    def help_lines(self, row: Action | None) -> tuple[Sequence[Piece], ...]:
        """What the action does, and the command that does the same."""
        if row is None:
            return ([Piece(_("No action is called that"), "faint")],)
        command = [Piece(_("Command: "), "faint"), Piece(row.command)] if row.command else []
        return ([Piece(_(row.help))], command)
