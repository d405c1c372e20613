"""The stock: rows for lists and screens, and naming cars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tui.desk.context import Desk
from tui.desk.kinds import CARS
from tui.desk.question import Question
from tui.desk.row import RowSource, StockRow, next_due, sort_value
from tui.desk.rows import Rows
from tui.domain.cars import Car
from tui.domain.money import Money, total
from tui.domain.query import EVERYTHING, Query, parse
from tui.domain.vin import normalise
from tui.errors import NotFound, UsageError

__all__ = [
    "SORTS",
    "StockRow",
    "filtered",
    "find_car",
    "has_car",
    "lazy_rows",
    "money_of",
    "next_due",
    "ordered",
    "read_ahead",
    "rows",
    "select",
]

SORTS = (
    "stock", "vin", "make", "model", "year", "age", "tied", "price", "rebate", "km", "stage", "dest", "dealer", "due",
    "verdict",
)  # fmt: skip
"""What a list can be ordered by."""
_SHORT_VIN = 6
_FEW = 100
"""Cars that are read from the book in one go: a millisecond."""


def lazy_rows(
    desk: Desk, *, destination: str | None = None, question: Question | None = None, archived: bool = False
) -> Rows:
    """All cars as rows that are built when they are asked for; archived ones only when asked for."""
    return Rows(RowSource(desk, destination, question or Question(desk.today)), archived=archived)


def read_ahead(desk: Desk) -> Iterator[bool]:
    """Read all cars from the book, a few at a time; says after each few whether that was all."""
    done = False
    while not done:
        done = desk.store.read_ahead(CARS, _FEW)
        yield done


def rows(
    desk: Desk, *, destination: str | None = None, question: Question | None = None, archived: bool = False
) -> list[StockRow]:
    """All cars as rows, in order of their ids; archived ones only when asked for."""
    return list(lazy_rows(desk, destination=destination, question=question, archived=archived))


def select(
    desk: Desk, text: str, *, destination: str | None = None, question: Question | None = None
) -> list[StockRow]:
    """The rows a filter lets through. Raises UsageError for a filter that cannot be read."""
    query = parse(text) if text else EVERYTHING
    found = rows(desk, destination=destination, question=question, archived=query.wants_archived)
    return filtered(found, query)


def filtered(found: Sequence[StockRow], query: Query) -> list[StockRow]:
    """The rows of a list for which a query holds."""
    return [row for row in found if query.holds(row)] if query.terms else list(found)


def ordered(found: Iterable[StockRow], key: str) -> list[StockRow]:
    """Rows sorted by one of ``SORTS``; ``-key`` turns the order round; rows without a value come last.

    Raises UsageError for an unknown key.
    """
    backwards, name = key.startswith("-"), key.removeprefix("-")
    if name not in SORTS:
        raise UsageError("sort_unknown", value=key, known=", ".join(SORTS))
    keyed = [(sort_value(row, name), row) for row in found]
    known = [pair for pair in keyed if pair[0] not in {None, ""}]
    unknown = [row for value, row in keyed if value in {None, ""}]
    known.sort(key=lambda pair: pair[0], reverse=backwards)
    return [row for _, row in known] + unknown


def find_car(desk: Desk, name: str) -> Car:
    """The car called by a VIN, its last six or more characters, or its stock number.

    Raises NotFound when there is none, or when the end of a VIN fits several.
    """
    vin = normalise(name)
    car = desk.car_by_vin(vin) or desk.car_by_stock_number(name.strip())
    if car is not None:
        return car
    ends = [car for car in desk.store.all(CARS) if len(vin) >= _SHORT_VIN and car.vin and car.vin.endswith(vin)]
    if len(ends) > 1:
        raise NotFound("car_name_ambiguous", name=name[:40], count=len(ends))
    if not ends:
        raise NotFound("car_not_found", name=name[:40])
    return ends[0]


def has_car(desk: Desk, car_id: int) -> bool:
    """Whether a car is in the book, archived or not."""
    return desk.store.get(CARS, car_id) is not None


def money_of(found: Iterable[StockRow]) -> tuple[Money, ...]:
    """The capital tied up: what the cars that are bought and not paid for by the buyer yet cost, per currency."""
    return total(row.price for row in found if row.is_tied_up and row.price is not None)
