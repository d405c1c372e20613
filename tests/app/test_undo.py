"""Undo and redo with one key, and what is said of other windows."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.app.kit import (
    SMALL,
    library,
    now,
    said,
    sample_cars,
    settle,
    shown,
    stock_screen,
)
from tests.app.nav_kit import busy_desk, front_screen
from tui.app.app import DeskApp
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.messages import MessagesScreen
from tui.config import Settings
from tui.desk import editing
from tui.desk.context import Desk
from tui.desk.kinds import CARS
from tui.desk.opening import Opening, open_desk
from tui.store.contract import Commit, Put


def write(desk: Desk, remark: str, place: int = 0) -> None:
    cars = [desk.store.all(CARS)[place]]
    editing.apply_edit(desk, editing.preview_edit(desk, cars, [("remark", remark)]), confirm=True)


async def test_a_change_made_here_is_undone_and_redone_with_one_key() -> None:
    desk = busy_desk()
    app = DeskApp(desk, "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        write(desk, "first")
        write(desk, "second")
        await pilot.press("u")
        assert desk.store.all(CARS)[0].remark == "first"
        await pilot.press("u")
        assert desk.store.all(CARS)[0].remark == ""
        assert "Undone: Edited" in said(app)
        await pilot.press("U", "U")
        assert desk.store.all(CARS)[0].remark == "second"
        await pilot.press("U")
        assert "There is nothing to redo" in said(app)
        await pilot.press("!")
        await settle(pilot)
        assert isinstance(app.screen, MessagesScreen)
        assert "car LC0CE4CB7V4016852: Remark: – → first" in shown(app)
        await pilot.press("escape")
        front_screen(app)


async def test_a_slow_undo_holds_up_nothing_and_the_next_one_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = busy_desk()
    app = DeskApp(desk)
    go_on, threads = threading.Event(), []
    commit = desk.store.commit

    def slow(*args: Any, **options: Any) -> Commit:
        threads.append(threading.current_thread())
        assert go_on.wait(5)
        return commit(*args, **options)

    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        write(desk, "first")
        write(desk, "second")
        monkeypatch.setattr(desk.store, "commit", slow)
        app.action_undo()
        app.action_undo()
        while not threads:
            await asyncio.sleep(0.001)
        assert desk.store.all(CARS)[0].remark == "second"
        go_on.set()
        await settle(pilot)
        assert desk.store.all(CARS)[0].remark == ""
        assert said(app).count("Undone: Edited") == 2
    assert len(threads) == 2
    assert threading.main_thread() not in threads


async def test_what_was_changed_since_is_kept_and_said() -> None:
    desk = busy_desk()
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        cars = [desk.store.all(CARS)[0]]
        texts = [("remark", "one"), ("odometer_km", "99")]
        editing.apply_edit(desk, editing.preview_edit(desk, cars, texts), confirm=True)
        sequence = desk.store.revision
        write(desk, "two")
        app.own.notice(desk.store.since(sequence))  # as if another window had written it
        await pilot.press("u")
        car = desk.store.all(CARS)[0]
        assert (car.remark, car.odometer_km) == ("two", 12)
        assert "1 value kept" in said(app)
        assert any("Remark stays two (tester," in line for note in app.notes for line in note.details)


async def test_what_was_written_before_is_undone_only_after_a_question() -> None:
    desk = busy_desk()
    write(desk, "[b]old[/b]")
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("u")
        assert isinstance(app.screen, ConfirmScreen)
        await settle(pilot)
        assert "tester: Edited (car LC0CE4CB7V4016852)" in shown(app)
        await pilot.press("n")
        assert desk.store.all(CARS)[0].remark == "[b]old[/b]"
        await pilot.press("u")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert desk.store.all(CARS)[0].remark == ""
        stock_screen(app)
    again = DeskApp(desk)
    async with again.run_test(size=SMALL) as pilot:
        await pilot.press("U")
        await settle(pilot)
        assert isinstance(again.screen, ConfirmScreen)
        await pilot.click("AnswerLine", offset=(2, 0))
        await settle(pilot)
        assert desk.store.all(CARS)[0].remark == "[b]old[/b]"


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two windows on one book, ours and that of 王伟."""
    how = Opening(book=tmp_path / "book", as_of=date(2026, 11, 22))
    ours = open_desk(Settings(), how, now=now)
    ours.store.commit([Put(CARS, car) for car in sample_cars()], why="test")
    firm = msgspec.structs.replace(Settings().firm, user="王伟")
    theirs = open_desk(msgspec.structs.replace(Settings(), firm=firm), how, now=now)
    ours.library = theirs.library = library()
    yield ours, theirs
    ours.store.close()
    theirs.store.close()


async def test_another_window_is_told_of_once_and_never_undone_unasked(windows: tuple[Desk, Desk]) -> None:
    ours, theirs = windows
    app = DeskApp(ours, "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        write(theirs, "theirs", 1)
        app.look_at_book()
        app.look_at_book()
        await pilot.pause()
        assert said(app).count("王伟: Edited (car LC0CE4CB5V4016851)") == 1
        write(ours, "ours")
        await pilot.press("u")
        assert [car.remark for car in ours.store.all(CARS)[:2]] == ["", "theirs"]
        await pilot.press("u")
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("escape")
        write(theirs, "again", 2)
        write(theirs, "and again", 3)
        write(ours, "ours too")
        app.look_at_book()
        await pilot.pause()
        assert "2 changes from other windows, the last one by 王伟: Edited (car" in said(app)
        await pilot.press("u")
        assert [car.remark for car in ours.store.all(CARS)[:4]] == ["", "theirs", "again", "and again"]


async def test_a_book_for_reading_only_says_so(windows: tuple[Desk, Desk], tmp_path: Path) -> None:
    desk = open_desk(Settings(), Opening(book=tmp_path / "book", read_only=True, as_of=date(2026, 11, 22)), now=now)
    desk.library = library()
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert app.notes[-1].wrong
    desk.store.close()
