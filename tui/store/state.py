"""The book in memory: stored documents by kind and id, decoded to records when they are first asked for.

Both engines keep one ``State``. A commit is planned against it (``plan``: nothing changes, everything that can fail
fails), made durable by the engine, and then applied (``apply``: nothing can fail).
"""

from __future__ import annotations

import gc
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any, cast

import msgspec

from tui.errors import BookError, Conflict, NotFound
from tui.store.codec import codec_for
from tui.store.contract import Build, Change, Commit, Kind, Put, R, Record, Remove, RowChange

Document = bytes | msgspec.Raw


_MANY = 50_000
"""Objects made at a time that are too many for the collector to walk along."""


@contextmanager
def without_gc() -> Iterator[None]:
    """Keep the garbage collector out while very many objects are made: it halves the time.

    What was made in great numbers stays as long as the book is open: the collector is told not to walk along it, now or
    later. Nothing of it lies in a circle, so that all of it still goes as soon as nobody holds it; only of circles that
    live at that moment, as a screen that is open, the collector knows no more.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > _MANY:
                gc.freeze()
            gc.enable()


class Table:
    """The rows of one kind."""

    __slots__ = ("documents", "ids", "listed", "read_to", "record_type", "records")

    def __init__(self, documents: dict[int, Document] | None = None) -> None:
        self.documents: dict[int, Document] = {} if documents is None else documents
        self.ids = sorted(self.documents)
        self.record_type: type[Any] | None = None
        self.records: dict[int, Any] = {}
        self.listed: tuple[Any, ...] | None = None
        self.read_to = 0
        """The place among the ids that ``read_ahead`` came to."""

    def put(self, row_id: int, document: bytes, record: Record | None) -> None:
        """Store a document, and its record where it is already known."""
        if row_id not in self.documents:
            insort(self.ids, row_id)
        self.documents[row_id] = document
        if record is not None and type(record) is self.record_type:
            self.records[row_id] = record
        else:
            self.records.pop(row_id, None)
        self.listed = None

    def remove(self, row_id: int) -> None:
        """Forget a row."""
        if self.documents.pop(row_id, None) is None:
            return
        del self.ids[bisect_left(self.ids, row_id)]
        self.records.pop(row_id, None)
        self.listed = None

    def records_of(self, kind: Kind[R]) -> dict[int, R]:
        """Return the cache of decoded records, emptied when another type reads the table."""
        if self.record_type is not kind.record:
            self.record_type, self.records, self.listed, self.read_to = kind.record, {}, None, 0
        return self.records

    def get(self, kind: Kind[R], row_id: int) -> R | None:
        """Return the record of an id."""
        records = self.records_of(kind)
        record = records.get(row_id)
        if record is None and (document := self.documents.get(row_id)) is not None:
            record = cast("R", codec_for(kind.record).decode(kind.name, row_id, document))
            records[row_id] = record
        return record

    def read_ahead(self, kind: Kind[R], most: int) -> bool:
        """Decode so many more rows by rising id; return whether the end is reached."""
        end = len(self.ids) if len(self.records_of(kind)) == len(self.ids) else self.read_to + most
        for row_id in self.ids[self.read_to : end]:
            self.get(kind, row_id)
        self.read_to = min(end, len(self.ids))
        return self.read_to == len(self.ids)

    def all(self, kind: Kind[R]) -> tuple[R, ...]:
        """Return all records by rising id: the same tuple until a row changes."""
        records = self.records_of(kind)
        if self.listed is None:
            if len(records) < len(self.ids):
                decode = codec_for(kind.record).decode
                with without_gc():
                    for row_id in self.ids:
                        if row_id not in records:
                            document = self.documents[row_id]
                            records[row_id] = cast("R", decode(kind.name, row_id, document))
            self.listed = tuple([records[row_id] for row_id in self.ids])
        return self.listed


class PutDocument(msgspec.Struct, frozen=True):
    """Store a document as it stands, or remove its row: for a door that knows no record types."""

    kind: str
    id: int
    json: bytes | None


class Plan(msgspec.Struct, frozen=True):
    """A commit that can be made: the rows it changes and their records."""

    rows: tuple[RowChange, ...]
    records: tuple[Record | None, ...]


class State:
    """All tables at one revision."""

    def __init__(
        self,
        tables: Mapping[str, dict[int, Document]] | None = None,
        counters: Mapping[str, int] | None = None,
        revision: int = 0,
    ) -> None:
        self.tables = {name: Table(rows) for name, rows in (tables or {}).items()}
        self.counters = dict(counters or {})
        for name, table in self.tables.items():
            if table.ids:
                self.counters[name] = max(self.counters.get(name, 0), table.ids[-1])
        self.revision = revision
        self.floor = revision
        """The revision from which on ``touched`` knows every change."""
        self.touched: dict[tuple[str, int], int] = {}
        self.extra: dict[int, Document] = {}
        """Rows of the table ``meta`` as they were read: what a newer version left there is kept."""
        self._guard = RLock()

    def get(self, kind: Kind[R], row_id: int) -> R | None:
        """Return the record of an id, or None."""
        with self._guard:
            table = self.tables.get(kind.name)
            return None if table is None else table.get(kind, row_id)

    def all(self, kind: Kind[R]) -> tuple[R, ...]:
        """Return all records of a kind by rising id."""
        with self._guard:
            table = self.tables.get(kind.name)
            return () if table is None else table.all(kind)

    def read_ahead(self, kind: Kind[R], most: int) -> bool:
        """Decode so many more records, and leave the book to others then; return whether all are decoded."""
        with self._guard:
            table = self.tables.get(kind.name)
            return table is None or table.read_ahead(kind, most)

    def document(self, kind: str, row_id: int) -> bytes | None:
        """Return the stored document of a row, or None."""
        table = self.tables.get(kind)
        document = None if table is None else table.documents.get(row_id)
        return None if document is None else bytes(document)

    def documents(self, kind: str) -> dict[int, Document]:
        """Return a copy of the table's rows by rising id; the documents are as stored."""
        with self._guard:
            table = self.tables.get(kind)
            return {} if table is None else {row_id: table.documents[row_id] for row_id in table.ids}

    def plan(
        self,
        changes: Sequence[Change] | Build,
        expect: int | None = None,
        changed_since: Mapping[tuple[str, int], int] | None = None,
    ) -> Plan:
        """Work out what a commit will do, without doing it.

        ``changed_since`` tells the last change of rows where ``touched`` does not reach back to ``expect``.
        """
        planner = _Planner(self, expect, self.touched if changed_since is None else changed_since)
        for change in changes(planner.give_id) if callable(changes) else changes:
            if isinstance(change, Put):
                planner.put(change)
            elif isinstance(change, PutDocument):
                planner.put_document(change)
            else:
                planner.remove(change)
        if not planner.rows:
            raise BookError("commit_empty")
        return Plan(tuple(planner.rows), tuple(planner.records))

    def book_name(self) -> str:
        """Return the book's own name, as the table ``meta`` has it."""
        own = msgspec.json.decode(self.extra.get(1, b"{}"), type=dict[str, Any])
        return str(own.get("book", ""))

    def take(self, row: RowChange) -> None:
        """Take one row into the picture, outside any commit."""
        table = self.tables.setdefault(row.kind, Table())
        if row.after_json is None:
            table.remove(row.id)
        else:
            table.put(row.id, row.after_json, None)

    def apply(self, commit: Commit, records: Iterable[Record | None] | None = None) -> None:
        """Take a durable commit into the picture."""
        with self._guard:
            known = records if records is not None else (None,) * len(commit.changes)
            for row, record in zip(commit.changes, known, strict=True):
                table = self.tables.get(row.kind)
                if table is None:
                    table = self.tables[row.kind] = Table()
                if row.after_json is None:
                    table.remove(row.id)
                else:
                    if record is not None and table.record_type is None:
                        table.record_type = type(record)
                    table.put(row.id, row.after_json, record)
                self.counters[row.kind] = max(self.counters.get(row.kind, 0), row.id)
                self.touched[row.kind, row.id] = commit.sequence
            self.revision = commit.sequence


