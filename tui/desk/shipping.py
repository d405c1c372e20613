"""Shipments: making one from cars, changing what is on it, and judging the whole."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date

import msgspec

from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.editing import name_of, reading_of, refuse
from tui.desk.kinds import CARS, FIRMS, SHIPMENTS
from tui.domain.cars import Car
from tui.domain.deals import Deal
from tui.domain.fields import FieldValue
from tui.domain.money import Money
from tui.domain.problems import Problem
from tui.domain.readiness import Verdict, worst
from tui.domain.record_fields import SHIPMENT, SHIPMENT_DEAL, fill, read_record_fields
from tui.domain.routes import leg_problems
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode
from tui.errors import NotFound
from tui.store.contract import Put

_MODE_OF_ENTRY = {"sea": Mode.RO_RO, "rail": Mode.RAIL, "land": Mode.ROAD, "air": Mode.ROAD}


def find(desk: Desk, number: str) -> Shipment:
    """The shipment of a number, in any case; raises NotFound."""
    wanted = number.strip().casefold()
    for shipment in desk.store.all(SHIPMENTS):
        if shipment.number.casefold() == wanted:
            return shipment
    raise NotFound("shipment_not_found", name=number[:40])


def create(
    desk: Desk,
    cars: Sequence[Car],
    country: str,
    texts: Sequence[tuple[str, str]],
    *,
    via: tuple[str, ...] | None = None,
    consignee_id: int | None = None,
    firm_id: int | None = None,
) -> Shipment:
    """Make a shipment of cars to a country. The mode is the usual one for the destination unless given.

    A book with one firm ships for that firm. Raises DraftRefused with all problems.
    """
    profile = desk.library.profiles.get(country)
    mode = _MODE_OF_ENTRY.get(profile.entry_mode, Mode.RO_RO) if profile else Mode.RO_RO
    if firm_id is None:
        firms = desk.store.all(FIRMS)
        firm_id = firms[0].id if len(firms) == 1 else None
    blank = Shipment(next_number(desk), Deal(country, via=via), mode, consignee_id=consignee_id, firm_id=firm_id)
    shipment, problems = _filled(desk, blank, texts, blank)
    shipment = _with_cars(shipment, cars)
    refuse((*problems, *problems_of(desk, shipment, cars)), confirm=True)
    commit = desk.store.commit(
        [Put(SHIPMENTS, shipment)], why=f"shipment new {shipment.number}", expect=desk.store.revision
    )
    return _stored(desk, commit.ids[0])


def edit(
    desk: Desk,
    shipment: Shipment,
    texts: Sequence[tuple[str, str]],
    *,
    via: tuple[str, ...] | None = None,
    **partners: int | None,
) -> Shipment:
    """Change a shipment's fields, the countries on its way, or partners. Raises DraftRefused with all problems."""
    now = latest(desk, shipment)
    if via is not None:
        now = msgspec.structs.replace(now, deal=msgspec.structs.replace(now.deal, via=via))
    return save(desk, revised(desk, now, texts, **partners), f"shipment edit {shipment.number}")


def revised(desk: Desk, shipment: Shipment, texts: Sequence[tuple[str, str]], **partners: int | None) -> Shipment:
    """The shipment with fields and partners changed, checked and not written. Raises DraftRefused with all problems.

    A shipment that is no longer cancelled takes its cars back, unless another has them now.
    """
    changed, problems = _filled(desk, shipment, texts, Shipment(shipment.number, shipment.deal, shipment.mode))
    changed = msgspec.structs.replace(changed, **{name: value for name, value in partners.items() if value is not None})
    back = cars_of(desk, changed) if shipment.cancelled and not changed.cancelled else []
    refuse((*problems, *problems_of(desk, changed, back)), confirm=True)
    return changed


