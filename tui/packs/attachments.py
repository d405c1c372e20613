"""The kinds of files that may be attached, from ``data/attachments.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tui.domain.attachments import GRADES, FileType, Mark
from tui.errors import PackError
from tui.packs.reading import Entry, read_toml


def load_file_types(path: Path) -> tuple[FileType, ...]:
    """Read the kinds in their order; raises PackError."""
    found = []
    for table in read_toml(path)["type"]:
        entry = Entry(table, path, str(table.get("name")))
        marks = tuple(_mark(mark, entry) for mark in entry.tables("marks"))
        one = FileType(entry.text("name"), entry.text("title"), entry.text("best"), marks, entry.text("member", ""))
        entry.done()
        if one.best not in GRADES:
            raise PackError("pack_bad_value", file=str(path), entry=one.name, key="best", value=one.best)
        found.append(one)
    return tuple(found)


def _mark(table: dict[str, Any], entry: Entry) -> Mark:
    try:
        return Mark(int(table["at"]), tuple(bytes.fromhex(text) for text in table["any"]))
    except (KeyError, TypeError, ValueError) as error:
        raise entry.wrong("marks") from error
