"""What the tests of the forms share."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from tests.app.kit import lines_of, paste
from tui.app import app as app_module
from tui.app.app import DeskApp
from tui.app.glyphs import Glyphs, glyphs_named
from tui.app.screens.base import DeskScreen
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.car import CarForm
from tui.desk.context import Desk
from tui.desk.draft_store import DraftStore
from tui.desk.kinds import CARS
from tui.domain.cars import Car


class Over(DeskApp):
    """The app with one screen over an empty one."""

    CSS_PATH = str(Path(app_module.__file__).parent / "styles" / "desk.tcss")

    def __init__(self, desk: Desk, screen: DeskScreen[int | None] | DeskScreen[None]) -> None:
        super().__init__(desk)
        self.first = screen
        self.written: list[object] = []

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        event.prevent_default()  # what the app itself opens is no part of these stories
        self.push_screen(DeskScreen[None](self.desk, self.glyphs))
        self.push_screen(self.first, self.written.append)


def over(form: FormScreen, folder: Path | None = None) -> Over:
    if folder is not None:
        form.drafts = DraftStore(folder, "book")
    return Over(form.desk, form)


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
