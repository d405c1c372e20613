"""Sums over the cars of a shipment, with what they lack."""

from __future__ import annotations

from tui.i18n.translator import N_
from tui.reports.paper import Cell, Entries, Entry, Field, Fields, Figure, amount, counted, figure, phrase
from tui.reports.phrases import items
from tui.reports.summary import ShipmentSummary, Sum


def totals_section(summary: ShipmentSummary) -> Fields:
    """Pieces, values, weights and volume of the whole."""
    unpriced = lacking(summary.lines_without_price, summary)
    values = [Field(N_("Goods value"), amount(money), unpriced) for money in summary.goods_value or (None,)]
    return Fields(
        N_("TOTALS"),
        (
            Field(N_("Pieces"), Figure(summary.pieces)),
            *values,
            Field(N_("FOB value"), amount(summary.fob_value)),
            Field(N_("Freight"), amount(summary.freight)),
            Field(N_("Insurance"), amount(summary.insurance)),
            *weights(summary),
        ),
        totals=True,
    )


def weights(summary: ShipmentSummary) -> tuple[Field, ...]:
    """Net and gross weight and volume, each with the number of cars it lacks."""
    return (
        Field(
            N_("Net weight (kerb)"), sum_cell(summary.net_kg, None, N_("kg")), lacking(summary.net_kg.lacking, summary)
        ),
        Field(
            N_("Gross weight"), sum_cell(summary.gross_kg, None, N_("kg")), lacking(summary.gross_kg.lacking, summary)
        ),
        Field(N_("Volume"), sum_cell(summary.cbm, 3, N_("CBM")), lacking(summary.cbm.lacking, summary)),
    )


def weight_check(summary: ShipmentSummary) -> Entries:
    """Whether any car's gross weight is below its net weight, which no customs office takes."""
    light = too_light(summary)
    entries = (Entry(phrase("Gross weight is below net weight: {items}", items=items(light))),) if light else ()
    return Entries(N_("CHECKED"), entries, N_("Gross weight is not below net weight on any line."))


def too_light(summary: ShipmentSummary) -> list[int]:
    """The places of cars whose gross weight is below their net weight."""
    return [
        car.item
        for car in summary.cars
        if car.kerb_kg is not None and car.gross_kg is not None and car.gross_kg < car.kerb_kg
    ]


def lacking(count: int, summary: ShipmentSummary) -> Cell:
    """What a sum lacks, or nothing."""
    if not count:
        return None
    return counted(
        "without {lacking} of {count} car",
        "without {lacking} of {count} cars",
        len(summary.cars),
        lacking=Figure(count),
        count=Figure(len(summary.cars)),
    )


def sum_cell(total: Sum, places: int | None = None, unit: str = "") -> Cell:
    """A sum as a figure, if anything is known of it."""
    return figure(total.value, places, unit)
