"""What the declaration has to tell of the cars beside their code: filled in where the book knows it, else left open."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from tui.i18n.translator import N_
from tui.reports import columns as car_columns
from tui.reports.paper import Cell, Code, Entries, Entry, Listing, Text, Word, code, figure, phrase
from tui.reports.phrases import SEMICOLON, places, word
from tui.reports.summary import CarLine, ShipmentSummary

_KW_OF_HP = Decimal("0.73549875")
"""One metric horsepower in kilowatts."""


def _power(car: CarLine) -> Cell:
    if car.power_hp is None:
        return None
    return figure((car.power_hp * _KW_OF_HP).quantize(Decimal(1), ROUND_HALF_UP), grouped=False)


_KNOWN: dict[str, Callable[[CarLine], Cell]] = {
    "seats": lambda car: figure(car.seats, grouped=False),
    "brand": car_columns.make,
    "filed_model": lambda car: Text(car.model),
    "power_kw": _power,
    "displacement_ml": lambda car: figure(car.engine_cc, grouped=False),
    "engine_type": lambda car: word(car.fuel),
    "battery_kwh": lambda car: figure(car.battery_kwh, grouped=False),
}


def elements_section(summary: ShipmentSummary) -> Entries:
    """One entry for cars of which the same is declared; what nobody knows is a dash."""
    alike: dict[tuple[object, ...], list[CarLine]] = {}
    for car in summary.cars:
        if car.elements:
            alike.setdefault(_declared(car), []).append(car)
    entries = tuple(
        Entry(
            phrase("HS code {code}: {elements}", code=code(cars[0].hs_code), elements=_said(cars[0])),
            Code(places([car.item for car in cars])),
        )
        for cars in alike.values()
    )
    return Entries(N_("DECLARATION ELEMENTS"), entries, N_("Cannot tell without the powertrain."))


def _declared(car: CarLine) -> tuple[object, ...]:
    """What decides how the elements of a car read."""
    figures = (car.seats, car.power_hp, car.engine_cc, car.battery_kwh)
    return (car.hs_code, car.elements, car.make, car.model, car.fuel, *figures)


def _said(car: CarLine) -> Cell:
    return Listing(
        tuple(
            phrase("{name}: {value}", name=Word(one.code, one.title), value=_KNOWN.get(one.code, _open)(car))
            for one in car.elements
        ),
        SEMICOLON,
    )


def _open(_car: CarLine) -> Cell:
    return None
