"""Costs and margins: cost lines of cars and shipments, and the waterfall of each from purchase to margin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import reading_of, refuse
from tui.desk.kinds import CARS, COSTS, SHIPMENTS
from tui.desk.rates import Rates
from tui.desk.rebating import Rebates
from tui.domain.cars import Car, days_tied_up
from tui.domain.costing import Cost, CostKind, Outlay, ShareBy, Step, Waterfall, cbm, holding_cost, share, waterfall
from tui.domain.money import Money, Rate
from tui.domain.money_fields import COST
from tui.domain.problems import Problem, Severity
from tui.domain.rates import Converted
from tui.domain.rebates import domestic_tax
from tui.domain.rebating import RebateState
from tui.domain.record_fields import read_record_fields
from tui.domain.sales import standing_sale
from tui.domain.shipments import Shipment
from tui.domain.words import Stage
from tui.errors import NotFound
from tui.store.contract import Put, Remove

_NOTHING_BACK = frozenset({RebateState.EXEMPT, RebateState.TAXED, RebateState.FORFEITED})


class Costing:
    """The waterfalls of one book on one day, in the home currency; what cars share is read once."""

    def __init__(self, desk: Desk, on: date | None = None) -> None:
        self._desk = desk
        self.on = on or desk.today
        self.home = desk.settings.firm.home_currency
        self.rates = Rates(desk)
        self.rebates = Rebates(desk, self.on)

    @cached_property
    def _shipments(self) -> Mapping[int, Shipment]:
        return {one.id: one for one in self._desk.store.all(SHIPMENTS) if not one.cancelled}

    @cached_property
    def _outlays(self) -> Mapping[int, list[Outlay]]:
        """The outlays of each car, every cost shared over its cars."""
        found: dict[int, list[Outlay]] = {}
        for cost in self._desk.store.all(COSTS):
            for car_id, outlay in self._shared(cost).items():
                found.setdefault(car_id, []).append(outlay)
        return found

    @cached_property
    def _unshared(self) -> Mapping[int, tuple[str, ...]]:
        """Why a cost of each car is not in its waterfall: no rate, or a weight that is not known."""
        found: dict[int, list[str]] = {}
        for cost in self._desk.store.all(COSTS):
            if not self._shared(cost):
                reason = "cost_rate" if self._in_home(cost) is None else f"weight_{cost.share_by.value}"
                for car_id in self.cars_of(cost):
                    found.setdefault(car_id, []).append(reason)
        return {car_id: tuple(dict.fromkeys(reasons)) for car_id, reasons in found.items()}

    def cars_of(self, cost: Cost) -> tuple[int, ...]:
        """The cars a cost is for: those named, else those on its shipment."""
        if cost.car_ids:
            return cost.car_ids
        shipment = self._shipments.get(cost.shipment_id or 0)
        return shipment.car_ids if shipment is not None else ()

    def of(self, car: Car) -> Waterfall:
        """The waterfall of a car."""
        voucher = car.voucher
        lacks = list(self._unshared.get(car.id, ()))
        purchase = None
        if voucher is not None and voucher.gross is not None:
            purchase = self.rates.convert(voucher.gross, self.home, voucher.invoice.bought_on)
            if purchase is None:
                lacks.append("purchase_rate")
        revenue = self._revenue(car)
        if revenue is None and self.rebates.price_of(car) is not None:
            lacks.append("revenue_rate")
        row = self.rebates.of(car)
        state = row.state if row is not None else None
        rebate = None if row is None or state in _NOTHING_BACK else row.refund
        if rebate is not None and rebate.currency != self.home:
            converted = self.rates.convert(rebate, self.home, self.on)
            rebate = converted.amount if converted is not None else None
        if row is not None and row.refund is None:
            lacks.append("rebate")
        tax = domestic_tax(revenue.amount).output_vat if state is RebateState.TAXED and revenue is not None else None
        return waterfall(
            self.home,
            purchase,
            rebate,
            self._outlays.get(car.id, []),
            revenue,
            holding=self._holding(car, purchase),
            output_vat=tax,
            missing=lacks,
        )

    def of_all(self, cars: Iterable[Car]) -> Waterfall:
        """The waterfalls of cars added up, step by step, as for a shipment; what one of them lacks the whole lacks."""
        return added(self.home, [self.of(car) for car in cars])

    def _holding(self, car: Car, purchase: Converted | None) -> Money | None:
        per_day = Decimal(self._desk.settings.money.holding_rate_per_day)
        days = days_tied_up(car, self.on)
        return holding_cost(purchase.amount, per_day, days) if purchase is not None and days and per_day else None

    def _revenue(self, car: Car) -> Converted | None:
        """The price in the home currency, at the rate of the day it was agreed, else of the declaration, else now."""
        price = self.rebates.price_of(car)
        if price is None:
            return None
        sale = standing_sale(self.rebates.sales_of(car), car.id, self.on)
        agreed = sale.agreed_on if sale is not None else None
        return self.rates.convert(price, self.home, agreed or car.milestone(Stage.DECLARED) or self.on)

    def _in_home(self, cost: Cost) -> Converted | None:
        if cost.rate is not None and cost.rate.base == cost.amount.currency and cost.rate.quote == self.home:
            return Converted(cost.rate.convert(cost.amount), cost.rate)
        return self.rates.convert(cost.amount, self.home, cost.on)

    def _shared(self, cost: Cost) -> Mapping[int, Outlay]:
        """A cost's part for each car, the parts adding up to the converted whole; empty when it cannot be shared."""
        whole = self._in_home(cost)
        ids = self.cars_of(cost)
        if whole is None or not ids:
            return {}
        parts = share(whole.amount, {car_id: self._weight(cost.share_by, car_id) for car_id in ids})
        if parts is None:
            return {}
        return {
            car_id: Outlay(cost.kind, msgspec.structs.replace(whole, amount=part), cost.on, cost.amount)
            for car_id, part in parts.items()
        }

    def _weight(self, by: ShareBy, car_id: int) -> Decimal | None:
        if by is ShareBy.CAR:
            return Decimal(1)
        car = self._desk.store.get(CARS, car_id)
        if car is None:
            return None
        if by is ShareBy.CBM:
            specs = self._desk.specs_of(car)
            return cbm(specs.length_mm, specs.width_mm, specs.height_mm)
        gross = car.voucher.gross if car.voucher is not None else None
        return gross.amount if gross is not None and gross.currency == self.home else None


