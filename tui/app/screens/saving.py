"""Saving something to a file: asking for its name, and before another file is written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tui.app.labels import error_text
from tui.app.screens.asking import EntryScreen
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.desk import printing
from tui.errors import BadFile, NearnewError
from tui.i18n.translator import _


def file_named(text: str) -> Path:
    """The file that a text names, from the current folder or the home folder on."""
    path = Path(text.strip())
    try:
        return Path.cwd() / path.expanduser()
    except (OSError, RuntimeError):
        return path


def read_name(text: str) -> tuple[str, bool]:
    """How a name of a file is understood, and whether it may be taken."""
    path = file_named(text)
    try:
        printing.may_write(path, overwrite=False)
    except BadFile as error:
        if error.code == "file_exists":
            return _("%(path)s is there already; enter asks before it writes over it") % {"path": path}, True
        return error_text(error), False
    return str(path), True


def ask_file(screen: DeskScreen[Any], title: str, name: str, write: Callable[[Path, bool], None]) -> None:
    """Ask for a file's name and write it; ``write`` is told whether it may write over a file that is there."""

    def named(text: str | None) -> None:
        if text is None:
            return
        path = file_named(text)
        if not path.exists():
            save(path, text, overwrite=False)
            return

        def answered(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if agreed:
                save(path, text, overwrite=True)
            else:
                ask_file(screen, title, text, write)

        question = _("Write over %(path)s?") % {"path": path}
        screen.app.push_screen(ConfirmScreen(screen.desk, screen.glyphs, question), answered)

    def save(path: Path, text: str, *, overwrite: bool) -> None:
        try:
            write(path, overwrite)
        except NearnewError as error:
            screen.say_error(error)
            ask_file(screen, title, text, write)
            return
        screen.say(_("Saved: %(path)s") % {"path": path})

    entry = EntryScreen(screen.desk, screen.glyphs, title=title, prompt=_("File"), value=name, read=read_name)
    screen.app.push_screen(entry, named)
