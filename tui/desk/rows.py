"""The stock as rows that are built when they are asked for, and asked all at once by columns.

A list of a hundred thousand cars is there at once: a row comes into being when a screen draws it or a filter looks at
it, and what a filter or an order reads of many rows is kept as a column. After a commit, ``after`` gives the rows of
the new book, with the rows of all cars that the commit did not touch as they were.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from threading import Lock
from typing import Any, Final, overload

from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.kinds import BATCHES, CARS, DEALERS, DOCUMENTS, FIRMS, HELD_ROWS, PARTIES, SHIPMENTS
from tui.domain.cars import ENDINGS, Car, days_registered, days_tied_up, stage
from tui.domain.deadlines import due_of_car
from tui.domain.models import Specs
from tui.domain.money import Money
from tui.domain.query import NUMBER_FIELDS, Term
from tui.domain.readiness import Verdict
from tui.domain.rebates import quote
from tui.domain.rules import Rule
from tui.domain.words import InvoiceKind, Stage

_TEXTS = (
    "make", "model", "trim", "vin", "stock", "dealer", "dest", "stage", "colour", "powertrain", "invoice", "doc",
    "shipment",
)  # fmt: skip
"""What a bare word of a filter looks at, besides remark and engine number."""
_ASIDE = frozenset({HELD_ROWS.name, BATCHES.name, PARTIES.name, FIRMS.name})
"""Kinds of which no row of the stock says anything."""
_VERDICTS = frozenset(verdict.value.casefold() for verdict in Verdict)


class RowSource:
    """What rows share: the question, and what of the book a car's own record does not hold."""

    def __init__(self, desk: Desk, destination: str | None, question: Question) -> None:
        self.desk = desk
        self.destination = destination
        self.question = question
        self.renew()

    def renew(self) -> None:
        """Forget what was read of the book."""
        self.checker = Checker(self.desk, self.question)
        self._names: dict[str, tuple[str, ...]] = {}
        self._dealers: dict[int, str] | None = None
        self._shipments: dict[int, str] | None = None

    def make_name(self, car: Car) -> str:
        """The make in the language of the moment."""
        make = self.desk.library.makes.get(car.make)
        return make.name(self.desk.language) if make else car.make

    def dealer_name(self, car: Car) -> str:
        """Whom the car comes from."""
        if self._dealers is None:
            self._dealers = {dealer.id: dealer.name for dealer in self.desk.store.all(DEALERS)}
        return self._dealers.get(car.dealer_id or 0, "")

    def shipment(self, car: Car) -> tuple[str, ...]:
        """The number of the shipment that carries the car."""
        if self._shipments is None:
            self._shipments = {
                car_id: one.number
                for one in self.desk.store.all(SHIPMENTS)
                if not one.cancelled
                for car_id in one.car_ids
            }
        return (self._shipments[car.id],) if car.id in self._shipments else ()

    def place(self, car: Car) -> str | None:
        """The destination the car is looked at for."""
        return self.destination or self.checker.own_destination(car)

    def texts(self, row: StockRow, field: str) -> tuple[str, ...]:
        """The values of a text field of the filter language."""
        car = row.car
        match field:
            case "make":
                return self._make_names(car.make)
            case "dealer":
                return (row.dealer_name,)
            case "dest":
                return (row.destination or "",)
            case "stage":
                return (row.stage.value,)
            case "powertrain":
                return (row.specs.powertrain or "",)
            case "invoice":
                return (row.invoice_kind.value if row.invoice_kind else "",)
            case "doc":
                kinds = self.desk.library.documents
                held = [one.kind for one in self.checker.papers_of(car) if one.kind in kinds and not one.void]
                return tuple(word for kind in held for word in (kind, *kinds[kind].aliases))
            case "shipment":
                return self.shipment(car)
            case "vin":
                return (car.vin or "",)
            case "stock":
                return (car.stock_number,)
            case _:
                return (getattr(car, field),)

    def _make_names(self, make_id: str) -> tuple[str, ...]:
        found = self._names.get(make_id)
        if found is None:
            make = self.desk.library.makes.get(make_id)
            found = (make_id, *dict.fromkeys(make.names.values()), *make.aliases) if make else (make_id,)
            self._names[make_id] = found
        return found


