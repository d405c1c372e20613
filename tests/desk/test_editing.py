from __future__ import annotations

from datetime import date

import pytest

from tests.desk.kit import TODAY, again, bought, codes, edited, new_car, new_desk, paper, put_shipment, vin
from tui.desk.context import Desk
from tui.desk.editing import (
    add_car,
    apply_edit,
    archive,
    name_of,
    next_stock_number,
    preview_buy,
    preview_edit,
    remove,
)
from tui.desk.kinds import CARS, SHEETS
from tui.domain.cars import Milestone, stage
from tui.domain.deals import Deal
from tui.domain.money import Money
from tui.domain.shipments import Line, Shipment
from tui.domain.words import InvoiceKind, Mode, Stage
from tui.errors import Conflict, DraftRefused


@pytest.fixture
def desk() -> Desk:
    return new_desk()


class TestAdd:
    def test_shared_facts_go_to_the_sheet_in_the_same_commit(self, desk: Desk) -> None:
        car = new_car(desk)
        assert desk.store.revision == 1
        assert car.specs.powertrain is None
        (sheet,) = desk.store.all(SHEETS)
        assert sheet.specs.powertrain == "bev"
        assert "powertrain" in sheet.typed
        assert desk.specs_of(car).powertrain == "bev"
        assert car.milestones == (Milestone(Stage.LISTED, TODAY),)
        assert car.stock_number == "26-0001"

    def test_the_next_car_of_the_model_keeps_only_what_differs(self, desk: Desk) -> None:
        new_car(desk)
        second = new_car(desk, 2, charge_port="CCS2")
        assert len(desk.store.all(SHEETS)) == 1
        assert second.specs.charge_port == "CCS2"
        assert second.specs.powertrain is None
        assert desk.specs_of(second).charge_port == "CCS2"

    def test_stock_numbers_count_on(self, desk: Desk) -> None:
        new_car(desk, 1, stock_number="26-0041")
        new_car(desk, 2, stock_number="25-9999")
        new_car(desk, 3, stock_number="26-x")
        assert next_stock_number(desk) == "26-0042"
        assert next_stock_number(desk, "26-0042") == "26-0043"
        assert new_car(desk, 4).stock_number == "26-0042"

    def test_all_problems_are_told_and_nothing_is_written(self, desk: Desk) -> None:
        texts = [("make", ""), ("vin", "LC0"), ("odometer_km", "many"), ("weight", "9"), ("odometer_km", "-1")]
        with pytest.raises(DraftRefused) as caught:
            add_car(desk, texts)
        assert {"vin_length", "field_unknown", "make_missing", "model_missing"} <= set(codes(caught.value))
        assert desk.store.revision == 0

    def test_a_vin_is_unique(self, desk: Desk) -> None:
        new_car(desk)
        with pytest.raises(DraftRefused) as caught:
            new_car(desk, 2, vin=vin(1).lower())
        assert codes(caught.value) == ["vin_known"]
        with pytest.raises(DraftRefused) as caught:
            new_car(desk, 2, stock_number="26-0001")
        assert codes(caught.value) == ["stock_number_known"]

    def test_a_wrong_check_digit_wants_a_persons_word(self, desk: Desk) -> None:
        texts = [("make", "byd"), ("model", "x"), ("vin", "LC0CE4CB8V4016852")]
        with pytest.raises(DraftRefused):
            add_car(desk, texts)
        car = add_car(desk, texts, confirm=True)
        assert car.vin_confirmed
        assert preview_edit(desk, [car], [("colour", "red")]).problems == ()


