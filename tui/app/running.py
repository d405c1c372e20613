"""Starting the app on the terminal, and leaving the book tidy behind it."""

from __future__ import annotations

import gc
from contextlib import suppress

from tui.app.app import DeskApp
from tui.desk.context import Desk
from tui.errors import BookError


def run(desk: Desk) -> None:
    """Show the desk on the terminal until the user quits; raises ConfigError before it takes the screen."""
    gc.disable()  # most of what is made while the screens come up stays
    try:
        app = DeskApp(desk, desk.settings.ui.start)
        app.when_open = _collect_from_now_on
        app.run()
    finally:
        gc.enable()
        tidy(desk)


def _collect_from_now_on() -> None:
    """The book stays as long as the app: the collector need not walk along it again and again."""
    gc.freeze()
    gc.enable()


def tidy(desk: Desk) -> None:
    """Leave ``book.json`` as new as the book when the screens close; when that fails, the journal has it all."""
    if not desk.store.read_only:
        with suppress(BookError):
            desk.store.compact()
