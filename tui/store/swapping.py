"""Putting a whole other book in the place of this one, so that a stop at any moment leaves either the old or the new.

The new book lies ready in a folder of its own; renaming that folder to ``incoming.ready`` is the one step that decides.
From then on the folder *is* the book: a reader reads it there, and whoever holds the lock finishes the move, which may
be begun again as often as it is stopped. Attachments are not part of it: they are named by what they hold, and only
added.
"""

from __future__ import annotations

from pathlib import Path

from tui.store import disk
from tui.store.folder import Folder


def swap(folder: Folder, ready: Path) -> None:
    """Let the book in ``ready``, a folder on the same disk, take the place of this one. Under the lock."""
    with disk.writing(folder.path):
        for part in (folder.path, folder.archive, folder.files, folder.backups):
            disk.make_folder(part)
        finish(folder)
        _sync(ready)
        disk.replace(ready, folder.decided)
        disk.sync_folder(folder.path)
    finish(folder)


def finish(folder: Folder) -> None:
    """Finish a swap that was decided and stopped, if there is one. Under the lock."""
    with disk.writing(folder.path):
        disk.remove_tree(folder.replaced)
        if not folder.decided.exists():
            return
        new = Folder(folder.decided)
        disk.make_folder(folder.archive)
        names = {segment.name for segment in new.segments()}
        for segment in new.segments():
            _install(segment, folder.archive / segment.name)
        for segment in folder.segments():
            if segment.name not in names:
                disk.remove(segment)
        disk.sync_folder(folder.archive)
        for leftover in (folder.next_journal, folder.book_tmp):
            disk.remove(leftover)
        _install(new.book, folder.book)
        _install(new.journal, folder.journal)
        disk.sync_folder(folder.path)
        disk.replace(folder.decided, folder.replaced)
        disk.sync_folder(folder.path)
        disk.remove_tree(folder.replaced)


def _install(source: Path, target: Path) -> None:
    """Give a file of the new book its place; the new book's own copy stays until all are placed."""
    half = target.with_name(f"{target.name}.swap")
    disk.remove(half)
    disk.link(source, half)
    disk.replace(half, target)
    disk.remove(half)  # left behind where both were names of one file already


def _sync(folder: Path) -> None:
    for part in (folder / "archive", folder):
        if part.is_dir():
            disk.sync_folder(part)
