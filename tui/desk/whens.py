"""``when``: the first day a car may lawfully go to a country, and what it costs to hold it until then."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.views import plain
from tui.domain.cars import Car
from tui.domain.money import Money
from tui.domain.readiness import Assessment
from tui.domain.rules import KIT_KIND
from tui.domain.whens import LOOK_AHEAD_DAYS, Way, When, when
from tui.errors import ConfigError, UsageError


class Told(msgspec.Struct, frozen=True):
    """The answer for one car: as it stands today, and when it may go.

    ``holding`` is the cost per day of what the car has cost, None where no rate is set or the price is not known.
    """

    today: Answer
    found: When
    holding: Money | None


def first_lawful(desk: Desk, car: Car, destination: str | None, on: date, via: tuple[str, ...] | None = None) -> Told:
    """Look from ``on`` for the first lawful day.

    Papers that rules ask for are assumed to be got by then; the answer names them. Dates that the deal gives stay as
    they are. Raises UsageError for a car without a destination.
    """
    today = Checker(desk, Question(on, via)).answer(car, destination)
    if today.case is None:
        raise UsageError("destination_needed")
    assessor = Checker(desk, Question(on, via)).assessor(today.destination, today.assessment.via)
    gettable = {kind for rule in assessor.rules for kind in (*rule.needs_all, *rule.needs_any)}

    def ask(day: date, papers: frozenset[str]) -> Assessment:
        case = Checker(desk, Question(day, via)).answer(car, today.destination).case
        if case is None:
            return today.assessment
        held = {basis: kinds | papers for basis, kinds in case.documents.items()}
        return assessor.assess(msgspec.structs.replace(case, documents=held))

    found = when(ask, gettable, on, LOOK_AHEAD_DAYS)
    return Told(today, _with_kit(found, today), holding_per_day(desk, car))


def _with_kit(found: When, today: Answer) -> When:
    """What is found with the open items of the kit among what is still to be done: they are no rule of law."""
    steps = tuple(flag.rule.id for flag in today.assessment.open_flags if flag.rule.kind == KIT_KIND)

    def more(way: Way) -> Way:
        return msgspec.structs.replace(way, steps=(*way.steps, *steps)) if way.day is not None else way

    return When(more(found.with_letter), more(found.without_letter), found.changes)


def holding_per_day(desk: Desk, car: Car) -> Money | None:
    """What a day costs at the rate of the settings, on what was paid for the car; None when either is not known."""
    text = desk.settings.money.holding_rate_per_day
    try:
        rate = Decimal(text)
    except InvalidOperation as error:
        raise ConfigError(
            "config_bad_value",
            file=desk.settings.origins.get("money.holding_rate_per_day", ""),
            key="money.holding_rate_per_day",
            value=text[:40],
            expected="0.0002",
        ) from error
    purchase = car.purchase
    price = purchase.price if purchase and purchase.price else (car.offer.price if car.offer else None)
    if not rate or price is None:
        return None
    return Money.of(price.amount * rate, price.currency)


def as_json(told: Told) -> dict[str, Any]:
    """The ``nearnew/when/1`` document."""
    answer, found, on = told.today, told.found, told.today.assessment
    start = answer.frame.dates["clearance"] if answer.frame else None
    return {
        "schema": "nearnew/when/1",
        "vin": answer.car.vin,
        "stock_number": answer.car.stock_number,
        "to": answer.destination,
        "via": list(on.via),
        "verdict": on.verdict.value,
        "with_letter": _way(found.with_letter, start, told.holding),
        "without_letter": _way(found.without_letter, start, told.holding),
        "changes": [
            {"on": one.on.isoformat(), "barred": one.barred, "rules": list(one.rules)} for one in found.changes
        ],
        "doubts": [{"code": doubt.code, "jurisdiction": doubt.jurisdiction} for doubt in on.doubts],
        "assumed": list(on.assumed),
    }


def _way(way: Way, start: date | None, per_day: Money | None) -> dict[str, Any]:
    days = (way.day - start).days if way.day is not None and start is not None else None
    return {
        "day": plain(way.day),
        "days": days,
        "papers": list(way.papers),
        "steps": list(way.steps),
        "bars": list(way.bars),
        "missing": list(way.missing),
        "doubts": [{"code": doubt.code, "jurisdiction": doubt.jurisdiction} for doubt in way.doubts],
        "holding": plain(holding(per_day, days)),
    }


def holding(per_day: Money | None, days: int | None) -> Money | None:
    """What so many days cost; None where no rate is set."""
    return None if per_day is None or days is None else Money.of(per_day.amount * days, per_day.currency)
