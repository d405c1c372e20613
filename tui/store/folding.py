"""Folding the journal into the snapshot, so that a stop between any two steps does no harm.

1. ``book.json.tmp`` is written, and ``journal.next``, whose header names the new snapshot. Nothing refers to them yet.
2. ``book.json.tmp`` takes the place of ``book.json``. From here on ``journal.next`` is the journal that fits.
3. The old journal gets its second name in ``archive/``.
4. ``journal.next`` takes the place of ``journal.jsonl``.

Whoever finds ``journal.next`` under the lock settles it: when the snapshot is the one it names, steps 3 and 4 are made
up for; else it is dropped.
"""

from __future__ import annotations

from pathlib import Path

from tui.errors import BookDamaged
from tui.store import disk, snapshot
from tui.store.folder import Folder
from tui.store.history import read_base
from tui.store.lines import Header, new_header, write_header
from tui.store.state import State

SMALL = 1 << 20
"""Archived journals smaller than this are joined, or every short session would leave a file."""


def fold(folder: Folder, state: State, chain: str) -> None:
    """Write a snapshot of the state and start a new journal after it. Under the lock."""
    mark = snapshot.write(folder.book_tmp, state)
    header = new_header(state.revision, chain, mark)
    with disk.writing(folder.path):
        disk.write_file(folder.next_journal, [write_header(header)])
        disk.sync_folder(folder.path)
        disk.replace(folder.book_tmp, folder.book)
        disk.sync_folder(folder.path)
        _finish(folder, header)


def settle(folder: Folder) -> None:
    """Finish or drop a folding that was stopped. Under the lock, on a book that is otherwise sound."""
    try:
        header = read_base(folder.next_journal)
    except FileNotFoundError:
        return
    except BookDamaged:
        header = None
    with disk.writing(folder.path):
        if header is not None and folder.book.exists() and snapshot.mark_of(folder.book) == header.snapshot:
            _finish(folder, header)
        else:
            disk.remove(folder.next_journal)
            disk.remove(folder.book_tmp)


def _finish(folder: Folder, header: Header) -> None:
    try:
        old = read_base(folder.journal)
    except FileNotFoundError:
        old = None
    if old is not None and old.base < header.base:
        _archive(folder, old.base, header.base)
    disk.replace(folder.next_journal, folder.journal)
    disk.sync_folder(folder.path)


def _archive(folder: Folder, base: int, last: int) -> None:
    disk.make_folder(folder.archive)
    if any(path.stem.endswith(f"-{last:09d}") for path in folder.segments()):
        return  # a stop between the last two steps: it is there already
    before = _small_segment_before(folder, base, folder.journal.stat().st_size)
    if before is None:
        disk.link(folder.journal, folder.segment(base + 1, last))
        disk.sync_folder(folder.archive)
        return
    first = int(before.stem.partition("-")[0])
    joined = folder.archive / "joined.tmp"
    lines = folder.journal.read_bytes().partition(b"\n")[2]
    disk.write_file(joined, [before.read_bytes(), lines])
    disk.replace(joined, folder.segment(first, last))
    disk.sync_folder(folder.archive)
    disk.remove(before)


def _small_segment_before(folder: Folder, base: int, size: int) -> Path | None:
    """Return the archived journal that ends where this one begins, when both together are small."""
    for path in reversed(folder.segments()):
        first, _, last = path.stem.partition("-")
        if first.isdecimal() and last.isdecimal() and int(last) == base:
            return path if path.stat().st_size + size <= SMALL else None
    return None
