"""The book on disk: see ``docs/architecture.md`` and the contract.

A commit is one sealed line appended to the journal under the lock, on the disk before ``commit`` returns. Its cost
grows with the change, not with the book. Reading never touches the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from tui.errors import BookDamaged, BookError, BookLocked, BookReadOnly, BookTooNew
from tui.store import disk, folding, opening, swapping
from tui.store.contract import FORMAT, Build, Change, Commit, Finding, Kind, RowChange
from tui.store.folder import Folder
from tui.store.history import stream
from tui.store.journal import Journal
from tui.store.lock import Lock
from tui.store.opening import Loaded
from tui.store.picture import Picture
from tui.store.place import risk
from tui.store.state import without_gc

if TYPE_CHECKING:
    from tui.store.backups import Backup

LOCK_TIMEOUT = 5.0
"""Seconds to wait for another process that writes."""
ACCEPTABLE = frozenset({"snapshot_changed", "journal_missing"})
"""Damage that ``accept_snapshot`` takes over; any other it does not."""
_OUTGROWN = 1 << 20
_TIMES = 2
_CHEAP = 8 << 20
"""A snapshot of so many bytes is folded in well under a tenth of a second."""
_PART = 8


class BookStore(Picture):
    """A book folder, open. Use ``BookStore.open``."""

    def __init__(
        self,
        folder: Folder,
        loaded: Loaded,
        lock: Lock | None,
        *,
        now: Callable[[], datetime],
        who: str,
        timeout: float,
    ) -> None:
        super().__init__(folder, loaded.state, loaded.format, lock)
        self._journal: Journal = loaded.journal
        self._now = now
        self._who = who
        self._timeout = timeout
        self._unseen: list[Commit] = []
        self._writing = RLock()
        self._dirty = False
        self._closed = False
        self._held = False
        self.before_commit: Callable[[], None] | None = None
        """Called before each commit that can be made, under the lock: to look whether a backup is due."""
        if place := risk(folder.path):
            self.notice(place, path=str(folder.path))
        if loaded.format > FORMAT:
            self.notice("book_too_new", path=str(folder.path), format=loaded.format, known=FORMAT)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        now: Callable[[], datetime],
        who: str,
        create: bool = False,
        read_only: bool = False,
        accept_snapshot: bool = False,
        timeout: float = LOCK_TIMEOUT,
    ) -> BookStore:
        """Open a book.

        ``create`` makes one where there is none. ``read_only`` neither writes nor locks. ``accept_snapshot`` takes over
        a ``book.json`` that another program changed. ``timeout`` is how long to wait for another writer, in seconds.

        Raises NotFound when there is no book, BookError when the place is unfit, BookDamaged when the book is not
        sound (every byte is kept), BookLocked.
        """
        folder = Folder(opening.path_of(path))
        if read_only:
            if folder.decided.exists():
                folder = Folder(folder.decided)
            loaded = opening.load(folder, writable=False)
            if loaded.format < FORMAT:
                from tui.store.migrations import lift

                for row in lift(loaded.state, loaded.format):
                    loaded.state.take(row)
            store = cls(folder, loaded, None, now=now, who=who, timeout=timeout)
            if loaded.torn:
                store.notice("journal_torn", path=str(folder.journal), bytes=len(loaded.torn), saved="")
            return store
        making = create and opening.may_create(folder)
        if making:
            with disk.writing(folder.path):
                disk.make_folder(folder.path)
        else:
            opening.must_be_book(folder)
        lock = Lock(folder.lock, now, who)
        try:
            return cls._open_to_write(folder, lock, now, who, timeout, making=making, accept=accept_snapshot)
        except BaseException:
            lock.close()
            raise

    @classmethod
    def _open_to_write(
        cls,
        folder: Folder,
        lock: Lock,
        now: Callable[[], datetime],
        who: str,
        timeout: float,
        *,
        making: bool,
        accept: bool,
    ) -> BookStore:
        found: list[Finding] = []
        if making:
            with lock.hold(timeout):
                if opening.may_create(folder):  # nobody was quicker
                    opening.create(folder)
        try:
            loaded = opening.load(folder, writable=True)
        except BookDamaged as error:
            if not accept or error.code not in ACCEPTABLE:
                raise
            from tui.store.accepting import accept as accept_snapshot

            with lock.hold(timeout):
                found.append(
                    accept_snapshot(
                        folder, lambda sequence, rows: Commit(sequence, _utc(now), who, "snapshot_accepted", rows)
                    )
                )
                loaded = opening.load(folder, writable=True)
        if (loaded.clean and loaded.format == FORMAT) or loaded.format > FORMAT:
            store = cls(folder, loaded, lock, now=now, who=who, timeout=timeout)
        else:
            loaded.journal.close()
            with lock.hold(timeout):
                swapping.finish(folder)
                folding.settle(folder)
                loaded = opening.load(folder, writable=True)
                store = cls(folder, loaded, lock, now=now, who=who, timeout=timeout)
                store._mend(loaded.torn)
                if loaded.format < FORMAT:
                    from tui.store.lifting import lift_book

                    store._journal.close()
                    found.append(lift_book(folder, now=now, who=who, format_=loaded.format))
                    mended = store._notices
                    loaded = opening.load(folder, writable=True)
                    store = cls(folder, loaded, lock, now=now, who=who, timeout=timeout)
                    store._notices = mended
        store._notices.extend(found)
        return store

    def fill(
        self, rows: Sequence[RowChange], last_ids: dict[str, int], *, kinds: Sequence[Kind[Any]], why: str
    ) -> Commit:
        """Write rows as they were stored elsewhere into an empty book; raises BookError where it is not."""
        from tui.store.filling import checked

        with self._exclusive():
            if self._state.revision:
                raise BookError("book_not_empty", path=str(self.folder.path))
            checked(rows, kinds)
            commit = Commit(1, _utc(self._now), self._who, why, tuple(rows))
            self._journal.append(commit)
            self._state.apply(commit)
            for kind, number in last_ids.items():
                self._state.counters[kind] = max(self._state.counters.get(kind, 0), number)
            self._fold()
        return commit

    def commit(self, changes: Sequence[Change] | Build, *, why: str, expect: int | None = None) -> Commit:
        """Write all the changes or none; see ``contract.Store.commit``."""
        with self._exclusive():
            touched = None
            if expect is not None and expect < self._state.floor:
                touched = self._touched_since(expect)
            plan = self._state.plan(changes, expect, touched)
            if self.before_commit is not None:
                self.before_commit()
            commit = Commit(self._state.revision + 1, _utc(self._now), self._who, why, plan.rows)
            self._journal.append(commit)
            self._state.apply(commit, plan.records)
            self._dirty = True
            if self._journal.size > max(_OUTGROWN, _TIMES * self._journal.header.snapshot.size):
                self._try_fold()
        return commit

    def since(self, revision: int) -> Iterator[Commit]:
        """Stream the commits after a revision up to this picture's, oldest first."""
        return stream(self.folder, revision, self._state.revision)

    def refresh(self) -> tuple[Commit, ...]:
        """Take in what other processes have written and return it; when one is just writing, the next call does."""
        if not self._writing.acquire(blocking=False):
            return ()
        try:
            if not self._closed and not self._journal.quiet():
                self._look()
            seen, self._unseen = tuple(self._unseen), []
            return seen
        finally:
            self._writing.release()

    def verify(self, kinds: Sequence[Kind[Any]] = ()) -> tuple[Finding, ...]:
        """Read everything again from the disk, check it, and compare it with memory and with the history."""
        from tui.store.checking import check

        self.refresh()
        with self._writing:
            return check(self.folder, self._state, kinds)

    def compact(self) -> None:
        """Fold the journal into the snapshot; the history stays readable."""
        with self._exclusive():
            self._fold()

    def backup(self, reason: str) -> Backup:
        """Make a backup of the book as it is now; raises BookError."""
        from tui.store import backups

        if self.read_only:
            raise BookReadOnly("book_read_only", path=str(self.folder.path))
        backups.spare(self.folder)  # attachments may be large: their second copies are made before the lock is taken
        with self._exclusive():
            return backups.make(self.folder, _utc(self._now), reason, self._state.revision, self._format)

    def drop_backups(self, gone: list[Backup]) -> None:
        """Remove backups, and what no backup needs any more."""
        from tui.store import backups

        with self._exclusive():
            backups.drop(self.folder, gone)

    def close(self) -> None:
        """Give back what is held; what was written is folded first, in a large book only once there is enough of it.

        A command that changed one row of a hundred thousand must not write them all: see ``compact``.
        """
        with self._writing:
            if self._closed:
                return
            try:
                if self._dirty and self._worth_folding():
                    with self._exclusive():
                        self._try_fold()
            except BookError as error:  # the commits are safe in the journal
                self.notice("compact_failed", path=str(self.folder.path), reason=error.code)
            finally:
                self._closed = True
                self._journal.close()
                if self._lock is not None:
                    self._lock.close()

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Hold the lock with the newest picture and a sound end of the journal."""
        with self._writing:
            if self._closed:
                raise BookError("book_closed", path=str(self.folder.path))
            if self._format > FORMAT:
                raise BookTooNew("book_too_new", path=str(self.folder.path), format=self._format, known=FORMAT)
            if self._lock is None:
                raise BookReadOnly("book_read_only", path=str(self.folder.path))
            if self._held:  # a backup that a commit asks for
                yield
                return
            with self._lock.hold(self._timeout), self._holding():
                if self.folder.is_moving():
                    swapping.finish(self.folder)
                    folding.settle(self.folder)
                if self._journal.suspect:
                    self._journal.cut()
                if not self._journal.quiet():
                    self._mend(self._catch_up())
                yield

    @contextmanager
    def _holding(self) -> Iterator[None]:
        self._held = True
        try:
            yield
        finally:
            self._held = False

    def _look(self) -> None:
        """Catch up without waiting and without mending."""
        if self._lock is None:
            self._catch_up()
            return
        with suppress(BookLocked), self._lock.hold(0):
            self._catch_up()

    def _catch_up(self) -> bytes:
        """Apply what others appended, across foldings of theirs; returns the torn bytes at the end."""
        torn = self._take(self._journal)
        while self._journal.rotated():
            fresh = Journal.open(self.folder.journal, writable=self._lock is not None)
            try:
                self._bridge(fresh)
            except BaseException:
                fresh.close()
                raise
            self._journal.close()
            self._journal = fresh
            torn = self._take(fresh)
        return torn

    def _take(self, journal: Journal) -> bytes:
        with without_gc():
            batch = journal.read()
            for commit in batch.commits:
                self._state.apply(commit)
        self._unseen.extend(batch.commits)
        return batch.torn

    def _bridge(self, fresh: Journal) -> None:
        """Apply the commits between the journal we know and the one in its place."""
        base = fresh.header.base
        if base < self._state.revision or (base == self._state.revision and fresh.header.chain != self._journal.chain):
            raise BookError("book_replaced", path=str(self.folder.path))
        for commit in stream(self.folder, self._state.revision, base, self._journal.chain):
            self._state.apply(commit)
            self._unseen.append(commit)

    def _mend(self, torn: bytes) -> None:
        """Keep a torn last line beside the journal and cut it off."""
        if not torn:
            return
        saved = self.folder.free_torn()
        with disk.writing(saved):
            disk.write_file(saved, [torn])
            disk.sync_folder(self.folder.path)
        self._journal.cut()
        self.notice("journal_torn", path=str(self.folder.journal), bytes=len(torn), saved=str(saved))

    def _touched_since(self, revision: int) -> dict[tuple[str, int], int]:
        return {(row.kind, row.id): commit.sequence for commit in self.since(revision) for row in commit.changes}

    def _fold(self) -> None:
        if self._journal.sequence == self._journal.header.base:
            return
        folding.fold(self.folder, self._state, self._journal.chain)
        fresh = Journal.open(self.folder.journal, writable=True)
        self._journal.close()
        self._journal = fresh
        self._dirty = False

    def _worth_folding(self) -> bool:
        size = self._journal.header.snapshot.size
        return size < _CHEAP or self._journal.size > size // _PART

    def _try_fold(self) -> None:
        """Fold if the disk lets us; if not, the commits are safe in the journal."""
        try:
            self._fold()
        except BookError as error:
            self.notice("compact_failed", path=str(self.folder.path), reason=error.code)


def _utc(now: Callable[[], datetime]) -> datetime:
    return now().astimezone(UTC)
