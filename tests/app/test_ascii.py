"""``glyphs = "ascii"``: no sign that some terminals draw two cells wide is left on any screen that keys lead to."""

from __future__ import annotations

import unicodedata

import pytest
from textual.pilot import Pilot

from tests.app.kit import lines_of, settle
from tui.app.app import DeskApp
from tui.app.commands import of_screen
from tui.app.places import PLACES
from tui.app.screens.base import DeskScreen
from tui.config import Settings, Ui
from tui.desk.demo import throw_away

_ELSEWHERE = ("app.", "list.")
"""Actions of every screen: they lead to other main screens, quit, or turn the language."""
_BESIDE = ("app.history", "app.decisions", "app.messages", "app.menu", "app.palette")
"""Those of them that open something to look at."""


def doubtful(app: DeskApp) -> dict[str, str]:
    """Signs of ambiguous width by the line they stand in; letters are what they are."""
    return {
        line: signs
        for line in lines_of(app)
        if (signs := "".join(one for one in line if unicodedata.east_asian_width(one) == "A" and not one.isalpha()))
    }


async def walk(app: DeskApp, pilot: Pilot[None], depth: int, seen: set[str], found: dict[str, dict[str, str]]) -> None:
    """Look at the screen in front and at all that its actions open; what opens twice is opened once more at the end."""
    screen = app.screen
    assert isinstance(screen, DeskScreen)
    name = type(screen).__name__
    if wrong := doubtful(app):
        found.setdefault(name, wrong)
    if not depth or name in seen:
        seen.add(name)
        return
    seen.add(name)
    own = [one for one in of_screen(screen.NAME) if not one.id.startswith(_ELSEWHERE)]
    beside = [one for one in of_screen(screen.NAME) if one.id in _BESIDE] if name == "StockScreen" else []
    again = [one for one in own if one.id in {"car.next_tab", "car.open"}]
    for action in (*own, *beside, *again, *again):
        await app.run_on(screen, action)
        await settle(pilot)
        if app.screen is not screen and isinstance(app.screen, DeskScreen):
            await walk(app, pilot, depth - 1, seen, found)
        while app.screen is not screen and screen in app.screen_stack:
            await app.pop_screen()
        if app.screen is not screen:
            return


@pytest.mark.parametrize("language", ["zh_CN", pytest.param("en", marks=pytest.mark.soak)])
async def test_no_screen_has_a_sign_that_may_be_wide(language: str) -> None:
    found: dict[str, dict[str, str]] = {}
    seen: set[str] = set()
    with throw_away(Settings(ui=Ui(glyphs="ascii")), language) as desk:
        app = DeskApp(desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await settle(pilot)
            for place in PLACES:
                app.go(place.name)
                await settle(pilot)
                await walk(app, pilot, 3, seen, found)
                app.go(place.name)
    assert not found
    assert len(seen) > 40, sorted(seen)
