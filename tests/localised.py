"""Kits that are done: what stories need that are about other things, and a workshop for those that are about kits."""

from __future__ import annotations

from collections.abc import Iterable

from tui.desk import localising
from tui.desk.context import Desk
from tui.desk.kinds import CARS
from tui.domain.cars import Car
from tui.domain.kit_standing import ItemStanding
from tui.domain.kits import ItemScope

WORKSHOP = {
    "name": "Almaty EV",
    "country": "KZ",
    "city": "Almaty",
    "makes": "byd",
    "diagnostic_makes": "byd",
    "hv_certificates": "Yerzhan, HV-1, 2026-01-10, 2029-01-09",
    "contract_number": "S-1",
    "contract_from": "2026-01-01",
    "contract_until": "2028-12-31",
    "last_confirmed": "2026-11-01",
}
"""A partner that counts for everything a battery car of BYD needs in Kazakhstan."""
WAIVER = (("state", "waived"), ("by", "王"), ("reason", "not what this story is about"), ("until", "2031-12-31"))


def settle_kit(desk: Desk, *cars: Car, to: str = "KZ") -> None:
    """Waive every blocker of the cars' kits for a country, each model's and each car's own."""
    fresh = [desk.store.get(CARS, car.id) or car for car in cars]
    for car in fresh:
        at = localising.model_of(desk, car, to)
        page = localising.kit_of_car(desk, car, to)
        for scope, about in ((ItemScope.MODEL, ()), (ItemScope.CAR, (car,))):
            items = [one.item.id for one in page.items if one.blocks and one.item.scope is scope]
            if items:
                localising.set_items(desk, at, items, WAIVER, cars=about)


def blockers(desk: Desk, car: Car, to: str = "KZ") -> set[str]:
    """The items that keep a car from READY."""
    return _ids(localising.kit_of_car(desk, car, to).items)


def _ids(items: Iterable[ItemStanding]) -> set[str]:
    return {one.item.id for one in items if one.blocks}
