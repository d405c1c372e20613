"""Keys typed faster than a screen is built: none is lost, and none does something on the screen below."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from tests.app.kit import SMALL, sample_desk, settle, stock_screen
from tui.app.app import DeskApp
from tui.app.screens.car import CarScreen
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.document import DocumentForm
from tui.app.widgets.field import Field

_NAMES = {"/": "slash", "-": "minus", ":": "colon", " ": "space"}


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Send keys all at once, as a paste or a quick hand does; a key of several letters is a name."""
    for key in keys:
        name = _NAMES.get(key, key)
        pilot.app.post_message(events.Key(name, key if len(key) == 1 else None))
    await pilot.pause()
    await settle(pilot)


async def test_a_form_gets_what_is_typed_while_it_opens() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await burst(pilot, "a", *"LC0CE4CB7V4016999", "down", *"byd", "down", *"qed")
        assert isinstance(app.screen, CarForm)
        texts = app.screen.texts
        assert (texts["vin"], texts["make"], texts["model"]) == ("LC0CE4CB7V4016999", "byd", "qed")


async def test_a_filter_a_picker_and_a_car_follow_each_other() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await burst(pilot, "/", *"元up", "enter", "d", *"jo", "enter", "down", "enter", "tab", "tab")
        assert isinstance(app.screen, CarScreen)
        assert app.screen.tab == 2
        stock = app.screen_stack[0]
        assert stock.query_one("#filter", Field).value == "元up"
        assert app.screen._row.destination == "JO"


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_a_key_behind_the_filter_is_an_action_again(key: str) -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await burst(pilot, "/", key, "s")
        assert stock_screen(app).query_one("#filter", Field).value == ""
        assert stock_screen(app).sort


async def test_a_document_form_opened_and_left_by_a_burst_leaves_the_stock_as_it_was() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await burst(pilot, "w", *"letter", "down", *"A-7")
        assert isinstance(app.screen, DocumentForm)
        assert (app.screen.texts["kind"], app.screen.texts["number"]) == ("letter", "A-7")
        assert not len(app.screen_stack[0].marks)  # type: ignore[attr-defined]
