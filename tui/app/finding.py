"""Finding a car in a list by what people call it: the end of its VIN, or its stock number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.desk.rows import Rows, View


def place_of(rows: Rows | View, text: str) -> int | None:
    """The place of the first car whose stock number is the text or whose VIN ends with it, or None."""
    from tui.domain.vin import normalise

    vin, number = normalise(text), text.strip().casefold()
    if not number:
        return None
    cars = rows.cars
    for place, car in enumerate(cars):
        if car.stock_number.casefold() == number:
            return place
    for place, car in enumerate(cars):
        if vin and car.vin and car.vin.endswith(vin):
            return place
    return None
