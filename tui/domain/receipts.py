"""Money that comes in from buyers abroad, and which cars and shipments it is for.

The refund of a car follows its money: the rule asks for receipts by 30 April of the year after the export.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import msgspec

from tui.domain.money import Money
from tui.domain.problems import Problem


class Allocation(msgspec.Struct, frozen=True, omit_defaults=True):
    """The part of a receipt that is for one car."""

    car_id: int
    amount: Money


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """One incoming payment, in the currency the bank received; ``reference`` is the bank's."""

    on: date
    amount: Money
    party_id: int | None = None
    shipment_id: int | None = None
    reference: str = ""
    allocations: tuple[Allocation, ...] = ()
    note: str = ""
    id: int = 0

    @property
    def unallocated(self) -> Money:
        """What is not for any car yet."""
        return self.amount - sum_of((part.amount for part in self.allocations), self.amount.currency)


class Settlement(msgspec.Struct, frozen=True):
    """What a car brings against what has come in for it; amounts in the currency of the sale.

    ``other`` are receipts in other currencies: they are shown and never added without a rate.
    """

    due: Money
    received: Money
    other: tuple[Money, ...] = ()

    @property
    def outstanding(self) -> Money:
        """What is still to come; zero when more came in than was due."""
        left = self.due - self.received
        return left if left.amount > 0 else Money.of(0, self.due.currency)

    @property
    def complete(self) -> bool:
        """Whether all of it has come in."""
        return self.received.amount >= self.due.amount


def sum_of(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts of one currency; zero for none."""
    return sum(amounts, Money.of(0, currency))


def settle(price: Money, car_id: int, receipts: Iterable[Receipt], until: date) -> Settlement:
    """What had come in for a car by a day."""
    own: list[Money] = []
    other: list[Money] = []
    for receipt in receipts:
        if receipt.on > until:
            continue
        for part in receipt.allocations:
            if part.car_id == car_id:
                (own if part.amount.currency == price.currency else other).append(part.amount)
    return Settlement(price, sum_of(own, price.currency), tuple(other))


def spread(receipt: Receipt, open_amounts: Mapping[int, Money]) -> Receipt:
    """Give a receipt to cars in order, each up to what is open for it; the rest stays unallocated."""
    left = receipt.unallocated
    parts = list(receipt.allocations)
    for car_id, wanted in open_amounts.items():
        if left.amount <= 0 or wanted.currency != left.currency or wanted.amount <= 0:
            continue
        part = min(left.amount, wanted.amount)
        parts.append(Allocation(car_id, Money(part, left.currency)))
        left -= Money(part, left.currency)
    return msgspec.structs.replace(receipt, allocations=tuple(parts))


def receipt_problems(receipt: Receipt, others: Iterable[Receipt]) -> tuple[Problem, ...]:
    """What is wrong with a receipt: a figure that is not positive, more given out than came in, one entered twice."""
    found: list[Problem] = []
    if receipt.amount.amount <= 0:
        found.append(Problem("receipt_not_positive", "amount", {"amount": str(receipt.amount.amount)}))
    if any(part.amount.currency != receipt.amount.currency for part in receipt.allocations):
        found.append(Problem("receipt_currency", "allocations", {"currency": receipt.amount.currency}))
    elif receipt.unallocated.amount < 0:
        over = -receipt.unallocated.amount
        found.append(Problem("receipt_overallocated", "allocations", {"over": str(over)}))
    if any(part.amount.amount <= Decimal(0) for part in receipt.allocations):
        found.append(Problem("allocation_not_positive", "allocations", {}))
    twin = next(
        (
            one
            for one in others
            if receipt.reference and one.id != receipt.id and one.reference.casefold() == receipt.reference.casefold()
        ),
        None,
    )
    if twin is not None:
        found.append(Problem("receipt_twice", "reference", {"reference": receipt.reference, "on": str(twin.on)}))
    return tuple(found)
