"""What taking a commit back would do: which values go back, which stay because of what came after, and why.

Taking back is a merge: from what the commit left, to what was there before it, over what the book says now. A value
that somebody changed since stays; a record that others rely on stays; both are told with who did it and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.history_words import BOOKKEEPING, field_of
from tui.desk.kinds import ALL, BATCHES, CARS, DEALERS, DOCUMENTS, FIRMS, LETTERS, PARTIES, SHEETS, SHIPMENTS
from tui.domain.cars import Car
from tui.domain.codec import dec_hook, enc_hook
from tui.domain.merging import Path, differences, merge, value_at
from tui.errors import BookError
from tui.store.contract import Change, Commit, Kind, Put, Remove, RowChange

Row = tuple[str, int]
_KINDS: dict[str, Kind[Any]] = {kind.name: kind for kind in ALL}
_POINTERS: dict[str, Kind[Any]] = {
    "firm_id": FIRMS,
    "consignee_id": PARTIES,
    "notify_id": PARTIES,
    "broker_id": PARTIES,
    "agent_id": PARTIES,
    "dealer_id": DEALERS,
    "batch_id": BATCHES,
    "shipment_id": SHIPMENTS,
    "document_id": DOCUMENTS,
}
"""The fields of records that hold the id of another, and whose."""


class Reason(StrEnum):
    """Why something was kept."""

    CHANGED = "changed"
    """The value was changed again since."""
    EDITED = "edited"
    """The record was added by this commit, and changed since."""
    REMOVED = "removed"
    """The record is no longer in the book."""
    BACK = "back"
    """The record is in the book again already."""
    NEEDED = "needed"
    """Another record relies on it."""
    TAKEN = "taken"
    """Its VIN or number, or a car of the shipment, belongs to another record now."""


@dataclass(frozen=True)
class Back:
    """A value, or a whole record where ``path`` is empty, that goes back: what it says now and what it will say."""

    kind: str
    id: int
    path: Path
    now: Any = None
    then: Any = None


@dataclass(frozen=True)
class Left:
    """A value, or a whole record where ``path`` is empty, that stays as it is, and who changed it when.

    ``by`` is another record that stands in the way, by kind and id.
    """

    kind: str
    id: int
    path: Path
    reason: Reason
    now: Any = None
    who: str = ""
    at: datetime | None = None
    why: str = ""
    by: Row | None = None


@dataclass(frozen=True)
class Reversal:
    """What taking a commit back does. ``changes`` is empty when everything has to stay."""

    of: Commit
    changes: tuple[Change, ...]
    back: tuple[Back, ...]
    left: tuple[Left, ...]

    @property
    def reversed(self) -> tuple[tuple[str, int, str], ...]:
        """What goes back as kind, id and field; the field is empty for a whole record."""
        return tuple((one.kind, one.id, field_of(one.path) if one.path else "") for one in self.back)

    @property
    def kept(self) -> tuple[tuple[str, int, str], ...]:
        """What stays as kind, id and field; the field is empty for a whole record."""
        return tuple((one.kind, one.id, field_of(one.path) if one.path else "") for one in self.left)


def plan(desk: Desk, commit: Commit) -> Reversal:
    """Work out what taking a commit back would do; writes nothing."""
    changes: dict[Row, Change] = {}
    back: list[Back] = []
    left: list[Left] = []
    for row in commit.changes:
        kind = _KINDS.get(row.kind)
        if kind is None:
            continue
        record = desk.store.get(kind, row.id)
        change, goes, stays = _row(kind, row, None if record is None else plain(record))
        if change is not None:
            changes[row.kind, row.id] = change
        back += goes
        left += stays
    for key, one in _in_the_way(desk, changes):
        changes.pop(key, None)
        back = [value for value in back if (value.kind, value.id) != key]
        left.append(one)
    return Reversal(commit, tuple(changes.values()), tuple(back), tuple(_with_names(desk, commit, left)))


def write(desk: Desk, found: Reversal, why: str) -> Commit:
    """Write what was worked out. Raises BookError when nothing of the commit can be taken back, and Conflict."""
    if not found.changes:
        raise BookError("undo_all_changed_since", number=str(found.of.sequence))
    return desk.store.commit(found.changes, why=why, expect=desk.store.revision)


def plain(record: Any) -> dict[str, Any]:
    """A record as its stored document."""
    return msgspec.json.decode(msgspec.json.encode(record, enc_hook=enc_hook), type=dict[str, Any])


def record_of(kind: Kind[Any], document: Mapping[str, Any], row_id: int) -> Any:
    """The record of a stored document."""
    return msgspec.convert({**document, "id": row_id}, kind.record, dec_hook=dec_hook)


def _row(kind: Kind[Any], row: RowChange, now: dict[str, Any] | None) -> tuple[Change | None, list[Back], list[Left]]:
    """The change that takes one row back, what goes back with it, and what stays."""
    before, after, name = row.before, row.after, row.kind
    if after is None:
        if now is not None or before is None:
            return None, [], [Left(name, row.id, (), Reason.BACK)]
        return Put(kind, record_of(kind, before, row.id)), [Back(name, row.id, (), None, before)], []
    if now is None:
        return None, [], [Left(name, row.id, (), Reason.REMOVED)]
    if before is None:
        if _told(differences(after, now)):
            return None, [], [Left(name, row.id, (), Reason.EDITED)]
        return Remove(kind, row.id), [Back(name, row.id, (), after, None)], []
    merged = merge(after, before, now)
    goes = [
        Back(name, row.id, path, value_at(now, path), value_at(before, path))
        for path in merged.mine
        if path[0] not in BOOKKEEPING
    ]
    stays = [
        Left(name, row.id, clash.path, Reason.CHANGED, clash.theirs)
        for clash in merged.clashes
        if clash.path[0] not in BOOKKEEPING
    ]
    change = Put(kind, record_of(kind, merged.document, row.id)) if goes else None
    return change, goes, stays


def _told(found: Iterable[tuple[Path, Any, Any]]) -> bool:
    return any(path[0] not in BOOKKEEPING for path, _before, _after in found)


# what stands in the way


def _in_the_way(desk: Desk, changes: Mapping[Row, Change]) -> Iterator[tuple[Row, Left]]:
    """The changes that may not be made, each with the reason; keeping one record may make another one needed."""
    left = dict(changes)
    while True:
        needed = _needed(desk, left) | _taken(desk, left)
        if not needed:
            return
        for key, one in needed.items():
            del left[key]
            yield key, one


def _needed(desk: Desk, changes: Mapping[Row, Change]) -> dict[Row, Left]:
    """The records to be removed that one which stays relies on."""
    going = {key for key, change in changes.items() if isinstance(change, Remove)}
    if not going:
        return {}
    found: dict[Row, Left] = {}
    for kind in ALL:
        for record in _after(desk, kind, changes):
            for key in _relies_on(desk, record):
                if key in going and key not in found:
                    found[key] = Left(*key, (), Reason.NEEDED, by=(kind.name, record.id))
    return found


def _after(desk: Desk, kind: Kind[Any], changes: Mapping[Row, Change]) -> Iterator[Any]:
    """The records of a table as they would be."""
    for record in desk.store.all(kind):
        change = changes.get((kind.name, record.id))
        if change is None:
            yield record
        elif isinstance(change, Put):
            yield change.record
    here = {record.id for record in desk.store.all(kind)}
    for (name, row_id), change in changes.items():
        if name == kind.name and row_id not in here and isinstance(change, Put):
            yield change.record


def _relies_on(desk: Desk, record: Any) -> Iterator[Row]:
    """The rows a record points at."""
    if isinstance(record, Car):
        dealers = {record.dealer_id, *(purchase.dealer_id for purchase in record.purchases)}
        yield from ((DEALERS.name, one) for one in dealers if one)
        if (sheet := desk.sheet_of(record)) is not None:
            yield SHEETS.name, sheet.id
        if record.listed is not None:
            yield BATCHES.name, record.listed.batch_id
        return
    for name, kind in _POINTERS.items():
        if one := getattr(record, name, None):
            yield kind.name, one
    own = [getattr(record, "car_id", None), *getattr(record, "car_ids", ()), *getattr(record, "bought_ids", ())]
    parts = (*getattr(record, "lines", ()), *getattr(record, "allocations", ()))
    yield from ((CARS.name, one) for one in dict.fromkeys([*own, *(part.car_id for part in parts)]) if one)
    pieces = (piece for entry in getattr(record, "entries", ()) for piece in entry.evidence)
    yield from ((DOCUMENTS.name, piece.document_id) for piece in pieces if piece.document_id)
    scope = getattr(record, "scope", None)
    if scope is not None:
        yield from ((CARS.name, one) for one in scope.car_ids)
        yield from ((CARS.name, one.car_id) for one in record.prints if one.car_id is not None)
        yield from ((SHEETS.name, one) for one in scope.sheet_ids)
        yield from ((FIRMS.name, one) for one in [scope.firm_id] if one)
        yield from ((SHIPMENTS.name, one) for one in [scope.shipment_id] if one)


def _taken(desk: Desk, changes: Mapping[Row, Change]) -> dict[Row, Left]:
    """The records whose name, or whose car on board, would be another's as well."""
    found: dict[Row, Left] = {}
    for kind in (CARS, SHIPMENTS, DEALERS, FIRMS, PARTIES, LETTERS):
        ours = {key: change for key, change in changes.items() if key[0] == kind.name and isinstance(change, Put)}
        if not ours:
            continue
        owners: dict[object, int] = {}
        for record in _after(desk, kind, changes):
            for name in _claims(kind, record):
                other = owners.setdefault(name, record.id)
                if other == record.id:
                    continue
                row = record.id if (kind.name, record.id) in ours else other
                by = other if row == record.id else record.id
                if (kind.name, row) in ours:
                    found[kind.name, row] = Left(kind.name, row, (), Reason.TAKEN, by=(kind.name, by))
    return found


