"""What can be saved of a damaged book: every sealed line of it and of its backups, put in order again by their chain.

Each line names the one before it by its checksum, so a line that is spoilt here may be taken from a backup when it is
the very line, and a line that is nowhere leaves a gap that is known by its number. Where the whole chain is there
nothing is lost, whatever became of the snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tui.errors import BookDamaged, BookError
from tui.store import backups, snapshot
from tui.store.accepting import differences
from tui.store.contract import FORMAT, Commit
from tui.store.folder import Folder
from tui.store.history import read_base
from tui.store.lines import NO_CHAIN, BadLine, Found, read_alone, read_broken
from tui.store.snapshot import Snapshot
from tui.store.state import State

LOST = "lost"
"""The ``why`` of the empty entry that stands where a commit was lost."""
_BEFORE = datetime(1970, 1, 1, tzinfo=UTC)


class Lost(msgspec.Struct, frozen=True):
    """A commit whose line is nowhere sound; ``found`` is what can still be made out of it, if anything."""

    sequence: int
    found: Commit | None


class Salvage(msgspec.Struct, frozen=True):
    """The book as it can be put together again: its history from a base on, and its rows."""

    commits: tuple[Commit, ...]
    first_chain: str
    """What the first of the commits names as the one before it."""
    state: State
    lost: tuple[Lost, ...]
    replaced: State | None
    """What a snapshot said that another program changed, with the later commits over it; None when none was."""
    format: int
    """The format of the rows."""
    extra_revisions: int
    """How many commits came back from a backup."""


class _Pool:
    """The sealed lines by their checksum, those of the live book known apart."""

    def __init__(self) -> None:
        self.lines: dict[str, Found] = {}
        self.live: dict[int, Found] = {}
        self.broken: dict[int, Commit] = {}

    def add(self, path: Path, *, live: bool) -> None:
        try:
            data = path.read_bytes()
        except OSError:
            return
        for line in data.split(b"\n"):
            if not line:
                continue
            try:
                found = read_alone(line)
            except BadLine:
                guess = read_broken(line) if live else None
                if guess is not None:
                    self.broken.setdefault(guess.commit.sequence, guess.commit)
                continue
            self.lines.setdefault(found.crc, found)
            if live:
                self.live.setdefault(found.commit.sequence, found)

    def successor(self, of: str) -> Found | None:
        """The one line that continues another; None when there is none, or several."""
        found = [line for line in self.lines.values() if line.prev == of]
        return found[0] if len(found) == 1 else None


def salvage(folder: Folder) -> Salvage:
    """Read all that is left of a book and put it together. Touches nothing; raises BookDamaged when nothing is left."""
    pool = _Pool()
    for path in (*folder.segments(), folder.journal):
        pool.add(path, live=True)
    own = set(pool.lines)
    for backup in backups.listed(folder):
        there = Folder(backup.path)
        for path in (*there.segments(), there.journal):
            pool.add(path, live=False)
    chain = _chain(folder, pool)
    if chain:
        _extend(folder, pool, chain)
    found = _snapshot(folder.book)
    trusted = found is not None and _is_ours(folder, found)
    numbered, lost = _fill(chain, pool)
    if trusted and found is not None:
        numbered, lost = _up_to(found.meta.revision, numbered, lost)
        numbered, lost = _down_to(found.meta.revision, numbered, lost, pool)
        return _over_snapshot(found, numbered, lost, chain, own)
    return _from_history(folder, found, numbered, lost, chain, own)


def _chain(folder: Folder, pool: _Pool) -> list[Found]:
    """The lines of the live book: from the last one backwards by their chain, over gaps by their number.

    A line that follows a number that is there, but not that line, is another book's: it is left out with all after it.
    """
    head = max(pool.live.values(), key=lambda line: line.commit.sequence, default=None)
    if head is None:
        head = _last_named(folder, pool)
    found: list[Found] = []
    while head is not None:
        found.append(head)
        before = pool.lines.get(head.prev)
        if before is None and head.prev != NO_CHAIN:
            lower = [number for number in pool.live if number < head.commit.sequence]
            before = pool.live[max(lower)] if lower else None
            if before is not None and before.commit.sequence == head.commit.sequence - 1:
                found = []
        head = before
    return found[::-1]


def _last_named(folder: Folder, pool: _Pool) -> Found | None:
    """The line that the journal's header names as the last before it."""
    try:
        return pool.lines.get(read_base(folder.journal).chain)
    except (BookError, OSError):
        return None


def _extend(folder: Folder, pool: _Pool, chain: list[Found]) -> None:
    """Where the journal itself is gone, go on with what a backup knows to have followed."""
    try:
        read_base(folder.journal)
    except (BookError, OSError):
        while (after := pool.successor(chain[-1].crc)) is not None:
            chain.append(after)


def _snapshot(path: Path) -> Snapshot | None:
    try:
        data, mark = snapshot.read_bytes(path)
        return snapshot.parse(path, data, mark)
    except BookError:
        return None


def _is_ours(folder: Folder, found: Snapshot) -> bool:
    """Whether a snapshot is as we wrote it: the journal's header or a backup's manifest vouches for it."""
    for path in (folder.journal, folder.next_journal):
        try:
            if read_base(path).snapshot == found.mark:
                return True
        except (BookError, OSError):
            continue
    for backup in backups.listed(folder):
        try:
            entry = backup.manifest.files["book.json"]
        except BookDamaged:
            continue
        if (entry.size, entry.sha256) == (found.mark.size, found.mark.digest):
            return True
    return False


