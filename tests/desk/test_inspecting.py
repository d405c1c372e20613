"""Inspections as facts: what a question about a car hears of them, and when it no longer does."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.desk.kit import again, edited, new_car, new_desk
from tui.desk import inspecting
from tui.desk.attaching import kept
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.readings import measured
from tui.desk.stock import lazy_rows
from tui.domain.cars import Car
from tui.domain.facts import PLACE, Origin, origin_of
from tui.domain.inspections import Inspection
from tui.domain.readiness import State

OWN = [("inspector", "王"), ("battery_tool", "OBD")]


def recorded(desk: Desk, car: Car, **texts: str) -> Inspection:
    record, problems = inspecting.read(desk, Inspection(car.id, desk.today), [*OWN, *texts.items()])
    return inspecting.save(desk, record, problems)


def fact(desk: Desk, car: Car, name: str) -> tuple[object, Origin | None]:
    """The value of a fact as a question for Kazakhstan has it, and where it comes from."""
    answer = Checker(desk, Question(desk.today)).answer(again(desk, car), "KZ")
    assert answer.case is not None
    return answer.case.facts[PLACE[name]], origin_of(name, answer.case, answer.car)


def test_a_reading_is_a_fact_as_long_as_it_is_proof(tmp_path: Path) -> None:
    desk = new_desk()
    car = new_car(desk, battery_soh="", odometer_km="")
    assert fact(desk, car, "battery_soh") == (None, None)
    first = recorded(desk, car, battery_soh="97.5", odometer_km="88")
    assert fact(desk, car, "battery_soh") == (Decimal("97.5"), Origin.INSPECTION)
    assert fact(desk, car, "odometer_km") == (88, Origin.INSPECTION)
    (row,) = lazy_rows(desk)
    assert (row.odometer_km, row.figure("km")) == (88, 88)
    # a video is kept and is no fact; nor is what lost its file
    recorded(desk, car, on="2026-11-21", battery_soh="50", basis="chat")
    assert fact(desk, car, "battery_soh") == (Decimal("97.5"), Origin.INSPECTION)
    picture = tmp_path / "soh.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n...")
    with_file = inspecting.attach(Inspection(car.id, desk.today, battery_soh=Decimal(96)), [kept(desk, picture, "B")])
    saved, _ = inspecting.read(desk, with_file, OWN)
    newest = inspecting.save(desk, saved)
    assert fact(desk, car, "battery_soh")[0] == 96
    latest = inspecting.latest(desk, car, battery=True)
    assert latest is not None
    assert latest.inspection.id == newest.id
    desk.store.files.remove(saved.attachments[0].sha256)
    assert fact(desk, car, "battery_soh")[0] == Decimal("97.5")
    # out of force, it takes its readings along
    inspecting.set_void(desk, newest, void=True)
    inspecting.set_void(desk, first, void=True)
    assert fact(desk, car, "odometer_km") == (None, None)
    assert inspecting.latest(desk, car) is None


def test_what_was_typed_stays() -> None:
    desk = new_desk()
    car = new_car(desk, odometer_km="80")
    recorded(desk, car, odometer_km="95", battery_soh="99")
    assert fact(desk, car, "odometer_km") == (80, Origin.TYPED)
    (car,) = edited(desk, car, odometer_km="")
    assert fact(desk, car, "odometer_km") == (95, Origin.INSPECTION)
    assert measured(desk, car).odometer_km == 95
    assert again(desk, car).odometer_km is None


def test_a_reading_proves_the_kit_s_item_on_battery_health() -> None:
    desk = new_desk()
    car = new_car(desk, battery_soh="", odometer_km="")

    def state() -> State:
        flags = Checker(desk, Question(desk.today)).answer(again(desk, car), "KZ").assessment.flags
        return next(one.state for one in flags if one.rule.id.endswith("repair-battery-check"))

    assert state() is not State.SATISFIED
    found = recorded(desk, car, battery_soh="97")
    assert state() is State.SATISFIED
    inspecting.set_void(desk, found, void=True)
    assert state() is not State.SATISFIED
