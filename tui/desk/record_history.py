"""The history of one record: who changed what, when, from what to what. Reads the whole history of the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tui.desk import documents, partners, sheets, shipping
from tui.desk.context import Desk
from tui.desk.history_words import BOOKKEEPING, change_texts, label_text, record_text
from tui.desk.kinds import CARS, DOCUMENTS, INSPECTIONS, LETTERS, SHEETS, SHIPMENTS
from tui.desk.partners import PARTNERS
from tui.desk.stock import find_car
from tui.domain.merging import Path, differences
from tui.domain.vin import normalise
from tui.errors import NotFound
from tui.store.contract import Commit, RowChange

Row = tuple[str, int]


@dataclass(frozen=True)
class FieldStep:
    """One value of one record before and after a commit, as stored; ``path`` leads to it."""

    kind: str
    id: int
    path: Path
    before: Any
    after: Any


@dataclass(frozen=True)
class RowSteps:
    """What a commit did to one record; ``made`` and ``gone`` tell that it was added or removed."""

    row: RowChange
    steps: tuple[FieldStep, ...]

    @property
    def made(self) -> bool:
        """Whether the record was added."""
        return self.row.before_json is None

    @property
    def gone(self) -> bool:
        """Whether the record was removed."""
        return self.row.after_json is None


@dataclass(frozen=True)
class RecordEntry:
    """One commit as the record saw it."""

    commit: Commit
    rows: tuple[RowSteps, ...]


def steps_of(row: RowChange) -> RowSteps:
    """What a commit did to one row, field by field, without the book's own notes."""
    found = differences(row.before or {}, row.after or {})
    return RowSteps(
        row,
        tuple(
            FieldStep(row.kind, row.id, path, before, after)
            for path, before, after in found
            if path[0] not in BOOKKEEPING
        ),
    )


def step_text(desk: Desk, step: FieldStep, arrow: str = "→") -> str:
    """A step in words: the field, before and after."""
    before, after = change_texts(desk, step.kind, step.path, step.before, step.after)
    return f"{label_text(desk, step.kind, step.path)}: {before} {arrow} {after}"


def row_title(desk: Desk, rows: RowSteps) -> str:
    """The record by its kind and name."""
    return record_text(desk, rows.row.kind, rows.row.id, rows.row.after or rows.row.before)


def named(desk: Desk, name: str) -> Row:
    """The record a name stands for: a car, a shipment's number, or ``kind:name`` such as ``dealer:杭州``.

    A car that was taken out of the book is found by the VIN or stock number it had. Raises NotFound, UsageError.
    """
    word, colon, rest = name.partition(":")
    if colon and word in _FINDERS:
        return _FINDERS[word](desk, rest.strip())
    try:
        return SHIPMENTS.name, shipping.find(desk, name).id
    except NotFound:
        pass
    try:
        return CARS.name, find_car(desk, name).id
    except NotFound:
        if (gone := _gone(desk, name)) is not None:
            return gone
        raise


def kinds_named() -> tuple[str, ...]:
    """The words that may stand before a colon."""
    return tuple(_FINDERS)


def history_of(desk: Desk, row: Row) -> list[RecordEntry]:
    """The commits that touched a record, newest first; for a car its documents, shipments and model sheet too."""
    return list(_history(desk, row))[::-1]


def _history(desk: Desk, row: Row) -> Iterator[RecordEntry]:
    wanted = _of_car(desk, row[1]) if row[0] == CARS.name else lambda change: (change.kind, change.id) == row
    for commit in desk.store.since(0):
        rows = [steps_of(change) for change in commit.changes if wanted(change)]
        if row[0] == CARS.name:
            rows = [_without_other_cars(one, row[1]) for one in rows]
        if rows:
            yield RecordEntry(commit, tuple(rows))


def _of_car(desk: Desk, car_id: int) -> Callable[[RowChange], bool]:
    car = desk.store.get(CARS, car_id)
    sheet = desk.sheet_of(car) if car is not None else None

    def wanted(change: RowChange) -> bool:
        if change.kind == CARS.name:
            return change.id == car_id
        if change.kind == SHEETS.name:
            return sheet is not None and change.id == sheet.id
        return change.kind in {DOCUMENTS.name, SHIPMENTS.name, INSPECTIONS.name, LETTERS.name} and any(
            document is not None and car_id in _cars_of(document) for document in (change.before, change.after)
        )

    return wanted


def _cars_of(document: dict[str, Any]) -> set[int]:
    lines = document.get("lines") or ()
    own = (document.get("car_id", 0), *document.get("car_ids", ()))
    return {*own, *(document.get("scope") or {}).get("car_ids", ()), *(line.get("car_id", 0) for line in lines)}


def _without_other_cars(found: RowSteps, car_id: int) -> RowSteps:
    """The steps of a shipment that are this car's or the whole shipment's."""
    own = (one for one in found.steps if one.path[0] != "lines" or one.path[1:] in {(), (str(car_id),)})
    return RowSteps(found.row, tuple(own))


def _gone(desk: Desk, name: str) -> Row | None:
    """The car that carried this VIN or stock number last, and is no longer in the book."""
    vin, number = normalise(name), name.strip().casefold()
    found = None
    for commit in desk.store.since(0):
        for change in commit.changes:
            if change.kind != CARS.name:
                continue
            document = change.after or change.before or {}
            if document.get("vin") == vin or str(document.get("stock_number", "")).casefold() == number:
                found = change.id
    return None if found is None else (CARS.name, found)


def _partner(word: str) -> Callable[[Desk, str], Row]:
    return lambda desk, name: (PARTNERS[word].kind.name, int(partners.find(desk, word, name).id))


def _document(desk: Desk, name: str) -> Row:
    if not (name.isascii() and name.isdigit()):
        raise NotFound("document_not_found", name=name[:40])
    return DOCUMENTS.name, documents.get(desk, int(name)).id


def _sheet(desk: Desk, name: str) -> Row:
    found: Sequence[Any] = sheets.find(desk, name.split())
    return SHEETS.name, found[0].id


_FINDERS: dict[str, Callable[[Desk, str], Row]] = {
    "car": lambda desk, name: (CARS.name, find_car(desk, name).id),
    "shipment": lambda desk, name: (SHIPMENTS.name, shipping.find(desk, name).id),
    "document": _document,
    "model": _sheet,
    **{word: _partner(word) for word in PARTNERS},
}
