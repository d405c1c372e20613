"""The desk summary: stock, money, readiness, and what is due, as one record for the command and the front screen."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import msgspec

from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.documents import rule_named, title_of
from tui.desk.editing import name_of
from tui.desk.kinds import CARS, DOCUMENTS, HELD_ROWS, SHIPMENTS
from tui.desk.papers_index import with_validity
from tui.desk.stock import deadline_rules, money_of, rows
from tui.domain.cars import ENDINGS, Car
from tui.domain.deadlines import Due, due_of_car, expiring
from tui.domain.imports import HeldState
from tui.domain.money import Money, total
from tui.domain.readiness import Verdict
from tui.domain.words import Stage


class Overview(msgspec.Struct, frozen=True):
    """The figures that matter on a day; sums per currency, purchase prices with VAT."""

    on: date
    demo: bool
    cars: int
    listed: int
    bought: int
    shipped: int
    tied_up: tuple[Money, ...]
    rebates_expected: tuple[Money, ...]
    rebates_unknown: int
    verdicts: dict[str, int]
    without_destination: int
    held_rows: int
    shipments: int
    due: tuple[Due, ...]
    overdue: int


def overview(desk: Desk, on: date | None = None) -> Overview:
    """Work out the summary for a day, today by default."""
    day = on or desk.today
    found = [row for row in rows(desk, question=Question(day)) if row.stage not in ENDINGS]
    bought = [row for row in found if row.car.purchase is not None]
    refundable = [row for row in bought if row.car.milestone(Stage.REFUNDED) is None]
    waiting = [row for row in found if row.destination and row.car.milestone(Stage.DEPARTED) is None]
    verdicts = Counter(row.verdict.value for row in waiting)
    due = due_items(desk, day)
    return Overview(
        on=day,
        demo=desk.demo,
        cars=len(found),
        listed=len(found) - len(bought),
        bought=len(bought),
        shipped=sum(1 for row in found if row.has_state("shipped")),
        tied_up=money_of(bought),
        rebates_expected=tuple(m for m in total(row.rebate for row in refundable if row.rebate) if m.amount),
        rebates_unknown=sum(1 for row in refundable if row.rebate is None),
        verdicts={verdict.value: verdicts[verdict.value] for verdict in Verdict},
        without_destination=sum(1 for row in found if not row.destination),
        held_rows=sum(1 for row in desk.store.all(HELD_ROWS) if row.state is HeldState.WAITING),
        shipments=sum(1 for shipment in desk.store.all(SHIPMENTS) if not shipment.cancelled),
        due=due,
        overdue=sum(1 for item in due if item.on < day),
    )


def due_items(desk: Desk, on: date, days: int | None = None) -> tuple[Due, ...]:
    """What is overdue or falls due within so many days (the setting by default), the earliest first."""
    limit = on + timedelta(days=desk.settings.deadlines.days if days is None else days)
    checker = Checker(desk, Question(on))
    rules = deadline_rules(desk)
    cars = {car.id: car for car in desk.store.all(CARS) if not car.archived}
    found = [due for car in cars.values() for due in due_of_car(car, checker.papers_of(car), rules)]
    papers = (with_validity(document, desk.library.documents) for document in desk.store.all(DOCUMENTS))
    found.extend(expiring(papers, cars))
    return tuple(sorted((due for due in found if due.on <= limit), key=lambda due: (due.on, due.code, due.car_id or 0)))


def due_title(desk: Desk, due: Due) -> tuple[str, str]:
    """The English title of what is due, and the car or paper it is due for."""
    if due.document_id is not None:
        return title_of(desk, due.document_kind), ""
    rule = rule_named(desk, due.code)
    car: Car | None = desk.store.get(CARS, due.car_id) if due.car_id else None
    return (rule.title if rule else due.code), name_of(car) if car else ""


def as_json(desk: Desk, view: Overview) -> dict[str, Any]:
    """The ``nearnew/desk/1`` document."""
    return {
        "schema": "nearnew/desk/1",
        "on": view.on.isoformat(),
        "demo": view.demo,
        "cars": view.cars,
        "listed": view.listed,
        "bought": view.bought,
        "shipped": view.shipped,
        "tied_up": _money(view.tied_up),
        "rebates_expected": _money(view.rebates_expected),
        "rebates_unknown": view.rebates_unknown,
        "verdicts": view.verdicts,
        "without_destination": view.without_destination,
        "held_rows": view.held_rows,
        "shipments": view.shipments,
        "overdue": view.overdue,
        "due": [
            {"on": d.on.isoformat(), "code": d.code, "title": due_title(desk, d)[0], "for": due_title(desk, d)[1]}
            for d in view.due
        ],
    }


def _money(sums: tuple[Money, ...]) -> list[dict[str, str]]:
    return [{"amount": str(money.amount), "currency": money.currency} for money in sums]
