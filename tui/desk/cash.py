"""Where the money is: what is to come by week, rebates by state, the age of capital, and margins by what they hang on.

Pure sums over rows that were read; a chart draws them and a table beside it says the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.costing import Costing
from tui.desk.owing import Owed, Owes, owed
from tui.desk.rebating import RebateRow
from tui.desk.stock import StockRow, rows
from tui.desk.totals import age_name, age_names
from tui.domain.cars import Car
from tui.domain.money import Money, total
from tui.domain.rebating import EXPOSED, RebateState

_MOST = 8
OVERDUE, NO_DAY = "overdue", "no_day"
"""The labels of what should have come, and of what has no day yet."""
_PLACES = {OVERDUE: "0", NO_DAY: "9999-99"}
REST = ""
"""The label of what a short list leaves out, added up."""


class Bar(msgspec.Struct, frozen=True):
    """One figure of a chart: what it is of, over how many cars, in one currency."""

    label: str
    cars: int
    amount: Money


class Margins(msgspec.Struct, frozen=True):
    """Margins in the home currency, the largest first; ``unknown`` cars have no margin that can be told yet."""

    by_model: tuple[Bar, ...]
    by_dealer: tuple[Bar, ...]
    by_destination: tuple[Bar, ...]
    unknown: int


class Cash(msgspec.Struct, frozen=True):
    """Everything the page of cash shows. A week is its Monday; what is overdue or has no day is a bar of its own."""

    to_come: tuple[Bar, ...]
    to_pay: tuple[Bar, ...]
    months: tuple[Bar, ...]
    states: tuple[Bar, ...]
    ages: tuple[Bar, ...]
    exposed: tuple[Bar, ...]
    margins: Margins


def cash(desk: Desk, pause: Callable[[], None] = lambda: None) -> Cash:
    """Read the book of today; ``pause`` is called before each car."""
    bought = []
    for row in rows(desk):
        pause()
        if row.car.purchase is not None:
            bought.append(row)
    rebates = [one for row in bought if (one := row.rebate_row) is not None]
    lines = owed(desk, pause)
    return Cash(
        by_week([one for one in lines if one.owes is not Owes.WE], desk.today),
        by_week([one for one in lines if one.owes is Owes.WE], desk.today),
        by_month(rebates),
        by_state(rebates),
        by_age(bought),
        exposure(rebates),
        margins(desk, bought, pause),
    )


def by_week(lines: Iterable[Owed], today: date) -> tuple[Bar, ...]:
    """What is owed, by the Monday of the week it is due in; what is late stands first, what has no day last."""
    weeks: dict[str, list[Owed]] = {}
    for one in lines:
        weeks.setdefault(_week(one, today), []).append(one)
    found: list[Bar] = []
    for label in sorted(weeks, key=lambda label: _PLACES.get(label, label)):
        for money in total(one.amount for one in weeks[label]):
            cars = sum(one.cars for one in weeks[label] if one.amount.currency == money.currency)
            found.append(Bar(label, cars, money))
    return tuple(found)


def by_month(found: Iterable[RebateRow]) -> tuple[Bar, ...]:
    """The rebates that are still to come, by the month they are expected in and by where they stand."""
    months: dict[tuple[str, int, RebateState], list[Money]] = {}
    order = {state: place for place, state in enumerate(RebateState)}
    for row in found:
        left = row.outstanding
        if left is not None and left.amount > 0:
            month = f"{row.expected_on:%Y-%m}" if row.expected_on is not None else NO_DAY
            months.setdefault((month, order[row.state], row.state), []).append(left)
    bars: list[Bar] = []
    for (month, _place, state), amounts in sorted(
        months.items(), key=lambda item: (_PLACES.get(item[0][0], item[0][0]), item[0][1])
    ):
        bars += _bars(f"{month} {state.value}", amounts, len(amounts))
    return tuple(bars)


def exposure(found: Sequence[RebateRow]) -> tuple[Bar, ...]:
    """What of the money that came may have to go back, by where the rebates stand."""
    bars: list[Bar] = []
    for state in RebateState:
        paid = [row.paid for row in found if row.state is state and row.state in EXPOSED and row.paid is not None]
        bars += _bars(state.value, paid, len(paid))
    return tuple(bars)


def by_state(found: Sequence[RebateRow]) -> tuple[Bar, ...]:
    """The refunds of all cars by where they stand, in the order of the states."""
    bars = []
    for state in RebateState:
        of_state = [row for row in found if row.state is state]
        bars += _bars(state.value, [row.refund for row in of_state], len(of_state))
    return tuple(bars)


def by_age(bought: Iterable[StockRow]) -> tuple[Bar, ...]:
    """The capital tied up by its age in days."""
    tied = [row for row in bought if row.is_tied_up]
    bars = []
    for name in age_names():
        of_age = [row for row in tied if age_name(row.tied or 0) == name]
        bars += _bars(name.removeprefix("tied "), [row.price for row in of_age], len(of_age))
    return tuple(bars)


def margins(desk: Desk, bought: Iterable[StockRow], pause: Callable[[], None] = lambda: None) -> Margins:
    """The margins of cars whose price to the buyer is known."""
    costing = Costing(desk)
    known: list[tuple[StockRow, Money]] = []
    unknown = 0
    for row in bought:
        pause()
        margin = costing.of(row.car).margin if costing.rebates.price_of(row.car) is not None else None
        if margin is None:
            unknown += 1
        else:
            known.append((row, margin))
    return Margins(
        grouped(known, lambda row: _model(row.car, row.make_name)),
        grouped(known, lambda row: row.dealer_name or "–"),
        grouped(known, lambda row: row.destination or "–"),
        unknown,
    )


def grouped(found: Iterable[tuple[StockRow, Money]], name: Callable[[StockRow], str]) -> tuple[Bar, ...]:
    """Amounts added up by a name, the largest first; what does not fit into a short list is the last bar."""
    groups: dict[tuple[str, str], list[Money]] = {}
    for row, amount in found:
        groups.setdefault((name(row), amount.currency), []).append(amount)
    bars = [Bar(label, len(amounts), total(amounts)[0]) for (label, _currency), amounts in groups.items()]
    bars.sort(key=lambda bar: (-bar.amount.amount, bar.label))
    if len(bars) <= _MOST or len({bar.amount.currency for bar in bars}) > 1:
        return tuple(bars)
    rest = bars[_MOST - 1 :]
    whole = Bar(REST, sum(bar.cars for bar in rest), total(bar.amount for bar in rest)[0])
    return (*bars[: _MOST - 1], whole)


def as_json(desk: Desk, found: Cash) -> dict[str, Any]:
    """The ``nearnew/cash/1`` document: every chart as a list of its figures."""
    return {
        "schema": "nearnew/cash/1",
        "on": desk.today.isoformat(),
        **{name: [_plain(one) for one in bars] for name, bars in charts(found)},
        "margin_unknown": found.margins.unknown,
    }


def charts(found: Cash) -> tuple[tuple[str, tuple[Bar, ...]], ...]:
    """The charts by name, in the order they are shown in."""
    return (
        ("to_come", found.to_come),
        ("to_pay", found.to_pay),
        ("months", found.months),
        ("states", found.states),
        ("exposed", found.exposed),
        ("ages", found.ages),
        ("by_model", found.margins.by_model),
        ("by_dealer", found.margins.by_dealer),
        ("by_destination", found.margins.by_destination),
    )


def _plain(one: Bar) -> dict[str, Any]:
    return {
        "label": one.label or "others",
        "cars": one.cars,
        "amount": str(one.amount.amount),
        "currency": one.amount.currency,
    }


def _week(one: Owed, today: date) -> str:
    if one.by is None:
        return NO_DAY
    return OVERDUE if one.by < today else (one.by - timedelta(days=one.by.weekday())).isoformat()


def _bars(label: str, amounts: Iterable[Money | None], cars: int) -> list[Bar]:
    return [Bar(label, cars, money) for money in total(one for one in amounts if one is not None)]


def _model(car: Car, make: str) -> str:
    return " ".join(part for part in (make, car.model) if part)
