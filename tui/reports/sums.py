"""A folder that can be checked by any machine: its list of sums, written and compared as ``sha256sum`` does."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tui.errors import BadFile

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_LARGEST = 20_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Compared:
    """How a folder stands against its list: names of files, in order. ``strange`` are lines that name no file of it."""

    count: int
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def whole(self) -> bool:
        """Whether everything is there, as it was, and nothing else."""
        return not (self.missing or self.changed or self.extra or self.strange)


def sums_text(digests: Mapping[str, str]) -> str:
    """The list: a sum and a name on each line."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def compare(folder: Path) -> Compared:
    """Compare a folder with its list; nothing outside the folder is read. Raises BadFile where there is no list."""
    path = folder / SUMS
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST:
            raise BadFile("dossier_no_sums", path=str(folder))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise BadFile("dossier_no_sums", path=str(folder)) from error
    except OSError as error:
        raise BadFile("file_unreadable", path=str(path), reason=error.strerror or type(error).__name__) from error
    wanted: dict[str, str] = {}
    strange: list[str] = []
    for line in content.decode("utf-8", "replace").split("\n"):
        found = _LINE.fullmatch(line)
        if found and _inside(found[2]) and found[2] not in wanted:
            wanted[found[2]] = found[1]
        elif line:
            strange.append(line)
    there = _there(folder)
    missing = tuple(sorted(wanted.keys() - there.keys()))
    changed = tuple(name for name in sorted(wanted.keys() & there.keys()) if _digest(there[name]) != wanted[name])
    extra = tuple(sorted(there.keys() - wanted.keys() - {SUMS}))
    return Compared(len(wanted), missing, changed, extra, tuple(strange), sha256(content).hexdigest())


def _inside(name: str) -> bool:
    """Whether a name leads to nothing but a file of the folder."""
    return not name.startswith("/") and "\\" not in name and not {"", ".", ".."} & set(name.split("/"))


def _there(folder: Path) -> dict[str, Path]:
    """Every file of the folder by its name in it; links count as files and are not followed."""
    found: dict[str, Path] = {}
    for home, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(home) / name).is_symlink()]
        for name in [*names, *links]:
            path = Path(home) / name
            found[path.relative_to(folder).as_posix()] = path
    return found


def _digest(path: Path) -> str:
    """The sum of a file; of a link or of one that cannot be read, none."""
    if path.is_symlink():
        return ""
    found = sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
    except OSError:
        return ""
    return found.hexdigest()
