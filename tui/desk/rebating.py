"""Rebates: where each car's refund stands, what is still to come and when, and what may have to go back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import CARS, CLAIMS, RECEIPTS, SALES, SHIPMENTS
from tui.desk.papers_index import PapersIndex, papers_of_book
from tui.domain.cars import ENDINGS, Car, stage
from tui.domain.claims import OVER, Claim, ClaimLine, ClaimStep, paid_for
from tui.domain.documents import Document, is_held
from tui.domain.money import Money, total
from tui.domain.rebates import Quote, RefundRate, Regime, quote_voucher, refund_rate_on
from tui.domain.rebating import (
    ABSOLUTE,
    EXPECTED,
    EXPOSED,
    RECEIPT,
    ROUTINE,
    ClaimDates,
    RebateState,
    RebateStatus,
    Standing,
    claim_dates,
    expected_on,
    is_overdue,
    rebate_status,
)
from tui.domain.receipts import Receipt, Settlement, settle
from tui.domain.rules import Rule
from tui.domain.sales import Sale, standing_sale
from tui.domain.shipments import Shipment
from tui.domain.words import Stage
from tui.domain.workdays import WorkCalendar

HEADING = "8703"
"""The heading of cars: what the refund rate is looked up by while the whole code is not known."""
NEEDED_PAPERS = ("export_declaration", "special_vat_invoice")
"""Kinds of papers that a claim cannot be filed without."""


class RebateRow(msgspec.Struct, frozen=True):
    """The rebate of one car on a day; amounts in the currency of the purchase.

    ``refund`` is the claimed figure once there is a claim, else what the voucher brings at the rate of the export date
    (today's while there is none); None while price or voucher is not known. ``rate`` is the line of the refund-rate
    table, None when it has none for that day.
    """

    car: Car
    status: RebateStatus
    refund: Money | None
    paid: Money | None
    quote: Quote | None
    rate: RefundRate | None
    exported_on: date | None
    dates: ClaimDates | None
    claim: Claim | None
    settlement: Settlement | None
    expected_on: date | None
    overdue: bool = False
    """Whether the treasury is past the day on which the money of a filed claim was to be there."""

    @property
    def state(self) -> RebateState:
        """Where it stands."""
        return self.status.state

    @property
    def outstanding(self) -> Money | None:
        """What is still to come."""
        if self.refund is None or self.state not in EXPECTED:
            return None
        return self.refund if self.paid is None else self.refund - self.paid


class Totals(msgspec.Struct, frozen=True):
    """Sums per currency over many rebates."""

    by_state: Mapping[RebateState, tuple[Money, ...]]
    counts: Mapping[RebateState, int]
    expected: tuple[Money, ...]
    exposed: tuple[Money, ...]
    unknown: int
    """Cars whose refund cannot be told."""


class Rebates:
    """Reads the rebates of one book on one day; what cars share is read once."""

    def __init__(self, desk: Desk, on: date | None = None) -> None:
        self._desk = desk
        self.on = on or desk.today
        self._rates: dict[tuple[str, date], RefundRate | None] = {}

    @cached_property
    def _claims(self) -> Mapping[int, _Claimed]:
        return self._desk.index("claims", self._desk.store.all(CLAIMS), _claims_by_car)

    @cached_property
    def _papers(self) -> PapersIndex:
        return papers_of_book(self._desk)

    @cached_property
    def _sales(self) -> Mapping[int, list[Sale]]:
        return self._desk.index("sales", self._desk.store.all(SALES), _sales_by_car)

    @cached_property
    def _receipts(self) -> Mapping[int, list[Receipt]]:
        return self._desk.index("receipts", self._desk.store.all(RECEIPTS), _receipts_by_car)

    @cached_property
    def _on_shipments(self) -> Mapping[int, tuple[int, Money | None]]:
        return self._desk.index("invoiced", self._desk.store.all(SHIPMENTS), _invoiced_by_car)

    @cached_property
    def _deadlines(self) -> tuple[Rule, ...]:
        return deadline_rules(self._desk)

    def of(self, car: Car) -> RebateRow | None:
        """The rebate of a car; None for one that is only listed, or that never leaves and brought nothing.

        A car marked refunded that is on no claim counts as paid in full.
        """
        voucher = car.voucher
        if voucher is None:
            return None
        exported = car.milestone(Stage.DECLARED)
        rate = self.rate_of(car, exported)
        quoted = quote_voucher(voucher, rate.rate) if rate is not None else None
        claimed = self._claims.get(car.id)
        step = claimed.step if claimed is not None else None
        paid = claimed.paid if claimed is not None else None
        refunded = car.milestone(Stage.REFUNDED)
        if claimed is None and refunded is not None and refunded <= self.on:
            step, paid = ClaimStep.PAID, self.refund(car)
        settlement = self.settlement(car)
        sale = standing_sale(self._sales.get(car.id, ()), car.id, self.on)
        dates = None
        if exported is not None:
            agreed = sale.balance_due if sale is not None else None
            dates = claim_dates(self._deadlines, exported, agreed_receipt=agreed)
        status = rebate_status(
            Standing(
                regime=self.regime_of(car),
                exported_on=exported,
                dates=dates,
                missing=self._missing(car, rate),
                step=step,
                settled=settlement.complete if settlement is not None else None,
                paid=paid is not None and paid.amount > 0,
                ended=stage(car) in ENDINGS,
            ),
            self.on,
        )
        if status is None:
            return None
        claim = claimed.claim if claimed is not None and step not in OVER else None
        filed = claim.filed_on if claim is not None else None
        when = expected_on(status, dates, filed, self.on, self.working_days, self.calendar)
        return RebateRow(
            car,
            status,
            self.refund(car),
            paid,
            quoted,
            rate,
            exported,
            dates,
            claim,
            settlement,
            when,
            is_overdue(status, filed, self.on, self.working_days, self.calendar),
        )

    def rows(self, cars: Iterable[Car] | None = None) -> list[RebateRow]:
        """The rebates of cars, of all that are not archived by default."""
        wanted = cars if cars is not None else (car for car in self._desk.store.all(CARS) if not car.archived)
        return [row for car in wanted if (row := self.of(car)) is not None]

    def refund(self, car: Car) -> Money | None:
        """The refund on a car: as claimed, else what the voucher brings; None when it is not known."""
        claimed = self._claims.get(car.id)
        if claimed is not None and claimed.step not in OVER:
            return claimed.line.refund
        voucher = car.voucher
        if voucher is None:
            return None
        rate = self.rate_of(car, car.milestone(Stage.DECLARED))
        found = quote_voucher(voucher, rate.rate) if rate is not None else None
        return found.refund if found is not None else None

    def rate_of(self, car: Car, exported: date | None) -> RefundRate | None:
        """The refund rate for a car, on its export date or, before that, on the day asked about."""
        code = self._desk.specs_of(car).hs_code or ""
        asked = (code if code.startswith(HEADING) else HEADING, exported or self.on)
        if asked not in self._rates:
            self._rates[asked] = refund_rate_on(self._desk.library.refund_rates, *asked)
        return self._rates[asked]

    def price_of(self, car: Car) -> Money | None:
        """What the car is sold for: by its standing sale, else by the invoice of its shipment."""
        sale = standing_sale(self._sales.get(car.id, ()), car.id, self.on)
        if sale is not None and sale.price is not None:
            return sale.price
        return self._on_shipments.get(car.id, (0, None))[1]

    def sales_of(self, car: Car) -> Sequence[Sale]:
        """Every sale of a car, standing or not."""
        return self._sales.get(car.id, ())

    def settlement(self, car: Car) -> Settlement | None:
        """What has come in for a car against its price; a car marked paid for counts as settled."""
        price = self.price_of(car)
        if price is None:
            return None
        found = settle(price, car.id, self._receipts.get(car.id, ()), self.on)
        paid = car.milestone(Stage.PAID)
        if not found.complete and paid is not None and paid <= self.on:
            return msgspec.structs.replace(found, received=price)
        return found

    def papers_of(self, car: Car) -> tuple[Document, ...]:
        """The papers that reach a car."""
        sheet = self._desk.sheet_of(car)
        shipment_id = self._on_shipments.get(car.id, (None, None))[0]
        return self._papers.of(car.id, sheet.id if sheet else None, shipment_id)

    @property
    def calendar(self) -> WorkCalendar:
        """The working days of the tax office."""
        return self._desk.library.working_days

    def holidays_unknown(self, day: date | None) -> bool:
        """Whether a day was counted without knowing every holiday before it."""
        return day is not None and not self.calendar.knows(self.on, day)

    @property
    def working_days(self) -> int:
        """The working days that a refund takes, by the exporter's class and what its province adds."""
        settings = self._desk.settings.rebate
        by_class = (settings.days_class_1, settings.days_class_2, settings.days_class_3, settings.days_class_4)
        return by_class[settings.exporter_class - 1] + settings.extra_days

    @staticmethod
    def regime_of(car: Car) -> Regime | None:
        """The regime that the voucher decides, whatever the price and the rate."""
        voucher = car.voucher
        kind = voucher.invoice.invoice_kind if voucher is not None else None
        if kind is None:
            return None
        match kind.value:
            case "special_vat":
                return Regime.REFUND
            case "none":
                return Regime.TAXED
            case _:
                return Regime.EXEMPT

    def _missing(self, car: Car, rate: RefundRate | None) -> tuple[str, ...]:
        voucher = car.voucher
        lacks = []
        if voucher is None or voucher.invoice.price is None:
            lacks.append("price")
        if voucher is not None and not voucher.invoice.invoice_number:
            lacks.append("invoice_number")
        if rate is None:
            lacks.append("refund_rate")
        held = {paper.kind for paper in self.papers_of(car) if is_held(paper, self.on)}
        return (*lacks, *(kind for kind in NEEDED_PAPERS if kind not in held))


class _Claimed(msgspec.Struct, frozen=True):
    """A car on a claim, with what the claim says as a whole: worked out once a claim, not once a car."""

    claim: Claim
    line: ClaimLine
    step: ClaimStep
    paid: Money | None


def _claims_by_car(claims: Sequence[Claim]) -> dict[int, _Claimed]:
    """The claim of each car: one that stands before one that is over."""
    found: dict[int, _Claimed] = {}
    for claim in claims:
        if not claim.lines:
            continue
        step, paid = claim.step, paid_for(claim) if claim.payments else {}
        for line in claim.lines:
            known = found.get(line.car_id)
            if known is None or known.step in OVER:
                found[line.car_id] = _Claimed(claim, line, step, paid.get(line.car_id))
    return found


def _sales_by_car(sales: Sequence[Sale]) -> dict[int, list[Sale]]:
    found: dict[int, list[Sale]] = {}
    for sale in sales:
        found.setdefault(sale.car_id, []).append(sale)
    return found


def _receipts_by_car(receipts: Sequence[Receipt]) -> dict[int, list[Receipt]]:
    found: dict[int, list[Receipt]] = {}
    for receipt in receipts:
        for car_id in {part.car_id for part in receipt.allocations}:
            found.setdefault(car_id, []).append(receipt)
    return found


def _invoiced_by_car(shipments: Sequence[Shipment]) -> dict[int, tuple[int, Money | None]]:
    """The shipment that carries each car, and the price on its invoice."""
    return {
        line.car_id: (shipment.id, line.price)
        for shipment in shipments
        if not shipment.cancelled
        for line in shipment.lines
    }


def deadline_rules(desk: Desk) -> tuple[Rule, ...]:
    """The rules of the origin that set deadlines."""
    pack = desk.library.packs.get("CN")
    return tuple(rule for rule in pack.rules if rule.kind == "deadline") if pack else ()


def met_by(row: RebateRow | None) -> dict[str, date | None]:
    """The deadlines that a car's rebate meets (None), or that its contract moves to another day."""
    if row is None or row.dates is None:
        return {}
    found: dict[str, date | None] = {RECEIPT: row.dates.receipt_due}
    nothing = row.state in {RebateState.EXEMPT, RebateState.TAXED, RebateState.FORFEITED}
    if nothing or (row.settlement is not None and row.settlement.complete):
        found[RECEIPT] = None
    if row.claim is not None and row.claim.filed_on is not None:
        found |= {ROUTINE: None, ABSOLUTE: None}
    return found


def totals(rows: Sequence[RebateRow]) -> Totals:
    """Sum rebates up by state, what is to come, and what may have to go back."""
    by_state = {
        state: total(row.refund for row in rows if row.state is state and row.refund is not None)
        for state in RebateState
    }
    return Totals(
        by_state,
        {state: sum(1 for row in rows if row.state is state) for state in RebateState},
        total(amount for row in rows if (amount := row.outstanding) is not None),
        exposed_in(rows),
        sum(1 for row in rows if row.refund is None),
    )


def exposed_in(rows: Iterable[RebateRow]) -> tuple[Money, ...]:
    """What of the money that came may have to be given back, per currency."""
    return total(row.paid for row in rows if row.state in EXPOSED and row.paid is not None)


def share_of_price(row: RebateRow) -> Decimal | None:
    """The refund as a fraction of what was paid, to four places; None while either is not known."""
    voucher = row.car.voucher
    gross = voucher.gross if voucher is not None else None
    if gross is None or row.refund is None or not gross.amount:
        return None
    return (row.refund.amount / gross.amount).quantize(Decimal("0.0001"))
