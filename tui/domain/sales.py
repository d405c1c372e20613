"""Selling a car: offered, reserved, agreed with a buyer abroad, at a price in a currency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from tui.domain.money import Money
from tui.domain.problems import Problem, Severity


class SaleState(StrEnum):
    """How far a sale has come."""

    OFFERED = "offered"
    RESERVED = "reserved"
    AGREED = "agreed"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class Sale(msgspec.Struct, frozen=True, omit_defaults=True):
    """One car for one buyer. ``deposit`` is what is to come first; what has come in is in the receipts.

    ``valid_until`` is the last day of an offer or a reservation.
    """

    car_id: int
    party_id: int
    price: Money | None = None
    deposit: Money | None = None
    offered_on: date | None = None
    reserved_on: date | None = None
    agreed_on: date | None = None
    valid_until: date | None = None
    cancelled_on: date | None = None
    balance_due: date | None = None
    proforma_number: str = ""
    note: str = ""
    id: int = 0

    def state(self, on: date) -> SaleState:
        """How far it had come on a day."""
        if self.cancelled_on is not None and self.cancelled_on <= on:
            return SaleState.CANCELLED
        if self.agreed_on is not None:
            return SaleState.AGREED
        if self.valid_until is not None and self.valid_until < on:
            return SaleState.LAPSED
        return SaleState.RESERVED if self.reserved_on is not None else SaleState.OFFERED


STANDING = frozenset({SaleState.OFFERED, SaleState.RESERVED, SaleState.AGREED})
_FIRMNESS = {SaleState.AGREED: 2, SaleState.RESERVED: 1, SaleState.OFFERED: 0}


def standing_sale(sales: Iterable[Sale], car_id: int, on: date) -> Sale | None:
    """The firmest sale of a car that stands on a day, the newest of equals."""
    found = [sale for sale in sales if sale.car_id == car_id and sale.state(on) in STANDING]
    return max(found, key=lambda sale: (_FIRMNESS[sale.state(on)], sale.id), default=None)


def price_problems(price: Money, in_home: Money, cost: Money) -> tuple[Problem, ...]:
    """A word about a selling price that is far off what the car was bought for; all but ``price`` in home currency."""
    if cost.amount <= 0 or cost.amount * _LEAST <= in_home.amount <= cost.amount * _MOST:
        return ()
    params = {"amount": f"{price.amount:,} {price.currency}", "cost": f"{cost.amount:,} {cost.currency}"}
    return (Problem("sale_price_odd", "price", params, Severity.CONFIRM),)


_LEAST, _MOST = Decimal("0.3"), Decimal(5)


def sale_problems(sale: Sale, others: Iterable[Sale], on: date) -> tuple[Problem, ...]:
    """What is wrong with a sale: figures that are not positive, a deposit over the price, a car promised elsewhere.

    Two offers of one car warn; a second reservation or agreement beside a standing one is an error.
    """
    found: list[Problem] = []
    for field, money in (("price", sale.price), ("deposit", sale.deposit)):
        if money is not None and money.amount <= 0:
            found.append(Problem("sale_not_positive", field, {"amount": str(money.amount)}))
    if sale.price is not None and sale.deposit is not None:
        if sale.price.currency != sale.deposit.currency:
            found.append(Problem("sale_currency", "deposit", {"currency": sale.price.currency}))
        elif sale.deposit.amount > sale.price.amount:
            over = {"deposit": str(sale.deposit.amount), "price": str(sale.price.amount)}
            found.append(Problem("sale_deposit_over_price", "deposit", over))
    if sale.state(on) not in STANDING:
        return tuple(found)
    for other in others:
        if other.id == sale.id or other.car_id != sale.car_id or other.state(on) not in STANDING:
            continue
        promised = SaleState.OFFERED not in {other.state(on), sale.state(on)}
        twice = other.party_id != sale.party_id or promised
        if twice:
            severity = Severity.ERROR if promised else Severity.WARNING
            params = {"party": str(other.party_id), "state": other.state(on).value}
            found.append(Problem("sale_car_promised", "car_id", params, severity))
    return tuple(found)
