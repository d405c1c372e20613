"""Keys typed faster than a screen is built: none is lost, and none does something on the screen below."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from textual import events
from textual.pilot import Pilot

from tests.app.import_kit import DATA, stage
from tests.app.kit import SMALL, desk_of, sample_cars, sample_desk, settle, stock_screen
from tests.app.nav_kit import busy_desk
from tui.app.app import DeskApp
from tui.app.screens import import_work
from tui.app.screens.car import CarScreen
from tui.app.screens.due import DueScreen
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.forms.row import FieldRow
from tui.app.screens.held import HeldScreen
from tui.app.screens.import_reading import Stage
from tui.app.screens.importing import ImportScreen
from tui.app.screens.menu import MenuScreen
from tui.app.widgets.field import Field
from tui.desk import dues
from tui.desk.kinds import CARS, DEALERS

_NAMES = {"/": "slash", "-": "minus", ":": "colon", " ": "space"}


_SLOW = 0.3
"""Seconds that a slow machine takes over one key: many more than keys typed ahead are apart."""


def key_of(text: str) -> events.Key:
    return events.Key(_NAMES.get(text, text), text if len(text) == 1 else None)


async def type_beside(pilot: Pilot[None], *keys: str, apart: float = 0.0) -> None:
    """Send keys from a thread of their own, as the terminal does: they also come while the app is at work."""

    def typist() -> None:
        for key in keys:
            pilot.app.post_message(key_of(key))
            time.sleep(apart)

    await asyncio.to_thread(typist)
    await pilot.pause()
    await settle(pilot)


def hold_up() -> None:
    """Let nothing else be done meanwhile, as work does."""
    time.sleep(_SLOW)


def slowed(monkeypatch: pytest.MonkeyPatch, kind: type[Any], *keys: str) -> None:
    """Let a kind of widget take its time over these keys on their way through it."""
    was: Callable[..., Any] = kind.on_event

    async def slow(self: Any, event: events.Event) -> None:
        if isinstance(event, events.Key) and event.key in keys:
            hold_up()
        await was(self, event)

    monkeypatch.setattr(kind, "on_event", slow)


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Send keys all at once, as a paste or a quick hand does; a key of several letters is a name."""
    for key in keys:
        pilot.app.post_message(key_of(key))
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


@pytest.mark.parametrize(("on", "back"), [("down", "up"), ("tab", "shift+tab")])
async def test_a_field_that_has_just_appeared_is_not_the_next_one_before_it_has_its_place(on: str, back: str) -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("w")
        form = app.screen
        assert isinstance(form, DocumentForm)
        with app.batch_update():  # nothing is laid out meanwhile, as on a slow machine
            await type_beside(pilot, *"letter", on, *"A-7", on, *"qed", back, *"2")
        assert {name: text for name, text in form.texts.items() if text} == {
            "kind": "letter", "number": "A-72", "issuer": "qed", "country": form.texts["country"],
        }  # fmt: skip


async def test_tab_goes_on_to_the_next_part_of_a_form_and_back() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, CarForm)
        first = form._parts[0]
        form.go_to(first[-1])
        await settle(pilot)
        await pilot.press("tab")
        await settle(pilot)
        row = form.row_here()
        assert row is not None
        assert row.what.name == form._parts[1][0]
        await pilot.press("shift+tab")
        await settle(pilot)
        row = form.row_here()
        assert row is not None
        assert row.what.name == first[-1]


@pytest.mark.parametrize("apart", [0.0, 0.1])
@pytest.mark.parametrize("kind", [Field, FieldRow, CarForm])
async def test_a_slow_machine_puts_every_text_into_its_own_field(
    monkeypatch: pytest.MonkeyPatch, kind: type[Any], apart: float
) -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await burst(pilot, "a")
        slowed(monkeypatch, kind, "down", "tab", "enter", "up")
        keys = [*"LC0", "down", *"byd", "tab", *"qed", "enter", *"x", "up", *"2"]
        await type_beside(pilot, *keys, apart=apart)
        assert isinstance(app.screen, CarForm)
        texts = app.screen.texts
        assert (texts["vin"], texts["make"], texts["model"], texts["trim"]) == ("LC0", "byd", "qed2", "x")


