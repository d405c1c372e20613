"""The main job as stories, in both languages and sizes."""

from __future__ import annotations

import pytest
from textual.color import Color

from tests.app.kit import (
    SMALL,
    WIDE,
    desk_of,
    lines_of,
    paste,
    sample_desk,
    settle,
    shown,
    stock_screen,
    type_text,
)
from tui.app.app import DeskApp
from tui.app.screens.car import CarScreen
from tui.app.screens.destination import DestinationScreen
from tui.app.screens.menu import MenuScreen
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Lines, Page
from tui.errors import ConfigError
from tui.i18n.translator import TRANSLATOR, _


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_main_job(language: str, size: tuple[int, int]) -> None:
    app = DeskApp(sample_desk(language))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        assert len(screen.table.rows) == 10
        assert "V4016852" in shown(app)
        # filter
        await pilot.press("/")
        await type_text(pilot, "age>150")
        await settle(pilot)
        assert len(screen.table.rows) == 4
        assert (_("%(shown)d / %(all)d cars") % {"shown": 4, "all": 10}) in shown(app)
        await pilot.press("enter")
        assert screen.focused is screen.table
        # destination
        await pilot.press("d")
        await settle(pilot)
        assert isinstance(app.screen, DestinationScreen)
        await type_text(pilot, "jo")
        await pilot.press("enter")
        await settle(pilot)
        assert screen.destination == "JO"
        assert "→ JO" in lines_of(app)[1]
        # the reason, without leaving the list
        row = screen.table.row
        assert row is not None
        reasons = screen.query_one("#reasons", Lines).texts
        assert reasons
        assert reasons[0].strip() in " ".join(lines_of(app)[-5:]).replace("  ", " ") or size == SMALL
        # the car and back
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CarScreen)
        page = "\n".join(app.screen.query_one(Page).texts)
        assert row.car.vin is not None
        assert row.car.vin in page
        assert all(_(flag.rule.title) in page for flag in row.answer.assessment.open_flags)
        assert all(flag.rule.source.title in page for flag in row.answer.assessment.open_flags)
        await pilot.press("escape")
        await settle(pilot)
        assert stock_screen(app) is screen
        assert screen.table.row == row
        # all cars again
        await pilot.press("escape")
        await settle(pilot)
        assert len(screen.table.rows) == 10


async def test_wide_screens_show_the_car_beside_the_list() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        beside = screen.query_one("#beside", Page)
        assert beside.display
        assert "LC0CE4CB7V4016852" in beside.texts
        await pilot.press("j")
        await pilot.pause(0.2)
        assert "LC0CE4CB5V4016851" in beside.texts
        few = set(screen.table.shown_columns)
        await pilot.press("v")
        await settle(pilot)
        assert not beside.display
        assert set(screen.table.shown_columns) > few
        assert {"stock", "colour", "stage", "dealer", "dest"} <= set(screen.table.shown_columns)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert {"vin", "car", "drive", "tied", "age", "price", "rebate", "verdict"} <= set(screen.table.shown_columns)
        await pilot.press("v")
        assert isinstance(app.screen, CarScreen)


async def test_a_bad_filter_is_shown_under_the_caret_and_the_last_good_one_stays() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        screen = stock_screen(app)
        await pilot.press("/")
        await type_text(pilot, "dest:KZ")
        await settle(pilot)
        assert len(screen.table.rows) == 5
        await type_text(pilot, " age>x")
        await settle(pilot)
        assert len(screen.table.rows) == 5
        lines = lines_of(app)
        assert lines[2].index("^") == lines[1].index("age>x") + len("age>")
        assert "age is compared with a number" in lines[2]
        await pilot.press("backspace", "1", "0", "0")
        await settle(pilot)
        assert len(screen.table.rows) == 4
        assert not screen.query_one("#fault").display
        await pilot.press("escape")
        await settle(pilot)
        assert len(screen.table.rows) == 10
        await pilot.press("escape")
        assert screen.focused is screen.table


async def test_a_long_fault_stands_below_its_caret() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("/")
        await paste(pilot, "byd colours:red")
        await settle(pilot)
        lines = lines_of(app)
        assert lines[2].index("^") == lines[1].index("colours")
        assert "choose from" in lines[3]


async def test_a_filter_without_cars_says_how_to_go_on() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("/")
        await paste(pilot, "nosuchcar")
        await pilot.press("enter")
        await settle(pilot)
        assert "No car fits this filter" in shown(app)
        await pilot.press("enter", "y", "s", "v", "escape")
        await settle(pilot)
        assert len(stock_screen(app).table.rows) == 10
        assert app.screen.focused is stock_screen(app).table


