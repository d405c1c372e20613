"""Offers: lines of a dealer's price list, kept with their text, whether taken, declined or run out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Problem, Severity
from tui.domain.rebates import GENERAL_RATE, quote
from tui.domain.words import InvoiceKind


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    EXPIRED = "expired"


class OfferLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a dealer's list: so many cars of a model at a price, VAT included.

    ``colours`` are the colours in stock, one entry a car; ``quantity`` None: not said. ``text`` is the line as it came.
    ``bought_ids`` are the cars that were bought from it.
    """

    dealer_id: int
    listed_on: date
    make: str
    model: str
    trim: str = ""
    model_year: int | None = None
    quantity: int | None = None
    colours: tuple[str, ...] = ()
    guide_price: Money | None = None
    price: Money | None = None
    invoice_kind: InvoiceKind | None = None
    invoice_rate: Decimal | None = None
    first_registration: PartialDate | None = None
    odometer_km: int | None = None
    powertrain: str | None = None
    fixed_price: bool = False
    valid_until: date | None = None
    declined_on: date | None = None
    declined_because: str = ""
    bought_ids: tuple[int, ...] = ()
    text: str = ""
    note: str = ""
    id: int = 0

    def state(self, on: date) -> OfferState:
        """What had become of it by a day: taken only when every car of a known quantity is bought."""
        if self.declined_on is not None and self.declined_on <= on:
            return OfferState.DECLINED
        if self.bought_ids and (self.quantity is None or len(self.bought_ids) >= self.quantity):
            return OfferState.TAKEN
        if self.valid_until is not None and self.valid_until < on:
            return OfferState.EXPIRED
        return OfferState.OPEN

    @property
    def left(self) -> int | None:
        """How many cars of it are not bought yet; None when the quantity is not known."""
        return None if self.quantity is None else max(self.quantity - len(self.bought_ids), 0)

    @property
    def discount(self) -> Decimal | None:
        """The discount off the guide price in percent, one place; negative when it costs more."""
        guide, price = self.guide_price, self.price
        if guide is None or price is None or guide.currency != price.currency or guide.amount <= 0:
            return None
        return ((1 - price.amount / guide.amount) * 100).quantize(Decimal("0.1"))

    def floor(self, refund_rate: Decimal = GENERAL_RATE) -> Money | None:
        """What the car costs after the rebate: below it every sale loses money. None while price or voucher is open."""
        if self.price is None or self.invoice_kind is None:
            return None
        return self.price - quote(self.price, self.invoice_kind, self.invoice_rate, refund_rate).refund


class PricePoint(msgspec.Struct, frozen=True):
    """What a model and trim cost at a dealer's on a day."""

    on: date
    dealer_id: int
    price: Money
    guide_price: Money | None
    offer_id: int


class Watch(msgspec.Struct, frozen=True, omit_defaults=True):
    """An alert: tell when a model (and trim, if named) is offered at or below a price, VAT included."""

    make: str
    model: str
    at_most: Money
    trim: str = ""
    note: str = ""
    id: int = 0

    def met_by(self, offer: OfferLine) -> bool:
        """Whether an offer is at or below the threshold, in its currency."""
        same = self.make == offer.make and self.model.casefold() == offer.model.casefold()
        trim = not self.trim or self.trim.casefold() == offer.trim.casefold()
        price = offer.price
        if not same or not trim or price is None or price.currency != self.at_most.currency:
            return False
        return price.amount <= self.at_most.amount


def history(offers: Iterable[OfferLine], make: str, model: str, trim: str = "") -> tuple[PricePoint, ...]:
    """The prices of a model (and trim, if named) over time, oldest first; declined and expired offers count."""
    return tuple(
        sorted(
            (
                PricePoint(one.listed_on, one.dealer_id, one.price, one.guide_price, one.id)
                for one in offers
                if one.price is not None
                and one.make == make
                and one.model.casefold() == model.casefold()
                and (not trim or one.trim.casefold() == trim.casefold())
            ),
            key=lambda point: (point.on, point.offer_id),
        )
    )


def offer_problems(offer: OfferLine, known: Sequence[OfferLine] = ()) -> tuple[Problem, ...]:
    """What is wrong or odd about an offer; the same line of the same dealer and day is an error."""
    found: list[Problem] = []
    for field, money in (("price", offer.price), ("guide_price", offer.guide_price)):
        if money is not None and money.amount <= 0:
            found.append(Problem("offer_not_positive", field, {"amount": str(money.amount)}))
    if offer.quantity is not None and len(offer.colours) > offer.quantity:
        counts = {"colours": str(len(offer.colours)), "quantity": str(offer.quantity)}
        found.append(Problem("offer_colours", "colours", counts))
    discount = offer.discount
    if discount is not None and (discount < 0 or discount > _MOST_DISCOUNT):
        found.append(Problem("offer_discount_odd", "price", {"discount": str(discount)}, Severity.CONFIRM))
    if offer.price is not None and offer.invoice_kind not in {None, InvoiceKind.SPECIAL_VAT}:
        found.append(Problem("offer_no_rebate", "invoice_kind", {}, Severity.WARNING))
    if any(_same(one, offer) for one in known if one.id != offer.id):
        found.append(Problem("offer_known", "text", {}))
    return tuple(found)


def _same(one: OfferLine, other: OfferLine) -> bool:
    def key(offer: OfferLine) -> tuple[object, ...]:
        names = (offer.make, offer.model.casefold(), offer.trim.casefold(), offer.model_year)
        return (offer.dealer_id, offer.listed_on, *names, offer.price, offer.odometer_km, sorted(offer.colours))

    return key(one) == key(other)


_MOST_DISCOUNT = Decimal(40)
"""Percent; a larger discount is asked about: list cuts of 2025 reached 34 % (``china_side.md`` E4)."""
