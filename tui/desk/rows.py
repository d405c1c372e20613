"""The stock as rows that are built when they are asked for, and asked all at once by columns.

A list of a hundred thousand cars is there at once: a row comes into being when a screen draws it or a filter looks at
it, and what a filter or an order reads of many rows is kept as a column. After a commit, ``after`` gives the rows of
the new book, with the rows of all cars that the commit did not touch as they were.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from threading import Lock
from typing import Any, Final, overload

from tui.desk.context import Desk
from tui.desk.kinds import (
    BATCHES,
    CAR_ITEMS,
    CARS,
    CLAIMS,
    COSTS,
    DOCUMENTS,
    DOSSIERS,
    FIRMS,
    HELD_ROWS,
    INSPECTIONS,
    ISSUED,
    LETTERS,
    OFFERS,
    PARTIES,
    RATES,
    RECEIPTS,
    SALES,
    SHIPMENTS,
    WATCHES,
)
from tui.desk.row import RowSource, StockRow, sort_value
from tui.domain.cars import Car
from tui.domain.query import NUMBER_FIELDS, Term
from tui.domain.verdicts import Verdict

__all__ = ["RowSource", "Rows", "StockRow", "View", "touched_since"]

_ASIDE = frozenset(
    kind.name for kind in (HELD_ROWS, BATCHES, PARTIES, FIRMS, OFFERS, WATCHES, COSTS, RATES, LETTERS, ISSUED, DOSSIERS)
)
"""Kinds of which no row of the stock says anything."""
_NAMING = frozenset(kind.name for kind in (DOCUMENTS, SHIPMENTS, CLAIMS, SALES, RECEIPTS, CAR_ITEMS, INSPECTIONS))
"""Kinds whose records name the cars that they are about."""
_VERDICTS = frozenset(verdict.value.casefold() for verdict in Verdict)


class Rows(Sequence[StockRow]):
    """Cars as rows, by rising id; a row is built when it is first asked for."""

    def __init__(self, source: RowSource, *, archived: bool = False) -> None:
        self._source = source
        self._archived = archived
        self._revision = source.desk.store.revision
        cars = source.desk.store.all(CARS)
        self.cars: Sequence[Car] = cars if archived else [car for car in cars if not car.archived]
        """The cars, without building a row of any."""
        self._built: list[StockRow | None] = [None] * len(self.cars)
        self._columns: dict[str, _Column] = {}
        self._filling = Lock()

    def __len__(self) -> int:
        return len(self.cars)

    @overload
    def __getitem__(self, place: int) -> StockRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[StockRow]: ...
    def __getitem__(self, place: int | slice) -> StockRow | list[StockRow]:
        if isinstance(place, slice):
            return [self[one] for one in range(len(self))[place]]
        row = self._built[place]
        if row is None:
            row = self._built[place] = StockRow(self.cars[place], self._source)
        return row

    @property
    def ids(self) -> list[int]:
        """The ids of the cars."""
        return [car.id for car in self.cars]

    @property
    def built(self) -> int:
        """How many rows were built so far."""
        return sum(row is not None for row in self._built)

    def place_of(self, car_id: Hashable) -> int | None:
        """The place of a car, or None."""
        if not isinstance(car_id, int):
            return None
        place = bisect_left(self.cars, car_id, key=lambda car: car.id)
        return place if place < len(self.cars) and self.cars[place].id == car_id else None

    def after(self) -> Rows:
        """The rows of the book as it is now; those of cars that no commit has touched since are kept."""
        touched = touched_since(self._source.desk, self._revision)
        if touched is None:
            self._source.renew()
            return Rows(self._source, archived=self._archived)
        if touched:
            self._source.renew()
        found = Rows(self._source, archived=self._archived)
        places: Sequence[int | None]
        if len(found.cars) == len(self.cars) and not any(self._moved(found, car_id) for car_id in touched):
            places = range(len(self.cars))
            found._built = self._built.copy()
        else:
            place_of = {car.id: place for place, car in enumerate(self.cars)}
            places = [place_of.get(car.id) for car in found.cars]
            found._built = [None if place is None else self._built[place] for place in places]
        new = [place for car_id in touched if (place := found.place_of(car_id)) is not None]
        for place in new:
            found._built[place] = None
        for name, column in self._columns.items():
            found._columns[name] = column.moved(places, new)
        return found

    def _moved(self, other: Rows, car_id: int) -> bool:
        return self.place_of(car_id) != other.place_of(car_id)

    def column(self, name: str, places: Iterable[int]) -> Sequence[Any]:
        """What rows say under a name, by place: known for at least these places.

        A name is one of the fields and states of the filter language, ``haystack``, ``verdict``, ``money``, or a
        sort key with ``by:`` in front.
        """
        with self._filling:
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = _Column([_UNKNOWN] * len(self.cars), 0)
            if column.known < len(column.values):
                self._fill(column, places, _reader(name))
        return column.values

    def _fill(self, column: _Column, places: Iterable[int], read: Callable[[StockRow], Any]) -> None:
        values = column.values
        for place in places:
            if values[place] is _UNKNOWN:
                values[place] = read(self[place])
                column.known += 1

    def forget(self, name: str) -> None:
        """Forget a column: what it says depends on something that has changed, such as the language."""
        self._columns.pop(name, None)

    def sift(self, term: Term, places: Sequence[int], fits: dict[Any, bool]) -> list[int]:
        """Those of the places whose cars fit one term of a filter.

        ``fits`` remembers between calls of one search what the term says of each value, for it is asked only once.
        """
        if not term.field and "\n" not in term.value:
            texts, word = self.column("haystack", places), term.value
            if term.negated:
                return [place for place in places if word not in texts[place]]
            return [place for place in places if word in texts[place]]
        name = f"is:{term.value}" if term.field == "is" and term.value not in _VERDICTS else term.field
        values = self.column("verdict" if name == "is" else name or "haystack", places)
        found = []
        for place in places:
            value = values[place]
            fit = fits.get(value)
            if fit is None:
                fit = fits[value] = term.holds(self[place])
            if fit:
                found.append(place)
        return found

    def money_at(self, places: Iterable[int]) -> Mapping[str, Decimal]:
        """The capital tied up in the cars at these places, by currency."""
        places = list(places)
        column = self.column("money", places)
        left = [money for place in places if (money := column[place]) is not None]
        sums: dict[str, Decimal] = {}
        while left:
            currency = left[0].currency
            sums[currency] = sum([money.amount for money in left if money.currency == currency], Decimal(0))
            left = [money for money in left if money.currency != currency]
        return sums


class View(Sequence[StockRow]):
    """Some of the rows in an order of their own: what a filter lets through, sorted."""

    def __init__(self, rows: Rows, places: Sequence[int]) -> None:
        self.rows = rows
        self.places = places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> StockRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[StockRow]: ...
    def __getitem__(self, place: int | slice) -> StockRow | list[StockRow]:
        if isinstance(place, slice):
            return [self.rows[one] for one in self.places[place]]
        return self.rows[self.places[place]]

    @property
    def cars(self) -> list[Car]:
        """The cars, without building a row of any."""
        cars = self.rows.cars
        return [cars[place] for place in self.places]

    @property
    def ids(self) -> list[int]:
        """The ids of the cars."""
        cars = self.rows.cars
        return [cars[place].id for place in self.places]

    def place_of(self, car_id: Hashable) -> int | None:
        """The place of a car among these, or None."""
        place = self.rows.place_of(car_id)
        if place is None:
            return None
        try:
            return self.places.index(place)
        except ValueError:
            return None


class _Column:
    """The values of one name for all rows; ``known`` counts those that are worked out."""

    __slots__ = ("known", "values")

    def __init__(self, values: list[Any], known: int) -> None:
        self.values = values
        self.known = known

    def moved(self, places: Sequence[int | None], new: Iterable[int]) -> _Column:
        """The column for rows that stand at other places now, and the new ones not known."""
        old = self.values
        values = old.copy() if isinstance(places, range) else [_UNKNOWN if p is None else old[p] for p in places]
        for place in new:
            values[place] = _UNKNOWN
        return _Column(values, sum(value is not _UNKNOWN for value in values))


_UNKNOWN: Final = object()


def _reader(name: str) -> Callable[[StockRow], Any]:
    """What a column of this name reads of a row."""
    if name in NUMBER_FIELDS:
        return lambda row: row.figure(name)
    if name.startswith("is:"):
        return lambda row: row.has_state(name[3:])
    if name.startswith("by:"):
        return lambda row: sort_value(row, name[3:])
    match name:
        case "haystack":
            return lambda row: row.haystack
        case "verdict":
            return lambda row: row.verdict if row.awaits_verdict else None
        case "money":
            return lambda row: row.price if row.is_tied_up else None
        case _:
            return lambda row: row.texts(name)


def touched_since(desk: Desk, revision: int, aside: frozenset[str] = frozenset()) -> set[int] | None:
    """The ids of the cars whose rows the commits after a revision changed; None when it may be any.

    ``aside`` names further kinds of records that do not matter to the caller.
    """
    ids: set[int] = set()
    for commit in desk.store.since(revision) if desk.store.revision != revision else ():
        for change in commit.changes:
            if change.kind in aside:
                continue
            if change.kind == CARS.name:
                ids.add(change.id)
            elif change.kind in _NAMING:
                for record in (change.before, change.after):
                    cars = _cars_named(change.kind, record) if record else ()
                    if cars is None:
                        return None
                    ids.update(cars)
            elif change.kind not in _ASIDE:
                return None
    return ids


def _cars_named(kind: str, record: Mapping[str, Any]) -> Iterable[int] | None:
    """The cars that a stored record speaks of by id; None when it reaches others too."""
    if kind in {SHIPMENTS.name, CLAIMS.name}:
        return [line["car_id"] for line in record.get("lines", ())]
    if kind in {SALES.name, CAR_ITEMS.name, INSPECTIONS.name}:
        return [record["car_id"]]
    if kind == RECEIPTS.name:
        return [part["car_id"] for part in record.get("allocations", ())]
    scope = record.get("scope", {})
    return scope.get("car_ids", ()) if scope.get("reach", "cars") in {"cars", "licence"} else None
