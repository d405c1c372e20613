"""One car of the stock as lists, filters and orders see it; what is costly is worked out when first asked for.

So is what judges cars and what counts their costs: a list is shown before either is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from tui.desk.context import Desk
from tui.desk.kinds import DEALERS, SHIPMENTS
from tui.desk.question import Question
from tui.desk.readings import measured
from tui.desk.rebating import RebateRow, Rebates, deadline_rules, met_by
from tui.domain.cars import ENDINGS, GONE, Car, days_registered, days_tied_up, stage
from tui.domain.deadlines import due_of_car
from tui.domain.models import Specs
from tui.domain.money import Money
from tui.domain.query import REBATE_STATES
from tui.domain.rebating import EXPOSED, RebateState
from tui.domain.shipments import Shipment, carried, destination_of
from tui.domain.verdicts import Verdict
from tui.domain.words import InvoiceKind, Stage

if TYPE_CHECKING:
    from tui.desk.checking import Answer, Checker
    from tui.desk.costing import Costing

_TEXTS = (
    "make", "model", "trim", "vin", "stock", "dealer", "dest", "stage", "colour", "powertrain", "invoice", "doc",
    "shipment",
)  # fmt: skip
"""What a bare word of a filter looks at, besides remark and engine number."""


class RowSource:
    """What rows share: the question, and what of the book a car's own record does not hold."""

    def __init__(self, desk: Desk, destination: str | None, question: Question) -> None:
        self.desk = desk
        self.destination = destination
        self.question = question
        self.renew()

    def renew(self) -> None:
        """Forget what was read of the book."""
        for name in ("checker", "rebates", "_costing", "_dealers", "_shipments"):
            vars(self).pop(name, None)
        self._names: dict[str, tuple[str, ...]] = {}

    @cached_property
    def checker(self) -> Checker:
        """What judges the cars."""
        from tui.desk.checking import Checker

        return Checker(self.desk, self.question)

    @cached_property
    def rebates(self) -> Rebates:
        """What tells where the rebates stand."""
        return Rebates(self.desk, self.question.on)

    @cached_property
    def _costing(self) -> Costing:
        from tui.desk.costing import Costing

        return Costing(self.desk, self.question.on)

    @cached_property
    def _dealers(self) -> dict[int, str]:
        return {dealer.id: dealer.name for dealer in self.desk.store.all(DEALERS)}

    @cached_property
    def _shipments(self) -> Mapping[int, Shipment]:
        return self.desk.index("carried", self.desk.store.all(SHIPMENTS), carried)

    def make_name(self, car: Car) -> str:
        """The make in the language of the moment."""
        make = self.desk.library.makes.get(car.make)
        return make.name(self.desk.language) if make else car.make

    def margin(self, car: Car) -> Decimal | None:
        """What is left of a car with the rebate, in the home currency; the costs are shared when it is first asked."""
        found = self._costing.of(car).margin
        return found.amount if found is not None else None

    def dealer_name(self, car: Car) -> str:
        """Whom the car comes from."""
        return self._dealers.get(car.dealer_id or 0, "")

    def shipment(self, car: Car) -> tuple[str, ...]:
        """The number of the shipment that carries the car."""
        found = self._shipments.get(car.id)
        return (found.number,) if found is not None else ()

    def place(self, car: Car) -> str | None:
        """The destination the car is looked at for."""
        return self.destination or destination_of(car, self._shipments.get(car.id))

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
                held = [one.kind for one in self.checker.counting_papers_of(car) if one.kind in kinds and not one.void]
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


def has_left(car: Car) -> bool:
    """Whether a car is on its way, or out of the stock for good: no verdict is asked of it any more."""
    return car.milestone(Stage.DEPARTED) is not None or stage(car) in ENDINGS


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
    def odometer_km(self) -> int | None:
        """The kilometres as a person typed them, else as an inspection read them, else as listed."""
        return measured(self._source.desk, self.car).odometer_km

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
        held = self.car.purchase is not None and self.stage not in GONE
        return held and self.car.milestone(Stage.PAID) is None

    @property
    def awaits_verdict(self) -> bool:
        """Whether the car counts among those that are ready or not: it has somewhere to go and has not left yet."""
        return bool(self.destination) and not has_left(self.car)

    @cached_property
    def price(self) -> Money | None:
        """What was paid, else what is asked; VAT included."""
        voucher = self.car.voucher
        if voucher is not None and voucher.gross is not None:
            return voucher.gross
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
        """The refund on a bought car: as claimed, else as its voucher promises; None when it cannot be told."""
        return self._source.rebates.refund(self.car)

    @cached_property
    def rebate_row(self) -> RebateRow | None:
        """The rebate with all that is known of it; None for a car that is only listed."""
        return self._source.rebates.of(self.car)

    @property
    def rebate_state(self) -> RebateState | None:
        """Where the rebate stands; None for a car that is only listed."""
        return self.rebate_row.state if self.rebate_row is not None else None

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
                return self.odometer_km
            case "due":
                return (self.due - self.on).days if self.due else None
            case "margin":
                return self._source.margin(self.car)
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
            case "tied":
                return self.is_tied_up
            case "shipped":
                return bool(self._source.shipment(self.car))
            case "unregistered":
                return self.car.first_registration is None
            case "novin":
                return self.car.vin is None
            case "expected":
                found = self.rebate_row
                return found is not None and bool(found.outstanding and found.outstanding.amount)
            case "exposed":
                return self.rebate_state in EXPOSED
            case "late":
                return self.rebate_row is not None and self.rebate_row.overdue
            case _ if state in REBATE_STATES:
                return self.rebate_state is not None and self.rebate_state.value == state.replace("-", "_")
            case _:
                return self.awaits_verdict and self.verdict == state.upper()


_WORST_FIRST = {Verdict.BLOCKED: 0, Verdict.UNKNOWN: 1, Verdict.ACTION: 2, Verdict.READY: 3}
_STAGES = {stage: place for place, stage in enumerate(Stage)}


def sort_value(row: StockRow, name: str) -> Any:
    """What a row is ordered by under a sort key; None or the empty text comes last."""
    match name:
        case "stock":
            return row.car.stock_number
        case "vin":
            return (row.car.vin[-8:], row.car.vin) if row.car.vin else None
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


def next_due(desk: Desk, checker: Checker, car: Car) -> date | None:
    """The next day something falls due for a car by the deadline rules, or None."""
    row = Rebates(desk).of(car) if car.milestone(Stage.DECLARED) else None
    days = [due.on for due in due_of_car(car, checker.papers_of(car), deadline_rules(desk), met_by(row))]
    return min(days, default=None)
