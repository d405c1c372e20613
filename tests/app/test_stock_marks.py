"""Marks on the stock: set by key and mouse, counted by filters, never touched by them; and what is done with them."""

from __future__ import annotations

import msgspec
import pytest

from tests.app.kit import (
    SMALL,
    WIDE,
    desk_of,
    lines_of,
    paste,
    said,
    sample_cars,
    sample_desk,
    settle,
    shown,
    stock_screen,
)
from tui.app.app import DeskApp
from tui.app.marks import Marks
from tui.app.screens.bulk import FieldScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.forms.asking import QuestionScreen
from tui.app.screens.forms.buy import BuyForm
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.forms.shipment import ShipmentForm
from tui.app.screens.held import HeldScreen
from tui.app.screens.importing import ImportScreen
from tui.app.screens.missing import MissingScreen
from tui.app.screens.shipment import ShipmentScreen
from tui.app.widgets.table import RowTable
from tui.desk import history, stock
from tui.desk.kinds import CARS
from tui.store.contract import Put, Remove


def marked(app: DeskApp) -> list[int]:
    return sorted(stock_screen(app).marks._ids)


class TestMarks:
    def test_a_stretch_that_shrinks_gives_back_what_it_took(self) -> None:
        marks = Marks()
        marks.add([2])
        marks.stretch(1, [1, 2, 3])
        marks.stretch(1, [1])
        assert marks.seen(range(9)) == [1, 2]

    def test_clearing_twice_brings_the_marks_back(self) -> None:
        marks = Marks()
        marks.add([2, 5])
        assert marks.clear() == 0
        assert marks.clear() == 2

    def test_what_is_gone_is_forgotten(self) -> None:
        marks = Marks()
        marks.add([2, 5])
        marks.keep(lambda one: one == 5)
        assert (len(marks), 5 in marks, 2 in marks) == (1, True, False)

    def test_inverting(self) -> None:
        marks = Marks()
        marks.add([1, 9])
        marks.invert([1, 2])
        assert marks.seen(range(10)) == [2, 9]


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_marks_outlive_everything_but_their_cars(language: str, size: tuple[int, int]) -> None:
    desk = sample_desk(language)
    app = DeskApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("space", "space", "j", "j", "j", "space")
        assert marked(app) == [1, 2, 6]
        assert stock_screen(app).table.cursor == 6
        assert "3" in lines_of(app)[1]
        assert sum(line.startswith((" *", ">*")) for line in lines_of(app)) == 3
        await pilot.press("/")
        await paste(pilot, "make:byd")
        await settle(pilot)
        assert marked(app) == [1, 2, 6]
        assert ("3 marked, 1 hidden" if language == "en" else "1") in lines_of(app)[1]
        await pilot.press("enter", "s", "L", "r")
        await settle(pilot)
        assert marked(app) == [1, 2, 6]
        cars = desk.store.all(CARS)
        desk.store.commit([Put(CARS, msgspec.structs.replace(cars[1], model="宋")), Remove(CARS, 1)], why="elsewhere")
        app.look_at_book()
        await settle(pilot)
        assert marked(app) == [2, 6]
        await pilot.press("escape")
        await settle(pilot)
        assert marked(app) == [2, 6]
        await pilot.press("escape")
        assert marked(app) == []
        await pilot.press("x")
        assert marked(app) == [2, 6]


async def test_stretches_all_and_the_reverse() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("shift+down", "J", "J")
        assert marked(app) == [1, 2, 3, 4]
        await pilot.press("shift+up")
        assert marked(app) == [1, 2, 3]
        await pilot.press("down", "down", "down", "K")
        assert marked(app) == [1, 2, 3, 5, 6]
        await pilot.press("x")
        assert marked(app) == []
        assert "5 marks taken away" in said(app)
        await pilot.press("/")
        await paste(pilot, "lynk")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("*")
        assert marked(app) == [6, 7]
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("~")
        assert marked(app) == [1, 2, 3, 4, 5, 8, 9, 10]


async def test_marking_with_the_mouse() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.click(RowTable, offset=(1, 3))
        assert marked(app) == [3]
        await pilot.click(RowTable, offset=(20, 5), control=True)
        assert marked(app) == [3, 5]
        await pilot.click(RowTable, offset=(20, 8), shift=True)
        assert marked(app) == [3, 5, 6, 7, 8]
        await pilot.click(RowTable, offset=(1, 3))
        assert marked(app) == [5, 6, 7, 8]
        assert stock_screen(app).table.cursor == 2


