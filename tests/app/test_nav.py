"""Finding one's way: the main screens, the palette, the keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.app.kit import (
    HOSTILE,
    SMALL,
    WIDE,
    desk_of,
    lines_of,
    paste,
    sample_cars,
    settle,
    shown,
    stock_screen,
)
from tests.app.nav_kit import BOTH_SIZES, busy_desk, due_screen, front_screen
from tests.app.test_languages import untranslated
from tui.app.app import DeskApp
from tui.app.commands import of_screen
from tui.app.places import PLACES, Place
from tui.app.running import run
from tui.app.screens.base import DeskScreen
from tui.app.screens.car import CarScreen
from tui.app.screens.palette import PaletteScreen
from tui.app.widgets.cells import clean
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Lines, Page
from tui.app.widgets.main_tabs import MainTabs
from tui.desk.kinds import DOCUMENTS
from tui.desk.lookup import Lookup
from tui.domain.cars import Milestone
from tui.domain.documents import Document, Reach, Scope
from tui.domain.words import Stage
from tui.errors import ConfigError
from tui.i18n.translator import TRANSLATOR, _
from tui.store.contract import Put


def picked(app: DeskApp) -> object:
    """The key of the palette's entry under the cursor."""
    assert isinstance(app.screen, PaletteScreen)
    return app.screen.table.row.key if app.screen.table.row else None


