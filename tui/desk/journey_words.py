"""A shipment's journey in words, in the language of the moment: stage, legs, containers."""

from __future__ import annotations

from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.journeying import progress_of
from tui.desk.kinds import CARS
from tui.domain.containers import Container
from tui.domain.routes import Leg, leg_problems
from tui.domain.shipments import Shipment
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.sentences import count_of_cars, problem_sentence
from tui.i18n.translator import _


def stage_text(desk: Desk, shipment: Shipment) -> str:
    """How far a shipment has come: the step that all its cars have taken, and that some are further."""
    done = progress_of(desk, shipment)
    if not done.cars:
        return formats.NONE
    text = word(desk.library.words, "stage", done.stage.value) if done.stage else _("planned")
    return (
        text
        if not done.ahead
        else _("%(stage)s, %(cars)s further")
        % {
            "stage": text,
            "cars": count_of_cars(done.ahead),
        }
    )


def leg_text(desk: Desk, leg: Leg, arrow: str = "→") -> str:
    """One leg: places with their countries, the way, and its days, planned and as they came to pass."""
    parts = [
        f"{leg.start} {leg.start_country} {arrow} {leg.end} {leg.end_country}",
        _days(leg.etd, leg.departed, _("departs %(day)s"), _("departed %(day)s")),
        _days(leg.eta, leg.arrived, _("arrives %(day)s"), _("arrived %(day)s")),
        word(desk.library.words, "mode", leg.mode.value),
        leg.conveyance,
        leg.voyage,
        leg.carrier,
        _("via %(countries)s") % {"countries": _(", ").join(leg.via)} if leg.via else "",
    ]
    return _(", ").join(part for part in parts if part)


def _days(planned: object, actual: object, before: str, after: str) -> str:
    if actual is not None:
        return after % {"day": actual}
    return before % {"day": planned} if planned is not None else ""


def container_text(desk: Desk, box: Container) -> str:
    """One container: number, type, seals, and the cars in it, the deepest first."""
    cars = [desk.store.get(CARS, car_id) for car_id in box.car_ids]
    names = _(", ").join((car.vin or "")[-8:] or name_of(car) for car in cars if car is not None)
    seals = _("seal %(seals)s") % {"seals": _(", ").join(box.seals)} if box.seals else _("no seal")
    load = _("%(cars)s: %(names)s") % {"cars": count_of_cars(len(box.car_ids)), "names": names} if names else _("empty")
    return _(", ").join(part for part in (box.number, box.type, seals, load) if part)


def journey_lines(desk: Desk, shipment: Shipment) -> list[str]:
    """Stage, legs, what is wrong with them, and containers, one a line."""
    lines = ["  " + _("Stage: %(stage)s") % {"stage": stage_text(desk, shipment)}]
    lines += [f"  {place}. {leg_text(desk, leg)}" for place, leg in enumerate(shipment.legs, start=1)]
    lines += [f"  ! {problem_sentence(one)}" for one in leg_problems(shipment.legs, shipment.deal.country)]
    lines += [f"  # {container_text(desk, box)}" for box in shipment.containers]
    return lines
