"""Writes on a car's own record: add, edit, buy, archive, remove. Each is one commit.

Every write is previewed first: the preview holds the new records and all problems, and is what gets written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from tui.desk import references
from tui.desk.context import Desk
from tui.desk.kinds import CARS, SHEETS
from tui.domain import vin
from tui.domain.cars import Car, Milestone
from tui.domain.drafts import check_car
from tui.domain.fields import FIELDS, SHEET_FACTS, FieldValue, Reading, read_fields, value_of, with_values
from tui.domain.models import EMPTY, ModelSheet, difference, inherit
from tui.domain.problems import Problem, Severity
from tui.domain.purchases import Purchase, price_problems, red_letter_problems
from tui.domain.record_fields import PURCHASE, read_record_fields
from tui.domain.words import InvoiceKind, Stage
from tui.errors import DraftRefused, NotFound
from tui.store.contract import Commit, Put, Remove


@dataclass(frozen=True)
class FieldChange:
    """One field of one car, before and after; None is "nothing there"."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class CarEdit:
    """What an edit makes of one car, and what is wrong with the result."""

    before: Car
    after: Car
    changes: tuple[FieldChange, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class EditPreview:
    """An edit of several cars, before it is written."""

    edits: tuple[CarEdit, ...]
    revision: int

    @property
    def changed(self) -> tuple[CarEdit, ...]:
        """The cars that would really change."""
        return tuple(edit for edit in self.edits if edit.changes)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of all cars."""
        return tuple(problem for edit in self.edits for problem in edit.problems)


def reading_of(desk: Desk, *, excel_dates: bool = False) -> Reading:
    """How the desk reads texts: its vocabulary and home currency; numbers in the plain style 1,234.56."""
    return Reading(desk.library.vocabulary, currency=desk.settings.firm.home_currency, excel_dates=excel_dates)


def next_stock_number(desk: Desk, after: str | None = None) -> str:
    """The next free stock number of this year, such as ``26-0043``; ``after`` continues from one just given."""
    prefix = f"{desk.today.year % 100:02d}-"
    numbers = [car.stock_number for car in desk.store.all(CARS)] if after is None else [after]
    counts = [
        int(tail)
        for n in numbers
        if n.startswith(prefix) and (tail := n.removeprefix(prefix)).isascii() and tail.isdigit()
    ]
    return f"{prefix}{max(counts, default=0) + 1:04d}"


def refuse(problems: Iterable[Problem], *, confirm: bool) -> None:
    """Raise DraftRefused when a problem stands in the way; warnings do not, confirmations only without a word."""
    found = tuple(problems)
    bars = {Severity.ERROR} if confirm else {Severity.ERROR, Severity.CONFIRM}
    if any(problem.severity in bars for problem in found):
        raise DraftRefused(found)


def confirmed(car: Car, problems: Iterable[Problem]) -> Car:
    """The car with its VIN marked as confirmed, when a wrong check digit was what had to be confirmed."""
    if any(problem.code == "vin_check_digit" and problem.severity is Severity.CONFIRM for problem in problems):
        return msgspec.structs.replace(car, vin_confirmed=True)
    return car


def add_car(
    desk: Desk, texts: Sequence[tuple[str, str]], *, dealer_id: int | None = None, confirm: bool = False
) -> Car:
    """Add one listed car from ``(field, text)`` pairs; facts its model shares go to the model sheet.

    Raises DraftRefused with every problem when it cannot be kept, or needs a person's word and ``confirm`` is false.
    """
    values, problems = read_fields(texts, reading_of(desk))
    car, more = _with(Car("", ""), values)
    car = msgspec.structs.replace(
        car,
        dealer_id=dealer_id,
        stock_number=car.stock_number or next_stock_number(desk),
        milestones=(Milestone(Stage.LISTED, desk.today), *car.milestones),
        typed=_typed(values),
    )
    car, sheet = settle(desk, car)
    full = inherit(car.specs, sheet.specs if sheet else None)
    found = (*problems, *more, *check_car(car, full, desk.today), *_clashes(desk, car), *maker_hint(desk, car))
    refuse(found, confirm=confirm)
    changes: list[Put[Car] | Put[ModelSheet]] = [Put(CARS, confirmed(car, found))]
    if sheet is not None and sheet.id == 0:
        changes.append(Put(SHEETS, sheet))
    commit = desk.store.commit(changes, why=f"car add {car.vin or car.stock_number}")
    return _stored(desk, commit.ids[0])


def settle(desk: Desk, car: Car) -> tuple[Car, ModelSheet | None]:
    """Leave to the model sheet what it says already; a model without a sheet gets one from this car's facts."""
    sheet = desk.sheet_of(car)
    if sheet is not None:
        return msgspec.structs.replace(car, specs=difference(car.specs, sheet.specs)), sheet
    if not car.make or not car.model:
        return car, None
    typed = tuple(name for name in car.typed if name in SHEET_FACTS)
    new = ModelSheet(car.make, car.model, car.trim, car.model_year, car.specs, typed)
    return msgspec.structs.replace(car, specs=EMPTY), new


def untold(done: int) -> None:
    """Nobody waits to hear how far it is."""


def preview_edit(
    desk: Desk, cars: Sequence[Car], texts: Sequence[tuple[str, str]], tell: Callable[[int], None] = untold
) -> EditPreview:
    """What setting fields would do to each car. Raises DraftRefused when a text cannot be read at all.

    ``tell`` hears how many cars are done before each of them, and may raise to end it.
    """
    values, problems = read_fields(texts, reading_of(desk))
    refuse(problems, confirm=False)
    revision = desk.store.revision  # before any car is read: whatever is written meanwhile is a conflict then
    edits = []
    for done, one in enumerate(cars):
        tell(done)
        car = _latest(desk, one)
        after, more = _with(car, values)
        after = _keeping_facts(desk, car, after)
        changed = [value.field for value in values if value_of(car, value.field) != value_of(after, value.field)]
        after = msgspec.structs.replace(after, typed=tuple(dict.fromkeys((*car.typed, *changed))))
        changes = tuple(FieldChange(name, value_of(car, name), value_of(after, name)) for name in changed)
        found = (*more, *check_car(after, desk.specs_of(after), desk.today), *_clashes(desk, after))
        if {"vin", "make"} & set(changed):
            found = (*found, *maker_hint(desk, after))
        if len(cars) > 1 and any(name in {"vin", "stock_number"} for name in changed):
            found = (*found, Problem("vin_for_many", changed[0]))
        before = check_car(car, desk.specs_of(car), desk.today)
        edits.append(CarEdit(car, after, changes, tuple(p for p in found if p not in before)))
    return EditPreview(tuple(edits), revision)


def apply_edit(desk: Desk, preview: EditPreview, *, confirm: bool = False, why: str = "car edit") -> Commit | None:
    """Write a preview as one commit; None when nothing changes. Raises DraftRefused or Conflict."""
    refuse(preview.problems, confirm=confirm)
    changes = [Put(CARS, confirmed(edit.after, edit.problems)) for edit in preview.changed]
    return desk.store.commit(changes, why=why, expect=preview.revision) if changes else None


def preview_buy(
    desk: Desk, cars: Sequence[Car], texts: Sequence[tuple[str, str]], *, dealer_id: int | None = None
) -> EditPreview:
    """What buying the cars would record: the offer's price and voucher unless the texts say otherwise."""
    values, problems = read_record_fields(texts, PURCHASE, reading_of(desk))
    refuse(problems, confirm=False)
    given = {value.field: value.value for value in values if value.value is not None}
    edits = []
    for car in (_latest(desk, one) for one in cars):
        offer = car.offer
        red = given.get("red_letter_of", "")
        invoice = car.purchase if red else None
        purchase = Purchase(
            bought_on=given.get("bought_on", desk.today),
            price=given.get("price", offer.price if offer and not red else None),
            invoice_kind=invoice.invoice_kind if invoice else given.get("invoice_kind", offer and offer.invoice_kind),
            invoice_rate=invoice.invoice_rate if invoice else given.get("invoice_rate", offer and offer.invoice_rate),
            invoice_number=given.get("invoice_number", ""),
            invoice_date=given.get("invoice_date"),
            dealer_id=dealer_id or car.dealer_id,
            red_letter_of=red,
            note=given.get("note", ""),
            pay_by=given.get("pay_by"),
        )
        found: list[Problem] = []
        if red:
            found += red_letter_problems(car.purchases, purchase)
        else:
            if car.purchase is not None:
                found.append(Problem("bought_already", "purchases", {"bought": str(car.purchase.bought_on)}))
            found += purchase_problems(desk, car, purchase)
        found += invoice_shared(desk, car, purchase, cars)
        if purchase.price is None and not red:
            found.append(Problem("price_missing", "price", {}, Severity.CONFIRM))
        after = msgspec.structs.replace(car, purchases=(*car.purchases, purchase))
        found.extend(p for p in check_car(after, desk.specs_of(after), desk.today) if p.field == "bought_on")
        edits.append(CarEdit(car, after, (FieldChange("purchases", None, purchase),), tuple(found)))
    return EditPreview(tuple(edits), desk.store.revision)


def purchase_problems(desk: Desk, car: Car, purchase: Purchase) -> tuple[Problem, ...]:
    """What to say of a purchase before it is kept: a price nobody pays, and a voucher that brings no rebate."""
    found = price_problems(purchase.price, desk.specs_of(car).guide_price or (car.offer.price if car.offer else None))
    if purchase.invoice_kind not in {None, InvoiceKind.SPECIAL_VAT}:
        found = (*found, Problem("offer_no_rebate", "invoice_kind", {}, Severity.WARNING))
    return found


def invoice_shared(desk: Desk, car: Car, purchase: Purchase, cars: Sequence[Car]) -> tuple[Problem, ...]:
    """A word when the number of a special VAT invoice stands on another car's purchase: a claim takes each once."""
    number = purchase.invoice_number
    if not number or purchase.invoice_kind is not InvoiceKind.SPECIAL_VAT:
        return ()
    together = [one for one in cars if one.id != car.id]
    others = (
        one
        for one in desk.store.all(CARS)
        if one.id != car.id and any(number in {other.invoice_number, other.red_letter_of} for other in one.purchases)
    )
    twin = next(iter(together), None) or next(others, None)
    if twin is None:
        return ()
    params = {"number": number, "car": name_of(twin)}
    return (Problem("purchase_invoice_shared", "invoice_number", params, Severity.CONFIRM),)


def archive(desk: Desk, cars: Sequence[Car], *, back: bool = False) -> Commit | None:
    """Put cars away, or take them ``back``; they keep everything and leave the lists."""
    latest = [_latest(desk, car) for car in cars]
    changes = [Put(CARS, msgspec.structs.replace(car, archived=not back)) for car in latest if car.archived is back]
    why = "car archive --back" if back else "car archive"
    return desk.store.commit(changes, why=why, expect=desk.store.revision) if changes else None


def remove(desk: Desk, cars: Sequence[Car]) -> Commit | None:
    """Take cars out of the book. Raises DraftRefused naming what points at one: nothing referenced is removed."""
    ids = {car.id: car for car in cars}
    problems = [
        Problem("car_referenced", "car", {"car": name_of(ids[car_id]), "by": by})
        for car_id, by in references.naming(desk)
        if car_id in ids
    ]
    refuse(problems, confirm=False)
    if not cars:
        return None
    return desk.store.commit([Remove(CARS, car.id) for car in cars], why="car remove", expect=desk.store.revision)


def name_of(car: Car) -> str:
    """What people call a car: its VIN, else its stock number, else its make and model."""
    return car.vin or car.stock_number or f"{car.make} {car.model}"


def known_fields() -> tuple[str, ...]:
    """The names ``field=value`` takes for a car."""
    return tuple(FIELDS)


def _with(car: Car, values: Sequence[FieldValue]) -> tuple[Car, tuple[Problem, ...]]:
    try:
        return with_values(car, values), ()
    except ValueError:
        return car, (Problem("deal_without_destination", "destination"),)


def _latest(desk: Desk, car: Car) -> Car:
    """The car as the book has it now: a change is made on that, whatever picture the caller had."""
    return desk.store.get(CARS, car.id) or car


def _keeping_facts(desk: Desk, before: Car, after: Car) -> Car:
    """Take the facts of the old model sheet along when a corrected name or year leads to a model without a sheet."""
    old = desk.sheet_of(before)
    if old is None or desk.sheet_of(after) is not None:
        return after
    return msgspec.structs.replace(after, specs=inherit(after.specs, old.specs))


def _typed(values: Sequence[FieldValue]) -> tuple[str, ...]:
    return tuple(value.field for value in values)


def maker_hint(desk: Desk, car: Car) -> tuple[Problem, ...]:
    """A word when the VIN's maker code is usually another make's: worth a look, never in the way."""
    makes = vin.makers(car.vin, desk.library.makers) if car.vin else ()
    if not makes or car.make in makes or (car.make and car.make not in desk.library.makes):
        return ()
    names = ", ".join(desk.library.makes[make].name(desk.language) for make in makes if make in desk.library.makes)
    return (Problem("maker_differs", "make", {"code": (car.vin or "")[:3], "makes": names}, Severity.WARNING),)


def _clashes(desk: Desk, car: Car) -> tuple[Problem, ...]:
    found = []
    if car.vin and (other := desk.car_by_vin(car.vin)) and other.id != car.id:
        found.append(Problem("vin_known", "vin", {"vin": car.vin, "car": other.stock_number or str(other.id)}))
    if car.stock_number and (other := desk.car_by_stock_number(car.stock_number)) and other.id != car.id:
        found.append(Problem("stock_number_known", "stock_number", {"value": car.stock_number}))
    return tuple(found)


def _stored(desk: Desk, car_id: int) -> Car:
    car = desk.store.get(CARS, car_id)
    if car is None:  # pragma: no cover - the commit has just put it there
        raise NotFound("car_not_found", name=str(car_id))
    return car