def added(home: str, found: Sequence[Waterfall]) -> Waterfall:
    """Waterfalls added up, step by step."""
    order: list[str] = []
    sums: dict[str, Money] = {}
    for one in found:
        for step in one.steps:
            if step.code not in sums:
                order.append(step.code)
            sums[step.code] = sums.get(step.code, Money.of(0, home)) + step.amount
    ordered = sorted(order, key=lambda code: _PLACES.get(code, len(_PLACES)))
    revenues = [one.revenue for one in found]
    known = [revenue for revenue in revenues if revenue is not None]
    return Waterfall(
        tuple(Step(code, sums[code]) for code in ordered),
        sum((one.landed for one in found), Money.of(0, home)),
        sum((one.landed_without_rebate for one in found), Money.of(0, home)),
        sum(known, Money.of(0, home)) if len(known) == len(revenues) and known else None,
        tuple(dict.fromkeys(code for one in found for code in one.missing)),
    )


_PLACES = {
    code: place
    for place, code in enumerate(
        ("purchase", *(kind.value for kind in CostKind), "holding", "output_vat", "rebate", "revenue")
    )
}


def find(desk: Desk, cost_id: int) -> Cost:
    """The cost of an id; raises NotFound."""
    cost = desk.store.get(COSTS, cost_id)
    if cost is None:
        raise NotFound("cost_not_found", name=str(cost_id))
    return cost


def save(
    desk: Desk,
    kind: CostKind,
    amount: Money,
    on: date,
    *,
    cars: Sequence[Car] = (),
    shipment: Shipment | None = None,
    share_by: ShareBy = ShareBy.CAR,
    rate: Decimal | None = None,
    payee: str = "",
    invoice_number: str = "",
    pay_by: date | None = None,
    paid_on: date | None = None,
    estimate: bool = False,
    note: str = "",
    cost: Cost | None = None,
    confirm: bool = False,
) -> Cost:
    """Add a cost line, or change one. ``rate`` fixes how many of the home currency one unit of the amount's was.

    Raises DraftRefused: an amount that is not positive, neither cars nor a shipment, a rate for home money, an
    estimate that is paid, a payment to come and, unless confirmed, a cost that is more than the cars themselves.
    """
    home = desk.settings.firm.home_currency
    problems = []
    if amount.amount <= 0:
        problems.append(Problem("cost_not_positive", "amount", {"amount": str(amount.amount)}))
    if not cars and shipment is None:
        problems.append(Problem("cost_without_cars", "cars"))
    if rate is not None and amount.currency == home:
        problems.append(Problem("cost_rate_home", "rate", {"currency": home}))
    elif rate is not None and rate <= 0:
        problems.append(Problem("rate_not_positive", "rate", {"value": str(rate)}))
    twin = next(
        (
            one
            for one in desk.store.all(COSTS)
            if invoice_number
            and one.invoice_number == invoice_number
            and one.payee == payee
            and one.id != (cost.id if cost is not None else 0)
        ),
        None,
    )
    if twin is not None:
        problems.append(Problem("cost_invoice_twice", "invoice_number", {"number": invoice_number}))
    if estimate and paid_on is not None:
        problems.append(Problem("cost_estimate_paid", "estimate"))
    if paid_on is not None and paid_on > desk.today:
        params = {"date": paid_on.isoformat(), "today": desk.today.isoformat()}
        problems.append(Problem("date_in_future", "paid_on", params))
    if cost is None or cost.amount != amount:
        problems += _more_than_the_cars(desk, amount, on, cars or _aboard(desk, shipment))
    refuse(tuple(problems), confirm=confirm)
    fixed = Rate(amount.currency, home, rate, on, "typed") if rate is not None else None
    record = Cost(
        kind,
        amount,
        on,
        tuple(car.id for car in cars),
        shipment.id if shipment is not None else None,
        share_by,
        fixed,
        payee,
        invoice_number,
        paid_on,
        note,
        cost.id if cost is not None else 0,
        pay_by,
        estimate,
    )
    why = f"cost {'edit' if cost is not None else 'add'} {kind.value}"
    commit = desk.store.commit([Put(COSTS, record)], why=why, expect=desk.store.revision)
    return desk.store.get(COSTS, commit.ids[0]) or record


