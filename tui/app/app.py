"""The app: it holds the desk, the theme, the language and the keys, and looks for what other windows wrote."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.actions import ActionParseResult
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from tui.app.commands import Action, bindings, canonical, key_text, writes
from tui.app.glyphs import glyphs_named
from tui.app.key_queue import KeyQueue
from tui.app.labels import error_text
from tui.app.messages import Note
from tui.app.places import make
from tui.app.screens.base import DeskScreen
from tui.app.taking_back import TakesBack
from tui.app.theme import TERMINAL
from tui.app.widgets.cells import clean
from tui.app.widgets.keys import app_bindings
from tui.app.widgets.table import RowTable
from tui.desk.context import Desk
from tui.errors import BookReadOnly, ConfigError, NearnewError
from tui.i18n.translator import LANGUAGES, TRANSLATOR, _

_LOOK_SECONDS = 1.0
_OPEN_SECONDS = 1.5
_KEPT_NOTES = 200


class DeskApp(TakesBack):
    """The terminal desk.

    With NO_COLOR set, the theme of the terminal's own colours stands in for any other: textual greys the others.
    Raises ConfigError when the settings name a theme that there is not, or keys that clash.
    """

    CSS_PATH = "styles/desk.tcss"
    TITLE = "nearnew"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = app_bindings()

    def __init__(self, desk: Desk, start: str = "stock") -> None:
        colourless = "NO_COLOR" in os.environ
        super().__init__(desk, glyphs_named(desk.settings.ui.glyphs), start, ansi_color=True if colourless else None)
        self.keys = bindings(desk.settings.keys)
        self._last_fault = ""
        self._walks = {key: name[5:] for name in self.keys if name.startswith("list.") for key in self.keys[name]}
        self.typed_ahead = KeyQueue(self, self._hand_on)
        self.when_open: Callable[[], None] | None = None
        """Called when the first screen has long been there, and whenever a list has read all it will ask for."""
        self._told_packs = False
        self._told_unscreened = False
        self.notes: deque[Note] = deque(maxlen=_KEPT_NOTES)
        TRANSLATOR.use(desk.language)
        self.set_class(self.glyphs.ascii_only, "-ascii")
        self.register_theme(TERMINAL)
        self.theme = TERMINAL.name if colourless else self._theme_named(desk.settings.ui.theme)
        self.set_keymap({name: ",".join(self.keys[name]) for name in desk.settings.keys})

    def _theme_named(self, name: str) -> str:
        if name not in self.available_themes:
            raise ConfigError(
                "config_bad_value",
                file=self.desk.settings.origins.get("ui.theme", "config.toml"),
                key="ui.theme",
                value=name,
                expected=", ".join(sorted(self.available_themes)),
            )
        return name

    def on_mount(self) -> None:
        """Look at the book every second from now on."""
        if self.desk.store.read_only:
            self.say(_("The book is open for reading only: nothing that writes is offered"))
        self.set_interval(_LOOK_SECONDS, self.look_at_book)
        if self.when_open is not None:
            self.set_timer(_OPEN_SECONDS, self.when_open)

    async def on_event(self, event: events.Event) -> None:
        """Let keys that are typed ahead wait for those before them."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif not self.typed_ahead.holds(event):
            await self._hand_on(event)

    async def _hand_on(self, event: events.Event) -> None:
        """Give a key to whom it is meant for; a list in focus moves its cursor at once."""
        focused, walk = self.focused, self._walks.get(event.key) if isinstance(event, events.Key) else None
        if not (walk and self.app_focus and isinstance(focused, RowTable) and focused.walk(walk)):
            await super().on_event(event)

    def get_key_display(self, binding: Binding) -> str:
        """Show a key by its own letter or name, without signs that some terminals draw two cells wide."""
        return key_text(canonical(binding.key))

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do an action, unless it would write into a book that is open for reading only."""
        if self.desk.store.read_only and isinstance(self.screen, DeskScreen):
            method = action if isinstance(action, str) else action[1]
            if writes(self.screen.NAME, method.partition("(")[0].rpartition(".")[2]):
                self.say(error_text(BookReadOnly("book_read_only")), wrong=True)
                return True
        return await super().run_action(action, default_namespace, namespaces)

    # the book

    def look_at_book(self) -> None:
        """Take in what other windows wrote, and tell the screens."""
        self._tell_faulty_packs()
        try:
            foreign = self.desk.store.refresh()
        except NearnewError as error:
            if error.code != self._last_fault:
                self._last_fault = error.code
                self.say(error_text(error), wrong=True)
            return
        self._last_fault = ""
        if foreign:
            from tui.app import undoing

            self.own.notice(foreign)
            self.say(*undoing.told_of_others(self.desk, foreign))
        if self.desk.store.revision != self.revision:
            self.tell_book_changed()

    def _tell_faulty_packs(self) -> None:
        """Say once which rules are not used, as soon as the rules were read."""
        if (errors := self.desk.library.known_pack_errors) and not self._told_packs:
            from tui.i18n.pack_notices import pack_notices

            self._told_packs, told = True, pack_notices(errors)
            self.say(told[0], told[1:], wrong=True)
        if not self._told_unscreened and self.desk.library.packs_read:
            self._told_unscreened = True
            self.run_worker(self.tell_unscreened, thread=True, group="unscreened", description="look for new rules")

    def tell_unscreened(self) -> None:
        """Say once that rules changed since the cars were screened last, and where to screen them."""
        from tui.desk import rule_change_words, ruling  # not needed for the first rows

        with suppress(NearnewError, OSError):
            if not (changed := ruling.unscreened(self.desk)):
                return
            text = _("Rules of %(countries)s changed since your cars were screened; %(key)s opens what is to do")
            told = {"countries": rule_change_words.some_codes(changed), "key": key_text(self.keys["app.decisions"][0])}
            self.call_later(self.say, text % told)

    def tell_book_changed(self) -> None:
        """Tell every screen in sight that the book holds something new; the others hear of it when they come back."""
        self.revision = self.desk.store.revision
        self.post_book_changed()

    def action_refresh_book(self) -> None:
        """Read the book again."""
        self.look_at_book()
        self.tell_book_changed()

    # the language

    def action_language(self) -> None:
        """Switch to the next language."""
        here = LANGUAGES.index(TRANSLATOR.tag) if TRANSLATOR.tag in LANGUAGES else -1
        self.use_language(LANGUAGES[(here + 1) % len(LANGUAGES)])

    def use_language(self, tag: str) -> None:
        """Speak another language from now on, on every screen, without building any of them anew."""
        TRANSLATOR.use(tag)
        self.desk.language = TRANSLATOR.tag
        self.post_language()

    # other actions

    def say(self, text: str, details: Sequence[str] = (), *, wrong: bool = False) -> None:
        """Show a passing note: plain text, whatever stands in it; with its details it can be read again later."""
        at = datetime.now().astimezone().strftime("%H:%M")
        self.notes.append(Note(at, text, wrong=wrong, details=tuple(details)))
        shown = clean(self.glyphs.plain(text))
        if details:
            shown += "\n" + _("%(key)s shows more") % {"key": key_text(self.keys["app.messages"][0])}
        self.notify(shown, severity="error" if wrong else "information", markup=False)

    def action_history(self) -> None:
        """Open the history of the book."""
        if isinstance(self.screen, DeskScreen) and self.screen.NAME not in {"history", "commit"}:
            self.push_screen(make("history", "HistoryScreen", self.desk, self.glyphs))

    def action_decisions(self) -> None:
        """Open the overrides and the changes of rules."""
        if isinstance(self.screen, DeskScreen) and self.screen.NAME not in {"decisions", "decision"}:
            self.push_screen(make("decisions", "DecisionsScreen", self.desk, self.glyphs))

    def action_messages(self) -> None:
        """Show the last notes in full."""
        if not (isinstance(self.screen, DeskScreen) and self.screen.NAME == "messages"):
            self.push_screen(make("messages", "MessagesScreen", self.desk, self.glyphs, self.notes))

    def action_menu(self) -> None:
        """Show all actions of the screen, and run the one that is picked."""
        screen = self.screen
        if isinstance(screen, DeskScreen) and screen.NAME:
            menu = make("menu", "MenuScreen", self.desk, self.glyphs, screen.NAME, self.keys, modal=screen.is_modal)
            self.push_screen(menu, partial(self.run_on, screen))

    def action_palette(self) -> None:
        """Search everything at once, and open or run what is picked."""
        from tui.app.screens.palette import PaletteScreen

        screen = self.screen
        if isinstance(screen, DeskScreen) and screen.NAME:
            self.push_screen(PaletteScreen(self.desk, self.glyphs, screen, self.keys), PaletteScreen.follow)

    async def run_on(self, screen: DeskScreen[Any], action: Action | None) -> None:
        """Do an action as if its key had been pressed on a screen."""
        target = screen.action_target(action.method) if action else None
        if action and target is not None:
            await self.run_action(action.method, target)

    def copy_vin(self, vin: str | None) -> None:
        """Copy a VIN to the clipboard, through the terminal, so that it works over SSH too."""
        if vin is None:
            self.say(_("This car waits for its VIN"))
            return
        self.copy_to_clipboard(vin)
        self.say(_("Copied: %(vin)s") % {"vin": vin})

    def action_help_quit(self) -> None:
        """Say how to quit to someone who pressed ctrl+c."""
        self.say(_("%(key)s closes the desk") % {"key": key_text(self.keys["app.quit"][0])})
