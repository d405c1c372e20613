"""Readings of inspections as facts of a car: the latest that is proof counts, unless a person typed another value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import msgspec

from tui.domain.cars import Car
from tui.domain.inspections import Judged


class Reading(msgspec.Struct, frozen=True):
    """One value that an inspection gives for a fact of the car, on a day."""

    value: Decimal | int
    on: date
    inspection_id: int
    grade: str
    tool: str = ""


READ_FACTS = ("battery_soh", "odometer_km")
"""The facts of a car that inspections measure."""


def latest_readings(judged: Iterable[Judged]) -> dict[str, Reading]:
    """The latest reading of each fact among the inspections of a car that are proof."""
    found: dict[str, Reading] = {}
    for one in judged:
        if not one.is_proof:
            continue
        record = one.inspection
        for name, value, day, tool in (
            ("battery_soh", record.battery_soh, record.battery_day, record.battery_tool),
            ("odometer_km", record.odometer_km, record.on, ""),
        ):
            known = found.get(name)
            if value is not None and (known is None or (known.on, known.inspection_id) < (day, record.id)):
                found[name] = Reading(value, day, record.id, one.grade, tool)
    return found


def as_measured(car: Car, readings: Mapping[str, Reading]) -> Car:
    """The car with what inspections measured, where nobody typed a value of their own, which stays."""
    new: dict[str, object] = {}
    for name, reading in readings.items():
        if getattr(car, name) is None or not _is_typed(car, name):
            new[name] = reading.value
            if name == "battery_soh":
                new["battery_soh_on"] = reading.on
    return msgspec.structs.replace(car, **new) if new else car


class Disagreement(msgspec.Struct, frozen=True):
    """A value that was typed, and another one that an inspection measured since."""

    field: str
    typed: Decimal | int
    reading: Reading


def disagreements(car: Car, readings: Mapping[str, Reading]) -> tuple[Disagreement, ...]:
    """The typed values that an inspection contradicts. A battery value typed with a later day stands uncontradicted."""
    found = []
    for name, reading in readings.items():
        own = getattr(car, name)
        if own is None or own == reading.value or not _is_typed(car, name):
            continue
        if name == "battery_soh" and car.battery_soh_on is not None and car.battery_soh_on > reading.on:
            continue
        found.append(Disagreement(name, own, reading))
    return tuple(found)


def _is_typed(car: Car, name: str) -> bool:
    return car.listed is None or name in car.typed
