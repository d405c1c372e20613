"""Bringing a book of an older format to this one when it is opened for writing; a backup is made first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from tui.store import backups, opening
from tui.store.contract import Commit, Finding
from tui.store.folder import Folder
from tui.store.folding import fold
from tui.store.migrations import STEPS, Step, lift

MIGRATION = "before-migration"


def lift_book(
    folder: Folder, *, now: Callable[[], datetime], who: str, format_: int, steps: Sequence[Step] = STEPS
) -> Finding:
    """Make a backup, take the steps, and fold. Under the lock, on a settled book without a torn end.

    A stop before the snapshot has changed its place leaves a book of the old format, which is lifted again; the rows
    that were changed already are then as the steps want them.
    """
    at = now().astimezone(UTC)
    loaded = opening.load(folder, writable=True)
    try:
        made = backups.make(folder, at, MIGRATION, loaded.state.revision, loaded.format)
        state, journal = loaded.state, loaded.journal
        rows = lift(state, format_, steps)
        if rows:
            commit = Commit(state.revision + 1, at, who, f"format {len(steps) + 1}", tuple(rows))
            journal.append(commit)
            state.apply(commit)
        fold(folder, state, journal.chain)
    finally:
        loaded.journal.close()
    return Finding("book_lifted", {"path": str(folder.path), "format": len(steps) + 1, "backup": str(made.path)})
