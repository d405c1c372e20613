"""The packing list: what is in the shipment by pieces, weight and measure. It shows no price.

A line whose gross weight is below its net weight keeps the paper a draft.
"""

from __future__ import annotations

import msgspec

from tui.i18n.translator import N_
from tui.reports import columns as car_columns
from tui.reports.kinds import parties
from tui.reports.kinds.dangerous import dangerous_section
from tui.reports.kinds.face import Stamp, face
from tui.reports.kinds.journey import container_sections
from tui.reports.kinds.totals import sum_cell, too_light, weight_check, weights
from tui.reports.paper import (
    Cell,
    Code,
    Column,
    Field,
    Fields,
    Figure,
    Kind,
    Paper,
    Signatures,
    Table,
    code,
    phrase,
    text,
)
from tui.reports.phrases import items
from tui.reports.summary import CarLine, ShipmentSummary

_BEFORE = ("item", "vin", "car")
_MEASURES = ("kerb_kg", "gross_kg", "cbm")
_HEADINGS = {"item": N_("No."), "kerb_kg": N_("Net, kg"), "gross_kg": N_("Gross, kg"), "cbm": N_("CBM")}
_UNDER = ("model_year", "engine_number", "colour", "body", "seats", "battery_kwh", "size", "odometer_km",
          "keys", "accessories")  # fmt: skip


def packing_list(summary: ShipmentSummary, stamp: Stamp | None = None) -> Paper:
    """The paper; its number is the shipment's packing list number."""
    on_face = face("packing-list", N_("PACKING LIST"), summary, stamp, summary.packing_list_number)
    light = too_light(summary)
    if light:
        why = phrase("Gross weight is below net weight: {items}", items=items(light))
        on_face = msgspec.structs.replace(on_face, draft=True, why=(*on_face.why, why))
    return Paper(
        on_face,
        (
            Fields(
                "",
                (
                    Field(N_("Packing list no."), code(summary.packing_list_number)),
                    Field(N_("Invoice no."), code(summary.invoice_number)),
                    Field(N_("Shipment no."), Code(summary.number)),
                    *parties.trade_fields(summary),
                    *parties.transport_fields(summary),
                    Field(N_("Package kind"), parties.package(summary)),
                    *parties.filled(Field(N_("Shipping marks"), text(summary.shipping_marks))),
                ),
            ),
            *container_sections(summary),
            _lines(summary),
            Fields(N_("TOTALS"), (Field(N_("Pieces"), Figure(summary.pieces)), *weights(summary)), totals=True),
            weight_check(summary),
            dangerous_section(summary),
            Signatures((N_("Seller's signature and stamp"), N_("Place and date"))),
        ),
    )


def _lines(summary: ShipmentSummary) -> Table:
    before, measures = car_columns.chosen(_BEFORE), car_columns.chosen(_MEASURES)
    below = car_columns.chosen(_UNDER)
    columns = (
        *(one.column(heading=_HEADINGS.get(one.key, "")) for one in before),
        Column("pieces", N_("Pcs"), Kind.FIGURE),
        *(one.column(heading=_HEADINGS[one.key]) for one in measures),
        *(one.column(under=True) for one in below),
    )

    def row(car: CarLine) -> tuple[Cell, ...]:
        return (
            *(one.cell(car) for one in before),
            Figure(car.quantity),
            *(one.cell(car) for one in measures),
            *(one.cell(car) for one in below),
        )

    whole = not any(total.lacking for total in (summary.net_kg, summary.gross_kg, summary.cbm))
    sums = (sum_cell(summary.net_kg), sum_cell(summary.gross_kg), sum_cell(summary.cbm, 3))
    blank: tuple[Cell, ...] = (None,) * len(below)
    totals = (None, None, phrase("Total"), Figure(summary.pieces), *sums, *blank) if whole and summary.cars else None
    rows = tuple(map(row, summary.cars))
    return Table("packages", N_("PACKAGES"), columns, rows, totals=totals, main=True, none=N_("No cars."))
