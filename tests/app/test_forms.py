"""Typing into forms: every value is shown back, every fault is said while typing, lists help."""

from __future__ import annotations

import pytest

from tests.app.form_kit import add_form, car_of, check, fill, glyphs_of, over, told
from tests.app.kit import SMALL, WIDE, said, sample_desk, settle, shown
from tui.app.screens.forms.asking import QuestionScreen
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.choices import ChoiceScreen
from tui.app.screens.menu import MenuScreen
from tui.desk import sheets
from tui.desk.kinds import CARS
from tui.domain.money import Money


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
            assert app.answers == [desk.store.all(CARS)[-1].id]
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
        sheets.set_facts(desk, ["byd", "元UP", "活力型", "2027"], [("seats", "5"), ("charge_port", "GBT")])
        form = CarForm(desk, glyphs_of(desk), car_of(desk))
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert form.rows["seats"].field.placeholder == "5"
            assert told(form, "seats") == "model sheet"
            assert told(form, "charge_port") == "GB/T (model sheet)"
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
            await pilot.press("ctrl+o")
            await settle(pilot)
            await pilot.press(*"taxi", "enter", *"rental", "enter", "escape")
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


async def test_a_form_shows_its_own_keys_and_runs_one_and_speaks_another_language() -> None:
    desk = sample_desk()
    form = add_form(desk)
    app = over(form)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press(*"LC0", "left", "f1")
        await settle(pilot)
        assert isinstance(app.screen, MenuScreen)
        assert "ctrl+g" in shown(app)
        assert "Go to the stock" not in shown(app)
        await pilot.press(*"part before", "enter")
        await settle(pilot)
        assert form.is_current
        await pilot.press("ctrl+l")
        await settle(pilot)
        field = form.rows["vin"].field
        assert field.has_focus
        assert (field.value, field.cursor_position) == ("LC0", 2)
        assert "车架号" in shown(app)
        assert "f1 全部" in shown(app)
