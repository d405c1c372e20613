"""The columns of the stock: what they say, how wide they are, and which go first when the screen is narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.desk.context import Desk
from tui.domain.verdicts import Verdict
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import N_, TRANSLATOR, _

if TYPE_CHECKING:
    from datetime import date

    from tui.desk.stock import StockRow
    from tui.domain.readiness import Assessment

SORT_OF = {
    "stock": "stock",
    "vin": "vin",
    "car": "make",
    "year": "year",
    "tied": "tied",
    "age": "age",
    "price": "price",
    "rebate": "rebate",
    "km": "km",
    "stage": "stage",
    "dest": "dest",
    "dealer": "dealer",
    "due": "due",
    "verdict": "verdict",
}
"""The desk's sort key of each column that can order the list."""
_MOST_TOLD = 500
"""Reasons that are kept at a time."""
_NO_DESTINATION = N_("No destination is known for this car; d chooses one for the whole list")
_HAS_LEFT = N_("This car has left, or is out of the stock for good: no verdict is asked of it any more")
TONE_OF = {Verdict.READY: "ready", Verdict.ACTION: "action", Verdict.BLOCKED: "blocked", Verdict.UNKNOWN: "unknown"}


def stock_columns(
    desk: Desk, glyphs: Glyphs, destination: str | None, judging: Callable[[], bool]
) -> list[Column[StockRow]]:
    """All columns, in their order on the screen, titled in the language of the moment.

    Cells that need the rules stay empty, and cost nothing, until ``judging`` says that they may be worked out.
    """

    def colour(row: StockRow) -> str:
        return word(desk.library.words, "colour", row.car.colour)

    def stage(row: StockRow) -> str:
        return word(desk.library.words, "stage", row.stage)

    def tone(row: StockRow) -> str:
        if not judging():
            return ""
        return TONE_OF[row.verdict] if row.awaits_verdict else "faint"

    columns: list[Column[StockRow]] = [
        Column("stock", _("No."), lambda row: row.car.stock_number or formats.NONE, 7, rank=4),
        Column("vin", _("VIN"), wording.vin_tail, 8),
        Column("car", _("Car"), wording.car_name, 12, most=24),
        Column("year", _("Year"), lambda row: str(row.car.model_year or formats.NONE), 4, rank=8),
        Column("trim", _("Trim"), lambda row: row.car.trim or formats.NONE, 8, rank=10, most=16),
        Column("drive", _("Drive"), wording.drive, 4, rank=3),
        Column("colour", _("Colour"), colour, 8, rank=6),
        Column("stage", _("Stage"), stage, 10, rank=5, most=16),
        Column("dealer", _("Dealer"), lambda row: row.dealer_name or formats.NONE, 10, rank=7, most=20),
        Column("tied", _("Tied"), lambda row: wording.days(row.tied), 5, right=True, rank=2),
        Column("age", _("Reg."), lambda row: wording.days(row.age), 5, right=True, rank=1),
        Column("price", _("Price"), lambda row: formats.amount(row.price, places=0), 9, right=True, rank=1),
        Column("rebate", _("Rebate"), wording.rebate, 8, right=True, rank=2),
        Column("due", _("Due"), lambda row: due_in(row) if judging() else "", 6, right=True, rank=8),
        Column("km", _("km"), kilometres, 7, right=True, rank=9),
        Column("verdict", destination or _("Check"), verdict_cell(glyphs, judging), 4, tone=tone),
        *([] if destination else [Column("dest", _("To"), lambda row: row.destination or formats.NONE, 2, rank=2)]),
    ]
    return [msgspec.structs.replace(column, sorts=column.key in SORT_OF) for column in columns]


def due_in(row: StockRow) -> str:
    """The days until something falls due for the car, in a cell."""
    return formats.NONE if row.due is None else wording.days((row.due - row.on).days)


def kilometres(row: StockRow) -> str:
    """The odometer in a cell."""
    return formats.NONE if row.odometer_km is None else formats.number(row.odometer_km)


def verdict_cell(glyphs: Glyphs, judging: Callable[[], bool]) -> Callable[[StockRow], str]:
    """The mark of the verdict with the number of open flags; a dash for a car of which none is asked."""

    def cell(row: StockRow) -> str:
        if not judging():
            return ""
        if not row.awaits_verdict:
            return glyphs.dash
        found = row.answer.assessment
        count = len(found.open_flags)
        return f"{glyphs.mark(found.verdict)} {count}" if count else wording.verdict_mark(glyphs, found)

    return cell


def reason_lines(desk: Desk, glyphs: Glyphs, row: StockRow | None) -> tuple[tuple[Piece, ...], ...]:
    """Why a car stands as it does, in two lines at most, with the marks that the list shows.

    Cars that stand alike share their lines, and a cursor comes by many of them.
    """
    if row is None:
        return ()
    if not row.awaits_verdict:
        text = _NO_DESTINATION if not row.destination else _HAS_LEFT
        return ((Piece(f" {glyphs.dash} ", "faint"), Piece(_(text))),)
    told: dict[tuple[int, date], tuple[Assessment, tuple[tuple[Piece, ...], ...]]]
    told = desk.kept("reasons", (desk.library, TRANSLATOR.tag, glyphs), dict)
    assessment = row.answer.assessment
    key = (id(assessment), row.on)
    if key not in told:
        if len(told) >= _MOST_TOLD:
            told.clear()
        found = wording.reasons(desk, assessment, row.on)
        lines = ((Piece(f" {glyphs.mark(one.verdict)} ", TONE_OF[one.verdict]), Piece(one.text)) for one in found)
        told[key] = (assessment, tuple(lines))
    return told[key][1]