def _aboard(desk: Desk, shipment: Shipment | None) -> Sequence[Car]:
    ids = shipment.car_ids if shipment is not None else ()
    return [car for one in ids if (car := desk.store.get(CARS, one)) is not None]


def _more_than_the_cars(desk: Desk, amount: Money, on: date, cars: Sequence[Car]) -> list[Problem]:
    """A word about a cost that is more than what its cars were bought for: a point is in the wrong place."""
    home = desk.settings.firm.home_currency
    converted = Rates(desk).convert(amount, home, on)
    prices = [gross for car in cars if (voucher := car.voucher) is not None and (gross := voucher.gross) is not None]
    if converted is None or len(prices) < len(cars) or any(one.currency != home for one in prices):
        return []
    whole = sum(prices, Money.of(0, home))
    if not prices or converted.amount.amount <= whole.amount:
        return []
    params = {"amount": f"{amount.amount:,} {amount.currency}", "cars": f"{whole.amount:,} {home}"}
    return [Problem("cost_odd", "amount", params, Severity.CONFIRM)]


def edit(desk: Desk, cost: Cost, texts: Sequence[tuple[str, str]], *, confirm: bool = False) -> Cost:
    """Change fields of a cost; its cars or shipment stay. Raises DraftRefused with every problem."""
    found, problems = read_record_fields(texts, COST, reading_of(desk))
    given = {one.field: one.value for one in found}
    lacking = [name for name in ("cost_kind", "amount", "cost_on", "share_by") if given.get(name, cost) is None]
    refuse((*problems, *(Problem("value_missing", name) for name in lacking)), confirm=True)
    return save(
        desk,
        CostKind(given.get("cost_kind", cost.kind)),
        given.get("amount", cost.amount),
        given.get("cost_on", cost.on),
        cars=[car for one in cost.car_ids if (car := desk.store.get(CARS, one)) is not None],
        shipment=desk.store.get(SHIPMENTS, cost.shipment_id) if cost.shipment_id else None,
        share_by=ShareBy(given.get("share_by", cost.share_by)),
        rate=given.get("rate", cost.rate.value if cost.rate is not None else None),
        payee=given.get("payee", cost.payee) or "",
        invoice_number=given.get("invoice_number", cost.invoice_number) or "",
        pay_by=given.get("pay_by", cost.pay_by),
        paid_on=given.get("paid_on", cost.paid_on),
        estimate=bool(given.get("estimate", cost.estimate)),
        note=given.get("note", cost.note) or "",
        cost=cost,
        confirm=confirm,
    )


def remove(desk: Desk, cost: Cost) -> None:
    """Take a cost out of the book."""
    desk.store.commit([Remove(COSTS, cost.id)], why=f"cost remove {cost.id}", expect=desk.store.revision)


def listed(desk: Desk, *, car: Car | None = None, shipment: Shipment | None = None) -> list[Cost]:
    """The cost lines, by date; those that reach a car or belong to a shipment when one is given."""
    found: Iterable[Cost] = desk.store.all(COSTS)
    if shipment is not None:
        found = [one for one in found if one.shipment_id == shipment.id]
    if car is not None:
        costing = Costing(desk)
        found = [one for one in found if car.id in costing.cars_of(one)]
    return sorted(found, key=lambda one: (one.on, one.id))
