"""What in the book grew old while nobody asked the network: rates, and packs of rules near their limit."""

from __future__ import annotations

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import RATES
from tui.desk.updating import needed_pairs
from tui.domain.rates import RateRecord


class OldRate(msgspec.Struct, frozen=True):
    """A pair the book needs whose newest rate is old, or that has none; ``age`` in days, None without a rate."""

    base: str
    quote: str
    age: int | None


class AgeingPack(msgspec.Struct, frozen=True):
    """A pack by its jurisdiction, and the days until it is too old to be relied on; below 0 it is."""

    jurisdiction: str
    left: int

    @property
    def too_old(self) -> bool:
        """Whether its answers are UNKNOWN."""
        return self.left < 0


def old_rates(desk: Desk) -> list[OldRate]:
    """The pairs the book needs whose newest rate, in either direction, is older than the limit or is not there."""
    newest: dict[frozenset[str], RateRecord] = {}
    for one in desk.store.all(RATES):
        pair = frozenset((one.base, one.quote))
        if one.day <= desk.today and (pair not in newest or newest[pair].day < one.day):
            newest[pair] = one
    found = []
    for base, quote in needed_pairs(desk):
        rate = newest.get(frozenset((base, quote)))
        age = (desk.today - rate.day).days if rate is not None else None
        if age is None or age > desk.settings.money.rate_limit_days:
            found.append(OldRate(base, quote, age))
    return found


def days_left(desk: Desk, checked: int) -> int:
    """Days until something checked on an ordinal day is too old to be relied on."""
    return checked + desk.settings.readiness.staleness_days - desk.today.toordinal()


def ageing_packs(desk: Desk) -> list[AgeingPack]:
    """The packs that are too old or will be within the days that the desk looks ahead, the oldest first."""
    packs = [
        AgeingPack(pack.jurisdiction, days_left(desk, pack.checked.toordinal())) for pack in desk.library.packs.values()
    ]
    near = [one for one in packs if one.left <= desk.settings.deadlines.days]
    return sorted(near, key=lambda one: (one.left, one.jurisdiction))
