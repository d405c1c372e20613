"""The commercial invoice, and the proforma that goes before it.

Prices are those of the shipment's lines. An invoice with a line that has no price, or with prices in two currencies,
is never final.
"""

from __future__ import annotations

import msgspec

from tui.i18n.translator import N_
from tui.reports import columns as car_columns
from tui.reports.kinds import parties
from tui.reports.kinds.face import Stamp, face
from tui.reports.kinds.totals import lacking
from tui.reports.paper import (
    Cell,
    Code,
    Column,
    Entries,
    Entry,
    Field,
    Fields,
    Figure,
    InWords,
    Kind,
    Paper,
    Section,
    Signatures,
    Table,
    amount,
    code,
    day,
    land,
    phrase,
    text,
)
from tui.reports.phrases import items
from tui.reports.summary import CarLine, ShipmentSummary

_UNDER = frozenset({"condition", "model_year", "powertrain", "engine_cc", "power_hp", "colour", "hs_code", "origin"})
_PROFORMA = "proforma-invoice"
_BEFORE = ("item", "vin", "goods")
_AFTER = ("condition", "model_year", "powertrain", "engine_cc", "power_hp", "colour", "hs_code")


def commercial_invoice(summary: ShipmentSummary, stamp: Stamp | None = None) -> Paper:
    """The invoice that customs, bank and buyer see; its number is the shipment's invoice number."""
    return _invoice(summary, stamp, "commercial-invoice", N_("COMMERCIAL INVOICE"), summary.invoice_number)


def proforma_invoice(summary: ShipmentSummary, stamp: Stamp | None = None) -> Paper:
    """The offer in the form of an invoice: it says that it is none."""
    said = (Entry(phrase("This proforma is an offer; it is neither a demand for payment nor a proof of sale.")),)
    return _invoice(summary, stamp, _PROFORMA, N_("PROFORMA INVOICE"), None, Entries(N_("NOTE"), said))


def _invoice(
    summary: ShipmentSummary, stamp: Stamp | None, kind: str, title: str, number: str | None, *more: Section
) -> Paper:
    why = _why_no_invoice(summary)
    on_face = face(kind, title, summary, stamp, number)
    if why:
        on_face = msgspec.structs.replace(on_face, draft=True, why=(*on_face.why, *why))
    return Paper(
        on_face,
        (
            Fields("", (*_named(summary, kind), *_head(summary))),
            _lines(summary),
            _totals(summary),
            *more,
            Signatures((N_("Seller's signature and stamp"), N_("Place and date"))),
        ),
    )


def _why_no_invoice(summary: ShipmentSummary) -> tuple[Cell, ...]:
    unpriced = [car.item for car in summary.cars if car.unit_price is None]
    if unpriced:
        return (phrase("Without a price: {items}", items=items(unpriced)),)
    if summary.goods_value and len(summary.goods_value) > 1:
        return (phrase("The prices are in several currencies, so there is no total."),)
    return ()


def _named(summary: ShipmentSummary, kind: str) -> tuple[Field, ...]:
    """Number and day; a proforma does not carry the number of the invoice that follows it."""
    if kind == _PROFORMA:
        return (Field(N_("Date"), day(summary.as_of)),)
    return (Field(N_("Invoice no."), code(summary.invoice_number)), Field(N_("Invoice date"), day(summary.as_of)))


def _head(summary: ShipmentSummary) -> tuple[Field, ...]:
    seller = summary.exporter
    is_buyer = summary.trading_country is not None
    return (
        Field(N_("Shipment no."), Code(summary.number)),
        Field(N_("Contract no."), code(summary.contract_number)),
        Field(N_("Seller"), parties.exporter(seller)),
        Field(N_("Seller's tax code"), code(seller.code) if seller else None),
        Field(N_("Buyer"), parties.partner(summary.consignee) if is_buyer else None),
        Field(N_("Consignee"), parties.partner(summary.consignee)),
        *parties.filled(Field(N_("Notify party"), parties.partner(summary.notify))),
        Field(N_("Incoterm"), parties.incoterm(summary)),
        Field(N_("Payment terms"), text(summary.payment_terms)),
        Field(N_("Invoice currency"), code(_currency(summary))),
        *parties.bank_fields(seller),
        Field(N_("Country of origin"), land(summary.origin_country)),
        Field(N_("Country of destination"), land(summary.destination_country)),
        Field(N_("Mode of transport"), parties.mode(summary)),
        *parties.filled(
            Field(N_("Port of loading"), text(summary.port_of_loading)),
            Field(N_("Port of discharge"), text(summary.port_of_discharge)),
        ),
    )


def _currency(summary: ShipmentSummary) -> str | None:
    found = {car.unit_price.currency for car in summary.cars if car.unit_price}
    return found.pop() if len(found) == 1 else summary.currency


def _lines(summary: ShipmentSummary) -> Table:
    before, after = car_columns.chosen(_BEFORE), car_columns.chosen(_AFTER)
    columns = (
        *(one.column(heading=N_("No.") if one.key == "item" else "") for one in before),
        Column("quantity", N_("Qty"), Kind.FIGURE),
        Column("price", N_("Unit price"), Kind.MONEY),
        Column("amount", N_("Amount"), Kind.MONEY),
        *(one.column(under=one.key in _UNDER) for one in after),
        Column("origin", N_("Country of origin"), under=True),
    )

    def row(car: CarLine) -> tuple[Cell, ...]:
        price = amount(car.unit_price)
        line = amount(car.unit_price.times(car.quantity)) if car.unit_price else None
        return (
            *(one.cell(car) for one in before),
            Figure(car.quantity),
            price,
            line,
            *(one.cell(car) for one in after),
            land(summary.origin_country),
        )

    one_sum = summary.goods_value[0] if summary.goods_value and len(summary.goods_value) == 1 else None
    blank: tuple[Cell, ...] = (None,) * (len(columns) - 6)
    totals = (None, None, phrase("Total"), Figure(sum(car.quantity for car in summary.cars)), None, amount(one_sum))
    return Table(
        "lines",
        N_("GOODS"),
        columns,
        tuple(map(row, summary.cars)),
        totals=(*totals, *blank) if one_sum else None,
        main=True,
        none=N_("No cars."),
    )


def _totals(summary: ShipmentSummary) -> Fields:
    sums = summary.goods_value or (None,)
    unpriced = lacking(summary.lines_without_price, summary)
    fields = [Field(N_("Total, as by the Incoterm"), amount(one), unpriced) for one in sums]
    if len(sums) == 1 and sums[0] is not None:
        fields.append(Field(N_("Amount in words"), InWords(sums[0])))
    fields += parties.filled(
        Field(N_("of which freight"), amount(summary.freight)),
        Field(N_("of which insurance"), amount(summary.insurance)),
        Field(N_("FOB value"), amount(summary.fob_value)),
    )
    return Fields(N_("TOTAL"), tuple(fields), totals=True)
