"""Finding one's way: the main screens, the front desk, what is due, the palette."""

from __future__ import annotations

import threading
from collections.abc import Callable
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
    said,
    sample_cars,
    settle,
    shown,
    stock_screen,
)
from tests.app.test_languages import untranslated
from tui.app.app import DeskApp, run
from tui.app.commands import of_screen
from tui.app.places import PLACES
from tui.app.screens.base import DeskScreen
from tui.app.screens.car import CarScreen
from tui.app.screens.due import DueScreen
from tui.app.screens.front import FrontScreen
from tui.app.screens.palette import PaletteScreen
from tui.app.widgets.cells import clean
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Lines, Page
from tui.app.widgets.main_tabs import MainTabs
from tui.config import Settings
from tui.desk import editing, overview, stock
from tui.desk.context import Desk
from tui.desk.demo import throw_away
from tui.desk.kinds import CARS, DOCUMENTS, SHIPMENTS
from tui.desk.lookup import Lookup
from tui.domain.cars import Milestone
from tui.domain.deals import Deal
from tui.domain.documents import Document, Reach, Scope
from tui.domain.query import parse
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode, Stage
from tui.errors import ConfigError
from tui.i18n.translator import TRANSLATOR, _
from tui.store.contract import Put

BOTH_LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])
BOTH_SIZES = pytest.mark.parametrize(("language", "size"), [("en", WIDE), ("zh_CN", SMALL)], ids=["en-140", "zh-80"])


def busy_desk(language: str = "en", **options: object) -> Desk:
    """A desk with deadlines, papers, a shipment and a car that has left."""
    cars = sample_cars()
    steps = (Milestone(Stage.TRANSFERRED, date(2026, 9, 20)),)
    cars[0] = msgspec.structs.replace(cars[0], milestones=(*cars[0].milestones, *steps))
    left = (
        Milestone(Stage.TRANSFERRED, date(2026, 9, 20)),
        Milestone(Stage.CLEARED, date(2026, 10, 1)),
        Milestone(Stage.DEPARTED, date(2026, 10, 3)),
    )
    cars[5] = msgspec.structs.replace(cars[5], milestones=(*cars[5].milestones, *left))
    desk = desk_of(cars, language=language, **options)  # type: ignore[arg-type]
    papers = [
        Document("insurance_policy", Scope(Reach.CARS, car_ids=(2, 3)), number="PICC-[b]1", expires=date(2026, 12, 1)),
        Document("insurance_policy", Scope(Reach.FIRM), number="FIRM-7", expires=date(2026, 11, 2)),
        Document("insurance_policy", Scope(Reach.FIRM), number="FIRM-8", expires=date(2027, 6, 2)),
    ]
    shipment = Shipment("S26-001", Deal("KZ"), Mode.RAIL, (Line(1), Line(2)))
    desk.store.commit([*(Put(DOCUMENTS, paper) for paper in papers), Put(SHIPMENTS, shipment)], why="test")
    return desk


def front_screen(app: DeskApp) -> FrontScreen:
    assert isinstance(app.screen, FrontScreen)
    return app.screen


def due_screen(app: DeskApp) -> DueScreen:
    assert isinstance(app.screen, DueScreen)
    return app.screen


def picked(app: DeskApp) -> object:
    """The key of the palette's entry under the cursor."""
    assert isinstance(app.screen, PaletteScreen)
    return app.screen.table.row.key if app.screen.table.row else None


def go_to_line(screen: FrontScreen, name: str) -> None:
    screen.table.move_to([line.key for line in screen.table.rows].index(name))


# the main screens


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
        assert "[Front 0]" in head
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


# the front desk


@BOTH_SIZES
async def test_every_figure_opens_the_list_behind_it(language: str, size: tuple[int, int]) -> None:
    app = DeskApp(busy_desk(language), "front")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        front = front_screen(app)
        lines = list(front.table.rows)
        names = {line.key for line in lines}
        assert {"cars", "tied_up", "blocked", "unknown", "action", "ready", "shipments", "rebates", "due"} <= names
        assert front._figures["cars"].count == 10
        few = {"tied_up", "blocked"} if size == WIDE else names
        for line in (line for line in lines if line.leads == "stock" and line.key in few):
            go_to_line(front, line.key)
            await pilot.press("enter")
            await settle(pilot)
            found = stock_screen(app)
            assert found.query_one("#filter", Field).value == line.query
            if line.key not in {"tied_up", "rebates"}:
                assert len(found.table.rows) == front._figures[line.key].count, line
            await pilot.press("0")
            await settle(pilot)
        go_to_line(front, "due")
        await pilot.press("enter")
        await settle(pilot)
        due_screen(app)


