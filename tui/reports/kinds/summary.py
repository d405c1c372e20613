"""The shipment summary: what an operator reads on the phone and hands to the customs broker."""

from __future__ import annotations

from collections.abc import Sequence

from tui.domain.words import Powertrain
from tui.i18n.translator import N_
from tui.reports import columns as car_columns
from tui.reports.kinds import parties
from tui.reports.kinds.dangerous import dangerous_section
from tui.reports.kinds.elements import elements_section
from tui.reports.kinds.face import Stamp, face, verdict_word
from tui.reports.kinds.journey import container_sections, legs_sections
from tui.reports.kinds.open_points import assumed_sections, missing_section
from tui.reports.kinds.totals import totals_section
from tui.reports.paper import (
    Cell,
    Code,
    Column,
    Entries,
    Entry,
    Field,
    Fields,
    Figure,
    Kind,
    Paper,
    Phrase,
    Signatures,
    Table,
    Word,
    code,
    day,
    land,
    listing,
    phrase,
    text,
)
from tui.reports.phrases import SEMICOLON, items, word
from tui.reports.summary import CarLine, ShipmentSummary

KIND = "shipment-summary"
_MAY_BE_BLANK = frozenset({"stock_number", "trim", "hs_complete", "licence_expires", "un_number"})
"""Cells that are rightly empty, or whose lack another cell tells."""
_ON_PAGE_ONE = ("item", "vin", "car", "first_registration", "age_days", "price")
_SHORT_HEADINGS = {"item": N_("No."), "first_registration": N_("Registered on"), "age_days": N_("Age, days")}
_IN_THE_ROW = frozenset({"item", "vin", "goods"})


def shipment_summary(summary: ShipmentSummary, stamp: Stamp | None = None) -> Paper:
    """The paper: what is read out first, then what the broker copies, then every car with all it has."""
    spoken, written = _spoken(summary), _written(summary)
    return Paper(
        face(KIND, N_("SHIPMENT SUMMARY"), summary, stamp),
        (
            Fields("", spoken),
            _page_one(summary),
            totals_section(summary),
            missing_section(summary),
            *assumed_sections(summary),
            Fields(N_("FOR THE DECLARATION"), written),
            *legs_sections(summary),
            *container_sections(summary),
            _papers(summary),
            elements_section(summary),
            dangerous_section(summary),
            _particulars(summary),
            _not_filled_in(summary, (*spoken, *written)),
            Signatures((N_("Signature"), N_("Date"))),
        ),
    )


def _spoken(summary: ShipmentSummary) -> tuple[Field, ...]:
    return (
        Field(N_("Shipment no."), Code(summary.number)),
        Field(N_("Verdict"), verdict_word(summary.verdict)),
        Field(N_("Route"), parties.route(summary)),
        Field(N_("Via"), parties.via(summary)),
        Field(N_("Mode of transport"), parties.mode(summary)),
        Field(N_("Departure (ETD)"), day(summary.etd)),
        Field(N_("Arrival (ETA)"), day(summary.eta)),
        Field(N_("Overseas consignee"), parties.partner(summary.consignee)),
        Field(N_("Notify party"), parties.partner(summary.notify)),
    )


def _written(summary: ShipmentSummary) -> tuple[Field, ...]:
    one = summary.exporter
    return (
        Field(N_("Exporter"), parties.exporter(one)),
        Field(N_("Exporter's 18-character code"), code(one.code) if one else None),
        Field(N_("Producing or selling unit"), text(summary.producing_unit)),
        Field(N_("Customs broker"), parties.partner(summary.broker)),
        Field(N_("Contract no."), code(summary.contract_number)),
        Field(N_("Invoice no."), code(summary.invoice_number)),
        Field(N_("Packing list no."), code(summary.packing_list_number)),
        Field(N_("Incoterm"), parties.incoterm(summary)),
        Field(N_("Contract currency"), code(summary.currency)),
        Field(N_("Trade mode"), parties.trade_mode(summary)),
        Field(N_("Nature of duty"), parties.duty(summary)),
        Field(N_("Trading country"), land(summary.trading_country)),
        Field(N_("Country of destination"), land(summary.destination_country)),
        Field(N_("Exit customs"), text(summary.exit_customs)),
        Field(N_("Port of loading"), text(summary.port_of_loading)),
        Field(N_("Port of discharge"), text(summary.port_of_discharge)),
        Field(N_("Conveyance"), text(summary.conveyance)),
        Field(N_("Voyage"), code(summary.voyage)),
        Field(N_("Transport document no."), code(summary.transport_document)),
        Field(N_("Carrier"), text(summary.carrier)),
        Field(N_("Booking no."), code(summary.booking_number)),
        Field(N_("Forwarder or agent"), parties.partner(summary.agent)),
        Field(N_("Package kind"), parties.package(summary)),
    )


def _page_one(summary: ShipmentSummary) -> Table:
    chosen = car_columns.chosen(_ON_PAGE_ONE)
    columns = tuple(one.column(heading=_SHORT_HEADINGS.get(one.key, "")) for one in chosen)
    rows = tuple(tuple(one.cell(car) for one in chosen) for car in summary.cars)
    return Table("cars", N_("CARS"), columns, rows, none=N_("No cars."))


def _particulars(summary: ShipmentSummary) -> Table:
    below = frozenset(one.key for one in car_columns.BROKERS) - _IN_THE_ROW
    shown = sorted(car_columns.BROKERS, key=lambda one: one.key in below)
    columns, rows = car_columns.table_of(summary.cars, shown, below)
    return Table("particulars", N_("EACH CAR"), columns, rows, main=True, none=N_("No cars."))


def _papers(summary: ShipmentSummary) -> Table:
    columns = (
        Column("paper", N_("Paper"), share=2),
        Column("number", N_("Number"), Kind.CODE),
        Column("issued", N_("Issued"), Kind.DAY),
        Column("expires", N_("Expires"), Kind.DAY),
        Column("cars", N_("Cars"), Kind.FIGURE),
    )
    rows = tuple(
        (word(one.kind), code(one.number), day(one.issued), day(one.expires), Figure(one.covers))
        for one in summary.papers
    )
    return Table("papers", N_("PAPERS ATTACHED"), columns, rows, none=N_("None held."))


def _not_filled_in(summary: ShipmentSummary, fields: Sequence[Field]) -> Entries:
    """Which fields of the paper are still blank: of the shipment, and of how many cars."""
    blanks: list[Cell] = [Phrase(field.label) for field in fields if field.value is None]
    for column in car_columns.BROKERS:
        found = [car.item for car in summary.cars if _is_blank(column, car)]
        if found:
            blanks.append(phrase("{field} ({items})", field=Word(column.key, column.heading), items=items(found)))
    short = [car.item for car in summary.cars if car.hs_complete is False]
    if short:
        blanks.append(phrase("last digits of the HS code ({items})", items=items(short)))
    said = listing(blanks, SEMICOLON)
    return Entries(N_("NOT FILLED IN"), (Entry(said),) if said else (), N_("Nothing."))


def _is_blank(column: car_columns.CarColumn, car: CarLine) -> bool:
    if column.key in _MAY_BE_BLANK or column.cell(car) is not None:
        return False
    return not (column.key == "battery_kwh" and car.powertrain and car.powertrain.code == Powertrain.ICE)
