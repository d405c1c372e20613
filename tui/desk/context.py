"""The desk: one open book with everything a use case needs, and the look-ups that all of them share.

Use cases are functions of a Desk; only they write, each with one commit.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar, cast

from tui.config import Settings
from tui.desk.kinds import CARS, SHEETS
from tui.domain.models import ModelSheet, Specs, inherit
from tui.packs.library import Library
from tui.store.contract import Store

if TYPE_CHECKING:
    from tui.domain.cars import Car

R = TypeVar("R")
T = TypeVar("T")


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
    _cars_at: int = field(default=-1, init=False)
    _by_vin: dict[str, Car] = field(default_factory=dict, init=False)
    _by_stock_number: dict[str, Car] = field(default_factory=dict, init=False)
    _kept: dict[str, tuple[tuple[object, ...], object]] = field(default_factory=dict, init=False)

    def _index_cars(self) -> None:
        revision = self.store.revision
        if self._cars_at == revision:
            return
        cars = self.store.all(CARS)
        self._by_vin = {car.vin: car for car in cars if car.vin}
        self._by_stock_number = {car.stock_number.casefold(): car for car in cars if car.stock_number}
        self._cars_at = revision

    def car_by_vin(self, vin: str) -> Car | None:
        """The car that carries a normalised VIN, archived or not."""
        self._index_cars()
        return self._by_vin.get(vin)

    def car_by_stock_number(self, number: str) -> Car | None:
        """The car that carries a stock number, archived or not."""
        self._index_cars()
        return self._by_stock_number.get(number.casefold())

    def sheet_of(self, car: Car) -> ModelSheet | None:
        """The model sheet of a car's make, model, trim and model year, or None."""
        sheets = self.kept("sheets", (self.store.all(SHEETS),), self._sheets_by_key)
        return sheets.get((car.make, car.model.casefold(), car.trim.casefold(), car.model_year))

    def _sheets_by_key(self) -> dict[tuple[str, str, str, int | None], ModelSheet]:
        return {sheet.key: sheet for sheet in self.store.all(SHEETS)}

    def kept(self, name: str, sources: tuple[object, ...], make: Callable[[], T]) -> T:
        """What ``make`` made last time, as long as it is made from the same objects; else it is made anew.

        The store gives the same tuple of records until one of them changes.
        """
        found = self._kept.get(name)
        if found is None or not all(map(operator.is_, found[0], sources)):
            found = self._kept[name] = (sources, make())
        return cast("T", found[1])

    def index(self, name: str, records: Sequence[R], build: Callable[[Sequence[R]], T]) -> T:
        """What ``build`` makes of the records of a table, until one of them changes."""
        return self.kept(name, (records,), lambda: build(records))

    def forget(self) -> None:
        """Drop everything that was kept: the next question begins as in a new process."""
        self._kept.clear()

    def specs_of(self, car: Car) -> Specs:
        """The car's technical facts: its own over its sheet's."""
        sheet = self.sheet_of(car)
        return inherit(car.specs, sheet.specs if sheet else None)