async def test_keys_switch_between_main_screens_and_each_stays_as_it_was() -> None:
    app = DeskApp(busy_desk(), "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        front = front_screen(app)
        await pilot.press("j", "j", "1")
        await settle(pilot)
        stock_ = stock_screen(app)
        await pilot.press("/")
        await paste(pilot, "byd")
        await pilot.press("enter", "j", "7")
        await settle(pilot)
        due = due_screen(app)
        await pilot.press("0")
        await settle(pilot)
        assert front_screen(app) is front
        assert front.table.cursor == 2
        await pilot.press("1")
        await settle(pilot)
        assert stock_screen(app) is stock_
        assert stock_.query_one("#filter", Field).value == "byd"
        assert stock_.table.cursor == 1
        await pilot.press("7")
        assert due_screen(app) is due


async def test_digits_are_typed_into_fields() -> None:
    app = DeskApp(busy_desk(), "due")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("slash", "1", "0", "u")
        assert due_screen(app).query_one(Field).value == "10u"


async def test_what_was_opened_on_a_screen_waits_there_and_its_own_key_closes_it() -> None:
    app = DeskApp(busy_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("enter", "0")
        await settle(pilot)
        front_screen(app)
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(app.screen, CarScreen)
        await pilot.press("1")
        await settle(pilot)
        stock_screen(app)


async def test_a_screen_out_of_sight_hears_of_book_and_language_when_it_comes_back() -> None:
    desk = busy_desk()
    app = DeskApp(desk, "due")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        before = len(due_screen(app).table.rows)
        await pilot.press("slash")
        await paste(pilot, "e")
        await pilot.press("enter", "0")
        await settle(pilot)
        paper = Document("insurance_policy", Scope(Reach.FIRM), number="NEW", expires=date(2026, 11, 25))
        desk.store.commit([Put(DOCUMENTS, paper)], why="elsewhere")
        app.look_at_book()
        await pilot.press("L", "7")
        await settle(pilot)
        due = due_screen(app)
        assert due.query_one(Field).value == "e"
        assert len(due.table.rows) <= before + 1
        assert any(line.name == "NEW" for line in due._lines or ())
        assert _("Due") in lines_of(app)[0]
        assert TRANSLATOR.tag == "zh_CN"


async def test_the_tab_line_names_each_screen_with_its_key_and_takes_clicks() -> None:
    app = DeskApp(busy_desk(keys={"app.go_due": "f7"}), "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        head = lines_of(app)[0]
        assert "[Desk 0]" in head
        assert "Due f7" in head
        await pilot.click(MainTabs, offset=(head.index("Due"), 0))
        await settle(pilot)
        due_screen(app)
        assert "[Due f7]" in lines_of(app)[0]
        await pilot.press("0", "f7")
        await settle(pilot)
        due_screen(app)


async def test_every_main_screen_can_be_gone_to_and_comes_back_as_it_is() -> None:
    app = DeskApp(busy_desk(), "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screens: dict[str, object] = {}
        for place in (*PLACES, *PLACES):
            await pilot.press(app.keys[place.action][0])
            await settle(pilot)
            screen = app.screen
            assert isinstance(screen, DeskScreen)
            assert place.name == screen.NAME
            assert screens.setdefault(place.name, screen) is screen


@BOTH_SIZES
async def test_the_palette_finds_everything(language: str, size: tuple[int, int]) -> None:
    app = DeskApp(busy_desk(language), "front")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, PaletteScreen)
        await paste(pilot, "016851")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CarScreen)
        assert "LC0CE4CB5V4016851" in shown(app)
        await pilot.press("escape", "ctrl+p")
        await paste(pilot, "26-0004")
        assert picked(app) == ("car", 4)
        await pilot.press("escape", "ctrl+p")
        await paste(pilot, "kazakh" if language == "en" else "哈萨克")
        await pilot.press("enter")
        await settle(pilot)
        assert stock_screen(app).destination == "KZ"
        await pilot.press("ctrl+p")
        await paste(pilot, "nearnew --lang")
        await pilot.press("enter")
        await settle(pilot)
        assert TRANSLATOR.tag != language
        await pilot.press("ctrl+p")
        await paste(pilot, "s26-001")
        assert picked(app) == ("shipment", 1)
        await pilot.press("escape", "ctrl+p")
        await paste(pilot, "no such thing at all")
        assert picked(app) is None
        await pilot.press("enter", "escape")
        stock_screen(app)


def test_the_palette_stays_quick_and_short() -> None:
    base = sample_cars()
    cars = [msgspec.structs.replace(car, vin=None, stock_number=f"{turn}-{car.stock_number}")
            for turn in range(1000) for car in base]  # fmt: skip
    lookup = Lookup(desk_of(cars))
    found, count = lookup.cars("byd 元up", 40)
    assert len(found) == 40
    assert count == 6000
    found, count = lookup.cars("7-26-0003", 40)
    assert (found[0].stock_number, count) == ("7-26-0003", 100)


async def test_the_palette_does_what_the_key_would_do() -> None:
    app = DeskApp(busy_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p")
        await paste(pilot, "last line")
        await pilot.press("enter")
        await settle(pilot)
        assert stock_screen(app).table.cursor == 9


@pytest.mark.parametrize("start", ["front", "due"])
async def test_no_text_is_untranslated(start: str) -> None:
    app = DeskApp(busy_desk("qps"), start)
    async with app.run_test(size=(400, 60)) as pilot:
        await settle(pilot)
        for keys in ([], ["ctrl+p"], ["escape", "u"], ["escape", "!"]):
            await pilot.press(*keys)
            await settle(pilot)
            for lines in app.screen.query(Lines):
                for text in lines.texts:
                    assert untranslated(_known(text)) == "", text
            for page in app.screen.query(Page):
                for text in page.texts:
                    assert untranslated(_known(text)) == "", text
            for line in lines_of(app):
                assert untranslated(_known(line)) == "", line


def _known(text: str) -> str:
    for data in (
        "FIRM-7",
        "PICC-[b]1",
        "tester",
        "test",
        "FIRM-8",
        "UTC",
        "is:",
        "invoice:",
        "dest:",
        "stage:",
        "special_vat",
    ):
        text = text.replace(data, "")
    for word in ("blocked", "unknown", "action", "ready", "bought", "refunded", "departed", "pgdn", "space", "ctrl"):
        text = text.replace(f"{word}", "") if f"[!! {word}" not in text else text
    return text


@pytest.mark.parametrize("start", ["front", "due"])
async def test_ascii_draws_nothing_that_may_be_wide(start: str) -> None:
    app = DeskApp(busy_desk(glyphs="ascii"), start)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        for keys in ([], ["ctrl+p"], ["escape", "u"], ["n", "!"]):
            await pilot.press(*keys)
            await settle(pilot)
            assert not set("…•▸✓✗→–─·↑") & set(shown(app))


async def test_hostile_text_is_only_text() -> None:
    texts = HOSTILE[:-1]
    steps = (Milestone(Stage.TRANSFERRED, date(2026, 9, 20)),)
    blank = msgspec.structs.replace(sample_cars()[0], vin=None, milestones=steps)
    desk = desk_of([msgspec.structs.replace(blank, model=text, stock_number=text) for text in texts])
    for place, text in enumerate(texts, 1):
        scope = Scope(Reach.CARS, car_ids=(place,))
        paper = Document("insurance_policy", scope, number=text, expires=date(2026, 11, 30 - place))
        desk.store.commit([Put(DOCUMENTS, paper)], why=text)
    app = DeskApp(desk, "front")
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settle(pilot)
        for keys in ([], ["7"], ["G"], ["ctrl+p"], ["escape", "u"], ["y"], ["!"]):
            await pilot.press(*keys)
            await settle(pilot)
            for line in lines_of(app):
                bare = line.replace("\u2068", "").replace("\u2069", "")
                assert clean(bare) == bare


@pytest.mark.parametrize("screen", ["front", "due", "messages"])
def test_footers_are_short(screen: str) -> None:
    assert sum(action.footer for action in of_screen(screen)) <= 6


def test_keys_that_clash_are_told_before_the_screen_is_taken(tmp_path: Path) -> None:
    for keys in ({"app.go_due": "u"}, {"due.horizon": "7"}, {"front.add": "i"}, {"app.go_dealer": "2"}):
        with pytest.raises(ConfigError):
            run(desk_of([], keys=keys))


def test_keys_that_clash_end_the_command_with_one_sentence(tmp_path: Path) -> None:
    import os
    import pty
    import subprocess
    import sys

    config = tmp_path / "config.toml"
    config.write_text('[keys]\n"app.undo" = "7"\n', encoding="utf-8")
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--book", str(tmp_path / "book"), "--config", str(config), "--lang", "en"],
        stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, timeout=30, check=False,
    )  # fmt: skip
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert "app.undo" in done.stderr.decode()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_ten_main_screens_can_be_read_on_80_cells(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    more = (
        Place("kits", "Localisation", "front", "FrontScreen", "Kits"),
        Place("more", "Papers", "front", "FrontScreen"),
    )
    places = (*(one for one in PLACES if one.name != "localisation"), *more)
    assert len(places) == 10
    monkeypatch.setattr("tui.app.widgets.main_tabs.PLACES", places)
    app = DeskApp(busy_desk(language), "front")
    app.keys = {**app.keys, "app.go_kits": ("5",), "app.go_more": ("9",)}
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        line = " ".join(app.screen.query_one(MainTabs).texts)
        tabs = lines_of(app)[0]
        assert line.rstrip() == tabs.rstrip()
        for place in places:
            key = app.keys[place.action][0]
            labels = {_(place.label), _(place.short) if place.short else ""} - {""}
            words = {_("%(label)s %(key)s") % {"label": label, "key": key} for label in labels}
            assert any(f" {word}" in tabs or f"[{word}]" in tabs for word in words), (place.name, tabs)
