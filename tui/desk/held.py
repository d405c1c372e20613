"""Rows that wait in the book: mended in place, one commit each, or dismissed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import reading_of
from tui.desk.import_plan import Mending, Outcome, Planner, RowPlan
from tui.desk.import_writes import Writes
from tui.desk.kinds import BATCHES, DEALERS, HELD_ROWS
from tui.domain.imports import HeldRow, HeldState
from tui.domain.values import folded
from tui.errors import DraftRefused, NotFound, UsageError
from tui.sheets.dialect import TARGETS, Recognised, normalised, recognise
from tui.sheets.rows import RowReader
from tui.sheets.table import NO_CELL, Cell, Row
from tui.store.contract import Change, GiveId, Put

_NO_VIN_YET = "-"


def waiting(desk: Desk) -> tuple[HeldRow, ...]:
    """The rows that wait to be mended or dismissed, oldest first."""
    return tuple(row for row in desk.store.all(HELD_ROWS) if row.state is HeldState.WAITING)


def plan_mending(
    desk: Desk,
    held_id: int,
    changes: Mapping[str, str],
    *,
    confirm: bool = False,
    bought: date | None = None,
) -> RowPlan:
    """What the row would become with these texts, by column or field; writes nothing. See ``mend``."""
    return _planned(desk, _waiting(desk, held_id), changes, confirm=confirm, bought=bought)[0]


def mend(
    desk: Desk,
    held_id: int,
    changes: Mapping[str, str],
    *,
    confirm: bool = False,
    bought: date | None = None,
) -> int:
    """Read a held row once more with some texts changed, make or change its car, and return the car's id.

    ``changes`` are texts by column of the file or by field; a VIN of ``-`` keeps the car without one until it comes.
    ``bought`` is that of the row's import unless given.
    ``confirm`` is a person's word that a VIN with a wrong check digit is right. What was given here counts as typed.
    Raises DraftRefused with every problem when the row is still wrong (it then waits as before), NotFound
    ``held_row_not_waiting``, UsageError ``mend_name_unknown``.
    """
    car_id = 0

    def build(give_id: GiveId) -> list[Change]:
        nonlocal car_id
        row = _waiting(desk, held_id)
        batch = desk.store.get(BATCHES, row.batch_id)
        day = bought or (batch.bought if batch else None)
        plan, decided = _planned(desk, row, changes, confirm=confirm, bought=day)
        if plan.outcome is Outcome.HELD:
            raise DraftRefused(tuple(reason.problem for reason in plan.reasons))
        writes = Writes(desk, give_id, day)
        writes.cars([msgspec.structs.replace(plan, mends=None)], row.batch_id, decided)
        car_id = writes.car_ids[0] if writes.car_ids else plan.car_id or 0
        writes.ended(held_id, HeldState.MENDED, car_id)
        return writes.changes

    desk.store.commit(build, why=f"car import --mend {held_id}")
    return car_id


def dismiss(desk: Desk, held_id: int) -> None:
    """Let a held row be: it is kept, no longer waits, and counts as same when it comes again."""
    row = _waiting(desk, held_id)
    done = msgspec.structs.replace(row, state=HeldState.DISMISSED)
    desk.store.commit([Put(HELD_ROWS, done)], why=f"car import --dismiss {held_id}", expect=desk.store.revision)


def _waiting(desk: Desk, held_id: int) -> HeldRow:
    row = desk.store.get(HELD_ROWS, held_id)
    if row is None or row.state is not HeldState.WAITING:
        raise NotFound("held_row_not_waiting", id=held_id)
    return row


def _planned(
    desk: Desk, row: HeldRow, changes: Mapping[str, str], *, confirm: bool, bought: date | None
) -> tuple[RowPlan, frozenset[str]]:
    """The row's plan with the changes, and the fields that a person decided."""
    columns, cells, changed = _with_changes(row, changes)
    recognised = recognise(columns)
    reader = RowReader(columns, recognised, reading_of(desk, excel_dates=True))
    mended = Row(row.row, tuple(cells))
    given = reader.read(row.row, mended.cells).given
    decided = frozenset(field for name in changed for field in given.get(_target(recognised, name), ()))
    vin = recognised.column_of("vin")
    mending = Mending(
        decided,
        confirm=confirm,
        without_vin=vin in changed and folded(cells[vin].text) == _NO_VIN_YET,
    )
    dealer = desk.store.get(DEALERS, row.dealer_id) if row.dealer_id else None
    planner = Planner(desk, reader, columns, recognised, dealer.name if dealer else "", bought, mending)
    return planner.plan(mended), decided


def _with_changes(row: HeldRow, changes: Mapping[str, str]) -> tuple[list[str], list[Cell], set[int]]:
    """The row's columns and cells with the changes in place, and the columns that were changed.

    A change is named by the column, or by a field; a field whose column the file lacks becomes a column.
    """
    columns, cells = list(row.cells), [Cell(text) for text in row.cells.values()]
    changed: set[int] = set()
    for name, text in changes.items():
        place = next((i for i, column in enumerate(columns) if column == name), None)
        if place is None:
            place = recognise(columns).column_of(name)
        if place is None:
            wanted = normalised(name)
            place = next((i for i, column in enumerate(columns) if normalised(column) == wanted), None)
        if place is None:
            if name not in TARGETS:
                raise UsageError("mend_name_unknown", name=name, known=", ".join(columns))
            place = len(columns)
            columns.append(name)
            cells.append(NO_CELL)
        cells[place] = Cell(text)
        changed.add(place)
    return columns, cells, changed


def _target(recognised: Recognised, column: int) -> str:
    return next((match.target for match in recognised.matches if match.column == column), "")
