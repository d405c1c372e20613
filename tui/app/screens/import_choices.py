"""What stands under the fields of an import: the lists of a folder, or the dealers, as far as they fit the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.message import Message

from tui.app.screens import import_files
from tui.app.widgets.field import Field
from tui.app.widgets.table import Column
from tui.desk.context import Desk
from tui.desk.import_views import dealers
from tui.i18n import formats
from tui.i18n.translator import _

_KILO = 1024


@dataclass(frozen=True)
class Choice:
    """A line to choose: a file or folder with its entry, or the name of a dealer; the empty name is none."""

    key: str
    entry: import_files.Entry | None = None
    new: bool = False


class RowsPasted(Message):
    """Rows of a table were pasted where a path is typed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


def are_rows(text: str) -> bool:
    """Whether a pasted text is rows of a table, and no path."""
    return "\t" in text.strip("\n") or len(text.strip().splitlines()) > 1


class PathField(Field):
    """A field that takes a path; rows of a table pasted into it are handed on instead."""

    def _on_paste(self, event: events.Paste) -> None:
        if are_rows(event.text):
            event.prevent_default()
            event.stop()
            self.post_message(RowsPasted(event.text))

    def action_paste(self) -> None:
        """Paste what was copied inside the program; rows are handed on."""
        if are_rows(self.app.clipboard):
            self.post_message(RowsPasted(self.app.clipboard))
        else:
            super().action_paste()


class Folder:
    """The folder typed last, read once."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._entries: list[import_files.Entry] = []

    def fitting(self, text: str) -> list[import_files.Entry]:
        """What of the folder fits a typed path."""
        folder, start = import_files.parts(text)
        if folder != self._folder:
            self._folder, self._entries = folder, import_files.entries(folder)
        return import_files.fitting(self._entries, start)

    def forget(self) -> None:
        """Read the folder again the next time."""
        self._folder = None


def file_choices(found: Sequence[import_files.Entry]) -> list[Choice]:
    """Files and folders as choices."""
    return [Choice(entry.name, entry) for entry in found]


def dealer_choices(desk: Desk, text: str) -> list[Choice]:
    """The dealers that fit; what enter would take stands first: the typed name itself, or none."""
    name = " ".join(text.split())
    known = dealers(desk)
    if not name:
        return [Choice(""), *(Choice(one) for one in known)]
    word = name.casefold()
    same = [one for one in known if one.casefold() == word]
    others = [one for one in known if word in one.casefold() and one not in same]
    first = [Choice(one) for one in same] or [Choice(name, new=True)]
    return [*first, *(Choice(one) for one in others)]


def columns(*, dealers: bool) -> list[Column[Choice]]:
    """The columns, titled in the language of the moment."""
    if dealers:
        return [
            Column("dealer", _("Dealer"), lambda choice: choice.key or _("no dealer named"), 30, most=60),
            Column("note", "", lambda choice: _("new") if choice.new else "", 8, tone=lambda _choice: "accent"),
        ]
    return [
        Column("name", _("File"), lambda choice: choice.key, 30, most=80),
        Column("size", _("Size"), _size, 9, right=True),
        Column("changed", _("Changed"), _changed, 16),
    ]


def _size(choice: Choice) -> str:
    if choice.entry is None or choice.entry.folder:
        return ""
    return _("%(size)s KB") % {"size": formats.number(max(1, round(choice.entry.size / _KILO)))}


def _changed(choice: Choice) -> str:
    changed = choice.entry.changed if choice.entry else None
    return changed.strftime("%Y-%m-%d %H:%M") if changed else ""
