from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.config import Settings
from tui.desk import held, importing
from tui.desk.context import Desk
from tui.desk.editing import apply_edit, archive, preview_edit
from tui.desk.importing import ImportResult, Outcome, Preview
from tui.desk.kinds import BATCHES, CARS, DEALERS, HELD_ROWS, SHEETS
from tui.domain import vin
from tui.domain.cars import Car, Milestone, stage
from tui.domain.imports import HeldState
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Problem, Severity
from tui.domain.purchases import Purchase
from tui.domain.words import InvoiceKind, Stage
from tui.errors import DraftRefused, NotFound, UsageError
from tui.packs.library import Library
from tui.sheets.reader import read_table
from tui.sheets.table import Table
from tui.sheets.writer import Value, csv_text, xlsx_bytes
from tui.store.contract import Put
from tui.store.memory import MemoryStore

SAMPLE = (Path(__file__).parents[1] / "sheets" / "data" / "dealer-list-gb18030.csv").read_bytes()
TODAY = date(2026, 11, 22)
LIBRARY = Library()
ACCEPTED = [*range(2, 18), 25]


def _now() -> datetime:
    return datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return _desk()


def _desk() -> Desk:
    return Desk(MemoryStore(now=_now, who="tester"), LIBRARY, Settings(), TODAY, _now)


def _vin(number: int) -> str:
    bare = f"LC0CE4CB0V4{number:06}"
    return bare[:8] + vin.check_digit(bare) + bare[9:]


def _row(number: int, **cells: str) -> dict[str, str]:
    own = {
        "车架号": _vin(number),
        "品牌": "比亚迪",
        "车型": "元UP",
        "配置": "活力型",
        "年款": "2027",
        "能源类型": "纯电",
        "颜色": "白",
        "指导价": "119800",
        "开票价": "95800",
        "发票类型": "专票",
        "上牌日期": "2026-08-03",
        "出厂日期": "2026-07",
    }
    return own | cells


def _table(*rows: Mapping[str, str], name: str = "list.csv") -> Table:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [[row.get(column, "") for column in columns] for row in rows]
    return read_table(csv_text(columns, lines).encode(), name)


def _preview(
    desk: Desk,
    source: bytes | Table,
    *,
    dealer: str | None = None,
    mapping: Mapping[str, str] | None = None,
    bought: date | None = None,
) -> Preview:
    table = source if isinstance(source, Table) else read_table(source, "list")
    return importing.preview(
        desk, table, dealer=dealer, mapping=mapping, bought=bought, source="list.csv", sha256="0" * 64
    )


def _import(desk: Desk, source: bytes | Table, **options: object) -> ImportResult:
    return importing.apply(desk, _preview(desk, source, **options))  # type: ignore[arg-type]


def _said(problem: Problem) -> str:
    return f"<{problem.code}>"


def _counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.accepted, result.changed, result.same, result.held


def _reasons(shown: Preview) -> dict[int, list[tuple[str, str]]]:
    return {
        row.number: [(reason.column, reason.problem.code) for reason in row.reasons] for row in shown.of(Outcome.HELD)
    }


def _car(desk: Desk, number: str) -> Car:
    car = desk.car_by_vin(number)
    assert car is not None
    return car


def _edit(desk: Desk, car: Car, *texts: tuple[str, str]) -> None:
    apply_edit(desk, preview_edit(desk, [car], list(texts)))


