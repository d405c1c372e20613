"""The stock as a list: found, sorted, counted, and followed when another window writes."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from textual import events

from tests.app.kit import (
    SMALL,
    lines_of,
    now,
    paste,
    said,
    sample_desk,
    settle,
    shown,
    stock_screen,
    type_text,
)
from tui.app.app import DeskApp
from tui.app.screens.destination import DestinationScreen
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Page
from tui.desk.kinds import CARS
from tui.domain.cars import Car
from tui.errors import BookDamaged
from tui.store.book import BookStore
from tui.store.contract import Kind, Put


async def test_destinations_come_with_the_counts_of_the_stock() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("d")
        await settle(pilot)
        assert isinstance(app.screen, DestinationScreen)
        assert app.screen._counts["KZ"].total() == 10  # type: ignore[attr-defined]
        await pilot.press("down", "down", "up")
        assert app.screen.table.cursor == 1
        await paste(pilot, "ukra")
        await settle(pilot)
        assert "no rules for this country" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        screen = stock_screen(app)
        assert screen.destination == "UA"
        assert all(row.verdict == "UNKNOWN" for row in screen.table.rows)
        await pilot.press("d")
        await settle(pilot)
        assert app.screen.query_one("#picks").row.code == "UA"  # type: ignore[attr-defined]
        await paste(pilot, "germ")
        await settle(pilot)
        assert "is checked for this country" in shown(app)
        await pilot.press("backspace", "backspace", "backspace", "backspace")
        await type_text(pilot, "own")
        await pilot.press("enter")
        await settle(pilot)
        assert screen.destination is None


async def test_the_cars_of_a_big_book_are_read_away_from_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.first_reading._AT_ONCE", 0)  # as if the book were too big to be read at once
    monkeypatch.setattr("tui.desk.stock._FEW", 3)
    desk = sample_desk()
    with closing(BookStore.open(tmp_path / "book", now=now, who="tester", create=True)) as store:
        store.commit([Put(CARS, car) for car in desk.store.all(CARS)], why="test")
        store.compact()
    steps: list[bool] = []
    with closing(BookStore.open(tmp_path / "book", now=now, who="tester")) as store:
        read_ahead = store.read_ahead

        def recorded(kind: Kind[Car], most: int) -> bool:
            steps.append(threading.current_thread() is threading.main_thread())
            return read_ahead(kind, most)

        monkeypatch.setattr(store, "read_ahead", recorded)
        desk.store = store
        app = DeskApp(desk)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert len(stock_screen(app).table.rows) == 10
        assert steps == [True, False, False, False]


async def test_jumping_to_a_car_by_its_name() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        table = stock_screen(app).table
        await pilot.press("f")
        await paste(pilot, "005154")
        assert table.cursor == 6
        await pilot.press("escape")
        assert table.cursor == 0
        await pilot.press("f")
        await paste(pilot, "26-0008")
        await pilot.press("enter")
        assert table.cursor == 7
        assert app.screen.focused is table
        await pilot.press("f")
        await paste(pilot, "999999")
        await pilot.press("enter")
        await settle(pilot)
        assert "No car is called" in said(app)
        await pilot.press("/")
        await paste(pilot, "lynk")
        await pilot.press("enter", "f")
        await paste(pilot, "016852")
        await pilot.press("enter")
        await settle(pilot)
        assert "hides this car" in said(app)


async def test_sorting() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        await pilot.press("s")
        assert screen.sort == "vin"
        assert screen.table.row is not None
        assert screen.table.row.car.vin == "LC0CE4CB7V4016852"
        await pilot.press("S", "S")
        assert screen.sort == "dest"
        await pilot.press("r")
        assert screen.sort == "-dest"
        await pilot.click("#cars", offset=(58, 0))
        await settle(pilot)
        assert screen.sort == "price"
        prices = [row.price.amount for row in screen.table.rows if row.price]
        assert prices == sorted(prices)
        assert "↑Price" in shown(app)


async def test_the_whole_vin_is_copied() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("y")
        assert app.clipboard == "LC0CE4CB7V4016852"
        await pilot.press("j", "enter", "y")
        assert app.clipboard == "LC0CE4CB5V4016851"


async def test_what_another_window_wrote_appears_and_the_cursor_stays_on_its_car() -> None:
    desk = sample_desk()
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        await pilot.press("j", "j")
        cars = desk.store.all(CARS)
        changes = [
            Put(CARS, msgspec.structs.replace(cars[0], archived=True)),
            Put(CARS, msgspec.structs.replace(cars[2], model="宋PLUS")),
        ]
        desk.store.commit(changes, why="elsewhere")
        app.look_at_book()
        await settle(pilot)
        assert len(screen.table.rows) == 9
        assert screen.table.row is not None
        assert screen.table.row.car.model == "宋PLUS"
        assert screen.table.cursor == 1
        assert "宋PLUS" in shown(app)
        await pilot.press("enter")
        desk.store.commit([Put(CARS, msgspec.structs.replace(cars[2], model="汉"))], why="elsewhere")
        app.look_at_book()
        await settle(pilot)
        assert any("汉" in text for text in app.screen.query_one(Page).texts)


async def test_a_book_that_fails_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = sample_desk()
    app = DeskApp(desk)

    def refresh() -> tuple[()]:
        raise BookDamaged("book_is_file", path="[red]x[/x]")

    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settle(pilot)
        monkeypatch.setattr(desk.store, "refresh", refresh)
        app.look_at_book()
        app.look_at_book()
        await settle(pilot)
        assert said(app) == "[red]x[/x] is a file; a book is a folder."
        for _turn in range(40):
            await pilot.pause(0.05)
            if "[red]x[/x]" in shown(app):
                return
        pytest.fail("the note never came up")


async def test_the_counts_in_the_head_are_those_of_the_whole_stock() -> None:
    app = DeskApp(sample_desk(demo=True))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        tabs, head, *_rest = lines_of(app)
        assert "[Stock 1] Dealers 2 " in tabs
        assert tabs.rstrip().endswith("demo")
        assert "10 cars  ¥619,200" in head
        assert "!5 ?3 –2" in head  # two cars without a destination carry a dash: the marks add up to all cars
        marks = [row.split()[-2] for row in lines_of(app)[4:14]]
        assert sum(mark == "–" for mark in marks) == 2
        await pilot.press("slash")
        await type_text(pilot, "is:unknown")
        await settle(pilot)
        assert "3 / 10 cars" in lines_of(app)[1]


async def test_what_is_typed_in_one_burst_behind_the_slash_is_filter_and_no_action() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for key in "/byd":
            app.post_message(events.Key("slash" if key == "/" else key, key))
        await settle(pilot)
        assert app.screen is stock_screen(app)
        assert stock_screen(app).query_one("#filter", Field).value == "byd"


async def test_a_code_goes_before_the_names_that_hold_it() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("d")
        await type_text(pilot, "de")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, DestinationScreen)
        codes = [place.code for place in screen.table.rows]
        assert codes[0] == "DE"
        assert "BD" in codes
        counted = [line.split()[-4:] for line in lines_of(app) if line.startswith("> DE")]
        assert [sum(map(int, figures)) for figures in counted] == [10]


async def test_a_fault_that_is_longer_than_its_lines_says_that_it_goes_on() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("/")
        await paste(pilot, "is:blokced")
        await settle(pilot)
        lines = [line.rstrip() for line in lines_of(app)[2:6]]
        assert lines[0].strip() == "^"
        assert [line.endswith("…") for line in lines[1:]] == [False, False, True]
