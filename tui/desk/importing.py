"""Lists into the book: a preview that writes nothing, and one commit that does what the preview said.

A row is *new*, *changed* (a known VIN with other values), *same* or *held*. What a person typed is never overwritten
by a list, and importing the same list twice writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import reading_of
from tui.desk.import_plan import MARK_LENGTH, Change, Outcome, Planner, RowPlan
from tui.desk.import_writes import Writes
from tui.domain.imports import Batch
from tui.domain.problems import Problem
from tui.domain.values import folded
from tui.errors import UsageError
from tui.sheets.dialect import recognise
from tui.sheets.rows import HeldReason, RowReader
from tui.sheets.table import Table
from tui.sheets.writer import csv_text
from tui.store.contract import Change as StoreChange
from tui.store.contract import GiveId

__all__ = [
    "Change",
    "HeldReason",
    "ImportResult",
    "Outcome",
    "Preview",
    "RowPlan",
    "apply",
    "as_json",
    "preview",
    "rejects",
]
SCHEMA = "nearnew/import/1"
Sentence = Callable[[Problem], str]


class Preview(msgspec.Struct, frozen=True):
    """What an import would do, row by row, against the book at ``revision``."""

    table: Table
    source: str
    sha256: str
    dealer: str
    mapping: dict[str, str]
    bought: date | None
    recognised: dict[str, str]
    """Columns of the file by what they stand for."""
    ignored: tuple[str, ...]
    """Columns of the file that stand for nothing; a held row keeps their cells all the same."""
    rows: tuple[RowPlan, ...]
    revision: int

    def of(self, outcome: Outcome) -> tuple[RowPlan, ...]:
        """The rows of one outcome, in the file's order."""
        return tuple(row for row in self.rows if row.outcome is outcome)

    @property
    def writes(self) -> bool:
        """Whether applying it would change the book."""
        return any(
            row.outcome in {Outcome.NEW, Outcome.CHANGED} or (row.outcome is Outcome.HELD and row.waiting is None)
            for row in self.rows
        )


class ImportResult(msgspec.Struct, frozen=True):
    """What an import did; ``batch_id`` is None when there was nothing to write."""

    accepted: int
    changed: int
    same: int
    held: int
    batch_id: int | None
    car_ids: tuple[int, ...]
    preview: Preview
    """The rows as they were written: those of the preview unless the book had changed in between."""


class _NothingToWrite(Exception):
    """Ends a commit that found nothing to do."""


def preview(
    desk: Desk,
    table: Table,
    *,
    dealer: str | None = None,
    mapping: Mapping[str, str] | None = None,
    bought: date | None = None,
    source: str,
    sha256: str,
) -> Preview:
    """Say what an import would do; writes nothing.

    ``dealer`` goes before a dealer column. Raises UsageError ``map_field_unknown``, ``map_column_missing`` or
    ``bought_in_future``.
    """
    if bought is not None and bought > desk.today:
        raise UsageError("bought_in_future", date=bought.isoformat(), today=desk.today.isoformat())
    recognised = recognise(table.columns, mapping)
    name = " ".join(folded(dealer or "").split())
    reader = RowReader(table.columns, recognised, reading_of(desk, excel_dates=True))
    planner = Planner(desk, reader, table.columns, recognised, name, bought)
    return Preview(
        table,
        source,
        sha256,
        name,
        dict(mapping or {}),
        bought,
        {match.target: table.columns[match.column] for match in recognised.matches if match.target != "reasons"},
        recognised.ignored,
        tuple(planner.plan(row) for row in table.rows),
        desk.store.revision,
    )


