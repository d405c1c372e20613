"""What is owed, by whom, by when: the treasury and buyers to the trader, and the trader to dealers and payees.

A rebate is owed once the car is exported; what only may come of a car still here is in the charts. Money that nobody
keeps track of (a purchase without a day to pay by and without a payment) is left out. A cost that arose is owed until
its paid day is recorded; an estimate is no debt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import CARS, CLAIMS, COSTS, DEALERS, PARTIES, SHIPMENTS
from tui.desk.rebating import RebateRow, Rebates
from tui.desk.views import plain
from tui.domain.cars import Car
from tui.domain.claims import OVER
from tui.domain.costing import Cost
from tui.domain.money import Money, total
from tui.domain.receipts import sum_of
from tui.domain.sales import SaleState, standing_sale


class Owes(StrEnum):
    """Who has to pay."""

    TREASURY = "treasury"
    BUYER = "buyer"
    WE = "we"


class Owed(msgspec.Struct, frozen=True):
    """One sum that is to be paid by a day (None: no day is set) over so many cars.

    ``who`` is the buyer, or the dealer or payee where the trader owes. ``about`` is a claim, else the first car
    (``car_id``; 0 where a shipment has none) or shipment and how many more; ``unclaimed`` a rebate of exported cars
    that is on no filed claim yet. ``cost_ids`` are the costs that a payee is owed, ``kinds`` what they are for.
    """

    owes: Owes
    who: str
    amount: Money
    by: date | None
    cars: int
    car_id: int
    about: str = ""
    claim_id: int = 0
    unclaimed: bool = False
    cost_ids: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()

    def is_late(self, on: date) -> bool:
        """Whether the day has passed."""
        return self.by is not None and self.by < on


def owed(desk: Desk, pause: Callable[[], None] = lambda: None) -> tuple[Owed, ...]:
    """Everything that is owed today, the earliest day first; ``pause`` is called before each car."""
    rebates = Rebates(desk)
    cars = [car for car in desk.store.all(CARS) if not car.archived]
    lines: list[Owed] = list(_claims(desk, rebates))
    unclaimed: list[tuple[str, date | None, int, Money]] = []
    bought: list[tuple[str, date | None, int, Money]] = []
    sold: list[tuple[str, date | None, int, Money]] = []
    dealers = {one.id: one.name for one in desk.store.all(DEALERS)}
    consignees = _consignees(desk)
    for car in cars:
        pause()
        row = rebates.of(car)
        if row is not None and (left := _to_claim(row)) is not None:
            unclaimed.append(("", row.expected_on, car.id, left))
        sold += _of_buyer(desk, rebates, car, consignees)
        voucher = car.voucher
        if voucher is not None and (left := voucher.owed) is not None and left.amount > 0:
            dealer = dealers.get(voucher.invoice.dealer_id or car.dealer_id or 0, "")
            bought.append((dealer, voucher.invoice.pay_by, car.id, left))
    names = {car.id: car.stock_number or name_of(car) for car in cars}
    lines += _gathered(Owes.TREASURY, unclaimed, names, unclaimed=True)
    lines += _gathered(Owes.BUYER, sold, names)
    lines += _gathered(Owes.WE, bought, names)
    lines += _of_costs(desk)
    return tuple(sorted(lines, key=lambda one: (one.by or date.max, one.owes.value, one.who, one.about)))


def sums(lines: Iterable[Owed], *, ours: bool) -> tuple[Money, ...]:
    """What is to come in, or what the trader has to pay, per currency."""
    return total(one.amount for one in lines if (one.owes is Owes.WE) is ours)


def as_json(desk: Desk, lines: Sequence[Owed]) -> dict[str, Any]:
    """The ``nearnew/owed/1`` document."""
    return {
        "schema": "nearnew/owed/1",
        "on": desk.today.isoformat(),
        "owed": [
            {
                "owes": one.owes.value,
                "who": one.who or None,
                "amount": plain(one.amount),
                "by": plain(one.by),
                "overdue": one.is_late(desk.today),
                "cars": one.cars,
                "claim": one.about if one.claim_id else None,
                "about": one.about,
                "unclaimed": one.unclaimed,
                "costs": list(one.cost_ids),
            }
            for one in lines
        ],
    }


def _claims(desk: Desk, rebates: Rebates) -> Iterator[Owed]:
    """Filed claims with money outstanding: due so many working days after the filing."""
    for claim in desk.store.all(CLAIMS):
        filed = claim.filed_on
        if filed is None or claim.step in OVER or not claim.lines or claim.outstanding.amount <= 0:
            continue
        by = rebates.calendar.after(filed, rebates.working_days)
        cars = len(claim.lines)
        yield Owed(Owes.TREASURY, "", claim.outstanding, by, cars, claim.lines[0].car_id, claim.number, claim.id)


def _to_claim(row: RebateRow) -> Money | None:
    """The refund of an exported car that is on no filed claim."""
    left = row.outstanding
    if left is None or left.amount <= 0 or row.exported_on is None:
        return None
    return None if row.claim is not None and row.claim.filed_on is not None else left


def _of_buyer(
    desk: Desk, rebates: Rebates, car: Car, consignees: dict[int, int]
) -> Iterator[tuple[str, date | None, int, Money]]:
    """What the buyer of a car still owes; an offer that he has not taken is no debt."""
    settlement = rebates.settlement(car)
    if settlement is None or settlement.outstanding.amount <= 0:
        return
    sale = standing_sale(rebates.sales_of(car), car.id, rebates.on)
    if sale is not None and sale.state(rebates.on) is SaleState.OFFERED:
        return
    party_id = sale.party_id if sale is not None else consignees.get(car.id, 0)
    party = desk.store.get(PARTIES, party_id) if party_id else None
    yield party.name if party else "", sale.balance_due if sale else None, car.id, settlement.outstanding


def _of_costs(desk: Desk) -> Iterator[Owed]:
    """One line for each payee, day and currency; an archived car or a cancelled shipment pays no debt."""
    shipments = {one.id: one for one in desk.store.all(SHIPMENTS)}
    groups: dict[tuple[str, date | None, str], list[Cost]] = {}
    for cost in desk.store.all(COSTS):
        if cost.owed(desk.today):
            groups.setdefault((cost.payee, cost.pay_by, cost.amount.currency), []).append(cost)
    for (payee, by, currency), costs in groups.items():
        labels: dict[str, None] = {}
        ids: dict[int, None] = {}
        for cost in costs:
            shipment = shipments.get(cost.shipment_id or 0)
            own = cost.car_ids or (shipment.car_ids if shipment is not None else ())
            ids.update(dict.fromkeys(own))
            named = () if shipment is not None and not cost.car_ids else own
            labels.update(
                dict.fromkeys([_car_name(desk, one) for one in named] or [shipment.number if shipment else ""])
            )
        first, more = next(iter(labels), ""), len(labels) - 1
        yield Owed(
            Owes.WE,
            payee,
            sum_of((cost.amount for cost in costs), currency),
            by,
            len(ids),
            next(iter(ids), 0),
            first + (f" +{more}" if more > 0 else ""),
            cost_ids=tuple(cost.id for cost in costs),
            kinds=tuple(dict.fromkeys(cost.kind.value for cost in costs)),
        )


def _car_name(desk: Desk, car_id: int) -> str:
    car = desk.store.get(CARS, car_id)
    return (car.stock_number or name_of(car)) if car is not None else str(car_id)


def _consignees(desk: Desk) -> dict[int, int]:
    return {
        line.car_id: shipment.consignee_id
        for shipment in desk.store.all(SHIPMENTS)
        if not shipment.cancelled and shipment.consignee_id is not None
        for line in shipment.lines
    }


def _gathered(
    owes: Owes,
    found: Iterable[tuple[str, date | None, int, Money]],
    names: Mapping[int, str],
    *,
    unclaimed: bool = False,
) -> Iterator[Owed]:
    """One line for whoever owes in one currency by one day."""
    groups: dict[tuple[str, date | None, str], list[tuple[int, Money]]] = {}
    for who, by, car_id, amount in found:
        groups.setdefault((who, by, amount.currency), []).append((car_id, amount))
    for (who, by, currency), parts in groups.items():
        whole = sum_of((amount for _car, amount in parts), currency)
        first = parts[0][0]
        about = names[first] + (f" +{len(parts) - 1}" if len(parts) > 1 else "")
        yield Owed(owes, who, whole, by, len(parts), first, about, unclaimed=unclaimed)
