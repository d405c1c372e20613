"""Lists with headings: the cursor goes over them, and they stay in sight above the row under it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.kit import SMALL, lines_of, settle
from tui.app.app import DeskApp
from tui.app.screens.kit import KitScreen
from tui.app.screens.kit_records import wrapped_note
from tui.app.screens.repair_partners import RepairPartnersScreen
from tui.config import Settings
from tui.desk import demo
from tui.desk.context import Desk
from tui.desk.kit_book import ModelAt


@pytest.fixture
def sampled() -> Iterator[Desk]:
    with demo.throw_away(Settings(), "en") as desk:
        yield desk


async def test_the_cursor_goes_over_the_areas_of_a_kit(sampled: Desk) -> None:
    app = DeskApp(sampled)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = KitScreen(sampled, app.glyphs, ModelAt("aion", "AION V", "KZ"))
        app.push_screen(screen)
        await settle(pilot)
        rows = screen.table.rows
        heads = [place for place, line in enumerate(rows) if line.one is None]
        assert heads[0] == 0
        assert len(heads) > 2
        await pilot.press("home")
        assert screen.table.cursor == 1
        assert screen.table.scroll_offset.y == 0
        passed = []
        for _step in range(len(rows)):
            passed.append(screen.table.cursor)
            await pilot.press("down")
        assert sorted(set(passed)) == [place for place in range(len(rows)) if place not in heads]
        for _step in range(len(rows)):
            await pilot.press("up")
            assert screen.table.cursor not in heads
        assert screen.table.cursor == 1
        await pilot.pause()
        assert screen.table.scroll_offset.y == 0
        screen.table.move_to(heads[1])
        assert screen.table.cursor == heads[1] + 1


async def test_the_cursor_goes_over_countries_and_cities(sampled: Desk) -> None:
    app = DeskApp(sampled)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = RepairPartnersScreen(sampled, app.glyphs)
        app.push_screen(screen)
        await settle(pilot)
        for key in ("home", "down", "down", "end", "up", "pageup", "pagedown"):
            await pilot.press(key)
            assert screen.record is not None, key
        assert any("KZ" in line for line in lines_of(app)[3:6])


def test_a_note_that_is_cut_says_so() -> None:
    told = [("one two three four five six seven", "action"), ("eight", "")]
    whole = wrapped_note(told, 22, 4, "…")
    assert [line[0].text for line in whole] == [" one two three four", " five six seven", " eight"]
    cut_off = wrapped_note(told, 22, 2, "…")
    assert [line[0].text for line in cut_off] == [" one two three four", " five six seven …"]
    assert wrapped_note([("x" * 60, "")], 22, 2, "...")[1][0].text == " " + "x" * 17 + "..."
