"""What the desk keeps from one question to the next: compiled rules and drawn facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import SHEETS
from tui.desk.readings import readings_of_book
from tui.domain.assessing import Assessor, Lines, Own, Section
from tui.domain.cars import Car
from tui.domain.facts import SpecFacts, car_facts, spec_facts
from tui.domain.models import EMPTY, ModelSheet, Specs, inherit
from tui.domain.readings import Reading, as_measured


class _Drawn(msgspec.Struct, frozen=True, gc=False):
    """A car and its own facts."""

    car: Car
    own: Own


class Drawing:
    """Draws the facts of cars, from the sheets and readings of one state of the book.

    Whoever was answered from them can ask for the same facts later, whatever was changed since.
    """

    def __init__(
        self,
        lines: Lines,
        make_homes: Mapping[str, str],
        sheets: Sequence[ModelSheet],
        readings: Mapping[int, Mapping[str, Reading]],
    ) -> None:
        self.sheets = sheets
        self.readings = readings
        """What inspections measured, by car."""
        self._lines = lines
        self._make_homes = make_homes
        self._by_key = {sheet.key: sheet.specs for sheet in sheets}
        self._of_specs: dict[Specs, SpecFacts] = {}
        self._of_sheet: dict[tuple[str, str, str, int | None], SpecFacts] = {}
        self._drawn: dict[int, _Drawn] = {}

    def own(self, car: Car) -> Own:
        """A car's own facts; drawn again when the car has changed."""
        known = self._drawn.get(car.id)
        return known.own if known is not None and known.car is car else self._draw(car)

    def _draw(self, car: Car) -> Own:
        readings = self.readings.get(car.id)
        known = as_measured(car, readings) if readings else car
        own = self._lines.own(car_facts(known, self._spec_facts(car), self._make_homes))
        if car.id:
            self._drawn[car.id] = _Drawn(car, own)
        return own

    def _spec_facts(self, car: Car) -> SpecFacts:
        key = (car.make, car.model, car.trim, car.model_year)
        found = self._of_sheet.get(key) if car.specs is EMPTY else None
        if found is None:
            sheet = self._by_key.get((car.make, car.model.casefold(), car.trim.casefold(), car.model_year))
            found = self._facts_of(inherit(car.specs, sheet))
            if car.specs is EMPTY:
                self._of_sheet[key] = found
        return found

    def _facts_of(self, specs: Specs) -> SpecFacts:
        found = self._of_specs.get(specs)
        if found is None:
            found = self._of_specs[specs] = spec_facts(specs)
        return found


class Engine:
    """Compiled rules and drawn facts of one desk, for one set of packs and one today."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._packs = desk.library.packs
        self._profiles = desk.library.profiles
        self._make_homes = desk.library.world.make_homes
        self._today = desk.today
        self._readiness = desk.settings.readiness
        self._lines = Lines(self._packs)
        self._origins: dict[int, Section] = {}
        self._assessors: dict[tuple[str, tuple[str, ...]], Assessor] = {}
        self._drawing: Drawing | None = None

    def assessor(self, destination: str, via: tuple[str, ...]) -> Assessor:
        """The compiled rules for a destination and route."""
        found = self._assessors.get((destination, via))
        if found is None:
            profile, limits = self._profiles.get(destination), self._readiness
            found = self._assessors[destination, via] = Assessor(
                destination,
                via,
                self._packs,
                self._today,
                staleness_days=limits.staleness_days,
                horizon_days=profile.horizon_days if profile and profile.horizon_days else limits.horizon_days,
                origins=self._origins,
                lines=self._lines,
            )
        return found

    def drawing(self) -> Drawing:
        """What draws the facts of cars as the book is now: another one once a sheet or an inspection has changed."""
        sheets, readings = self._desk.store.all(SHEETS), readings_of_book(self._desk)
        found = self._drawing
        was = None if found is None else found.readings
        if found is None or found.sheets is not sheets or (was is not readings and was != readings):
            found = self._drawing = Drawing(self._lines, self._make_homes, sheets, readings)
        return found
