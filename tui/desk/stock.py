"""The stock: rows for lists and screens, naming cars, and the writes on a car's own record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.kinds import CARS, DEALERS, SHIPMENTS
from tui.domain.cars import Car, days_registered, days_tied_up, stage
from tui.domain.deadlines import due_of_car
from tui.domain.models import Specs
from tui.domain.money import Money, total
from tui.domain.query import EVERYTHING, Query, parse
from tui.domain.readiness import Verdict
from tui.domain.rebates import quote
from tui.domain.rules import Rule
from tui.domain.vin import normalise
from tui.domain.words import InvoiceKind, Stage
from tui.errors import NotFound, UsageError

SORTS = ("stock", "vin", "make", "model", "year", "age", "tied", "price", "km", "stage", "dest", "dealer")
_SHORT_VIN = 6


@dataclass(eq=False)
class StockRow:
    """One car as lists show it; what is costly is worked out when first asked for."""

    car: Car
    specs: Specs
    make_name: str
    dealer_name: str
    stage: Stage
    on: date
    destination: str | None
    _texts: Callable[[Car, Specs, str], dict[str, tuple[str, ...]]]
    _answer: Callable[[], Answer]
    _due: Callable[[], date | None]

    @property
    def id(self) -> int:
        """The car's id."""
        return self.car.id

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

    @cached_property
    def price(self) -> Money | None:
        """What was paid, else what is asked; VAT included."""
        purchase = self.car.purchase
        if purchase is not None and purchase.price is not None:
            return purchase.price
        return self.car.offer.price if self.car.offer else None

    @cached_property
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
        return self._answer()

    @property
    def verdict(self) -> Verdict:
        """The verdict for the chosen destination, or the car's own."""
        return self.answer.assessment.verdict

    @cached_property
    def due(self) -> date | None:
        """The next day something falls due for the car."""
        return self._due()

    @cached_property
    def _fields(self) -> dict[str, tuple[str, ...]]:
        return self._texts(self.car, self.specs, self.dealer_name)

    @cached_property
    def haystack(self) -> str:
        """All texts of the car, casefolded."""
        own = (self.car.remark, self.car.engine_number)
        return "\n".join([*(text for texts in self._fields.values() for text in texts), *own]).casefold()

    def texts(self, field: str) -> tuple[str, ...]:
        """The casefolded values of a text field of the filter language."""
        return tuple(text.casefold() for text in self._fields[field])

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
                return bool(self._fields["shipment"])
            case "unregistered":
                return self.car.first_registration is None
            case "novin":
                return self.car.vin is None
            case _:
                return self.verdict == state.upper()


def rows(
    desk: Desk, *, destination: str | None = None, question: Question | None = None, archived: bool = False
) -> list[StockRow]:
    """All cars as rows, in order of their ids; archived ones only when asked for."""
    asked = question or Question(desk.today)
    checker = Checker(desk, asked)
    dealers = {dealer.id: dealer.name for dealer in desk.store.all(DEALERS)}
    shipments = {
        car_id: shipment.number
        for shipment in desk.store.all(SHIPMENTS)
        if not shipment.cancelled
        for car_id in shipment.car_ids
    }
    names: dict[str, tuple[str, ...]] = {}
    language = desk.language

    def texts(car: Car, specs: Specs, dealer_name: str) -> dict[str, tuple[str, ...]]:
        if not names:
            names.update(_make_names(desk))
        row_destination = destination or checker.own_destination(car)
        kinds = desk.library.documents
        held = [kinds[paper.kind] for paper in checker.papers_of(car) if paper.kind in kinds and not paper.void]
        voucher = car.purchase.invoice_kind if car.purchase else (car.offer.invoice_kind if car.offer else None)
        return {
            "make": names.get(car.make, (car.make,)),
            "model": (car.model,),
            "trim": (car.trim,),
            "vin": (car.vin or "",),
            "stock": (car.stock_number,),
            "dealer": (dealer_name,),
            "dest": (row_destination or "",),
            "stage": (stage(car).value,),
            "colour": (car.colour,),
            "powertrain": (specs.powertrain or "",),
            "invoice": (voucher.value if voucher else "",),
            "doc": tuple(word for kind in held for word in (kind.kind, *kind.aliases)),
            "shipment": (shipments[car.id],) if car.id in shipments else (),
        }

    def row(car: Car) -> StockRow:
        make = desk.library.makes.get(car.make)
        return StockRow(
            car,
            desk.specs_of(car),
            make.name(language) if make else car.make,
            dealers.get(car.dealer_id or 0, ""),
            stage(car),
            asked.on,
            destination or checker.own_destination(car),
            texts,
            lambda: checker.answer(car, destination),
            lambda: next_due(desk, checker, car),
        )

    return [row(car) for car in desk.store.all(CARS) if archived or not car.archived]


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
    keyed = [(_sort_value(row, name), row) for row in found]
    known = [pair for pair in keyed if pair[0] not in {None, ""}]
    unknown = [row for value, row in keyed if value in {None, ""}]
    known.sort(key=lambda pair: pair[0], reverse=backwards)  # type: ignore[arg-type,return-value]
    return [row for _, row in known] + unknown


def _sort_value(row: StockRow, name: str) -> str | Decimal | int | None:
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
            return list(Stage).index(row.stage)
        case "dest":
            return row.destination
        case "dealer":
            return row.dealer_name
        case _:
            return row.figure(name)


def next_due(desk: Desk, checker: Checker, car: Car) -> date | None:
    """The next day something falls due for a car by the deadline rules, or None."""
    days = [due.on for due in due_of_car(car, checker.papers_of(car), deadline_rules(desk))]
    return min(days, default=None)


def deadline_rules(desk: Desk) -> tuple[Rule, ...]:
    """The rules of the origin that set deadlines."""
    pack = desk.library.packs.get("CN")
    return tuple(rule for rule in pack.rules if rule.kind == "deadline") if pack else ()


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


def money_of(found: Iterable[StockRow]) -> tuple[Money, ...]:
    """The capital tied up: what the cars that are bought and not paid for by the buyer yet cost, per currency."""
    return total(row.price for row in found if row.is_tied_up and row.price is not None)


def _make_names(desk: Desk) -> dict[str, tuple[str, ...]]:
    return {
        make.id: (make.id, *dict.fromkeys(make.names.values()), *make.aliases) for make in desk.library.makes.values()
    }
