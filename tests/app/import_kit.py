"""What the tests of importing share."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot

from tests.app.kit import desk_of, lines_of, settle
from tests.app.one_screen import OneScreen
from tui.app.app import DeskApp
from tui.app.glyphs import glyphs_named
from tui.app.screens.held import HeldScreen
from tui.app.screens.import_reading import Stage
from tui.app.screens.importing import ImportScreen
from tui.desk.context import Desk
from tui.desk.import_views import Setup, preview
from tui.desk.importing import apply
from tui.sheets.reader import read_table
from tui.sheets.writer import csv_text

DATA = Path(__file__).parents[1] / "sheets" / "data" / "dealer-list-gb18030.csv"


SAMPLE = DATA.read_bytes()


def empty_desk(language: str = "en", **options: object) -> Desk:
    return desk_of([], language=language, **options)  # type: ignore[arg-type]


def desk_with_held(language: str = "en", *extra: tuple[str, ...]) -> Desk:
    """A desk into which the sample list was taken, with more rows of the same columns behind it."""
    desk = empty_desk(language)
    text = SAMPLE.decode("gb18030") + csv_text([], extra).removeprefix("\r\n").removeprefix("\n")
    table = read_table(text.encode(), "list.csv")
    apply(desk, preview(desk, table, Setup("杭州"), source="list.csv", sha256="0" * 64, tell=lambda _done: None))
    return desk


def importing_app(desk: Desk, path: str = "") -> tuple[OneScreen, ImportScreen]:
    """The app with the screen that takes in lists, and that screen."""
    screen = ImportScreen(desk, glyphs_named(desk.settings.ui.glyphs), path)
    return OneScreen(desk, screen), screen


def held_app(desk: Desk) -> tuple[OneScreen, HeldScreen]:
    """The app with the rows that wait, and that screen."""
    screen = HeldScreen(desk, glyphs_named(desk.settings.ui.glyphs))
    return OneScreen(desk, screen), screen


def waiting(app: DeskApp) -> HeldScreen:
    assert isinstance(app.screen, HeldScreen)
    return app.screen


def stage(screen: ImportScreen) -> Stage:
    return screen.stage


def front(app: DeskApp) -> object:
    return app.screen


async def work(pilot: Pilot[None]) -> None:
    """Wait for reading, planning or writing, each of which may begin the next."""
    for _step in range(3):
        await settle(pilot)


def check(app: DeskApp, width: int) -> None:
    for line in lines_of(app):
        assert cell_len(line) == width
        assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
        assert "\u202e" not in line
