"""What an open book shows: its records, its files, what was noticed. Reading never touches the disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.store.contract import FORMAT, Finding, Kind, R
from tui.store.files import DiskFiles, Files
from tui.store.folder import Folder
from tui.store.lock import Lock
from tui.store.state import State

if TYPE_CHECKING:
    from tinydb import TinyDB


class Picture:
    """The reading side of ``BookStore``."""

    def __init__(self, folder: Folder, state: State, format_: int, lock: Lock | None) -> None:
        self.folder = folder
        self._state = state
        self._format = format_
        self._lock = lock
        self._notices: list[Finding] = []
        self._db: TinyDB | None = None

    @property
    def state(self) -> State:
        """The rows in memory: to read from, never to change."""
        return self._state

    @property
    def revision(self) -> int:
        """The sequence of the last commit in this picture."""
        return self._state.revision

    @property
    def name(self) -> str:
        """What tells this book from every other, and its copies not; empty for a book of another program's making."""
        return self._state.book_name()

    @property
    def files(self) -> Files:
        """The attachments."""
        return DiskFiles(self.folder.files, writable=not self.read_only)

    @property
    def read_only(self) -> bool:
        """Whether commits are refused."""
        return self._lock is None or self._format > FORMAT

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What was noticed since the book was opened."""
        return tuple(self._notices)

    @property
    def db(self) -> TinyDB:
        """The live rows as a TinyDB database, for reading."""
        if self._db is None:
            from tui.store.tinytable import LiveDB

            self._db = LiveDB(self._state)
        return self._db

    def get(self, kind: Kind[R], id: int) -> R | None:
        """Return the record of an id, or None."""
        return self._state.get(kind, id)

    def all(self, kind: Kind[R]) -> Sequence[R]:
        """Return all records of a kind by rising id."""
        return self._state.all(kind)

    def read_ahead(self, kind: Kind[R], most: int) -> bool:
        """Decode so many more records of a kind; see ``contract.Store.read_ahead``."""
        return self._state.read_ahead(kind, most)

    @property
    def kinds(self) -> list[str]:
        """The tables there are, also those that this program does not know."""
        return sorted(self._state.tables)

    @property
    def format(self) -> int:
        """The number of the format that the book is kept in."""
        return max(self._format, FORMAT)

    @property
    def last_ids(self) -> dict[str, int]:
        """The last id that was given in each table."""
        return dict(self._state.counters)

    def documents_of(self, kind: str) -> dict[int, bytes]:
        """Return the rows of a table by rising id as they are stored, whether they can be read or not."""
        return {row_id: bytes(document) for row_id, document in self._state.documents(kind).items()}

    def notice(self, code: str, **params: object) -> None:
        """Remember something that a person should read."""
        finding = Finding(code, params)
        if finding not in self._notices:
            self._notices.append(finding)
