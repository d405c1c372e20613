"""The history of one car: every commit that touched it, its papers, its shipments or its model sheet.

Values come typed where the records of the time can still be read, else as they were stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import CARS, DOCUMENTS, INSPECTIONS, LETTERS, OVERRIDES, SHEETS, SHIPMENTS
from tui.domain.cars import Car
from tui.domain.codec import dec_hook
from tui.domain.fields import FIELDS, value_of
from tui.domain.models import SPEC_FIELDS, ModelSheet
from tui.store.contract import Commit, RowChange

R = TypeVar("R", Car, ModelSheet)
_LEFT_OUT = frozenset({
    "id", "typed", "listed", "specs", "offer", "deal", "milestones", "scope", "lines", "attachments", "firm_id",
    "cars", "fingerprint", "consignee_id", "notify_id", "broker_id", "agent_id", "dealer_id",
    "legs", "containers", "prints", "car_id", "car_ids", "document_id", "outlets",
})  # fmt: skip
"""Parts of a record that are bookkeeping, or that are told field by field."""


@dataclass(frozen=True)
class Step:
    """One field before and after a commit; None is "nothing there".

    ``kind`` is the table it stands in: the car itself, its model sheet, a document or a shipment.
    """

    kind: str
    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Entry:
    """One commit as the car saw it. ``made`` and ``gone`` tell that the car itself was added or removed by it."""

    sequence: int
    at: datetime
    who: str
    why: str
    steps: tuple[Step, ...]
    made: bool = False
    gone: bool = False


def history_of(desk: Desk, car: Car) -> list[Entry]:
    """What happened to a car, newest first. Reads the whole history: call it away from the screen."""
    sheet = desk.sheet_of(car)
    found = [_entry(commit, car.id, sheet.id if sheet else 0) for commit in desk.store.since(0)]
    return [entry for entry in reversed(found) if entry is not None]


def _entry(commit: Commit, car_id: int, sheet_id: int) -> Entry | None:
    steps: list[Step] = []
    touched = made = gone = False
    for row in commit.changes:
        match row.kind:
            case CARS.name if row.id == car_id:
                touched, made, gone = True, row.before_json is None, row.after_json is None
                steps += _car_steps(row)
            case SHEETS.name if row.id == sheet_id:
                own = list(_sheet_steps(row))
                touched = touched or bool(own)
                steps += own
            case INSPECTIONS.name | LETTERS.name if _names(row, car_id):
                touched = True
                steps += _record_steps(row)
            case DOCUMENTS.name | SHIPMENTS.name | OVERRIDES.name if _names(row, car_id):
                own = [*_record_steps(row), *_price_step(row, car_id), *_prints_step(row, car_id)]
                touched = touched or bool(own) or not _prints_alone(row)
                steps += own
            case _:
                pass
    if not touched:
        return None
    return Entry(commit.sequence, commit.at, commit.who, commit.why, tuple(steps), made, gone)


def _names(row: RowChange, car_id: int) -> bool:
    """Whether a document, a shipment or an override names the car before or after the commit."""
    return any(car_id in _car_ids(document) for document in (row.before, row.after) if document is not None)


def _car_ids(document: Mapping[str, Any]) -> set[int]:
    lines = document.get("lines") or document.get("cars") or ()
    scope = document.get("scope") or {}
    own = (document.get("car_id", 0), *document.get("car_ids", ()))
    return {*own, *scope.get("car_ids", ()), *(line.get("car_id", 0) for line in lines if isinstance(line, dict))}


def _car_steps(row: RowChange) -> Iterator[Step]:
    before, after = _as(row.before, Car), _as(row.after, Car)
    if (row.before and before is None) or (row.after and after is None):
        yield from _record_steps(row)
        return
    blank = Car(make="", model="")
    old, new = before or blank, after or blank
    for name in FIELDS:
        one, other = value_of(old, name), value_of(new, name)
        if one != other and not (_empty(one) and _empty(other)):
            yield Step(CARS.name, name, one, other)
    if old.purchases != new.purchases:
        yield Step(CARS.name, "purchases", old.purchase, new.purchase)
    if old.archived != new.archived:
        yield Step(CARS.name, "archived", old.archived, new.archived)


def _sheet_steps(row: RowChange) -> Iterator[Step]:
    before, after = _as(row.before, ModelSheet), _as(row.after, ModelSheet)
    for name in SPEC_FIELDS:
        one = getattr(before.specs, name) if before else None
        other = getattr(after.specs, name) if after else None
        if one != other:
            yield Step(SHEETS.name, name, one, other)


def _record_steps(row: RowChange) -> Iterator[Step]:
    before, after = row.before or {}, row.after or {}
    for name in dict.fromkeys((*before, *after)):
        if name not in _LEFT_OUT and before.get(name) != after.get(name):
            yield Step(row.kind, name, before.get(name), after.get(name))


def _prints_step(row: RowChange, car_id: int) -> Iterator[Step]:
    """What a paper prints of this car, or as a whole: the entries that stand on one side alone."""
    before, after = (
        [one for one in (document or {}).get("prints", ()) if one.get("car_id") in {None, car_id}]
        for document in (row.before, row.after)
    )
    gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
    if gone or come:
        yield Step(row.kind, "prints", gone or None, come or None)


def _prints_alone(row: RowChange) -> bool:
    """Whether nothing but what a paper prints was changed."""
    before, after = row.before or {}, row.after or {}
    return {name for name in (*before, *after) if before.get(name) != after.get(name)} == {"prints"}


def _price_step(row: RowChange, car_id: int) -> Iterator[Step]:
    """The price of this car on a shipment."""
    before, after = (_price(document, car_id) for document in (row.before, row.after))
    if before != after:
        yield Step(row.kind, "price", before, after)


def _price(document: Mapping[str, Any] | None, car_id: int) -> str | None:
    for line in (document or {}).get("lines") or ():
        if line.get("car_id") == car_id and (price := line.get("price")):
            return f"{price.get('amount')} {price.get('currency')}"
    return None


def _as(document: Mapping[str, Any] | None, record: type[R]) -> R | None:
    if document is None:
        return None
    try:
        return msgspec.convert(document, record, dec_hook=dec_hook)
    except msgspec.ValidationError:
        return None


def _empty(value: object) -> bool:
    return value is None or value == ""
