"""Two windows on one book: the conflict screen, the history screen, and a book for reading only."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.app.kit import SMALL, WIDE, library, now, paste, said, sample_cars, settle, shown, stock_screen
from tui.app.app import DeskApp
from tui.app.glyphs import glyphs_named
from tui.app.screens.bulk import BulkScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.conflict import ConflictScreen
from tui.app.screens.history import CommitScreen, HistoryScreen
from tui.app.screens.menu import MenuScreen
from tui.config import Settings
from tui.desk import editing
from tui.desk.context import Desk
from tui.desk.kinds import CARS
from tui.desk.opening import Opening, open_desk
from tui.domain.cars import Car
from tui.store.contract import Put


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Desk]]:
    """Two windows on one book, ours and that of 王伟."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    how = Opening(book=tmp_path / "book", as_of=date(2026, 11, 22), language="zh_CN")
    ours = open_desk(Settings(), how, now=now)
    ours.store.commit([Put(CARS, car) for car in sample_cars()], why="test")
    firm = msgspec.structs.replace(Settings().firm, user="王伟")
    theirs = open_desk(msgspec.structs.replace(Settings(), firm=firm), how, now=now)
    ours.library = theirs.library = library()
    yield ours, theirs
    ours.store.close()
    theirs.store.close()


def edit(desk: Desk, place: int = 0, **texts: str) -> None:
    cars = [desk.store.all(CARS)[place]]
    editing.apply_edit(desk, editing.preview_edit(desk, cars, list(texts.items())), confirm=True)


def car_of(desk: Desk) -> Car:
    return desk.store.all(CARS)[0]


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_same_field_is_chosen_and_other_fields_merge(
    windows: tuple[Desk, Desk], size: tuple[int, int]
) -> None:
    ours, theirs = windows
    app = DeskApp(ours)
    app.look_at_book = lambda: app.own.notice(ours.store.refresh())  # type: ignore[method-assign]  # no polling
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        form = CarForm(ours, glyphs_named("unicode"), car_of(ours))
        app.push_screen(form)
        await settle(pilot)
        form.put("remark", "我的备注")
        form.put("colour", "red")
        edit(theirs, remark="对方的备注", keys="2")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, ConflictScreen)
        text = shown(app)
        assert "[我的备注]" in text
        assert "对方的备注" in text
        assert "王伟" in text
        assert all(line.rstrip() == line[: size[0]].rstrip() for line in text.splitlines())
        assert car_of(ours).remark == "对方的备注"
        await pilot.press("escape")
        assert form.texts["remark"] == "我的备注"
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("space", "space", "ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, CarForm)
        await pilot.press("ctrl+s")
        await settle(pilot)
        stock_screen(app)
        car = car_of(ours)
        assert (car.remark, car.colour, car.keys) == ("我的备注", "red", 2)


async def test_two_fields_merge_without_a_question_and_it_is_said(windows: tuple[Desk, Desk]) -> None:
    ours, theirs = windows
    app = DeskApp(ours)
    app.look_at_book = lambda: app.own.notice(ours.store.refresh())  # type: ignore[method-assign]  # no polling
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        form = CarForm(ours, glyphs_named("unicode"), car_of(ours))
        app.push_screen(form)
        await settle(pilot)
        form.put("colour", "red")
        edit(theirs, keys="2")
        await pilot.press("ctrl+s")
        await settle(pilot)
        stock_screen(app)
        assert (car_of(ours).colour, car_of(ours).keys) == ("red", 2)
        assert any("王伟" in line and "2" in line for line in app.notes[-1].details)


async def test_a_field_of_many_cars_names_those_changed_meanwhile(
    windows: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = windows
    app = DeskApp(ours)
    monkeypatch.setattr("tui.app.app._LOOK_SECONDS", 3600)  # no polling
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = BulkScreen(ours, glyphs_named("unicode"), ours.store.all(CARS)[:3])
        app.push_screen(screen)
        await settle(pilot)
        await paste(pilot, "remark")
        await pilot.press("enter")
        await settle(pilot)
        await paste(pilot, "ours")
        await settle(pilot)
        edit(theirs, remark="theirs")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.screen is screen
        assert [car.remark for car in ours.store.all(CARS)[:3]] == ["theirs", "", ""]
        assert any("theirs" in line and "王伟" in line for note in app.notes for line in note.details)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert [car.remark for car in ours.store.all(CARS)[:3]] == ["ours"] * 3


async def test_another_process_is_seen_within_a_second(windows: tuple[Desk, Desk], tmp_path: Path) -> None:
    ours, _theirs = windows
    app = DeskApp(ours)
    vin = str(car_of(ours).vin)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        command = [
            sys.executable,
            "-m",
            "tui",
            "--book",
            str(tmp_path / "book"),
            "car",
            "edit",
            vin,
            "remark=elsewhere",
        ]
        subprocess.run(command, check=True, capture_output=True)  # noqa: ASYNC221 - a window of another process
        await pilot.pause(1.1)
        await settle(pilot)
        assert car_of(ours).remark == "elsewhere"
        assert vin in said(app)


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_history_opens_an_entry_and_undoes_it_after_a_look(
    windows: tuple[Desk, Desk], size: tuple[int, int]
) -> None:
    ours, theirs = windows
    edit(ours, remark="一", odometer_km="99")
    theirs.store.refresh()
    edit(theirs, remark="二")
    ours.store.refresh()
    app = DeskApp(ours)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("h")
        await settle(pilot)
        assert isinstance(app.screen, HistoryScreen)
        assert "王伟" in shown(app)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(app.screen, CommitScreen)
        assert "99" in shown(app)
        await pilot.press("escape", "u")
        await settle(pilot)
        assert isinstance(app.screen, ConfirmScreen)
        text = shown(app)
        assert "二" in text
        assert "99" in text
        await pilot.press("y")
        await settle(pilot)
        car = car_of(ours)
        assert (car.remark, car.odometer_km) == ("二", 12)
        assert isinstance(app.screen, HistoryScreen)
        assert len(app.screen.table.rows) == 4
        await pilot.press("escape")
        await settle(pilot)
        stock_screen(app)


async def test_a_book_for_reading_only_offers_nothing_that_writes(windows: tuple[Desk, Desk], tmp_path: Path) -> None:
    desk = open_desk(Settings(), Opening(book=tmp_path / "book", read_only=True, as_of=date(2026, 11, 22)), now=now)
    desk.library = library()
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        ids = {active.binding.id for active in screen.active_bindings.values()}
        assert not ids & {"stock.edit", "stock.add", "app.undo"}
        assert "stock.open" in ids
        for key in ("e", "a", "b", "i", "n", "z", "u"):
            await pilot.press(key)
            assert app.screen is screen
            assert app.notes[-1].wrong
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(app.screen, MenuScreen)
        assert not {action.id for action in app.screen.choices("")} & {"stock.edit", "stock.import"}
    desk.store.close()
