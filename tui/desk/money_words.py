"""What the history says of money: what a commit did, what a table holds, and a purchase in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from tui.desk.context import Desk
from tui.desk.kinds import CLAIMS, COSTS, OFFERS, RATES, RECEIPTS, SALES, WATCHES
from tui.domain.costing import Cost
from tui.domain.purchases import Purchase
from tui.domain.receipts import sum_of
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import N_, _

MONEY_WHYS = {
    "car invoice": N_("Invoice of the purchase recorded"),
    "car pay": N_("Dealer paid"),
    "offer add": N_("Offers recorded"),
    "offer edit": N_("Offer changed"),
    "offer buy": N_("Bought from an offer"),
    "offer decline": N_("Offer declined"),
    "offer reopen": N_("Offer opened again"),
    "offer watch": N_("Price alert set"),
    "offer unwatch": N_("Price alert taken away"),
    "cost add": N_("Cost recorded"),
    "cost edit": N_("Cost changed"),
    "cost remove": N_("Cost removed"),
    "rates set": N_("Exchange rate recorded"),
    "rates remove": N_("Exchange rate removed"),
    "rates update": N_("Exchange rates fetched"),
    "sale new": N_("Offered to a buyer"),
    "sale edit": N_("Sale changed"),
    "sale cancel": N_("Sale called off"),
    "sale": N_("Sale recorded"),
    "receipt remove": N_("Receipt removed"),
    "receipt": N_("Money received"),
    "claim new": N_("Claim made"),
    "claim edit": N_("Claim changed"),
    "claim file": N_("Claim filed"),
    "claim accepted": N_("Claim accepted"),
    "claim approved": N_("Claim approved"),
    "claim refused": N_("Claim refused"),
    "claim withdrawn": N_("Claim withdrawn"),
    "claim papers_filed": N_("Filing papers on file"),
    "claim question": N_("Question of the tax office"),
    "claim answer": N_("Answer to the tax office"),
    "claim paid": N_("Money of the treasury"),
    "claim remove": N_("Claim thrown away"),
}
"""What a commit about money did, by how its reason begins."""
MONEY_KINDS = {
    COSTS.name: N_("cost"),
    SALES.name: N_("sale"),
    RECEIPTS.name: N_("receipt"),
    CLAIMS.name: N_("claim"),
    OFFERS.name: N_("offer"),
    WATCHES.name: N_("price alert"),
    RATES.name: N_("exchange rate"),
}


def purchase_text(value: Purchase | Mapping[str, Any]) -> str:
    """A purchase in a few words: price, day, invoice, what is paid and until when."""
    try:
        one = value if isinstance(value, Purchase) else msgspec.convert(value, Purchase)
    except msgspec.ValidationError:
        return formats.NONE
    parts = [formats.amount(one.price) if one.price is not None else "", formats.day(one.bought_on)]
    if one.red_letter_of:
        parts.append(_("red letter of %(number)s") % {"number": one.red_letter_of})
    if one.invoice_number:
        parts.append(_("invoice %(number)s") % {"number": one.invoice_number})
    if one.pay_by is not None:
        parts.append(_("pay by %(day)s") % {"day": one.pay_by})
    if one.payments:
        paid = sum_of((part.amount for part in one.payments), one.payments[0].amount.currency)
        parts.append(_("paid %(amount)s") % {"amount": formats.amount(paid)})
    return _(", ").join(part for part in parts if part) or formats.NONE


def cost_kinds(desk: Desk, kinds: Iterable[str]) -> list[str]:
    """Kinds of costs in words."""
    return [word(desk.library.words, "cost_kind", kind) for kind in kinds]


def cost_state(cost: Cost, on: date) -> str:
    """Whether a cost is paid, and until when it is to be."""
    if cost.paid_on is not None:
        return _("paid %(day)s") % {"day": cost.paid_on}
    if cost.estimate:
        return _("estimate")
    if cost.pay_by is not None:
        return _("pay by %(day)s") % {"day": cost.pay_by}
    return _("not paid") if cost.owed(on) else _("not yet arisen")
