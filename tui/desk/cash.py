"""Where the money is: what is to come by week, rebates by state, the age of capital, and margins by what they hang on.

Pure sums over rows that were read; a chart draws them and a table beside it says the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from tui.desk import rebating
from tui.desk.context import Desk
from tui.desk.costing import Costing
from tui.desk.rebating import RebateRow
from tui.desk.stock import StockRow, rows
from tui.desk.totals import age_name, age_names
from tui.domain.cars import Car
from tui.domain.money import Money, total
from tui.domain.rebating import RebateState

_MOST = 8
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
    """Everything the page of cash shows."""

    weeks: tuple[Bar, ...]
    states: tuple[Bar, ...]
    ages: tuple[Bar, ...]
    margins: Margins


def cash(desk: Desk, pause: Callable[[], None] = lambda: None) -> Cash:
    """Read the book of today; ``pause`` is called before each car."""
    bought = []
    for row in rows(desk):
        pause()
        if row.car.purchase is not None:
            bought.append(row)
    rebates = [one for row in bought if (one := row.rebate_row) is not None]
    return Cash(by_week(rebates), by_state(rebates), by_age(bought), margins(desk, bought, pause))


def by_week(found: Iterable[RebateRow]) -> tuple[Bar, ...]:
    """What the treasury is expected to pay, by the Monday of the week."""
    return tuple(
        Bar(monday.isoformat(), cars, money) for monday, sums, cars in rebating.forecast(found) for money in sums
    )


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


def _bars(label: str, amounts: Iterable[Money | None], cars: int) -> list[Bar]:
    return [Bar(label, cars, money) for money in total(one for one in amounts if one is not None)]


def _model(car: Car, make: str) -> str:
    return " ".join(part for part in (make, car.model) if part)