class TestSample:
    def test_row_by_row(self, desk: Desk) -> None:
        shown = _preview(desk, SAMPLE)
        assert [row.number for row in shown.of(Outcome.NEW)] == ACCEPTED
        assert shown.ignored == ()
        assert _reasons(shown) == {
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
        result = _import(desk, SAMPLE, dealer="杭州")
        assert _counts(result) == (17, 0, 0, 7)
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
        third = _car(desk, "LC0CE4CB1V4016863")
        assert third.offer is not None
        assert third.offer.price == Money.of(95_800, "CNY")
        assert (third.offer.invoice_kind, third.offer.invoice_rate) == (InvoiceKind.SPECIAL_VAT, None)
        assert third.offer.listed_on == TODAY
        assert (third.first_registration, third.manufacture_date) == (PartialDate(2026, 8, 3), PartialDate(2026, 7))
        assert (third.make, third.model, third.colour, third.dealer_id) == ("byd", "元UP", "grey", dealer.id)
        assert desk.specs_of(third).guide_price == Money.of(119_800, "CNY")
        assert (desk.specs_of(third).powertrain, desk.specs_of(third).fuel) == ("bev", "none")
        wide = _car(desk, "LC0CE4CB5V4016879")
        assert wide.odometer_km == 13
        small = _car(desk, "LC0CE4DC8R4953917")
        assert small.offer is not None
        assert (small.offer.invoice_kind, small.offer.invoice_rate) == (InvoiceKind.SPECIAL_VAT, Decimal("0.03"))
        unregistered = _car(desk, "LC0CE4CB2V4016869")
        assert unregistered.first_registration is None
        assert unregistered.offer is not None
        assert unregistered.offer.invoice_kind is None
        hostile = _car(desk, "LC0CE4CB7V4016897")
        assert (hostile.make, hostile.trim) == ('=HYPERLINK("x")', "[red]活力型[/x]")

    def test_a_second_import_writes_nothing(self, desk: Desk) -> None:
        _import(desk, SAMPLE, dealer="杭州")
        again = _import(desk, SAMPLE, dealer="杭州")
        assert _counts(again) == (0, 0, 17, 7)
        assert again.batch_id is None
        assert desk.store.revision == 1
        assert len(desk.store.all(HELD_ROWS)) == 7

    def test_the_same_from_a_workbook(self, desk: Desk) -> None:
        table = read_table(SAMPLE, "x")
        _import(desk, SAMPLE)
        data = xlsx_bytes(table.columns, [[cell.text for cell in row.cells] for row in table.rows], "现车")
        assert _counts(_import(desk, data)) == (0, 0, 17, 7)
        assert desk.store.revision == 1

    def test_json(self, desk: Desk) -> None:
        plain = importing.as_json(_import(desk, SAMPLE), _said)
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
        table = _table(_row(1, 我的价="90000"))
        shown = _preview(desk, table, mapping={"price": "我的价"})
        assert shown.recognised["price"] == "我的价"
        assert shown.ignored == ("开票价",)
        importing.apply(desk, shown)
        offer = _car(desk, _vin(1)).offer
        assert offer is not None
        assert offer.price == Money.of(90_000, "CNY")
        with pytest.raises(UsageError) as caught:
            _preview(desk, table, mapping={"price": "没有"})
        assert caught.value.code == "map_column_missing"

    def test_units_of_the_column_name_count(self, desk: Desk) -> None:
        row = {"车架号": _vin(1), "品牌": "BYD", "车型": "x", "开票价(万元)": "9.58", "里程(万公里)": "1.2"}
        _import(desk, _table(row))
        car = _car(desk, _vin(1))
        assert car.offer is not None
        assert (car.offer.price, car.odometer_km) == (Money.of(95_800, "CNY"), 12_000)
        _import(desk, _table({"VIN": _vin(2), "Make": "BYD", "Model": "x", "Price (USD)": "12,500.50"}))
        dollars = _car(desk, _vin(2)).offer
        assert dollars is not None
        assert dollars.price == Money.of("12500.50", "USD")

    def test_a_computed_price_is_rounded_to_the_fen(self, desk: Desk) -> None:
        columns = ["VIN", "品牌", "车型", "价格", "指导价(万)", "上牌日期"]
        rows: list[tuple[Value, ...]] = [
            (_vin(1), "BYD", "x", 119_800 / 1.13, 11.98, date(2026, 8, 3)),
            (_vin(2), "BYD", "y", 46_237, 10, 46_237),
        ]
        _import(desk, xlsx_bytes(columns, rows, "s"))
        first, second = _car(desk, _vin(1)), _car(desk, _vin(2))
        assert first.offer is not None
        assert first.offer.price == Money.of("106017.70", "CNY")
        assert desk.specs_of(first).guide_price == Money.of(119_800, "CNY")
        assert first.first_registration == second.first_registration == PartialDate(2026, 8, 3)

    def test_a_russian_list(self, desk: Desk) -> None:
        text = (
            "VIN;Марка;Модель;Двигатель;Вид топлива;Руль;Цена, юаней;Пробег, км;Дата регистрации\n"
            f"{_vin(1)};БИД;Юань;x;электро;левый;95 800,50;12;03.08.2026\n"
            f"{_vin(2)};Джили;Монжаро;x;бензин;левый;138,000;8 600;18.06.2026\n"
        )
        shown = _preview(desk, text.encode("cp1251"))
        assert _reasons(shown) == {3: [("Цена, юаней", "number_ambiguous")]}
        assert shown.ignored == ("Двигатель",)
        importing.apply(desk, shown)
        car = _car(desk, _vin(1))
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
        _import(desk, _table(_row(1, 能源类型=text), _row(2, 能源类型="增程", 燃料="柴油", 车型="y")))
        specs = desk.specs_of(_car(desk, _vin(1)))
        assert (specs.powertrain, specs.fuel) == (powertrain, fuel)
        assert desk.specs_of(_car(desk, _vin(2))).fuel == "diesel"

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
        _import(desk, _table(_row(1, 发票类型=text)))
        offer = _car(desk, _vin(1)).offer
        assert offer is not None
        assert (offer.invoice_kind, offer.invoice_rate) == (kind, Decimal(rate) if rate else None)

    def test_unregistered_in_the_date_column(self, desk: Desk) -> None:
        _import(desk, _table(_row(1, 上牌日期="未上牌"), _row(2, 上牌日期="-")))
        assert _car(desk, _vin(1)).never_registered is True
        assert _car(desk, _vin(2)).never_registered is None

    def test_dealers_come_from_a_column_or_the_option(self, desk: Desk) -> None:
        _import(desk, _table(_row(1, 经销商="杭州店"), _row(2, 经销商="宁波"), _row(3, 经销商="杭州店")))
        assert [dealer.name for dealer in desk.store.all(DEALERS)] == ["杭州店", "宁波"]
        assert [car.dealer_id for car in desk.store.all(CARS)] == [1, 2, 1]
        _import(desk, _table(_row(4, 经销商="宁波")), dealer="杭州店")
        assert _car(desk, _vin(4)).dealer_id == 1
        assert len(desk.store.all(DEALERS)) == 2

    def test_bad_cells_are_all_named_at_once(self, desk: Desk) -> None:
        shown = _preview(desk, _table(_row(1, 车架号="X", 开票价="-1", 能源类型="核能", 出厂日期="2027-01", 品牌="")))
        assert sorted(_reasons(shown)[2]) == [
            ("出厂日期", "date_in_future"),
            ("出厂日期", "manufactured_after_registered"),
            ("品牌", "make_missing"),
            ("开票价", "amount_negative"),
            ("能源类型", "word_unknown"),
            ("车架号", "vin_length"),
        ]

    def test_warnings_do_not_hold(self, desk: Desk) -> None:
        shown = _preview(desk, _table(_row(1, 年款="2020", 开票价="9.58")))
        assert [row.outcome for row in shown.rows] == [Outcome.NEW]
        codes = [entry["code"] for entry in importing.as_json(shown, _said)["warnings"]]
        assert codes == ["model_year_far", "price_far_from_guide_price"]

    def test_very_long_and_hostile_text(self, desk: Desk) -> None:
        nasty = "[/x]\u202e=1+1\x1b[31m" + "字" * 9_000
        shown = _preview(desk, _table(_row(1, 备注=nasty), _row(2, 备注="字" * 10_001)))
        assert _reasons(shown) == {3: [("备注", "text_too_long")]}
        importing.apply(desk, shown)
        assert _car(desk, _vin(1)).remark == nasty.replace("\x1b", "")


class TestSheets:
    def test_shared_facts_go_to_the_sheet_and_the_odd_car_keeps_its_own(self, desk: Desk) -> None:
        _import(desk, _table(_row(1, 指导价="121800"), _row(2), _row(3), _row(4, 配置="领先型", 能源类型="")))
        full, bare = desk.store.all(SHEETS)
        assert full.specs.guide_price == Money.of(119_800, "CNY")
        assert bare.specs.powertrain is None
        assert _car(desk, _vin(1)).specs == msgspec.structs.replace(
            _car(desk, _vin(2)).specs, guide_price=Money.of(121_800, "CNY")
        )
        _import(desk, _table(_row(5, 能源类型="插混"), _row(6, 座位数="5")))
        assert desk.specs_of(_car(desk, _vin(5))).powertrain == "phev"
        assert desk.specs_of(_car(desk, _vin(6))).seats == desk.specs_of(_car(desk, _vin(1))).seats == 5
        assert len(desk.store.all(SHEETS)) == 2

    def test_a_car_that_moves_to_another_sheet_keeps_what_its_row_says(self, desk: Desk) -> None:
        _import(desk, _table(_row(1), _row(2)))
        moved = _table(_row(1, 配置="领先型"), _row(2))
        assert _counts(_import(desk, moved)) == (0, 1, 1, 0)
        assert desk.specs_of(_car(desk, _vin(1))).powertrain == "bev"
        assert _counts(_import(desk, moved)) == (0, 0, 2, 0)


class TestAgain:
    def test_a_new_price_changes_only_what_it_says(self, desk: Desk) -> None:
        _import(desk, _table(_row(1, 备注="好车"), _row(2)), dealer="杭州")
        before = _car(desk, _vin(1))
        partial = _table({"VIN": _vin(1), "price": "94,800", "首次登记日期": "2026-08"})
        shown = _preview(desk, partial, dealer="杭州")
        (change,) = shown.rows[0].changes
        assert (change.field, change.old, change.new) == ("price", Money.of(95_800, "CNY"), Money.of(94_800, "CNY"))
        assert _counts(importing.apply(desk, shown)) == (0, 1, 0, 0)
        after = _car(desk, _vin(1))
        assert before.offer is not None
        expected = msgspec.structs.replace(before.offer, price=Money.of(94_800, "CNY"))
        assert after == msgspec.structs.replace(before, offer=expected)
        assert _counts(_import(desk, partial, dealer="杭州")) == (0, 0, 1, 0)

    def test_a_field_that_a_person_edited_is_never_overwritten(self, desk: Desk) -> None:
        _import(desk, _table(_row(1), _row(2)))
        _edit(desk, _car(desk, _vin(1)), ("colour", "black"), ("price", "90000"))
        shown = _preview(desk, _table(_row(1, 备注="x"), _row(2, 备注="y")))
        assert _reasons(shown) == {2: [("颜色", "field_conflict"), ("开票价", "field_conflict")]}
        params = [reason.problem.params for reason in shown.rows[0].reasons]
        assert params[0] == {"mine": "black", "theirs": "white"}
        assert params[1] == {"mine": "90000.00 CNY", "theirs": "95800.00 CNY"}
        importing.apply(desk, shown)
        assert (_car(desk, _vin(1)).colour, _car(desk, _vin(1)).remark) == ("black", "")
        assert _car(desk, _vin(2)).remark == "y"

    def test_a_fact_typed_on_the_sheet_holds_too(self, desk: Desk) -> None:
        _import(desk, _table(_row(1)))
        (sheet,) = desk.store.all(SHEETS)
        typed = msgspec.structs.replace(sheet, typed=("guide_price",))
        desk.store.commit([Put(SHEETS, typed)], why="test")
        assert _reasons(_preview(desk, _table(_row(1, 指导价="99800")))) == {2: [("指导价", "field_conflict")]}
        assert _preview(desk, _table(_row(2, 指导价="99800"))).rows[0].outcome is Outcome.NEW

    def test_an_archived_cars_vin_is_held(self, desk: Desk) -> None:
        _import(desk, _table(_row(1)))
        archive(desk, [_car(desk, _vin(1))])
        assert _reasons(_preview(desk, _table(_row(1)))) == {2: [("车架号", "vin_archived")]}

    def test_a_taken_stock_number_is_held_and_numbers_continue(self, desk: Desk) -> None:
        _import(desk, _table(_row(1, 库存号="26-0041"), _row(2, 库存号="26-0041"), _row(3)))
        assert [car.stock_number for car in desk.store.all(CARS)] == ["26-0041", "26-0001"]
        _import(desk, _table(_row(4), _row(5, 库存号="26-0042")))
        assert _car(desk, _vin(4)).stock_number == "26-0043"
        assert _reasons(_preview(desk, _table(_row(6, 库存号="26-0041")))) == {2: [("库存号", "stock_number_known")]}

    def test_the_book_may_change_between_preview_and_apply(self, desk: Desk) -> None:
        _import(desk, _table(_row(1), _row(2)))
        shown = _preview(desk, _table(_row(1, 颜色="红"), _row(2, 颜色="红"), _row(3)))
        assert [row.outcome.value for row in shown.rows] == ["changed", "changed", "new"]
        _edit(desk, _car(desk, _vin(1)), ("colour", "black"))
        _import(desk, _table(_row(3)))
        result = importing.apply(desk, shown)
        assert _counts(result) == (0, 1, 1, 1)
        assert [_car(desk, _vin(n)).colour for n in (1, 2)] == ["black", "red"]
        assert len(desk.store.all(CARS)) == 3

    def test_identical_rows_are_two_rows(self, desk: Desk) -> None:
        lost = _row(1, 车架号="")
        assert _counts(_import(desk, _table(lost, lost))) == (0, 0, 0, 2)
        assert len(held.waiting(desk)) == 2
        assert _import(desk, _table(lost, lost)).batch_id is None


class TestBought:
    def test_a_purchase_from_the_offer(self, desk: Desk) -> None:
        day = date(2026, 11, 20)
        _import(desk, _table(_row(1, 发票类型="3%专票")), dealer="杭州", bought=day)
        car = _car(desk, _vin(1))
        price = Money.of(95_800, "CNY")
        assert car.purchases == (Purchase(day, price, InvoiceKind.SPECIAL_VAT, Decimal("0.03"), dealer_id=1),)
        assert car.milestones == (Milestone(Stage.LISTED, TODAY),)
        assert stage(car) is Stage.BOUGHT
        revision = desk.store.revision
        assert _counts(_import(desk, _table(_row(1, 发票类型="3%专票")), dealer="杭州", bought=day)) == (0, 0, 1, 0)
        assert desk.store.revision == revision

    def test_a_listed_car_is_bought_and_a_bought_one_only_gets_a_new_offer(self, desk: Desk) -> None:
        _import(desk, _table(_row(1)), dealer="杭州")
        assert _counts(_import(desk, _table(_row(1)), dealer="杭州", bought=TODAY)) == (0, 1, 0, 0)
        bought = _car(desk, _vin(1))
        assert _counts(_import(desk, _table(_row(1, 开票价="90000")), dealer="宁波")) == (0, 1, 0, 0)
        after = _car(desk, _vin(1))
        assert after.purchases == bought.purchases
        assert after.dealer_id == bought.dealer_id
        assert after.offer is not None
        assert after.offer.price == Money.of(90_000, "CNY")

    def test_not_in_the_future(self, desk: Desk) -> None:
        with pytest.raises(UsageError) as caught:
            _preview(desk, _table(_row(1)), bought=date(2026, 11, 23))
        assert caught.value.code == "bought_in_future"


class TestRejects:
    def _fixed(self, data: bytes, mend: Callable[[dict[str, str]], None]) -> bytes:
        table = read_table(data, "rejects.csv")
        rows = [dict(zip(table.columns, (cell.text for cell in row.cells), strict=True)) for row in table.rows]
        for row in rows:
            mend(row)
        columns = list(rows[0])
        return csv_text(columns, [[row[column] for column in columns] for row in rows]).encode("utf-8-sig")

    def test_they_import_again_and_change_nothing_until_mended(self, desk: Desk) -> None:
        shown = _preview(desk, SAMPLE, dealer="杭州")
        data = importing.rejects(shown.table, shown, _said)
        assert data.startswith(b"\xef\xbb\xbf")
        importing.apply(desk, shown)
        table = read_table(data, "rejects.csv")
        assert table.columns == (*shown.table.columns, "reasons")
        assert [row.cells[8].text for row in table.rows][5] == "-95800"
        again = _preview(desk, table)
        assert again.dealer == ""
        assert [row.outcome.value for row in again.rows] == ["held"] * 7
        assert not again.writes

    def test_mended_rows_are_accepted_and_no_longer_wait(self, desk: Desk) -> None:
        shown = _preview(desk, SAMPLE, dealer="杭州")
        importing.apply(desk, shown)

        def mend(row: dict[str, str]) -> None:
            if row["备注"] == "负数价格":
                row["开票价(含税)"] = "95800"
            if row["备注"] == "字母O":
                row["车架号"] = "LC0CE4CB7V4016890"
            if row["备注"] == "校验位不符":
                row["VIN confirmed"] = "yes"
            row.setdefault("VIN confirmed", "")
            if row["备注"] == "少一位":
                row["车架号"] = "LC0CE4CB7V4O16852"

        result = _import(desk, self._fixed(importing.rejects(shown.table, shown, _said), mend))
        offered = vin.has_right_check_digit("LC0CE4CB7V4016890")
        assert result.accepted == 2 + offered
        states = {row.row: row.state for row in desk.store.all(HELD_ROWS) if row.batch_id == 1}
        assert states[23] is states[20] is HeldState.MENDED
        assert states[19] is HeldState.DISMISSED
        assert states[18] is states[22] is states[24] is HeldState.WAITING
        (mended,) = [row for row in desk.store.all(HELD_ROWS) if row.row == 23 and row.batch_id == 1]
        car = desk.store.get(CARS, mended.car_id or 0)
        assert car is not None
        assert (car.vin, car.dealer_id) == ("LC0CE4CB3V4016895", 1)
        assert _car(desk, "LC0CE4CB8V4016852").vin_confirmed
        assert _counts(_import(desk, SAMPLE, dealer="杭州"))[0] == 0

    def test_the_reasons_of_an_earlier_rejects_file_are_replaced(self, desk: Desk) -> None:
        first = _preview(desk, SAMPLE)
        second = _preview(desk, importing.rejects(first.table, first, _said))
        again = read_table(importing.rejects(second.table, second, _said), "x")
        assert again.columns == (*first.table.columns, "reasons")

    @settings(max_examples=30)
    @given(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
            min_size=1,
            max_size=4,
        )
    )
    def test_any_text_survives_the_way_out_and_in(self, remarks: list[str]) -> None:
        desk = _desk()
        shown = _preview(desk, _table(*(_row(n, 车架号="", 备注=text) for n, text in enumerate(remarks))))
        again = _preview(desk, importing.rejects(shown.table, shown, _said))
        assert [row.cells for row in again.rows] == [row.cells for row in shown.rows]
        assert [row.fingerprint for row in again.rows] == [row.fingerprint for row in shown.rows]


