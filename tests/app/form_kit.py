"""What the tests of the forms share."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot

from tests.app.kit import lines_of, paste
from tests.app.one_screen import OneScreen
from tui.app.app import DeskApp
from tui.app.glyphs import Glyphs, glyphs_named
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.car import CarForm
from tui.desk.context import Desk
from tui.desk.draft_store import DraftStore
from tui.desk.kinds import CARS
from tui.domain.cars import Car


def over(form: FormScreen, folder: Path | None = None) -> OneScreen:
    if folder is not None:
        form.drafts = DraftStore(folder, "book")
    return OneScreen(form.desk, form)


def add_form(desk: Desk) -> CarForm:
    return CarForm(desk, glyphs_of(desk), None)


def glyphs_of(desk: Desk) -> Glyphs:
    return glyphs_named(desk.settings.ui.glyphs)


def car_of(desk: Desk, place: int = 0) -> Car:
    return desk.store.all(CARS)[place]


async def fill(pilot: Pilot[None], **texts: str) -> None:
    """Type into fields of the form in front."""
    form = pilot.app.screen
    assert isinstance(form, FormScreen)
    for name, text in texts.items():
        form.go_to(name)
        await pilot.pause()
        form.rows[name].field.value = ""
        await paste(pilot, text)
    await pilot.pause()


def told(form: FormScreen, name: str) -> str:
    return "\n".join(form.rows[name].texts)


def check(app: DeskApp, width: int) -> None:
    for line in lines_of(app):
        assert cell_len(line) == width
        assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
        assert "\u202e" not in line
