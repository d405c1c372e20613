"""Offers and purchases: what a dealer asks, and what was paid against which voucher."""

from __future__ import annotations

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
    """One purchase of a car; ``price`` includes VAT; a red-letter invoice cancels the earlier one it names.

    ``invoice_kind`` None means not known yet, which is not ``InvoiceKind.NONE``.
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
