"""Text from outside is text, in every widget: no markup, no escapes, no line too long."""

from __future__ import annotations

import msgspec
import pytest
from rich.cells import cell_len
from textual import events

from tests.app.kit import (
    HOSTILE,
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
)
from tui.app.app import DeskApp
from tui.app.screens.forms.car import CarForm
from tui.app.widgets.field import Field
from tui.domain.cars import Car
from tui.domain.models import Specs


def hostile_cars() -> list[Car]:
    base = sample_cars()[0]
    return [
        msgspec.structs.replace(
            base, vin=None, make=text, model=text, trim=text, stock_number=text, colour=text, remark=text,
            engine_number=text, specs=Specs(powertrain=text, steering=text, body=text),
        )
        for text in HOSTILE
        if "\ud800" not in text
    ]  # fmt: skip


def check(app: DeskApp, width: int) -> None:
    for line in lines_of(app):
        assert cell_len(line) == width
        assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
        assert "\u202e" not in line


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
async def test_hostile_cars_on_every_screen(size: tuple[int, int]) -> None:
    app = DeskApp(desk_of(hostile_cars(), dealer="[b]杭州[/x]\x1b[2J"))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert "[red]活力型[/x]"[:8] in shown(app)
        for keys in ([], ["v"], ["d"], ["escape", "?"], ["escape", "enter"], ["G"], ["escape", "G", "enter"]):
            await pilot.press(*keys)
            await settle(pilot)
            check(app, size[0])


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\ud800" not in text], ids=range(len(HOSTILE) - 1))
async def test_hostile_text_typed_or_pasted_into_the_fields(text: str) -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        for key, name in (("/", "#filter"), ("f", "#find")):
            await pilot.press(key)
            field = app.screen.query_one(name, Field)
            assert field.has_focus
            field.post_message(events.Paste(text))
            await settle(pilot)
            check(app, SMALL[0])
            await pilot.press("enter")
            await settle(pilot)
            check(app, SMALL[0])
            field.value = ""
        for key in ("d", "?"):
            await pilot.press(key)
            app.screen.query_one(Field).post_message(events.Paste(text))
            await settle(pilot)
            check(app, SMALL[0])
            await pilot.press("escape")


async def test_of_three_thousand_pasted_lines_a_field_takes_one_and_says_so() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        assert isinstance(app.screen, CarForm)
        await paste(pilot, "\n" + "\n".join(f"LC0CE4CB7V40{place:05d}" for place in range(3000)))
        await settle(pilot)
        assert app.screen.texts["vin"] == "LC0CE4CB7V4000000"
        assert "3000" in said(app)


async def test_one_pasted_line_is_taken_without_a_word() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        assert isinstance(app.screen, CarForm)
        await paste(pilot, "LC0CE4CB7V4000000\n")
        await settle(pilot)
        assert app.screen.texts["vin"] == "LC0CE4CB7V4000000"
        assert said(app) == ""
