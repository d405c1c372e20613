"""What a car is expected to leave, as far as the book knows prices: the ranking of what to get first."""

from __future__ import annotations

from tui.desk.context import Desk
from tui.desk.kinds import SHIPMENTS
from tui.domain.cars import Car
from tui.domain.money import Money
from tui.domain.rebates import quote


class Margins:
    """Expected margins before costs on the way: price on the shipment + rebate - purchase price with VAT.

    None where a price is not known, or the prices are in two currencies: nothing is converted here.
    """

    def __init__(self, desk: Desk) -> None:
        self._prices: dict[int, Money] = {}
        for shipment in desk.store.all(SHIPMENTS):
            if not shipment.cancelled:
                self._prices.update((line.car_id, line.price) for line in shipment.lines if line.price is not None)

    def of(self, car: Car) -> Money | None:
        """The margin to expect of a car."""
        purchase, sold = car.purchase, self._prices.get(car.id)
        if sold is None or purchase is None or purchase.price is None or purchase.invoice_kind is None:
            return None
        if sold.currency != purchase.price.currency:
            return None
        return sold - purchase.price + quote(purchase.price, purchase.invoice_kind, purchase.invoice_rate).refund
