"""What comes after buying a car: the invoice when it is there, red letters, and the money that the dealer gets.

Buying itself is in ``editing.preview_buy``. Everything here is a preview first, one commit after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import (
    CarEdit,
    EditPreview,
    FieldChange,
    invoice_shared,
    name_of,
    preview_buy,
    purchase_problems,
    refuse,
)
from tui.desk.kinds import CARS, CLAIMS
from tui.domain.cars import Car
from tui.domain.claims import OVER
from tui.domain.drafts import check_car
from tui.domain.money import Money
from tui.domain.problems import Problem, Severity
from tui.domain.purchases import Paid, Purchase, Voucher, payment_problems

ONE_CAR_ONLY = frozenset({"invoice_number", "price"})
"""Fields of an invoice that are one car's own: several cars at once take them from nobody."""


def preview_invoice(
    desk: Desk, cars: Sequence[Car], values: Mapping[str, Any], *, dealer_id: int | None = None
) -> EditPreview:
    """What setting fields of the standing purchase would do; None takes a value away. Raises DraftRefused.

    A red letter follows the invoice it corrects when that one's number is changed.
    """
    if len(cars) > 1 and (shared := [name for name in values if name == "invoice_number" and values[name]]):
        refuse([Problem("invoice_for_many", shared[0], {"cars": str(len(cars))})], confirm=True)
    edits = []
    for car in (desk.store.get(CARS, one.id) or one for one in cars):
        before = _standing(car).invoice
        after = _changed(before, values, dealer_id)
        found = [*purchase_problems(desk, car, after), *invoice_shared(desk, car, after, cars), *_dates(desk, after)]
        found += _claimed(desk, car, before, after)
        whole = tuple(_renumbered(one, before, after) for one in car.purchases)
        new = msgspec.structs.replace(car, purchases=whole)
        voucher = new.voucher
        if voucher is not None and (owed := voucher.owed) is not None and owed.amount < 0:
            paid, gross = voucher.paid or owed, voucher.gross or owed
            found.append(Problem("payment_over_due", "price", {"amount": str(paid.amount), "due": str(gross.amount)}))
        found += [one for one in check_car(new, desk.specs_of(new), desk.today) if one.field == "bought_on"]
        changes = tuple(
            FieldChange(name, getattr(before, name), getattr(after, name))
            for name in Purchase.__struct_fields__
            if getattr(before, name) != getattr(after, name)
        )
        edits.append(CarEdit(car, new, changes, tuple(found)))
    return EditPreview(tuple(edits), desk.store.revision)


def preview_red_letter(desk: Desk, cars: Sequence[Car], texts: Sequence[tuple[str, str]]) -> EditPreview:
    """What a red-letter invoice would do: of the whole amount when none is said. Raises DraftRefused."""
    number = _standing(cars[0]).invoice.invoice_number if len(cars) == 1 else ""
    said = dict(texts)
    if not said.get("red_letter_of", "").strip():
        said["red_letter_of"] = number
    if not said["red_letter_of"].strip():
        refuse([Problem("red_letter_without_number", "red_letter_of")], confirm=True)
    return preview_buy(desk, cars, list(said.items()))


def preview_payment(desk: Desk, cars: Sequence[Car], amount: Money | None, on: date, note: str = "") -> EditPreview:
    """What paying the dealer would record, for each car ``amount``, or all that is left of it when None.

    Raises DraftRefused for a car that was not bought.
    """
    edits = []
    for car in (desk.store.get(CARS, one.id) or one for one in cars):
        voucher = _standing(car)
        left = _left(voucher)
        payment = Paid(on, amount if amount is not None else left or Money.of(0, "CNY"), note)
        found = list(payment_problems(voucher, payment))
        new = car if found else _paid(car, voucher, payment)
        found += _day_of_payment(desk, voucher, on, amount)
        change = FieldChange("payments", _sum(voucher), _sum(new.voucher))
        edits.append(CarEdit(car, new, (change,), tuple(found)))
    return EditPreview(tuple(edits), desk.store.revision)


def _paid(car: Car, voucher: Voucher, payment: Paid) -> Car:
    paid = msgspec.structs.replace(voucher.invoice, payments=(*voucher.invoice.payments, payment))
    whole = tuple(paid if one is voucher.invoice else one for one in car.purchases)
    return msgspec.structs.replace(car, purchases=whole)


def _day_of_payment(desk: Desk, voucher: Voucher, on: date, amount: Money | None) -> Sequence[Problem]:
    bought = voucher.invoice.bought_on
    if on > desk.today:
        return [Problem("claim_day_to_come", "paid_on", {"on": on.isoformat()})]
    if on < bought and amount is not None:
        days = {"on": on.isoformat(), "bought": bought.isoformat()}
        return [Problem("paid_before_bought", "paid_on", days, Severity.WARNING)]
    return []


def invoice_values(car: Car) -> Mapping[str, object]:
    """The fields of the standing purchase, by name. Raises DraftRefused for a car that was not bought."""
    invoice = _standing(car).invoice
    return {name: getattr(invoice, name) for name in Purchase.__struct_fields__}


def left_of(cars: Sequence[Car]) -> Money | None:
    """What the dealer is still to get for each of the cars; None where they differ or it is not known."""
    found = {(left.amount, left.currency) for car in cars if (left := _left(car.voucher)) is not None}
    return Money(*found.pop()) if len(found) == 1 else None


def _left(voucher: Voucher | None) -> Money | None:
    if voucher is None or voucher.gross is None or voucher.paid is None:
        return None
    return voucher.gross - voucher.paid


def _standing(car: Car) -> Voucher:
    voucher = car.voucher
    if voucher is None:
        refuse([Problem("not_bought", "purchases", {"car": name_of(car)})], confirm=True)
        raise AssertionError  # pragma: no cover - refuse has raised
    return voucher


def _changed(before: Purchase, values: Mapping[str, Any], dealer_id: int | None) -> Purchase:
    blank = Purchase(before.bought_on)
    given = {name: getattr(blank, name) if value is None else value for name, value in values.items()}
    if dealer_id is not None:
        given["dealer_id"] = dealer_id
    return msgspec.structs.replace(before, **given)


def _renumbered(one: Purchase, before: Purchase, after: Purchase) -> Purchase:
    if one is before:
        return after
    if before.invoice_number and one.red_letter_of == before.invoice_number:
        return msgspec.structs.replace(one, red_letter_of=after.invoice_number)
    return one


def _dates(desk: Desk, purchase: Purchase) -> Sequence[Problem]:
    day = purchase.invoice_date
    if day is not None and day > desk.today:
        return [Problem("claim_day_to_come", "invoice_date", {"on": day.isoformat()})]
    return []


def _claimed(desk: Desk, car: Car, before: Purchase, after: Purchase) -> Sequence[Problem]:
    """A claim keeps the figures of its day: a change of them afterwards wants a word."""
    figures = ("price", "invoice_kind", "invoice_rate", "invoice_number")
    if all(getattr(before, name) == getattr(after, name) for name in figures):
        return []
    numbers = [
        claim.number
        for claim in desk.store.all(CLAIMS)
        if claim.step not in OVER and any(line.car_id == car.id for line in claim.lines)
    ]
    return [Problem("invoice_claimed", "invoice_number", {"number": one}, Severity.CONFIRM) for one in numbers]


def _sum(voucher: Voucher | None) -> Money | None:
    return voucher.paid if voucher is not None and voucher.invoice.payments else None
