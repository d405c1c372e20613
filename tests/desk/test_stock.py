from __future__ import annotations

from datetime import date

import pytest

from tests.desk.kit import (
    TODAY,
    again,
    bought,
    edited,
    new_car,
    new_desk,
    paper,
    put_shipment,
    ready_for_kazakhstan,
    vin,
)
from tui.desk import partners, stock
from tui.desk.checking import Question
from tui.desk.context import Desk
from tui.desk.editing import add_car, apply_edit, archive, preview_buy
from tui.domain.deals import Deal
from tui.domain.money import Money
from tui.domain.readiness import Verdict
from tui.domain.shipments import Line, Shipment
from tui.domain.vin import check_digit
from tui.domain.words import InvoiceKind, Mode, Stage
from tui.errors import NotFound, UsageError


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def found(desk: Desk, text: str, to: str | None = None) -> list[str]:
    return [row.car.stock_number for row in stock.select(desk, text, destination=to)]


class TestRows:
    def test_figures_of_a_row(self, desk: Desk) -> None:
        car = bought(desk, new_car(desk, first_registration="2026-05-01"))
        (row,) = stock.rows(desk)
        assert (row.id, row.stage, row.destination, row.make_name) == (car.id, Stage.BOUGHT, "KZ", "BYD")
        assert (row.age, row.tied) == (205, 205)
        assert row.price == Money.of(120_000, "CNY")
        assert row.rebate == Money.of("13805.31", "CNY")
        assert row.invoice_kind is InvoiceKind.SPECIAL_VAT
        assert row.due is None
        (row,) = stock.rows(desk, question=Question(date(2026, 5, 11)))
        assert (row.age, row.tied) == (10, 10)

    def test_a_listed_car_has_an_asking_price_and_no_rebate(self, desk: Desk) -> None:
        new_car(desk)
        (row,) = stock.rows(desk)
        assert (row.stage, row.price, row.rebate, row.tied) == (Stage.LISTED, Money.of(120_000, "CNY"), None, None)

    @pytest.mark.parametrize(
        ("texts", "rebate"),
        [
            ([("invoice_kind", "used_car_uniform")], "0.00"),
            ([("invoice_kind", "special_vat"), ("invoice_rate", "3%")], "3495.15"),
            ([("invoice_kind", "none")], "0.00"),
        ],
    )
    def test_the_voucher_decides(self, desk: Desk, texts: list[tuple[str, str]], rebate: str) -> None:
        car = new_car(desk)
        apply_edit(desk, preview_buy(desk, [car], texts))
        assert stock.rows(desk)[0].rebate == Money.of(rebate, "CNY")

    def test_a_voucher_that_is_not_known_is_not_none(self, desk: Desk) -> None:
        car = new_car(desk, invoice_kind="")
        apply_edit(desk, preview_buy(desk, [car], []))
        assert stock.rows(desk)[0].rebate is None

    def test_money_tied_up_counts_bought_cars_only(self, desk: Desk) -> None:
        bought(desk, new_car(desk, 1))
        new_car(desk, 2)
        apply_edit(desk, preview_buy(desk, [new_car(desk, 3)], [("price", "USD 100")]))
        assert stock.money_of(stock.rows(desk)) == (Money.of(120_000, "CNY"), Money.of(100, "USD"))

    def test_what_falls_due(self, desk: Desk) -> None:
        car = bought(desk, new_car(desk))
        edited(desk, car, transferred="2026-11-02")
        assert stock.rows(desk)[0].due == date(2027, 1, 1)
        paper(desk, "cn_export_licence", car, issued="2026-06-01", expires="2026-12-05")
        assert stock.rows(desk)[0].due == date(2026, 12, 5)

    def test_archived_cars_are_left_out(self, desk: Desk) -> None:
        car = new_car(desk)
        archive(desk, [car])
        assert stock.rows(desk) == []
        assert len(stock.rows(desk, archived=True)) == 1
        assert found(desk, "") == []
        assert found(desk, "is:archived") == ["26-0001"]

    def test_the_verdict_of_a_row(self, desk: Desk) -> None:
        ready_for_kazakhstan(desk)
        assert stock.rows(desk)[0].verdict is Verdict.READY
        assert stock.rows(desk, destination="JO")[0].verdict is Verdict.ACTION
        assert stock.rows(desk, question=Question(TODAY, strict=True))[0].verdict is Verdict.UNKNOWN


