"""Putting a backup, or a mended copy, in the place of the book; the present book is kept first, whatever its state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from tui.errors import BookDamaged, BookError, BookTooNew
from tui.store import backups, bundle, disk, folding, opening, swapping
from tui.store.contract import FORMAT
from tui.store.folder import Folder
from tui.store.lock import Lock

_STAGE = ".incoming-"
_STALE = timedelta(days=1)
_FOUND = ("book.json", "journal.jsonl", "journal.next", "book.json.tmp")


def stage(folder: Folder) -> Path:
    """A new private folder on the book's disk for a book that is being made ready."""
    with disk.writing(folder.backups):
        disk.make_folder(folder.path)
        disk.make_folder(folder.backups)
        return Path(mkdtemp(prefix=_STAGE, dir=folder.backups))


def unstage(staged: Path) -> None:
    """Throw a staged book away."""
    disk.remove_tree(staged)


def sweep(folder: Folder, now: datetime) -> None:
    """Remove what stopped restores and repairs of earlier days have left."""
    with disk.writing(folder.backups):
        for path in folder.backups.glob(f"{_STAGE}*"):
            if now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > _STALE:
                disk.remove_tree(path)


def bring(folder: Folder, source: Path) -> Path:
    """Copy a backup (a folder or a file) into a staged folder, every byte compared, and open it once.

    Raises BadFile, BookDamaged, BookTooNew or BookError; nothing of the book is touched.
    """
    staged = stage(folder)
    try:
        if source.is_dir():
            _copy(source, staged, folder.spare_files)
        else:
            bundle.unpack(source, staged)
        _try_out(staged, source)
    except BaseException:
        unstage(staged)
        raise
    return staged


def _try_out(staged: Path, source: Path) -> None:
    loaded = opening.load(Folder(staged), writable=False)
    loaded.journal.close()
    if loaded.format > FORMAT:
        raise BookTooNew("book_too_new", path=str(source), format=loaded.format, known=FORMAT)


def install(folder: Folder, staged: Path, *, reason: str, now: Callable[[], datetime], timeout: float) -> Path | None:
    """Let a staged book take the place of the present one, which is kept first; returns where, None if there was none.

    A present book that can be opened is kept as a backup, any other byte by byte in a folder ``damaged-…``. Raises
    BookLocked or BookError; then the present book is as it was.
    """
    with disk.writing(folder.path):
        disk.make_folder(folder.path)
    lock = Lock(folder.lock, now)
    try:
        with lock.hold(timeout):
            kept = _keep(folder, reason, now())
            with disk.writing(folder.files):
                disk.make_folder(folder.files)
                _add_files(staged / "files", folder.files)
            swapping.swap(folder, staged)
    finally:
        lock.close()
    return kept


def _keep(folder: Folder, reason: str, at: datetime) -> Path | None:
    """Keep the present book; what cannot be opened is set aside as it lies."""
    if not any((folder.path / name).exists() for name in _FOUND):
        return None
    try:
        swapping.finish(folder)
        folding.settle(folder)
        loaded = opening.load(folder, writable=False)
        loaded.journal.close()
        if loaded.torn:
            return _aside(folder, at)
        return backups.make(folder, at, reason, loaded.state.revision, loaded.format).path
    except BookDamaged:
        return _aside(folder, at)
    except BookError as error:
        if error.code != "book_no_meta":
            raise
        return _aside(folder, at)


def _aside(folder: Folder, at: datetime) -> Path:
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    path, number = folder.path / f"damaged-{stamp}", 1
    while path.exists():
        number += 1
        path = folder.path / f"damaged-{stamp}-{number}"
    half = path.with_name(path.name + ".half")
    with disk.writing(folder.path):
        disk.remove_tree(half)
        for part in (half, half / "archive"):
            disk.make_folder(part)
        for name in (*_FOUND, *(f"archive/{segment.name}" for segment in folder.segments())):
            if (folder.path / name).is_file():
                disk.copy(folder.path / name, half / name)
        disk.sync_folder(half / "archive")
        disk.sync_folder(half)
        disk.replace(half, path)
        disk.sync_folder(folder.path)
    return path


def _add_files(source: Path, target: Path) -> None:
    """Put attachments where they belong; one that is there and whole stays."""
    if not source.is_dir():
        return
    for path in sorted(source.iterdir()):
        there = target / path.name
        if not (there.exists() and disk.digest(there)[1] == path.name):
            half = target / f"{path.name}.half"
            disk.copy(path, half)
            disk.replace(half, there)
    disk.sync_folder(target)


def _copy(source: Path, staged: Path, spare_files: Path) -> None:
    found = backups.manifest_of(source)
    with disk.writing(staged):
        for part in ("archive", "files"):
            disk.make_folder(staged / part)
        for name, entry in found.files.items():
            beside = source.parent / "files"
            here = source / name
            if name.startswith("files/"):
                digest = name.removeprefix("files/")
                here = spare_files / digest if (spare_files / digest).exists() else beside / digest
            try:
                same = disk.copy(here, staged / name) == (entry.size, entry.sha256)
            except FileNotFoundError:
                same = False
            if not same:
                raise BookDamaged("backup_damaged", path=str(source), file=name)
