"""Dates of a car that no rule tells apart on a day.

A rule asks of a date how old it makes the car, and when it will make it older than a line; of two dates that answer
all of this alike the rule says the same. Most dates of a stock lie far from every line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from tui.domain.atoms import Atom
from tui.domain.fees import FeeBand
from tui.domain.judging import LOOK_AHEAD_DAYS, OWN_DATE, Ruling
from tui.domain.pricing import age_in_band, aged_from

DateBand = Mapping[Any, int | None]
"""The number of the band that a date lies in; None for none."""
DATES = ("manufacture_date", "first_registration", "owned_since")
"""The facts of a car that are dates."""


class _Numbers:
    """A number for each thing that is not equal to another one; none is given twice, whichever threads ask."""

    def __init__(self) -> None:
        self._known: dict[object, int] = {}
        self._next = count()

    def of(self, told: object) -> int:
        """The number of a thing."""
        return self._known.setdefault(told, next(self._next))


class DateBands(dict[Any, int | None]):
    """The bands of one date fact for some rules read on a day: a number by date, the same for dates in one band.

    Of a date that a rule reads on the car's own day each is a band: that day is another one for each car.
    """

    def __init__(self, name: str, rulings: Iterable[Ruling], on: date, horizon: int) -> None:
        """``horizon`` is how many days ahead a block that is still to come is announced."""
        super().__init__({None: None})
        self._name = name
        self._on = on
        self._last = on + timedelta(days=max(horizon, LOOK_AHEAD_DAYS))
        kept = tuple(rulings)
        self._is_whole = any(name in one.uses for one in kept if one.rule.date_basis == OWN_DATE)
        self._atoms: tuple[Atom, ...] = tuple(
            leaf for one in kept for atom in one.atoms for leaf in leaves(atom) if name in leaf.reads
        )
        self._fees: tuple[FeeBand, ...] = tuple(band for one in kept for band in one.tariff if aged_from(band) == name)
        self._numbers = _Numbers()

    def __missing__(self, value: Any) -> int:
        found = self[value] = self._numbers.of(value if self._is_whole else self._told({self._name: value}))
        return found

    def _told(self, facts: Mapping[str, Any]) -> tuple[object, ...]:
        of_fees = {(band.age_from, band.age_years_min, band.age_years_max): band for band in self._fees}
        return (
            *(self._ahead(atom, facts) for atom in self._atoms),
            *(tuple(answer for _, answer in age_in_band(band, facts, self._on)) for band in of_fees.values()),
        )

    def _ahead(self, atom: Atom, facts: Mapping[str, Any]) -> tuple[object, ...]:
        """What an atom answers on the day, and on each day ahead on which that may change."""
        on, last = self._on, self._last
        days = () if atom.edges is None else sorted({day for day in atom.edges(facts, on, last) if on < day <= last})
        return (atom.test(facts, on, ()), *((day, atom.test(facts, day, ())) for day in days))


class _Together(dict[Any, int | None]):
    """Numbers of what lies in one band of each of several others."""

    def __init__(self, others: Sequence[DateBand]) -> None:
        super().__init__({None: None})
        self._others = tuple(others)
        self._numbers = _Numbers()

    def __missing__(self, value: Any) -> int:
        found = self[value] = self._numbers.of(tuple([other[value] for other in self._others]))
        return found


def together(bands: Sequence[DateBand]) -> DateBand:
    """Bands of one date for several sets of rules; where there are none, only whether there is a date."""
    return bands[0] if len(bands) == 1 else _Together(bands)


def leaves(atom: Atom) -> tuple[Atom, ...]:
    """The atoms that ask one fact each of which an atom is made."""
    return tuple(leaf for part in atom.parts for leaf in leaves(part)) if atom.parts else (atom,)
