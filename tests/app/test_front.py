"""The front desk and what is due: figures that agree with the lists behind them."""

from __future__ import annotations

import threading
from datetime import date

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
    settle,
    shown,
    stock_screen,
)
from tests.app.nav_kit import BOTH_SIZES, busy_desk, due_screen, front_screen
from tui.app.app import DeskApp
from tui.app.screens.car import CarScreen
from tui.app.screens.front import FrontScreen
from tui.app.widgets.field import Field
from tui.config import Settings
from tui.desk import editing, overview, stock
from tui.desk.context import Desk
from tui.desk.demo import throw_away
from tui.desk.kinds import CARS
from tui.desk.totals import Totals, verdict_totals
from tui.domain.cars import Milestone
from tui.domain.query import parse
from tui.domain.words import Stage
from tui.i18n.translator import _
from tui.store.contract import Put

BOTH_LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])


def go_to_line(screen: FrontScreen, name: str) -> None:
    screen.table.move_to([line.key for line in screen.table.rows].index(name))


@BOTH_SIZES
async def test_every_figure_opens_the_list_behind_it(language: str, size: tuple[int, int]) -> None:
    app = DeskApp(busy_desk(language), "front")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        front = front_screen(app)
        lines = list(front.table.rows)
        names = {line.key for line in lines}
        assert {"cars", "tied_up", "blocked", "unknown", "action", "ready", "shipments", "rebates", "due"} <= names
        assert front._figures["cars"].count == 10
        few = {"tied_up", "blocked"} if size == WIDE else names
        for line in (line for line in lines if line.leads == "stock" and line.key in few):
            go_to_line(front, line.key)
            await pilot.press("enter")
            await settle(pilot)
            found = stock_screen(app)
            assert found.query_one("#filter", Field).value == line.query
            if line.key != "rebates":
                assert len(found.table.rows) == front._figures[line.key].count, line
            await pilot.press("0")
            await settle(pilot)
        go_to_line(front, "due")
        await pilot.press("enter")
        await settle(pilot)
        due_screen(app)


async def test_every_line_of_the_sample_book_leads_somewhere() -> None:
    with throw_away(Settings(), "zh_CN") as desk:
        app = DeskApp(desk, "front")
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            front = front_screen(app)
            names = {}
            for line in [line for line in front.table.rows if line.leads != "stock"]:
                go_to_line(front, line.key)
                await pilot.press("enter")
                await settle(pilot)
                names[line.leads] = getattr(app.screen, "NAME", "")
                await pilot.press("0")
                if app.screen is not front:
                    await pilot.press("0")
                await settle(pilot)
                assert app.screen is front
            assert names == {
                    "shipments": "shipments", "held": "held", "due": "due", "car": "car", "rebates": "rebates",
                    "rates": "rates",
                }  # fmt: skip
            for key in ("i", "a"):
                await pilot.press(key)
                await settle(pilot)
                assert app.screen is not front
                await pilot.press("escape")
                await settle(pilot)
                assert app.screen is front


async def test_a_line_that_is_due_is_the_one_the_cursor_stands_on() -> None:
    with throw_away(Settings(), "en") as desk:
        app = DeskApp(desk, "front")
        async with app.run_test(size=WIDE) as pilot:
            await settle(pilot)
            front = front_screen(app)
            lines = [line for line in front.table.rows if line.due is not None and line.leads == "due"]
            assert len([line for line in front.table.rows if line.key.startswith("due ")]) > 6
            go_to_line(front, lines[-1].key)
            await pilot.press("enter")
            await settle(pilot)
            due = due_screen(app)
            assert due.table.cursor > 0
            assert due.table.row == lines[-1].due


async def test_a_taller_screen_lists_more_of_what_is_due() -> None:
    with throw_away(Settings(), "en") as desk:
        app = DeskApp(desk, "front")
        async with app.run_test(size=WIDE) as pilot:
            await settle(pilot)
            front = front_screen(app)
            tall = len(front.table.rows)
            assert tall <= front.table.size.height
            await pilot.resize_terminal(*SMALL)
            await settle(pilot)
            assert len([line for line in front.table.rows if line.key.startswith("due ")]) == 6
            assert len(front.table.rows) < tall


def counted(desk: Desk) -> Totals:
    found = verdict_totals(desk)
    found.refresh()
    return found


