"""What inspections measured, as facts of cars: judged by the settings and by the files that are there."""

from __future__ import annotations

from collections.abc import Mapping

from tui.desk.context import Desk
from tui.desk.kinds import INSPECTIONS
from tui.domain.cars import Car
from tui.domain.inspections import Inspection, Judged, Limits, Yardstick, judge
from tui.domain.readings import Reading, as_measured, latest_readings
from tui.errors import ConfigError

_NOTHING: Mapping[str, Reading] = {}


def yardstick(desk: Desk) -> Yardstick:
    """The limits of the settings. Raises ConfigError when those of a material are out of order."""
    found = desk.settings.inspection
    limits = {
        "steel": Limits(found.steel_least_um, found.steel_original_um, found.steel_repainted_um),
        "aluminium": Limits(found.aluminium_least_um, found.aluminium_original_um, found.aluminium_repainted_um),
    }
    for metal, one in limits.items():
        if not one.least < one.original < one.repainted:
            key = f"inspection.{metal}_original_um"
            file = desk.settings.origins.get(key, "config.toml")
            expected = f"{one.least} … {one.repainted}"
            raise ConfigError("config_bad_value", file=file, key=key, value=str(one.original), expected=expected)
    return Yardstick(limits, found.calibration_days)


def sizes_of(desk: Desk, records: tuple[Inspection, ...]) -> Mapping[str, int]:
    """The sizes of the files in the book, if any of the inspections has a file."""
    return desk.store.files.sizes() if any(one.attachments for one in records) else {}


def judged_of_book(desk: Desk) -> Mapping[int, tuple[Judged, ...]]:
    """All inspections in force, judged, by car; the newest first. Judged anew when one of them or its files changed."""
    records = tuple(desk.store.all(INSPECTIONS))
    if not records:
        return {}
    sizes = sizes_of(desk, records)
    there = tuple(sizes.get(file.sha256) for one in records for file in one.attachments)
    cache: dict[object, Mapping[int, tuple[Judged, ...]]] = desk.kept(
        "judged inspections", (desk.store.all(INSPECTIONS), desk.settings), dict
    )
    found = cache.get(there)
    if found is None:
        by = yardstick(desk)
        of_cars: dict[int, list[Judged]] = {}
        for one in sorted(records, key=lambda one: (one.on, one.id), reverse=True):
            if not one.void:
                of_cars.setdefault(one.car_id, []).append(judge(one, desk.library.panels, by, sizes))
        cache.clear()
        found = cache[there] = {car_id: tuple(some) for car_id, some in of_cars.items()}
    return found


def readings_of_book(desk: Desk) -> Mapping[int, Mapping[str, Reading]]:
    """The latest readings that count as facts, by car."""
    judged = judged_of_book(desk)
    if not judged:
        return {}
    return desk.kept("readings", (judged,), lambda: {car_id: latest_readings(some) for car_id, some in judged.items()})


def readings_of(desk: Desk, car: Car) -> Mapping[str, Reading]:
    """The latest readings of a car that count as facts."""
    return readings_of_book(desk).get(car.id, _NOTHING)


def measured(desk: Desk, car: Car) -> Car:
    """The car with what inspections measured where nobody typed a value."""
    readings = readings_of(desk, car)
    return as_measured(car, readings) if readings else car
