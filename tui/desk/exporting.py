"""The whole book as plain files, and such files as a new book: equal records, equal ids, equal next ids.

``export.json`` says what is there and vouches for it; ``records/KIND.json`` is lossless, ``tables/KIND.csv`` is for
people and not read back; ``files/`` has the attachments by sha256; ``history.jsonl`` has every commit, to be kept and
not read back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from tui.desk import keeping
from tui.desk.attaching import named_by_records
from tui.desk.context import Desk
from tui.desk.kinds import ALL
from tui.errors import BadFile, BookError, NotFound
from tui.sheets.writer import csv_text
from tui.store import disk
from tui.store.contract import RowChange

SCHEMA = "nearnew/export/1"
_CONTENTS = "export.json"
_HISTORY = "history.jsonl"
_OURS = frozenset({_CONTENTS, _HISTORY, "records", "tables", "files"})


class Kept(msgspec.Struct, frozen=True):
    """One file of an export."""

    size: int
    sha256: str


class Contents(msgspec.Struct, frozen=True):
    """What an export holds; ``next_ids`` are the last ids that were given, by kind."""

    schema: str
    format: int
    revision: int
    next_ids: dict[str, int]
    records: dict[str, int]
    files: dict[str, Kept]


class Row(msgspec.Struct, frozen=True):
    """One record as it is stored, with its id beside it."""

    id: int
    record: msgspec.Raw


class Rows(msgspec.Struct, frozen=True):
    """All records of a kind."""

    schema: str
    kind: str
    records: list[Row]


class Exported(msgspec.Struct, frozen=True):
    """What was written: records by kind, attachments, and those of them that are missing in the book."""

    records: dict[str, int]
    attachments: int
    missing: tuple[str, ...]


def may_write(folder: Path, *, overwrite: bool) -> None:
    """Raise BadFile where an export would mix with other things, or nothing can be written."""
    if folder.exists() and not folder.is_dir():
        raise BadFile("export_is_file", path=str(folder))
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if strangers := sorted(names - _OURS):
        raise BadFile("export_folder_taken", path=str(folder), name=strangers[0])
    if names and not overwrite:
        raise BadFile("export_there", path=str(folder))


def export(desk: Desk, folder: Path, *, overwrite: bool = False) -> Exported:
    """Write everything as plain private files. Raises BadFile, BookError; what was there of an export is replaced."""
    may_write(folder, overwrite=overwrite)
    store = keeping.book_of(desk)
    with disk.writing(folder):
        for part in ("records", "tables", "files"):
            disk.remove_tree(folder / part)
        disk.remove(folder / _CONTENTS)
        for part in ("", "records", "tables", "files"):
            disk.make_folder(folder / part)
        files: dict[str, Kept] = {}
        counts: dict[str, int] = {}
        for kind in store.kinds:
            rows = store.documents_of(kind)
            counts[kind] = len(rows)
            content = _records(kind, rows)
            files[f"records/{kind}.json"] = _put(folder / "records" / f"{kind}.json", content)
            disk.write_file(folder / "tables" / f"{kind}.csv", [_table(rows)])
        missing = []
        for name in sorted(_named(desk)):
            try:
                data = store.files.read(name)
            except (BookError, NotFound):
                missing.append(name)
                continue
            files[f"files/{name}"] = _put(folder / "files" / name, data)
        disk.write_file(folder / _HISTORY, _history(desk))
        contents = Contents(SCHEMA, store.format, store.revision, dict(store.last_ids), counts, files)
        disk.write_file(folder / _CONTENTS, [msgspec.json.format(msgspec.json.encode(contents), indent=2) + b"\n"])
        disk.sync_folder(folder)
    return Exported(counts, sum(name.startswith("files/") for name in files), tuple(missing))


def read_back(desk: Desk, folder: Path) -> Exported:
    """Fill a new, empty book from an export in one commit.

    Raises BadFile for what is no export or not as it was written, BookError where the book is not empty or a record
    cannot be read; nothing of the book has changed then but attachments that no document names.
    """
    store = keeping.book_of(desk)
    if store.revision:
        raise BookError("book_not_empty", path=str(store.folder.path))
    contents = _contents(folder)
    if contents.format > store.format:
        raise BadFile("export_too_new", path=str(folder), format=contents.format, known=store.format)
    changes: list[RowChange] = []
    attachments = 0
    for name in contents.files:
        data = _checked(folder, name, contents.files[name])
        if name.startswith("files/"):
            store.files.put(data)
            attachments += 1
        elif name.startswith("records/"):
            changes.extend(_changes(folder / name, data))
    store.fill(changes, contents.next_ids, kinds=ALL, why=f"book import {folder.name}")
    return Exported(contents.records, attachments, ())


def _contents(folder: Path) -> Contents:
    path = folder / _CONTENTS
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Contents)
    except FileNotFoundError as error:
        raise BadFile("export_missing", path=str(folder)) from error
    except OSError as error:
        raise BadFile("file_unreadable", path=str(path), reason=error.strerror or type(error).__name__) from error
    except ValueError as error:
        raise BadFile("export_spoilt", path=str(folder), name=_CONTENTS) from error
    if found.schema != SCHEMA or any(not _is_lawful(name) for name in found.files):
        raise BadFile("export_spoilt", path=str(folder), name=_CONTENTS)
    return found


def _is_lawful(name: str) -> bool:
    part, _, rest = name.partition("/")
    return part in {"records", "files"} and rest not in {"", ".", ".."} and "/" not in rest and "\\" not in rest


def _checked(folder: Path, name: str, kept: Kept) -> bytes:
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise BadFile("export_spoilt", path=str(folder), name=name) from error
    if (len(data), sha256(data).hexdigest()) != (kept.size, kept.sha256):
        raise BadFile("export_spoilt", path=str(folder), name=name)
    return data


def _changes(path: Path, data: bytes) -> Iterator[RowChange]:
    try:
        rows = msgspec.json.decode(data, type=Rows)
    except ValueError as error:
        raise BadFile("export_spoilt", path=str(path.parent.parent), name=path.name) from error
    for row in rows.records:
        yield RowChange(rows.kind, row.id, None, msgspec.json.format(bytes(row.record), indent=-1))


def _records(kind: str, rows: Mapping[int, bytes]) -> bytes:
    found = Rows("nearnew/records/1", kind, [Row(row_id, msgspec.Raw(data)) for row_id, data in rows.items()])
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def _put(path: Path, content: bytes) -> Kept:
    disk.write_file(path, [content])
    return Kept(len(content), sha256(content).hexdigest())


def _table(rows: Mapping[int, bytes]) -> bytes:
    """The records as a sheet: a column per field, nested ones by a path with dots, lists as JSON."""
    flat = [{"id": row_id, **dict(_flat(json.loads(data), ""))} for row_id, data in rows.items()]
    columns = list(dict.fromkeys(name for row in flat for name in row))
    return ("\ufeff" + csv_text(columns, [[row.get(name) for name in columns] for row in flat])).encode()


def _flat(document: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for name, value in document.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{name}.")
        elif isinstance(value, list):
            yield f"{path}{name}", json.dumps(value, ensure_ascii=False)
        elif value is None or isinstance(value, bool):
            yield f"{path}{name}", {True: "yes", False: "no", None: ""}[value]
        else:
            yield f"{path}{name}", value


def _history(desk: Desk) -> Iterator[bytes]:
    for commit in desk.store.since(0):
        changes = [{"kind": row.kind, "id": row.id, "before": row.before, "after": row.after} for row in commit.changes]
        line = {"sequence": commit.sequence, "at": commit.at, "who": commit.who, "why": commit.why, "changes": changes}
        yield msgspec.json.encode(line) + b"\n"


def _named(desk: Desk) -> set[str]:
    return {one.sha256 for _, one in named_by_records(desk)}
