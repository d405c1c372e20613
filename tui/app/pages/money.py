"""The money in a car, as far as it is known: what was asked and paid, what comes back, what stays tied up."""

from __future__ import annotations

from collections.abc import Iterator

from tui.app.pages.facts import BLANK, pairs, percent
from tui.app.pages.waterfall import cost_lines, deal_lines, waterfall_lines
from tui.app.widgets.lines import Paragraph
from tui.desk.context import Desk
from tui.desk.costing import Costing
from tui.desk.costing import listed as costs_of
from tui.desk.kinds import DEALERS, SHIPMENTS
from tui.desk.stock import StockRow
from tui.domain.money import Money
from tui.domain.purchases import Offer, Purchase
from tui.domain.rebates import GENERAL_RATE, Regime, quote
from tui.domain.words import InvoiceKind
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import N_, _

_REGIMES = {
    Regime.REFUND: N_("Refund: the VAT on the purchase comes back"),
    Regime.EXEMPT: N_("Exempt: no VAT on the export, nothing comes back, and it is still declared"),
    Regime.TAXED: N_("Taxed like a sale at home: there is no invoice"),
}


def money_page(desk: Desk, row: StockRow) -> list[Paragraph]:
    """From purchase to margin, sale and receipts, costs; then offer, purchases, rebate and capital of a car."""
    costing = Costing(desk)
    return [
        *waterfall_lines(desk, costing.of(row.car)),
        *deal_lines(desk, row.car, costing),
        *cost_lines(desk, costing, costs_of(desk, car=row.car)),
        *_offer(desk, row),
        *_purchases(desk, row),
        *_rebate(row),
        *_capital(row),
        *_sale(desk, row),
    ]


def _voucher(desk: Desk, kind: InvoiceKind | None) -> str:
    return word(desk.library.words, "invoice_kind", kind.value if kind else "unknown")


def _terms(desk: Desk, one: Offer | Purchase) -> list[tuple[str, str]]:
    rate = percent(one.invoice_rate) if one.invoice_rate is not None else ""
    return [
        (_("Price, VAT included"), formats.amount(one.price) if one.price else _("not known")),
        (_("Voucher"), " ".join(part for part in (_voucher(desk, one.invoice_kind), rate) if part)),
    ]


def _offer(desk: Desk, row: StockRow) -> Iterator[Paragraph]:
    offer = row.car.offer
    yield BLANK
    yield Paragraph(_("Offer"), "accent")
    if offer is None:
        yield Paragraph(_("No price is on record"), "faint", indent=2)
        return
    guide = row.specs.guide_price
    found = [
        (_("Dealer"), row.dealer_name),
        *_terms(desk, offer),
        (_("Guide price"), formats.amount(guide)),
        (_("Listed on"), formats.day(offer.listed_on)),
    ]
    yield from pairs(found, indent=2)


def _purchases(desk: Desk, row: StockRow) -> Iterator[Paragraph]:
    yield BLANK
    yield Paragraph(_("Purchase"), "accent")
    if not row.car.purchases:
        yield Paragraph(_("Not bought yet; b records the purchase"), "faint", indent=2)
        return
    names = {dealer.id: dealer.name for dealer in desk.store.all(DEALERS)}
    for purchase in row.car.purchases:
        counts = purchase is row.car.purchase
        if not counts:
            yield Paragraph(_("Red-letter invoice") if purchase.red_letter_of else _("Cancelled"), "faint", indent=2)
        found = [
            (_("Bought on"), formats.day(purchase.bought_on)),
            (_("Dealer"), names.get(purchase.dealer_id or 0, "")),
            *_terms(desk, purchase),
            (_("Invoice number"), purchase.invoice_number),
            (_("Invoice date"), formats.day(purchase.invoice_date)),
            (_("Red-letter invoice of"), purchase.red_letter_of),
            (_("Note"), purchase.note),
        ]
        yield from pairs(found, indent=2)


def _rebate(row: StockRow) -> Iterator[Paragraph]:
    yield BLANK
    source = row.car.purchase or row.car.offer
    if row.car.purchase is not None or source is None:
        yield Paragraph(_("Rebate expected"), "accent")
    else:
        yield Paragraph(_("Rebate if bought at the price asked, on the voucher promised"), "accent")
    if source is None or source.price is None or source.invoice_kind is None:
        yield Paragraph(_("Cannot be told until price and voucher are known"), "faint", indent=2)
        return
    found = quote(source.price, source.invoice_kind, source.invoice_rate)
    yield Paragraph(_(_REGIMES[found.regime]), indent=2)
    if found.regime is Regime.REFUND:
        rate = GENERAL_RATE if source.invoice_rate is None else source.invoice_rate
        net = {
            "gross": formats.amount(source.price),
            "rate": percent(rate),
            "net": formats.amount(found.net),
            "vat": formats.amount(found.vat),
        }
        yield Paragraph(_("%(gross)s / (1 + %(rate)s) = %(net)s net, %(vat)s VAT") % net, indent=2)
        times = {"net": net["net"], "rate": percent(found.applied_rate), "refund": formats.amount(found.refund)}
        yield Paragraph(_("%(net)s x %(rate)s = %(refund)s") % times, indent=2)
        if found.applied_rate < GENERAL_RATE:
            yield Paragraph(_("A small supplier's invoice caps the refund at its own rate"), indent=2)
    yield Paragraph(formats.amount(found.refund), "strong", head=_("%(label)s: ") % {"label": _("Rebate")}, indent=2)


def _capital(row: StockRow) -> Iterator[Paragraph]:
    yield BLANK
    yield Paragraph(_("Capital in the car"), "accent")
    if not row.is_tied_up or row.price is None:
        yield Paragraph(
            _("No capital is tied up") if row.price is not None else _("The price is not known"), "faint", indent=2
        )
        return
    left = row.price - row.rebate if row.rebate and row.rebate.currency == row.price.currency else None
    found = [
        (_("Amount"), formats.amount(row.price)),
        (_("Less the rebate"), formats.amount(left)),
        (_("Days"), "" if row.tied is None else formats.number(row.tied)),
    ]
    yield from pairs(found, indent=2)


def _sale(desk: Desk, row: StockRow) -> Iterator[Paragraph]:
    for shipment in desk.store.all(SHIPMENTS):
        for line in shipment.lines:
            if line.car_id == row.id and line.price is not None and not shipment.cancelled:
                yield BLANK
                yield Paragraph(_("Sale"), "accent")
                yield from _price_on(shipment.number, line.price)


def _price_on(number: str, price: Money) -> Iterator[Paragraph]:
    label = _("Price on shipment %(number)s") % {"number": number}
    yield from pairs([(label, formats.amount(price))], indent=2)
