"""Finding a car in a list by what people call it: the end of its VIN, or its stock number."""

from __future__ import annotations

from collections.abc import Sequence

from tui.desk.stock import StockRow
from tui.domain.vin import normalise


def place_of(rows: Sequence[StockRow], text: str) -> int | None:
    """The place of the first car whose stock number is the text or whose VIN ends with it, or None."""
    vin, number = normalise(text), text.strip().casefold()
    if not number:
        return None
    for place, row in enumerate(rows):
        if row.car.stock_number.casefold() == number:
            return place
    for place, row in enumerate(rows):
        if vin and row.car.vin and row.car.vin.endswith(vin):
            return place
    return None
