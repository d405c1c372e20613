"""Opening a book: the snapshot, then the journal over it; whatever does not fit refuses and touches nothing."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import uuid4

import msgspec

from tui.errors import BookDamaged, BookError, BookTooNew, NotFound
from tui.store import disk, snapshot
from tui.store.contract import FORMAT
from tui.store.folder import Folder
from tui.store.folding import fold
from tui.store.history import read_base
from tui.store.journal import Journal
from tui.store.lines import NO_CHAIN, SnapshotMark
from tui.store.state import State, without_gc

_TRIES = 5
_PAUSE = 0.02
_OURS = {"archive", "backups", "files", "journal.next", "book.json.tmp", "lock"}
"""What a book that was stopped while it was made may have left."""


class Loaded(msgspec.Struct, frozen=True):
    """A book as it was found."""

    state: State
    journal: Journal
    torn: bytes
    """What stands after the last whole commit."""
    unsettled: bool
    """Whether a folding was stopped, or goes on."""
    format: int

    @property
    def clean(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.torn and not self.unsettled


class _Moving(Exception):
    """Snapshot and journal do not belong together: perhaps another process is just folding them."""


def load(folder: Folder, *, writable: bool) -> Loaded:
    """Read a book without touching it; raises NotFound, BookDamaged, BookTooNew or BookError."""
    must_be_book(folder)
    for _ in range(_TRIES):
        try:
            return _load_once(folder, writable=writable)
        except _Moving:
            time.sleep(_PAUSE)
    raise BookDamaged("snapshot_changed", path=str(folder.book))


def must_be_book(folder: Folder) -> None:
    """Raise NotFound, BookError or BookDamaged where there is no book."""
    with disk.reading(folder.path):
        if not folder.path.exists():
            raise NotFound("book_missing", path=str(folder.path))
        if not folder.path.is_dir():
            raise BookError("book_is_file", path=str(folder.path))
        if folder.book.exists() or folder.decided.exists():
            return
        if folder.journal.exists():
            raise BookDamaged("book_snapshot_missing", path=str(folder.book))
    raise NotFound("book_missing", path=str(folder.path))


def _load_once(folder: Folder, *, writable: bool) -> Loaded:
    if folder.decided.exists():  # the book that takes this one's place is whole, and is the book already
        loaded = _load_once(Folder(folder.decided), writable=False)
        return msgspec.structs.replace(loaded, unsettled=True)
    try:
        journal = Journal.open(folder.journal, writable=writable)
    except BookDamaged as error:
        if error.code == "journal_missing" and _fits_next(folder):  # stopped while it was made
            journal = Journal.open(folder.next_journal, writable=False)
        else:
            _blame_snapshot_first(folder)
            raise
    try:
        return _load_over(folder, journal, writable=writable)
    except BaseException:
        journal.close()
        raise


def _load_over(folder: Folder, journal: Journal, *, writable: bool) -> Loaded:
    data, mark = snapshot.read_bytes(folder.book)
    unsettled = folder.next_journal.exists()
    found = snapshot.parse(folder.book, data, mark, ours=mark == journal.header.snapshot)
    if mark != journal.header.snapshot:
        if not _fits_next(folder, mark):
            raise _Moving
        if writable:  # the caller takes the lock, settles and comes back
            return Loaded(found.state(), journal, b"", unsettled=True, format=found.meta.format)
        journal.close()
        journal = Journal.open(folder.next_journal, writable=False)
    known = max(found.meta.format, journal.header.format)
    state = found.state()
    try:
        with without_gc():
            batch = journal.read()
            for commit in batch.commits:
                state.apply(commit)
    except BookDamaged:
        if known > FORMAT:
            raise BookTooNew("book_too_new", path=str(folder.path), format=known, known=FORMAT) from None
        raise
    return Loaded(state, journal, batch.torn, unsettled, known)


def _fits_next(folder: Folder, mark: SnapshotMark | None = None) -> bool:
    try:
        header = read_base(folder.next_journal)
    except (FileNotFoundError, BookDamaged):
        return False
    return header.snapshot == (mark or snapshot.mark_of(folder.book))


def _blame_snapshot_first(folder: Folder) -> None:
    """Say what is wrong with the snapshot, where both it and the journal are: it is the likelier thing to know."""
    data, mark = snapshot.read_bytes(folder.book)
    found = snapshot.parse(folder.book, data, mark)
    if found.meta.format > FORMAT:
        raise BookTooNew("book_too_new", path=str(folder.path), format=found.meta.format, known=FORMAT)


def create(folder: Folder) -> None:
    """Make an empty book in a new folder, or in one with nothing of anybody else's. Under the lock."""
    with disk.writing(folder.path):
        for part in (folder.path, folder.archive, folder.files, folder.backups):
            disk.make_folder(part)
    new = State()
    new.extra = {1: msgspec.json.encode({"book": uuid4().hex})}
    fold(folder, new, NO_CHAIN)


def may_create(folder: Folder) -> bool:
    """Whether there is no book yet and room for one; raises BookError where something else lies."""
    with disk.reading(folder.path):
        if not folder.path.exists():
            return True
        if not folder.path.is_dir():
            raise BookError("book_is_file", path=str(folder.path))
        names = {entry.name for entry in folder.path.iterdir() if not entry.name.startswith(".")}
        if "book.json" in names or folder.decided.exists():
            return False
        if "journal.jsonl" in names:
            raise BookDamaged("book_snapshot_missing", path=str(folder.book))
        if strangers := sorted(names - _OURS):
            raise BookError("book_folder_taken", path=str(folder.path), name=strangers[0])
    return True


def path_of(path: Path | str) -> Path:
    """Return the absolute path of a book's folder."""
    return Path(path).expanduser().absolute()
