"""The long work of an import, done in threads; what comes of it arrives as a message, marked with its generation."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textual.message import Message
from textual.message_pump import MessagePump

from tui.desk import files, import_views, importing
from tui.desk.context import Desk
from tui.desk.import_views import Setup
from tui.desk.importing import ImportResult, Preview
from tui.errors import NearnewError
from tui.sheets.reader import read_table
from tui.sheets.table import Table

_BREATH, _TOLD = 64, 256
"""Rows planned between two pauses, so that keys stay quick, and between two tellings."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OF_ENCODING = frozenset({"encoding_unclear", "encoding_wrong"})


@dataclass(frozen=True)
class Source:
    """Where a list comes from: its file, or its pasted bytes; ``name`` is what the batch is called in the book."""

    name: str
    path: Path | None = None
    data: bytes | None = None

    def may_be_misread(self, code: str, asked: str | None) -> bool:
        """Whether another encoding may be the remedy for what went wrong; a text that is UTF-8 lacks something else."""
        if self.path is None or self.data is None or self.data.startswith(_WORKBOOKS):
            return False
        plain = asked in {None, "utf-8"} and _is_utf8(self.data)
        return code in _OF_ENCODING or (code == "header_missing" and not plain)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class ListStep(Message):
    """A step of the work is done; an older generation is of no use any more."""

    def __init__(self, generation: int) -> None:
        super().__init__()
        self.generation = generation


class ListFailed(ListStep):
    """The list could not be read, planned or written; ``source`` holds the bytes when there are any."""

    def __init__(self, generation: int, error: NearnewError, source: Source | None = None) -> None:
        super().__init__(generation)
        self.error = error
        self.source = source


class ListRead(ListStep):
    """The list is read."""

    def __init__(self, generation: int, source: Source, table: Table, sha256: str) -> None:
        super().__init__(generation)
        self.source = source
        self.table = table
        self.sha256 = sha256


class ListProgress(ListStep):
    """So many rows are planned."""

    def __init__(self, generation: int, done: int) -> None:
        super().__init__(generation)
        self.done = done


class ListPlanned(ListStep):
    """The preview is there."""

    def __init__(self, generation: int, shown: Preview) -> None:
        super().__init__(generation)
        self.shown = shown


class ListTaken(ListStep):
    """The rows are in the book."""

    def __init__(self, generation: int, result: ImportResult) -> None:
        super().__init__(generation)
        self.result = result


class _Stopped(Exception):
    """Ends the planning of rows nobody waits for."""


def read(
    home: MessagePump, generation: int, source: Source, *, encoding: str | None, sheet: str | None, named: list[str]
) -> None:
    """Read a list, and tell."""
    data = source.data
    try:
        if data is None:
            data = files.read_bytes(source.path or Path())
        source = Source(source.name, source.path, data)
        table = read_table(data, source.name, encoding=encoding, sheet=sheet, named=named)
    except NearnewError as error:
        home.post_message(ListFailed(generation, error, source if data else None))
        return
    home.post_message(ListRead(generation, source, table, import_views.digest(data)))


def plan(
    home: MessagePump,
    generation: int,
    desk: Desk,
    read_list: ListRead,
    setup: Setup,
    stopped: Callable[[], bool],
) -> None:
    """Plan every row, and tell how far it is; ends early when it is stopped."""

    def tell(done: int) -> None:
        if stopped():
            raise _Stopped
        if not done % _TOLD:
            home.post_message(ListProgress(generation, done))
        if not done % _BREATH:
            time.sleep(0.001)

    try:
        shown = import_views.preview(
            desk, read_list.table, setup, source=read_list.source.name, sha256=read_list.sha256, tell=tell
        )
    except _Stopped:
        return
    except NearnewError as error:
        home.post_message(ListFailed(generation, error, read_list.source))
    else:
        home.post_message(ListPlanned(generation, shown))


def write(home: MessagePump, generation: int, desk: Desk, shown: Preview) -> None:
    """Do what the preview says, and tell."""
    try:
        result = importing.apply(desk, shown)
    except NearnewError as error:
        home.post_message(ListFailed(generation, error))
    else:
        home.post_message(ListTaken(generation, result))
