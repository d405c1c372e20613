"""The export VAT refund on one purchase, to the fen.

net = gross / (1 + invoice rate); refund = net × the lower of the refund rate and, for small suppliers and simplified
levy, the invoice rate. Only a special VAT invoice brings a refund; any other voucher means exemption, and none means
that the export is taxed like a domestic sale. Source: MoF/STA Announcement 11 of 2026 and STA Announcement 5 of 2026
(see ``china_side.md``, A). Rounded half up, once per invoice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import msgspec

from tui.domain.money import Money
from tui.domain.purchases import Purchase, Voucher
from tui.domain.rules import Source
from tui.domain.words import InvoiceKind

GENERAL_RATE = Decimal("0.13")
"""The VAT rate of a general taxpayer's invoice on a car, and the refund rate of cars in the library of 2026."""


class Regime(StrEnum):
    """How an export is treated for VAT."""

    REFUND = "refund"
    EXEMPT = "exempt"
    TAXED = "taxed"


class RefundRate(msgspec.Struct, frozen=True):
    """A line of the refund-rate library: goods whose commodity code begins with ``hs_prefix``, exported in a span."""

    hs_prefix: str
    rate: Decimal
    effective_from: date
    effective_to: date | None
    source: Source


class Quote(msgspec.Struct, frozen=True):
    """What a purchase brings back; all amounts in the purchase's currency."""

    regime: Regime
    net: Money
    vat: Money
    applied_rate: Decimal
    refund: Money


class DomesticTax(msgspec.Struct, frozen=True):
    """The output VAT of an export that is taxed like a domestic sale, in the home currency."""

    fob: Money
    net: Money
    output_vat: Money


def quote(
    gross: Money,
    invoice: InvoiceKind,
    invoice_rate: Decimal | None,
    refund_rate: Decimal = GENERAL_RATE,
    *,
    small_supplier: bool = False,
) -> Quote:
    """The refund on a purchase of ``gross`` (VAT included) against a voucher.

    An invoice rate below the general one marks a small supplier or simplified levy, as ``small_supplier`` does: the
    refund stops at that rate.
    """
    if invoice is not InvoiceKind.SPECIAL_VAT:
        zero = Money.of(0, gross.currency)
        regime = Regime.TAXED if invoice is InvoiceKind.NONE else Regime.EXEMPT
        return Quote(regime, gross, zero, Decimal(0), zero)
    rate = GENERAL_RATE if invoice_rate is None else invoice_rate
    net = net_of(gross, rate)
    applied = min(rate, refund_rate) if small_supplier or rate < GENERAL_RATE else refund_rate
    return Quote(Regime.REFUND, net, gross - net, applied, net.times(applied))


def quote_voucher(voucher: Voucher, refund_rate: Decimal = GENERAL_RATE) -> Quote | None:
    """The refund on a purchase after its red-letter invoices; None while price or voucher is not known.

    The base is the net of the invoice less the nets of its red letters, each rounded by itself as it is printed.
    """
    first = _printed(voucher.invoice, refund_rate)
    if first is None or first.regime is not Regime.REFUND:
        gross = voucher.gross
        return None if first is None or gross is None else msgspec.structs.replace(first, net=gross)
    net, vat = first.net, first.vat
    rate = voucher.invoice.invoice_rate
    for red in voucher.red_letters:
        if red.price is None:
            continue
        corrected = _printed(msgspec.structs.replace(red, invoice_kind=InvoiceKind.SPECIAL_VAT), refund_rate, rate)
        if corrected is not None:
            net -= corrected.net
            vat -= corrected.vat
    return Quote(Regime.REFUND, net, vat, first.applied_rate, net.times(first.applied_rate))


def net_of(gross: Money, rate: Decimal) -> Money:
    """The amount without VAT at a rate, rounded half up to the minor unit."""
    return Money.of((gross.amount / (1 + rate)).quantize(gross.unit(), ROUND_HALF_UP), gross.currency)


def consumption_tax_refund(base: Money, rate: Decimal, *, certificate: bool) -> Money:
    """The consumption tax of the stage before, which comes back only against the special payment certificate."""
    return base.times(rate) if certificate else Money.of(0, base.currency)


def domestic_tax(fob: Money, levy_rate: Decimal = GENERAL_RATE) -> DomesticTax:
    """The output VAT on an export without a lawful voucher: FOB in home currency / (1 + rate) × rate (article 7)."""
    net = net_of(fob, levy_rate)
    return DomesticTax(fob, net, fob - net)


def refund_rate_on(rates: Iterable[RefundRate], hs_code: str, exported_on: date) -> RefundRate | None:
    """The line of the library that counts: in force on the export date of the declaration, the longest prefix first."""
    fitting = (
        rate
        for rate in rates
        if hs_code.startswith(rate.hs_prefix)
        and rate.effective_from <= exported_on
        and (rate.effective_to is None or exported_on <= rate.effective_to)
    )
    return max(fitting, key=lambda rate: len(rate.hs_prefix), default=None)


def _printed(purchase: Purchase, refund_rate: Decimal, rate: Decimal | None = None) -> Quote | None:
    if purchase.price is None or purchase.invoice_kind is None:
        return None
    own = purchase.invoice_rate if purchase.invoice_rate is not None else rate
    return quote(purchase.price, purchase.invoice_kind, own, refund_rate)
