"""The rows of an import as changes of the book: dealers, model sheets, cars, the batch and the rows that wait."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import next_stock_number
from tui.desk.import_plan import Outcome, RowPlan
from tui.desk.kinds import BATCHES, CARS, DEALERS, HELD_ROWS, SHEETS
from tui.domain.cars import Car, Listed, Milestone
from tui.domain.fields import IDENTITY, SHEET_FACTS
from tui.domain.imports import Batch, HeldRow, HeldState
from tui.domain.models import ModelSheet, sheet_key
from tui.domain.parties import Dealer
from tui.domain.purchases import Offer, Purchase
from tui.domain.words import Stage
from tui.store.contract import Change, GiveId, Put

Key = tuple[str, str, str, int | None]


class Writes:
    """Collects the changes of one commit, in which new rows point at one another."""

    def __init__(self, desk: Desk, give_id: GiveId, bought: date | None) -> None:
        self._desk = desk
        self._give_id = give_id
        self._bought = bought
        self._dealers = {dealer.name.casefold(): dealer.id for dealer in desk.store.all(DEALERS)}
        self._last_number: str | None = None
        self._given_numbers: set[str] = set()
        self.changes: list[Change] = []
        self.car_ids: list[int] = []

    def dealer(self, name: str) -> int | None:
        """The id of a dealer; a new name becomes a new dealer."""
        if not name:
            return None
        known = self._dealers.get(name.casefold())
        if known is None:
            known = self._dealers[name.casefold()] = self._give_id(DEALERS)
            self.changes.append(Put(DEALERS, Dealer(name, id=known)))
        return known

    def batch(self, batch: Batch) -> int:
        """Put the batch under a new id."""
        batch_id = self._give_id(BATCHES)
        self.changes.append(Put(BATCHES, msgspec.structs.replace(batch, id=batch_id)))
        return batch_id

    def cars(self, plans: Sequence[RowPlan], batch_id: int, typed: frozenset[str] = frozenset()) -> None:
        """Put the cars of new and changed rows, their sheets, and end the waiting of the rows they mend.

        ``typed`` are the fields that a person gave and a list may never overwrite.
        """
        wanted = [plan for plan in plans if plan.outcome in {Outcome.NEW, Outcome.CHANGED}]
        self._given_numbers |= {plan.draft.stock_number for plan in wanted}
        sheets = self._sheets(wanted)
        for plan in wanted:
            dealer_id = self.dealer(plan.dealer)
            if plan.outcome is Outcome.NEW:
                car = self._new(plan, dealer_id, batch_id)
            else:
                car = self._changed(plan, dealer_id)
            sheet = sheets.get(_key(car))
            own = {
                name: None
                for name in _facts(plan)
                if sheet is not None and getattr(sheet.specs, name) == getattr(car.specs, name)
            }
            car = msgspec.structs.replace(
                car,
                specs=msgspec.structs.replace(car.specs, **own),
                typed=tuple(dict.fromkeys((*car.typed, *sorted(typed)))),
            )
            self.changes.append(Put(CARS, car))
            self.car_ids.append(car.id)
            if plan.mends is not None:
                self.ended(plan.mends, HeldState.MENDED, car.id)

    def held(self, plans: Sequence[RowPlan], batch_id: int) -> None:
        """Put the rows that are held and do not wait yet; one that mends another takes its place."""
        for plan in plans:
            if plan.outcome is not Outcome.HELD or plan.waiting is not None:
                continue
            problems = tuple(reason.problem for reason in plan.reasons)
            row = HeldRow(
                batch_id, plan.number, plan.cells, problems, plan.fingerprint, dealer_id=self.dealer(plan.dealer)
            )
            self.changes.append(Put(HELD_ROWS, row))
            if plan.mends is not None:
                self.ended(plan.mends, HeldState.DISMISSED, None)

    def ended(self, held_id: int, state: HeldState, car_id: int | None) -> None:
        """End the waiting of a held row."""
        row = self._desk.store.get(HELD_ROWS, held_id)
        if row is not None and row.state is HeldState.WAITING:
            self.changes.append(Put(HELD_ROWS, msgspec.structs.replace(row, state=state, car_id=car_id)))

    def _sheets(self, plans: Sequence[RowPlan]) -> dict[Key, ModelSheet]:
        """The sheets after this import: what a sheet says already stays, what it lacks comes from most of the rows."""
        rows: dict[Key, list[RowPlan]] = defaultdict(list)
        for plan in plans:
            rows[_key(plan.draft)].append(plan)
        found: dict[Key, ModelSheet] = {}
        for key, group in rows.items():
            car = group[0].draft
            known = self._desk.sheet_of(car)
            sheet = known or ModelSheet(car.make, car.model, car.trim, car.model_year)
            facts = {
                name: _most(plan.values[name] for plan in group if name in _facts(plan))
                for name in sorted({name for plan in group for name in _facts(plan)})
                if getattr(sheet.specs, name) is None and name not in sheet.typed
            }
            if facts:
                sheet = msgspec.structs.replace(sheet, specs=msgspec.structs.replace(sheet.specs, **facts))
                self.changes.append(Put(SHEETS, sheet))
            if facts or known:
                found[key] = sheet
        return found

    def _new(self, plan: RowPlan, dealer_id: int | None, batch_id: int) -> Car:
        car = plan.draft
        offer = car.offer or Offer()
        offer = msgspec.structs.replace(offer, listed_on=offer.listed_on or self._desk.today)
        return msgspec.structs.replace(
            car,
            id=self._give_id(CARS),
            stock_number=car.stock_number or self._stock_number(),
            dealer_id=dealer_id,
            offer=offer,
            purchases=self._purchases(offer, dealer_id),
            milestones=(Milestone(Stage.LISTED, self._desk.today),),
            listed=Listed(batch_id, plan.number),
        )

    def _changed(self, plan: RowPlan, dealer_id: int | None) -> Car:
        """The known car with what differs; a new price or voucher makes it an offer of today."""
        fields = {change.field for change in plan.changes}
        car = plan.draft
        if car.offer and "listed_on" not in plan.values and fields & {"price", "invoice_kind", "invoice_rate"}:
            car = msgspec.structs.replace(car, offer=msgspec.structs.replace(car.offer, listed_on=self._desk.today))
        if "dealer" in fields:
            car = msgspec.structs.replace(car, dealer_id=dealer_id)
        if "bought_on" in fields:
            car = msgspec.structs.replace(
                car, purchases=(*car.purchases, *self._purchases(car.offer or Offer(), car.dealer_id))
            )
        return car

    def _purchases(self, offer: Offer, dealer_id: int | None) -> tuple[Purchase, ...]:
        if self._bought is None:
            return ()
        return (Purchase(self._bought, offer.price, offer.invoice_kind, offer.invoice_rate, dealer_id=dealer_id),)

    def _stock_number(self) -> str:
        """The next number that neither the book nor this list has given."""
        number = next_stock_number(self._desk, self._last_number)
        while number in self._given_numbers:
            number = next_stock_number(self._desk, number)
        self._last_number = number
        return number


def _facts(plan: RowPlan) -> tuple[str, ...]:
    """The facts of a model that a row says; of a known car that stays on its sheet only those that differ."""
    changed = {change.field for change in plan.changes}
    if plan.outcome is Outcome.CHANGED and not changed & set(IDENTITY):
        return tuple(name for name in plan.values if name in SHEET_FACTS and name in changed)
    return tuple(name for name in plan.values if name in SHEET_FACTS and plan.values[name] is not None)


def _key(car: Car) -> Key:
    return sheet_key(car.make, car.model, car.trim, car.model_year)


def _most(values: Iterator[Any]) -> Any:
    """The value that most rows give; of equals the first."""
    return Counter(values).most_common(1)[0][0]
