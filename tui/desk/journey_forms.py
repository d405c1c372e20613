"""What the forms of a leg and of a container ask of the desk: values and problems while typing, then one write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.desk import journeying, shipping
from tui.desk.context import Desk
from tui.desk.form_texts import fields_of, text_for
from tui.desk.forms import Examined, read, rehearse
from tui.domain.cars import Car
from tui.domain.containers import Container
from tui.domain.problems import Problem
from tui.domain.readiness import ORIGIN
from tui.domain.shipments import Shipment
from tui.errors import DraftRefused, NearnewError, NotFound

CARS = "cars"
"""The field of a container's form that says what is loaded in it."""
Texts = Mapping[str, str]


def texts_of(desk: Desk, form: str, shipment: Shipment, key: str) -> dict[str, str]:
    """A leg (by its place) or a container (by its number) as texts; a new one, without ``key``, with what it starts."""
    if form == "leg":
        return _leg_texts(desk, shipment, key)
    box = next((one for one in shipment.containers if one.number == key), None)
    if box is None:
        return {}
    found = {name: text_for(desk, name, getattr(box, name)) for name in fields_of(form)}
    names = {car.id: (car.vin or "")[-8:] or car.stock_number for car in shipping.cars_of(desk, shipment)}
    cars = ", ".join(names[car_id] for car_id in box.car_ids if car_id in names)
    return {name: "" if text == "none" else text for name, text in found.items()} | {CARS: cars}


def _leg_texts(desk: Desk, shipment: Shipment, key: str) -> dict[str, str]:
    if key:
        leg = shipment.legs[int(key) - 1]
        found = {name: text_for(desk, name, getattr(leg, name)) for name in fields_of("leg")}
        return {name: "" if text == "none" else text for name, text in found.items()}
    last = shipment.legs[-1] if shipment.legs else None
    start, country = (last.end, last.end_country) if last else (shipment.port_of_loading, ORIGIN)
    return {"start": start, "start_country": country, "mode": shipment.mode.value}


def examine(desk: Desk, form: str, shipment: Shipment, key: str, texts: Texts) -> Examined:
    """What the texts mean and all that is wrong with them; nothing is written."""
    values, problems = read(desk, form, {name: text for name, text in texts.items() if name != CARS})
    found = list(problems)
    unreadable = {one.field for one in problems}
    given = {name: text for name, text in texts.items() if name not in unreadable}
    try:
        rehearse(desk, lambda book: save(book, form, shipment, key, given))
    except DraftRefused as refused:
        found += [one for one in refused.problems if isinstance(one, Problem) and one not in found]
    except NotFound as error:
        found.append(Problem(error.code, CARS, {name: str(value) for name, value in error.params.items()}))
    except NearnewError as error:
        found.append(Problem(error.code, "", {name: str(value) for name, value in error.params.items()}))
    return Examined(values, tuple(one for one in found if one.field not in unreadable or one in problems))


def save(desk: Desk, form: str, shipment: Shipment, key: str, texts: Texts, *, confirm: bool = False) -> int:
    """Write a leg or a container as one commit and return the shipment's id. Raises DraftRefused and NotFound."""
    pairs = [(name, text) for name, text in texts.items() if name != CARS]
    if form == "leg":
        return journeying.put_leg(desk, shipment, pairs, int(key) if key else None).id
    now = shipping.latest(desk, shipment)
    old: Container | None = journeying.container_named(now, key) if key else None
    cars = cars_named(desk, now, texts.get(CARS, ""))
    return journeying.put_container(desk, now, pairs, old, cars=cars, confirm=confirm).id


def cars_named(desk: Desk, shipment: Shipment, text: str) -> Sequence[Car]:
    """The cars of a shipment that a text names by VIN, the end of it, or stock number. Raises NotFound."""
    aboard = shipping.cars_of(desk, shipment)
    found = []
    for word in text.replace("，", ",").replace("、", ",").replace("\n", ",").split(","):
        name = word.strip().casefold()
        if not name:
            continue
        fits = [
            car for car in aboard if name == car.stock_number.casefold() or (car.vin or "").casefold().endswith(name)
        ]
        if len(fits) != 1:
            raise NotFound("car_not_found", name=word.strip()[:40])
        found.append(fits[0])
    return found
