"""Rows that wait are mended in place, confirmed or dismissed."""

from __future__ import annotations

from tests.app.import_kit import SAMPLE, check, desk_with_held, front, held_app
from tests.app.kit import SMALL, said, settle, shown
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.import_mend import MendScreen
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Lines
from tui.desk import held
from tui.desk.importing import Outcome
from tui.desk.kinds import CARS, HELD_ROWS
from tui.domain.imports import HeldState


async def test_the_letter_o_is_mended_and_another_row_dismissed() -> None:
    desk = desk_with_held("zh_CN")
    app, screen = held_app(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("j", "j", "j")
        assert "LC0CE4CB7V4016890" in "".join(screen.query_one("#reasons", Lines).texts)
        await pilot.press("y")
        await settle(pilot)
        assert isinstance(app.screen, ConfirmScreen)  # its check digit is wrong as well
        assert "LC0CE4CB7V4016890" in shown(app)
        await pilot.press("y")
        await settle(pilot)
        car = desk.car_by_vin("LC0CE4CB7V4016890")
        assert car is not None
        assert car.vin_confirmed
        assert len(screen.table.rows) == 6
        assert screen.table.row is not None
        assert screen.table.row.row.row == 22
        await pilot.press("x", "n")
        await settle(pilot)
        assert len(screen.table.rows) == 6
        await pilot.press("x", "y")
        await settle(pilot)
        assert len(screen.table.rows) == 5
        assert [row.state for row in desk.store.all(HELD_ROWS)].count(HeldState.DISMISSED) == 1
        check(app, SMALL[0])


async def test_an_offer_that_is_right_takes_one_key() -> None:
    row = SAMPLE.decode("gb18030").splitlines()[1].replace("LC0CE4CB7V4016852", "LC0CE4CB3V4O16895")
    desk = desk_with_held("zh_CN", tuple(row.split(",")))
    app, screen = held_app(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("end", "y")
        await settle(pilot)
        assert front(app) is screen
        assert desk.car_by_vin("LC0CE4CB3V4016895") is not None
        assert len(screen.table.rows) == 7


async def test_a_wrong_check_digit_is_confirmed_after_a_question() -> None:
    desk = desk_with_held()
    app, screen = held_app(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("j", "j", "c", "escape")
        assert len(screen.table.rows) == 7
        await pilot.press("c", "y")
        await settle(pilot)
        car = desk.car_by_vin("LC0CE4CB8V4016852")
        assert car is not None
        assert car.vin_confirmed
        assert len(screen.table.rows) == 6


async def test_rows_are_mended_cell_by_cell_and_the_next_one_comes() -> None:
    desk = desk_with_held("zh_CN")
    app, screen = held_app(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("j", "enter")
        await settle(pilot)
        mend = app.screen
        assert isinstance(mend, MendScreen)
        field = app.focused
        assert isinstance(field, Field)
        assert field.value == "LC0CE4CB7V401685"  # one character is missing
        await pilot.press("enter")
        await settle(pilot)
        assert mend._row is not None
        assert mend._row.row == 19
        assert field.value == "LC0CE4CB7V401685"
        assert len(held.waiting(desk)) == 7
        await pilot.press("ctrl+u", "-")  # the car waits for its VIN
        await settle(pilot)
        assert mend._plan is not None
        assert mend._plan.outcome is Outcome.NEW
        await pilot.press("enter")
        await settle(pilot)
        assert mend._row.row == 20
        assert sum(car.vin is None for car in desk.store.all(CARS)) == 1
        await pilot.press("enter")  # a wrong check digit asks
        await settle(pilot)
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("n")
        assert front(app) is mend
        await pilot.press("f3", "y")
        await settle(pilot)
        assert mend._row.row == 21
        await pilot.press("f2")
        await settle(pilot)
        assert mend.changes == {"车架号": "LC0CE4CB7V4016890"}
        await pilot.press("L")  # typed: a letter in a field is a letter
        await pilot.press("backspace")
        app.use_language("en")
        await settle(pilot)
        assert mend.changes == {"车架号": "LC0CE4CB7V4016890"}
        check(app, SMALL[0])
        await pilot.press("escape")
        await settle(pilot)
        assert front(app) is screen
        assert screen.table.row is not None
        assert screen.table.row.row.row == 21
        await pilot.press("j", "j", "enter")
        await settle(pilot)
        field = app.focused
        assert isinstance(field, Field)
        assert field.value == "-95800"
        await pilot.press("home", "delete", "ctrl+s")
        await settle(pilot)
        assert desk.car_by_vin("LC0CE4CB3V4016895") is not None
        again = app.screen
        assert isinstance(again, MendScreen)
        await pilot.press("f8", "y")  # row 24 is dismissed: the first row comes round
        await settle(pilot)
        assert again._row is not None
        assert again._row.row == 18


async def test_the_last_row_mended_leaves_and_says_that_none_waits() -> None:
    desk = desk_with_held()
    for row in held.waiting(desk)[1:]:
        held.dismiss(desk, row.id)
    app, screen = held_app(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("down", "up", "ctrl+u", "-", "ctrl+s")
        await settle(pilot)
        assert front(app) is screen
        assert "No row waits" in shown(app)
        await pilot.press("enter", "y", "c", "x", "escape")
        await settle(pilot)


async def test_a_row_mended_in_another_window_goes() -> None:
    desk = desk_with_held()
    app, _screen = held_app(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        mend = app.screen
        assert isinstance(mend, MendScreen)
        held.dismiss(desk, held.waiting(desk)[0].id)
        app.look_at_book()
        await settle(pilot)
        assert mend._row is not None
        assert mend._row.row == 19
        assert "no longer waits" in said(app)
