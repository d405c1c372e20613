"""The licence planner: which cars to apply for together, when, and what each lacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import CARS
from tui.desk.missing import ASK
from tui.desk.papers_index import with_validity
from tui.domain.cars import ENDINGS, Car, stage
from tui.domain.documents import LETTER, LICENCE, Document, Scope
from tui.domain.facts import PLACE
from tui.domain.licences import Application, Candidate, applications
from tui.domain.readiness import ORIGIN, Flag, State, Verdict
from tui.domain.rules import Gate, Rule
from tui.domain.words import Stage
from tui.packs.hs_codes import load_hs_codes

_LIMIT = "cn_cars_per_licence_line_gt"
_BASES = frozenset({"licence_application", "contract"})
"""Rules read at these dates have to be met before an application is handed in."""


class LeftOut(msgspec.Struct, frozen=True):
    """A car that is not planned, and why: ``left``, ``held``, ``new_car`` or ``blocked`` by the rules named."""

    car: Car
    reason: str
    rules: tuple[str, ...] = ()


class Plan(msgspec.Struct, frozen=True):
    """Applications in the order they can be handed in. ``most`` is the limit of cars of one code, from its rule."""

    country: str
    on: date
    most: int | None
    limit_rule: str
    applications: tuple[Application, ...]
    left_out: tuple[LeftOut, ...]


def plan(desk: Desk, cars: Sequence[Car], country: str, on: date) -> Plan:
    """Plan the licences for used cars to a country as of a day."""
    checker = Checker(desk, Question(on))
    candidates: list[Candidate] = []
    left_out: list[LeftOut] = []
    for car in cars:
        answer = checker.answer(car, country)
        reason = _left_out(checker, answer, country, on)
        if reason is not None:
            left_out.append(reason)
        else:
            candidates.append(_candidate(desk, checker, answer, on))
    limit = _limit(desk, on)
    most = int(limit.condition[_LIMIT]) if limit else None
    found = tuple(_with_end(desk, one) for one in applications(candidates, on, most))
    return Plan(country, on, most, limit.id if limit else "", found, tuple(left_out))


def _limit(desk: Desk, on: date) -> Rule | None:
    """The rule that limits the cars of one code, in force on a day: the strictest."""
    pack = desk.library.packs.get(ORIGIN)
    found = [rule for rule in pack.rules if _LIMIT in rule.condition and rule.in_effect(on)] if pack else []
    return min(found, key=lambda rule: int(rule.condition[_LIMIT]), default=None)


def _left_out(checker: Checker, answer: Answer, country: str, on: date) -> LeftOut | None:
    car = answer.car
    if car.archived or stage(car) in ENDINGS or car.milestone(Stage.DEPARTED) is not None:
        return LeftOut(car, "left")
    for paper in checker.papers_of(car):
        ended = paper.expires is not None and paper.expires < on
        if paper.kind == LICENCE and not paper.void and not ended and paper.country in {None, country}:
            return LeftOut(car, "held")
    if answer.case is not None and answer.case.facts[PLACE["customs_condition"]] == "new":
        return LeftOut(car, "new_car")
    blocks = tuple(flag.rule.id for flag in answer.assessment.open_flags if flag.verdict is Verdict.BLOCKED)
    return LeftOut(car, "blocked", blocks) if blocks else None


def _candidate(desk: Desk, checker: Checker, answer: Answer, on: date) -> Candidate:
    car = answer.car
    shipment = checker.shipment_of(car)
    if shipment is not None and shipment.deal.country != answer.destination:
        shipment = None
    flags = [
        flag
        for flag in answer.assessment.open_flags
        if flag.rule.gate is Gate.EXPORT and flag.rule.date_basis in _BASES
    ]
    letters = [flag for flag in flags if LETTER in flag.needs]
    lacks = dict.fromkeys(what for flag in flags for what in _lacking(flag))
    code = _code(desk, car, on)
    if not code:
        lacks["hs_code"] = None
    if car.vin is None:
        lacks["vin"] = None
    deal = shipment.deal if shipment else car.deal
    planned = deal.licence_application if deal and deal.country == answer.destination else None
    days = [_free_day(flag) for flag in letters]
    start = max(on, planned) if planned else on
    return Candidate(
        car.id,
        code,
        shipment.number if shipment else "",
        None if None in days else max([start, *(day for day in days if day is not None)]),
        bool(letters),
        tuple(lacks),
        deal.declaration if deal and deal.country == answer.destination else None,
    )


def _free_day(flag: Flag) -> date | None:
    """The first day on which the letter is not asked for."""
    return flag.clears_on if flag.state is State.FLAGGED else None


def _lacking(flag: Flag) -> tuple[str, ...]:
    """What an open flag asks for: facts, papers, or else the rule itself; the letter is told apart."""
    if flag.state is State.CANNOT_TELL and flag.missing:
        return tuple(dict.fromkeys(ASK.get(name, name) for name in flag.missing))
    if LETTER in flag.needs:
        return ()
    return flag.needs or (flag.rule.id,)


def _code(desk: Desk, car: Car, on: date) -> str:
    specs = desk.specs_of(car)
    if specs.hs_code:
        return specs.hs_code
    found = load_hs_codes().code(specs, "used", on)
    return found.code if found else ""


def _with_end(desk: Desk, one: Application) -> Application:
    """The application with the last day of a licence that is issued on its first day."""
    if one.first_day is None:
        return one
    issued = one.first_day
    ends = with_validity(Document(LICENCE, Scope(), issued=issued), desk.library.documents).expires
    late = ends is not None and any(car.declared_on is not None and car.declared_on > ends for car in one.cars)
    return msgspec.structs.replace(one, ends=ends, too_late=late)


def as_json(desk: Desk, found: Plan) -> dict[str, Any]:
    """The ``nearnew/licence-plan/1`` document."""
    return {
        "schema": "nearnew/licence-plan/1",
        "to": found.country,
        "on": found.on.isoformat(),
        "packs": desk.library.packs_version,
        "most_per_code": found.most,
        "limit_rule": found.limit_rule or None,
        "applications": [
            {
                "number": number,
                "hs_code": one.code or None,
                "shipment": one.batch or None,
                "first_day": one.first_day.isoformat() if one.first_day else None,
                "letters_needed": one.letters,
                "ends": one.ends.isoformat() if one.ends else None,
                "ends_before_declaration": one.too_late,
                "lacks": list(one.lacks),
                "cars": [_car(desk, car) for car in one.cars],
            }
            for number, one in enumerate(found.applications, start=1)
        ],
        "left_out": [
            {"car": name_of(one.car), "reason": one.reason, "rules": list(one.rules)} for one in found.left_out
        ],
    }


def _car(desk: Desk, one: Candidate) -> dict[str, Any]:
    car = desk.store.get(CARS, one.car_id)
    return {
        "vin": car.vin if car else None,
        "stock_number": car.stock_number if car else None,
        "first_day": one.first_day.isoformat() if one.first_day else None,
        "needs_letter": one.needs_letter,
        "lacks": list(one.lacks),
    }
