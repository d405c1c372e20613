"""The export VAT refund on one purchase, to the fen.

net = gross / (1 + invoice rate); refund = net × the lower of the refund rate and, for small suppliers and simplified
levy, the invoice rate. Only a special VAT invoice brings a refund; any other voucher means exemption, and none means
that the export is taxed like a domestic sale. Source: MoF/STA Announcement 11 of 2026 and STA Announcement 5 of 2026
(see ``china_side.md``, A). Rounded half up, once per invoice.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import msgspec

from tui.domain.money import Money
from tui.domain.words import InvoiceKind

GENERAL_RATE = Decimal("0.13")
"""The VAT rate of a general taxpayer's invoice on a car, and the refund rate of cars in the library of 2026."""


class Regime(StrEnum):
    """How an export is treated for VAT."""

    REFUND = "refund"
    EXEMPT = "exempt"
    TAXED = "taxed"


class Quote(msgspec.Struct, frozen=True):
    """What a purchase brings back; all amounts in the purchase's currency."""

    regime: Regime
    net: Money
    vat: Money
    applied_rate: Decimal
    refund: Money


def quote(
    gross: Money, invoice: InvoiceKind, invoice_rate: Decimal | None, refund_rate: Decimal = GENERAL_RATE
) -> Quote:
    """The refund on a purchase of ``gross`` (VAT included) against a voucher.

    An invoice rate below the general one marks a small supplier or simplified levy: the refund stops at that rate.
    """
    if invoice is not InvoiceKind.SPECIAL_VAT:
        zero = Money.of(0, gross.currency)
        regime = Regime.TAXED if invoice is InvoiceKind.NONE else Regime.EXEMPT
        return Quote(regime, gross, zero, Decimal(0), zero)
    rate = GENERAL_RATE if invoice_rate is None else invoice_rate
    net = Money.of((gross.amount / (1 + rate)).quantize(gross.unit(), ROUND_HALF_UP), gross.currency)
    applied = min(rate, refund_rate) if rate < GENERAL_RATE else refund_rate
    return Quote(Regime.REFUND, net, gross - net, applied, net.times(applied))
