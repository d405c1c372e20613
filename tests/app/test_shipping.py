"""Shipments, their paper, and the destinations: what an operator and a checker do there with the keyboard."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests.app.kit import (
    HOSTILE,
    SMALL,
    TODAY,
    WIDE,
    desk_of,
    lines_of,
    paste,
    said,
    sample_desk,
    settle,
    shown,
    type_text,
)
from tests.desk.kit import new_car, new_desk, put_cars, put_shipment, ready_for_kazakhstan
from tui.app.app import DeskApp
from tui.app.ruling import rule_page
from tui.app.screens.asking import EntryScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.country import CountryScreen, RuleScreen
from tui.app.screens.destinations import DestinationsScreen
from tui.app.screens.forms.shipment import ShipmentForm
from tui.app.screens.loading import LoadingScreen
from tui.app.screens.paper import PaperScreen
from tui.app.screens.shipment import ShipmentScreen
from tui.app.screens.shipments import ShipmentsScreen
from tui.app.screens.stock import StockScreen
from tui.app.widgets.field import Field
from tui.app.widgets.leaf import Leaf
from tui.app.widgets.lines import Lines, Page
from tui.desk import papers, shipping
from tui.desk.context import Desk
from tui.desk.destinations import rules_of
from tui.desk.kinds import CARS, PARTIES, SHIPMENTS
from tui.domain.deals import Deal
from tui.domain.parties import Party
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode
from tui.i18n.translator import TRANSLATOR, _
from tui.store.contract import Put, Remove

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
STORIES = pytest.mark.parametrize(
    ("language", "size"), [("en", SMALL), ("zh_CN", SMALL), ("zh_CN", WIDE)], ids=["en", "zh_CN", "zh_CN-wide"]
)


def shipped_desk(language: str = "en", **options: object) -> Desk:
    """The sample cars, two of them on a shipment to Kazakhstan and one on another to Jordan."""
    desk = sample_desk(language, **options)
    cars = desk.store.all(CARS)
    desk.store.commit([Put(PARTIES, Party("Aral Motors", country="KZ"))], why="test")
    shipping.create(desk, cars[:2], "KZ", [("etd", "2026-12-01"), ("port_of_loading", "霍尔果斯")], consignee_id=1)
    shipping.create(desk, cars[5:6], "JO", [])
    return desk


def ready_desk() -> Desk:
    """One car on a shipment, READY."""
    desk = new_desk()
    shipping.create(desk, [ready_for_kazakhstan(desk)], "KZ", [])
    return desk


async def opened(pilot: Pilot[None], *keys: str) -> None:
    """Wait for what is worked out in the background, then press keys."""
    if not keys:
        await settle(pilot)
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await settle(pilot)


def note(app: DeskApp) -> str:
    return "\n".join(app.screen.query_one("#entry-note", Lines).texts)


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
        text = papers.rendered(papers.summary(desk, made, TODAY, draft=True), "text", language)
        expected = [line for line in text.replace("\f", "").split("\n") if line][:12]
        on_screen = [line.rstrip() for line in lines_of(app)]
        assert all(line.rstrip() in on_screen for line in expected)
        target = tmp_path / "paper.txt"
        await opened(pilot, "s")
        assert app.screen.query_one(Field).value == "S26-001-draft.txt"
        await paste(pilot, str(target))
        await opened(pilot, "enter")
        assert target.read_text("utf-8") == text
        assert target.name in said(app)


@SIZES
async def test_the_paper_is_shown_to_its_last_column(size: tuple[int, int]) -> None:
    desk = shipped_desk("zh_CN")
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=size) as pilot:
        await opened(pilot, "p")
        leaf = app.screen.query_one(Leaf)
        assert leaf.region.x == 0
        assert leaf.size.width == size[0]
        assert "-" * 80 in shown(app)
        assert max(cell_len(line) for line in leaf.texts) == 80
        assert leaf.pages > 1
        await opened(pilot, "n")
        assert leaf.page == 2
        await opened(pilot, "b")
        assert leaf.scroll_offset.y == 0


async def test_the_paper_speaks_a_language_and_takes_a_form_of_its_own(tmp_path: Path) -> None:
    desk = shipped_desk("zh_CN")
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "p")
        assert "发运摘要" in shown(app)
        await opened(pilot, "t")
        assert "SHIPMENT SUMMARY" in shown(app)
        await opened(pilot, "L")
        assert TRANSLATOR.tag == "en"
        assert "SHIPMENT SUMMARY" in shown(app)
        await opened(pilot, "t")
        assert "发运摘要" in shown(app)
        await opened(pilot, "o")
        leaf = app.screen.query_one(Leaf)
        await opened(pilot, "right")
        assert leaf.scroll_offset.x > 0
        await opened(pilot, "s")
        assert app.screen.query_one(Field).value.endswith("-draft.csv")
        await paste(pilot, str(tmp_path / "a.csv"))
        await opened(pilot, "enter", "o", "s")
        assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        await paste(pilot, str(tmp_path / "a.json"))
        await opened(pilot, "enter")
        assert json.loads((tmp_path / "a.json").read_text())["shipment"]["draft"] is True


async def test_a_file_that_is_there_asks_and_one_that_cannot_be_keeps_what_was_typed(tmp_path: Path) -> None:
    app = DeskApp(shipped_desk(), start="shipments")
    there = tmp_path / "there.txt"
    there.write_text("mine")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "p", "s")
        await paste(pilot, str(tmp_path / "nowhere" / "a.txt"))
        await opened(pilot, "enter")
        assert isinstance(app.screen, EntryScreen)
        assert "cannot be written" in note(app)
        app.screen.query_one(Field).value = str(there)
        await settle(pilot)
        assert "is there already" in note(app).replace("\n", " ")
        await opened(pilot, "enter")
        assert isinstance(app.screen, ConfirmScreen)
        await opened(pilot, "n")
        assert there.read_text() == "mine"
        assert app.screen.query_one(Field).value == str(there)
        await opened(pilot, "enter", "y")
        assert "SHIPMENT SUMMARY" in there.read_text("utf-8")
        assert isinstance(app.screen, PaperScreen)


async def test_asking_for_a_final_paper_says_what_is_missing() -> None:
    app = DeskApp(shipped_desk(), start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "G", "p")
        assert "DRAFT" in lines_of(app)[0]
        assert "Not final" in shown(app)
        await opened(pilot, "f")
        page = app.screen.query_one("#missing-page", Page)
        assert page.display
        assert "Export licence" in "\n".join(page.texts)
        await opened(pilot, "escape")
        assert app.screen.query_one(Leaf).display
        await opened(pilot, "escape")
        assert isinstance(app.screen, ShipmentsScreen)


async def test_a_ready_shipment_prints_final_and_can_be_a_draft() -> None:
    app = DeskApp(ready_desk(), start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        assert "READY" in shown(app)
        await opened(pilot, "p")
        assert "FINAL" in lines_of(app)[0]
        await opened(pilot, "s")
        assert app.screen.query_one(Field).value == "S26-001-final.txt"
        await opened(pilot, "escape", "f")
        assert "DRAFT" in lines_of(app)[0]
        await opened(pilot, "f")
        assert "FINAL" in lines_of(app)[0]


async def test_a_car_without_a_vin_keeps_a_draft_and_the_screen_says_so() -> None:
    desk = ready_desk()
    shipping.add(
        desk,
        shipping.find(desk, "S26-001"),
        [put_cars(desk, [msgspec.structs.replace(new_car(desk, 2), vin=None, id=0)])[0]],
    )
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "enter", "w")
        assert "waits for its VIN" in "\n".join(app.screen.query_one("#causes", Page).texts)
        await opened(pilot, "p")
        assert "DRAFT" in lines_of(app)[0]


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


@STORIES
async def test_destinations_count_the_stock_and_show_their_rules(language: str, size: tuple[int, int]) -> None:
    desk = sample_desk(language)
    app = DeskApp(desk, start="destinations")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        screen = app.screen
        assert isinstance(screen, DestinationsScreen)
        codes = [row.code for row in screen.table.rows]
        assert codes[-1] == "CN"
        assert set(screen._counts) == set(codes[:-1])
        assert {sum(counts.values()) for counts in screen._counts.values()} == {10}
        assert "2026-11-22" in shown(app)
        screen.table.move_to(codes.index("JO"))
        await opened(pilot, "enter")
        country = app.screen
        assert isinstance(country, CountryScreen)
        rules = rules_of(desk, "JO")
        assert list(country.table.rows) == rules
        await opened(pilot, "enter")
        assert isinstance(app.screen, RuleScreen)
        page = "\n".join(app.screen.query_one(Page).texts)
        assert _(rules[0].summary) in page
        assert rules[0].source.url in page
        await opened(pilot, "y")
        assert app.clipboard == rules[0].source.url
        await opened(pilot, "escape", "L", "c")
        assert isinstance(app.screen, StockScreen)
        assert app.screen.destination == "JO"


@pytest.mark.parametrize("language", ["en", "zh_CN", "qps"])
def test_every_rule_can_be_read_whole(language: str) -> None:
    desk = sample_desk(language)
    TRANSLATOR.use(language)
    for pack in desk.library.packs.values():
        for rule in pack.rules:
            texts = [one.text for one in rule_page(desk, rule, TODAY)]
            assert _(rule.summary) in texts
            quoted = {rule.id, rule.source.title, rule.source.url}
            assert not [text for text in texts if "_" in text and text not in quoted]


async def test_a_country_without_rules_says_that_every_car_is_unknown() -> None:
    desk = sample_desk()
    car = desk.store.all(CARS)[0]
    desk.store.commit([Put(CARS, msgspec.structs.replace(car, deal=Deal("UA")))], why="test")
    app = DeskApp(desk, start="destinations")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        screen = app.screen
        assert isinstance(screen, DestinationsScreen)
        screen.table.move_to([row.code for row in screen.table.rows].index("UA"))
        await settle(pilot)
        assert "There are no rules for Ukraine here" in shown(app)
        assert "? no rules" in shown(app)
        await opened(pilot, "enter", "enter", "y")
        assert isinstance(app.screen, CountryScreen)
        assert "No rule is kept here for this country" in shown(app)


async def test_destinations_of_an_empty_book() -> None:
    app = DeskApp(desk_of([]), start="destinations")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "j", "enter", "escape", "L", "L")
        assert "0 cars of the stock" in shown(app)


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


async def test_a_final_paper_is_not_saved_when_a_car_is_no_longer_ready(tmp_path: Path) -> None:
    desk = ready_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        await opened(pilot, "p", "s")
        await paste(pilot, str(tmp_path / "final.txt"))
        shipping.add(desk, desk.store.all(SHIPMENTS)[0], [new_car(desk, 2)])
        await opened(pilot, "enter")
        assert not (tmp_path / "final.txt").exists()
        assert "The book has changed meanwhile" in said(app)
        assert "DRAFT" in lines_of(app)[0]