class TestEdit:
    def test_the_preview_shows_and_does_not_write(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2, colour="red")
        before = desk.store.revision
        preview = preview_edit(desk, [one, two], [("colour", "red"), ("odometer_km", "90")])
        assert desk.store.revision == before
        assert [[(c.field, c.before, c.after) for c in edit.changes] for edit in preview.edits] == [
            [("colour", "white", "red"), ("odometer_km", 80, 90)],
            [("odometer_km", 80, 90)],
        ]
        commit = apply_edit(desk, preview)
        assert commit is not None
        assert [row.id for row in commit.changes] == [one.id, two.id]
        assert (again(desk, one).colour, again(desk, two).odometer_km) == ("red", 90)
        assert set(again(desk, one).typed) >= {"colour", "odometer_km"}

    def test_nothing_to_change_writes_nothing(self, desk: Desk) -> None:
        car = new_car(desk)
        preview = preview_edit(desk, [car], [("colour", "white")])
        assert preview.changed == ()
        assert apply_edit(desk, preview) is None
        assert desk.store.revision == 1

    def test_an_empty_text_takes_the_value_away(self, desk: Desk) -> None:
        (car,) = edited(desk, new_car(desk), odometer_km="", first_registration="")
        assert (car.odometer_km, car.first_registration) == (None, None)

    def test_what_cannot_be_read_is_refused_at_once(self, desk: Desk) -> None:
        with pytest.raises(DraftRefused) as caught:
            preview_edit(desk, [new_car(desk)], [("first_registration", "2026-02-30"), ("steering", "middle")])
        assert codes(caught.value) == ["date_unreal", "word_unknown"]

    @pytest.mark.parametrize("text", ["2026-00", "2026-07-00", "2026-13-01"])
    def test_a_date_that_does_not_exist(self, desk: Desk, text: str) -> None:
        with pytest.raises(DraftRefused) as caught:
            preview_edit(desk, [new_car(desk)], [("manufacture_date", text)])
        assert codes(caught.value)[0].startswith("date_un")

    def test_several_cars_cannot_share_a_vin(self, desk: Desk) -> None:
        cars = [new_car(desk, 1), new_car(desk, 2)]
        preview = preview_edit(desk, cars, [("vin", vin(3))])
        with pytest.raises(DraftRefused) as caught:
            apply_edit(desk, preview)
        assert "vin_for_many" in codes(caught.value)

    def test_a_vin_may_be_corrected_but_not_to_anothers(self, desk: Desk) -> None:
        one, _two = new_car(desk, 1), new_car(desk, 2)
        (one,) = edited(desk, one, vin=vin(3))
        assert desk.car_by_vin(vin(3)) == one
        assert desk.car_by_vin(vin(1)) is None
        with pytest.raises(DraftRefused) as caught:
            edited(desk, one, vin=vin(2))
        assert codes(caught.value) == ["vin_known"]

    def test_a_car_changed_meanwhile_is_a_conflict_and_another_is_not(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        preview = preview_edit(desk, [one], [("colour", "red")])
        edited(desk, two, colour="blue")
        assert apply_edit(desk, preview) is not None
        preview = preview_edit(desk, [again(desk, one)], [("colour", "green")])
        edited(desk, one, odometer_km="99")
        with pytest.raises(Conflict):
            apply_edit(desk, preview)
        assert (again(desk, one).colour, again(desk, one).odometer_km) == ("red", 99)

    def test_problems_a_car_had_before_do_not_stop_another_change(self, desk: Desk) -> None:
        car = new_car(desk, model_year="2021")
        preview = preview_edit(desk, [car], [("colour", "red")])
        assert preview.problems == ()

    def test_a_new_destination_starts_a_new_deal(self, desk: Desk) -> None:
        (car,) = edited(desk, new_car(desk), importer_type="company", purpose="re_export")
        (car,) = edited(desk, car, destination="JO")
        assert car.deal == Deal("JO")
        (car,) = edited(desk, car, destination="")
        assert car.deal is None
        preview = preview_edit(desk, [car], [("purpose", "re_export")])
        assert [problem.code for problem in preview.problems] == ["deal_without_destination"]


class TestBuy:
    def test_at_the_offers_price_unless_another_is_given(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        one = bought(desk, one)
        assert one.purchase is not None
        assert one.purchase.price == Money.of(120_000, "CNY")
        assert one.purchase.invoice_kind is InvoiceKind.SPECIAL_VAT
        assert one.purchase.bought_on == date(2026, 5, 1)
        assert stage(one) is Stage.BOUGHT
        apply_edit(desk, preview_buy(desk, [two], [("price", "11.5万"), ("invoice_kind", "none")]))
        purchase = again(desk, two).purchase
        assert purchase is not None
        assert (purchase.price, purchase.invoice_kind) == (Money.of(115_000, "CNY"), InvoiceKind.NONE)
        assert purchase.bought_on == TODAY

    def test_not_twice(self, desk: Desk) -> None:
        car = bought(desk, new_car(desk))
        with pytest.raises(DraftRefused) as caught:
            bought(desk, car)
        assert codes(caught.value) == ["bought_already"]

    def test_without_a_price_only_with_a_persons_word(self, desk: Desk) -> None:
        car = new_car(desk, price="")
        preview = preview_buy(desk, [car], [])
        with pytest.raises(DraftRefused) as caught:
            apply_edit(desk, preview)
        assert codes(caught.value) == ["price_missing"]
        apply_edit(desk, preview, confirm=True)
        purchase = again(desk, car).purchase
        assert purchase is not None
        assert purchase.price is None

    def test_again_after_a_red_letter(self, desk: Desk) -> None:
        car = new_car(desk)
        for texts in (
            [("invoice_number", "1")],
            [("invoice_number", "2"), ("red_letter_of", "1")],
            [("invoice_number", "3"), ("price", "110000")],
        ):
            apply_edit(desk, preview_buy(desk, [again(desk, car)], texts))
        purchase = again(desk, car).purchase
        assert purchase is not None
        assert purchase.invoice_number == "3"
        assert len(again(desk, car).purchases) == 3


class TestPutAway:
    def test_archive_and_back(self, desk: Desk) -> None:
        car = new_car(desk)
        archive(desk, [car])
        assert again(desk, car).archived
        assert archive(desk, [again(desk, car)]) is None
        archive(desk, [again(desk, car)], back=True)
        assert not again(desk, car).archived

    def test_what_is_referenced_is_not_removed(self, desk: Desk) -> None:
        one, two, three = (new_car(desk, number) for number in (1, 2, 3))
        put_shipment(desk, Shipment("S1", Deal("KZ"), Mode.ROAD, (Line(one.id),)))
        paper(desk, "cn_inspection_report_wmt8", two, number="W-9")
        with pytest.raises(DraftRefused) as caught:
            remove(desk, [one, two, three])
        assert codes(caught.value) == ["car_referenced", "car_referenced"]
        assert len(desk.store.all(CARS)) == 3
        remove(desk, [three])
        assert desk.store.get(CARS, three.id) is None
        assert remove(desk, []) is None


def test_names(desk: Desk) -> None:
    assert name_of(new_car(desk)) == vin(1)
    assert name_of(new_car(desk, 2, vin="")) == "26-0002"
