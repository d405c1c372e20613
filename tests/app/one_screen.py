"""The app with one screen in front of an empty one: a test of a screen needs no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual import events

import tui.app
from tui.app.app import DeskApp
from tui.app.screens.base import DeskScreen
from tui.desk.context import Desk


class OneScreen(DeskApp):
    """Opens with this screen."""

    CSS_PATH = str(Path(tui.app.__file__).parent / "styles" / "desk.tcss")

    def __init__(self, desk: Desk, screen: DeskScreen[Any]) -> None:
        super().__init__(desk, "_default")  # textual's own blank screen: no main screen is built
        self.one = screen
        self.answers: list[object] = []
        """What the screen was dismissed with."""

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        event.prevent_default()
        self.push_screen(DeskScreen(self.desk, self.glyphs))
        self.push_screen(self.one, self.answers.append)
