"""What a trader does on the first screen, with the keyboard, in both languages and at both sizes."""

from __future__ import annotations

import msgspec
import pytest
from textual import events
from textual.color import Color

from tests.app.kit import (
    SMALL,
    WIDE,
    desk_of,
    lines_of,
    paste,
    said,
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
from tui.desk.kinds import CARS
from tui.errors import BookDamaged, ConfigError
from tui.i18n.translator import TRANSLATOR, _
from tui.store.contract import Put


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
        assert "→ JO" in lines_of(app)[0]
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
        assert "哈萨克斯坦" in lines_of(app)[0]
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
        assert "Kazakhstan" in lines_of(app)[0]


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
        assert _("Return to the list") in shown(app)
        await paste(pilot, "return")
        await pilot.press("enter")
        await settle(pilot)
        assert stock_screen(app) is screen


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
        head = lines_of(app)[0]
        assert "10 cars" in head
        assert "¥619,200 tied up" in head
        assert "demo 2026-11-22" in head
        assert "! 5 ? 3" in head  # the two cars without a destination are counted nowhere


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


def test_a_theme_that_there_is_not_is_said_before_the_screen_opens() -> None:
    with pytest.raises(ConfigError) as caught:
        DeskApp(sample_desk(theme="nosuch"))
    assert caught.value.params["key"] == "ui.theme"


async def test_what_is_typed_in_one_burst_behind_the_slash_is_filter_and_no_action() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for key in "/byd":
            app.post_message(events.Key("slash" if key == "/" else key, key))
        await settle(pilot)
        assert app.screen is stock_screen(app)
        assert stock_screen(app).query_one("#filter", Field).value == "byd"
