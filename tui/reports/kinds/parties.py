"""Who takes part, and by what the goods travel, as cells that several papers share."""

from __future__ import annotations

from tui.i18n.translator import N_
from tui.reports.paper import (
    Cell,
    Code,
    Field,
    Land,
    Listing,
    Names,
    Phrase,
    Text,
    Word,
    code,
    day,
    land,
    listing,
    phrase,
    text,
)
from tui.reports.summary import Exporter, Partner, ShipmentSummary

ROUTE = " > "
_TRADE_MODES = {"0110": N_("general trade")}
_DUTIES = {"101": N_("general duty")}
_PACKAGES = {"01": N_("bare")}


def exporter(one: Exporter | None, *, with_code: bool = False) -> Cell:
    """The firm in whose name the cars leave: names, address, contact."""
    if one is None:
        return None
    parts = [_both_names(one), text(one.address), text(one.contact)]
    return listing([*parts, code(one.code)] if with_code else parts)


def _both_names(one: Exporter) -> Cell:
    """The registered name, and the English one before it where the paper is not Chinese."""
    if not one.name or not one.name_en:
        return text(one.name or one.name_en)
    names = {"zh": f"{one.name}, {one.name_en}", "en": f"{one.name_en}, {one.name}"}
    return Names(one.name, names)


def filled(*fields: Field) -> tuple[Field, ...]:
    """The fields that have a value: a label without one says nothing to whoever gets the paper."""
    return tuple(field for field in fields if field.value is not None)


def bank_fields(one: Exporter | None) -> tuple[Field, ...]:
    """Where the buyer pays: the seller's bank, account and SWIFT code."""
    return (
        Field(N_("Seller's bank"), text(one.bank) if one else None),
        Field(N_("Account no."), code(one.bank_account) if one else None),
        Field(N_("SWIFT code"), code(one.swift) if one else None),
    )


def partner(one: Partner | None) -> Cell:
    """A party: name, address, country, contact, tax number."""
    if one is None:
        return None
    place = Land(one.country, coded=False) if one.country else None
    return listing((text(one.name), text(one.address), place, text(one.contact), code(one.tax_number)))


def route(summary: ShipmentSummary) -> Cell:
    """All countries on the way, from origin to destination."""
    stops = (summary.origin_country, *(summary.via or ()), summary.destination_country)
    return Listing(tuple(Land(stop) for stop in stops), ROUTE)


def via(summary: ShipmentSummary) -> Cell:
    """The countries passed through; *direct* when there is none, not known when nobody said."""
    if summary.via is None:
        return None
    return listing(Land(stop) for stop in summary.via) or phrase("direct")


def incoterm(summary: ShipmentSummary) -> Cell:
    """The Incoterm with its place."""
    return text(" ".join(filter(None, (summary.incoterm, summary.incoterm_place))))


def trade_mode(summary: ShipmentSummary) -> Cell:
    """Customs trade mode with its code."""
    return _coded(summary.trade_mode, _TRADE_MODES)


def duty(summary: ShipmentSummary) -> Cell:
    """Nature of duty with its code."""
    return _coded(summary.duty_nature, _DUTIES)


def package(summary: ShipmentSummary) -> Cell:
    """Package kind with its code."""
    return _coded(summary.package_kind, _PACKAGES)


def mode(summary: ShipmentSummary) -> Word:
    """The mode of transport."""
    return Word(summary.mode.value, summary.mode_title)


def transport_fields(summary: ShipmentSummary) -> tuple[Field, ...]:
    """Ports, conveyance and its document, as far as they are known."""
    return filled(
        Field(N_("Mode of transport"), mode(summary)),
        Field(N_("Port of loading"), text(summary.port_of_loading)),
        Field(N_("Port of discharge"), text(summary.port_of_discharge)),
        Field(N_("Conveyance"), text(summary.conveyance)),
        Field(N_("Voyage"), code(summary.voyage)),
        Field(N_("Transport document no."), code(summary.transport_document)),
        Field(N_("Carrier"), text(summary.carrier)),
        Field(N_("Booking no."), code(summary.booking_number)),
        Field(N_("Departure (ETD)"), day(summary.etd)),
        Field(N_("Arrival (ETA)"), day(summary.eta)),
    )


def trade_fields(summary: ShipmentSummary) -> tuple[Field, ...]:
    """Seller, buyer's side and the contract, as a commercial paper has them."""
    seller = summary.exporter
    return (
        Field(N_("Seller"), exporter(seller)),
        Field(N_("Seller's tax code"), code(seller.code) if seller else None),
        Field(N_("Consignee"), partner(summary.consignee)),
        *filled(Field(N_("Notify party"), partner(summary.notify))),
        Field(N_("Contract no."), code(summary.contract_number)),
        Field(N_("Incoterm"), incoterm(summary)),
        Field(N_("Country of origin"), land(summary.origin_country)),
        Field(N_("Country of destination"), land(summary.destination_country)),
    )


def _coded(value: str, names: dict[str, str]) -> Cell:
    known = names.get(value)
    parts: tuple[Cell, ...] = (Code(value), Phrase(known)) if known else (Code(value),)
    return listing(parts, " ")


def name_of_exporter(one: Exporter | None) -> Text | None:
    """The exporter by name alone."""
    return Text(one.name) if one else None
