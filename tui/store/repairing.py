"""Writing a damaged book anew, on a copy, from what was saved of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tui.errors import BookDamaged, BookError
from tui.store import checking, disk, opening, restoring, snapshot
from tui.store.accepting import differences
from tui.store.codec import codec_for
from tui.store.contract import Commit, Finding, Kind, RowChange
from tui.store.folder import Folder
from tui.store.lines import SnapshotMark, new_header, write_commit, write_header
from tui.store.memory import unreadable
from tui.store.migrations import lift
from tui.store.salvage import Lost, Salvage, salvage
from tui.store.state import State

REPAIR = "book repair"


class Repaired(msgspec.Struct, frozen=True):
    """A mended copy that lies ready, and what it could not save."""

    staged: Path
    revision: int
    found: tuple[Finding, ...]
    """What is wrong with the book as it is."""
    left: tuple[Finding, ...]
    """What would still be wrong with the copy."""
    lost: tuple[Lost, ...]
    rows: tuple[RowChange, ...]
    """Rows the copy holds otherwise (``after``) than the damaged book would have (``before``)."""
    borrowed: int
    """Commits that were taken from a backup."""


def faults(folder: Folder, kinds: Sequence[Kind[Any]]) -> tuple[Finding, ...]:
    """What is wrong with a book: only what opening it does not mend by itself."""
    try:
        loaded = opening.load(folder, writable=False)
    except BookDamaged as error:
        return (Finding(error.code, error.params),)
    except BookError as error:
        if error.code != "book_no_meta":
            raise
        return (Finding(error.code, error.params),)
    loaded.journal.close()
    found = checking.check(folder, loaded.state, kinds)
    return tuple(one for one in found if one.code != "journal_torn")


def repair(folder: Folder, kinds: Sequence[Kind[Any]], *, now: Callable[[], datetime], who: str) -> Repaired | None:
    """Make a mended copy of a damaged book; None when nothing is wrong. The book itself is not touched.

    Raises NotFound, BookTooNew, BookError, and BookDamaged when nothing can be saved.
    """
    found = faults(folder, kinds)
    if not found:
        return None
    saved = salvage(folder)
    commits = list(saved.commits)
    mended = lift(saved.state, saved.format)
    for row in mended:
        saved.state.take(row)
    mended += _mend_rows(saved, kinds)
    if mended:
        commit = Commit(saved.state.revision + 1, now().astimezone(UTC), who, REPAIR, tuple(mended))
        commits.append(commit)
        saved.state.apply(commit)
    staged = restoring.stage(folder)
    try:
        _write(Folder(staged), saved, commits)
        left = checking.check(Folder(staged), saved.state, kinds)
    except BaseException:
        restoring.unstage(staged)
        raise
    rows = (*_lost_rows(saved), *mended)
    return Repaired(staged, saved.state.revision, found, left, saved.lost, rows, saved.extra_revisions)


def _write(folder: Folder, saved: Salvage, commits: Sequence[Commit]) -> None:
    """Write the history as one archived journal, and the rows as a snapshot with an empty journal after it."""
    chain = saved.first_chain
    with disk.writing(folder.path):
        disk.make_folder(folder.archive)
        if commits:
            base, last = commits[0].sequence - 1, commits[-1].sequence
            nothing = SnapshotMark(0, "")
            lines = [write_header(new_header(base, chain, nothing))]
            for commit in commits:
                line, chain = write_commit(commit, chain)
                lines.append(line)
            disk.write_file(folder.segment(base + 1, last), lines)
    mark = snapshot.write(folder.book, saved.state)
    with disk.writing(folder.path):
        disk.write_file(folder.journal, [write_header(new_header(saved.state.revision, chain, mark))])


def _lost_rows(saved: Salvage) -> list[RowChange]:
    """Rows of lost commits that can still be made out, and those another program changed, against what was saved."""
    rows: dict[tuple[str, int], RowChange] = {}
    later = {(row.kind, row.id): commit.sequence for commit in saved.commits for row in commit.changes}
    for lost in saved.lost:
        for row in lost.found.changes if lost.found else ():
            if later.get((row.kind, row.id), 0) < lost.sequence:
                rows[row.kind, row.id] = _compared(row, saved.state)
    if saved.replaced is not None:
        rows |= {(row.kind, row.id): row for row in differences(saved.replaced, saved.state)}
    return [row for row in rows.values() if row.before_json != row.after_json]


def _compared(row: RowChange, state: State) -> RowChange:
    return RowChange(row.kind, row.id, row.after_json, state.document(row.kind, row.id))


def _mend_rows(saved: Salvage, kinds: Sequence[Kind[Any]]) -> list[RowChange]:
    """Take each row that cannot be read back to the newest version that can; remove it when there is none."""
    known = {kind.name: kind for kind in kinds}
    mended = []
    for finding in unreadable(saved.state, kinds):
        kind, row_id = known[str(finding.params["kind"])], int(str(finding.params["id"]))
        now = saved.state.document(kind.name, row_id)
        mended.append(RowChange(kind.name, row_id, now, _last_readable(saved.commits, kind, row_id)))
    return mended


def _last_readable(commits: Sequence[Commit], kind: Kind[Any], row_id: int) -> bytes | None:
    decode = codec_for(kind.record).decode
    for commit in reversed(commits):
        for row in commit.changes:
            if (row.kind, row.id) == (kind.name, row_id) and row.after_json is not None:
                try:
                    decode(kind.name, row_id, row.after_json)
                except BookDamaged:
                    continue
                return row.after_json
    return None
