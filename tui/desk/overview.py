"""The desk summary: stock, money, readiness, and what is due, as one record for the command and the front screen."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import msgspec

from tui.desk.checking import Question
from tui.desk.context import Desk
from tui.desk.dues import due_items, due_lines
from tui.desk.freshness import ageing_packs, old_rates
from tui.desk.kinds import CARS, HELD_ROWS, SHIPMENTS
from tui.desk.rebating import exposed_in
from tui.desk.stock import money_of, rows
from tui.desk.totals import NO_DESTINATION, WITHOUT_VOUCHER, Totals, age_names
from tui.domain.cars import GONE
from tui.domain.deadlines import Due
from tui.domain.imports import HeldState
from tui.domain.money import Money, total
from tui.domain.readiness import Verdict
from tui.domain.words import Stage


class Overview(msgspec.Struct, frozen=True):
    """The figures that matter on a day; sums per currency, purchase prices with VAT.

    ``rates_old`` are the pairs the book needs and has no rate for, or only an old one; ``rules_old`` the jurisdictions
    whose pack is too old to be relied on, ``rules_ageing`` those where it soon will be.
    """

    on: date
    demo: bool
    cars: int
    listed: int
    bought: int
    shipped: int
    tied_up: tuple[Money, ...]
    rebates_expected: tuple[Money, ...]
    rebates_exposed: tuple[Money, ...]
    rebates_unknown: int
    verdicts: dict[str, int]
    without_destination: int
    held_rows: int
    shipments: int
    due: tuple[Due, ...]
    overdue: int
    rates_old: tuple[str, ...] = ()
    rules_old: tuple[str, ...] = ()
    rules_ageing: tuple[str, ...] = ()


class Figure(msgspec.Struct, frozen=True):
    """One figure of the front desk: how many, what they come to, and the filter that shows the cars behind it."""

    name: str
    count: int
    query: str = ""
    money: tuple[Money, ...] = ()


def overview(desk: Desk, on: date | None = None) -> Overview:
    """Work out the summary for a day, today by default."""
    day = on or desk.today
    found = [row for row in rows(desk, question=Question(day)) if row.stage not in GONE]
    bought = [row for row in found if row.car.purchase is not None]
    rebates = [one for row in bought if (one := row.rebate_row) is not None]
    waiting = [row for row in found if row.awaits_verdict]
    verdicts = Counter(row.verdict.value for row in waiting)
    due, packs = due_items(desk, day), ageing_packs(desk)
    return Overview(
        on=day,
        demo=desk.demo,
        cars=len(found),
        listed=len(found) - len(bought),
        bought=len(bought),
        shipped=sum(1 for row in found if row.has_state("shipped")),
        tied_up=money_of(bought),
        rebates_expected=tuple(m for m in total(one.outstanding for one in rebates if one.outstanding) if m.amount),
        rebates_exposed=exposed_in(rebates),
        rebates_unknown=sum(1 for one in rebates if one.refund is None),
        verdicts={verdict.value: verdicts[verdict.value] for verdict in Verdict},
        without_destination=sum(1 for row in found if not row.destination),
        held_rows=sum(1 for row in desk.store.all(HELD_ROWS) if row.state is HeldState.WAITING),
        shipments=sum(1 for shipment in desk.store.all(SHIPMENTS) if not shipment.cancelled),
        due=due,
        overdue=sum(1 for item in due if item.on < day),
        rates_old=tuple(f"{one.base}/{one.quote}" for one in old_rates(desk)),
        rules_old=tuple(one.jurisdiction for one in packs if one.too_old),
        rules_ageing=tuple(one.jurisdiction for one in packs if not one.too_old),
    )


def is_empty(desk: Desk) -> bool:
    """Whether there is no car, no waiting row and no shipment in the book."""
    return not any(map(len, (desk.store.all(CARS), desk.store.all(HELD_ROWS), desk.store.all(SHIPMENTS))))


def money_figures(totals: Totals) -> list[Figure]:
    """Stock, capital and rebates: how much, how many, and the filter that shows the cars behind it."""
    count, oldest = totals.counts, age_names()[-1]
    return [
        Figure("cars", count["cars"]),
        Figure("tied_up", count["tied_up"], "is:tied", totals.money("tied_up")),
        Figure(oldest, count[oldest], "is:tied tied>180", totals.money(oldest)),
        Figure("rebates", count["rebates"], "is:expected", totals.money("rebates")),
        Figure("rebates_overdue", count["rebates_overdue"], "is:late", totals.money("rebates_overdue")),
        Figure("exposed", count["exposed"], "is:exposed", totals.money("exposed")),
        Figure("rebates_unknown", count["rebates_unknown"], "is:to-gather"),
        Figure(WITHOUT_VOUCHER, count[WITHOUT_VOUCHER], "is:bought invoice:"),
    ]


def verdict_figures(totals: Totals) -> list[Figure]:
    """How many cars still here are of each verdict, and how many have no destination.

    Cars that have left or are out of the stock for good do not count: where all that a filter finds of a stage have,
    it leaves out the stage, so that the list behind a figure is as long as the figure says.
    """
    named = {
        "blocked": "is:blocked",
        "unknown": "is:unknown",
        "action": "is:action",
        "ready": "is:ready",
        NO_DESTINATION: "dest:",
    }
    figures = []
    for name, text in named.items():
        here, gone = totals.by_stage(name, "here"), totals.by_stage(name, "gone")
        out = [stage for stage in Stage if gone[stage] and not here[stage]]
        count = here.total() + sum(gone[stage] for stage in here)
        figures.append(Figure(name, count, " ".join([text, *(f"-stage:{stage.value}" for stage in out)])))
    return figures


def counts(desk: Desk) -> list[Figure]:
    """Rows that wait and shipments that are not cancelled."""
    held = sum(1 for row in desk.store.all(HELD_ROWS) if row.state is HeldState.WAITING)
    return [
        Figure("shipments", sum(1 for shipment in desk.store.all(SHIPMENTS) if not shipment.cancelled)),
        Figure("held", held),
    ]


def ages(desk: Desk) -> list[Figure]:
    """What grew old: rates the book needs, packs of rules that are too old, and those that will be soon."""
    packs = ageing_packs(desk)
    old = sum(one.too_old for one in packs)
    return [
        Figure("rates_old", len(old_rates(desk))),
        Figure("rules_old", old),
        Figure("rules_ageing", len(packs) - old),
    ]


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
        "rebates_exposed": _money(view.rebates_exposed),
        "rebates_unknown": view.rebates_unknown,
        "verdicts": view.verdicts,
        "without_destination": view.without_destination,
        "held_rows": view.held_rows,
        "shipments": view.shipments,
        "overdue": view.overdue,
        "rates_old": list(view.rates_old),
        "rules_old": list(view.rules_old),
        "rules_ageing": list(view.rules_ageing),
        "due": [
            {"on": d.on.isoformat(), "code": d.code, "title": line.title, "for": line.name}
            for d, line in zip(view.due, due_lines(desk, view.due), strict=True)
        ],
    }


def _money(sums: tuple[Money, ...]) -> list[dict[str, str]]:
    return [{"amount": str(money.amount), "currency": money.currency} for money in sums]
