"""A disk that loses its power: what POSIX lets it keep of what was not synced.

``Recorder`` stands in for ``tui.store.disk`` and notes every operation in a model of the file system. ``Disk.crashes``
then gives the trees that may be found after a loss of power at a moment: of every file the bytes of its last sync and
any first part of the writes after it (or its new length filled with zeros), of every folder the names of its last sync
and any of the changes after it. A rename is kept or lost as a whole; one across folders is safe once either is synced.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tui.store import disk

_BELOW = {Path(__file__).name, "disk.py", "contextlib.py"}

_MANY = 8

Tree = dict[str, "bytes | None"]
"""Paths below the root: the bytes of a file, None for a folder."""


class File:
    """What may stand in one file."""

    def __init__(self, content: bytes = b"") -> None:
        self.now = content
        self.versions: list[bytes] = [content]
        """The synced content first, then what it may be instead."""

    def write(self, data: bytes, size: int) -> None:
        start = self.now[:size]
        self.versions += [start + data[: len(data) // 2], start + bytes(len(data)), start + data]
        self.now = start + data

    def cut(self, size: int) -> None:
        self.now = self.now[:size]
        self.versions.append(self.now)

    def sync(self) -> None:
        self.versions = [self.now]


class Change:
    """One change of names, kept or lost as a whole: in one folder, or in two where a rename leads across."""

    def __init__(self, *parts: tuple[Names, dict[str, File | Names | None]]) -> None:
        self.parts = parts

    def of(self, names: Names) -> dict[str, File | Names | None]:
        return {name: owner for folder, change in self.parts if folder is names for name, owner in change.items()}


class Names:
    """What may stand in one folder."""

    def __init__(self) -> None:
        self.now: dict[str, File | Names] = {}
        self.kept: dict[str, File | Names] = {}
        self.pending: list[Change] = []
        """Changes since the last sync."""

    def change(self, **names: File | Names | None) -> None:
        change_names(Change((self, names)))

    def sync(self) -> None:
        for change in tuple(self.pending):
            for folder, names in change.parts:
                _apply(folder.kept, names)
                folder.pending.remove(change)

    def version(self, chosen: frozenset[Change]) -> dict[str, File | Names]:
        names = dict(self.kept)
        for change in self.pending:
            if change in chosen:
                _apply(names, change.of(self))
        return names


def change_names(change: Change) -> None:
    for folder, names in change.parts:
        folder.pending.append(change)
        _apply(folder.now, names)


def _apply(names: dict[str, File | Names], change: dict[str, File | Names | None]) -> None:
    for name, owner in change.items():
        if owner is None:
            names.pop(name, None)
        else:
            names[name] = owner


class Disk:
    """A model of the folder ``root``, which is itself safe on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.top = Names()
        self._take(root, self.top)

    def _take(self, path: Path, names: Names) -> None:
        for entry in path.iterdir():
            if entry.is_dir():
                inner = Names()
                self._take(entry, inner)
                names.change(**{entry.name: inner})
            else:
                names.change(**{entry.name: File(entry.read_bytes())})
        names.sync()

    def find(self, path: Path) -> File | Names | None:
        at: File | Names | None = self.top
        for part in path.relative_to(self.root).parts:
            if not isinstance(at, Names):
                return None
            at = at.now.get(part)
        return at

    def folder(self, path: Path) -> Names:
        """A folder; one that was made without the recorder, as those with a random name, is taken in."""
        found = self.find(path)
        if found is None:
            found = Names()
            self.folder(path.parent).change(**{path.name: found})
        assert isinstance(found, Names), path
        return found

    def crashes(self) -> Iterator[Tree]:
        """Every tree that may be found if the power goes now."""
        pending = list(dict.fromkeys(change for names in self._folders(self.top) for change in names.pending))
        for chosen in _choices(pending):
            yield from _trees(self.top, "", chosen)

    def _folders(self, names: Names) -> Iterator[Names]:
        yield names
        for owner in {**names.kept, **names.now}.values():
            if isinstance(owner, Names):
                yield from self._folders(owner)


def _choices(pending: list[Change]) -> Iterator[frozenset[Change]]:
    """Which of the changes were kept: all ways, or where they are many, the first ones, all but one, and only one."""
    if len(pending) <= _MANY:
        for chosen in product((False, True), repeat=len(pending)):
            yield frozenset(change for change, there in zip(pending, chosen, strict=True) if there)
        return
    for number, change in enumerate(pending):
        yield frozenset(pending[:number])
        yield frozenset(pending) - {change}
        yield frozenset({change})
    yield frozenset(pending)