class StockRow:
    """One car as lists show it; everything but the car is worked out when it is first asked for."""

    def __init__(self, car: Car, source: RowSource) -> None:
        self.car: Final = car
        self._source = source

    @property
    def id(self) -> int:
        """The car's id."""
        return self.car.id

    @property
    def on(self) -> date:
        """The day that is asked about."""
        return self._source.question.on

    @property
    def make_name(self) -> str:
        """The make, in the language of the moment."""
        return self._source.make_name(self.car)

    @property
    def dealer_name(self) -> str:
        """Whom the car comes from."""
        return self._source.dealer_name(self.car)

    @cached_property
    def specs(self) -> Specs:
        """The technical facts: the car's own over its sheet's."""
        return self._source.desk.specs_of(self.car)

    @cached_property
    def stage(self) -> Stage:
        """How far the car has come."""
        return stage(self.car)

    @cached_property
    def destination(self) -> str | None:
        """The destination asked about, else the car's own."""
        return self._source.place(self.car)

    @cached_property
    def age(self) -> int | None:
        """Days since first registration, for the 180-day line."""
        return days_registered(self.car, self.on)

    @cached_property
    def tied(self) -> int | None:
        """Days the trader's capital is tied up."""
        return days_tied_up(self.car, self.on)

    @property
    def is_tied_up(self) -> bool:
        """Whether the trader's money is in the car: bought, and not paid for by the buyer yet."""
        return self.car.purchase is not None and self.car.milestone(Stage.PAID) is None

    @property
    def awaits_verdict(self) -> bool:
        """Whether the car counts among those that are ready or not: it has somewhere to go and has not left yet."""
        return bool(self.destination) and self.stage not in ENDINGS and self.car.milestone(Stage.DEPARTED) is None

    @cached_property
    def price(self) -> Money | None:
        """What was paid, else what is asked; VAT included."""
        purchase = self.car.purchase
        if purchase is not None and purchase.price is not None:
            return purchase.price
        return self.car.offer.price if self.car.offer else None

    @property
    def invoice_kind(self) -> InvoiceKind | None:
        """The voucher held or promised; None when not known."""
        purchase = self.car.purchase
        if purchase is not None:
            return purchase.invoice_kind
        return self.car.offer.invoice_kind if self.car.offer else None

    @cached_property
    def rebate(self) -> Money | None:
        """The refund to expect on a bought car, at today's refund rate of 13 %; None when it cannot be told."""
        purchase = self.car.purchase
        if purchase is None or purchase.price is None or purchase.invoice_kind is None:
            return None
        return quote(purchase.price, purchase.invoice_kind, purchase.invoice_rate).refund

    @cached_property
    def answer(self) -> Answer:
        """The car assessed for the chosen destination, or its own."""
        return self._source.checker.answer(self.car, self._source.destination)

    @property
    def verdict(self) -> Verdict:
        """The verdict for the chosen destination, or the car's own."""
        return self.answer.assessment.verdict

    @cached_property
    def due(self) -> date | None:
        """The next day something falls due for the car."""
        return next_due(self._source.desk, self._source.checker, self.car)

    @property
    def haystack(self) -> str:
        """All texts of the car, casefolded."""
        own = (self.car.remark, self.car.engine_number)
        return "\n".join([*(text for name in _TEXTS for text in self._source.texts(self, name)), *own]).casefold()

    def texts(self, field: str) -> tuple[str, ...]:
        """The casefolded values of a text field of the filter language."""
        return tuple(text.casefold() for text in self._source.texts(self, field))

    def figure(self, field: str) -> Decimal | int | None:
        """The value of a number field of the filter language."""
        match field:
            case "age":
                return self.age
            case "tied":
                return self.tied
            case "price":
                return self.price.amount if self.price else None
            case "km":
                return self.car.odometer_km
            case "due":
                return (self.due - self.on).days if self.due else None
            case _:
                return self.car.model_year

    def has_state(self, state: str) -> bool:
        """Whether the car is in a state of the filter language."""
        match state:
            case "archived":
                return self.car.archived
            case "listed":
                return self.stage is Stage.LISTED
            case "bought":
                return self.car.purchase is not None
            case "shipped":
                return bool(self._source.shipment(self.car))
            case "unregistered":
                return self.car.first_registration is None
            case "novin":
                return self.car.vin is None
            case _:
                return self.verdict == state.upper()


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
        sums: dict[str, Decimal] = {}
        for money in [money for place in places if (money := column[place]) is not None]:
            currency = money.currency
            sums[currency] = sums[currency] + money.amount if currency in sums else money.amount
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
        case "haystack" | "verdict":
            return lambda row: getattr(row, name)
        case "money":
            return lambda row: row.price if row.is_tied_up else None
        case _:
            return lambda row: row.texts(name)


_WORST_FIRST = {Verdict.BLOCKED: 0, Verdict.UNKNOWN: 1, Verdict.ACTION: 2, Verdict.READY: 3}
_STAGES = {stage: place for place, stage in enumerate(Stage)}


def sort_value(row: StockRow, name: str) -> Any:
    """What a row is ordered by under a sort key; None or the empty text comes last."""
    match name:
        case "stock":
            return row.car.stock_number
        case "vin":
            return row.car.vin
        case "make":
            return row.make_name
        case "model":
            return row.car.model
        case "stage":
            return _STAGES[row.stage]
        case "dest":
            return row.destination
        case "dealer":
            return row.dealer_name
        case "verdict":
            return _WORST_FIRST[row.verdict], -len(row.answer.assessment.open_flags)
        case "rebate":
            return row.rebate.amount if row.rebate else None
        case _:
            return row.figure(name)


def touched_since(desk: Desk, revision: int) -> set[int] | None:
    """The ids of the cars whose rows the commits after a revision changed; None when it may be any."""
    ids: set[int] = set()
    for commit in desk.store.since(revision) if desk.store.revision != revision else ():
        for change in commit.changes:
            if change.kind == CARS.name:
                ids.add(change.id)
            elif change.kind in {DOCUMENTS.name, SHIPMENTS.name}:
                for record in (change.before, change.after):
                    cars = _cars_named(change.kind, record) if record else ()
                    if cars is None:
                        return None
                    ids.update(cars)
            elif change.kind not in _ASIDE:
                return None
    return ids


def _cars_named(kind: str, record: Mapping[str, Any]) -> Iterable[int] | None:
    """The cars that a stored document or shipment speaks of by id; None when it reaches others too."""
    if kind == SHIPMENTS.name:
        return [line["car_id"] for line in record.get("lines", ())]
    scope = record.get("scope", {})
    return scope.get("car_ids", ()) if scope.get("reach", "cars") in {"cars", "licence"} else None


def next_due(desk: Desk, checker: Checker, car: Car) -> date | None:
    """The next day something falls due for a car by the deadline rules, or None."""
    days = [due.on for due in due_of_car(car, checker.papers_of(car), deadline_rules(desk))]
    return min(days, default=None)


def deadline_rules(desk: Desk) -> tuple[Rule, ...]:
    """The rules of the origin that set deadlines."""
    pack = desk.library.packs.get("CN")
    return tuple(rule for rule in pack.rules if rule.kind == "deadline") if pack else ()
