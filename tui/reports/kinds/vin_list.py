"""The VIN list: what is checked against the cars, plate by plate."""

from __future__ import annotations

from tui.i18n.translator import N_
from tui.reports import columns as car_columns
from tui.reports.kinds import parties
from tui.reports.kinds.face import Stamp, face
from tui.reports.paper import Code, Field, Fields, Figure, Paper, Signatures, Table, day
from tui.reports.summary import ShipmentSummary

_COLUMNS = ("item", "vin", "car", "colour", "engine_number")


def vin_list(summary: ShipmentSummary, stamp: Stamp | None = None) -> Paper:
    """Every VIN whole, in the order of loading."""
    chosen = car_columns.chosen(_COLUMNS)
    columns = tuple(one.column(heading=N_("No.") if one.key == "item" else "") for one in chosen)
    rows = tuple(tuple(one.cell(car) for one in chosen) for car in summary.cars)
    return Paper(
        face("vin-list", N_("VIN LIST"), summary, stamp),
        (
            Fields(
                "",
                (
                    Field(N_("Shipment no."), Code(summary.number)),
                    Field(N_("Pieces"), Figure(summary.pieces)),
                    Field(N_("Route"), parties.route(summary)),
                    Field(N_("Departure (ETD)"), day(summary.etd)),
                    Field(N_("Consignee"), parties.partner(summary.consignee)),
                ),
            ),
            Table("vins", N_("CARS"), columns, rows, main=True, none=N_("No cars.")),
            Signatures((N_("Checked by"), N_("Date"))),
        ),
    )
