"""Whether the papers of a shipment agree, its route and load, and what happens to it on its way: by keys."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tests.app.kit import HOSTILE, SMALL, lines_of, paste, said, settle, shown, type_text
from tests.app.shipping_kit import opened
from tests.desk.kit import TODAY, edited, new_desk, paper, ready_for_kazakhstan
from tui.app.app import DeskApp
from tui.app.screens.agreement import AgreementScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.forms.journey import JourneyForm
from tui.app.screens.paper import PaperScreen
from tui.app.screens.print_table import PrintTableScreen
from tui.app.screens.route import RouteScreen
from tui.app.screens.shipment import ShipmentScreen
from tui.app.widgets.lines import Page
from tui.app.widgets.pad import Pad
from tui.desk import agreements, documents, journeying, prints, shipping
from tui.desk.context import Desk
from tui.desk.kinds import CARS, DOCUMENTS, SHIPMENTS
from tui.desk.prints import Saying
from tui.domain.documents import LICENCE
from tui.domain.words import Stage
from tui.i18n.translator import TRANSLATOR, _

CERTIFICATE = "registration_certificate"
IMPORTER = (("importer_type", "company"), ("importer_is_authorised", "yes"))


def ready_desk() -> Desk:
    """Two READY cars on one shipment to Kazakhstan, one licence and one certificate for both."""
    desk = new_desk()
    cars = [ready_for_kazakhstan(desk, number) for number in (1, 2)]
    for kind in (LICENCE, "export_declaration"):
        for one in documents.listed(desk, kind=kind):
            documents.edit(desk, one, [("void", "yes")])
    ship = shipping.create(desk, cars, "KZ", [("mode", "rail"), *IMPORTER])
    paper(desk, LICENCE, shipment=ship, number="26-NB-1")
    paper(desk, "export_declaration", shipment=ship)
    paper(desk, CERTIFICATE, *cars)
    assert shipping.judge(desk, ship, TODAY)[0].value == "READY"
    return desk


def stands(app: DeskApp) -> type[object]:
    """The kind of the screen in front."""
    return type(app.screen)


async def on_shipment(app: DeskApp, pilot: object) -> ShipmentScreen:
    await opened(pilot, "enter")  # type: ignore[arg-type]
    screen = app.screen
    assert isinstance(screen, ShipmentScreen)
    return screen


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_one_wrong_character_typed_off_the_licence_stops_the_final_paper(language: str) -> None:
    desk = ready_desk()
    desk.language = language
    TRANSLATOR.use(language)
    cars = desk.store.all(CARS)
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await on_shipment(app, pilot)
        await opened(pilot, "p")
        assert isinstance(app.screen, PaperScreen)
        assert _("DRAFT") not in lines_of(app)[0]
        await opened(pilot, "escape", "d")
        screen = app.screen
        assert isinstance(screen, AgreementScreen)
        assert agreements.state_text("not_assessed") in lines_of(app)[0]
        (certificate,) = documents.listed(desk, kind=CERTIFICATE)
        while screen.papers[screen.chosen].document_id != certificate.id:
            await opened(pilot, "right")
        for text in (cars[0].vin or "", "比亚迪牌", "BYD7008BEVA1"):
            await opened(pilot, "enter")
            await paste(pilot, text)
            await opened(pilot, "enter")
        await opened(pilot, "right" if screen.papers[screen.chosen].kind != LICENCE else "down", "left", "left")
        while screen.papers[screen.chosen].kind != LICENCE:
            await opened(pilot, "left")
        screen.table.move_to(0)
        for text in ((cars[0].vin or "").lower(), "BYD", "BYD7008BEVAl"):
            await opened(pilot, "enter")
            await paste(pilot, text)
            await opened(pilot, "enter")
        assert agreements.state_text("differ") in lines_of(app)[0]
        await opened(pilot, "g", "d")
        body = shown(app)
        assert "BYD7008BEVA[l]" in body
        assert "BYD7008BEVA[1]" in body
        assert all(len(line) <= SMALL[0] for line in lines_of(app))
        await opened(pilot, "escape", "p", "f")
        assert isinstance(app.screen, PaperScreen)
        assert _("No final paper can be printed yet. What is missing:") in shown(app)
        await opened(pilot, "escape")
        while not isinstance(app.screen, ShipmentScreen):
            await opened(pilot, "escape")
        causes = "\n".join(app.screen.query_one("#causes", Page).texts)
        assert _("Model: export licence and registration certificate differ") in causes
        await opened(pilot, "u")
        assert shipping.judge(desk, desk.store.all(SHIPMENTS)[0], TODAY)[0].value != "BLOCKED"


async def test_a_table_is_pasted_and_read_back_before_it_is_written() -> None:
    desk = ready_desk()
    first, second = desk.store.all(CARS)
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await on_shipment(app, pilot)
        await opened(pilot, "d")
        screen = app.screen
        assert isinstance(screen, AgreementScreen)
        await opened(pilot, "t")
        assert isinstance(app.screen, PrintTableScreen)
        app.screen.query_one(Pad).text = f"VIN\tmodel\n{first.vin}\tA1\nLC0CE4CB4V4999999\tA1"
        await settle(pilot)
        assert "LC0CE4CB4V4999999" in "\n".join(app.screen.query_one("#print-told", Page).texts)
        await opened(pilot, "ctrl+s")
        assert isinstance(app.screen, PrintTableScreen)
        app.screen.query_one(Pad).text = f"车架号\t车型\n{first.vin}\tA1\n{second.vin}\tA2"
        await settle(pilot)
        await opened(pilot, "ctrl+s")
        assert stands(app) is AgreementScreen
        (document,) = [one for one in desk.store.all(DOCUMENTS) if one.prints]
        assert {one.value for one in document.prints} == {first.vin, second.vin, "A1", "A2"}


async def test_route_and_containers_are_typed_and_steps_go_to_all_cars() -> None:
    desk = ready_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await on_shipment(app, pilot)
        await opened(pilot, "t", "a")
        form = app.screen
        assert isinstance(form, JourneyForm)
        assert "✗" not in shown(app)
        for name, text in (("start", "宁波"), ("end", "Алматы"), ("end_country", "KZ"), ("etd", "2026-12-01")):
            form.put(name, text)
        await opened(pilot, "ctrl+s")
        assert isinstance(app.screen, RouteScreen)
        assert "Алматы KZ" in shown(app)
        await opened(pilot, "c")
        box: object = app.screen
        assert isinstance(box, JourneyForm)
        cars = desk.store.all(CARS)
        box.put("number", "CSQU3054384")
        box.put("cars", ", ".join((car.vin or "")[-6:] for car in reversed(cars)))
        await opened(pilot, "ctrl+s")
        assert "Container no.: " in shown(app)
        await opened(pilot, "down", "enter")
        assert isinstance(app.screen, RouteScreen)
        (ship,) = desk.store.all(SHIPMENTS)
        assert (ship.departs, ship.via) == (ship.legs[0].etd, ())
        assert (ship.containers[0].confirmed, ship.containers[0].car_ids) == (True, (cars[1].id, cars[0].id))
        await opened(pilot, "escape", "J")
        assert stands(app) is ShipmentScreen
        assert desk.store.all(SHIPMENTS)[0].car_ids == (cars[1].id, cars[0].id)
        await opened(pilot, "s")
        await type_text(pilot, "loaded")
        await opened(pilot, "enter", "enter")
        if isinstance(app.screen, ConfirmScreen):
            await opened(pilot, "y")
        assert journeying.progress_of(desk, ship).stage is Stage.LOADED
        assert all(car.milestone(Stage.LOADED) == TODAY for car in desk.store.all(CARS))


async def test_cars_are_split_off_and_the_papers_that_no_longer_fit_are_named() -> None:
    desk = ready_desk()
    app = DeskApp(desk, start="shipments")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await on_shipment(app, pilot)
        await opened(pilot, "M", "enter")
        assert isinstance(app.screen, ConfirmScreen)
        assert "26-NB-1" in shown(app)
        await opened(pilot, "y")
        assert stands(app) is ShipmentScreen
        old, new = desk.store.all(SHIPMENTS)
        assert (len(old.lines), len(new.lines)) == (1, 1)
        await opened(pilot, "u")
        (ship,) = desk.store.all(SHIPMENTS)
        assert len(ship.lines) == 2
        await opened(pilot, "X", "y")
        assert desk.store.all(SHIPMENTS)[0].cancelled
        assert "S26-001" in said(app)
        await opened(pilot, "X")
        assert not desk.store.all(SHIPMENTS)[0].cancelled


async def test_the_papers_of_a_single_car() -> None:
    desk = ready_desk()
    car = edited(desk, desk.store.all(CARS)[0], colour="red")[0]
    (certificate,) = documents.listed(desk, kind=CERTIFICATE)
    wrong = (car.vin or "")[:-1] + "X"
    prints.say(desk, certificate, [Saying(car, [("vin", wrong)])])
    app = DeskApp(desk)
    async with app.run_test(size=(140, 40)) as pilot:
        await settle(pilot)
        app.open_car(car.id, "KZ")
        await settle(pilot)
        await opened(pilot, "p")
        assert isinstance(app.screen, AgreementScreen)
        assert f"{wrong[:-1]}[X]" in shown(app)


async def test_hostile_text_off_a_paper_keeps_every_line_at_its_width() -> None:
    desk = ready_desk()
    car = desk.store.all(CARS)[0]
    (certificate,) = documents.listed(desk, kind=CERTIFICATE)
    (licence,) = [one for one in documents.listed(desk, kind=LICENCE) if not one.void]
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for text in HOSTILE:
            clean = text.encode("utf-8", "replace").decode()[:250]
            for paper_, value in ((certificate, clean), (licence, f"{clean}x")):
                prints.say(desk, paper_, [Saying(car, [("model", value), ("exporter", value), ("vin", value)])])
            await app.push_screen(AgreementScreen(desk, app.glyphs, [car.id]))
            await settle(pilot)
            await opened(pilot, "d")
            for line in lines_of(app):
                assert cell_len(line) == SMALL[0]
                assert not any(ord(one) < 32 or 127 <= ord(one) < 160 for one in line)
            await opened(pilot, "escape")
