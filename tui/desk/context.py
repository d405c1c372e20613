"""The desk: one open book with everything a use case needs, and the look-ups that all of them share.

Use cases are functions of a Desk; only they write, each with one commit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tui.config import Settings
from tui.desk.indexes import Indexes
from tui.desk.kinds import CARS, SHEETS
from tui.domain.cars import Car
from tui.domain.models import ModelSheet, Specs, inherit
from tui.packs.library import Library
from tui.store.contract import Store


@dataclass
class Desk:
    """An open book, the world's data, the settings, and today."""

    store: Store
    library: Library
    settings: Settings
    today: date
    """Today in the firm's time zone."""
    now: Callable[[], datetime]
    """The time in UTC."""
    language: str = "en"
    """The tag of the language names are shown in."""
    demo: bool = False
    """Whether this is the sample book, which lives on its own day."""
    indexes: Indexes = field(default_factory=Indexes, init=False)
    """What was worked out of whole tables, until they change."""

    def car_by_vin(self, vin: str) -> Car | None:
        """The car that carries a normalised VIN, archived or not."""
        cars = self.store.all(CARS)
        return self.indexes.of("vin", cars, lambda found: {car.vin: car for car in found if car.vin}).get(vin)

    def car_by_stock_number(self, number: str) -> Car | None:
        """The car that carries a stock number, archived or not."""
        cars = self.store.all(CARS)
        known = self.indexes.of("stock number", cars, _by_stock_number)
        return known.get(number.casefold())

    def sheet_of(self, car: Car) -> ModelSheet | None:
        """The model sheet of a car's make, model, trim and model year, or None."""
        sheets = self.indexes.of("sheets", self.store.all(SHEETS), lambda found: {sheet.key: sheet for sheet in found})
        return sheets.get((car.make, car.model.casefold(), car.trim.casefold(), car.model_year))

    def specs_of(self, car: Car) -> Specs:
        """The car's technical facts: its own over its sheet's."""
        sheet = self.sheet_of(car)
        return inherit(car.specs, sheet.specs if sheet else None)


def _by_stock_number(cars: Sequence[Car]) -> dict[str, Car]:
    return {car.stock_number.casefold(): car for car in cars if car.stock_number}
