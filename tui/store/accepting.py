"""Taking over a snapshot that another program changed, on the user's word."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import msgspec

from tui.errors import BookDamaged, BookTooNew
from tui.store import snapshot
from tui.store.contract import FORMAT, Commit, Finding, RowChange
from tui.store.folder import Folder
from tui.store.folding import fold
from tui.store.history import stream
from tui.store.journal import Journal
from tui.store.lines import NO_CHAIN
from tui.store.migrations import lift
from tui.store.snapshot import Snapshot
from tui.store.state import Document, State


def accept(folder: Folder, write: Callable[[int, tuple[RowChange, ...]], Commit]) -> Finding:
    """Make the other program's changes a commit of the book, and fold. Under the lock.

    Commits later than the changed snapshot keep their rows. Where the history is whole, the new commit names every
    row that differs from it; where the journal is missing, there is only what the snapshot says.
    """
    data, mark = snapshot.read_bytes(folder.book)
    found = snapshot.parse(folder.book, data, mark)
    if found.meta.format > FORMAT:
        raise BookTooNew("book_too_new", path=str(folder.path), format=found.meta.format, known=FORMAT)
    _tidy(found)
    if not folder.journal.exists():
        state = found.state()
        for row in lift(state, found.meta.format):
            state.take(row)
        fold(folder, state, NO_CHAIN)
        return Finding("snapshot_accepted", {"path": str(folder.book), "changes": 0})
    journal = Journal.open(folder.journal, writable=True)
    try:
        torn = journal.read().torn
        if torn or found.meta.revision > journal.sequence:
            raise BookDamaged("journal_damaged", path=str(folder.journal), sequence=journal.sequence + 1)
        theirs = _replayed(folder, found.state(), journal.sequence)
        for row in lift(theirs, found.meta.format):
            theirs.take(row)
        commit = write(journal.sequence + 1, _differences(folder, theirs))
        journal.append(commit)
        theirs.apply(commit)
        fold(folder, theirs, journal.chain)
    finally:
        journal.close()
    return Finding("snapshot_accepted", {"path": str(folder.book), "changes": len(commit.changes)})


def _tidy(found: Snapshot) -> None:
    """Put every row on one line, as a journal needs it."""
    for rows in (*found.tables.values(), found.extra):
        for row_id, document in rows.items():
            rows[row_id] = msgspec.json.format(bytes(document), indent=-1)


def _replayed(folder: Folder, state: State, upto: int) -> State:
    for commit in stream(folder, state.revision, upto):
        state.apply(commit)
    return state


def _differences(folder: Folder, theirs: State) -> tuple[RowChange, ...]:
    ours = State()
    with suppress(BookDamaged):
        return tuple(differences(_replayed(folder, ours, theirs.revision), theirs))
    return ()  # without the whole history there is nothing to compare with


def differences(ours: State, theirs: State) -> list[RowChange]:
    """Name the rows in which two pictures of a book differ."""
    changes: list[RowChange] = []
    for kind in sorted({*ours.tables, *theirs.tables}):
        before, after = ours.documents(kind), theirs.documents(kind)
        for row_id in sorted({*before, *after}):
            old, new = _bytes(before.get(row_id)), _bytes(after.get(row_id))
            if old != new and (old is None or new is None or not _equal(old, new)):
                changes.append(RowChange(kind, row_id, old, new))
    return changes


def _bytes(document: Document | None) -> bytes | None:
    return None if document is None else bytes(document)


def _equal(old: bytes, new: bytes) -> bool:
    return bool(msgspec.json.decode(old) == msgspec.json.decode(new))
