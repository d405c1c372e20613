"""The forms of purchases, documents, model sheets, dealers, firms and parties."""

from __future__ import annotations

import pytest

from tests.app.form_kit import car_of, check, fill, glyphs_of, over, told
from tests.app.kit import SMALL, desk_of, said, sample_desk, settle, shown
from tests.app.one_screen import OneScreen
from tui.app.app import DeskApp
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.dealers import DealersScreen
from tui.app.screens.forms.buy import BuyForm
from tui.app.screens.forms.choices import ChoiceScreen
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.forms.sheet import SheetForm
from tui.desk import partners, sheets
from tui.desk.kinds import CARS, DEALERS, DOCUMENTS, SHEETS
from tui.domain.documents import Reach
from tui.domain.models import ModelSheet, Specs
from tui.domain.money import Money
from tui.store.contract import Put

VIN = "LC0CE4CB7V4016852"


def line_of(app: OneScreen, text: str) -> str:
    return next(line for line in shown(app).splitlines() if text in line)


class TestBuying:
    async def test_the_rebate_that_follows_and_why_it_is_nil(self) -> None:
        desk = sample_desk()
        form = BuyForm(desk, glyphs_of(desk), [car_of(desk, 4)])
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert "Rebate to expect: 11,941.59 CNY" in shown(app)
            await fill(pilot, price="200,000")
            assert "Rebate to expect: 23,008.85 CNY" in shown(app)
            await fill(pilot, invoice_kind="none")
            assert "taxed like a sale at home" in shown(app)
            await fill(pilot, invoice_kind="used_car_uniform")
            assert "exempt" in shown(app)
            await fill(pilot, invoice_kind="专票", bought_on="2026/11/20")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert app.answers == [car_of(desk, 4).id]
        purchase = car_of(desk, 4).purchase
        assert purchase is not None
        assert (str(purchase.bought_on), purchase.price) == ("2026-11-20", Money.of(200_000, "CNY"))

    async def test_many_cars_keep_their_own_offers(self) -> None:
        desk = sample_desk("zh_CN")
        cars = [car_of(desk, 4), car_of(desk, 6), car_of(desk, 8)]
        form = BuyForm(desk, glyphs_of(desk), cars)
        app = over(form)
        before = desk.store.revision
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert form.texts["price"] == ""
            assert form.rows["price"].field.placeholder
            check(app, SMALL[0])
            await pilot.press("ctrl+s")
            await settle(pilot)
        assert desk.store.revision == before + 1
        prices = [car_of(desk, place).purchase.price.amount for place in (4, 6, 8)]  # type: ignore[union-attr]
        assert prices == [103800, 121000, 91000]

    async def test_twice_is_refused_in_the_form(self) -> None:
        desk = sample_desk()
        form = BuyForm(desk, glyphs_of(desk), [car_of(desk)])
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "was bought already on 2026-11-01" in told(form, "red_letter_of")
            assert form.rows["red_letter_of"].field.has_focus


class TestDocuments:
    async def test_the_makers_letter_for_two_cars(self) -> None:
        desk = sample_desk()
        cars = [car_of(desk), car_of(desk, 1)]
        form = DocumentForm(desk, glyphs_of(desk), cars)
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert not form.rows["signer"].display
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, ChoiceScreen)
            await pilot.press(*"after-sales letter", "enter")
            await settle(pilot)
            assert form.kind == "cn_aftersales_confirmation_letter"
            assert form.rows["signer"].display
            assert not form.rows["fields_match"].display
            assert VIN in shown(app)
            await fill(pilot, number="BYD-1", issued="2026-11-20", signer="厂家", shows="all", country="KZ")
            assert "Vehicle maker in the MIIT list" in told(form, "signer")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert isinstance(app.screen, ConfirmScreen)
            assert "for 2 cars?" in shown(app)
            for car in cars:
                assert f"{car.stock_number}  {car.vin}  ! ACTION" in shown(app)
                assert "→" in line_of(app, car.stock_number)
            await pilot.press("n")
            await settle(pilot)
            assert app.screen is form
            assert not desk.store.all(DOCUMENTS)
            await pilot.press("ctrl+s")
            await settle(pilot)
            await pilot.press("y")
            await settle(pilot)
        (document,) = desk.store.all(DOCUMENTS)
        assert document.scope.car_ids == (cars[0].id, cars[1].id)
        assert (document.country, document.signer) == ("KZ", "vehicle_maker_in_miit_list")
        assert document.shows is not None
        assert len(document.shows) == 5

    async def test_the_licence_asks_who_compared(self) -> None:
        desk = sample_desk()
        form = DocumentForm(desk, glyphs_of(desk), [car_of(desk)], kind="cn_export_licence")
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert form.rows["number"].field.has_focus
            assert form.texts["country"] == "KZ"
            await fill(pilot, fields_match="yes", issued="2026-08-01")
            assert "Valid until 2026-12-31" in shown(app)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "say who looked at it" in told(form, "checked_by")
            await fill(pilot, checked_by="王伟")
            await pilot.press("ctrl+s")
            await settle(pilot)
        (document,) = desk.store.all(DOCUMENTS)
        assert (document.scope.reach, document.checked_by) == (Reach.LICENCE, "王伟")

    async def test_the_firms_filing_covers_the_firm(self) -> None:
        desk = sample_desk()
        form = DocumentForm(desk, glyphs_of(desk), [], kind="cn_used_car_export_filing")
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert "Covers the firm" in shown(app)
            assert not form.rows["country"].display
            await pilot.press("ctrl+s")
            await settle(pilot)
        assert desk.store.all(DOCUMENTS)[0].scope.reach is Reach.FIRM

    async def test_without_cars_the_form_says_so(self) -> None:
        desk = sample_desk()
        form = DocumentForm(desk, glyphs_of(desk), [], kind="cn_aftersales_confirmation_letter")
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, country="KZ")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "mark the cars it covers first" in shown(app)


