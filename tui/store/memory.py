"""The book in memory: for tests, previews and drills. It forgets everything when it is dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from tui.errors import BookDamaged, BookReadOnly
from tui.store.contract import Build, Change, Commit, Finding, Kind, R
from tui.store.files import Files, MemoryFiles
from tui.store.state import State


class MemoryStore:
    """A store without a disk."""

    def __init__(self, *, now: Callable[[], datetime], who: str, read_only: bool = False) -> None:
        self._now = now
        self._who = who
        self._read_only = read_only
        self._state = State()
        self._history: list[Commit] = []
        self._files: Files = MemoryFiles()

    @classmethod
    def of(cls, state: State, files: Files, *, now: Callable[[], datetime]) -> MemoryStore:
        """A picture of a book at one revision, for reading."""
        store = cls(now=now, who="", read_only=True)
        store._state = state
        store._files = files
        return store

    @property
    def revision(self) -> int:
        """The sequence of the last commit."""
        return self._state.revision

    @property
    def read_only(self) -> bool:
        """Whether commits are refused."""
        return self._read_only

    @property
    def files(self) -> Files:
        """The attachments."""
        return self._files

    @property
    def notices(self) -> tuple[Finding, ...]:
        """Nothing happens to memory that a person should read."""
        return ()

    def get(self, kind: Kind[R], id: int) -> R | None:
        """Return the record of an id, or None."""
        return self._state.get(kind, id)

    def all(self, kind: Kind[R]) -> Sequence[R]:
        """Return all records of a kind by rising id."""
        return self._state.all(kind)

    def read_ahead(self, kind: Kind[R], most: int) -> bool:
        """Decode so many more records of a kind; see ``contract.Store.read_ahead``."""
        return self._state.read_ahead(kind, most)

    def commit(self, changes: Sequence[Change] | Build, *, why: str, expect: int | None = None) -> Commit:
        """Make all the changes or none; see ``contract.Store.commit``."""
        if self._read_only:
            raise BookReadOnly("book_read_only", path="")
        plan = self._state.plan(changes, expect)
        commit = Commit(self._state.revision + 1, self._now().astimezone(UTC), self._who, why, plan.rows)
        self._state.apply(commit, plan.records)
        self._history.append(commit)
        return commit

    def since(self, revision: int) -> Iterator[Commit]:
        """Stream the commits after a revision, oldest first."""
        return iter(self._history[max(revision, 0) :])

    def refresh(self) -> tuple[Commit, ...]:
        """Return nothing: there is no other process."""
        return ()

    def verify(self, kinds: Sequence[Kind[Any]] = ()) -> tuple[Finding, ...]:
        """Check that the records can be read."""
        return unreadable(self._state, kinds)

    def compact(self) -> None:
        """Do nothing: there is no journal."""

    def close(self) -> None:
        """Do nothing: there is nothing to give back."""


def unreadable(state: State, kinds: Sequence[Kind[Any]]) -> tuple[Finding, ...]:
    """Name the rows of these kinds that cannot be read as records."""
    findings: list[Finding] = []
    for kind in kinds:
        for row_id in state.documents(kind.name):
            try:
                state.get(kind, row_id)
            except BookDamaged as error:
                findings.append(Finding(error.code, error.params))
    return tuple(findings)
