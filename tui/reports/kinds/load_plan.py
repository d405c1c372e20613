"""The load plan: in which order the cars go on, with what a loader has to know of each."""

from __future__ import annotations

from tui.i18n.translator import N_
from tui.reports import columns as car_columns
from tui.reports.kinds import parties
from tui.reports.kinds.dangerous import dangerous_section
from tui.reports.kinds.face import Stamp, face
from tui.reports.kinds.totals import weights
from tui.reports.paper import Code, Field, Fields, Figure, Paper, Signatures, Table
from tui.reports.summary import ShipmentSummary

_COLUMNS = ("item", "vin", "car", "size", "gross_kg", "cbm")
_HEADINGS = {"item": N_("Order"), "size": N_("L x W x H, mm"), "gross_kg": N_("Gross, kg"), "cbm": N_("CBM")}


def load_plan(summary: ShipmentSummary, stamp: Stamp | None = None) -> Paper:
    """The cars in the order of loading, with size and weight."""
    chosen = car_columns.chosen(_COLUMNS)
    columns = tuple(one.column(heading=_HEADINGS.get(one.key, "")) for one in chosen)
    rows = tuple(tuple(one.cell(car) for one in chosen) for car in summary.cars)
    return Paper(
        face("load-plan", N_("LOAD PLAN"), summary, stamp),
        (
            Fields("", (Field(N_("Shipment no."), Code(summary.number)), *parties.transport_fields(summary))),
            Table("loading", N_("LOADING ORDER"), columns, rows, main=True, none=N_("No cars.")),
            Fields(N_("TOTALS"), (Field(N_("Pieces"), Figure(summary.pieces)), *weights(summary)), totals=True),
            dangerous_section(summary),
            Signatures((N_("Loaded by"), N_("Tallied by"), N_("Date"))),
        ),
    )
