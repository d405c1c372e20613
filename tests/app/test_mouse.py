"""The mouse does what keys do; and a change of language while something is typed takes nothing away."""

from __future__ import annotations

import pytest

from tests.app.kit import SMALL, lines_of, paste, sample_desk, settle, shown, stock_screen
from tui.app.app import DeskApp
from tui.app.screens.car import CarScreen
from tui.app.screens.forms.car import CarForm
from tui.app.widgets.field import Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.table import RowTable


async def test_rows_tabs_keys_at_the_bottom_and_fields_take_clicks() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        await pilot.click(RowTable, offset=(20, 3))
        assert screen.table.cursor == 2
        await pilot.click("#filter", offset=(2, 0))
        await paste(pilot, "v40")
        await settle(pilot)
        assert len(screen.table.rows) < 10
        await pilot.press("escape", "escape")
        await pilot.click(Footer, offset=(lines_of(app)[-1].index("e Edit"), 0))
        await settle(pilot)
        form = app.screen
        assert isinstance(form, CarForm)
        line = next(y for y, text in enumerate(lines_of(app)) if "元UP" in text)
        await pilot.click(offset=(22, line))
        await pilot.press("end")
        await paste(pilot, " 2")
        await settle(pilot)
        assert "元UP 2" in lines_of(app)[line]
        await pilot.press("escape", "down", "enter")
        await settle(pilot)
        assert stock_screen(app)
        await pilot.click(RowTable, offset=(20, 3), times=2)
        await settle(pilot)
        assert isinstance(app.screen, CarScreen)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.click(MainTabs, offset=(lines_of(app)[0].index("Due") + 1, 0))
        await settle(pilot)
        assert "[Due 7]" in lines_of(app)[0]


@pytest.mark.parametrize("place", ["filter", "form"])
async def test_a_change_of_language_keeps_text_and_cursor(place: str) -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("slash" if place == "filter" else "e")
        await settle(pilot)
        field = app.focused
        assert isinstance(field, Field)
        field.value = "LC0CE"
        await pilot.press("end", "left", "left")
        app.use_language("zh_CN")
        await settle(pilot)
        assert app.focused is field
        assert (field.value, field.cursor_position) == ("LC0CE", 3)
        await paste(pilot, "X")
        assert field.value == "LC0XCE"
        assert "库存" in shown(app) or "车架号" in shown(app)
