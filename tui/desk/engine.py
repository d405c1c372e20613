"""What the desk keeps from one question to the next: compiled rules and drawn facts."""

from __future__ import annotations

from tui.desk.context import Desk
from tui.domain.assessing import Assessor, Lines, Own, Section
from tui.domain.cars import Car
from tui.domain.facts import SpecFacts, car_facts, spec_facts
from tui.domain.models import Specs


class Engine:
    """Compiled rules and drawn facts, kept by the desk from one question to the next."""

    def __init__(self, desk: Desk) -> None:
        self._packs = desk.library.packs
        self._profiles = desk.library.profiles
        self._make_homes = desk.library.world.make_homes
        self._today = desk.today
        self._readiness = desk.settings.readiness
        self._lines = Lines(self._packs)
        self._origins: dict[int, Section] = {}
        self._assessors: dict[tuple[str, tuple[str, ...]], Assessor] = {}
        self._specs: dict[Specs, SpecFacts] = {}
        self._drawn: dict[int, tuple[Car, Specs, Own]] = {}

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

    def own(self, car: Car, specs: Specs) -> Own:
        """A car's own facts; drawn again when the car or its sheet has changed."""
        known = self._drawn.get(car.id)
        if known is not None and known[0] is car and (known[1] is specs or known[1] == specs):
            return known[2]
        drawn = self._specs.get(specs)
        if drawn is None:
            drawn = self._specs[specs] = spec_facts(specs)
        own = self._lines.own(car_facts(car, drawn, self._make_homes))
        if car.id:
            self._drawn[car.id] = (car, specs, own)
        return own
