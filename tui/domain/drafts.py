"""What is wrong with a car as it would be kept: every problem at once, for forms, ``field=value`` words and lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tui.domain import vin
from tui.domain.cars import Car, milestone_problems
from tui.domain.models import Specs
from tui.domain.problems import Problem, Severity
from tui.domain.words import InvoiceKind, Powertrain

_YEARS_APART = 2
_TOO_CHEAP, _TOO_DEAR = 5, 3
"""A price below a fifth of the guide price or above three times it is most often a slip of 万 or of a column."""


def check_car(car: Car, specs: Specs, today: date) -> tuple[Problem, ...]:
    """All problems of a car with its technical facts (its own over its sheet's) in a fixed order.

    A car without a VIN waits for it: that is no problem here. A wrong check digit is none once it was confirmed.
    """
    found = [*_identity(car), *_dates(car, today), *_facts(car, specs), *_money(car, specs)]
    return (*found, *milestone_problems(car.milestones))


def _identity(car: Car) -> Iterator[Problem]:
    if not car.make:
        yield Problem("make_missing", "make")
    if not car.model:
        yield Problem("model_missing", "model")
    if car.vin is not None:
        for problem in vin.problems(car.vin):
            if not (car.vin_confirmed and problem.severity is Severity.CONFIRM):
                yield problem


def _dates(car: Car, today: date) -> Iterator[Problem]:
    built, registered = car.manufacture_date, car.first_registration
    days = {
        "manufacture_date": built.earliest if built else None,
        "first_registration": registered.earliest if registered else None,
        "battery_soh_on": car.battery_soh_on,
        "owned_since": car.owned_since,
        "listed_on": car.offer.listed_on if car.offer else None,
        "bought_on": car.purchase.bought_on if car.purchase else None,
    }
    for name, day in days.items():
        if day is not None and day > today:
            yield Problem("date_in_future", name, {"date": day.isoformat(), "today": today.isoformat()})
    if built and registered and built.earliest > registered.latest:
        params = {"manufactured": str(built), "registered": str(registered)}
        yield Problem("manufactured_after_registered", "manufacture_date", params)
    if registered and car.never_registered:
        yield Problem("registered_and_never", "first_registration", {"registered": str(registered)})
    if built and car.model_year and abs(car.model_year - built.year) > _YEARS_APART:
        params = {"model_year": str(car.model_year), "manufactured": str(built)}
        yield Problem("model_year_far", "model_year", params, Severity.WARNING)


def _facts(car: Car, specs: Specs) -> Iterator[Problem]:
    electric = specs.powertrain == Powertrain.BEV
    if specs.powertrain and specs.fuel and electric != (specs.fuel == "none"):
        params = {"powertrain": specs.powertrain, "fuel": specs.fuel}
        yield Problem("fuel_contradicts_powertrain", "fuel", params, Severity.WARNING)
    if electric and specs.engine_cc:
        yield Problem("engine_in_electric_car", "engine_cc", {"engine_cc": str(specs.engine_cc)}, Severity.WARNING)
    if specs.kerb_kg and specs.gross_kg and specs.gross_kg < specs.kerb_kg:
        yield Problem("gross_below_kerb", "gross_kg", {"gross": str(specs.gross_kg), "kerb": str(specs.kerb_kg)})
    if specs.power_hp and specs.power_30min_hp and specs.power_30min_hp > specs.power_hp:
        params = {"power_30min": str(specs.power_30min_hp), "power": str(specs.power_hp)}
        yield Problem("power_30min_above_power", "power_30min_hp", params, Severity.WARNING)
    if car.battery_soh_on and car.manufacture_date and car.battery_soh_on < car.manufacture_date.earliest:
        params = {"measured": car.battery_soh_on.isoformat(), "manufactured": str(car.manufacture_date)}
        yield Problem("battery_measured_before_built", "battery_soh_on", params, Severity.WARNING)


def _money(car: Car, specs: Specs) -> Iterator[Problem]:
    offer, guide = car.offer, specs.guide_price
    if offer is None:
        return
    if offer.invoice_kind is InvoiceKind.NONE and offer.invoice_rate:
        yield Problem("rate_without_invoice", "invoice_rate", {"rate": str(offer.invoice_rate)}, Severity.WARNING)
    price = offer.price
    if price and guide and price.currency == guide.currency and guide.amount > 0:
        far = price.amount * _TOO_CHEAP < guide.amount or price.amount > guide.amount * _TOO_DEAR
        if far:
            params = {"price": f"{price.amount} {price.currency}", "guide_price": f"{guide.amount} {guide.currency}"}
            yield Problem("price_far_from_guide_price", "price", params, Severity.WARNING)