def apply(desk: Desk, shown: Preview) -> ImportResult:
    """Do what the preview says, as one commit; write nothing when there is nothing new.

    When the book has changed since the preview, the rows are planned again under the book's lock, so that nothing
    typed in between is overwritten.
    """
    done = shown
    batch_id: int | None = None
    car_ids: tuple[int, ...] = ()

    def build(give_id: GiveId) -> Sequence[StoreChange]:
        nonlocal done, batch_id, car_ids
        if desk.store.revision != shown.revision:
            done = _again(desk, shown)
        if not done.writes:
            raise _NothingToWrite
        writes = Writes(desk, give_id, done.bought)
        batch_id = writes.batch(_batch(desk, done, writes.dealer(done.dealer)))
        writes.cars(done.rows, batch_id)
        writes.held(done.rows, batch_id)
        car_ids = tuple(writes.car_ids)
        return writes.changes

    if shown.writes or desk.store.revision != shown.revision:
        try:
            desk.store.commit(build, why=f"car import {shown.source}")
        except _NothingToWrite:
            batch_id, car_ids = None, ()
    counts = _counts(done)
    return ImportResult(
        counts[Outcome.NEW],
        counts[Outcome.CHANGED],
        counts[Outcome.SAME],
        counts[Outcome.HELD],
        batch_id,
        car_ids,
        done,
    )


def rejects(table: Table, shown: Preview, sentence: Sentence, *, heading: str = "reasons") -> bytes:
    """The held rows as CSV in UTF-8 with a byte order mark: the file's own columns and a last one with the reasons.

    The file imports again after mending: the reasons are not read but for the mark at their end, by which the waiting
    row is known and its waiting ended.
    """
    matches = recognise(table.columns, shown.mapping).matches
    left_out = {match.column for match in matches if match.target == "reasons"}
    kept = [column for column in range(len(table.columns)) if column not in left_out]
    rows = {row.number: row for row in table.rows}
    lines = []
    for plan in shown.of(Outcome.HELD):
        said = " · ".join(f"{reason.column}: {sentence(reason.problem)}" for reason in plan.reasons)
        cells = rows[plan.number].cells
        lines.append([*(cells[column].text for column in kept), f"{said} #{plan.fingerprint[:MARK_LENGTH]}"])
    return csv_text([*(table.columns[column] for column in kept), heading], lines).encode("utf-8-sig")


def as_json(done: Preview | ImportResult, sentence: Sentence) -> dict[str, Any]:
    """The import as plain data: counts, one entry per held row with its first problem and all of them, warnings."""
    shown = done.preview if isinstance(done, ImportResult) else done
    counts = _counts(shown)
    held = [
        {"row": plan.number, **_entry(plan.reasons[0], sentence)}
        | {"problems": [_entry(reason, sentence) for reason in plan.reasons]}
        for plan in shown.of(Outcome.HELD)
    ]
    warnings = [
        {"row": plan.number, **_entry(reason, sentence)}
        for plan in shown.rows
        if plan.outcome in {Outcome.NEW, Outcome.CHANGED}
        for reason in plan.warnings
    ]
    return {
        "schema": SCHEMA,
        "accepted": counts[Outcome.NEW],
        "changed": counts[Outcome.CHANGED],
        "same": counts[Outcome.SAME],
        "held": held,
        "warnings": warnings,
        "ignored_columns": list(shown.ignored),
    }


def _entry(reason: HeldReason, sentence: Sentence) -> dict[str, Any]:
    return {
        "column": reason.column,
        "value": reason.value,
        "code": reason.problem.code,
        "message": sentence(reason.problem),
        **({"offer": reason.problem.offer} if reason.problem.offer else {}),
    }


def _again(desk: Desk, shown: Preview) -> Preview:
    return preview(
        desk,
        shown.table,
        dealer=shown.dealer,
        mapping=shown.mapping,
        bought=shown.bought,
        source=shown.source,
        sha256=shown.sha256,
    )


def _batch(desk: Desk, shown: Preview, dealer_id: int | None) -> Batch:
    counts = _counts(shown)
    return Batch(
        shown.source,
        shown.sha256,
        desk.now(),
        shown.table.columns,
        encoding=shown.table.encoding,
        dealer_id=dealer_id,
        bought=shown.bought,
        accepted=counts[Outcome.NEW],
        changed=counts[Outcome.CHANGED],
        same=counts[Outcome.SAME],
        held=counts[Outcome.HELD],
    )


def _counts(shown: Preview) -> Counter[Outcome]:
    return Counter(row.outcome for row in shown.rows)
