"""A dealer's list read: what is taken, by which columns, and which sheets come of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from tests.desk.importing_kit import (
    ACCEPTED,
    SAMPLE,
    TODAY,
    car_of,
    counts,
    imported,
    new_desk,
    preview_of,
    reasons,
    row_of,
    said,
    table_of,
    vin_of,
)
from tui.desk import importing
from tui.desk.context import Desk
from tui.desk.importing import Outcome
from tui.desk.kinds import BATCHES, CARS, DEALERS, HELD_ROWS, SHEETS
from tui.domain.cars import stage
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Severity
from tui.domain.words import InvoiceKind, Stage
from tui.errors import UsageError
from tui.sheets.reader import read_table
from tui.sheets.writer import Value, xlsx_bytes


@pytest.fixture
def desk() -> Desk:
    return new_desk()


class TestSample:
    def test_row_by_row(self, desk: Desk) -> None:
        shown = preview_of(desk, SAMPLE)
        assert [row.number for row in shown.of(Outcome.NEW)] == ACCEPTED
        assert shown.ignored == ()
        assert reasons(shown) == {
            18: [("车架号", "vin_duplicate")],
            19: [("车架号", "vin_length")],
            20: [("车架号", "vin_check_digit")],
            21: [("车架号", "vin_character")],
            22: [("车架号", "vin_missing")],
            23: [("开票价(含税)", "amount_negative")],
            24: [("上牌日期", "date_unreal")],
        }
        problems = {row.number: row.reasons[0] for row in shown.of(Outcome.HELD)}
        assert problems[18].problem.params["first"] == "2"
        assert problems[20].problem.severity is Severity.CONFIRM
        assert problems[21].problem.offer == "LC0CE4CB7V4016890"
        assert problems[23].value == "-95800"
        assert desk.store.revision == 0

    def test_what_is_in_the_book(self, desk: Desk) -> None:
        result = imported(desk, SAMPLE, dealer="杭州")
        assert counts(result) == (17, 0, 0, 7)
        assert desk.store.revision == 1
        (dealer,) = desk.store.all(DEALERS)
        assert dealer.name == "杭州"
        (batch,) = desk.store.all(BATCHES)
        assert (batch.accepted, batch.held, batch.dealer_id, batch.encoding) == (17, 7, dealer.id, "gb18030")
        cars = desk.store.all(CARS)
        assert tuple(car.id for car in cars) == result.car_ids
        assert [car.stock_number for car in cars] == [f"26-{n:04}" for n in range(1, 18)]
        assert [car.listed.row for car in cars if car.listed] == ACCEPTED
        assert {car.listed.batch_id for car in cars if car.listed} == {batch.id}
        assert {stage(car) for car in cars} == {Stage.LISTED}
        third = car_of(desk, "LC0CE4CB1V4016863")
        assert third.offer is not None
        assert third.offer.price == Money.of(95_800, "CNY")
        assert (third.offer.invoice_kind, third.offer.invoice_rate) == (InvoiceKind.SPECIAL_VAT, None)
        assert third.offer.listed_on == TODAY
        assert (third.first_registration, third.manufacture_date) == (PartialDate(2026, 8, 3), PartialDate(2026, 7))
        assert (third.make, third.model, third.colour, third.dealer_id) == ("byd", "元UP", "grey", dealer.id)
        assert desk.specs_of(third).guide_price == Money.of(119_800, "CNY")
        assert (desk.specs_of(third).powertrain, desk.specs_of(third).fuel) == ("bev", "none")
        wide = car_of(desk, "LC0CE4CB5V4016879")
        assert wide.odometer_km == 13
        small = car_of(desk, "LC0CE4DC8R4953917")
        assert small.offer is not None
        assert (small.offer.invoice_kind, small.offer.invoice_rate) == (InvoiceKind.SPECIAL_VAT, Decimal("0.03"))
        unregistered = car_of(desk, "LC0CE4CB2V4016869")
        assert unregistered.first_registration is None
        assert unregistered.offer is not None
        assert unregistered.offer.invoice_kind is None
        hostile = car_of(desk, "LC0CE4CB7V4016897")
        assert (hostile.make, hostile.trim) == ('=HYPERLINK("x")', "[red]活力型[/x]")

    def test_a_second_import_writes_nothing(self, desk: Desk) -> None:
        imported(desk, SAMPLE, dealer="杭州")
        again = imported(desk, SAMPLE, dealer="杭州")
        assert counts(again) == (0, 0, 17, 7)
        assert again.batch_id is None
        assert desk.store.revision == 1
        assert len(desk.store.all(HELD_ROWS)) == 7

    def test_the_same_from_a_workbook(self, desk: Desk) -> None:
        table = read_table(SAMPLE, "x")
        imported(desk, SAMPLE)
        data = xlsx_bytes(table.columns, [[cell.text for cell in row.cells] for row in table.rows], "现车")
        assert counts(imported(desk, data)) == (0, 0, 17, 7)
        assert desk.store.revision == 1

    def test_json(self, desk: Desk) -> None:
        plain = importing.as_json(imported(desk, SAMPLE), said)
        assert (plain["schema"], plain["accepted"], plain["changed"], plain["same"]) == ("nearnew/import/1", 17, 0, 0)
        assert [entry["row"] for entry in plain["held"]] == [18, 19, 20, 21, 22, 23, 24]
        assert plain["held"][5] == {
            "row": 23,
            "column": "开票价(含税)",
            "value": "-95800",
            "code": "amount_negative",
            "message": "<amount_negative>",
            "problems": [
                {
                    "column": "开票价(含税)",
                    "value": "-95800",
                    "code": "amount_negative",
                    "message": "<amount_negative>",
                }
            ],
        }
        msgspec.json.encode(plain)


class TestColumns:
    def test_a_mapping_overrides_the_dialect(self, desk: Desk) -> None:
        table = table_of(row_of(1, 我的价="90000"))
        shown = preview_of(desk, table, mapping={"price": "我的价"})
        assert shown.recognised["price"] == "我的价"
        assert shown.ignored == ("开票价",)
        importing.apply(desk, shown)
        offer = car_of(desk, vin_of(1)).offer
        assert offer is not None
        assert offer.price == Money.of(90_000, "CNY")
        with pytest.raises(UsageError) as caught:
            preview_of(desk, table, mapping={"price": "没有"})
        assert caught.value.code == "map_column_missing"

    def test_units_of_the_column_name_count(self, desk: Desk) -> None:
        row = {"车架号": vin_of(1), "品牌": "BYD", "车型": "x", "开票价(万元)": "9.58", "里程(万公里)": "1.2"}
        imported(desk, table_of(row))
        car = car_of(desk, vin_of(1))
        assert car.offer is not None
        assert (car.offer.price, car.odometer_km) == (Money.of(95_800, "CNY"), 12_000)
        imported(desk, table_of({"VIN": vin_of(2), "Make": "BYD", "Model": "x", "Price (USD)": "12,500.50"}))
        dollars = car_of(desk, vin_of(2)).offer
        assert dollars is not None
        assert dollars.price == Money.of("12500.50", "USD")

    def test_a_computed_price_is_rounded_to_the_fen(self, desk: Desk) -> None:
        columns = ["VIN", "品牌", "车型", "价格", "指导价(万)", "上牌日期"]
        rows: list[tuple[Value, ...]] = [
            (vin_of(1), "BYD", "x", 119_800 / 1.13, 11.98, date(2026, 8, 3)),
            (vin_of(2), "BYD", "y", 46_237, 10, 46_237),
        ]
        imported(desk, xlsx_bytes(columns, rows, "s"))
        first, second = car_of(desk, vin_of(1)), car_of(desk, vin_of(2))
        assert first.offer is not None
        assert first.offer.price == Money.of("106017.70", "CNY")
        assert desk.specs_of(first).guide_price == Money.of(119_800, "CNY")
        assert first.first_registration == second.first_registration == PartialDate(2026, 8, 3)

    def test_a_russian_list(self, desk: Desk) -> None:
        text = (
            "VIN;Марка;Модель;Двигатель;Вид топлива;Руль;Цена, юаней;Пробег, км;Дата регистрации\n"
            f"{vin_of(1)};БИД;Юань;x;электро;левый;95 800,50;12;03.08.2026\n"
            f"{vin_of(2)};Джили;Монжаро;x;бензин;левый;138,000;8 600;18.06.2026\n"
        )
        shown = preview_of(desk, text.encode("cp1251"))
        assert reasons(shown) == {3: [("Цена, юаней", "number_ambiguous")]}
        assert shown.ignored == ("Двигатель",)
        importing.apply(desk, shown)
        car = car_of(desk, vin_of(1))
        assert car.make == "byd"
        assert car.offer is not None
        assert car.offer.price == Money.of("95800.50", "CNY")
        assert (desk.specs_of(car).fuel, desk.specs_of(car).steering) == ("none", "LHD")

    @pytest.mark.parametrize(
        ("text", "powertrain", "fuel"),
        [
            ("汽油", "ice", "petrol"),
            ("柴油", "ice", "diesel"),
            ("纯电", "bev", "none"),
            ("插混", "phev", None),
            ("增程", "erev", None),
            ("油电混动", "hev", None),
        ],
    )
    def test_the_powertrain_says_the_fuel(self, desk: Desk, text: str, powertrain: str, fuel: str | None) -> None:
        imported(desk, table_of(row_of(1, 能源类型=text), row_of(2, 能源类型="增程", 燃料="柴油", 车型="y")))
        specs = desk.specs_of(car_of(desk, vin_of(1)))
        assert (specs.powertrain, specs.fuel) == (powertrain, fuel)
        assert desk.specs_of(car_of(desk, vin_of(2))).fuel == "diesel"

    @pytest.mark.parametrize(
        ("text", "kind", "rate"),
        [
            ("专票", InvoiceKind.SPECIAL_VAT, None),
            ("专票13%", InvoiceKind.SPECIAL_VAT, "0.13"),
            ("增值税专用发票（13%）", InvoiceKind.SPECIAL_VAT, "0.13"),
            ("１％专票", InvoiceKind.SPECIAL_VAT, "0.01"),
            ("普票", InvoiceKind.OTHER, None),
            ("无票", InvoiceKind.NONE, None),
            ("3%", None, "0.03"),
            ("", None, None),
        ],
    )
    def test_the_voucher(self, desk: Desk, text: str, kind: InvoiceKind | None, rate: str | None) -> None:
        imported(desk, table_of(row_of(1, 发票类型=text)))
        offer = car_of(desk, vin_of(1)).offer
        assert offer is not None
        assert (offer.invoice_kind, offer.invoice_rate) == (kind, Decimal(rate) if rate else None)

    def test_unregistered_in_the_date_column(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1, 上牌日期="未上牌"), row_of(2, 上牌日期="-")))
        assert car_of(desk, vin_of(1)).never_registered is True
        assert car_of(desk, vin_of(2)).never_registered is None

    def test_dealers_come_from_a_column_or_the_option(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1, 经销商="杭州店"), row_of(2, 经销商="宁波"), row_of(3, 经销商="杭州店")))
        assert [dealer.name for dealer in desk.store.all(DEALERS)] == ["杭州店", "宁波"]
        assert [car.dealer_id for car in desk.store.all(CARS)] == [1, 2, 1]
        imported(desk, table_of(row_of(4, 经销商="宁波")), dealer="杭州店")
        assert car_of(desk, vin_of(4)).dealer_id == 1
        assert len(desk.store.all(DEALERS)) == 2

    def test_bad_cells_are_all_named_at_once(self, desk: Desk) -> None:
        shown = preview_of(
            desk, table_of(row_of(1, 车架号="X", 开票价="-1", 能源类型="核能", 出厂日期="2027-01", 品牌=""))
        )
        assert sorted(reasons(shown)[2]) == [
            ("出厂日期", "date_in_future"),
            ("出厂日期", "manufactured_after_registered"),
            ("品牌", "make_missing"),
            ("开票价", "amount_negative"),
            ("能源类型", "word_unknown"),
            ("车架号", "vin_length"),
        ]

    def test_warnings_do_not_hold(self, desk: Desk) -> None:
        shown = preview_of(desk, table_of(row_of(1, 年款="2020", 开票价="9.58")))
        assert [row.outcome for row in shown.rows] == [Outcome.NEW]
        codes = [entry["code"] for entry in importing.as_json(shown, said)["warnings"]]
        assert codes == ["model_year_far", "price_far_from_guide_price"]

    def test_very_long_and_hostile_text(self, desk: Desk) -> None:
        nasty = "[/x]\u202e=1+1\x1b[31m" + "字" * 9_000
        shown = preview_of(desk, table_of(row_of(1, 备注=nasty), row_of(2, 备注="字" * 10_001)))
        assert reasons(shown) == {3: [("备注", "text_too_long")]}
        importing.apply(desk, shown)
        assert car_of(desk, vin_of(1)).remark == nasty.replace("\x1b", "")


class TestSheets:
    def test_shared_facts_go_to_the_sheet_and_the_odd_car_keeps_its_own(self, desk: Desk) -> None:
        imported(
            desk, table_of(row_of(1, 指导价="121800"), row_of(2), row_of(3), row_of(4, 配置="领先型", 能源类型=""))
        )
        full, bare = desk.store.all(SHEETS)
        assert full.specs.guide_price == Money.of(119_800, "CNY")
        assert bare.specs.powertrain is None
        assert car_of(desk, vin_of(1)).specs == msgspec.structs.replace(
            car_of(desk, vin_of(2)).specs, guide_price=Money.of(121_800, "CNY")
        )
        imported(desk, table_of(row_of(5, 能源类型="插混"), row_of(6, 座位数="5")))
        assert desk.specs_of(car_of(desk, vin_of(5))).powertrain == "phev"
        assert desk.specs_of(car_of(desk, vin_of(6))).seats == desk.specs_of(car_of(desk, vin_of(1))).seats == 5
        assert len(desk.store.all(SHEETS)) == 2

    def test_a_car_that_moves_to_another_sheet_keeps_what_its_row_says(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1), row_of(2)))
        moved = table_of(row_of(1, 配置="领先型"), row_of(2))
        assert counts(imported(desk, moved)) == (0, 1, 1, 0)
        assert desk.specs_of(car_of(desk, vin_of(1))).powertrain == "bev"
        assert counts(imported(desk, moved)) == (0, 0, 2, 0)
