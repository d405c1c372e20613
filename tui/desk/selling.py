"""Selling: offers and reservations to buyers, and the money that comes in from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from tui.desk import rates
from tui.desk.context import Desk
from tui.desk.editing import name_of, refuse
from tui.desk.kinds import CARS, PARTIES, RECEIPTS, SALES
from tui.desk.rebating import Rebates
from tui.domain.cars import Car
from tui.domain.money import Money
from tui.domain.problems import Problem, Severity
from tui.domain.receipts import Allocation, Receipt, receipt_problems, spread, sum_of
from tui.domain.sales import STANDING, Sale, price_problems, sale_problems
from tui.domain.shipments import Shipment
from tui.errors import NotFound
from tui.i18n.formats import amount_iso
from tui.store.contract import Put, Remove


def find(desk: Desk, sale_id: int) -> Sale:
    """The sale of a number; raises NotFound."""
    sale = desk.store.get(SALES, sale_id)
    if sale is None:
        raise NotFound("sale_not_found", name=str(sale_id))
    return sale


def listed(desk: Desk, *, standing: bool = False) -> list[Sale]:
    """The sales, the newest first; only those that stand today when asked."""
    found = [one for one in desk.store.all(SALES) if not standing or one.state(desk.today) in STANDING]
    return sorted(found, key=lambda one: -one.id)


def problems_of(desk: Desk, sale: Sale) -> tuple[Problem, ...]:
    """What is wrong with a sale, with the other buyer by name; a price without a rate, or far off the purchase."""
    names = {party.id: party.name for party in desk.store.all(PARTIES)}
    on = sale.agreed_on or desk.today
    found = (*rates.doubts(desk, sale.price, on, "price"), *_odd(desk, sale, on))
    return found + tuple(
        msgspec.structs.replace(one, params={**one.params, "party": names.get(int(one.params["party"]), "")})
        if one.code == "sale_car_promised"
        else one
        for one in sale_problems(sale, desk.store.all(SALES), desk.today)
    )


def _odd(desk: Desk, sale: Sale, on: date) -> tuple[Problem, ...]:
    car = desk.store.get(CARS, sale.car_id)
    gross = car.voucher.gross if car is not None and car.voucher is not None else None
    home = desk.settings.firm.home_currency
    if sale.price is None or sale.price.amount <= 0 or gross is None or gross.currency != home:
        return ()
    converted = rates.Rates(desk).convert(sale.price, home, on)
    return price_problems(sale.price, converted.amount, gross) if converted is not None else ()


def save(desk: Desk, sales: Sequence[Sale], *, word: str = "sale", confirm: bool = False) -> list[Sale]:
    """Add or change sales, one a car, as one commit.

    Raises DraftRefused: a car promised elsewhere, and, unless confirmed, a price far off the purchase.
    """
    problems = [problem for sale in sales for problem in problems_of(desk, sale)]
    for sale in sales:
        if desk.store.get(CARS, sale.car_id) is None:
            problems.append(Problem("car_unknown", "car_id", {"car": str(sale.car_id)}))
        if desk.store.get(PARTIES, sale.party_id) is None:
            problems.append(Problem("buyer_missing", "party_id"))
    refuse(problems, confirm=confirm)
    changes = [Put(SALES, sale) for sale in sales]
    commit = desk.store.commit(changes, why=f"{word} {len(sales)}", expect=desk.store.revision)
    return [found for one in commit.ids if (found := desk.store.get(SALES, one)) is not None]


def cancel(desk: Desk, sale: Sale) -> Sale:
    """Call a sale off; it is kept. What came in for it stays in the book."""
    changed = msgspec.structs.replace(sale, cancelled_on=desk.today)
    desk.store.commit([Put(SALES, changed)], why=f"sale cancel {sale.id}", expect=desk.store.revision)
    return find(desk, sale.id)


def open_amounts(desk: Desk, cars: Sequence[Car], currency: str) -> dict[int, Money]:
    """What is still to come for each car, in one currency; cars without a price or in another are left out."""
    rebates = Rebates(desk)
    found = {}
    for car in cars:
        settlement = rebates.settlement(car)
        if settlement is not None and settlement.due.currency == currency and settlement.outstanding.amount > 0:
            found[car.id] = settlement.outstanding
    return found


def receive(
    desk: Desk,
    amount: Money,
    on: date,
    *,
    cars: Sequence[Car] = (),
    shipment: Shipment | None = None,
    party_id: int | None = None,
    reference: str = "",
    parts: Sequence[tuple[Car, Money]] = (),
    note: str = "",
    confirm: bool = False,
) -> Receipt:
    """Record money that came in, and give it to cars: by ``parts``, else to ``cars`` in order up to what each is owed.

    What is left stays unallocated and is shown. Raises DraftRefused; unless confirmed, for more than the cars owe too.
    """
    receipt = Receipt(
        on,
        amount,
        party_id,
        shipment.id if shipment is not None else None,
        reference,
        tuple(Allocation(car.id, part) for car, part in parts),
        note,
    )
    problems = list(receipt_problems(receipt, desk.store.all(RECEIPTS)))
    if on > desk.today:
        problems.append(Problem("receipt_day_to_come", "on", {"on": on.isoformat()}))
    known = open_amounts(desk, [car for car, _part in parts], amount.currency)
    for car, part in parts:
        owed = known.get(car.id)
        if owed is None or part.amount > owed.amount:
            due = {"car": name_of(car), "part": str(part.amount), "due": str(owed.amount) if owed is not None else "0"}
            problems.append(Problem("receipt_over_due", "parts", due))
    if cars and not parts:
        problems += _more_than_due(desk, amount, cars)
    refuse(tuple(problems), confirm=confirm)
    if cars and not parts:
        receipt = spread(receipt, open_amounts(desk, cars, amount.currency))
    commit = desk.store.commit(
        [Put(RECEIPTS, receipt)], why=f"receipt {reference or on.isoformat()}", expect=desk.store.revision
    )
    return desk.store.get(RECEIPTS, commit.ids[0]) or receipt


def _more_than_due(desk: Desk, amount: Money, cars: Sequence[Car]) -> list[Problem]:
    """Money that is more than the cars still owe stays for no car: that wants a word."""
    due = sum_of(open_amounts(desk, cars, amount.currency).values(), amount.currency)
    if amount.amount <= due.amount:
        return []
    params = {"amount": amount_iso(amount), "due": amount_iso(due), "left": amount_iso(amount - due)}
    return [Problem("receipt_more_than_due", "amount", params, Severity.CONFIRM)]


def receipts(desk: Desk) -> list[Receipt]:
    """The money that came in, the newest first."""
    return sorted(desk.store.all(RECEIPTS), key=lambda one: (one.on, one.id), reverse=True)


def remove_receipt(desk: Desk, receipt_id: int) -> None:
    """Take a receipt out of the book. Raises NotFound."""
    if desk.store.get(RECEIPTS, receipt_id) is None:
        raise NotFound("receipt_not_found", name=str(receipt_id))
    desk.store.commit([Remove(RECEIPTS, receipt_id)], why=f"receipt remove {receipt_id}", expect=desk.store.revision)
