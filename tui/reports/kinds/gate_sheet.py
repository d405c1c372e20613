"""The gate sheet: what a driver carries and a gate signs. It shows no price, no buyer's address, no paper number."""

from __future__ import annotations

from tui.i18n.translator import N_
from tui.reports import columns as car_columns
from tui.reports.kinds import parties
from tui.reports.kinds.face import Stamp, face
from tui.reports.paper import Cell, Code, Column, Field, Fields, Figure, Kind, Paper, Signatures, Table, day, text
from tui.reports.summary import CarLine, ShipmentSummary

_COLUMNS = ("item", "vin", "car", "colour")
_LINE = "_" * 24
_SHORT_LINE = "_" * 8
_COUNT_LINE = "_" * 4
"""Room for the keys counted at the gate, before how many there ought to be."""


def gate_sheet(summary: ShipmentSummary, stamp: Stamp | None = None) -> Paper:
    """The cars with room to write what is found at the gate."""
    chosen = car_columns.chosen(_COLUMNS)
    by_hand = (("odometer", N_("Odometer, km")), ("keys", N_("Keys")), ("damage", N_("Damage")))
    columns = (
        *(one.column(heading=N_("No.") if one.key == "item" else "") for one in chosen),
        *(Column(key, heading, Kind.CODE) for key, heading in by_hand),
    )

    def row(car: CarLine) -> tuple[Cell, ...]:
        keys = _SHORT_LINE if car.keys is None else f"{_COUNT_LINE} / {car.keys}"
        return (*(one.cell(car) for one in chosen), Code(_SHORT_LINE), Code(keys), Code(_SHORT_LINE))

    return Paper(
        face("gate-sheet", N_("GATE SHEET"), summary, stamp),
        (
            Fields(
                "",
                (
                    Field(N_("Shipment no."), Code(summary.number)),
                    Field(N_("Pieces"), Figure(summary.pieces)),
                    *parties.filled(
                        Field(N_("Port of loading"), text(summary.port_of_loading)),
                        Field(N_("Exit customs"), text(summary.exit_customs)),
                        Field(N_("Conveyance"), text(summary.conveyance)),
                        Field(N_("Departure (ETD)"), day(summary.etd)),
                    ),
                    Field(N_("Delivered by"), parties.name_of_exporter(summary.exporter)),
                    Field(N_("Driver"), Code(_LINE)),
                    Field(N_("Licence plate"), Code(_LINE)),
                    Field(N_("Driver's telephone"), Code(_LINE)),
                ),
            ),
            Table("cars", N_("CARS"), columns, tuple(map(row, summary.cars)), main=True, none=N_("No cars.")),
            Signatures((N_("Driver"), N_("Gate"), N_("Date and hour"))),
        ),
    )