async def test_a_model_sheet() -> None:
    desk = sample_desk()
    (sheet,) = sheets.set_facts(desk, ["byd", "元UP", "活力型", "2027"], [("seats", "5")])
    form = SheetForm(desk, glyphs_of(desk), sheet)
    app = over(form)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "This holds for 2 cars in stock" in shown(app)
        await fill(pilot, kerb_kg="1,540", gross_kg="1,400")
        assert "gross 1400 kg is less" in told(form, "gross_kg")
        await fill(pilot, gross_kg="1,915 kg", software_languages="zh, en")
        await pilot.press("ctrl+s")
        await settle(pilot)
    specs = sheets.find(desk, ["byd", "元UP", "活力型", "2027"])[0].specs
    assert (specs.kerb_kg, specs.gross_kg, specs.software_languages) == (1540, 1915, ("zh", "en"))


class TestDealers:
    @pytest.mark.parametrize("language", ["en", "zh_CN"])
    async def test_an_empty_book_says_what_to_do_first(self, language: str) -> None:
        desk = desk_of([], language=language)
        app = OneScreen(desk, DealersScreen(desk, glyphs_of(desk)))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            check(app, SMALL[0])
            if language == "en":
                assert "There is no dealer in this book yet" in shown(app)
            await pilot.press("a", "enter")
            await settle(pilot)
            await fill(pilot, name="杭州滨江", city="杭州", tax_class="一般纳税人", makes="比亚迪")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert isinstance(app.screen, DealersScreen)
            assert "杭州滨江" in shown(app)
        assert desk.store.all(DEALERS)[0].makes == ("byd",)

    async def test_add_edit_filter_remove(self) -> None:
        desk = sample_desk()
        partners.save(desk, "party", [("name", "Aral Motors"), ("country", "KZ"), ("roles", "consignee")])
        screen = DealersScreen(desk, glyphs_of(desk))
        app = OneScreen(desk, screen)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert [row.record.name for row in screen.table.rows] == ["杭州", "Aral Motors"]
            assert screen.table.rows[0].cars == 6
            await pilot.press("delete")
            await settle(pilot)
            await pilot.press("down", "enter")
            await settle(pilot)
            assert "is used by other records" in said(app)
            await pilot.press("/", *"kaz", "enter")
            assert [row.record.name for row in screen.table.rows] == ["Aral Motors"]
            assert "1 of 2" in shown(app)
            await pilot.press("e")
            await settle(pilot)
            await fill(pilot, contact="+7 727")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "+7 727" in shown(app)
            await pilot.press("delete")
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert len(screen.table.rows) == 1
            await pilot.press("delete", "down", "enter")
            await settle(pilot)
            assert "Nobody fits this filter" in shown(app)
            await pilot.press("escape")
            await settle(pilot)
            assert [row.record.name for row in screen.table.rows] == ["杭州"]


@pytest.mark.parametrize("where", ["stock", "car"])
async def test_the_model_sheet_is_one_key_away(where: str) -> None:
    desk = sample_desk()
    cars = desk.store.all(CARS)
    with_sheet = ModelSheet("byd", "元UP", "活力型", 2027, Specs(powertrain="bev", seats=5))
    desk.store.commit([Put(SHEETS, with_sheet)], why="test")
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        if where == "car":
            await pilot.press("enter")
            await settle(pilot)
        await pilot.press("E")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, SheetForm)
        assert form.about.record == desk.sheet_of(cars[0])
        form.put("seats", "4")
        await pilot.press("ctrl+s")
        await settle(pilot)
        sheet = desk.sheet_of(cars[0])
        assert sheet is not None
        assert sheet.specs.seats == 4


async def test_a_new_model_sheet_begins_with_the_model_of_its_car() -> None:
    desk = sample_desk()
    car = desk.store.all(CARS)[5]
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press(*["down"] * 5, "E")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, SheetForm)
        assert form.texts["model"] == car.model
        form.put("powertrain", "phev")
        await pilot.press("ctrl+s")
        await settle(pilot)
        sheet = desk.sheet_of(car)
        assert sheet is not None
        assert sheet.specs.powertrain == "phev"
