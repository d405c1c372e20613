"""A path while it is typed: what it means, what the folder has that fits, and how it goes on."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LISTS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"})
_MOST = 5_000
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Entry:
    """A file or folder; ``size`` in bytes and ``changed`` are of a file."""

    path: Path
    folder: bool
    size: int = 0
    changed: datetime | None = None

    @property
    def name(self) -> str:
        """The name, a slash behind it for a folder."""
        return f"{self.path.name}/" if self.folder else self.path.name


def path_of(text: str) -> Path:
    """The path that a typed, pasted or dropped text names: quotes, ``file://``, ``~`` and escaped spaces understood."""
    bare = text.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
        bare = bare[1:-1]
    if bare.startswith("file://"):
        bare = unquote(urlsplit(bare).path)
    path = _expanded(bare)
    if "\\" in bare and os.sep == "/" and not os.path.lexists(path):
        path = _expanded(_ESCAPED.sub(r"\1", bare))
    return path


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def is_folder(text: str) -> bool:
    """Whether the text names a folder."""
    try:
        return path_of(text).is_dir()
    except (OSError, ValueError):
        return False


def names_something(text: str) -> bool:
    """Whether the text names a file or folder that is there."""
    try:
        return bool(text.strip()) and path_of(text).exists()
    except (OSError, ValueError):
        return False


def parts(text: str) -> tuple[Path, str]:
    """The folder a typed path is in, and the beginning of the name in it."""
    if not text.strip():
        return Path(), ""
    if text.endswith(("/", os.sep)) or text.strip() in {"~", ".", ".."}:
        return path_of(text), ""
    path = path_of(text)
    return path.parent, path.name


def entries(folder: Path) -> list[Entry]:
    """The lists of a folder, the newest first, then its folders by name; nothing when it cannot be read."""
    files: list[Entry] = []
    folders: list[Entry] = []
    try:
        with os.scandir(folder) as found:
            for one in islice(found, _MOST):
                entry = _entry(one, folder)
                if entry is not None:
                    (folders if entry.folder else files).append(entry)
    except (OSError, ValueError):
        return []
    files.sort(key=lambda entry: (-entry.changed.timestamp() if entry.changed else 0.0, entry.name))
    folders.sort(key=lambda entry: entry.name.casefold())
    return [*files, *folders]


def _entry(one: os.DirEntry[str], folder: Path) -> Entry | None:
    try:
        if one.is_dir():
            return Entry(folder / one.name, folder=True)
        status = one.stat()
    except OSError:
        return None
    changed = datetime.fromtimestamp(status.st_mtime).astimezone()
    return Entry(folder / one.name, folder=False, size=status.st_size, changed=changed)


def fitting(found: Sequence[Entry], start: str) -> list[Entry]:
    """What begins as typed; hidden files and files that are no lists only when their name is being typed."""
    word = start.casefold()
    chosen = []
    for entry in found:
        name = entry.path.name.casefold()
        if word and not name.startswith(word):
            continue
        if (name.startswith(".") and not word) or not (word or entry.folder or entry.path.suffix.lower() in _LISTS):
            continue
        chosen.append(entry)
    return chosen


def completed(text: str, found: Sequence[Entry]) -> str:
    """The typed text as far as all that fit agree: whole, with the slash of a folder, when there is one."""
    if not found:
        return text
    _folder, start = parts(text)
    front = text[: len(text) - len(start)] if start and text.endswith(start) else text
    if len(found) == 1:
        return front + found[0].name
    common = os.path.commonprefix([entry.path.name for entry in found])  # noqa: RUF071 - names, not paths
    return front + common if len(common) > len(start) else text


def entered(text: str, entry: Entry) -> str:
    """The text that names an entry of the list."""
    _folder, start = parts(text)
    front = text[: len(text) - len(start)] if start and text.endswith(start) else text
    if front.strip() in {"~", ".", ".."}:
        front = f"{front.strip()}/"
    return front + entry.name
