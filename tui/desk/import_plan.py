"""What becomes of each row of a list: new, changed, same or held; nothing is written here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import confirmed
from tui.desk.kinds import DEALERS, HELD_ROWS
from tui.domain import fields
from tui.domain.cars import Car
from tui.domain.drafts import check_car
from tui.domain.fields import FIELDS, FieldValue, Place
from tui.domain.imports import HeldRow, HeldState
from tui.domain.models import Specs, inherit
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Problem, Severity
from tui.domain.values import folded
from tui.sheets.dialect import Recognised
from tui.sheets.rows import HeldReason, RowReader, RowReading, fingerprint, kept_cells
from tui.sheets.table import Row

_MARK = re.compile(r"#([0-9a-f]{12})\s*$")
MARK_LENGTH = 12


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    HELD = "held"


class Change(msgspec.Struct, frozen=True):
    """One field of a known car that the list says otherwise; dealers by name. None: nothing there."""

    field: str
    old: Any
    new: Any


class RowPlan(msgspec.Struct, frozen=True):
    """One row and what becomes of it.

    ``draft`` is the car as the row alone makes it, or the known car with the changes in their places; ids of dealers,
    sheets and batch are not in it yet. ``waiting`` is the id of the identical row that waits already, ``mends`` the id
    of the waiting row of which this one is the mended form.
    """

    number: int
    outcome: Outcome
    draft: Car
    values: dict[str, Any]
    cells: dict[str, str]
    fingerprint: str
    dealer: str = ""
    changes: tuple[Change, ...] = ()
    reasons: tuple[HeldReason, ...] = ()
    warnings: tuple[HeldReason, ...] = ()
    waiting: int | None = None
    mends: int | None = None
    car_id: int | None = None

    @property
    def vin(self) -> str:
        """The row's VIN as far as it could be read."""
        return self.draft.vin or ""


class Mending(msgspec.Struct, frozen=True):
    """A person's word on one row: the fields they decided, whether the VIN is right, whether it is still to come."""

    fields: frozenset[str] = frozenset()
    confirm: bool = False
    without_vin: bool = False


