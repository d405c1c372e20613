"""Cars that nothing tells apart: what of their records decides an answer, as something to compare.

Most cars of a stock came in lots, and rules read little of them: whoever asks for very many asks once for each kind.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from tui.domain.cars import Car
from tui.domain.date_bands import DateBand
from tui.domain.facts import passage
from tui.domain.models import EMPTY, Specs
from tui.domain.words import Stage

_Column = Callable[[Sequence[Car]], Iterable[object]]
MODEL = ("make", "model", "trim", "model_year", "specs")
"""The fields of a car that decide its technical data: those that name the model sheet, and what differs from it."""
_OF_SPECS = frozenset(Specs.__struct_fields__)
_OF_STEPS = frozenset({"customs_condition", "first_registration", "cn_never_registered", "cn_pending_export_noted"})
"""The facts that steps of a car may decide."""
_FED_BY: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_OF_STEPS, ("never_registered", "milestones")),
    "cn_temp_plate_expired": (),
    "make_home": ("make",),
}
"""The fields of a car that a fact is drawn from, where it is not the one of its own name."""


def fields_behind(fact: str) -> tuple[str, ...]:
    """The fields of a car that one of ``CAR_FACTS`` is drawn from; ``milestones`` stand for registration, too."""
    if fact in _OF_SPECS:
        return MODEL
    return _FED_BY.get(fact, (fact,))


class Bands(dict[Any, int | None]):
    """The bands that some lines cut a fact into, by its value: in one band no line tells two values apart."""

    def __init__(self, lines: Iterable[Any]) -> None:
        super().__init__({None: None})
        self._lines = sorted(lines)

    def __missing__(self, value: Any) -> int:
        found = self[value] = bisect_left(self._lines, value) + bisect_right(self._lines, value)
        return found


class Alike:
    """Tells cars apart by some facts and fields: of equal keys all of these are equal, or lie in the same band.

    What inspections measured is no part of it: cars of which one did are to be asked for one by one.
    """

    def __init__(
        self, facts: Iterable[str], fields: Iterable[str], bands: Mapping[str, Bands], dates: Mapping[str, DateBand]
    ) -> None:
        """``facts`` are some of ``CAR_FACTS``, ``fields`` are of a car; ``bands`` and ``dates`` are those of facts."""
        wanted = {field for fact in facts for field in fields_behind(fact)}.union(fields)
        by_field = {name: by for name, by in (*bands.items(), *dates.items()) if name in wanted}
        columns = [_banded(attrgetter(name), by) for name, by in sorted(by_field.items())]
        if "specs" in wanted:
            columns.append(_own_specs)
        if "milestones" in wanted:
            columns.append(_passages(dates["first_registration"]))
        plain = sorted(wanted - by_field.keys() - {"specs", "milestones"})
        if plain:
            columns.append(lambda cars: map(attrgetter(*plain), cars))
        self._columns = tuple(columns)

    def keys(self, cars: Sequence[Car]) -> Iterable[object]:
        """A key for each of some cars."""
        return zip(*(column(cars) for column in self._columns), strict=True) if self._columns else [()] * len(cars)


def _banded(get: Callable[[Car], object], by: Mapping[Any, int | None]) -> _Column:
    return lambda cars: map(by.__getitem__, map(get, cars))


def _own_specs(cars: Sequence[Car]) -> Iterable[object]:
    return [None if car.specs is EMPTY else car.specs for car in cars]


def _passages(by: DateBand) -> _Column:
    """What the steps and the registration of each car come to."""

    def stepped(car: Car) -> object:
        noted = False
        for step in car.milestones:
            if step.stage is Stage.TRANSFERRED:
                noted = True
            elif step.stage is Stage.REGISTERED:
                registered, known = passage(car)
                return by[registered], known
        band = by[car.first_registration]
        return (band, True) if noted else band

    return lambda cars: [stepped(car) if car.milestones else by[car.first_registration] for car in cars]
