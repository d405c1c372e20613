"""Stories told in forms: typing, being told what is wrong, saving, drafts, two versions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from tests.app.kit import HOSTILE, SMALL, WIDE, desk_of, lines_of, now, paste, said, sample_desk, settle, shown
from tui.app import app as app_module
from tui.app.app import DeskApp
from tui.app.glyphs import Glyphs, glyphs_named
from tui.app.screens.base import DeskScreen
from tui.app.screens.dealers import DealersScreen
from tui.app.screens.forms.asking import QuestionScreen
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.buy import BuyForm
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.choices import ChoiceScreen
from tui.app.screens.forms.conflict import ConflictScreen
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.forms.partner import PartnerForm
from tui.app.screens.forms.sheet import SheetForm
from tui.config import Settings
from tui.desk import partners, sheets
from tui.desk.context import Desk
from tui.desk.draft_store import DraftStore
from tui.desk.kinds import CARS, DEALERS, DOCUMENTS
from tui.desk.opening import Opening, open_desk
from tui.domain.cars import Car
from tui.domain.documents import Reach
from tui.domain.money import Money
from tui.i18n.translator import TRANSLATOR
from tui.store.contract import Put

VIN = "LC0CE4CB7V4016852"


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


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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


class TestTyping:
    @pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
    async def test_a_car_is_added_with_the_keyboard(self, size: tuple[int, int]) -> None:
        desk = sample_desk()
        form = add_form(desk)
        app = over(form)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            assert form.rows["vin"].field.has_focus
            await pilot.press(*"LC0CE4CB7V40168", "tab")
            assert "17 characters, this one 15" in told(form, "vin")
            await pilot.press(*"byd", "down")
            assert "BYD" in told(form, "make")
            await pilot.press(*"Seal", "enter", "up", "up", "up")
            assert form.rows["vin"].field.has_focus
            await pilot.press("end", *"9", *"9")
            assert "vin_check_digit" in {one.code for one in form.examined.problems}
            await fill(pilot, price="11.98万", manufacture_date="2026年7月", first_registration="03.08.2026")
            assert told(form, "price") == "119,800.00 CNY"
            assert told(form, "manufacture_date") == "2026-07, day not known"
            assert told(form, "first_registration") == "2026-08-03"
            await fill(pilot, vin="LC0CE4CB0V4016899")
            await pilot.press("ctrl+s")
            await settle(pilot)
            if isinstance(app.screen, QuestionScreen):
                await pilot.press("down", "enter")
                await settle(pilot)
            assert app.written == [desk.store.all(CARS)[-1].id]
        car = desk.store.all(CARS)[-1]
        assert (car.vin, car.make, car.model) == ("LC0CE4CB0V4016899", "byd", "Seal")
        assert car.offer is not None
        assert car.offer.price == Money.of(119_800, "CNY")

    @pytest.mark.parametrize("text", ["1.234,50", "1,23", "95,8000"])
    async def test_a_comma_mistake_is_refused_and_never_a_hundredfold(self, text: str) -> None:
        desk = sample_desk()
        form = CarForm(desk, glyphs_of(desk), car_of(desk))
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, price=text)
            assert "is no number; write it like 1,234.50" in told(form, "price")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "Not saved: 1 field to mend" in said(app)
            assert form.rows["price"].field.value == text
            assert form.rows["price"].field.has_focus
            await fill(pilot, price="1,234.50")
            assert told(form, "price").startswith("1,234.50 CNY")
            await pilot.press("ctrl+s")
            await settle(pilot)
        offer = car_of(desk).offer
        assert offer is not None
        assert offer.price == Money.of("1234.50", "CNY")

    async def test_the_offered_correction_is_taken_with_one_key(self) -> None:
        form = add_form(sample_desk())
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, vin="LC0CE4CB7V40168O9")
            assert "is it LC0CE4CB7V4016809? (ctrl+y takes it)" in told(form, "vin")
            assert "ctrl+y" in shown(app).splitlines()[-1]
            await pilot.press("ctrl+y")
            assert form.rows["vin"].field.value == "LC0CE4CB7V4016809"
            assert "ctrl+y" not in told(form, "vin")

    async def test_chinese_by_keys_in_chinese(self) -> None:
        desk = sample_desk("zh_CN")
        form = add_form(desk)
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("tab", *"比亚迪", "tab", *"海豹", "tab", *"长续航")
            assert form.texts["make"] == "比亚迪"
            assert form.examined.values["make"] == "byd"
            await fill(pilot, powertrain="纯电", colour="白色", destination="KZ")
            assert "KZ 哈萨克斯坦" in told(form, "destination")
            check(app, SMALL[0])
            await pilot.press("ctrl+s")
            await settle(pilot)
        car = desk.store.all(CARS)[-1]
        assert (car.model, car.trim, car.colour, desk.specs_of(car).powertrain) == ("海豹", "长续航", "white", "bev")

    async def test_what_is_missing_is_told_once_it_matters(self) -> None:
        form = add_form(sample_desk())
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert "missing" not in shown(app)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "the make is missing" in told(form, "make")
            assert form.rows["make"].field.has_focus
            assert "2 fields to mend" in shown(app)
            await pilot.press("ctrl+g")
            assert form.rows["model"].field.has_focus

    async def test_another_language_keeps_text_and_cursor(self) -> None:
        form = add_form(sample_desk())
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, price="11.98万")
            await pilot.press("left", "left")
            app.use_language("zh_CN")
            await settle(pilot)
            field = form.rows["price"].field
            assert (field.value, field.cursor_position, field.has_focus) == ("11.98万", 4, True)
            assert "经销商" in shown(app)

    async def test_the_model_sheet_answers_for_empty_fields(self) -> None:
        desk = sample_desk()
        sheets.set_facts(desk, ["byd", "元UP", "活力型", "2027"], [("seats", "5")])
        form = CarForm(desk, glyphs_of(desk), car_of(desk))
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert form.rows["seats"].field.placeholder == "5"
            assert told(form, "seats") == "model sheet"
            assert form.texts["seats"] == ""

    async def test_from_part_to_part(self) -> None:
        form = add_form(sample_desk())
        async with over(form).run_test(size=SMALL) as pilot:
            await settle(pilot)
            for name in ("price", "destination", "battery_soh", "powertrain", "transferred", "cancelled", "cancelled"):
                await pilot.press("pagedown")
                await pilot.pause()
                assert form.row_here() is form.rows[name]
            await pilot.pause()
            row = form.rows["cancelled"]
            assert row.region.bottom <= form.query_one("#form-body").region.bottom
            await pilot.press("pageup")
            await pilot.pause()
            assert form.row_here() is form.rows["powertrain"]

    async def test_the_mouse_goes_to_a_field(self) -> None:
        form = add_form(sample_desk())
        async with over(form).run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.click(form.rows["model"], offset=(2, 0))
            assert form.rows["model"].field.has_focus


class TestLists:
    async def test_enter_opens_the_list_of_an_empty_choice(self) -> None:
        form = add_form(sample_desk())
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            form.go_to("powertrain")
            await pilot.pause()
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, ChoiceScreen)
            await pilot.press(*"plug", "enter")
            await settle(pilot)
            assert form.texts["powertrain"] == "phev"
            assert form.rows["fuel"].field.has_focus

    async def test_what_was_typed_narrows_the_list(self) -> None:
        form = add_form(sample_desk())
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, destination="kazak")
            assert "no country code" in told(form, "destination")
            await pilot.press("ctrl+o")
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert form.texts["destination"] == "KZ"

    async def test_several_of_a_list(self) -> None:
        form = add_form(sample_desk())
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            form.go_to("former_use")
            await pilot.pause()
            for word in ("taxi", "rental"):
                await pilot.press("ctrl+o")
                await settle(pilot)
                await pilot.press(*word, "enter")
                await settle(pilot)
            assert form.texts["former_use"] == "taxi, rental"
            assert told(form, "former_use") == "Taxi, Rental"

    async def test_leaving_the_list_changes_nothing(self) -> None:
        form = add_form(sample_desk())
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            form.go_to("make")
            await pilot.pause()
            await pilot.press("ctrl+o")
            await settle(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert form.texts == form.start
            assert form.rows["make"].field.has_focus


class TestLeaving:
    async def test_an_untouched_form_closes_at_once(self) -> None:
        app = over(add_form(sample_desk()))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert app.written == [None]

    async def test_the_question(self, tmp_path: Path) -> None:
        desk = sample_desk()
        form = add_form(desk)
        app = over(form, tmp_path)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, make="比亚迪")
            await pilot.press("escape")
            await settle(pilot)
            assert "Keep it as a draft" in shown(app)
            await pilot.press("escape")
            await settle(pilot)
            assert app.screen is form
            await pilot.press("escape", "enter")
            await settle(pilot)
            assert app.written == [None]
            assert files(tmp_path)
        again = add_form(desk)
        app = over(again, tmp_path)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert "2026-11-22 16:00" in shown(app)
            assert "Make: 比亚迪" in shown(app)
            await pilot.press("enter")
            await settle(pilot)
            assert again.texts["make"] == "比亚迪"
            await pilot.press("escape", "down", "down", "enter")
            await settle(pilot)
        assert not files(tmp_path)

    async def test_a_crash_loses_nothing(self, tmp_path: Path) -> None:
        desk = sample_desk()
        form = add_form(desk)
        async with over(form, tmp_path).run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, make="比亚迪", model="海豹", price="1,2")
            await pilot.pause(0.7)
            kept = files(tmp_path)
            form._done = True  # the process dies here: nothing is tidied up
        for name, content in kept.items():
            (tmp_path / name).write_bytes(content)
        again = add_form(desk)
        async with over(again, tmp_path).run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert (again.texts["make"], again.texts["model"], again.texts["price"]) == ("比亚迪", "海豹", "1,2")
            assert "is no number" in told(again, "price")
            await fill(pilot, price="120000")
            await pilot.press("ctrl+s")
            await settle(pilot)
        assert desk.store.all(CARS)[-1].model == "海豹"
        assert not files(tmp_path)

    async def test_a_draft_thrown_away_is_gone(self, tmp_path: Path) -> None:
        desk = sample_desk()
        DraftStore(tmp_path, "book").save("car-new", {"make": "x", "gone": "y"}, now())
        app = over(add_form(desk), tmp_path)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("down", "enter")
            await settle(pilot)
            assert isinstance(app.screen, CarForm)
        assert not files(tmp_path)


class TestSaving:
    async def test_only_what_was_changed_is_written(self) -> None:
        desk = sample_desk()
        car = car_of(desk)
        app = over(CarForm(desk, glyphs_of(desk), car))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, colour="red", transferred="2026-11-20")
            await pilot.press("ctrl+s")
            await settle(pilot)
        new = car_of(desk)
        assert new.typed == ("colour", "transferred")
        assert new.colour == "red"
        assert (
            msgspec.structs.replace(
                new, colour=car.colour, typed=(), milestones=car.milestones, vin_confirmed=car.vin_confirmed
            )
            == car
        )

    async def test_nothing_changed_writes_nothing(self) -> None:
        desk = sample_desk()
        before = desk.store.revision
        app = over(CarForm(desk, glyphs_of(desk), car_of(desk)))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "Nothing has changed" in said(app)
        assert desk.store.revision == before

    async def test_a_doubt_is_asked_once(self) -> None:
        desk = sample_desk()
        form = BuyForm(desk, glyphs_of(desk), [msgspec.structs.replace(car_of(desk, 4), offer=None)])
        desk.store.commit([Put(CARS, form.about.cars[0])], why="test")
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "the price is not known" in shown(app)
            await pilot.press("enter")
            await settle(pilot)
            assert app.screen is form
            await pilot.press("ctrl+s", "down", "enter")
            await settle(pilot)
        assert car_of(desk, 4).purchase is not None

    async def test_another_destination_begins_a_deal_with_what_is_shown(self) -> None:
        desk = sample_desk()
        app = over(CarForm(desk, glyphs_of(desk), car_of(desk)))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, importer_type="company")
            await pilot.press("ctrl+s")
            await settle(pilot)
        app = over(CarForm(desk, glyphs_of(desk), car_of(desk)))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, destination="UZ")
            await pilot.press("ctrl+s")
            await settle(pilot)
        deal = car_of(desk).deal
        assert deal is not None
        assert (deal.country, deal.importer_type) == ("UZ", "company")


class TestTwoVersions:
    async def run(self, keys: Sequence[str]) -> tuple[Car, Over]:
        desk = sample_desk()
        car = car_of(desk)
        form = CarForm(desk, glyphs_of(desk), car)
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, colour="red", remark="mine")
            theirs = msgspec.structs.replace(car, remark="theirs", keys=2)
            desk.store.commit([Put(CARS, theirs)], why="other window")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert isinstance(app.screen, ConflictScreen)
            text = shown(app)
            assert "[mine]" in text
            assert "theirs" in text
            check(app, SMALL[0])
            assert car_of(desk).colour == "white"
            await pilot.press(*keys)
            await settle(pilot)
            if not isinstance(app.screen, ConflictScreen):
                await pilot.press("ctrl+s")
                await settle(pilot)
        return car_of(desk), app

    async def test_mine_where_i_typed_theirs_where_they_did(self) -> None:
        car, app = await self.run(["ctrl+s"])
        assert (car.colour, car.remark, car.keys) == ("red", "mine", 2)
        assert app.written == [car.id]

    async def test_one_field_the_other_way(self) -> None:
        car, _app = await self.run(["down", "space", "ctrl+s"])
        assert (car.colour, car.remark, car.keys) == ("red", "theirs", 2)

    async def test_all_theirs(self) -> None:
        car, _app = await self.run(["t", "ctrl+s"])
        assert (car.colour, car.remark, car.keys) == ("red", "theirs", 2)

    async def test_all_mine(self) -> None:
        car, _app = await self.run(["m", "ctrl+s"])
        assert (car.colour, car.remark, car.keys) == ("red", "mine", 2)

    async def test_a_record_that_is_gone_keeps_the_draft(self) -> None:
        desk = sample_desk()
        dealer = partners.save(desk, "dealer", [("name", "宁波")])
        form = PartnerForm(desk, glyphs_of(desk), "dealer", dealer)
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, city="宁波")
            partners.remove(desk, "dealer", dealer)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "no longer in the book" in said(app)
            assert form.texts["city"] == "宁波"


async def test_two_windows_on_one_book_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    desk, other = (open_desk(Settings(), Opening(book=tmp_path / "book"), now=now) for _window in range(2))
    dealer = partners.save(desk, "dealer", [("name", "杭州")])
    other.store.refresh()
    form = PartnerForm(desk, glyphs_of(desk), "dealer", dealer)
    app = over(form)
    app.look_at_book = lambda: None  # type: ignore[method-assign]  # the other window was quicker than the second
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await fill(pilot, contact="mine")
        await pilot.pause(0.7)
        (draft,) = (tmp_path / "state" / "nearnew" / "drafts").iterdir()
        assert b"mine" in draft.read_bytes()
        partners.save(
            other, "dealer", [("city", "宁波"), ("contact", "theirs")], partners.find(other, "dealer", "杭州")
        )
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, ConflictScreen)
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
    saved = desk.store.all(DEALERS)[0]
    assert (saved.city, saved.contact) == ("宁波", "mine")
    assert not files(tmp_path / "state" / "nearnew" / "drafts")
    desk.store.close()
    other.store.close()


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
            assert app.written == [car_of(desk, 4).id]
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
        app = Over(desk, DealersScreen(desk, glyphs_of(desk)))
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
        app = Over(desk, screen)
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


def check(app: DeskApp, width: int) -> None:
    for line in lines_of(app):
        assert cell_len(line) == width
        assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
        assert "\u202e" not in line


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
async def test_hostile_text_everywhere(size: tuple[int, int]) -> None:
    texts = [text for text in HOSTILE if "\ud800" not in text]
    base = sample_desk().store.all(CARS)[0]
    bad = msgspec.structs.replace(base, id=0, vin=None, make=texts[0], model=texts[1], trim=texts[2], remark=texts[7])
    desk = desk_of([bad, base], dealer="[b]杭州[/x]\x1b[2J", glyphs="ascii")
    car = car_of(desk)
    app = Over(desk, DealersScreen(desk, glyphs_of(desk)))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        check(app, size[0])
        forms: list[FormScreen] = [
            CarForm(desk, app.glyphs, car),
            DocumentForm(desk, app.glyphs, [car], kind="letter"),
            BuyForm(desk, app.glyphs, [car]),
            PartnerForm(desk, app.glyphs, "party"),
        ]
        for place, form in enumerate(forms):
            await app.push_screen(form)
            await settle(pilot)
            check(app, size[0])
            for row, text in zip([row for row in form.rows.values() if row.display], texts[2 * place :], strict=False):
                row.field.focus()
                await paste(pilot, text)
            check(app, size[0])
            await pilot.press("ctrl+s")
            await settle(pilot)
            check(app, size[0])
            await pilot.press("escape")
            await settle(pilot)
            check(app, size[0])
            await pilot.press("down", "enter") if isinstance(app.screen, QuestionScreen) else None
            await settle(pilot)
            while app.screen is not app.first:
                app.pop_screen()
            await settle(pilot)


async def test_hostile_texts_of_a_record_are_no_change() -> None:
    desk = sample_desk()
    car = msgspec.structs.replace(car_of(desk), remark="line\nbreak\ttab\x1b[2J")
    desk.store.commit([Put(CARS, car)], why="test")
    form = CarForm(desk, glyphs_of(desk), car)
    async with over(form).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert form.changed_texts() == {}


async def test_no_string_is_left_untranslated() -> None:
    desk = sample_desk("qps")
    form = add_form(desk)
    app = over(form)
    TRANSLATOR.use("qps")
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        for row in form.rows.values():
            assert row._label.startswith("[!! ")
