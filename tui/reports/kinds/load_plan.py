"""The load plan: in which order the cars go on, with what a loader has to know of each."""

from __future__ import annotations

from tui.i18n.translator import N_
from tui.reports import columns as car_columns
from tui.reports.kinds import parties
from tui.reports.kinds.dangerous import dangerous_section
from tui.reports.kinds.face import Stamp, face
from tui.reports.kinds.journey import container_sections, legs_sections
from tui.reports.kinds.totals import weights
from tui.reports.paper import Cell, Code, Column, Field, Fields, Figure, Kind, Paper, Signatures, Table, code
from tui.reports.summary import CarLine, ShipmentSummary

_COLUMNS = ("vin", "car", "size", "gross_kg", "cbm")
_HEADINGS = {"size": N_("L x W x H, mm"), "gross_kg": N_("Gross, kg"), "cbm": N_("CBM")}


def load_plan(summary: ShipmentSummary, stamp: Stamp | None = None) -> Paper:
    """The cars in the order of loading, container by container, with size and weight."""
    return Paper(
        face("load-plan", N_("LOAD PLAN"), summary, stamp),
        (
            Fields("", (Field(N_("Shipment no."), Code(summary.number)), *parties.transport_fields(summary))),
            *legs_sections(summary),
            *container_sections(summary),
            _order(summary),
            Fields(N_("TOTALS"), (Field(N_("Pieces"), Figure(summary.pieces)), *weights(summary)), totals=True),
            dangerous_section(summary),
            Signatures((N_("Loaded by"), N_("Tallied by"), N_("Date"))),
        ),
    )


def _order(summary: ShipmentSummary) -> Table:
    """Every car once: those in containers first, by container; in the others' stead the order of the shipment."""
    chosen = car_columns.chosen(_COLUMNS)
    boxed = bool(summary.containers)
    columns = (
        Column("order", N_("Order"), Kind.FIGURE),
        *((Column("container", N_("Container no."), Kind.CODE),) if boxed else ()),
        *(one.column(heading=_HEADINGS.get(one.key, ""), under=boxed and one.key == "size") for one in chosen),
    )
    by_item = {car.item: car for car in summary.cars}
    loaded = [(item, box.number) for box in summary.containers for item in box.items]
    inside = {item for item, _ in loaded}
    planned: list[tuple[CarLine, str | None]] = [(by_item[item], number) for item, number in loaded]
    planned += [(car, None) for car in summary.cars if car.item not in inside]

    def row(place: int, car: CarLine, box: str | None) -> tuple[Cell, ...]:
        cells = tuple(one.cell(car) for one in chosen)
        return (Figure(place), *((code(box),) if boxed else ()), *cells)

    rows = tuple(row(place, car, box) for place, (car, box) in enumerate(planned, start=1))
    return Table("loading", N_("LOADING ORDER"), columns, rows, main=True, none=N_("No cars."))