async def test_every_line_of_the_sample_book_leads_somewhere() -> None:
    with throw_away(Settings(), "zh_CN") as desk:
        app = DeskApp(desk, "front")
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            front = front_screen(app)
            names = {}
            for line in [line for line in front.table.rows if line.leads != "stock"]:
                go_to_line(front, line.key)
                await pilot.press("enter")
                await settle(pilot)
                names[line.leads] = getattr(app.screen, "NAME", "")
                await pilot.press("0")
                if app.screen is not front:
                    await pilot.press("0")
                await settle(pilot)
                assert app.screen is front
            assert names == {"shipments": "shipments", "held": "held", "due": "due", "car": "car"}
            for key in ("i", "a"):
                await pilot.press(key)
                await settle(pilot)
                assert app.screen is not front
                await pilot.press("escape")
                await settle(pilot)
                assert app.screen is front


def test_a_car_that_has_left_counts_no_more() -> None:
    desk = busy_desk()
    rows = stock.rows(desk)
    figures = {figure.name: figure for figure in overview.verdict_figures(rows, lambda: None)}
    assert sum(figure.count for figure in figures.values()) == 9
    left = next(row for row in rows if row.stage is Stage.DEPARTED)
    assert not any(parse(figure.query).holds(left) for figure in figures.values())


def test_a_stage_that_is_only_partly_gone_is_not_left_out() -> None:
    cars = sample_cars()[:2]
    paid = (Milestone(Stage.DEPARTED, date(2026, 11, 3)), Milestone(Stage.PAID, date(2026, 11, 4)))
    cars[0] = msgspec.structs.replace(cars[0], milestones=paid)
    cars[1] = msgspec.structs.replace(cars[1], milestones=paid[1:])
    desk = desk_of(cars)
    for figure in overview.verdict_figures(stock.rows(desk), lambda: None):
        assert figure.count == len(stock.select(desk, figure.query))


async def test_the_front_desk_is_there_before_the_cars_are_assessed(monkeypatch: pytest.MonkeyPatch) -> None:
    wait, real = threading.Event(), overview.verdict_figures

    def slow(rows: list[stock.StockRow], pause: Callable[[], None]) -> list[overview.Figure]:
        wait.wait(10)
        return real(rows, pause)

    monkeypatch.setattr(overview, "verdict_figures", slow)
    app = DeskApp(busy_desk(), "front")
    async with app.run_test(size=SMALL) as pilot:
        for _turn in range(100):
            await pilot.pause(0.02)
            if "cars in stock" in shown(app) and "overdue" in shown(app):
                break
        assert any("…" in line and "✗ blocked" in line for line in lines_of(app))
        wait.set()
        await settle(pilot)
        assert not any("…  ✗ blocked" in line for line in lines_of(app))


async def test_a_new_count_puts_an_end_to_the_one_before() -> None:
    desk = busy_desk()
    app = DeskApp(desk, "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        front = front_screen(app)
        for _turn in range(5):
            front.load()
        car = desk.store.all(CARS)[0]
        desk.store.commit([Put(CARS, msgspec.structs.replace(car, archived=True))], why="elsewhere")
        app.look_at_book()
        for _turn in range(100):
            await pilot.pause(0.02)
            if front._figures["cars"].count == 9:
                return
        pytest.fail("the archived car is still counted")


@BOTH_LANGUAGES
async def test_an_empty_book_says_what_to_do_first(language: str) -> None:
    desk = desk_of([], language=language)
    app = DeskApp(desk, "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        text = shown(app)
        assert _("This book is empty. What to do first:") in text
        assert "nearnew demo" in text
        await pilot.press("enter", "j", "u", "U", "7")
        await settle(pilot)
        assert _("There is nothing to undo") in said(app)
        due_screen(app)
        assert _("d looks further ahead") in shown(app)
        await pilot.press("enter", "d", "slash", "x", "escape", "escape", "0")
        editing.add_car(desk, [("make", "byd"), ("model", "元UP")])
        app.tell_book_changed()
        await settle(pilot)
        assert front_screen(app)._figures["cars"].count == 1
        assert app.focused is front_screen(app).table


# what is due


@BOTH_SIZES
async def test_what_is_due(language: str, size: tuple[int, int]) -> None:
    app = DeskApp(busy_desk(language), "due")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        due = due_screen(app)
        days = [line.on for line in due.table.rows]
        assert days == sorted(days)
        assert days[0] < date(2026, 11, 22)
        assert "! -" in lines_of(app)[4]
        few = len(days)
        await pilot.press("d", "d", "d")
        await settle(pilot)
        assert len(due.table.rows) > few
        await pilot.press("d")
        await settle(pilot)
        assert len(due.table.rows) == few
        await pilot.press("slash")
        await paste(pilot, "picc-[b]")
        assert [line.name.split()[0] for line in due.table.rows] == ["PICC-[b]1"]
        assert "PICC-[b]1" in shown(app)
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, CarScreen)
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert len(due.table.rows) == few
        due.table.move_to(next(place for place, line in enumerate(due.table.rows) if line.name == "FIRM-7"))
        await pilot.press("enter")
        assert _("This paper belongs to no car") in said(app)
        await pilot.press("slash")
        await paste(pilot, "nothing is called so")
        await settle(pilot)
        assert _("Nothing that is due fits this filter; esc shows all") in shown(app)


# the palette


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


# everywhere


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
