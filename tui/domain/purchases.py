"""Offers and purchases: what a dealer asks, and what was paid against which voucher."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from tui.domain.money import Money
from tui.domain.problems import Problem, Severity
from tui.domain.receipts import sum_of
from tui.domain.words import InvoiceKind


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of a dealer's list: the asking price, VAT included, and the voucher the dealer says he can give."""

    price: Money | None = None
    invoice_kind: InvoiceKind | None = None
    invoice_rate: Decimal | None = None
    listed_on: date | None = None


class Paid(msgspec.Struct, frozen=True, omit_defaults=True):
    """Money paid to the dealer for one purchase, the whole or a part; negative: he gave it back."""

    on: date
    amount: Money
    note: str = ""


class Purchase(msgspec.Struct, frozen=True, omit_defaults=True):
    """One invoice of a car's purchase; ``price`` includes VAT.

    ``pay_by`` is the last day to pay it; with neither that nor a payment nobody keeps track of what is owed.

    A red-letter invoice names the invoice it corrects in ``red_letter_of``; its ``price`` is the amount taken back, as
    a positive figure (None: the whole). ``invoice_kind`` None means not known yet, which is not ``InvoiceKind.NONE``.
    """

    bought_on: date
    price: Money | None = None
    invoice_kind: InvoiceKind | None = None
    invoice_rate: Decimal | None = None
    invoice_number: str = ""
    invoice_date: date | None = None
    dealer_id: int | None = None
    red_letter_of: str = ""
    note: str = ""
    pay_by: date | None = None
    payments: tuple[Paid, ...] = ()


class Voucher(msgspec.Struct, frozen=True):
    """The purchase that counts, with the red-letter invoices that lower it."""

    invoice: Purchase
    red_letters: tuple[Purchase, ...] = ()

    @property
    def gross(self) -> Money | None:
        """What was paid, VAT included, after the red letters; None while the price is not known."""
        price = self.invoice.price
        if price is None:
            return None
        for red in self.red_letters:
            if red.price is not None:
                price -= red.price
        return price

    @property
    def paid(self) -> Money | None:
        """What the dealer has been paid, in the currency of the price; None while that is not known."""
        price = self.invoice.price
        return sum_of((one.amount for one in self.invoice.payments), price.currency) if price is not None else None

    @property
    def owed(self) -> Money | None:
        """What the dealer is still owed after the red letters; None when nobody keeps track, negative when overpaid."""
        gross, paid = self.gross, self.paid
        if gross is None or paid is None or (self.invoice.pay_by is None and not self.invoice.payments):
            return None
        return gross - paid


def standing(purchases: Sequence[Purchase]) -> Voucher | None:
    """The last purchase that its red-letter invoices have not cancelled, with those that only lower it.

    A red letter without an amount, or of at least the amount of its invoice, cancels it. Red letters in another
    currency than their invoice are taken to cancel it: the amounts cannot be set against each other.
    """
    reds: dict[str, list[Purchase]] = {}
    for purchase in purchases:
        if purchase.red_letter_of:
            reds.setdefault(purchase.red_letter_of, []).append(purchase)
    found = None
    for purchase in purchases:
        if purchase.red_letter_of:
            continue
        own = reds.get(purchase.invoice_number, []) if purchase.invoice_number else []
        if not _cancelled(purchase, own):
            found = Voucher(purchase, tuple(own))
    return found


def payment_problems(voucher: Voucher, payment: Paid) -> tuple[Problem, ...]:
    """What is wrong with a payment to the dealer: nothing, more than is owed, or another currency than the price's."""
    gross, paid = voucher.gross, voucher.paid
    if gross is None or paid is None:
        return (Problem("purchase_price_unknown", "amount"),)
    if payment.amount.currency != gross.currency:
        return (Problem("purchase_currency", "amount", {"currency": gross.currency}),)
    if payment.amount.amount == 0:
        return (Problem("payment_zero", "amount"),)
    left = gross - paid
    if payment.amount.amount > left.amount:
        return (Problem("payment_over_due", "amount", _set_against(payment.amount, left)),)
    if paid.amount + payment.amount.amount < 0:
        return (Problem("clawback_over_paid", "amount", {"paid": str(paid.amount)}),)
    return ()


def red_letter_problems(purchases: Sequence[Purchase], red: Purchase) -> tuple[Problem, ...]:
    """What is wrong with a red letter: of an invoice that is not there, more than is left of it, another currency."""
    found = standing(purchases)
    number = red.red_letter_of
    if found is None or not number or found.invoice.invoice_number != number:
        known = found.invoice.invoice_number if found is not None else ""
        return (Problem("red_letter_of_nothing", "red_letter_of", {"value": number, "known": known}),)
    gross = found.gross
    if red.price is None or gross is None:
        return ()
    if red.price.currency != gross.currency:
        return (Problem("purchase_currency", "price", {"currency": gross.currency}),)
    if red.price.amount > gross.amount:
        return (Problem("red_letter_over", "price", _set_against(red.price, gross)),)
    return ()


def price_problems(price: Money | None, measure: Money | None) -> tuple[Problem, ...]:
    """A price that nobody pays for a car: nothing at all, or far off what it is measured against.

    ``measure`` is the guide price, else the asking price; without one the trade's bounds in yuan are taken.
    """
    if price is None:
        return ()
    if price.amount <= 0:
        return (Problem("purchase_not_positive", "price", {"amount": str(price.amount)}),)
    if measure is not None and measure.currency == price.currency and measure.amount > 0:
        least, most = measure.amount * _LEAST_PART, measure.amount * _MOST_TIMES
    elif price.currency == _YUAN:
        least, most = _LEAST_YUAN, _MOST_YUAN
    else:
        return ()
    if least <= price.amount <= most:
        return ()
    code = "price_odd" if measure is not None and measure.currency == price.currency else "price_odd_alone"
    against = str(measure.amount) if measure is not None else ""
    params = {"amount": f"{price.amount:,} {price.currency}", "measure": against}
    return (Problem(code, "price", params, Severity.CONFIRM),)


_YUAN = "CNY"
_LEAST_PART, _MOST_TIMES = Decimal("0.3"), Decimal(2)
"""List cuts of 2025 reached 34 % (``china_side.md`` E4); a car bought for less than 30 % is a slip of the point."""
_LEAST_YUAN, _MOST_YUAN = Decimal(3_000), Decimal(5_000_000)


def _set_against(amount: Money, due: Money) -> dict[str, str]:
    return {"amount": str(amount.amount), "due": str(due.amount)}


def _cancelled(purchase: Purchase, reds: Sequence[Purchase]) -> bool:
    if not reds:
        return False
    price = purchase.price
    if price is None or any(red.price is None or red.price.currency != price.currency for red in reds):
        return True
    return sum(red.price.amount for red in reds if red.price is not None) >= price.amount
