"""The fields of what money is made of: offers, their purchase, costs, sales, receipts, rates and alerts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from tui.domain import values
from tui.domain.costing import CostKind, ShareBy
from tui.domain.currencies import is_known
from tui.domain.fields import (
    Reading,
    read_choice,
    read_day,
    read_decimal,
    read_invoice_kind,
    read_make,
    read_money,
    read_partial,
    read_rate,
    read_text,
    read_whole,
    read_year,
    read_yes_no,
    refusing_as,
)
from tui.domain.record_fields import PURCHASE, Reader
from tui.domain.values import Unreadable


def _word_of(what: str, known: Iterable[str]) -> Reader:
    aliases = {word.casefold(): word for word in known}

    def read(text: str, _: Reading) -> str:
        return values.word(text, aliases, what)

    return read


def read_currency(text: str, _: Reading) -> str:
    """A code of ISO 4217, in capitals; anything that has not its shape is refused."""
    code = values.folded(text).upper()
    if not is_known(code):
        raise Unreadable("currency_unknown", value=text.strip()[:40])
    return code


def _exchange_rate(text: str, reading: Reading) -> object:
    with refusing_as("exchange_rate_unreadable"):
        found = read_decimal(text, reading)
    return found if isinstance(found, Decimal) else Decimal(str(found))


OFFER: Mapping[str, Reader] = {
    "make": read_make,
    "model": read_text,
    "trim": read_text,
    "model_year": read_year,
    "quantity": read_whole,
    "price": read_money,
    "guide_price": read_money,
    "invoice_kind": read_invoice_kind,
    "invoice_rate": read_rate,
    "first_registration": read_partial,
    "odometer_km": read_whole,
    "powertrain": read_choice("powertrain"),
    "valid_until": read_day,
    "note": read_text,
}
TERMS: Mapping[str, Reader] = {name: PURCHASE[name] for name in ("bought_on", "price", "invoice_kind", "invoice_rate")}
INVOICE: Mapping[str, Reader] = {name: read for name, read in PURCHASE.items() if name != "red_letter_of"}
RED_LETTER: Mapping[str, Reader] = {
    "bought_on": read_day,
    "red_letter_of": read_text,
    "price": read_money,
    "invoice_number": read_text,
    "note": read_text,
}
DEALER_PAYMENT: Mapping[str, Reader] = {"amount": read_money, "paid_on": read_day, "note": read_text}
WATCH: Mapping[str, Reader] = {"at_most": read_money, "trim": read_text}
COST: Mapping[str, Reader] = {
    "cost_kind": _word_of("cost_kind", [kind.value for kind in CostKind]),
    "amount": read_money,
    "cost_on": read_day,
    "share_by": _word_of("share_by", [by.value for by in ShareBy]),
    "rate": _exchange_rate,
    "payee": read_text,
    "invoice_number": read_text,
    "pay_by": read_day,
    "paid_on": read_day,
    "estimate": read_yes_no,
    "note": read_text,
}
SALE: Mapping[str, Reader] = {
    "price": read_money,
    "deposit": read_money,
    "reserved_on": read_day,
    "agreed_on": read_day,
    "valid_until": read_day,
    "balance_due": read_day,
    "proforma_number": read_text,
    "note": read_text,
}
RECEIPT: Mapping[str, Reader] = {
    "amount": read_money,
    "received_on": read_day,
    "reference": read_text,
    "note": read_text,
}
RATE: Mapping[str, Reader] = {
    "base": read_currency,
    "quote": read_currency,
    "rate": _exchange_rate,
    "rate_on": read_day,
    "source": read_text,
    "note": read_text,
}
MONEY_FORMS: Mapping[str, Mapping[str, Reader]] = {
    "offer": OFFER,
    "terms": TERMS,
    "invoice": INVOICE,
    "red_letter": RED_LETTER,
    "dealer_payment": DEALER_PAYMENT,
    "watch": WATCH,
    "cost": COST,
    "sale": SALE,
    "receipt": RECEIPT,
    "rate": RATE,
}
"""The forms about money, by the word they are known by."""