async def test_a_slow_machine_takes_a_text_to_another_part_of_a_form(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = CarForm._open_part

    async def slow(self: CarForm, part: int, name: str) -> None:
        await asyncio.sleep(_SLOW)
        await opened(self, part, name)

    monkeypatch.setattr(CarForm, "_open_part", slow)
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await burst(pilot, "a")
        assert isinstance(app.screen, CarForm)
        first, second = app.screen._parts[0], app.screen._parts[1]
        await type_beside(pilot, *"LC0", "pagedown", *"7", "up", *"6")
        texts = app.screen.texts
        assert (texts[first[0]], texts[first[-1]], texts[second[0]]) == ("LC0", "6", "7")


async def test_a_slow_screen_gets_the_keys_behind_the_one_that_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    slowed(monkeypatch, type(DeskApp(sample_desk()).get_default_screen()), "question_mark")
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await type_beside(pilot, "question_mark", *"mark", apart=0.05)
        assert isinstance(app.screen, MenuScreen)
        assert app.screen.query_one(Field).value == "mark"
        assert not len(app.screen_stack[0].marks)  # type: ignore[attr-defined]


async def test_what_is_pasted_keeps_its_place_among_the_keys() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for one in (
            key_of("a"),
            events.Paste("LC0"),
            key_of("1"),
            key_of("down"),
            events.Paste("比亚迪"),
            key_of("down"),
        ):
            app.post_message(one)
        await burst(pilot, *"qed")
        assert isinstance(app.screen, CarForm)
        texts = app.screen.texts
        assert (texts["vin"], texts["make"], texts["model"]) == ("LC01", "比亚迪", "qed")


async def test_keys_behind_a_saved_form_are_for_the_screen_below(monkeypatch: pytest.MonkeyPatch) -> None:
    written = FormScreen.write

    def slow(self: FormScreen, *, confirm: bool) -> int:
        time.sleep(_SLOW)
        return written(self, confirm=confirm)

    monkeypatch.setattr(CarForm, "write", slow)
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await type_beside(pilot, "a", "down", *"byd", "down", *"qed", "ctrl+s", "/", *"qed", apart=0.02)
        assert stock_screen(app).query_one("#filter", Field).value == "qed"
        assert [car.model for car in app.desk.store.all(CARS)][-1] == "qed"


async def test_keys_behind_a_change_of_marked_cars_are_for_the_stock() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        field = ["o", "d", "o", "m", "e", "t", "e", "r", "_", "k", "m", "enter"]
        await type_beside(pilot, "space", "space", "e", *field, *"12", "ctrl+s", "/", *"qed", apart=0.02)
        assert stock_screen(app).query_one("#filter", Field).value == "qed"
        assert [car.odometer_km for car in app.desk.store.all(CARS)[:2]] == [12, 12]


async def test_a_list_is_taken_in_by_one_burst(monkeypatch: pytest.MonkeyPatch) -> None:
    read = import_work.read

    def slow(*arguments: Any, **options: Any) -> None:
        time.sleep(_SLOW)
        read(*arguments, **options)

    monkeypatch.setattr(import_work, "read", slow)
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.post_message(key_of("i"))
        app.post_message(events.Paste(str(DATA)))
        await type_beside(pilot, "enter", *"hz", "enter", "ctrl+s", "y", apart=0.02)
        assert isinstance(app.screen, HeldScreen)
        assert "hz" in {dealer.name for dealer in app.desk.store.all(DEALERS)}


async def test_escape_stops_a_screen_that_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    going_on = threading.Event()
    monkeypatch.setattr(import_work, "read", lambda *_arguments, **_options: going_on.wait(30) and None)
    app = DeskApp(sample_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.post_message(key_of("i"))
        app.post_message(events.Paste(str(DATA)))
        await pilot.press("enter")
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        assert stage(screen) is Stage.WORK
        await pilot.press("escape")
        try:
            assert stage(screen) is Stage.FILE
        finally:
            going_on.set()
        await settle(pilot)


async def test_keys_wait_for_the_first_list_of_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    read = dues.due_items

    def slow(*arguments: Any) -> Any:
        hold_up()
        return read(*arguments)

    monkeypatch.setattr(dues, "due_items", slow)
    app = DeskApp(busy_desk())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await type_beside(pilot, "7", "end")
        assert isinstance(app.screen, DueScreen)
        assert app.screen.table.cursor == len(app.screen.table.rows) - 1 > 0


async def test_marks_and_page_keys_keep_their_order() -> None:
    cars = [msgspec.structs.replace(sample_cars()[0], vin=None, stock_number=f"N{place:03}") for place in range(60)]
    app = DeskApp(desk_of(cars))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = stock_screen(app)
        page = screen.table.size.height - 1
        ids = [row.id for row in screen.table.rows]
        await burst(pilot, "down", "pagedown", " ", "up", "up", "end", " ", "up", " ", "pageup", "k")
        assert sorted(map(ids.index, screen.marks._ids)) == [1 + page, 58, 59]
        place = screen.table.cursor
        await burst(pilot, "question_mark", "up", "pageup")
        assert isinstance(app.screen, MenuScreen)
        assert screen.table.cursor == place
