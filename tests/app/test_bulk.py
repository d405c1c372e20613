"""One field of many marked cars, with a preview and one undo."""

from __future__ import annotations

import threading

import pytest

from tests.app.kit import SMALL, WIDE, desk_of, lines_of, paste, said, sample_desk, settle, shown, stock_screen
from tests.app.test_hostile import check, hostile_cars
from tui.app.app import DeskApp
from tui.app.screens.bulk import BulkScreen, FieldScreen
from tui.app.widgets.field import Field
from tui.desk import history
from tui.desk.kinds import CARS
from tui.domain.cars import Car
from tui.i18n.translator import _
from tui.store.contract import Kind


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_a_field_of_three_cars(language: str, size: tuple[int, int]) -> None:
    desk = sample_desk(language)
    app = DeskApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("space", "space", "space", "e")
        await settle(pilot)
        assert isinstance(app.screen, FieldScreen)
        await paste(pilot, "odometer_km")
        await pilot.press("enter")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, BulkScreen)
        await paste(pilot, "1x")
        await pilot.pause(0.2)
        await settle(pilot)
        assert screen.problems
        field = screen.query_one(Field)
        field.value = "12"
        await pilot.pause(0.2)
        await settle(pilot)
        assert screen.found is not None
        assert len(screen.found.changed) == 2
        assert len(screen.found.same) == 1
        app.use_language("en" if language == "zh_CN" else "zh_CN")
        await settle(pilot)
        assert field.value == "12"
        app.use_language(language)
        before = desk.store.revision
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert desk.store.revision == before + 1
        assert [car.odometer_km for car in desk.store.all(CARS)[:3]] == [12, 12, 12]
        assert len(stock_screen(app).marks) == 3
        assert "2" in said(app)
        history.undo(desk)
        assert [car.odometer_km for car in desk.store.all(CARS)[:3]] == [12, 9, 10]


async def test_the_value_from_a_list_and_another_field() -> None:
    desk = sample_desk()
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("*", "e")
        await paste(pilot, "colour")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+o")
        await settle(pilot)
        await paste(pilot, "black")
        await pilot.press("enter")
        await pilot.pause(0.2)
        await settle(pilot)
        assert "9 cars" in lines_of(app)[-2]
        await pilot.press("f2")
        await settle(pilot)
        await paste(pilot, "remark")
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.query_one(Field).value == ""
        await pilot.press("ctrl+s")
        assert "Type a value first" in said(app)
        await paste(pilot, "[b]看[/x]")
        await pilot.pause(0.2)
        await settle(pilot)
        assert "[b]看[/x]" in shown(app)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert {car.remark for car in desk.store.all(CARS)} == {"[b]看[/x]"}
        assert "10 cars changed, u undoes" in said(app)


async def test_what_cannot_be_said_of_a_car_is_shown_beside_it() -> None:
    desk = sample_desk()
    app = DeskApp(desk)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await pilot.press("*", "e")
        await paste(pilot, "manufacture_date")
        await pilot.press("enter")
        await settle(pilot)
        await paste(pilot, "2026-07")
        await pilot.pause(0.2)
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, BulkScreen)
        assert screen.found is not None
        refused = len(screen.found.refused)
        assert refused
        assert f"{refused} cannot take it and stay as they are" in lines_of(app)[-2]
        first = next(place for place, car in enumerate(screen.cars) if screen.edits[car.id] in screen.found.refused)
        screen.table.move_to(first)
        await pilot.pause()
        why = lines_of(app)[-3].strip()
        assert why.startswith(f"{screen.cars[first].stock_number}: ")
        assert "2026-07" in why
        assert "…" not in why
        await pilot.press("escape")
        await settle(pilot)
        assert len(stock_screen(app).marks) == 10


async def test_leaving_the_field_list_leaves_it_all() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("*", "e", "escape")
        await settle(pilot)
        assert stock_screen(app)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
async def test_hostile_cars(size: tuple[int, int]) -> None:
    app = DeskApp(desk_of(hostile_cars()))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("*", "e")
        await settle(pilot)
        check(app, size[0])
        await paste(pilot, "remark")
        await pilot.press("enter")
        await paste(pilot, "\x1b[2J[/x]")
        await pilot.pause(0.2)
        await settle(pilot)
        check(app, size[0])
        assert _("Now") in shown(app)


async def test_long_work_is_done_away_from_the_screen_and_escape_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.app.screens.previewing._TOLD", 2)
    desk = sample_desk()
    read, gate, slow = desk.store.get, threading.Event(), threading.Event()

    def get(kind: Kind[Car], row_id: int) -> Car | None:
        if threading.current_thread() is not threading.main_thread() and row_id == 4 and slow.is_set():
            gate.wait(30)
        return read(kind, row_id)

    monkeypatch.setattr(desk.store, "get", get)
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("*", "e")
        await paste(pilot, "remark")
        await pilot.press("enter")
        await settle(pilot)
        slow.set()
        await paste(pilot, "sold")
        while "2 of 10 cars worked out; esc stops" not in lines_of(app)[-2]:
            await pilot.pause(0.02)
        await pilot.press("escape")
        gate.set()
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, BulkScreen)
        assert screen.found is None
        assert screen.query_one(Field).value == "sold"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert {car.remark for car in desk.store.all(CARS)} == {"sold"}
