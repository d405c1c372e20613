"""The open book as a TinyDB database, for reading: ``store.db.table("cars").search(where("make") == "byd")``.

TinyDB is meant to be extended by a ``Storage`` and by ``TinyDB.table_class``; this uses both. Reading goes to the live
rows, without parsing a file; each reading gives fresh documents, so that nobody can change the book by changing one.
Writing is refused: a change that does not pass through ``commit`` would have no author and no checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from tui.errors import BookReadOnly
from tui.store.state import State


class LiveRows(Mapping[str, Mapping[str, Any]]):
    """The rows of one table as TinyDB wants to see them: ids as text, each document parsed anew."""

    def __init__(self, state: State, kind: str) -> None:
        self._state = state
        self._kind = kind

    def __getitem__(self, row_id: str) -> dict[str, Any]:
        document = self._state.document(self._kind, int(row_id)) if row_id.isdecimal() else None
        if document is None:
            raise KeyError(row_id)
        return msgspec.json.decode(document, type=dict[str, Any])

    def __iter__(self) -> Iterator[str]:
        return map(str, self._state.documents(self._kind))

    def __len__(self) -> int:
        return len(self._state.documents(self._kind))


class LiveStorage(Storage):
    """A TinyDB storage over the picture in memory."""

    def __init__(self, state: State) -> None:
        self._state = state

    def read(self) -> dict[str, dict[str, Any]]:
        """Return all tables; the documents are parsed when they are looked at."""
        rows: dict[str, Any] = {kind: LiveRows(self._state, kind) for kind in tuple(self._state.tables)}
        return rows

    def write(self, data: dict[str, dict[str, Any]]) -> NoReturn:  # noqa: ARG002 - TinyDB's signature
        """Refuse."""
        raise BookReadOnly("book_table_read_only")


class LiveTable(Table):
    """A TinyDB table over live rows. It keeps no query cache: a commit would not empty it."""

    default_query_cache_capacity = 0

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:  # noqa: FBT001, FBT002 - TinyDB's signature
        super().__init__(storage, name, cache_size=cache_size, persist_empty=persist_empty)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> NoReturn:  # noqa: ARG002 - TinyDB's signature
        raise BookReadOnly("book_table_read_only")


class LiveDB(TinyDB):
    """A TinyDB database over an open book."""

    table_class = LiveTable
    default_storage_class = LiveStorage  # type: ignore[assignment] # annotated too narrowly
