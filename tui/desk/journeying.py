"""The journey of a shipment: its legs, its containers, and the steps that its cars take together. One commit each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from tui.desk import editing, shipping
from tui.desk.context import Desk
from tui.desk.editing import EditPreview, name_of, reading_of, refuse
from tui.domain.cars import ENDINGS, Car
from tui.domain.cars import stage as stage_of_car
from tui.domain.containers import Container, number_problems, read_number
from tui.domain.journeys import STEPS, Progress, progress
from tui.domain.problems import Problem
from tui.domain.readiness import ORIGIN
from tui.domain.record_fields import CONTAINER, LEG, fill, read_record_fields
from tui.domain.routes import Leg
from tui.domain.shipments import Shipment
from tui.domain.values import Unreadable
from tui.domain.words import Stage
from tui.errors import NotFound, UsageError

Texts = Sequence[tuple[str, str]]
_NEEDED = ("start", "start_country", "end", "end_country")


def progress_of(desk: Desk, shipment: Shipment) -> Progress:
    """How far a shipment has come, by its cars' milestones."""
    return progress(shipping.cars_of(desk, shipment))


def step_named(word: str) -> Stage:
    """The step that a word names. Raises UsageError for one that shipments do not take."""
    known = {step.value: step for step in STEPS}
    found = known.get(word.strip().casefold())
    if found is None:
        raise UsageError("stage_not_for_shipment", value=word[:40], known=", ".join(known))
    return found


def preview_step(
    desk: Desk, shipment: Shipment, stage: Stage, on: date, cars: Sequence[Car] | None = None
) -> EditPreview:
    """What recording a step for all cars of a shipment, or some, would write; cars that have ended are left alone."""
    chosen = shipping.cars_of(desk, shipment) if cars is None else cars
    going = [car for car in chosen if stage_of_car(car) not in ENDINGS]
    return editing.preview_edit(desk, going, [(stage.value, on.isoformat())])


def record_step(desk: Desk, shipment: Shipment, stage: Stage, preview: EditPreview, *, confirm: bool = False) -> int:
    """Write a step to every car as one commit; tells how many cars took it. Raises DraftRefused or Conflict."""
    editing.apply_edit(desk, preview, confirm=confirm, why=f"shipment milestone {shipment.number} {stage.value}")
    return len(preview.changed)


# legs


def put_leg(desk: Desk, shipment: Shipment, texts: Texts, place: int | None = None) -> Shipment:
    """Add a leg behind the others, or change the one at a place (1 is the first). Raises DraftRefused, NotFound.

    A new leg starts where the one before ends, or at the port of loading in China, and travels by the shipment's mode
    unless it is said otherwise; where it ends has to be said.
    """
    shipment = shipping.latest(desk, shipment)
    legs = list(shipment.legs)
    last = legs[-1] if legs else None
    if place is None:
        start = (last.end, last.end_country) if last else (shipment.port_of_loading, ORIGIN)
        old = Leg(*start, "", "", shipment.mode)
    else:
        old = legs[_place(shipment, place)]
    values, problems = read_record_fields(texts, LEG, reading_of(desk))
    leg = fill(old, values, Leg("", "", "", "", shipment.mode))
    wrong = {one.field for one in problems}
    lacking = [Problem("leg_lacks", name) for name in _NEEDED if not getattr(leg, name) and name not in wrong]
    refuse((*problems, *lacking), confirm=True)
    if place is None:
        legs.append(leg)
    else:
        legs[place - 1] = leg
    return _with_legs(desk, shipment, legs, "add" if place is None else "edit")


def remove_leg(desk: Desk, shipment: Shipment, place: int) -> Shipment:
    """Take the leg at a place away. Raises NotFound, and DraftRefused when the route would have a gap."""
    shipment = shipping.latest(desk, shipment)
    legs = list(shipment.legs)
    del legs[_place(shipment, place)]
    return _with_legs(desk, shipment, legs, "remove")