class TestHeld:
    def _waiting(self, desk: Desk) -> dict[int, int]:
        return {row.row: row.id for row in held.waiting(desk)}

    def test_mended_in_place(self, desk: Desk) -> None:
        _import(desk, SAMPLE, dealer="杭州")
        ids = self._waiting(desk)
        car_id = held.mend(desk, ids[23], {"开票价(含税)": "9.48万"})
        car = desk.store.get(CARS, car_id)
        assert car is not None
        assert car.offer is not None
        assert (car.vin, car.stock_number, car.dealer_id) == ("LC0CE4CB3V4016895", "26-0018", 1)
        assert (car.offer.price, car.typed) == (Money.of(94_800, "CNY"), ("price",))
        assert car.listed is not None
        assert (car.listed.batch_id, car.listed.row) == (1, 23)
        row = desk.store.get(HELD_ROWS, ids[23])
        assert row is not None
        assert (row.state, row.car_id) == (HeldState.MENDED, car_id)
        assert desk.store.revision == 2
        assert _counts(_import(desk, SAMPLE, dealer="杭州")) == (0, 0, 18, 6)
        assert desk.store.revision == 2

    def test_by_field_with_a_word_and_without_a_vin(self, desk: Desk) -> None:
        _import(desk, SAMPLE)
        ids = self._waiting(desk)
        assert held.mend(desk, ids[24], {"first_registration": "2026-08-03"}) == 18
        with pytest.raises(DraftRefused) as caught:
            held.mend(desk, ids[20], {})
        assert [problem.code for problem in caught.value.problems if isinstance(problem, Problem)] == [
            "vin_check_digit"
        ]
        confirmed = desk.store.get(CARS, held.mend(desk, ids[20], {}, confirm=True))
        assert confirmed is not None
        assert confirmed.vin_confirmed
        unnamed = desk.store.get(CARS, held.mend(desk, ids[22], {"车架号": "-"}))
        assert unnamed is not None
        assert (unnamed.vin, unnamed.model, unnamed.vin_confirmed) == (None, "海豚", False)
        duplicate = held.mend(desk, ids[18], {})
        assert duplicate == _car(desk, "LC0CE4CB7V4016852").id
        assert set(self._waiting(desk)) == {19, 21, 23}

    def test_still_wrong_says_everything_and_loses_nothing(self, desk: Desk) -> None:
        _import(desk, SAMPLE)
        ids = self._waiting(desk)
        with pytest.raises(DraftRefused) as caught:
            held.mend(desk, ids[21], {"开票价(含税)": "-1", "上牌日期": "昨天"})
        codes = [problem.code for problem in caught.value.problems if isinstance(problem, Problem)]
        assert sorted(codes) == ["amount_negative", "date_unreadable", "vin_character"]
        assert desk.store.revision == 1
        assert set(self._waiting(desk)) == {18, 19, 20, 21, 22, 23, 24}
        with pytest.raises(UsageError) as unknown:
            held.mend(desk, ids[21], {"价": "1"})
        assert unknown.value.code == "mend_name_unknown"

    def test_dismissed_counts_as_same(self, desk: Desk) -> None:
        _import(desk, SAMPLE)
        for held_id in self._waiting(desk).values():
            held.dismiss(desk, held_id)
        revision = desk.store.revision
        assert _counts(_import(desk, SAMPLE)) == (0, 0, 24, 0)
        assert desk.store.revision == revision
        with pytest.raises(NotFound) as caught:
            held.dismiss(desk, 1)
        assert caught.value.code == "held_row_not_waiting"
        with pytest.raises(NotFound):
            held.mend(desk, 99, {})

    def test_a_conflict_is_decided_by_mending(self, desk: Desk) -> None:
        _import(desk, _table(_row(1)))
        _edit(desk, _car(desk, _vin(1)), ("price", "90000"))
        _import(desk, _table(_row(1, 颜色="红")))
        (row,) = held.waiting(desk)
        with pytest.raises(DraftRefused):
            held.mend(desk, row.id, {"颜色": "黑"})
        assert held.mend(desk, row.id, {"price": "95800"}) == 1
        car = _car(desk, _vin(1))
        assert car.offer is not None
        assert (car.offer.price, car.colour) == (Money.of(95_800, "CNY"), "red")

    def test_a_column_mapped_by_hand_is_understood_again(self, desk: Desk) -> None:
        table = _table(_row(1, **{"我的价(万)": "-9"}))
        _import(desk, table, mapping={"price": "我的价(万)"})
        (row,) = held.waiting(desk)
        assert held.plan_mending(desk, row.id, {}).reasons[0].problem.code == "amount_negative"
        held.mend(desk, row.id, {"price": "9万"})
        car = _car(desk, _vin(1))
        assert car.offer is not None
        assert car.offer.price == Money.of(90_000, "CNY")