def test_a_car_that_has_left_counts_no_more() -> None:
    desk = busy_desk()
    rows = stock.rows(desk)
    figures = {figure.name: figure for figure in overview.verdict_figures(counted(desk))}
    assert sum(figure.count for figure in figures.values()) == 9
    left = next(row for row in rows if row.stage is Stage.DEPARTED)
    assert not any(parse(figure.query).holds(left) for figure in figures.values())


def test_a_stage_that_is_only_partly_gone_is_not_left_out() -> None:
    cars = sample_cars()[:2]
    paid = (Milestone(Stage.DEPARTED, date(2026, 11, 3)), Milestone(Stage.PAID, date(2026, 11, 4)))
    cars[0] = msgspec.structs.replace(cars[0], milestones=paid)
    cars[1] = msgspec.structs.replace(cars[1], milestones=paid[1:])
    desk = desk_of(cars)
    for figure in overview.verdict_figures(counted(desk)):
        assert figure.count == len(stock.select(desk, figure.query))


async def test_the_front_desk_is_there_before_the_cars_are_assessed(monkeypatch: pytest.MonkeyPatch) -> None:
    wait, real = threading.Event(), overview.verdict_figures

    def slow(totals: Totals) -> list[overview.Figure]:
        wait.wait(10)
        return real(totals)

    monkeypatch.setattr(overview, "verdict_figures", slow)
    app = DeskApp(busy_desk(), "front")
    async with app.run_test(size=SMALL) as pilot:
        for _turn in range(100):
            await pilot.pause(0.02)
            if "cars in stock" in shown(app) and "overdue" in shown(app):
                break
        assert any("…" in line and "✗ blocked" in line for line in lines_of(app))
        wait.set()
        await settle(pilot)
        assert not any("…  ✗ blocked" in line for line in lines_of(app))


async def test_a_new_count_puts_an_end_to_the_one_before() -> None:
    desk = busy_desk()
    app = DeskApp(desk, "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        front = front_screen(app)
        for _turn in range(5):
            front.load()
        car = desk.store.all(CARS)[0]
        desk.store.commit([Put(CARS, msgspec.structs.replace(car, archived=True))], why="elsewhere")
        app.look_at_book()
        for _turn in range(100):
            await pilot.pause(0.02)
            if front._figures["cars"].count == 9:
                return
        pytest.fail("the archived car is still counted")


@BOTH_LANGUAGES
async def test_an_empty_book_says_what_to_do_first(language: str) -> None:
    desk = desk_of([], language=language)
    app = DeskApp(desk, "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        text = shown(app)
        assert _("This book is empty. What to do first:") in text
        assert "nearnew demo" in text
        await pilot.press("enter", "j", "u", "U", "7")
        await settle(pilot)
        assert _("There is nothing to undo") in said(app)
        due_screen(app)
        assert _("d looks further ahead") in shown(app)
        await pilot.press("enter", "d", "slash", "x", "escape", "escape", "0")
        editing.add_car(desk, [("make", "byd"), ("model", "元UP")])
        app.tell_book_changed()
        await settle(pilot)
        assert front_screen(app)._figures["cars"].count == 1
        assert app.focused is front_screen(app).table


@BOTH_SIZES
async def test_what_is_due(language: str, size: tuple[int, int]) -> None:
    app = DeskApp(busy_desk(language), "due")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        due = due_screen(app)
        days = [line.on for line in due.table.rows]
        assert days == sorted(days)
        assert days[0] < date(2026, 11, 22)
        assert "! -" in lines_of(app)[4]
        few = len(days)
        await pilot.press("d", "d", "d")
        await settle(pilot)
        assert len(due.table.rows) > few
        await pilot.press("d")
        await settle(pilot)
        assert len(due.table.rows) == few
        await pilot.press("slash")
        await paste(pilot, "picc-[b]")
        assert [line.name.split()[0] for line in due.table.rows] == ["PICC-[b]1"]
        assert "PICC-[b]1" in shown(app)
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, CarScreen)
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert len(due.table.rows) == few
        due.table.move_to(next(place for place, line in enumerate(due.table.rows) if line.name == "FIRM-7"))
        await pilot.press("enter")
        assert _("This paper belongs to no car") in said(app)
        await pilot.press("slash")
        await paste(pilot, "nothing is called so")
        await settle(pilot)
        assert _("Nothing that is due fits this filter; esc shows all") in shown(app)