def _with_legs(desk: Desk, shipment: Shipment, legs: Sequence[Leg], verb: str) -> Shipment:
    """Write the legs. What the head said of route and days before gives way to them."""
    head: dict[str, Any] = {"legs": tuple(legs)}
    if legs:
        head["deal"] = msgspec.structs.replace(shipment.deal, via=None)
        head |= {"etd": None} if legs[0].etd else {}
        head |= {"eta": None} if legs[-1].eta else {}
    elif shipment.legs:
        head["deal"] = msgspec.structs.replace(shipment.deal, via=shipment.via)
        head |= {"etd": shipment.departs, "eta": shipment.arrives}
    changed, problems = shipping.as_legs_say(msgspec.structs.replace(shipment, **head))
    refuse(problems, confirm=True)
    return shipping.save(desk, changed, f"shipment leg {verb} {shipment.number}")


def _place(shipment: Shipment, place: int) -> int:
    if not 1 <= place <= len(shipment.legs):
        raise NotFound("leg_not_found", number=shipment.number, leg=str(place), count=str(len(shipment.legs)))
    return place - 1


# containers


def container_named(shipment: Shipment, text: str) -> Container:
    """The container of a number, or of its end. Raises NotFound."""
    wanted = text.strip().upper().replace(" ", "")
    found = [box for box in shipment.containers if wanted and box.number.endswith(wanted)]
    if len(found) != 1:
        known = ", ".join(box.number for box in shipment.containers) or "-"
        raise NotFound("container_not_found", name=text[:40], number=shipment.number, known=known)
    return found[0]


def put_container(
    desk: Desk,
    shipment: Shipment,
    texts: Texts,
    old: Container | None = None,
    *,
    cars: Sequence[Car] | None = None,
    confirm: bool = False,
) -> Shipment:
    """Add a container, or change one; ``cars`` are what is in it, the deepest first, None leaves that as it is.

    Raises DraftRefused; for a number whose check digit does not fit only until somebody confirms it.
    """
    shipment = shipping.latest(desk, shipment)
    values, problems = read_record_fields(texts, CONTAINER, reading_of(desk))
    blank = Container("")
    box = fill(old or blank, values, blank)
    if old is not None and box.number != old.number:
        box = msgspec.structs.replace(box, confirmed=False)
    if cars is not None:
        box = msgspec.structs.replace(box, car_ids=tuple(dict.fromkeys(car.id for car in cars)))
    others = [one for one in shipment.containers if old is None or one.number != old.number]
    found = [*problems, *_container_problems(shipment, box, others, cars or ())]
    if not box.number and not any(one.field == "number" for one in problems):
        found.append(Problem("container_number_missing", "number"))
    elif box.number:
        found += number_problems(box)
    refuse(found, confirm=confirm)
    if any(one.code == "container_check_digit" for one in found):
        box = msgspec.structs.replace(box, confirmed=True)
    boxes = [*shipment.containers]
    if old is None:
        boxes.append(box)
    else:
        boxes[[one.number for one in boxes].index(old.number)] = box
    verb = "add" if old is None else "edit"
    changed = msgspec.structs.replace(shipment, containers=tuple(boxes))
    return shipping.save(desk, changed, f"shipment container {verb} {shipment.number} {box.number}")


def remove_container(desk: Desk, shipment: Shipment, box: Container) -> Shipment:
    """Take a container off a shipment; its cars stay on board."""
    shipment = shipping.latest(desk, shipment)
    boxes = tuple(one for one in shipment.containers if one.number != box.number)
    changed = msgspec.structs.replace(shipment, containers=boxes)
    return shipping.save(desk, changed, f"shipment container remove {shipment.number} {box.number}")


def number_read(text: str) -> str | Problem:
    """A container number as it is understood, or what is wrong with it."""
    try:
        return read_number(text)
    except Unreadable as error:
        return Problem(error.code, "number", error.params)


def _container_problems(
    shipment: Shipment, box: Container, others: Sequence[Container], cars: Sequence[Car]
) -> list[Problem]:
    found = [Problem("container_known", "number", {"number": box.number}) for one in others if one.number == box.number]
    for car in cars:
        if car.id not in shipment.car_ids:
            found.append(Problem("car_not_on_shipment", "cars", {"car": name_of(car)}))
        found += [
            Problem("car_in_two_containers", "cars", {"car": name_of(car), "container": one.number})
            for one in others
            if car.id in one.car_ids
        ]
    return found