def _claims(kind: Kind[Any], record: Any) -> Iterator[object]:
    """What only one record of a table may have."""
    if kind is CARS:
        yield from ((name, value) for name in ("vin", "stock_number") if (value := getattr(record, name)))
    elif kind is SHIPMENTS:
        yield "number", record.number.casefold()
        yield from (() if record.cancelled else (("car", one) for one in record.car_ids))
    elif kind is LETTERS:
        yield "number", record.number.casefold()
    else:
        yield "name", record.name.casefold()


# who did it


def _with_names(desk: Desk, commit: Commit, left: list[Left]) -> Iterator[Left]:
    """Add to what stays who changed it last, and when."""
    rows = {(one.kind, one.id) for one in left}
    later: dict[Row, list[tuple[Commit, RowChange]]] = {}
    if rows:
        for other in desk.store.since(commit.sequence):
            for row in other.changes:
                if (row.kind, row.id) in rows:
                    later.setdefault((row.kind, row.id), []).append((other, row))
    for one in left:
        changed = [
            other
            for other, row in later.get((one.kind, one.id), ())
            if not one.path or value_at(row.before, one.path) != value_at(row.after, one.path)
        ]
        last = changed[-1] if changed else None
        yield one if last is None else replace(one, who=last.who, at=last.at, why=last.why)