class Planner:
    """Plans the rows of one list against the book as it stands."""

    def __init__(
        self,
        desk: Desk,
        reader: RowReader,
        columns: Sequence[str],
        recognised: Recognised,
        dealer: str,
        bought: date | None,
        mending: Mending | None = None,
    ) -> None:
        self._desk = desk
        self._reader = reader
        self._columns = columns
        self._recognised = recognised
        self._dealer = dealer
        self._bought = bought
        self._mending = mending
        self._word = mending or Mending()
        held = desk.store.all(HELD_ROWS)
        self._held = {row.fingerprint: row for row in held}
        self._marked = {row.fingerprint[:MARK_LENGTH]: row for row in held if row.state is HeldState.WAITING}
        self._first: dict[str, int] = {}
        self._stock_numbers: set[str] = set()
        self._again: Counter[str] = Counter()

    def plan(self, row: Row) -> RowPlan:
        """Plan one row; rows are to come in the order of the file."""
        read = self._reader.read(row.number, row.cells)
        mark = _MARK.search(read.reason_text)
        mends = self._marked.get(mark[1]) if mark else None
        dealer = self._dealer_of(read, mends)
        said = fingerprint(dealer, read.texts, 0)
        again = self._again[said]
        self._again[said] += 1
        said = fingerprint(dealer, read.texts, again)
        known = self._desk.car_by_vin(read.values.get("vin") or "")
        changes = tuple(self._changes(known, read, dealer)) if known and not known.archived else ()
        draft, misplaced = self._draft(read, known, changes)
        reasons = [*read.reasons, *self._reasons(row, self._vin_problems(read, known))]
        reasons += self._reasons(row, misplaced)
        if known is not None:
            reasons += self._reasons(row, self._conflicts(known, changes))
        wrong = tuple(self._wrong(draft, known, reasons))
        if self._word.confirm:
            draft = confirmed(draft, wrong)
            wrong = tuple(problem for problem in wrong if problem.severity is not Severity.CONFIRM)
        reasons += self._reasons(row, wrong)
        held = tuple(reason for reason in reasons if reason.problem.severity is not Severity.WARNING)
        outcome = Outcome.SAME if known else Outcome.NEW
        if held or changes:
            outcome = Outcome.HELD if held else Outcome.CHANGED
        plan = RowPlan(
            row.number,
            outcome,
            draft,
            read.values,
            kept_cells(self._columns, self._recognised.matches, row.cells),
            said,
            dealer,
            changes=changes,
            reasons=held,
            warnings=tuple(reason for reason in reasons if reason.problem.severity is Severity.WARNING),
            mends=mends.id if mends else None,
            car_id=known.id if known else None,
        )
        return self._settled(plan, row, self._held.get(said))

    def _dealer_of(self, read: RowReading, mends: HeldRow | None) -> str:
        """The dealer that was asked for, else the row's, else that of the row it mends."""
        if self._dealer or read.dealer:
            return self._dealer or read.dealer
        kept = self._desk.store.get(DEALERS, mends.dealer_id) if mends and mends.dealer_id else None
        return kept.name if kept else ""

    def _draft(self, read: RowReading, known: Car | None, changes: Sequence[Change]) -> tuple[Car, tuple[Problem, ...]]:
        """The row's values on an empty car, or what differs on the known one."""
        names = {change.field for change in changes}
        said = [
            FieldValue(name, value)
            for name, value in read.values.items()
            if known is None or name in names or (name in fields.SHEET_FACTS and names & set(fields.IDENTITY))
        ]
        base = known or Car("", "")
        try:
            return fields.with_values(base, said), ()
        except ValueError:
            plain = [value for value in said if FIELDS[value.field].place is not Place.DEAL]
            return fields.with_values(base, plain), (Problem("deal_without_destination", "destination"),)

    def _vin_problems(self, read: RowReading, known: Car | None) -> Iterator[Problem]:
        """What only a list can get wrong: no VIN, one that stood above, an archived car's, a taken stock number."""
        vin = read.values.get("vin")
        unread = any(reason.problem.field == "vin" for reason in read.reasons)
        if not vin and not unread and not self._word.without_vin:
            yield Problem("vin_missing", "vin")
        if vin:
            first = self._first.setdefault(vin, read.number)
            if first != read.number:
                yield Problem("vin_duplicate", "vin", {"vin": vin, "first": str(first)})
        if known is not None and known.archived:
            yield Problem("vin_archived", "vin", {"vin": known.vin or "", "car": known.stock_number or str(known.id)})
        if number := read.values.get("stock_number"):
            other = self._desk.car_by_stock_number(number)
            taken = number.casefold() in self._stock_numbers
            self._stock_numbers.add(number.casefold())
            if taken or (other and (known is None or other.id != known.id)):
                yield Problem("stock_number_known", "stock_number", {"value": number})

    def _wrong(self, draft: Car, known: Car | None, reasons: Sequence[HeldReason]) -> Iterator[Problem]:
        """What is wrong with the resulting car, without what was wrong before or could not be read at all."""
        sheet = self._desk.sheet_of(draft)
        problems = check_car(draft, inherit(draft.specs, sheet.specs if sheet else None), self._desk.today)
        before = check_car(known, self._desk.specs_of(known), self._desk.today) if known else ()
        unread = {reason.problem.field for reason in reasons}
        for problem in problems:
            if problem not in before and not (problem.code.endswith("_missing") and problem.field in unread):
                yield problem

    def _settled(self, plan: RowPlan, row: Row, before: HeldRow | None) -> RowPlan:
        """An identical row that was mended or dismissed counts as same; one that waits goes on waiting, once."""
        if before is None or self._mending is not None:
            return plan
        if before.state is not HeldState.WAITING:
            car_id = before.car_id or plan.car_id
            return msgspec.structs.replace(plan, outcome=Outcome.SAME, reasons=(), changes=(), car_id=car_id)
        reasons = plan.reasons or tuple(self._reasons(row, before.problems))
        return msgspec.structs.replace(plan, outcome=Outcome.HELD, changes=(), reasons=reasons, waiting=before.id)

    def _changes(self, known: Car, read: RowReading, dealer_name: str) -> Iterator[Change]:
        specs = self._desk.specs_of(known)
        for name, new in read.values.items():
            old = held_value(known, specs, name)
            if name not in {"vin", "vin_confirmed"} and new is not None and not _agree(old, new):
                yield Change(name, old, new)
        if dealer_name and not known.purchases:
            dealer = self._desk.store.get(DEALERS, known.dealer_id) if known.dealer_id else None
            if dealer is None or dealer.name.casefold() != dealer_name.casefold():
                yield Change("dealer", dealer.name if dealer else None, dealer_name)
        if self._bought is not None and known.purchase is None:
            yield Change("bought_on", None, self._bought)

    def _conflicts(self, known: Car, changes: Sequence[Change]) -> Iterator[Problem]:
        """Fields that a person typed, on the car or on its sheet, and the list says otherwise."""
        sheet = self._desk.sheet_of(known)
        for change in changes:
            name = change.field
            from_sheet = (
                sheet is not None
                and name in fields.SHEET_FACTS
                and name in sheet.typed
                and getattr(known.specs, name) is None
            )
            if (name in known.typed or from_sheet) and name not in self._word.fields:
                params = {"mine": shown(change.old), "theirs": shown(change.new)}
                yield Problem("field_conflict", name, params)

    def _reasons(self, row: Row, problems: Collection[Problem] | Iterator[Problem]) -> list[HeldReason]:
        found = []
        for problem in problems:
            column = self._reader.column_of(problem.field)
            place = self._columns.index(column) if column in self._columns else None
            found.append(HeldReason(row.number, column, row.cells[place].text if place is not None else "", problem))
        return found


def held_value(car: Car, specs: Specs, name: str) -> object:
    """What the book says of a field: the car's own value, or what it inherits."""
    if FIELDS[name].place is Place.SPECS:
        value: object = getattr(specs, name)
    else:
        value = fields.value_of(car, name)
    return None if value == "" else value


def shown(value: object) -> str:
    """A value as plain text for the blanks of a sentence: ISO dates, plain figures, codes."""
    match value:
        case None:
            return ""
        case True | False:
            return "yes" if value else "no"
        case tuple():
            return ", ".join(str(part) for part in value)
        case Money():
            return f"{value.amount} {value.currency}"
        case _:
            return str(value)


def _agree(old: object, new: object) -> bool:
    """Whether the list says nothing new: equal, equal but for case and width, or a date that is only less exact."""
    if isinstance(old, str) and isinstance(new, str):
        return folded(old).casefold() == folded(new).casefold()
    if isinstance(old, PartialDate) and isinstance(new, PartialDate):
        return new.earliest <= old.earliest and old.latest <= new.latest
    return old == new
