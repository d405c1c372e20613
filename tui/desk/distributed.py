"""What the book knows of official distributors, as a deal that stands behind all others."""

from __future__ import annotations

from datetime import date

from tui.desk.context import Desk
from tui.desk.kinds import DISTRIBUTORS
from tui.domain.deals import Deal
from tui.domain.distributors import PRESENT, Distributor
from tui.domain.facts import dates_on


class Distributed:
    """The distributors abroad by make, for one question."""

    def __init__(self, desk: Desk) -> None:
        found: dict[str, list[Distributor]] = {}
        for one in desk.store.all(DISTRIBUTORS):
            found.setdefault(one.make, []).append(one)
        self._of_make = found
        self.makes = frozenset(found)
        """The makes of which any is known: their cars are asked for one by one."""

    def behind(self, deals: tuple[Deal, ...], make: str, country: str, on: date) -> tuple[Deal, ...]:
        """The deals with what is known of the make's distributor behind them; ``on`` where they give no day."""
        day = dates_on(on, *deals)["clearance"]
        there = any(one.country == country and one.present(day) for one in self._of_make.get(make, ()))
        return (*deals, Deal(country, make_status=(PRESENT,))) if there else deals
