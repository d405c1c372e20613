"""Documents on the screens: recorded for the destination asked about, from a shipment, edited, taken out of force."""

from __future__ import annotations

from datetime import date

from tests.app.kit import SMALL, lines_of, paste, said, sample_desk, settle, shown, stock_screen
from tests.app.one_screen import OneScreen
from tui.app.app import DeskApp
from tui.app.screens.flag import DocumentScreen
from tui.app.screens.forms.choices import ManyChoicesScreen
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.forms.shipment import ShipmentForm
from tui.app.screens.paper import PaperScreen
from tui.app.screens.shipment import ShipmentScreen
from tui.desk import documents, shipping
from tui.desk.context import Desk
from tui.desk.kinds import CARS, DOCUMENTS, SHIPMENTS
from tui.domain.documents import LETTER, Document, Reach


def only_document(desk: Desk) -> Document:
    (document,) = desk.store.all(DOCUMENTS)
    return document


async def test_the_destination_of_the_list_goes_into_the_forms_and_the_shipment_opens() -> None:
    desk = sample_desk()
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        stock_screen(app).show_query("", "JO")
        await settle(pilot)
        await pilot.press("w")
        await settle(pilot)
        assert isinstance(app.screen, DocumentForm)
        assert app.screen.texts["country"] == "JO"  # the car itself is to go to KZ
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("space", "space", "n")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ShipmentForm)
        assert form.texts["country"] == "JO"
        form.put("mode", "rail")
        await pilot.press("ctrl+s")
        await settle(pilot)
        (shipment,) = desk.store.all(SHIPMENTS)
        assert f"Shipment {shipment.number} is made: 2 cars" in said(app)
        assert isinstance(app.screen, ShipmentScreen)
        assert shipment.number in lines_of(app)[0]


async def test_a_document_of_a_whole_shipment_and_of_its_marked_cars() -> None:
    desk = sample_desk()
    cars = desk.store.all(CARS)[:2]
    shipment = shipping.create(desk, cars, "KZ", [("mode", "rail")])
    screen = ShipmentScreen(desk, DeskApp(desk).glyphs, shipment.id)
    app = OneScreen(desk, screen)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for keys, kind, reach in (([], "cn_export_contract", None), (["space"], LETTER, Reach.CARS)):
            await pilot.press(*keys, "w")
            await settle(pilot)
            form = app.screen
            assert isinstance(form, DocumentForm)
            assert form.texts["country"] == "KZ"
            known = desk.library.documents.get(kind)
            form.put("kind", known.aliases[0] if known and known.aliases else next(iter(desk.library.documents)))
            form.put("number", f"N-{kind[:4]}")
            await pilot.press("ctrl+s")
            await settle(pilot)
            found = desk.store.all(DOCUMENTS)[-1]
            if reach is None:
                assert set(found.scope.car_ids) == set(shipment.car_ids) or found.scope.shipment_id == shipment.id
            else:
                assert (found.scope.reach, found.scope.car_ids) == (reach, (cars[0].id,))


async def test_a_document_is_edited_and_taken_out_of_force_and_back() -> None:
    desk = sample_desk()
    car = desk.store.all(CARS)[0]
    texts = [("number", "A-7"), ("country", "KZ"), ("signer", "maker"), ("shows", "all")]
    paper = documents.add(desk, LETTER, texts, cars=[car])
    app = OneScreen(desk, DocumentScreen(desk, DeskApp(desk).glyphs, paper))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("e")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, DocumentForm)
        assert "kind" not in form.rows  # a letter stays a letter
        assert form.texts["number"] == "A-7"
        form.put("number", "A-8")
        form.put("issued", "2026-11-20")
        await pilot.press("ctrl+s")
        await settle(pilot)
        changed = only_document(desk)
        assert (changed.number, changed.issued, changed.shows) == ("A-8", date(2026, 11, 20), paper.shows)
        assert changed.scope == paper.scope
        assert "A-8" in shown(app)
        await pilot.press("v", "y")
        await settle(pilot)
        assert only_document(desk).void
        await pilot.press("v")
        await settle(pilot)
        assert not only_document(desk).void


async def test_what_a_letter_shows_is_marked_in_one_list_and_all_stands_alone() -> None:
    desk = sample_desk(language="zh_CN")
    app = OneScreen(desk, DocumentForm(desk, DeskApp(desk).glyphs, desk.store.all(CARS)[:1], LETTER))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, DocumentForm)
        form.go_to("shows")
        await settle(pilot)
        await pilot.press("ctrl+o", "down", "enter", "down", "enter")
        assert isinstance(app.screen, ManyChoicesScreen)
        assert "destination_country" in shown(app)
        assert "标记" in lines_of(app)[-1]
        assert "完成" in lines_of(app)[-1]
        await pilot.press("escape")
        await settle(pilot)
        two = form.texts["shows"].split(", ")
        assert len(two) == 2
        row = form.row_here()
        assert row is not None
        assert row.what.name == "shows"
        await pilot.press("ctrl+o")
        assert shown(app).count("*") == 2
        await paste(pilot, "全部")
        await pilot.press("enter", "escape")
        await settle(pilot)
        assert form.texts["shows"] == "all"


async def test_the_paper_is_checked_for_another_day() -> None:
    desk = sample_desk()
    shipment = shipping.create(desk, desk.store.all(CARS)[:1], "KZ", [("mode", "rail")])
    app = OneScreen(desk, PaperScreen(desk, DeskApp(desk).glyphs, shipment.id))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "2026-11-22" in shown(app)
        await pilot.press("d")
        await pilot.press("ctrl+u")
        await paste(pilot, "2027-02-30")
        assert "2027-02-30" in shown(app)
        await pilot.press("enter", "ctrl+u")
        await paste(pilot, "2027/2/20")
        await pilot.press("enter")
        await settle(pilot)
        assert "checked for 2027-02-20" in lines_of(app)[0]
        assert isinstance(app.screen, PaperScreen)