def _trees(names: Names, prefix: str, chosen: frozenset[Change]) -> Iterator[Tree]:
    choices: list[list[Tree]] = []
    for name, owner in names.version(chosen).items():
        path = f"{prefix}{name}"
        if isinstance(owner, Names):
            choices.append([{path: None, **tree} for tree in _trees(owner, f"{path}/", chosen)])
        else:
            choices.append([{path: content} for content in dict.fromkeys(owner.versions)])
    for choice in product(*choices):
        yield {path: content for tree in choice for path, content in tree.items()}


def lay_out(tree: Tree, to: Path) -> Path:
    """Make a tree on the real disk."""
    to.mkdir()
    for path, content in tree.items():
        if content is None:
            (to / path).mkdir(exist_ok=True)
        else:
            (to / path).write_bytes(content)
    return to


class Recorder:
    """Passes on what is asked of the disk, and keeps the model in step; ``watch`` is called after each operation.

    The disk does not hear the sync that is asked for at the place ``deaf``: it stays as if that were not in the code.
    """

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, root: Path, watch: Callable[[Disk], None], deaf: str = ""
    ) -> None:
        self.disk = Disk(root)
        self.asked: list[str] = []
        """The places in the code that asked for a sync, each once."""
        self.refuse = False
        """Whether the next sync of a file fails."""
        self._watch = watch
        self._deaf = deaf
        self._open: dict[int, File] = {}
        for name in (
            "open_private",
            "write_all",
            "truncate",
            "sync",
            "sync_folder",
            "make_folder",
            "replace",
            "link",
            "remove",
            "remove_tree",
        ):
            real = getattr(disk, name)
            monkeypatch.setattr(disk, name, self._wrapped(getattr(self, f"_{name}"), real))

    def _wrapped(self, note: Callable[..., Any], real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            result = note(real, *args)
            self._watch(self.disk)
            return result

        return call

    def _open_private(self, real: Callable[..., int], path: Path, flags: int) -> int:
        descriptor = real(path, flags)
        file = self.disk.find(path)
        if file is None:
            file = File()
            self.disk.folder(path.parent).change(**{path.name: file})
        assert isinstance(file, File)
        if flags & os.O_TRUNC:
            file.cut(0)
        self._open[descriptor] = file
        return descriptor

    def _write_all(self, real: Callable[..., None], descriptor: int, data: bytes) -> None:
        size = os.fstat(descriptor).st_size
        real(descriptor, data)
        self._open[descriptor].write(bytes(data), size)

    def _truncate(self, real: Callable[..., None], descriptor: int, size: int) -> None:
        real(descriptor, size)
        self._open[descriptor].cut(size)

    def _sync(self, _: Callable[..., None], descriptor: int) -> None:
        if self.refuse:
            self.refuse = False
            raise OSError(errno.EIO, "Input/output error")
        if self._heard():
            self._open[descriptor].sync()

    def _sync_folder(self, _: Callable[..., None], folder: Path) -> None:
        if self._heard():
            self.disk.folder(folder).sync()

    def _heard(self) -> bool:
        frame: FrameType | None = sys._getframe(2)
        making = ""
        while frame is not None and Path(frame.f_code.co_filename).name in _BELOW:
            making = making or (" making a folder" if frame.f_code.co_name == "make_folder" else "")
            frame = frame.f_back
        assert frame is not None
        place = f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_name}:{frame.f_lineno}{making}"
        if place not in self.asked:
            self.asked.append(place)
        return place != self._deaf

    def _make_folder(self, real: Callable[..., None], path: Path) -> None:
        for folder in reversed([at for at in (path, *path.parents) if not at.exists()]):
            self.disk.folder(folder.parent).change(**{folder.name: Names()})
        real(path)

    def _replace(self, real: Callable[..., None], source: Path, target: Path) -> None:
        owner = self.disk.find(source)
        real(source, target)
        assert owner is not None
        old, new = self.disk.folder(source.parent), self.disk.folder(target.parent)
        if new.now.get(target.name) is owner:
            return  # two names of one file: both stay
        if old is new:
            old.change(**{source.name: None, target.name: owner})
        else:
            change_names(Change((old, {source.name: None}), (new, {target.name: owner})))

    def _link(self, real: Callable[..., None], source: Path, target: Path) -> None:
        there = target.exists()
        real(source, target)
        if not there and source.samefile(target):
            owner = self.disk.find(source)
            self.disk.folder(target.parent).change(**{target.name: owner})

    def _remove(self, real: Callable[..., None], path: Path) -> None:
        there = path.exists()
        real(path)
        if there:
            self.disk.folder(path.parent).change(**{path.name: None})

    def _remove_tree(self, real: Callable[..., None], path: Path) -> None:
        there = path.is_dir()
        real(path)
        if there:
            self.disk.folder(path.parent).change(**{path.name: None})
