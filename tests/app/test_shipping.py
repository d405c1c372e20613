"""Shipments on the screen."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len

from tests.app.kit import (
    HOSTILE,
    SMALL,
    TODAY,
    lines_of,
    paste,
    said,
    sample_desk,
    settle,
    shown,
    type_text,
)
from tests.app.shipping_kit import SIZES, STORIES, note, opened, shipped_desk
from tests.desk.kit import put_shipment
from tui.app.app import DeskApp
from tui.app.screens.asking import EntryScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.forms.shipment import ShipmentForm
from tui.app.screens.loading import LoadingScreen
from tui.app.screens.paper import PaperScreen
from tui.app.screens.shipment import ShipmentScreen
from tui.app.screens.shipments import ShipmentsScreen
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Lines, Page
from tui.desk import papers, shipping
from tui.desk.context import Desk
from tui.desk.kinds import CARS, SHIPMENTS
from tui.domain.deals import Deal
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode
from tui.i18n.translator import _
from tui.store.contract import Put, Remove


@STORIES
async def test_a_shipment_from_nothing_to_a_saved_paper(language: str, size: tuple[int, int], tmp_path: Path) -> None:
    desk = sample_desk(language)
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert _("There is no shipment in this book yet") in shown(app)
        await opened(pilot, "a")
        assert isinstance(app.screen, ShipmentForm)
        await type_text(pilot, "KZ")
        await opened(pilot, "ctrl+s")
        screen = app.screen
        assert isinstance(screen, ShipmentScreen)
        (made,) = desk.store.all(SHIPMENTS)
        assert (made.number, made.deal.country, made.mode) == ("S26-001", "KZ", Mode.ROAD)
        await opened(pilot, "a")
        assert isinstance(app.screen, LoadingScreen)
        await opened(pilot, "space", "space", "enter")
        assert app.screen is screen
        made = desk.store.all(SHIPMENTS)[0]
        assert len(made.lines) == 2
        assert desk.store.all(CARS)[0].vin in shown(app)
        await opened(pilot, "A", "m")
        await type_text(pilot, "15500 USD")
        assert "15,500.00 USD" in note(app)
        await opened(pilot, "enter")
        made = desk.store.all(SHIPMENTS)[0]
        assert [str(line.price.amount) for line in made.lines if line.price] == ["15500.00", "15500.00"]
        assert "$31,000" in shown(app)
        causes = "\n".join(screen.query_one("#causes", Page).texts)
        assert _("all %(cars)s") % {"cars": ""} in causes or language == "zh_CN"
        await opened(pilot, "p")
        assert isinstance(app.screen, PaperScreen)
        text = papers.shown(papers.printout(desk, made, papers.SUMMARY, TODAY, draft=True), "text", language)
        expected = [line for line in text.replace("\f", "").split("\n") if line][:12]
        on_screen = [line.rstrip() for line in lines_of(app)]
        assert all(line.rstrip() in on_screen for line in expected)
        target = tmp_path / "paper.txt"
        await opened(pilot, "s")
        assert app.screen.query_one(Field).value == "S26-001-summary-draft.txt"
        await paste(pilot, str(target))
        await opened(pilot, "enter")
        assert target.read_text("utf-8") == text
        assert target.name in said(app)


async def test_the_kind_the_language_and_the_format_are_chosen_by_key(tmp_path: Path) -> None:
    app = DeskApp(shipped_desk(), start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "p")
        screen = app.screen
        assert isinstance(screen, PaperScreen)
        await opened(pilot, "y")
        assert len(app.clipboard.split("\n")) == len(screen._paper.summary.cars) if screen._paper else False
        await opened(pilot, "w", "w")
        assert screen.kind == "invoice"
        while screen.tongue != "ru":
            await opened(pilot, "t")
        assert "КОММЕРЧЕСКИЙ ИНВОЙС" in shown(app)
        await opened(pilot, "z")
        assert "商业发票" in shown(app)
        await opened(pilot, "o", "o")
        assert "PDF" in shown(app)
        target = tmp_path / "invoice.pdf"
        await opened(pilot, "s")
        await paste(pilot, str(target))
        await opened(pilot, "enter")
        assert target.read_bytes().startswith(b"%PDF-")


async def test_an_empty_list_offers_nothing_to_open_or_print() -> None:
    app = DeskApp(sample_desk(), start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        assert "New shipment" in lines_of(app)[-1]
        assert "Open" not in lines_of(app)[-1]
        assert "Print" not in lines_of(app)[-1]


async def test_the_list_judges_filters_and_explains() -> None:
    desk = shipped_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        screen = app.screen
        assert isinstance(screen, ShipmentsScreen)
        for row in screen.table.rows:
            verdict, _answers = shipping.judge(desk, row.shipment, TODAY)
            assert any(row.shipment.number in line and verdict.value in line for line in lines_of(app))
        assert len(screen.query_one("#shipments-why", Lines).texts) == 3
        await opened(pilot, "/")
        await type_text(pilot, "aral")
        await settle(pilot)
        assert [row.shipment.number for row in screen.table.rows] == ["S26-001"]
        await opened(pilot, "enter", "L")
        assert screen.query_one(Field).value == "aral"
        assert len(screen.table.rows) == 1
        await opened(pilot, "/")
        await type_text(pilot, "xyz")
        await settle(pilot)
        assert _("No shipment has these words; esc shows all") in shown(app)
        await opened(pilot, "escape", "escape")
        assert len(screen.table.rows) == 2
        vin = desk.store.all(CARS)[5].vin
        await opened(pilot, "/")
        await paste(pilot, str(vin)[-6:])
        assert [row.shipment.number for row in screen.table.rows] == ["S26-002"]


@SIZES
async def test_cars_are_taken_off_after_a_question_and_marks_survive_a_language(size: tuple[int, int]) -> None:
    desk = shipped_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=size) as pilot:
        await opened(pilot, "G", "enter")
        screen = app.screen
        assert isinstance(screen, ShipmentScreen)
        await opened(pilot, "space", "L")
        assert screen.marked == {1}
        assert screen.table.cursor == 1
        await opened(pilot, "x")
        assert isinstance(app.screen, ConfirmScreen)
        await opened(pilot, "n", "x", "y")
        assert desk.store.all(SHIPMENTS)[0].car_ids == (2,)
        assert len(screen.table.rows) == 1
        await opened(pilot, "x", "y")
        assert not desk.store.all(SHIPMENTS)[0].lines
        await opened(pilot, "x", "m", "enter", "y", "space")
        assert _("No car is on this shipment yet; a adds some") in "\n".join(screen.query_one("#causes", Page).texts)
        await opened(pilot, "u")
        assert desk.store.all(SHIPMENTS)[0].car_ids == (2,)
        assert len(screen.table.rows) == 1


async def test_a_price_in_another_currency_is_refused_in_words() -> None:
    desk = shipped_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "G", "enter", "m")
        await type_text(pilot, "1,5")
        await opened(pilot, "enter")
        assert isinstance(app.screen, EntryScreen)
        assert "is no number" in note(app)
        app.screen.query_one(Field).value = "15500USD"
        await opened(pilot, "enter", "j", "m")
        await type_text(pilot, "16000")
        assert "16,000.00 USD" in note(app)
        app.screen.query_one(Field).value = "14000 EUR"
        await opened(pilot, "enter")
        assert "counts in USD" in said(app)


async def test_only_free_cars_are_offered_and_hidden_marks_are_counted() -> None:
    desk = shipped_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "G", "enter", "a")
        screen = app.screen
        assert isinstance(screen, LoadingScreen)
        assert {row.id for row in screen.table.rows} == {3, 4, 5, 7, 8, 9, 10}
        await opened(pilot, "space", "/")
        await type_text(pilot, "make:lynk")
        await opened(pilot, "enter")
        assert "1 marked, 1 hidden" in lines_of(app)[0]
        await opened(pilot, "enter")
        assert app.screen is screen
        await opened(pilot, "space", "enter")
        assert desk.store.all(SHIPMENTS)[0].car_ids == (1, 2, 7)


async def test_the_head_is_changed_and_a_new_party_added_on_the_way() -> None:
    desk = shipped_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "G", "enter", "e")
        form = app.screen
        assert isinstance(form, ShipmentForm)
        assert form.texts["consignee"] == "Aral Motors"
        await opened(pilot, *(["down"] * 7), "ctrl+o")
        await type_text(pilot, "new party")
        await opened(pilot, "enter")
        await type_text(pilot, "Ningbo Broker")
        await opened(pilot, "ctrl+s")
        assert isinstance(app.screen, ShipmentForm)
        assert form.texts["broker"] == "Ningbo Broker"
        assert isinstance(form, ShipmentForm)
        form.put("via", "KG, UZ")
        form.put("eta", "2026-11-01")
        await settle(pilot)
        assert any("before departure" in text for text in form.rows["eta"].texts)
        form.put("eta", "2026-12-20")
        form.put("consignee", "Nobody")
        await settle(pilot)
        assert any("nobody in this book" in text for text in form.rows["consignee"].texts)
        form.put("consignee", "")
        await opened(pilot, "ctrl+s")
        made = desk.store.all(SHIPMENTS)[0]
        assert made.deal.via == ("KG", "UZ")
        assert (str(made.eta), made.consignee_id, made.broker_id) == ("2026-12-20", None, 2)
        assert "Kyrgyzstan" in shown(app)
        (last,) = desk.store.since(desk.store.revision - 1)
        assert [change.kind for change in last.changes] == ["shipments"]


async def test_a_shipment_of_marked_cars_starts_where_they_are_to_go() -> None:
    desk = sample_desk()
    cars = desk.store.all(CARS)
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        form = ShipmentForm(desk, app.glyphs, cars[:2])
        made: list[int | None] = []
        app.push_screen(form, made.append)
        await settle(pilot)
        assert form.texts["country"] == "KZ"
        form.put("mode", "铁路")
        await opened(pilot, "ctrl+s")
        assert made == [1]
        stored = desk.store.all(SHIPMENTS)[0]
        assert (stored.car_ids, stored.mode) == ((1, 2), Mode.RAIL)
        again = ShipmentForm(desk, app.glyphs, cars[1:3])
        app.push_screen(again, made.append)
        await settle(pilot)
        again.put("country", "KZ")
        await opened(pilot, "ctrl+s")
        assert app.screen is again
        assert "is on shipment S26-001 already" in shown(app)


async def test_a_shipment_removed_in_another_window_leaves_its_screens() -> None:
    desk = shipped_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "G", "enter", "p")
        desk.store.commit([Remove(SHIPMENTS, 1)], why="elsewhere")
        app.tell_book_changed()
        await settle(pilot)
        await settle(pilot)
        assert isinstance(app.screen, ShipmentsScreen)
        assert "no longer in the book" in said(app)
        assert [row.shipment.id for row in app.screen.table.rows] == [2]


def hostile_desk() -> Desk:
    desk = sample_desk()
    for text in HOSTILE:
        fields = dict.fromkeys(
            ("number", "incoterm", "incoterm_place", "port_of_loading", "port_of_discharge", "conveyance", "note"), text
        )
        lines = (Line(1), Line(10))
        clean = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
        put_shipment(desk, Shipment(deal=Deal("KZ"), mode=Mode.RO_RO, lines=lines, **clean))  # type: ignore[arg-type]
    return desk


@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
async def test_hostile_text_keeps_every_line_at_its_width(glyphs: str) -> None:
    desk = hostile_desk()
    desk.settings = msgspec.structs.replace(desk.settings, ui=msgspec.structs.replace(desk.settings.ui, glyphs=glyphs))
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        check(app, ascii_only=glyphs == "ascii")
        for shipment in desk.store.all(SHIPMENTS):
            for screen in (ShipmentScreen(desk, app.glyphs, shipment.id), PaperScreen(desk, app.glyphs, shipment.id)):
                await app.push_screen(screen)
                await pilot.pause()
                check(app, ascii_only=glyphs == "ascii")
        for keys in (["o"], ["o"], ["s"], ["escape", "f"], ["escape", "escape", "x"], ["n", "m"], ["escape", "e"]):
            await pilot.press(*keys)
            await pilot.pause()
            check(app, ascii_only=glyphs == "ascii")


def check(app: DeskApp, *, ascii_only: bool) -> None:
    for line in lines_of(app):
        assert cell_len(line) == SMALL[0]
        assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
        assert "\u202e" not in line
        assert not ascii_only or not set(line) & set("…–→·✓✗─")


async def test_what_another_window_wrote_during_a_question_is_kept() -> None:
    desk = shipped_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        await opened(pilot, "G", "enter", "x")
        now = desk.store.all(SHIPMENTS)[0]
        desk.store.commit([Put(SHIPMENTS, msgspec.structs.replace(now, note="from elsewhere"))], why="elsewhere")
        await opened(pilot, "y")
        changed = desk.store.all(SHIPMENTS)[0]
        assert (changed.note, changed.car_ids) == ("from elsewhere", (2,))


async def test_in_a_small_window_a_shipment_is_in_sight_and_what_is_cut_says_so() -> None:
    app = DeskApp(shipped_desk("zh_CN"), start="shipments")
    async with app.run_test(size=(40, 10)) as pilot:
        await settle(pilot)
        assert "S26-001" in shown(app)
        assert "…" in lines_of(app)[1]
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "…" not in lines_of(app)[1]