async def test_the_empty_book_says_what_to_do_first() -> None:
    app = DeskApp(desk_of([]))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "Take in a dealer's list" in shown(app)
        await pilot.press("enter", "j", "y", "s", "v", "f", "escape", "d", "escape", "L", "L")
        await settle(pilot)
        assert "Take in a dealer's list" in shown(app)


async def test_the_language_changes_and_filter_cursor_and_destination_stay() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        await pilot.press("d")
        await type_text(pilot, "kz")
        await pilot.press("enter", "/")
        await type_text(pilot, "byd")
        await pilot.press("enter", "j", "j")
        await settle(pilot)
        car_id = screen.table.row.id if screen.table.row else None
        assert "BYD 元UP" in shown(app)
        await pilot.press("L")
        await settle(pilot)
        assert TRANSLATOR.tag == "zh_CN"
        assert "比亚迪 元UP" in shown(app)
        assert "哈萨克斯坦" in lines_of(app)[1]
        assert screen.query_one("#filter", Field).value == "byd"
        assert screen.destination == "KZ"
        assert screen.table.row is not None
        assert screen.table.row.id == car_id
        await pilot.press("enter")
        await pilot.press("L")
        await settle(pilot)
        assert "Kazakhstan" in "\n".join(app.screen.query_one(Page).texts)
        await pilot.press("escape")
        await settle(pilot)
        assert "Kazakhstan" in lines_of(app)[1]


async def test_the_menu_runs_what_it_shows() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        await pilot.press("?")
        await settle(pilot)
        assert isinstance(app.screen, MenuScreen)
        assert "nearnew car show VIN" in shown(app)
        await paste(pilot, "last line")
        await pilot.press("enter")
        await settle(pilot)
        assert stock_screen(app) is screen
        assert screen.table.cursor == 9
        await pilot.press("?")
        await paste(pilot, "language")
        await pilot.press("enter")
        await settle(pilot)
        assert TRANSLATOR.tag == "zh_CN"
        await pilot.press("?")
        await paste(pilot, "destination")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, DestinationScreen)
        await pilot.press("escape", "enter", "?")
        await settle(pilot)
        await paste(pilot, "return")
        await settle(pilot)
        assert _("Return to the list") in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert stock_screen(app) is screen


async def test_ascii_glyphs_draw_nothing_that_may_be_wide() -> None:
    app = DeskApp(sample_desk(glyphs="ascii"))
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        for keys in ([], ["d"], ["escape", "?"], ["escape", "enter"]):
            await pilot.press(*keys)
            await settle(pilot)
            assert not set("…•▸✓✗→–─·↑") & set(shown(app))


async def test_no_color_draws_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert app.no_color
        for strip in app.screen._compositor.render_strips():
            segments = list(strip)
            for line_filter in app._filters:
                if line_filter.enabled:
                    segments = line_filter.apply(segments, Color(0, 0, 0))
            for segment in segments:
                assert segment.style is None or segment.style.color is None or segment.style.color.is_default
        assert any(line.startswith("> ") for line in lines_of(app))


async def test_the_users_keys_replace_ours() -> None:
    app = DeskApp(sample_desk(keys={"stock.filter": "f4", "app.menu": "f1"}))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "f4 Filter" in shown(app)
        await pilot.press("slash")
        assert app.screen.focused is stock_screen(app).table
        await pilot.press("f4")
        assert app.screen.focused is app.screen.query_one("#filter")
        await pilot.press("escape", "f1")
        assert isinstance(app.screen, MenuScreen)


async def test_the_users_keys_walk_the_list_and_ours_no_longer_do() -> None:
    app = DeskApp(sample_desk(keys={"list.cursor_down": "f4", "list.last": "f5"}))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        table = stock_screen(app).table
        await pilot.press("f4", "down", "j")
        assert table.cursor == 1
        await pilot.press("f5", "G", "end")
        assert table.cursor == len(table.rows) - 1
        await pilot.press("up", "home")
        assert table.cursor == 0


def test_a_theme_that_there_is_not_is_said_before_the_screen_opens() -> None:
    with pytest.raises(ConfigError) as caught:
        DeskApp(sample_desk(theme="nosuch"))
    assert caught.value.params["key"] == "ui.theme"
