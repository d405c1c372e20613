"""A quote for a buyer: the cars, what they are, his price; never what they cost us, from whom, or a rebate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import SALES
from tui.domain.cars import Car
from tui.domain.money import Money, total
from tui.domain.parties import Party
from tui.domain.problems import Problem
from tui.domain.sales import Sale, SaleState
from tui.errors import DraftRefused

_STANDS = frozenset({SaleState.OFFERED, SaleState.RESERVED, SaleState.AGREED})


class QuoteLine(msgspec.Struct, frozen=True):
    """One car as the buyer reads it."""

    stock_number: str
    vin: str | None
    make: str
    model: str
    trim: str
    model_year: int | None
    colour: str
    first_registration: str
    odometer_km: int | None
    powertrain: str | None
    engine_cc: int | None
    power_hp: str
    battery_kwh: str
    seats: int | None
    steering: str | None
    price: Money | None


class QuoteSheet(msgspec.Struct, frozen=True):
    """The whole quote. ``valid_until`` is the earliest day on which an offer in it ends."""

    buyer: str
    country: str | None
    made_on: date
    valid_until: date | None
    lines: tuple[QuoteLine, ...]
    totals: tuple[Money, ...]


def quote_sheet(desk: Desk, cars: Sequence[Car], buyer: Party, language: str) -> QuoteSheet:
    """The quote of cars for a buyer, at the prices of his standing sales.

    Raises DraftRefused where a car has no price for him: a quote without a price, or at another buyer's, is none.
    """
    sales = {sale.car_id: sale for sale in desk.store.all(SALES) if _stands(desk, sale, buyer)}
    bare = [car for car in cars if car.id not in sales or sales[car.id].price is None]
    if bare:
        raise DraftRefused(
            tuple(
                Problem("quote_without_price", "price", {"car": car.vin or car.stock_number, "buyer": buyer.name})
                for car in bare
            )
        )
    days = [sale.valid_until for car in cars if (sale := sales[car.id]).valid_until is not None]
    lines = tuple(_line(desk, car, sales[car.id], language) for car in cars)
    prices = [line.price for line in lines if line.price is not None]
    known = [day for day in days if day is not None]
    return QuoteSheet(buyer.name, buyer.country, desk.today, min(known, default=None), lines, total(prices))


def _stands(desk: Desk, sale: Sale, buyer: Party) -> bool:
    return sale.party_id == buyer.id and sale.state(desk.today) in _STANDS


def _line(desk: Desk, car: Car, sale: Sale, language: str) -> QuoteLine:
    specs = desk.specs_of(car)
    make = desk.library.makes.get(car.make)
    return QuoteLine(
        car.stock_number,
        car.vin,
        make.name(language) if make else car.make,
        car.model,
        car.trim,
        car.model_year,
        car.colour,
        str(car.first_registration) if car.first_registration else "",
        car.odometer_km,
        specs.powertrain,
        specs.engine_cc,
        str(specs.power_hp) if specs.power_hp is not None else "",
        str(specs.battery_kwh) if specs.battery_kwh is not None else "",
        specs.seats,
        specs.steering,
        sale.price,
    )
