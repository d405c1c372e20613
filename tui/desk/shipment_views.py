"""A shipment as plain data: the JSON that scripts depend on, and the rows of its export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.desk import shipping, views
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.journeying import progress_of
from tui.desk.kinds import CARS, FIRMS, PARTIES
from tui.domain.cars import stage as stage_of_car
from tui.domain.routes import leg_problems
from tui.domain.shipments import Shipment
from tui.domain.words import Stage

COLUMNS = (
    "shipment", "position", "vin", "stock_number", "make", "model", "model_year", "colour", "hs_code", "price",
    "currency", "container", "container_type", "seals", "stage",
)  # fmt: skip
"""The columns of the export: one row a car, in loading order."""


def whole(desk: Desk, shipment: Shipment, verdict: str | None = None) -> dict[str, Any]:
    """A shipment with the names of its cars and partners, route and days as its legs say, and how far it has come."""
    found = views.shipment(shipment, [name_of(car) for car in shipping.cars_of(desk, shipment)], verdict)
    via, done = shipment.via, progress_of(desk, shipment)
    found["via"] = None if via is None else list(via)
    found["departs"], found["arrives"] = views.plain(shipment.departs), views.plain(shipment.arrives)
    found["stage"] = done.stage.value if done.stage else None
    found["departed"], found["arrived"] = views.plain(done.day(Stage.DEPARTED)), views.plain(done.day(Stage.ARRIVED))
    found["steps"] = {
        step.value: {"first": one.first.isoformat(), "last": one.last.isoformat(), "cars": one.cars}
        for step, one in done.steps.items()
    }
    found["route_problems"] = [one.code for one in leg_problems(shipment.legs, shipment.deal.country)]
    for box, told in zip(shipment.containers, found.get("containers", ()), strict=True):
        told["cars"] = [_name(desk, car_id) for car_id in box.car_ids]
    found["partners"] = partners(desk, shipment)
    return found


def partners(desk: Desk, shipment: Shipment) -> dict[str, str | None]:
    """The people of a shipment by name."""
    store = desk.store
    firm = store.get(FIRMS, shipment.firm_id) if shipment.firm_id else None
    found: dict[str, str | None] = {"firm": firm.name if firm else None}
    for role in ("agent", "consignee", "notify", "broker"):
        party_id = getattr(shipment, f"{role}_id")
        party = store.get(PARTIES, party_id) if party_id else None
        found[role] = party.name if party else None
    return found


def rows(desk: Desk, shipment: Shipment) -> list[Sequence[str | int | None]]:
    """The cars of a shipment as rows of ``COLUMNS``, in loading order."""
    found: list[Sequence[str | int | None]] = []
    for place, line in enumerate(shipment.lines, start=1):
        car = desk.store.get(CARS, line.car_id)
        if car is None:
            continue
        box, specs = shipment.container_of(car.id), desk.specs_of(car)
        found.append((
            shipment.number, place, car.vin, car.stock_number, car.make, car.model, car.model_year, car.colour,
            specs.hs_code, f"{line.price.amount:f}" if line.price else None,
            line.price.currency if line.price else None, box.number if box else None, box.type if box else None,
            ", ".join(box.seals) if box else None, stage_of_car(car).value,
        ))  # fmt: skip
    return found


def _name(desk: Desk, car_id: int) -> str:
    car = desk.store.get(CARS, car_id)
    return name_of(car) if car is not None else str(car_id)
