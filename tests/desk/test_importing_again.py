"""A list that comes again, cars that were bought since, and what is handed back to the dealer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.importing_kit import (
    SAMPLE,
    TODAY,
    car_of,
    counts,
    edit_car,
    imported,
    new_desk,
    preview_of,
    reasons,
    row_of,
    said,
    table_of,
    vin_of,
)
from tui.desk import held, importing
from tui.desk.context import Desk
from tui.desk.editing import archive
from tui.desk.importing import Outcome
from tui.desk.kinds import CARS, HELD_ROWS, SHEETS
from tui.domain import vin
from tui.domain.cars import Milestone, stage
from tui.domain.imports import HeldState
from tui.domain.money import Money
from tui.domain.purchases import Purchase
from tui.domain.words import InvoiceKind, Stage
from tui.errors import UsageError
from tui.sheets.reader import read_table
from tui.sheets.writer import csv_text
from tui.store.contract import Put


@pytest.fixture
def desk() -> Desk:
    return new_desk()


class TestAgain:
    def test_a_new_price_changes_only_what_it_says(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1, 备注="好车"), row_of(2)), dealer="杭州")
        before = car_of(desk, vin_of(1))
        partial = table_of({"VIN": vin_of(1), "price": "94,800", "首次登记日期": "2026-08"})
        shown = preview_of(desk, partial, dealer="杭州")
        (change,) = shown.rows[0].changes
        assert (change.field, change.old, change.new) == ("price", Money.of(95_800, "CNY"), Money.of(94_800, "CNY"))
        assert counts(importing.apply(desk, shown)) == (0, 1, 0, 0)
        after = car_of(desk, vin_of(1))
        assert before.offer is not None
        expected = msgspec.structs.replace(before.offer, price=Money.of(94_800, "CNY"))
        assert after == msgspec.structs.replace(before, offer=expected)
        assert counts(imported(desk, partial, dealer="杭州")) == (0, 0, 1, 0)

    def test_a_field_that_a_person_edited_is_never_overwritten(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1), row_of(2)))
        edit_car(desk, car_of(desk, vin_of(1)), ("colour", "black"), ("price", "90000"))
        shown = preview_of(desk, table_of(row_of(1, 备注="x"), row_of(2, 备注="y")))
        assert reasons(shown) == {2: [("颜色", "field_conflict"), ("开票价", "field_conflict")]}
        params = [reason.problem.params for reason in shown.rows[0].reasons]
        assert params[0] == {"mine": "black", "theirs": "white"}
        assert params[1] == {"mine": "90000.00 CNY", "theirs": "95800.00 CNY"}
        importing.apply(desk, shown)
        assert (car_of(desk, vin_of(1)).colour, car_of(desk, vin_of(1)).remark) == ("black", "")
        assert car_of(desk, vin_of(2)).remark == "y"

    def test_a_fact_typed_on_the_sheet_holds_too(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1)))
        (sheet,) = desk.store.all(SHEETS)
        typed = msgspec.structs.replace(sheet, typed=("guide_price",))
        desk.store.commit([Put(SHEETS, typed)], why="test")
        assert reasons(preview_of(desk, table_of(row_of(1, 指导价="99800")))) == {2: [("指导价", "field_conflict")]}
        assert preview_of(desk, table_of(row_of(2, 指导价="99800"))).rows[0].outcome is Outcome.NEW

    def test_an_archived_cars_vin_is_held(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1)))
        archive(desk, [car_of(desk, vin_of(1))])
        assert reasons(preview_of(desk, table_of(row_of(1)))) == {2: [("车架号", "vin_archived")]}

    def test_a_taken_stock_number_is_held_and_numbers_continue(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1, 库存号="26-0041"), row_of(2, 库存号="26-0041"), row_of(3)))
        assert [car.stock_number for car in desk.store.all(CARS)] == ["26-0041", "26-0001"]
        imported(desk, table_of(row_of(4), row_of(5, 库存号="26-0042")))
        assert car_of(desk, vin_of(4)).stock_number == "26-0043"
        assert reasons(preview_of(desk, table_of(row_of(6, 库存号="26-0041")))) == {
            2: [("库存号", "stock_number_known")]
        }

    def test_the_book_may_change_between_preview_and_apply(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1), row_of(2)))
        shown = preview_of(desk, table_of(row_of(1, 颜色="红"), row_of(2, 颜色="红"), row_of(3)))
        assert [row.outcome.value for row in shown.rows] == ["changed", "changed", "new"]
        edit_car(desk, car_of(desk, vin_of(1)), ("colour", "black"))
        imported(desk, table_of(row_of(3)))
        result = importing.apply(desk, shown)
        assert counts(result) == (0, 1, 1, 1)
        assert [car_of(desk, vin_of(n)).colour for n in (1, 2)] == ["black", "red"]
        assert len(desk.store.all(CARS)) == 3

    def test_identical_rows_are_two_rows(self, desk: Desk) -> None:
        lost = row_of(1, 车架号="")
        assert counts(imported(desk, table_of(lost, lost))) == (0, 0, 0, 2)
        assert len(held.waiting(desk)) == 2
        assert imported(desk, table_of(lost, lost)).batch_id is None


class TestBought:
    def test_a_purchase_from_the_offer(self, desk: Desk) -> None:
        day = date(2026, 11, 20)
        imported(desk, table_of(row_of(1, 发票类型="3%专票")), dealer="杭州", bought=day)
        car = car_of(desk, vin_of(1))
        price = Money.of(95_800, "CNY")
        assert car.purchases == (Purchase(day, price, InvoiceKind.SPECIAL_VAT, Decimal("0.03"), dealer_id=1),)
        assert car.milestones == (Milestone(Stage.LISTED, TODAY),)
        assert stage(car) is Stage.BOUGHT
        revision = desk.store.revision
        assert counts(imported(desk, table_of(row_of(1, 发票类型="3%专票")), dealer="杭州", bought=day)) == (0, 0, 1, 0)
        assert desk.store.revision == revision

    def test_a_listed_car_is_bought_and_a_bought_one_only_gets_a_new_offer(self, desk: Desk) -> None:
        imported(desk, table_of(row_of(1)), dealer="杭州")
        assert counts(imported(desk, table_of(row_of(1)), dealer="杭州", bought=TODAY)) == (0, 1, 0, 0)
        bought = car_of(desk, vin_of(1))
        assert counts(imported(desk, table_of(row_of(1, 开票价="90000")), dealer="宁波")) == (0, 1, 0, 0)
        after = car_of(desk, vin_of(1))
        assert after.purchases == bought.purchases
        assert after.dealer_id == bought.dealer_id
        assert after.offer is not None
        assert after.offer.price == Money.of(90_000, "CNY")

    def test_not_in_the_future(self, desk: Desk) -> None:
        with pytest.raises(UsageError) as caught:
            preview_of(desk, table_of(row_of(1)), bought=date(2026, 11, 23))
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
        shown = preview_of(desk, SAMPLE, dealer="杭州")
        data = importing.rejects(shown.table, shown, said)
        assert data.startswith(b"\xef\xbb\xbf")
        importing.apply(desk, shown)
        table = read_table(data, "rejects.csv")
        assert table.columns == (*shown.table.columns, "reasons")
        assert [row.cells[8].text for row in table.rows][5] == "-95800"
        again = preview_of(desk, table)
        assert again.dealer == ""
        assert [row.outcome.value for row in again.rows] == ["held"] * 7
        assert not again.writes

    def test_mended_rows_are_accepted_and_no_longer_wait(self, desk: Desk) -> None:
        shown = preview_of(desk, SAMPLE, dealer="杭州")
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

        result = imported(desk, self._fixed(importing.rejects(shown.table, shown, said), mend))
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
        assert car_of(desk, "LC0CE4CB8V4016852").vin_confirmed
        assert counts(imported(desk, SAMPLE, dealer="杭州"))[0] == 0

    def test_the_reasons_of_an_earlier_rejects_file_are_replaced(self, desk: Desk) -> None:
        first = preview_of(desk, SAMPLE)
        second = preview_of(desk, importing.rejects(first.table, first, said))
        again = read_table(importing.rejects(second.table, second, said), "x")
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
        desk = new_desk()
        shown = preview_of(desk, table_of(*(row_of(n, 车架号="", 备注=text) for n, text in enumerate(remarks))))
        again = preview_of(desk, importing.rejects(shown.table, shown, said))
        assert [row.cells for row in again.rows] == [row.cells for row in shown.rows]
        assert [row.fingerprint for row in again.rows] == [row.fingerprint for row in shown.rows]