def add(desk: Desk, shipment: Shipment, cars: Sequence[Car]) -> Shipment:
    """Put cars on a shipment, behind those already there. Raises DraftRefused with all problems."""
    changed = _with_cars(latest(desk, shipment), cars)
    refuse(problems_of(desk, changed, cars), confirm=True)
    return save(desk, changed, f"shipment add {shipment.number}")


def remove(desk: Desk, shipment: Shipment, cars: Sequence[Car]) -> Shipment:
    """Take cars off a shipment. Raises DraftRefused for one that is not on it."""
    shipment = latest(desk, shipment)
    refuse_strangers(shipment, cars)
    return save(desk, without(shipment, {car.id for car in cars}), f"shipment remove {shipment.number}")


def without(shipment: Shipment, car_ids: Container[int]) -> Shipment:
    """The shipment without these cars, on its lines and in its containers."""
    lines = tuple(line for line in shipment.lines if line.car_id not in car_ids)
    containers = tuple(
        msgspec.structs.replace(box, car_ids=tuple(one for one in box.car_ids if one not in car_ids))
        for box in shipment.containers
    )
    return msgspec.structs.replace(shipment, lines=lines, containers=containers)


def price(desk: Desk, shipment: Shipment, cars: Sequence[Car], amount: Money) -> Shipment:
    """Set the invoice price of cars on a shipment; all lines share one currency. Raises DraftRefused."""
    shipment = latest(desk, shipment)
    ids = {car.id for car in cars}
    others = {line.price.currency for line in shipment.lines if line.price and line.car_id not in ids}
    clash = shipment.currency or (others.pop() if others else amount.currency)
    if clash != amount.currency:
        refuse([Problem("shipment_currency_differs", "price", {"has": clash, "new": amount.currency})], confirm=True)
    refuse_strangers(shipment, cars)
    lines = tuple(Line(line.car_id, amount) if line.car_id in ids else line for line in shipment.lines)
    changed = msgspec.structs.replace(shipment, lines=lines, currency=amount.currency)
    return save(desk, changed, f"shipment price {shipment.number}")


def refuse_strangers(shipment: Shipment, cars: Sequence[Car]) -> None:
    """Raise DraftRefused naming every car that is not on the shipment."""
    strangers = [car for car in cars if car.id not in shipment.car_ids]
    refuse((Problem("car_not_on_shipment", "cars", {"car": name_of(car)}) for car in strangers), confirm=True)


def cars_of(desk: Desk, shipment: Shipment) -> list[Car]:
    """The cars on a shipment in loading order."""
    return [car for car_id in shipment.car_ids if (car := desk.store.get(CARS, car_id)) is not None]


def judge(desk: Desk, shipment: Shipment, on: date, *, strict: bool = False) -> tuple[Verdict, list[Answer]]:
    """The worst verdict of the shipment's cars for its destination and route, and every car's answer.

    A shipment without cars is UNKNOWN.
    """
    checker = Checker(desk, Question(on, strict=strict), only=shipment)
    answers = checker.answers(cars_of(desk, shipment), (shipment.deal.country,))
    if not answers:
        return Verdict.UNKNOWN, []
    return worst(answer.assessment.verdict for answer in answers), answers


def next_number(desk: Desk) -> str:
    """The next free shipment number of this year, such as ``S26-003``."""
    prefix = f"S{desk.today.year % 100:02d}-"
    tails = [s.number.removeprefix(prefix) for s in desk.store.all(SHIPMENTS) if s.number.startswith(prefix)]
    return f"{prefix}{max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0) + 1:03d}"


def latest(desk: Desk, shipment: Shipment) -> Shipment:
    """The shipment as the book has it now: a change is made on that, whatever picture the caller had."""
    return desk.store.get(SHIPMENTS, shipment.id) or shipment