class _Planner:
    """Collects the rows of one commit; later changes of it see the earlier ones."""

    def __init__(self, state: State, expect: int | None, touched: Mapping[tuple[str, int], int]) -> None:
        self._state = state
        self._expect = expect
        self._touched = touched
        self._counters: dict[str, int] = {}
        self._fresh: dict[tuple[str, int], bytes | None] = {}
        self.rows: list[RowChange] = []
        self.records: list[Record | None] = []

    def give_id(self, kind: Kind[Any]) -> int:
        given = self._last_id(kind.name) + 1
        self._counters[kind.name] = given
        return given

    def _last_id(self, name: str) -> int:
        counter = self._counters.get(name)
        return self._state.counters.get(name, 0) if counter is None else counter

    def put(self, change: Put[Any]) -> None:
        name, wanted = change.kind.name, change.kind.record
        codec = codec_for(wanted)
        if type(change.record) is not wanted:
            reason = f"{type(change.record).__name__} is not {wanted.__name__}"
            raise BookError("record_invalid", kind=name, id=change.record.id, reason=reason)
        row_id: int = change.record.id or self.give_id(change.kind)
        if type(row_id) is not int or row_id < 0:
            raise BookError("record_invalid", kind=name, id=row_id, reason="id")
        self._counters[name] = max(self._last_id(name), row_id)
        before = self._before(name, row_id)
        after = codec.encode(name, change.record) if before is None else codec.over(name, change.record, before)
        self._check_expected(name, row_id, after)
        self._add(RowChange(name, row_id, before, after), codec.check(name, row_id, after))

    def put_document(self, change: PutDocument) -> None:
        if change.id < 1:
            raise BookError("record_invalid", kind=change.kind, id=change.id, reason="id")
        self._counters[change.kind] = max(self._last_id(change.kind), change.id)
        self._check_expected(change.kind, change.id, change.json)
        self._add(RowChange(change.kind, change.id, self._before(change.kind, change.id), change.json), None)

    def remove(self, change: Remove) -> None:
        name = change.kind.name
        before = self._before(name, change.id)
        self._check_expected(name, change.id, None)
        if before is None:
            raise NotFound("row_missing", kind=name, id=change.id)
        self._add(RowChange(name, change.id, before, None), None)

    def _add(self, row: RowChange, record: Record | None) -> None:
        self.rows.append(row)
        self.records.append(record)
        self._fresh[row.kind, row.id] = row.after_json

    def _before(self, name: str, row_id: int) -> bytes | None:
        key = (name, row_id)
        return self._fresh[key] if key in self._fresh else self._state.document(name, row_id)

    def _check_expected(self, name: str, row_id: int, mine: bytes | None) -> None:
        last = self._touched.get((name, row_id))
        if self._expect is None or last is None or last <= self._expect:
            return
        theirs = self._state.document(name, row_id)
        raise Conflict(
            name,
            row_id,
            None if mine is None else msgspec.json.decode(mine),
            None if theirs is None else msgspec.json.decode(theirs),
        )