@pytest.mark.parametrize(
    ("key", "form"), [("b", BuyForm), ("w", DocumentForm), ("n", ShipmentForm), ("e", FieldScreen)]
)
async def test_actions_take_the_marked_cars_that_are_shown(key: str, form: type) -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("*", "/")
        await paste(pilot, "lynk")
        await pilot.press("enter")
        await settle(pilot)
        assert [car.id for car in stock_screen(app).chosen_cars()] == [6, 7]
        await pilot.press(key)
        await settle(pilot)
        assert "8 marked cars are hidden and left out" in said(app)
        assert isinstance(app.screen, form)


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("a", CarForm),
        ("e", CarForm),
        ("b", QuestionScreen),
        ("m", MissingScreen),
        ("i", ImportScreen),
        ("H", HeldScreen),
    ],
)
async def test_without_marks_the_car_under_the_cursor_counts(key: str, form: type) -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("j", key)
        await settle(pilot)
        assert isinstance(app.screen, form)


async def test_archiving_asks_and_undoes() -> None:
    desk = sample_desk()
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("space", "space", "z")
        await settle(pilot)
        assert isinstance(app.screen, ConfirmScreen)
        assert "Archive 2 cars?" in shown(app)
        await pilot.press("n")
        await settle(pilot)
        assert len(stock_screen(app).table.rows) == 10
        await pilot.press("z")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert len(stock_screen(app).table.rows) == 8
        assert "2 cars archived, u undoes" in said(app)
        assert not marked(app)
        history.undo(desk)
        app.look_at_book()
        await settle(pilot)
        assert len(stock_screen(app).table.rows) == 10


async def test_a_figure_opens_its_cars() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        screen.show_query("is:blocked", "RU")
        await settle(pilot)
        assert screen.destination == "RU"
        assert all(row.verdict == "BLOCKED" for row in screen.table.rows)
        screen.show_query("age>150")
        await settle(pilot)
        assert not screen.destination
        assert len(screen.table.rows) == 4


async def test_a_figure_starts_at_the_top_of_its_list() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        await pilot.press("end")
        screen.show_query("make:byd")
        await settle(pilot)
        assert len(screen.table.rows) > 2
        assert screen.table.cursor == 0


async def test_marks_that_a_filter_hides_all_are_told_when_they_are_to_be_edited() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        await pilot.press("space", "space")
        screen.show_query("nothing is called so")
        await settle(pilot)
        await pilot.press("e")
        await settle(pilot)
        assert app.screen is screen
        assert "2 marked cars are hidden and left out" in said(app)


async def test_cars_that_went_on_a_shipment_are_marked_no_more() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("space", "space", "end", "space", "home")
        assert marked(app) == [1, 2, 10]
        screen = stock_screen(app)
        screen.show_query("dest:KZ make:byd age>100 age<150")
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ShipmentForm)
        form.put("mode", "rail")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, ShipmentScreen)
        assert sorted(screen.marks._ids) == [10]


@pytest.mark.parametrize("key", stock.SORTS)
async def test_every_order_is_the_desks(key: str) -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        for sort in (key, f"-{key}"):
            screen.sort_by(sort)
            await settle(pilot)
            wanted = [row.id for row in stock.ordered(stock.rows(app.desk), sort)]
            assert [row.id for row in screen.table.rows] == wanted


async def test_an_empty_book_has_nothing_to_mark() -> None:
    app = DeskApp(desk_of([]))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("space", "shift+down", "*", "~", "x", "e", "b", "w", "m", "n", "z")
        await settle(pilot)
        assert marked(app) == []


async def test_only_changed_cars_are_built_anew() -> None:
    desk = desk_of(sample_cars())
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        before = list(screen.table.rows)
        cars = desk.store.all(CARS)
        desk.store.commit([Put(CARS, msgspec.structs.replace(cars[2], odometer_km=77))], why="elsewhere")
        app.look_at_book()
        await settle(pilot)
        after = list(screen.table.rows)
        assert [one is other for one, other in zip(before, after, strict=True)] == [n != 2 for n in range(10)]
        assert after[2].car.odometer_km == 77


async def test_the_mark_is_a_sign_in_ascii_too() -> None:
    app = DeskApp(sample_desk(glyphs="ascii"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("space")
        assert any(line.startswith(" *") for line in lines_of(app))
