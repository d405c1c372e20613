"""The board of missing papers: what is still to be got, by paper and by car."""

from __future__ import annotations

from tui.i18n.translator import N_
from tui.reports import columns as car_columns
from tui.reports.kinds.face import Stamp, face, verdict_word
from tui.reports.paper import Cell, Code, Column, Figure, Kind, Paper, Table, listing
from tui.reports.phrases import SEMICOLON, doubt, lack, places
from tui.reports.summary import CarLine, ShipmentSummary

_CAR = ("item", "vin", "car")


def missing_board(summary: ShipmentSummary, stamp: Stamp | None = None) -> Paper:
    """What every car lacks, worst first, and which cars lack the same."""
    return Paper(face("missing-papers", N_("MISSING PAPERS"), summary, stamp), (_by_paper(summary), _by_car(summary)))


def _by_paper(summary: ShipmentSummary) -> Table:
    columns = (
        Column("verdict", N_("Verdict"), share=2),
        Column("missing", N_("Missing"), share=6),
        Column("cars", N_("Cars"), Kind.FIGURE),
        Column("items", N_("Items")),
    )
    found: dict[tuple[str, str], tuple[Cell, Cell, set[int]]] = {}
    for point in summary.open_points:
        said, verdict = lack(point), verdict_word(point.verdict)
        found.setdefault((verdict.code, repr(said)), (verdict, said, set()))[2].update(point.items)
    for one in summary.doubts:
        said = doubt(one)
        found.setdefault(("", repr(said)), (None, said, set()))[2].update(one.items)
    rows = tuple(
        (verdict, said, Figure(len(items)), Code(places(sorted(items)))) for verdict, said, items in found.values()
    )
    return Table("missing", N_("BY PAPER"), columns, rows, none=N_("Nothing."))


def _by_car(summary: ShipmentSummary) -> Table:
    chosen = car_columns.chosen(_CAR)
    columns = (
        *(one.column(heading=N_("No.") if one.key == "item" else "", share=1) for one in chosen),
        Column("missing", N_("Missing"), share=4),
    )
    told = [(frozenset(one.items), doubt(one)) for one in summary.doubts]
    told += [(frozenset(point.items), lack(point)) for point in summary.open_points]
    said = [(items, cell, repr(cell)) for items, cell in told]

    def row(car: CarLine) -> tuple[Cell, ...]:
        lacks = {key: cell for items, cell, key in said if car.item in items}
        return (*(one.cell(car) for one in chosen), listing(lacks.values(), SEMICOLON))

    return Table("by_car", N_("BY CAR"), columns, tuple(map(row, summary.cars)), main=True, none=N_("No cars."))