def _fill(chain: list[Found], pool: _Pool) -> tuple[list[Commit], list[Lost]]:
    """Commits without gaps in their numbers: an empty one stands where a line is lost."""
    numbered: list[Commit] = []
    lost: list[Lost] = []
    for line in chain:
        if numbered:
            for number in range(numbered[-1].sequence + 1, line.commit.sequence):
                lost.append(Lost(number, pool.broken.get(number)))
                numbered.append(Commit(number, line.commit.at, "", LOST, ()))
        numbered.append(line.commit)
    last = numbered[-1].sequence if numbered else 0
    lost.extend(Lost(number, commit) for number, commit in sorted(pool.broken.items()) if number > last)
    return numbered, lost


def _up_to(revision: int, numbered: list[Commit], lost: list[Lost]) -> tuple[list[Commit], list[Lost]]:
    """Give the history at least the length of the snapshot, with empty entries."""
    at = numbered[-1].at if numbered else _BEFORE
    start = numbered[-1].sequence + 1 if numbered else revision + 1
    known = {one.sequence: one for one in lost}
    for number in range(start, revision + 1):
        numbered.append(Commit(number, at, "", LOST, ()))
        known.setdefault(number, Lost(number, None))
    return numbered, sorted(known.values(), key=lambda one: one.sequence)


def _down_to(revision: int, numbered: list[Commit], lost: list[Lost], pool: _Pool) -> tuple[list[Commit], list[Lost]]:
    """Let the history begin right after the snapshot, with empty entries for those that are lost."""
    if not numbered or numbered[0].sequence <= revision + 1:
        return numbered, lost
    missing = range(revision + 1, numbered[0].sequence)
    first = [Commit(number, numbered[0].at, "", LOST, ()) for number in missing]
    return [*first, *numbered], [*(Lost(number, pool.broken.get(number)) for number in missing), *lost]


def _over_snapshot(
    found: Snapshot, numbered: list[Commit], lost: list[Lost], chain: list[Found], own: set[str]
) -> Salvage:
    """The snapshot is sound: the later commits go over it, and what an earlier lost one did is read off it."""
    revision = found.meta.revision
    state = found.state()
    history = _replayed(State(), [commit for commit in numbered if commit.sequence <= revision])
    gaps = [n for n, commit in enumerate(numbered) if not commit.changes and commit.sequence <= revision]
    if gaps and numbered[0].sequence == 1:
        rows = tuple(differences(history, state))
        numbered[gaps[-1]] = msgspec.structs.replace(numbered[gaps[-1]], changes=rows)
    state = _replayed(state, [commit for commit in numbered if commit.sequence > revision])
    return Salvage(
        tuple(numbered), _first(chain, numbered), state, tuple(lost), None, found.meta.format, _borrowed(chain, own)
    )


def _from_history(
    folder: Folder, found: Snapshot | None, numbered: list[Commit], lost: list[Lost], chain: list[Found], own: set[str]
) -> Salvage:
    """The snapshot is gone or was changed: the history alone says what the book holds."""
    if numbered and numbered[0].sequence == 1:
        state = _replayed(State(), numbered)
    else:
        base, numbered, lost = _base(folder, found, numbered, lost)
        state = _replayed(base.state(), [commit for commit in numbered if commit.sequence > base.meta.revision])
    replaced = None
    if found is not None:
        state.extra = dict(found.extra)
        for kind, number in found.meta.counters.items():
            state.counters[kind] = max(state.counters.get(kind, 0), number)
        later = [commit for commit in numbered if commit.sequence > found.meta.revision]
        replaced = _replayed(found.state(), later)
    return Salvage(
        tuple(numbered),
        _first(chain, numbered),
        state,
        tuple(lost),
        replaced,
        _format(folder, found),
        _borrowed(chain, own),
    )


def _base(
    folder: Folder, found: Snapshot | None, numbered: list[Commit], lost: list[Lost]
) -> tuple[Snapshot, list[Commit], list[Lost]]:
    """What to begin with where the history does not: a sound backup's snapshot, else the book's own as it stands."""
    sound = backups.newest_good(folder)
    base = _snapshot(sound.path / "book.json") if sound else None
    base = base or found
    if base is None:
        raise BookDamaged("repair_impossible", path=str(folder.path))
    numbered, lost = _up_to(base.meta.revision, numbered, lost)
    return base, numbered, lost


def _replayed(state: State, commits: Iterable[Commit]) -> State:
    for commit in commits:
        state.apply(commit)
    return state


def _format(folder: Folder, found: Snapshot | None) -> int:
    """The format of a book by whatever of it still says so."""
    if found is not None:
        return found.meta.format
    for path in (folder.journal, *folder.segments()):
        try:
            return read_base(path).format
        except (BookError, OSError):
            continue
    return FORMAT


def _first(chain: list[Found], numbered: list[Commit]) -> str:
    """What the first entry names as the one before it; entries that were filled in follow nothing that is known."""
    if not numbered or numbered[0].sequence == 1 or not chain or chain[0].commit.sequence != numbered[0].sequence:
        return NO_CHAIN
    return chain[0].prev


def _borrowed(chain: list[Found], own: set[str]) -> int:
    return sum(line.crc not in own for line in chain)
