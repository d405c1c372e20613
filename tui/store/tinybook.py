"""A book as a TinyDB database that can be written: ``BookDB(folder)``, for scripts that know TinyDB.

TinyDB is extended where it says it may be: ``BookStorage`` is a ``Storage``, ``BookTable`` a ``Table``, ``BookDB``
names both. Each operation of TinyDB is one commit of the book: one sealed line in the journal, on the disk before the
operation returns, with an author, and read by the history as any other. A ``BookTable`` makes its change under the
book's lock on the newest rows and writes the rows it changed; an operation that raises changes nothing. A stock
``Table`` or a ``Middleware`` over ``BookStorage`` works too, and hands over the whole database, which is compared.

This door knows documents, not records: ``BookStore.verify`` names those that cannot be read as what they should be. As
everywhere in TinyDB, it is the table that gives ids. A table without rows is not kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from tui.store.book import BookStore
from tui.store.contract import META
from tui.store.state import PutDocument
from tui.store.tinytable import LiveRows

WHY = "tinydb"
"""What the history gives as the reason of such a commit."""


class BookStorage(Storage):
    """A book's folder as a TinyDB storage."""

    def __init__(self, path: Path | str, *, who: str = WHY, now: Callable[[], datetime] | None = None) -> None:
        self.store = BookStore.open(path, now=now or (lambda: datetime.now(UTC)), who=who, create=True)

    def read(self) -> dict[str, dict[str, Any]]:
        """Return all tables with rows; the documents are parsed when they are looked at."""
        self.store.refresh()
        state = self.store.state
        rows: dict[str, Any] = {kind: LiveRows(state, kind) for kind, table in tuple(state.tables.items()) if table.ids}
        return rows

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Make the book hold these tables, and nothing else, with one commit."""
        self.change(lambda: _everything(self.read(), data))

    def change(self, work: Callable[[], list[PutDocument]]) -> None:
        """Commit what ``work`` returns; it is called under the lock, on the newest rows."""

        def build(_: object) -> list[PutDocument]:
            changes = [change for change in work() if change.json != self.store.state.document(change.kind, change.id)]
            if not changes:
                raise _NothingToDo
            return changes

        try:
            self.store.commit(cast("Any", build), why=WHY)
        except _NothingToDo:
            return

    def close(self) -> None:
        """Close the book."""
        self.store.close()


class BookTable(Table):
    """A TinyDB table that writes the rows that changed."""

    _seen = -1

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        if not isinstance(self._storage, BookStorage):
            super()._update_table(updater)
            return
        storage, name = self._storage, self.name

        def work() -> list[PutDocument]:
            rows = _Rows(LiveRows(storage.store.state, name))
            updater(cast("dict[int, Mapping[str, Any]]", rows))
            return rows.changes(name)

        storage.change(work)
        self.clear_cache()
        if storage.store.revision == self._seen + 1:  # nobody else wrote
            self._seen += 1

    def search(self, cond: Any) -> list[Document]:
        """Search, and forget what was found before another process or another table wrote."""
        self._look()
        return super().search(cond)

    def _get_next_id(self) -> int:
        self._look()
        return cast("int", super()._get_next_id())  # type: ignore[no-untyped-call]

    def _look(self) -> None:
        if not isinstance(self._storage, BookStorage):
            return
        store = self._storage.store
        store.refresh()
        if self._seen != store.revision:
            self.clear_cache()
            self._next_id = None
            self._seen = store.revision


class BookDB(TinyDB):
    """A book as a TinyDB database."""

    table_class = BookTable
    default_storage_class = BookStorage  # type: ignore[assignment] # annotated too narrowly


class _NothingToDo(Exception):
    """An operation that changes no row is no commit."""


class _Rows(MutableMapping[int, dict[str, Any]]):
    """The rows of a table while one operation works on them: those it has looked at, over those in the book."""

    def __init__(self, rows: LiveRows) -> None:
        self._rows = rows
        self._touched: dict[int, dict[str, Any] | None] = {}

    def __getitem__(self, row_id: int) -> dict[str, Any]:
        if row_id not in self._touched:
            self._touched[row_id] = self._rows[str(row_id)]
        row = self._touched[row_id]
        if row is None:
            raise KeyError(row_id)
        return row

    def __setitem__(self, row_id: int, document: dict[str, Any]) -> None:
        self._touched[row_id] = document

    def __delitem__(self, row_id: int) -> None:
        if row_id not in self:
            raise KeyError(row_id)
        self._touched[row_id] = None

    def __contains__(self, row_id: object) -> bool:
        if row_id in self._touched:
            return self._touched[row_id] is not None
        return str(row_id) in self._rows

    def __iter__(self) -> Iterator[int]:
        stored = [int(row_id) for row_id in self._rows]
        yield from (row_id for row_id in stored if self._touched.get(row_id, {}) is not None)
        known = set(stored)
        yield from (row_id for row_id, row in self._touched.items() if row is not None and row_id not in known)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def changes(self, name: str) -> list[PutDocument]:
        """Return what the operation did to the rows it touched."""
        found = []
        for row_id, row in self._touched.items():
            old = self._rows.get(str(row_id))
            if row != old:
                found.append(_put(name, row_id, row))
        return found


def _everything(stored: Mapping[str, Mapping[Any, Any]], wanted: Mapping[str, Mapping[Any, Any]]) -> list[PutDocument]:
    changes = []
    for name in dict.fromkeys((*stored, *wanted)):
        new = {int(row_id): dict(row) for row_id, row in wanted.get(name, {}).items()}
        old = {int(row_id): row for row_id, row in stored.get(name, {}).items()}
        changes += [_put(name, row_id, None) for row_id in old if row_id not in new]
        changes += [_put(name, row_id, row) for row_id, row in new.items() if old.get(row_id) != row]
    return changes


def _put(name: str, row_id: int, row: Mapping[str, Any] | None) -> PutDocument:
    if name == META:
        raise ValueError(name)
    return PutDocument(name, row_id, None if row is None else _encode(row))


def _encode(row: Mapping[str, Any]) -> bytes:
    """Encode as TinyDB's own storage does, and as strictly: raises TypeError or ValueError."""
    text = json.dumps(dict(row), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return msgspec.json.format(text.encode(), indent=-1)
