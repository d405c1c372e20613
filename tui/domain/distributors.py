"""Official distributors abroad: what a make's own importer does in a country to cars that came past it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from tui.domain.problems import Problem

PRESENT = "official_distributor_present"
"""The word of the deal's fact ``make_status`` that stands for an official distributor."""


class Distributor(msgspec.Struct, frozen=True, omit_defaults=True):
    """One make in one country, as a source said on a day. None: not known.

    ``since`` and ``until`` bound the time the distributor is there, both days included.
    """

    make: str
    country: str
    name: str = ""
    exclusive: bool | None = None
    refuses_parallel: bool | None = None
    locks_cars: bool | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""
    told_on: date | None = None
    note: str = ""
    id: int = 0

    def present(self, on: date) -> bool:
        """Whether the distributor is there on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @property
    def hurts(self) -> bool:
        """Whether it does anything to a car that came past it."""
        return bool(self.exclusive or self.refuses_parallel or self.locks_cars)


def distributor_problems(one: Distributor, others: Iterable[Distributor]) -> tuple[Problem, ...]:
    """What is wrong with a record as it stands among the others; it is worth nothing without its source and day."""
    found = []
    if not one.source:
        found.append(Problem("distributor_unsourced", "source"))
    if one.told_on is None:
        found.append(Problem("distributor_undated", "told_on"))
    if one.since and one.until and one.until < one.since:
        found.append(Problem("contract_ends_before", "until", {"from": str(one.since), "until": str(one.until)}))
    same = (other for other in others if other.id != one.id and (other.make, other.country) == (one.make, one.country))
    if any(other.name.casefold() == one.name.casefold() for other in same):
        found.append(Problem("distributor_known", "name", {"value": one.name or one.make, "country": one.country}))
    return tuple(found)
