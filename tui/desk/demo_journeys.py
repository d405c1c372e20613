"""The journeys of the sample book: legs, containers, and what its papers print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.desk import documents, journeying, prints, shipping
from tui.desk.context import Desk
from tui.desk.kinds import CARS, DOCUMENTS
from tui.domain.cars import Car
from tui.domain.containers import check_digit
from tui.domain.shipments import Shipment

Table = Mapping[str, Any]
_CHECK_PLACE = "?"


def fill(desk: Desk, content: Table, lots: Mapping[str, Sequence[Car]], shipments: Mapping[str, Shipment]) -> None:
    """Write what the tables ``journey`` and ``print`` of the sample book say."""
    for table in content["journey"]:
        _journey(desk, table, shipments[table["shipment"]])
    for table in content["print"]:
        cars = [desk.store.get(CARS, car.id) or car for car in lots[table["lot"]]]
        _print(desk, table, cars[: table["cars"]] if "cars" in table else cars)


def _journey(desk: Desk, table: Table, shipment: Shipment) -> None:
    if "fields" in table:
        shipping.edit(desk, shipment, list(table["fields"].items()))
    for leg in table["legs"]:
        journeying.put_leg(desk, shipment, list(leg.items()))
    cars = shipping.cars_of(desk, shipping.latest(desk, shipment))
    for box in table.get("containers", ()):
        number = box["number"].replace(_CHECK_PLACE, check_digit(box["number"]))
        texts = [("number", number), ("type", box["type"]), ("seals", box["seals"])]
        journeying.put_container(desk, shipment, texts, cars=[cars[place] for place in box["cars"]])


def _print(desk: Desk, table: Table, cars: Sequence[Car]) -> None:
    """What the papers of a kind print of each car: one paper for all, or one for each where it is made here."""
    if "add" not in table:
        papers = [
            one
            for one in desk.store.all(DOCUMENTS)
            if one.kind == table["kind"] and {car.id for car in cars} <= set(one.scope.car_ids)
        ]
        prints.say(desk, papers[-1], [prints.Saying(car, _texts(table, place, car)) for place, car in enumerate(cars)])
        return
    for place, car in enumerate(cars):
        made = documents.add(desk, table["kind"], list(table["add"].items()), cars=[car])
        prints.say(desk, made, [prints.Saying(car, _texts(table, place, car))])


def _texts(table: Table, place: int, car: Car) -> list[tuple[str, str]]:
    own = table.get("of", {}).get(str(place), {})
    return [("vin", car.vin or ""), *{**table["says"], **own}.items()]
