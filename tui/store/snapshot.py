"""The snapshot ``book.json``: a plain TinyDB file, one row to a line, with the book's own row in table ``meta``."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path

import msgspec

from tui.errors import BookDamaged, BookError
from tui.store import disk
from tui.store.contract import FORMAT, META
from tui.store.lines import SnapshotMark
from tui.store.state import Document, State, without_gc

_TABLES = msgspec.json.Decoder(dict[str, dict[int, msgspec.Raw]])
_BATCH = 1000
_META_ROW = 1


class Meta(msgspec.Struct, frozen=True):
    """The book's own row."""

    format: int
    revision: int
    counters: dict[str, int] = {}


class Snapshot(msgspec.Struct, frozen=True):
    """A snapshot as it was read."""

    tables: dict[str, dict[int, Document]]
    meta: Meta
    extra: dict[int, Document]
    mark: SnapshotMark

    def state(self) -> State:
        """Make the picture that the snapshot holds."""
        state = State(self.tables, self.meta.counters, self.meta.revision)
        state.extra = self.extra
        return state


def mark_of(path: Path) -> SnapshotMark:
    """Look how a snapshot on disk is known again."""
    with disk.reading(path):
        data = path.read_bytes()
    return SnapshotMark(len(data), sha256(data).hexdigest())


def read_bytes(path: Path) -> tuple[bytes, SnapshotMark]:
    """Read a snapshot's bytes; raises BookDamaged when there are none."""
    with disk.reading(path):
        data = path.read_bytes()
    if not data.strip():
        raise BookDamaged("book_empty", path=str(path))
    return data, SnapshotMark(len(data), sha256(data).hexdigest())


def parse(path: Path, data: bytes, mark: SnapshotMark, *, ours: bool = False) -> Snapshot:
    """Parse a snapshot; raises BookDamaged when it is not a book. With ``ours`` it is known to be as we wrote it."""
    try:
        if not ours:
            data.decode()
        with without_gc():
            tables = _TABLES.decode(data)
        rows = tables.pop(META, {})
        row = rows.pop(_META_ROW, None)
        if row is None:
            raise BookError("book_no_meta", path=str(path))
        meta = msgspec.json.decode(row, type=Meta)
    except ValueError as error:
        code = "book_shape" if isinstance(error, msgspec.ValidationError) else "book_not_json"
        raise BookDamaged(code, path=str(path), reason=str(error)) from error
    extra: dict[int, Document] = {**rows, _META_ROW: row}
    return Snapshot({name: dict(table) for name, table in tables.items()}, meta, extra, mark)


def write(path: Path, state: State) -> SnapshotMark:
    """Write a snapshot to a file and have it on the disk."""
    hasher, size = sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in _chunks(state):
            hasher.update(chunk)
            size += len(chunk)
            yield chunk

    with disk.writing(path):
        disk.write_file(path, counted())
    return SnapshotMark(size, hasher.hexdigest())


def _chunks(state: State) -> Iterator[bytes]:
    opening = b"{\n"
    for name, table in state.tables.items():
        yield opening + msgspec.json.encode(name) + b":{"
        rows, first = iter(table.ids), True
        while batch := list(islice(rows, _BATCH)):
            lines = b",\n".join([b'"%d":%b' % (row_id, bytes(table.documents[row_id])) for row_id in batch])
            yield lines if first else b",\n" + lines
            first = False
        yield b"}"
        opening = b",\n"
    own = msgspec.json.decode(state.extra.get(_META_ROW, b"{}"), type=dict[str, msgspec.Raw])
    now = msgspec.json.encode(Meta(FORMAT, state.revision, state.counters))
    own.update(msgspec.json.decode(now, type=dict[str, msgspec.Raw]))
    meta = {row_id: msgspec.Raw(bytes(row)) for row_id, row in state.extra.items()}
    meta[_META_ROW] = msgspec.Raw(msgspec.json.encode(own))
    yield opening + msgspec.json.encode({META: meta})[1:-1] + b"\n}\n"