def _filled(
    desk: Desk, shipment: Shipment, texts: Sequence[tuple[str, str]], blank: Shipment
) -> tuple[Shipment, tuple[Problem, ...]]:
    """The shipment with its own fields and those of its deal set."""
    own = [(name, text) for name, text in texts if name not in SHIPMENT_DEAL]
    of_deal = [(name, text) for name, text in texts if name in SHIPMENT_DEAL]
    values, problems = read_record_fields(own, SHIPMENT, reading_of(desk))
    deal_values, more = read_record_fields(of_deal, SHIPMENT_DEAL, reading_of(desk))
    deal = fill(shipment.deal, deal_values, Deal(shipment.deal.country))
    if problems:
        known = ", ".join((*SHIPMENT, *SHIPMENT_DEAL))
        problems = tuple(
            msgspec.structs.replace(p, params={"known": known}) if p.code == "field_unknown" else p for p in problems
        )
    filled = fill(shipment, (*values, FieldValue("deal", deal)), blank)
    filled, by_legs = as_legs_say(filled)
    if filled.departs and filled.arrives and filled.arrives < filled.departs:
        more = (*more, Problem("eta_before_etd", "eta", {"etd": str(filled.departs), "eta": str(filled.arrives)}))
    return filled, (*problems, *more, *by_legs)


def as_legs_say(shipment: Shipment) -> tuple[Shipment, tuple[Problem, ...]]:
    """The shipment without what its legs tell already, and a problem for each word of the head that says otherwise."""
    if not shipment.legs:
        return shipment, ()
    found: list[Problem] = []
    via, deal = shipment.via or (), shipment.deal
    if deal.via is not None and deal.via != via:
        found.append(Problem("via_from_legs", "via", {"via": ", ".join(via) or "-"}))
    told = {"etd": shipment.legs[0].etd, "eta": shipment.legs[-1].eta}
    for name, day in told.items():
        if day is not None and getattr(shipment, name) not in {None, day}:
            found.append(Problem("days_from_legs", name, {"day": str(day)}))
    changes = dict.fromkeys((name for name, day in told.items() if day is not None), None)
    bare = msgspec.structs.replace(shipment, deal=msgspec.structs.replace(deal, via=None), **changes)
    return bare, (*found, *leg_problems(shipment.legs, deal.country))


def _with_cars(shipment: Shipment, cars: Sequence[Car]) -> Shipment:
    new = [car.id for car in cars if car.id not in shipment.car_ids]
    lines = (*shipment.lines, *(Line(car_id) for car_id in dict.fromkeys(new)))
    return msgspec.structs.replace(shipment, lines=lines)


def problems_of(desk: Desk, shipment: Shipment, cars: Sequence[Car]) -> list[Problem]:
    """What forbids a number, or that these cars go on the shipment: another that carries them, or the archive."""
    found = list(_number_clash(desk, shipment))
    for other in desk.store.all(SHIPMENTS):
        if other.id == shipment.id or other.cancelled:
            continue
        taken = set(other.car_ids)
        found.extend(
            Problem("car_on_other_shipment", "cars", {"car": name_of(car), "shipment": other.number})
            for car in cars
            if car.id in taken
        )
    found.extend(Problem("car_archived", "cars", {"car": name_of(car)}) for car in cars if car.archived)
    return found


def _number_clash(desk: Desk, shipment: Shipment) -> list[Problem]:
    number = shipment.number.casefold()
    known = (s for s in desk.store.all(SHIPMENTS) if s.id != shipment.id and s.number.casefold() == number)
    return [Problem("shipment_number_known", "number", {"value": shipment.number}) for _ in known]


def save(desk: Desk, shipment: Shipment, why: str) -> Shipment:
    """Write a shipment as one commit and return it as stored."""
    commit = desk.store.commit([Put(SHIPMENTS, shipment)], why=why, expect=desk.store.revision)
    return _stored(desk, commit.ids[0])


def _stored(desk: Desk, shipment_id: int) -> Shipment:
    shipment = desk.store.get(SHIPMENTS, shipment_id)
    if shipment is None:  # pragma: no cover - the commit has just put it there
        raise NotFound("shipment_not_found", name=str(shipment_id))
    return shipment