class TestFilter:
    @pytest.fixture
    def desk(self) -> Desk:
        desk = new_desk()
        dealer = partners.save(desk, "dealer", [("name", "杭州甲")])
        one = bought(desk, new_car(desk, 1))
        texts = [("make", "geely"), ("model", "银河E5"), ("price", "90000"), ("remark", "小心"), ("destination", "JO")]
        add_car(desk, texts, dealer_id=dealer.id)
        ready_for_kazakhstan(desk, 3)
        put_shipment(desk, Shipment("S26-001", Deal("RU"), Mode.ROAD, (Line(one.id),)))
        return desk

    @pytest.mark.parametrize(
        ("text", "numbers"),
        [
            ("", "123"),
            ("make:byd", "13"),
            ("make:比亚迪", "13"),
            ("make:BYD -is:shipped", "3"),
            ("比亚迪", "13"),
            ("吉利", "2"),
            ("银河", "2"),
            ("小心", "2"),
            ("dealer:杭州", "2"),
            ("dealer:", "13"),
            ("dest:RU", "1"),
            ("dest:KZ", "3"),
            ("dest:JO", "2"),
            ("stage:listed", "2"),
            ("stage:bought", "1"),
            ("stage:transferred", "3"),
            ("is:bought", "13"),
            ("is:listed", "2"),
            ("is:tied", "13"),
            ("is:shipped", "1"),
            ("s26-001", "1"),
            ("is:unregistered", "2"),
            ("is:novin", "2"),
            ("powertrain:bev", "13"),
            ("powertrain:", "2"),
            ("doc:letter", "3"),
            ("letter", "3"),
            ("-letter", "12"),
            ("-doc:确认书 is:bought", "1"),
            ("invoice:special_vat", "13"),
            ("invoice:", "2"),
            ("price<100000", "2"),
            ("price>=120000", "13"),
            ("age>200", "13"),
            ("-age>200", "2"),
            ("year:2026", "13"),
            ("km:80", "13"),
            ("due<50d", "3"),
            ("due:", "12"),
            ("is:ready", "3"),
            ("is:action", "1"),
            ("-is:ready -is:action", "2"),
            ("4000003", "3"),
            ("stock:26-0002", "2"),
            ("nothing", ""),
        ],
    )
    def test_who_fits(self, desk: Desk, text: str, numbers: str) -> None:
        assert found(desk, text) == [f"26-000{number}" for number in numbers]

    def test_a_chosen_destination_is_the_rows_own(self, desk: Desk) -> None:
        assert found(desk, "dest:KZ", "KZ") == ["26-0001", "26-0002", "26-0003"]
        assert found(desk, "is:ready", "JO") == []

    def test_a_filter_that_cannot_be_read(self, desk: Desk) -> None:
        with pytest.raises(UsageError):
            stock.select(desk, "colr:red")


class TestOrder:
    def test_by_each_key_with_the_unknown_last(self, desk: Desk) -> None:
        for number, texts in enumerate(({"odometer_km": "9"}, {"odometer_km": ""}, {"odometer_km": "10"}), start=1):
            new_car(desk, number, **texts)
        rows = stock.rows(desk)
        assert [row.car.odometer_km for row in stock.ordered(rows, "km")] == [9, 10, None]
        assert [row.car.odometer_km for row in stock.ordered(rows, "-km")] == [10, 9, None]
        for key in stock.SORTS:
            assert {row.id for row in stock.ordered(rows, key)} == {row.id for row in rows}
            assert {row.id for row in stock.ordered(rows, f"-{key}")} == {row.id for row in rows}
        for key in ("", "-", "colour", "--km"):
            with pytest.raises(UsageError):
                stock.ordered(rows, key)

    def test_stages_in_the_order_of_a_cars_life(self, desk: Desk) -> None:
        edited(desk, bought(desk, new_car(desk, 1)), transferred="2026-05-02")
        new_car(desk, 2)
        bought(desk, new_car(desk, 3))
        ordered = stock.ordered(stock.rows(desk), "stage")
        assert [row.stage for row in ordered] == [Stage.LISTED, Stage.BOUGHT, Stage.TRANSFERRED]


class TestNames:
    def test_by_vin_its_end_or_the_stock_number(self, desk: Desk) -> None:
        car = new_car(desk, 123456, stock_number="A-7")
        for name in (vin(123456), vin(123456).lower(), f" {vin(123456)} ", "123456", "4123456", "a-7", "A-7 "):
            assert stock.find_car(desk, name) == car
        archive(desk, [car])
        assert stock.find_car(desk, "a-7") == again(desk, car)

    def test_too_short_unknown_or_shared(self, desk: Desk) -> None:
        new_car(desk, 1)
        other = "L6TCX2E70ME000001"
        edited(desk, new_car(desk, 2), vin=other[:8] + check_digit(other) + other[9:])
        for name, code in (("00001", "car_not_found"), ("999999", "car_not_found"), ("", "car_not_found")):
            with pytest.raises(NotFound) as caught:
                stock.find_car(desk, name)
            assert caught.value.code == code
        with pytest.raises(NotFound) as caught:
            stock.find_car(desk, "000001")
        assert caught.value.code == "car_name_ambiguous"
