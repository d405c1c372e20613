"""Spare parts of a model: numbers, prices, how long they take, and what of them lies at a destination. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from tui.domain.money import Money
from tui.domain.problems import Problem


class PartUse(StrEnum):
    """Why a part matters: without a critical one the car stands, wear parts keep it moving."""

    CRITICAL = "critical"
    WEAR = "wear"
    OTHER = "other"


class PartStock(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many pieces lie in a country, where, and on which day they were counted."""

    country: str
    pieces: int
    place: str = ""
    counted_on: date | None = None


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One part of a model (of all its trims and years).

    ``group`` is the kind of part, such as ``lamp``; ``per_car`` the pieces one car takes. ``price`` is for one piece;
    ``lead_days`` the days to the destination, as ``supplier`` quoted them on ``quoted_on``.
    """

    make: str
    model: str
    name: str
    number: str = ""
    group: str = ""
    use: PartUse = PartUse.OTHER
    per_car: int = 1
    supplier: str = ""
    price: Money | None = None
    lead_days: int | None = None
    quoted_on: date | None = None
    stock: tuple[PartStock, ...] = ()
    note: str = ""
    id: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """The model it belongs to."""
        return self.make, self.model.casefold()

    def in_country(self, countries: Collection[str]) -> int:
        """Pieces that lie at a destination."""
        return sum(one.pieces for one in self.stock if one.country in countries)

    def quoted(self, on: date, within_days: int) -> bool:
        """Whether price and days are quoted, and not longer ago than the limit."""
        asked = self.quoted_on
        whole = self.price is not None and self.lead_days is not None and bool(self.supplier)
        return whole and asked is not None and asked <= on <= asked + timedelta(days=within_days)


class Gap(msgspec.Struct, frozen=True):
    """A part of which the cars of a model need more at a destination than lies there."""

    part: Part
    cars: int
    stocked: int

    @property
    def pieces(self) -> int:
        """The pieces to send along."""
        return self.part.per_car * self.cars - self.stocked

    @property
    def cost(self) -> Money | None:
        """What they cost, where a price is known."""
        return None if self.part.price is None else self.part.price.times(self.pieces)


def gaps(parts: Iterable[Part], cars: int, countries: Collection[str]) -> tuple[Gap, ...]:
    """The critical and wear parts of which so many cars lack pieces at a destination."""
    wanted = (part for part in parts if part.use is not PartUse.OTHER)
    found = (Gap(part, cars, part.in_country(countries)) for part in wanted)
    return tuple(gap for gap in found if gap.pieces > 0)


def part_problems(part: Part, others: Iterable[Part]) -> tuple[Problem, ...]:
    """What is wrong with a part as it stands among the others of the book."""
    found = []
    if not part.name:
        found.append(Problem("name_missing", "name"))
    if part.per_car < 1:
        found.append(Problem("part_per_car", "per_car", {"value": str(part.per_car)}))
    if part.price is not None and part.price.amount < 0:
        found.append(Problem("part_price_negative", "price", {"value": str(part.price.amount)}))
    same = (one for one in others if one.id != part.id and one.key == part.key and part.number)
    if any(one.number.casefold() == part.number.casefold() for one in same):
        found.append(Problem("part_known", "number", {"value": part.number}))
    return tuple(found)
