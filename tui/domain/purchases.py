"""Offers and purchases: what a dealer asks, and what was paid against which voucher."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from tui.domain.money import Money
from tui.domain.words import InvoiceKind


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of a dealer's list: the asking price, VAT included, and the voucher the dealer says he can give."""

    price: Money | None = None
    invoice_kind: InvoiceKind | None = None
    invoice_rate: Decimal | None = None
    listed_on: date | None = None


class Purchase(msgspec.Struct, frozen=True, omit_defaults=True):
    """One invoice of a car's purchase; ``price`` includes VAT.

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


def _cancelled(purchase: Purchase, reds: Sequence[Purchase]) -> bool:
    if not reds:
        return False
    price = purchase.price
    if price is None or any(red.price is None or red.price.currency != price.currency for red in reds):
        return True
    return sum(red.price.amount for red in reds if red.price is not None) >= price.amount
